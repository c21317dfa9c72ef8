//! The parsers of what comes from outside, opened to the fuzz targets in `tests/fuzz`.
//!
//! There only under `cfg(fuzzing)`, so that nothing but [`crate::run`] is public in the program. Each
//! function reads any bytes to the end, and must neither panic nor hang.

use crate::{cli, commands, probes};

/// A beacon's information elements, and the frames by which one joins and is turned away.
pub fn elements(bytes: &[u8]) {
    use probes::wifi::{elements, frames};
    let [flags, frequency, rest @ ..] = bytes else { return };
    // Each band has its own way of saying where a channel is.
    let primary_mhz = [2412, 2437, 2484, 5180, 5320, 5885, 5955, 7115][usize::from(frequency & 7)];
    let (one, other) = rest.split_at(rest.len() * usize::from(flags >> 1) / 128);
    elements::read_all(&elements::Elements::of([one, other]), flags & 1 == 1, primary_mhz);
    let _ = frames::read(rest);
}

/// The kernel's messages: netlink, nl80211's attributes, and packets that come back.
pub fn kernel(bytes: &[u8]) {
    probes::net::linux::kernel::read_anything(bytes);
    probes::wifi::linux::read_anything(bytes);
    probes::wire::packets::read_anything(bytes);
}

/// Answers of name servers.
pub fn names(bytes: &[u8]) {
    probes::web::lookup::read_anything(bytes);
    probes::addresses::read_anything(bytes);
}

/// A web server's answer: head, date, redirect, body, and the network's own word on its sign-in page.
pub fn web(bytes: &[u8]) {
    probes::web::read_anything(bytes);
}

/// Lease files of every DHCP client, and `resolv.conf`.
pub fn leases(bytes: &[u8]) {
    probes::net::leases::files::read_anything(bytes);
}

/// Proxies in variables, files and desktops' databases, and what a proxy answers.
pub fn proxies(bytes: &[u8]) {
    probes::proxies::read_anything(bytes);
}

/// A recorded run, judged and shown in every way where it is one.
pub fn evidence(bytes: &[u8]) {
    commands::check::read_anything(bytes);
}

/// What `--target` is given.
pub fn target(bytes: &[u8]) {
    cli::target::read_anything(bytes);
}
