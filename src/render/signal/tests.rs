//! The meter and the end of a walk as a person sees them.

use super::*;
use crate::analysis::walk;
use crate::evidence::walk::Spot;
use crate::expected;
use crate::render::COLUMNS;

fn reading(at_ms: u64, rssi_dbm: Option<i32>) -> Reading {
    Reading {
        at_ms,
        joined: rssi_dbm.is_some(),
        rssi_dbm,
        bssid: rssi_dbm.map(|_| "02:00:00:00:01:00".to_owned()),
        freq_mhz: Some(5180),
        tx_mbps: Some(433.3),
        rx_mbps: None,
    }
}

/// A walk from the living room to the bedroom, where the connection goes.
fn to_the_bedroom() -> Walk {
    let levels = (0..40).map(|n| (n < 36).then_some(-45 - n));
    let at = |name: &str, rssi_dbm: Option<i32>| Spot {
        name: Foreign::new(name),
        rssi_dbm: (0..12).map(|n| rssi_dbm.map(|dbm| dbm + n % 3 - 1)).collect(),
    };
    let mut short = at("puerta", Some(-50));
    short.rssi_dbm.truncate(3);
    Walk {
        readings: (0..).zip(levels).map(|(at, level)| reading(1000 * at + 801, level)).collect(),
        spots: vec![
            at("salón", Some(-45)),
            short,
            at("pasillo", Some(-63)),
            at("baño", Some(-77)),
            at("dormitorio", None),
        ],
    }
}

#[test]
fn the_meter_is_as_it_was_read_and_approved() {
    let mut walk = to_the_bedroom();
    walk.readings.truncate(30);
    let name = Foreign::new("pasillo");
    let state = SpotState::of(&walk.spots[2]);
    for lang in Lang::ALL {
        let mut page = String::new();
        for (signs, left_s) in [(Signs::Blocks, 3), (Signs::Ascii, 0)] {
            let standing = Some(Standing { name: &name, left_s, state });
            for line in meter(&walk, &Foreign::new("HomeNet"), standing, "dorm", signs, lang) {
                assert!(line.width() <= COLUMNS, "{line}");
                page.push_str(&line);
                page.push('\n');
            }
            page.push('\n');
        }
        page.push_str(&line(&walk.readings[11], None, lang));
        page.push_str(&line(&reading(41_801, None), None, lang));
        expected::file(&format!("src/render/frames/signal.{}.txt", lang.tag()), &page);
    }
}

#[test]
fn the_end_of_a_walk_is_as_it_was_read_and_approved() {
    let whole = to_the_bedroom();
    let only = |names: &[&str]| Walk {
        readings: Vec::new(),
        spots: whole
            .spots
            .iter()
            .filter(|spot| names.contains(&spot.name.to_string().as_str()))
            .cloned()
            .collect(),
    };
    let walks = [
        whole.clone(),
        only(&["salón", "baño"]),
        only(&["baño", "dormitorio"]),
        only(&["salón", "pasillo"]),
        only(&[]),
    ];
    for lang in Lang::ALL {
        for (plain, name) in [(false, "txt"), (true, "plain.txt")] {
            let pages: Vec<String> = walks
                .iter()
                .map(|walk| {
                    let (states, conclusion) = walk::of(walk);
                    end(walk, &states, &conclusion, plain, lang)
                })
                .collect();
            let page = pages.join("----\n");
            assert!(page.lines().all(|line| line.width() <= COLUMNS), "{page}");
            expected::file(&format!("src/render/frames/signal-end.{}.{name}", lang.tag()), &page);
        }
    }
}

#[test]
fn what_a_person_types_cannot_repaint_the_meter() {
    let walk = to_the_bedroom();
    let evil = Foreign::new("\u{1b}[2J\u{202e}x");
    let standing = Standing { name: &evil, left_s: 2, state: SpotState::TooShort };
    for line in meter(&walk, &evil, Some(standing), "\u{1b}]0;x", Signs::Blocks, Lang::Es) {
        assert!(!line.chars().any(|c| c.is_control() || c == '\u{202e}'), "{line:?}");
    }
}
