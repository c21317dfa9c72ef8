//! The web beside the rounds: sign-in pages, certificates, ports, large packets, new connections
//! and the servers' clocks (CATALOGUE D, L08, L12, C11, X04, W13).
//!
//! It goes on while the rounds do and is light, so that these see no more of it than of any page.

mod announced;
mod connections;
pub(crate) mod door;
pub(crate) mod http;
pub(crate) mod lookup;
mod secure;
mod sign_in;
pub(crate) mod tls;

use crate::analysis::web::is_stuck;
use crate::evidence::web::{ClockReading, Web};
use crate::evidence::{Addresses, Family, Outcome, Why};
use crate::plan::{self, ANCHORS, KNOWN_PAGES};
use crate::probes::net::leases::Lease;
use door::{Door, SIZES_CAN_BE_CHOSEN};
use hyper::header;
use secure::Anchor;
use std::net::IpAddr;
use std::time::{Duration, Instant, SystemTime};
use tls::Trust;

/// What is asked, and whom.
#[derive(Clone)]
pub(crate) struct Aim {
    /// The family that is asked in full.
    pub(crate) family: Family,
    /// The other one, where it is routed.
    pub(crate) other: Option<Family>,
    /// The resolvers that the system asks, or others of the same owner.
    pub(crate) resolvers: Vec<IpAddr>,
    /// Those that the router would have it ask.
    pub(crate) by_router: Vec<IpAddr>,
    /// Where the network says whether one has to sign in.
    pub(crate) sign_in_api: Outcome<String>,
    /// Hard failures are judged and nothing else: no connections are counted.
    pub(crate) quick: bool,
}

impl Aim {
    /// Whom to ask with these addresses; `None` without any way out.
    pub(crate) fn of(addresses: &Addresses, lease: &Outcome<Lease>, quick: bool) -> Option<Self> {
        let routed = |family: &Family| addresses.has(*family) && addresses.leads_out(*family);
        let mut routed = [Family::V4, Family::V6].into_iter().filter(routed);
        let family = routed.next()?;
        Some(Self {
            family,
            other: routed.next(),
            by_router: by_router(addresses),
            resolvers: addresses.resolvers.iter().map(|ip| plan::instead_of(*ip)).collect(),
            sign_in_api: match lease {
                Outcome::Measured(lease) => match &lease.sign_in_api {
                    Some(address) => Outcome::Measured(address.clone()),
                    None => Outcome::NotTried(Why::NothingThere),
                },
                Outcome::Failed(failure) => Outcome::Failed(*failure),
                Outcome::Unavailable(why) | Outcome::NotTried(why) => Outcome::Unavailable(*why),
                Outcome::Pending => Outcome::Pending,
            },
            quick,
        })
    }

    /// Whom to ask for an address first, and whom when those are silent: with public ones or not.
    pub(crate) fn resolvers_in_turn(&self, public: bool) -> (Vec<IpAddr>, Vec<IpAddr>) {
        let servers = ANCHORS.iter().map(|server| server.ip(self.family)).filter(|_| public);
        (self.resolvers.clone(), self.by_router.iter().copied().chain(servers).collect())
    }
}

/// The lease's resolvers; the router itself where no lease can be read.
fn by_router(addresses: &Addresses) -> Vec<IpAddr> {
    match addresses.lease_resolvers.as_slice() {
        [] => addresses.route(Family::V4).map(|route| route.gateway).into_iter().collect(),
        leased => leased.to_vec(),
    }
}

/// The servers with certificates, in one family.
fn anchors(family: Family) -> Vec<Anchor> {
    ANCHORS.iter().map(|server| Anchor { host: server.host, ip: server.ip(family) }).collect()
}

