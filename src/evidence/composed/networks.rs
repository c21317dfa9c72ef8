//! The composed networks of `tests/networks/`: files that the program as a whole is tested with.
//!
//! Apart from the builder because these are written to disk, where `tests/it/replay.rs` finds them
//! beside recorded ones. `UPDATE=1 cargo test` writes them anew when the evidence changes its shape.

use super::Changed;
use crate::evidence::{Foreign, Outcome};
use crate::expected;

/// Each network under its folder's name.
fn networks() -> Vec<(&'static str, Changed)> {
    vec![
        ("healthy-wifi", Changed::healthy_wifi()),
        ("wifi-loses-packets", Changed::healthy_wifi().losing(10, 10)),
        (
            "hostile-name",
            Changed::healthy_wifi().link(|link| link.ssid = Outcome::Measured(hostile())),
        ),
    ]
}

/// A network name that repaints the screen, turns the line, hides letters, ends the line and is no UTF-8.
fn hostile() -> Foreign {
    Foreign::new(b"\x1b[2J\x1b]0;x\x07\xe2\x80\xaeevil\xe2\x80\x8b\r\n\x9b\xff{share}".to_vec())
}

#[test]
fn the_composed_networks_are_in_their_folders() {
    for (name, changed) in networks() {
        let json = serde_json::to_string(&changed.0).unwrap();
        expected::file(&format!("tests/networks/{name}/evidence.json"), &format!("{json}\n"));
    }
}
