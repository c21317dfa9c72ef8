//! Twenty new connections through the router, one after the other: a router whose table of
//! connections is full lets old ones live and takes no new ones (CATALOGUE L12).
//!
//! They go in turn to servers that the rounds do not ask, so that nobody gets more of both together
//! than manners allow (CATALOGUE B.3.4).

use super::door::Door;
use crate::evidence::web::{Attempt, Connections};
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

/// How many (CATALOGUE L12).
const MOST: usize = 20;
/// When the first one is begun: the sweep is over, so that what stood before is seen at the same moments.
const FIRST: Duration = Duration::from_millis(450);
/// From one to the next: done within the rounds, and each of three servers gets five a second.
const NEXT: Duration = Duration::from_millis(70);
/// A connection that does not stand by then failed: TCP's own second question comes after a second.
const WITHIN: Duration = Duration::from_millis(900);
/// Web and names, which the servers serve over TCP, so that one blocked port is not taken for a full table.
const PORTS: [u16; 2] = [443, 53];
/// Every so many goes to the second port.
const SECOND_PORT: usize = 4;

/// One connection to each of these servers, on the port of encrypted pages.
pub(super) async fn of_others(
    door: &Door,
    servers: &[IpAddr],
    started: Instant,
) -> Option<Connections> {
    let port = PORTS[0];
    let to = servers.iter().map(|ip| attempt(door.clone(), SocketAddr::new(*ip, port), started));
    let attempts = super::all(to).await;
    (!attempts.is_empty()).then_some(Connections { port, attempts })
}

/// Opens them and closes them at once. Times are counted from `started`.
pub(super) async fn run(door: &Door, servers: &[IpAddr], started: Instant) -> Vec<Connections> {
    let attempts = (0_u32..).take(MOST).zip(servers.iter().copied().cycle()).map(|(at, ip)| {
        let door = door.clone();
        async move {
            tokio::time::sleep((FIRST + NEXT * at).saturating_sub(started.elapsed())).await;
            let second = usize::try_from(at).unwrap_or(0) % SECOND_PORT == SECOND_PORT - 1;
            let port = PORTS[usize::from(second)];
            (port, attempt(door, SocketAddr::new(ip, port), started).await)
        }
    });
    let tried = super::all(attempts).await;
    let of_port =
        |port| tried.iter().filter(move |(of, _)| *of == port).map(|(_, attempt)| *attempt);
    PORTS.map(|port| Connections { port, attempts: of_port(port).collect() }).to_vec()
}

async fn attempt(door: Door, to: SocketAddr, started: Instant) -> Attempt {
    let begun = Instant::now();
    let stood = door.connect(to, None, WITHIN).await;
    Attempt {
        at_ms: super::millis(begun.saturating_duration_since(started)),
        stood_ms: stood.ok().map(|_| super::millis(begun.elapsed())),
    }
}
