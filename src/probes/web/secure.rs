//! Encrypted connections to unrelated names at known addresses, so that no resolver has a part in
//! them: does the port answer, is the certificate good, and do large packets come through both ways.
//!
//! A server's certificates fill several full packets, and so does the request that follows. Where
//! such packets vanish without a word, the connection stands and then nothing comes. The same
//! again in smaller packets shows whether size was the reason (RFC 4821).

use super::door::Door;
use super::http::{self, Ask};
use super::tls::Trust;
use crate::evidence::web::{ClockReading, Handshake, Secure, Smaller};
use crate::evidence::{Failure, Family, Outcome, Why};
use hyper::Method;
use hyper::header::HeaderName;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_millis(1600);
/// A greeting that is not answered for this long is stuck: with one packet lost in ten, TCP gets
/// the rest through within a second.
const STALL: Duration = Duration::from_millis(1600);
/// The same where the line is slow: so many times what the connection took.
const STALL_TRIPS: u32 = 4;
/// And not longer than this.
const LONGEST_STALL: Duration = Duration::from_millis(2800);
/// What a request is filled up with, so that it takes two full packets at least: each has room for 1460 bytes.
const FILL_BYTES: usize = 3000;
/// The line of the request that holds it.
const FILL: HeaderName = HeaderName::from_static("x-padding");
/// How long the smaller packets get.
const SMALLER: Duration = Duration::from_millis(1500);
/// Sizes that are tried when full packets got stuck, IP header included: what IPv6 asks of any
/// path (1280), two usual tunnels, and a `PPPoE` line (1492). Each goes to another server, the smallest to two.
const SIZES: [u16; 6] = [1280, 1280, 1380, 1420, 1460, 1492];

/// A server that is known by name and address.
#[derive(Debug, Clone)]
pub(crate) struct Anchor {
    pub(crate) host: &'static str,
    pub(crate) ip: IpAddr,
}

/// One encrypted connection in packets as large as the system makes them.
pub(super) async fn ask(
    door: Door,
    trust: Trust,
    anchor: Anchor,
    until: Instant,
) -> (Secure, Option<ClockReading>) {
    let mut asked = Secure {
        family: Family::of(anchor.ip),
        host: anchor.host.to_owned(),
        ip: anchor.ip,
        connect_ms: Outcome::NotTried(Why::NotNeeded),
        handshake: Handshake::NotConnected,
        upload: Outcome::NotTried(Why::LowerLayerFailed),
    };
    let begun = Instant::now();
    let stream = match door
        .connect(SocketAddr::new(anchor.ip, 443), None, CONNECT.min(super::left(until)))
        .await
    {
        Ok(stream) => stream,
        Err(failure) => {
            asked.connect_ms = Outcome::Failed(failure);
            return (asked, None);
        }
    };
    let took = begun.elapsed();
    asked.connect_ms = Outcome::Measured(super::millis(took));
    let patience = STALL.max(took * STALL_TRIPS).min(LONGEST_STALL).min(super::left(until));
    match trust.greet(stream, anchor.host, patience).await {
        Ok(stream) => {
            asked.handshake = Handshake::Verified;
            match http::exchange(stream, &long_request(anchor.host), patience).await {
                Ok(answer) => {
                    asked.upload = Outcome::Measured(answer.status);
                    let clock = super::clock(&answer, anchor.host, true);
                    return (asked, clock);
                }
                Err(failure) => asked.upload = Outcome::Failed(failure),
            }
        }
        Err(handshake) => asked.handshake = handshake,
    }
    (asked, None)
}

/// A question whose answer is short and which itself is long.
fn long_request(host: &str) -> Ask<'_> {
    Ask {
        method: Method::HEAD,
        headers: vec![(FILL, "0".repeat(FILL_BYTES))],
        ..Ask::get(host, "/")
    }
}

/// The same connections in packets of several sizes, all at once.
pub(super) async fn smaller(door: &Door, trust: &Trust, anchors: &[Anchor]) -> Vec<Smaller> {
    let tries = SIZES.into_iter().zip(anchors.iter().cycle()).map(|(packet_bytes, anchor)| {
        let (door, trust, anchor) = (door.clone(), trust.clone(), anchor.clone());
        async move {
            let through = async {
                let to = SocketAddr::new(anchor.ip, 443);
                let stream = door.connect(to, Some(packet_bytes), SMALLER).await.ok()?;
                match trust.greet(stream, anchor.host, SMALLER).await {
                    Ok(stream) => {
                        let request = long_request(anchor.host);
                        let asked = http::exchange(stream, &request, SMALLER);
                        // Whatever was said of it, the request was read.
                        (!matches!(asked.await, Err(Failure::TimedOut))).then_some(())
                    }
                    // Bad certificates are read as well as good ones.
                    Err(Handshake::Stalled | Handshake::Broken | Handshake::NoStore) => None,
                    Err(_) => Some(()),
                }
            };
            let passed = tokio::time::timeout(SMALLER, through).await.ok().flatten().is_some();
            Smaller {
                host: anchor.host.to_owned(),
                family: Family::of(anchor.ip),
                packet_bytes,
                passed,
            }
        }
    });
    super::all(tries).await
}
