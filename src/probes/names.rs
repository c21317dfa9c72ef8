//! Names: every resolver of the system is asked by itself, and public ones beside it.
//!
//! It is apart because it goes around the system's own way of finding names: through that, a cache
//! answers, a second resolver covers for the first, and nobody knows which one was slow. Each
//! question is one packet, so that what is lost shows as lost.

mod questions;
mod socket;

use super::net::{Link, Net};
use crate::evidence::names::{Answer, Lookup, Names, Resolver, Role};
use crate::evidence::{Addresses, Failure, Family, Foreign, Outcome, Why};
use hickory_resolver::config::{NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{RData, RecordType};
use questions::{Extent, Question};
use socket::Pinned;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// From one question to the next, to a far end: with the rounds, 46 of which may fall into a
/// second, it stays at 50 (CATALOGUE B.3.4, manners).
const FAR_EVERY: Duration = Duration::from_millis(260);
/// The same to a resolver of the home or the provider, which is asked to see how often it fails:
/// 40 questions show one failure in ten beyond chance.
const OWN_EVERY: Duration = Duration::from_millis(60);
/// A quick run knows within a second who is dead, and no more.
const QUICK_EVERY: Duration = Duration::from_millis(80);
/// A slow resolver answers after 800 ms (CODES, resolver-slow); who takes longer than this is of no
/// use, since programs have asked again by then.
const PATIENCE: Duration = Duration::from_millis(1500);
const QUICK_PATIENCE: Duration = Duration::from_millis(900);
/// Resolvers of the system that are asked at most: it asks three itself (resolv.conf(5)).
const MOST_CONFIGURED: usize = 3;
/// Addresses that are kept of an answer.
const MOST_ADDRESSES: usize = 4;

/// Whom to ask, and how long.
#[derive(Debug, Clone)]
pub(crate) struct Aim {
    pub(crate) resolvers: Vec<(IpAddr, Role)>,
    /// Resolvers of the system that this interface does not lead to.
    pub(crate) elsewhere: Vec<IpAddr>,
    pub(crate) quick: bool,
}

impl Aim {
    /// The resolvers of the system, those that the router would have it ask, and the public ones
    /// that are not among them, in the families that lead out.
    pub(crate) fn of(
        net: &mut dyn Net,
        link: &Link,
        addresses: &Addresses,
        public: impl IntoIterator<Item = IpAddr>,
        quick: bool,
    ) -> Self {
        let mut aim = Self { resolvers: Vec::new(), elsewhere: Vec::new(), quick };
        for ip in addresses.resolvers.iter().take(MOST_CONFIGURED) {
            if leads_to(net, link, *ip) {
                aim.add(*ip, origin(*ip, addresses));
            } else {
                aim.elsewhere.push(*ip);
            }
        }
        // Where no lease can be read, the router is the one that could name itself.
        let gateway = addresses.route(Family::V4).map(|route| route.gateway);
        let by_router = match addresses.lease_resolvers.as_slice() {
            [] => gateway.into_iter().collect(),
            leased => leased.to_vec(),
        };
        for ip in by_router.into_iter().take(MOST_CONFIGURED) {
            aim.add(ip, Role::Router);
        }
        for ip in public {
            let family = Family::of(ip);
            if addresses.has(family) && addresses.route(family).is_some() {
                aim.add(ip, Role::Public);
            }
        }
        aim
    }

    fn add(&mut self, ip: IpAddr, role: Role) {
        if self.resolvers.iter().all(|(known, _)| *known != ip) {
            self.resolvers.push((ip, role));
        }
    }
}

/// True when the system would ask it through this interface. What lies on the link itself has no
/// way of its own in the routes.
fn leads_to(net: &mut dyn Net, link: &Link, ip: IpAddr) -> bool {
    match ip {
        _ if ip.is_loopback() => false,
        IpAddr::V6(v6) if v6.is_unicast_link_local() => true,
        ip => !matches!(net.way_to(ip), Ok(Some(way)) if way != link.index),
    }
}

fn origin(ip: IpAddr, addresses: &Addresses) -> Role {
    match addresses.lease_resolvers.as_slice() {
        // Leases are of IPv4; what a router advertises over IPv6 is not kept in a file.
        [] => Role::Configured,
        leased if leased.contains(&ip) => Role::Leased,
        _ if ip.is_ipv6() => Role::Configured,
        _ => Role::ByHand,
    }
}

/// Asks everybody at the same time, each at his own pace. Returns the bytes that were sent and
/// received as well, headers included.
pub(crate) async fn run(
    net: Box<dyn Net>,
    link: &Link,
    aim: &Aim,
    deadline: std::time::Instant,
) -> (Outcome<Names>, (u64, u64)) {
    if aim.resolvers.is_empty() {
        return (Outcome::Unavailable(Why::NothingThere), (0, 0));
    }
    let patience = if aim.quick { QUICK_PATIENCE } else { PATIENCE };
    let net = Arc::new(Mutex::new(net));
    let begun = Instant::now();
    let end = Instant::from_std(deadline);
    let mut asking = JoinSet::new();
    let mut bytes = Vec::new();
    let mut resolvers = Vec::new();
    for (number, (ip, role)) in aim.resolvers.iter().enumerate() {
        let pinned = Pinned::new(net.clone(), link.clone());
        bytes.push(pinned.bytes());
        let Some(resolver) = resolver(*ip, pinned, patience) else {
            return (Outcome::Failed(Failure::BadAnswer), (0, 0));
        };
        let often = asked_often(*ip, *role);
        let (extent, every) = match (aim.quick, often) {
            (true, _) => (Extent::Quick, QUICK_EVERY),
            (false, true) => (Extent::Often, OWN_EVERY),
            (false, false) => (Extent::Comparison, FAR_EVERY),
        };
        let heard = Arc::new(AtomicBool::new(false));
        for (at, question) in (0_u32..).zip(questions::of(extent)) {
            let (resolver, due, heard) = (resolver.clone(), begun + every * at, heard.clone());
            asking.spawn(async move {
                tokio::time::sleep_until(due).await;
                if !often && at >= ENOUGH_SILENCE && !heard.load(Ordering::Relaxed) {
                    return None;
                }
                let lookup = ask(&resolver, question, (due + patience).min(end)).await;
                heard.fetch_or(lookup.took_ms.is_some(), Ordering::Relaxed);
                Some((number, at, lookup))
            });
        }
        resolvers.push(Resolver { ip: *ip, role: *role, lookups: Vec::new() });
    }
    let mut lookups: Vec<(usize, u32, Lookup)> = Vec::new();
    while let Some(asked) = asking.join_next().await {
        lookups.extend(asked.ok().flatten());
    }
    lookups.sort_by_key(|(resolver, at, _)| (*resolver, *at));
    for (resolver, _, lookup) in lookups {
        resolvers[resolver].lookups.push(lookup);
    }
    let names = Names {
        resolvers,
        elsewhere: aim.elsewhere.clone(),
        patience_ms: patience.as_secs_f64() * 1e3,
    };
    let (sent, received) = bytes
        .iter()
        .map(|bytes| bytes.so_far())
        .fold((0, 0), |(sent, received), (s, r)| (sent + s, received + r));
    (Outcome::Measured(names), (sent, received))
}

/// Questions after which a resolver that is asked for comparison, and has answered none, is asked no
/// more: so many call it dead, and whoever is well should not wait for a stranger's silence.
const ENOUGH_SILENCE: u32 = 8;

/// True where forty questions are no burden: a resolver of the system that is none of the far ends,
/// which the rounds ask too.
fn asked_often(ip: IpAddr, role: Role) -> bool {
    role.is_configured() && !crate::plan::is_far_end(ip)
}

/// A resolver that asks this one alone, once for each question, and remembers nothing.
fn resolver(
    ip: IpAddr,
    pinned: Pinned,
    patience: Duration,
) -> Option<hickory_resolver::Resolver<Pinned>> {
    let config = ResolverConfig::from_name_servers(vec![NameServerConfig::udp(ip)]);
    let mut builder = hickory_resolver::Resolver::builder_with_config(config, pinned);
    let options = builder.options_mut();
    options.timeout = patience;
    options.attempts = 0;
    options.cache_size = 0;
    options.use_hosts_file = ResolveHosts::Never;
    options.num_concurrent_reqs = 1;
    builder.build().ok()
}

async fn ask(
    resolver: &hickory_resolver::Resolver<Pinned>,
    question: Question,
    until: Instant,
) -> Lookup {
    let begun = Instant::now();
    let answered =
        tokio::time::timeout_at(until, resolver.lookup(question.name.as_str(), RecordType::A))
            .await;
    let micros = u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX);
    let mut addresses: Vec<IpAddr> = Vec::new();
    let answer = match answered {
        Err(_) => Answer::TimedOut,
        Ok(Ok(lookup)) => {
            addresses.extend(lookup.answers().iter().filter_map(|record| match record.data {
                RData::A(a) => Some(IpAddr::V4(a.0)),
                _ => None,
            }));
            addresses.sort_unstable();
            addresses.truncate(MOST_ADDRESSES);
            if addresses.is_empty() { Answer::NoAddress } else { Answer::Addresses }
        }
        Ok(Err(error)) => failed(&error),
    };
    let came = !matches!(answer, Answer::TimedOut | Answer::Unreachable);
    Lookup {
        kind: question.kind,
        name: Foreign::new(question.name),
        answer,
        took_ms: came.then(|| f64::from(micros) / 1000.0),
        addresses,
    }
}

fn failed(error: &NetError) -> Answer {
    let of_code = |code: ResponseCode| match code {
        ResponseCode::NXDomain => Answer::NoSuchName,
        ResponseCode::NoError => Answer::NoAddress,
        ResponseCode::ServFail => Answer::ServerFailure,
        ResponseCode::Refused => Answer::Refused,
        _ => Answer::Unreadable,
    };
    match error {
        NetError::Dns(DnsError::NoRecordsFound(nothing)) => of_code(nothing.response_code),
        NetError::Dns(DnsError::ResponseCode(code)) => of_code(*code),
        NetError::Timeout => Answer::TimedOut,
        NetError::Io(error) => match error.kind() {
            std::io::ErrorKind::ConnectionRefused => Answer::Refused,
            std::io::ErrorKind::TimedOut => Answer::TimedOut,
            // A router or the system itself says that there is no way.
            _ => Answer::Unreachable,
        },
        _ => Answer::Unreadable,
    }
}

#[cfg(test)]
mod tests;
