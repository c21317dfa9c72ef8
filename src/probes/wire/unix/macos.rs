//! What macOS tells of packets beside their bytes: the report of a death comes to whoever listens for
//! ICMP, as ping sockets do, with the first bytes of the packet that died.
//!
//! It is apart because Linux tells it in another way.

use crate::evidence::Family;
use crate::probes::wire::packets::Fate;
use socket2::Socket;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

/// Reports of deaths come to the ping socket.
pub(super) const DEATHS_COME_AS_ICMP: bool = true;

/// The option that asks for the time at which a datagram came, and what it is told in.
pub(super) const TIMESTAMPS: i32 = libc::SO_TIMESTAMP;
pub(super) const TIMESTAMP: i32 = libc::SCM_TIMESTAMP;
pub(super) type Timestamp = libc::timeval;

pub(super) fn since_epoch(time: Timestamp) -> Option<Duration> {
    let micros = u32::try_from(time.tv_usec).ok()?;
    Some(Duration::new(u64::try_from(time.tv_sec).ok()?, micros.checked_mul(1000)?))
}

/// There is nothing to switch on.
#[expect(clippy::unnecessary_wraps, reason = "Linux has to ask for it")]
pub(super) const fn report_deaths(_: &Socket, _: Family) -> io::Result<()> {
    Ok(())
}

/// The packet's own socket hears of a closed port at most.
pub(super) const fn read_death(_: &Socket) -> Option<(Fate, IpAddr)> {
    None
}

/// `TCP_CONNECTION_INFO` counts in whole milliseconds, which is coarser than the time until the
/// connection stood.
pub(super) const fn handshake_rtt(_: &Socket) -> Option<Duration> {
    None
}
