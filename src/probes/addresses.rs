//! Addresses of the interface under test, its way out, and whether the router is there at all.
//!
//! It is apart because it is the one probe that may have to wait for the system: an address comes
//! seconds after a network is joined, and a router that is asked for on the link answers or not.

use super::net::{Link, Neighbouring, Net, Route};
use super::wifi::spelled;
use crate::evidence::addresses::{
    Address, Addresses, DefaultRoute, Neighbour, OtherRouter, RouterHint, Source,
};
use crate::evidence::{Failure, Family, Outcome, Why};
use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::time::Instant;

/// From one look at the system's tables to the next.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// How long is waited for a first address. A DHCP client that gets no answer asks again after four
/// seconds (RFC 2131 section 4.1); most answers come within one.
const ADDRESS_WAIT: Duration = Duration::from_secs(4);
/// How long is waited for what is missing when a part is there: a route follows its address at
/// once, and IPv4 may be a moment behind IPv6. Longer, and a home without IPv4 waits in vain for
/// more than a healthy run may take.
const REST_WAIT: Duration = Duration::from_millis(750);
/// How long a router is waited for on the link. Linux asks three times, a second apart
/// (`mcast_solicit`, `retrans_time_ms`), then gives up; one lost question must not make a router absent.
const NEIGHBOUR_WAIT: Duration = Duration::from_millis(3300);
/// From one look at the neighbour table to the next, while a router is waited for.
const NEIGHBOUR_LOOK_EVERY: Duration = Duration::from_millis(20);
/// How long another box is waited for when it is asked for a name: its resolver, the line and a
/// resolver beyond have to answer.
const NAME_WAIT: Duration = Duration::from_millis(700);
/// The discard port (RFC 863): a packet to it makes the kernel look for the neighbour and asks
/// nothing of anybody.
const DISCARD: u16 = 9;
const DNS: u16 = 53;

/// Finds out what the interface was given, waiting a little where it was given nothing yet.
pub(crate) async fn run(
    net: &mut dyn Net,
    link: &Link,
    deadline: std::time::Instant,
) -> Outcome<Addresses> {
    let (begun, deadline) = (Instant::now(), Instant::from_std(deadline));
    let (addresses, routes) = loop {
        let (addresses, routes) = match given(net, link) {
            Ok(given) => given,
            Err(outcome) => return outcome,
        };
        let patience = match completeness(&addresses, &routes) {
            _ if !link.running => Duration::ZERO,
            Completeness::Whole => Duration::ZERO,
            Completeness::Part => REST_WAIT,
            Completeness::Nothing => ADDRESS_WAIT,
        };
        let until = (begun + patience).min(deadline);
        if Instant::now() >= until {
            break (addresses, routes);
        }
        tokio::time::sleep_until(until.min(Instant::now() + LOOK_EVERY)).await;
    };
    let waited_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let straight_out = routes.iter().filter(|route| route.gateway.is_none());
    let straight_out = straight_out.map(|route| route.family).collect();
    let default_routes = routes.iter().filter_map(|route| {
        let gateway = route.gateway?;
        let entry = neighbour_of(net, link, gateway);
        default_route(route, entry.as_ref())
    });
    let default_routes = default_routes.collect();
    let lease = net.lease(link);
    Outcome::Measured(Addresses {
        own: addresses,
        default_routes,
        straight_out,
        resolvers: net.resolvers().unwrap_or_default(),
        mtu_bytes: link.mtu_bytes,
        lease_router: match &lease {
            Outcome::Measured(lease) => Outcome::or_unavailable(lease.router, Why::NothingThere),
            Outcome::Failed(failure) => Outcome::Failed(*failure),
            Outcome::Unavailable(why) | Outcome::NotTried(why) => Outcome::Unavailable(*why),
            Outcome::Pending => Outcome::Pending,
        },
        lease_resolvers: lease.measured().map_or_else(Vec::new, |lease| lease.resolvers.clone()),
        other_routers: Vec::new(),
        waited_ms,
    })
}

