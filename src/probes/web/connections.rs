//! Twenty new connections through the router, one after the other: a router whose table of
//! connections is full lets old ones live and takes no new ones (CATALOGUE L12).
//!
//! They go in turn to servers that the rounds do not ask, so that nobody gets more of both together
//! than manners allow (CATALOGUE B.3.4).

use super::door::Door;
use crate::evidence::web::Connections;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

/// How many (CATALOGUE L12).
const MOST: usize = 20;
/// From one to the next: done within the rounds, and each of three servers gets five a second.
const NEXT: Duration = Duration::from_millis(70);
/// A connection that does not stand by then failed: TCP's own second question comes after a second.
const WITHIN: Duration = Duration::from_millis(900);
/// Web and names, which the servers serve over TCP, so that one blocked port is not taken for a full table.
const PORTS: [u16; 2] = [443, 53];
/// Every so many goes to the second port.
const SECOND_PORT: usize = 4;

/// One connection to each of these servers, on the port of encrypted pages.
pub(super) async fn of_others(door: &Door, servers: &[IpAddr]) -> Option<Connections> {
    let port = PORTS[0];
    let tried = super::all(servers.iter().map(|ip| {
        let (door, to) = (door.clone(), SocketAddr::new(*ip, port));
        async move {
            let begun = Instant::now();
            door.connect(to, None, WITHIN).await.ok().map(|_| super::millis(begun.elapsed()))
        }
    }))
    .await;
    (!tried.is_empty()).then(|| Connections {
        port,
        tried: u32::try_from(tried.len()).unwrap_or(u32::MAX),
        stood_ms: tried.into_iter().flatten().collect(),
    })
}

/// Opens them and closes them at once.
pub(super) async fn run(door: &Door, servers: &[IpAddr]) -> Vec<Connections> {
    let attempts = (0_u32..).take(MOST).zip(servers.iter().copied().cycle()).map(|(at, ip)| {
        let door = door.clone();
        async move {
            tokio::time::sleep(NEXT * at).await;
            let second = usize::try_from(at).unwrap_or(0) % SECOND_PORT == SECOND_PORT - 1;
            let port = PORTS[usize::from(second)];
            let begun = Instant::now();
            let stood = door.connect(SocketAddr::new(ip, port), None, WITHIN).await;
            (port, stood.ok().map(|_| super::millis(begun.elapsed())))
        }
    });
    let tried = super::all(attempts).await;
    PORTS
        .into_iter()
        .map(|port| {
            let of_port = tried.iter().filter(|(of, _)| *of == port);
            Connections {
                port,
                tried: u32::try_from(of_port.clone().count()).unwrap_or(u32::MAX),
                stood_ms: of_port.filter_map(|(_, took)| *took).collect(),
            }
        })
        .collect()
}