/// Asks everything; who has not answered when it is `until` did not answer in time.
pub(crate) async fn run(aim: &Aim, door: &Door, until: Instant) -> Web {
    let started = Instant::now();
    let trust = Trust::of_this_system();
    let anchors = anchors(aim.family);
    let servers: Vec<IpAddr> = anchors.iter().map(|anchor| anchor.ip).collect();
    let (configured, others) = aim.resolvers_in_turn(true);
    let resolvers = sign_in::Resolvers { configured, others };
    let pages = |family, most: usize| {
        KNOWN_PAGES.iter().take(most).map(move |page| (page, family)).collect::<Vec<_>>()
    };
    let wanted = pages(aim.family, KNOWN_PAGES.len())
        .into_iter()
        .chain(aim.other.into_iter().flat_map(|other| pages(other, 1)));
    let pages = all(wanted
        .map(|(page, family)| sign_in::ask(door.clone(), resolvers.clone(), page, family, until)));
    let secure = async {
        // The other family with one server: whether it works at all.
        let other = aim.other.map(self::anchors).unwrap_or_default();
        let wanted = anchors.iter().cloned().chain(other.into_iter().take(1));
        let secure =
            all(wanted.map(|anchor| secure::ask(door.clone(), trust.clone(), anchor, until))).await;
        let stuck = secure
            .iter()
            .filter(|(secure, _)| secure.family == aim.family && is_stuck(secure))
            .count();
        // One server that does not answer is that server's matter.
        let smaller = if stuck < 2 || aim.quick {
            Outcome::NotTried(Why::NotNeeded)
        } else if SIZES_CAN_BE_CHOSEN {
            Outcome::Measured(secure::smaller(door, &trust, &anchors).await)
        } else {
            Outcome::Unavailable(Why::NotSupported)
        };
        (secure, smaller)
    };
    let connections = async {
        if aim.quick {
            return Outcome::NotTried(Why::NotAsked);
        }
        Outcome::Measured(connections::run(door, &servers, started).await)
    };
    // On the heap: what is begun here is large.
    let announced = Box::pin(announced::ask(door, &trust, aim, until));
    let (pages, (secure, smaller), mut connections, announced) =
        tokio::join!(pages, secure, connections, announced);
    let (sign_in, mut clock): (Vec<_>, Vec<Option<ClockReading>>) = pages.into_iter().unzip();
    let (secure, clocks): (Vec<_>, Vec<Option<ClockReading>>) = secure.into_iter().unzip();
    clock.extend(clocks);
    // The servers all belong to resolvers, which some networks keep out; the pages do not.
    if let Outcome::Measured(counted) = &mut connections
        && !secure.iter().any(|secure| secure.connect_ms.measured().is_some())
    {
        let open = sign_in.iter().filter(|page| page.connect_ms.measured().is_some());
        let others: Vec<IpAddr> = open.filter_map(|page| page.ip).collect();
        counted.extend(connections::of_others(door, &others, started).await);
    }
    let clock = clock.into_iter().flatten().collect();
    Web { sign_in, secure, clock, smaller, connections, announced }
}

/// Runs all of them at once and hands back what each comes to, in their order.
pub(super) async fn all<F>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    let mut tasks = tokio::task::JoinSet::new();
    for (at, future) in futures.into_iter().enumerate() {
        tasks.spawn(async move { (at, future.await) });
    }
    let mut done = tasks.join_all().await;
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, output)| output).collect()
}

/// What the server's clock says beside this computer's.
fn clock(answer: &http::Answer, host: &str, verified: bool) -> Option<ClockReading> {
    let date = answer.header(&header::DATE)?;
    let theirs = jiff::fmt::rfc2822::parse(date).ok()?.timestamp().as_second();
    let ours = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    // A clock before 1970 is possible where there is no battery behind it.
    let ours = match ours {
        Ok(since) => i64::try_from(since.as_secs()).ok()?,
        Err(before) => -i64::try_from(before.duration().as_secs()).ok()?,
    };
    Some(ClockReading { host: host.to_owned(), verified, ahead_s: theirs - ours })
}

/// The time that is left.
pub(super) fn left(until: Instant) -> Duration {
    until.saturating_duration_since(Instant::now())
}

pub(super) fn millis(time: Duration) -> f64 {
    // Microseconds, so that a file holds just what was judged.
    f64::from(u32::try_from(time.as_micros()).unwrap_or(u32::MAX)) / 1000.0
}

/// Reads everything there is to read in what a server may say; for the fuzz target.
#[cfg(fuzzing)]
pub(crate) fn read_anything(bytes: &[u8]) {
    announced::read_anything(bytes);
    if let Some(answer) = http::read_anything(bytes) {
        let _ = clock(&answer, "host.test", false);
        sign_in::read_anything(&answer);
    }
}