/// Addresses and default routes as they are now.
fn given<T>(net: &mut dyn Net, link: &Link) -> Result<(Vec<Address>, Vec<Route>), Outcome<T>> {
    let addresses = net.addresses(link.index).map_err(super::net::SystemError::outcome)?;
    let mut routes = net.default_routes().map_err(super::net::SystemError::outcome)?;
    routes.retain(|route| route.link == link.index);
    Ok((addresses, routes))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Completeness {
    /// IPv4 with a way out.
    Whole,
    /// An address without a way out, or IPv6 alone.
    Part,
    Nothing,
}

fn completeness(addresses: &[Address], routes: &[Route]) -> Completeness {
    let has = |family| {
        addresses
            .iter()
            .any(|address| Family::of(address.ip) == family && address.source != Source::LinkLocal)
    };
    let leads = |family| routes.iter().any(|route| route.family == family);
    if has(Family::V4) && leads(Family::V4) {
        Completeness::Whole
    } else if has(Family::V4) || (has(Family::V6) && leads(Family::V6)) {
        Completeness::Part
    } else {
        Completeness::Nothing
    }
}

fn default_route(route: &Route, entry: Option<&Neighbouring>) -> Option<DefaultRoute> {
    Some(DefaultRoute {
        gateway: route.gateway?,
        metric: route.metric,
        neighbour: entry.map_or(Neighbour::Unknown, |entry| entry.state),
        link_address: entry.and_then(|entry| entry.address).map(spelled),
    })
}

/// What the neighbour table has of an address.
fn neighbour_of(net: &mut dyn Net, link: &Link, ip: IpAddr) -> Option<Neighbouring> {
    net.neighbours(link.index).unwrap_or_default().into_iter().find(|entry| entry.ip == ip)
}

fn state_of(net: &mut dyn Net, link: &Link, ip: IpAddr) -> Neighbour {
    neighbour_of(net, link, ip).map_or(Neighbour::Unknown, |entry| entry.state)
}

/// Asks on the link for the best gateway of each family, and waits for those that are not known to
/// be there. Apart from [`run`], because a dead gateway of one family takes seconds to be known
/// and the rounds need not wait for that.
pub(crate) async fn ask_for_gateways(net: &mut dyn Net, link: &Link, addresses: &mut Addresses) {
    if !link.running {
        return;
    }
    let mut seen = HashSet::new();
    let mut asked = Vec::new();
    for route in &addresses.default_routes {
        // What the table says of an earlier attempt does not count.
        if seen.insert(Family::of(route.gateway))
            && route.neighbour != Neighbour::Present
            && knock(net, link, route.gateway)
        {
            asked.push(route.gateway);
        }
    }
    let begun = Instant::now();
    for route in &mut addresses.default_routes {
        if route.neighbour != Neighbour::Present {
            route.neighbour = Neighbour::Unknown;
        }
    }
    while !asked.is_empty() {
        tokio::time::sleep(NEIGHBOUR_LOOK_EVERY).await;
        let late = begun.elapsed() >= NEIGHBOUR_WAIT;
        asked.retain(|gateway| {
            let entry = neighbour_of(net, link, *gateway);
            let state = match entry.as_ref().map_or(Neighbour::Unknown, |entry| entry.state) {
                // Asked for all along without an answer.
                Neighbour::Unknown if late => Neighbour::Absent,
                state => state,
            };
            for route in
                addresses.default_routes.iter_mut().filter(|route| route.gateway == *gateway)
            {
                route.neighbour = state;
                route.link_address = entry.as_ref().and_then(|entry| entry.address).map(spelled);
            }
            state == Neighbour::Unknown
        });
    }
}

/// Makes the kernel look for a neighbour; false where it cannot.
fn knock(net: &mut dyn Net, link: &Link, ip: IpAddr) -> bool {
    net.datagrams(link, SocketAddr::new(ip, DISCARD)).is_ok_and(|socket| socket.send(&[]).is_ok())
}

/// Boxes other than the gateway that could be the router, and whether they lead out. To be asked
/// when the gateway is absent or nothing answers beyond it.
pub(crate) async fn other_routers(
    net: &mut dyn Net,
    link: &Link,
    addresses: &Addresses,
) -> Vec<OtherRouter> {
    let mut asked = Vec::new();
    for (ip, hint) in candidates(net, link, addresses) {
        let socket = net
            .datagrams(link, SocketAddr::new(ip, DNS))
            .ok()
            .filter(|socket| socket.send(&QUESTION).is_ok())
            .and_then(|socket| tokio::net::UdpSocket::from_std(socket).ok());
        asked.push((ip, hint, socket));
    }
    let until = Instant::now() + NAME_WAIT;
    let mut routers = Vec::new();
    for (ip, hint, socket) in asked {
        // All were asked at once, so they are waited for at once too.
        let resolves = match &socket {
            Some(socket) => Outcome::Measured(
                tokio::time::timeout_at(until, answers(socket)).await.unwrap_or(false),
            ),
            None => Outcome::Failed(Failure::Unreachable),
        };
        routers.push((ip, hint, resolves));
    }
    routers
        .into_iter()
        .map(|(ip, hint, resolves)| {
            let neighbour = match state_of(net, link, ip) {
                // Asked for, and silent for as long as was waited for its answer.
                Neighbour::Unknown if resolves.measured().is_some() => Neighbour::Absent,
                state => state,
            };
            OtherRouter { ip, hint, neighbour, resolves }
        })
        // Usual places are usually empty.
        .filter(|router| router.neighbour == Neighbour::Present || router.hint == RouterHint::Lease)
        .collect()
}

/// Who could be the router, the likeliest first.
fn candidates(net: &mut dyn Net, link: &Link, addresses: &Addresses) -> Vec<(IpAddr, RouterHint)> {
    let networks: Vec<(Ipv4Addr, Ipv4Addr)> = addresses
        .own
        .iter()
        .filter(|address| address.source != Source::LinkLocal)
        .filter_map(|address| match address.ip {
            IpAddr::V4(ip) => ends(ip, address.prefix),
            IpAddr::V6(_) => None,
        })
        .collect();
    let inside = |ip: &IpAddr| match ip {
        IpAddr::V4(ip) => networks.iter().any(|(first, last)| (first..=last).contains(&ip)),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    let lease = addresses.lease_router.measured().map(|ip| (*ip, RouterHint::Lease));
    let resolvers = addresses.resolvers.iter().filter(|ip| inside(ip));
    let advertised: Vec<IpAddr> = net
        .neighbours(link.index)
        .unwrap_or_default()
        .iter()
        .filter(|entry| entry.router)
        .map(|entry| entry.ip)
        .collect();
    let usual = networks.iter().flat_map(|(first, last)| [IpAddr::V4(*first), IpAddr::V4(*last)]);
    let mut known: HashSet<IpAddr> = addresses
        .default_routes
        .iter()
        .map(|route| route.gateway)
        .chain(addresses.own.iter().map(|address| address.ip))
        .collect();
    lease
        .into_iter()
        .chain(resolvers.map(|ip| (*ip, RouterHint::Resolver)))
        .chain(advertised.into_iter().map(|ip| (ip, RouterHint::Advertisement)))
        .chain(usual.map(|ip| (ip, RouterHint::UsualPlace)))
        .filter(|(ip, _)| known.insert(*ip))
        .collect()
}

/// The first and the last address that a computer of the network can have.
fn ends(ip: Ipv4Addr, prefix: u8) -> Option<(Ipv4Addr, Ipv4Addr)> {
    // A network of one or two addresses has no other places.
    let hosts = u32::MAX.checked_shr(u32::from(prefix)).filter(|_| prefix <= 30)?;
    let network = u32::from(ip) & !hosts;
    Some((Ipv4Addr::from(network + 1), Ipv4Addr::from(network + hosts - 1)))
}

/// The number that the question carries and an answer repeats.
const QUESTION_ID: [u8; 2] = [0x77, 0x64];

/// `one.one.one.one A`, recursion desired (RFC 1035 section 4.1): a name that is not in the home.
const QUESTION: [u8; 33] = *b"\x77\x64\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\
    \x03one\x03one\x03one\x03one\x00\x00\x01\x00\x01";

/// True with an answer that holds an address; false with any other, or with a refusal.
async fn answers(socket: &tokio::net::UdpSocket) -> bool {
    let mut bytes = [0; 512];
    loop {
        match socket.recv(&mut bytes).await {
            Ok(length) => {
                if let Some(found) = answer(&bytes[..length]) {
                    return found;
                }
            }
            Err(_) => return false,
        }
    }
}

/// Whether an answer to [`QUESTION`] holds anything; `None` where it is no answer to it.
fn answer(bytes: &[u8]) -> Option<bool> {
    const RESPONSE: u8 = 1 << 7;
    const RCODE: u8 = 0b1111;
    let (id, rest) = bytes.split_first_chunk::<2>()?;
    let &[high, low, _, _, answers_high, answers_low, ..] = rest else { return None };
    (*id == QUESTION_ID && high & RESPONSE != 0)
        .then_some(low & RCODE == 0 && (answers_high, answers_low) != (0, 0))
}

/// Reads everything there is to read in any bytes; for property tests and the fuzz target.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_anything(bytes: &[u8]) {
    let _ = answer(bytes);
    if let [a, b, c, d, prefix, ..] = *bytes {
        let _ = ends(Ipv4Addr::new(a, b, c, d), prefix);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::host::Medium;
    use crate::probes::net::scripted::{Scripted, link, route};
    use proptest::prelude::*;

    fn address(ip: &str, prefix: u8, source: Source) -> Address {
        Address { ip: ip.parse().unwrap(), prefix, source }
    }

    fn neighbour(ip: &str, state: Neighbour, router: bool) -> Neighbouring {
        Neighbouring { ip: ip.parse().unwrap(), state, address: None, router }
    }

    async fn measured(net: &mut Scripted) -> Addresses {
        let link = net.links[0].clone();
        let deadline = Instant::now() + Duration::from_secs(20);
        match run(net, &link, deadline.into_std()).await {
            Outcome::Measured(addresses) => addresses,
            other => panic!("{other:?}"),
        }
    }

    fn joined() -> Scripted {
        Scripted {
            links: vec![link(3, "wlan0", Medium::Wifi)],
            addresses: vec![address("192.168.1.23", 24, Source::Lease)],
            routes: vec![route(3, "192.168.1.1", 600)],
            neighbours: vec![neighbour("192.168.1.1", Neighbour::Present, false)],
            ..Scripted::default()
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_waited_for_where_everything_is_there() {
        let addresses = measured(&mut joined()).await;
        assert_eq!(addresses.waited_ms, 0);
        assert_eq!(addresses.default_routes[0].neighbour, Neighbour::Present);
    }

    #[tokio::test(start_paused = true)]
    async fn an_address_is_waited_for_and_no_longer_than_it_takes() {
        for (appears, addresses, routes, waited_ms) in [
            // The lease comes late, comes without a route, and never comes.
            (5, joined().addresses, joined().routes, 1000),
            (5, joined().addresses, vec![], 1000),
            (usize::MAX, vec![], vec![], 4000),
            (0, vec![address("169.254.7.9", 16, Source::LinkLocal)], vec![], 4000),
            (
                0,
                vec![address("2001:db8::5", 64, Source::Lease)],
                vec![route(3, "fe80::1", 1024)],
                750,
            ),
        ] {
            let mut net = Scripted { routes, addresses, appears, ..joined() };
            assert_eq!(measured(&mut net).await.waited_ms, waited_ms, "{appears}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_router_is_absent_only_after_it_was_asked_for_and_kept_silent() {
        for (at_first, later, expected) in [
            (Neighbour::Unknown, Neighbour::Present, Neighbour::Present),
            (Neighbour::Unknown, Neighbour::Unknown, Neighbour::Absent),
            (Neighbour::Unknown, Neighbour::Absent, Neighbour::Absent),
            // It failed some time ago and is there now.
            (Neighbour::Absent, Neighbour::Present, Neighbour::Present),
        ] {
            let mut net = Scripted {
                neighbours: vec![neighbour("192.168.1.1", at_first, false)],
                after_knock: vec![neighbour("192.168.1.1", later, false)],
                ..joined()
            };
            let mut addresses = measured(&mut net).await;
            let link = net.links[0].clone();
            ask_for_gateways(&mut net, &link, &mut addresses).await;
            assert_eq!(addresses.default_routes[0].neighbour, expected, "{at_first:?} {later:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_link_that_is_down_is_not_waited_for() {
        let mut net = Scripted { addresses: vec![], routes: vec![], ..joined() };
        net.links[0].running = false;
        assert_eq!(measured(&mut net).await.waited_ms, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn the_likeliest_router_comes_first_and_none_twice() {
        let mut net = joined();
        net.neighbours.push(neighbour("fe80::7", Neighbour::Present, true));
        let mut addresses = measured(&mut net).await;
        addresses.lease_router = Outcome::Measured("192.168.50.1".parse().unwrap());
        addresses.resolvers =
            ["192.168.1.2", "8.8.8.8", "192.168.1.1"].map(|ip| ip.parse().unwrap()).to_vec();
        let link = net.links[0].clone();
        let found: Vec<(String, RouterHint)> = candidates(&mut net, &link, &addresses)
            .into_iter()
            .map(|(ip, hint)| (ip.to_string(), hint))
            .collect();
        let expected = [
            ("192.168.50.1", RouterHint::Lease),
            ("192.168.1.2", RouterHint::Resolver),
            ("fe80::7", RouterHint::Advertisement),
            ("192.168.1.254", RouterHint::UsualPlace),
        ];
        assert_eq!(found, expected.map(|(ip, hint)| (ip.to_owned(), hint)));
    }

    #[test]
    fn the_usual_places_are_the_ends_of_the_network() {
        for (ip, prefix, expected) in [
            ("192.168.1.23", 24, Some(("192.168.1.1", "192.168.1.254"))),
            ("10.1.2.3", 8, Some(("10.0.0.1", "10.255.255.254"))),
            ("10.0.0.6", 30, Some(("10.0.0.5", "10.0.0.6"))),
            ("10.0.0.6", 31, None),
            ("10.0.0.6", 32, None),
        ] {
            let expected = expected.map(|(a, b)| (a.parse().unwrap(), b.parse().unwrap()));
            assert_eq!(ends(ip.parse().unwrap(), prefix), expected, "{ip}/{prefix}");
        }
    }

    #[test]
    fn an_answer_counts_with_an_address_in_it_only() {
        for (header, expected) in [
            (&b"\x77\x64\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00"[..], Some(true)),
            (b"\x77\x64\x81\x80\x00\x01\x00\x00\x00\x00\x00\x00", Some(false)),
            (b"\x77\x64\x81\x85\x00\x01\x00\x00\x00\x00\x00\x00", Some(false)),
            (b"\x77\x64\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00", None),
            (b"\x77\x65\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00", None),
            (b"\x77\x64\x81", None),
        ] {
            assert_eq!(answer(header), expected, "{header:02x?}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_an_end(bytes: Vec<u8>, ip: [u8; 4], prefix: u8) {
            read_anything(&bytes);
            let _ = ends(Ipv4Addr::from(ip), prefix);
        }
    }
}
