//! This computer: its interfaces, which of them is under test, and how busy it is.
//!
//! It is apart because everything else hangs on the choice of the interface. A wrong choice blames
//! the wrong link, so the choice follows what the system itself would do with a packet.

use super::net::{Link, Net, Route, SystemError};
use crate::evidence::host::{Chosen, Host, Interface, Medium, UnderTest};
use crate::evidence::{Family, Outcome, Why};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use sysinfo::System;

/// Addresses that belong to nobody (RFC 5737, RFC 3849), so that nothing but a default route leads
/// there. They are looked up in the routing tables; no packet is sent.
const ANYWHERE: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
    IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1)),
];

/// Looks around. `asked` is the interface the person named.
///
/// How busy the processor is takes a moment to tell: see [`cpu_busy_percent`].
pub(crate) fn look(net: &mut dyn Net, asked: Option<&str>) -> Outcome<Host> {
    let links = match net.links() {
        Ok(links) => links,
        Err(error) => return error.outcome(),
    };
    let routes = net.default_routes().unwrap_or_default();
    let choice = choose(net, &links, asked);
    let (memory_total_mib, memory_available_mib) = memory();
    Outcome::Measured(Host {
        system: system(),
        container: net.in_container(),
        interfaces: links.iter().map(|link| interface(link, &routes)).collect(),
        under_test: choice.under_test,
        tunnel: choice.tunnel,
        radio_switches: match net.radio_switches() {
            Ok(switches) => Outcome::Measured(switches),
            Err(error) => error.outcome(),
        },
        cpu_busy_percent: Outcome::Pending,
        memory_total_mib,
        memory_available_mib,
    })
}

/// The share of CPU time that anything uses, over a fifth of a second.
pub(crate) async fn cpu_busy_percent() -> Outcome<f64> {
    let Ok(mut system) = System::new() else { return Outcome::Unavailable(Why::NotReported) };
    system.refresh_cpu_usage();
    // Asked again sooner, the crate repeats its first answer.
    tokio::time::sleep(sysinfo::MINIMUM_CPU_UPDATE_INTERVAL).await;
    system.refresh_cpu_usage();
    let busy = f64::from(system.global_cpu_usage());
    Outcome::or_unavailable(busy.is_finite().then_some(busy.clamp(0.0, 100.0)), Why::NotReported)
}

/// Total and available memory.
fn memory() -> (Outcome<u64>, Outcome<u64>) {
    const MIB: u64 = 1 << 20;
    let told =
        |bytes: u64| Outcome::or_unavailable((bytes > 0).then_some(bytes / MIB), Why::NotReported);
    match System::new() {
        Ok(mut system) => {
            system.refresh_memory();
            (told(system.total_memory()), told(system.available_memory()))
        }
        Err(_) => (told(0), told(0)),
    }
}

/// Name and version of the system, as it calls itself.
fn system() -> String {
    let words = [System::name(), System::os_version()];
    let words: Vec<String> = words.into_iter().filter_map(Result::ok).collect();
    if words.is_empty() { std::env::consts::OS.to_owned() } else { words.join(" ") }
}

fn interface(link: &Link, routes: &[Route]) -> Interface {
    Interface {
        name: link.name.clone(),
        medium: link.medium,
        up: link.up,
        running: link.running,
        driver: Outcome::or_unavailable(link.driver.clone(), Why::NotReported),
        default_route_metric: routes
            .iter()
            .filter(|route| route.link == link.index)
            // The kernel's own metric of a v6 route is no sign of a worse link.
            .min_by_key(|route| (route.family != Family::V4, route.metric))
            .map(|route| route.metric),
    }
}

/// The interface under test, and the tunnel above it.
#[derive(Debug, PartialEq)]
struct Choice {
    under_test: Outcome<UnderTest>,
    tunnel: Option<String>,
}

/// What was asked for, else what carries a packet to anywhere, below a tunnel; else the radio, else
/// a cable.
fn choose(net: &mut dyn Net, links: &[Link], asked: Option<&str>) -> Choice {
    let of_index = |index: u32| links.iter().find(|link| link.index == index);
    let carrier = ANYWHERE.iter().find_map(|to| net.way_to(*to).ok().flatten()).and_then(of_index);
    let tunnel = carrier.filter(|link| link.medium == Medium::Tunnel);
    let below = tunnel.and_then(|tunnel| net.below(tunnel.index).ok().flatten()).and_then(of_index);

    let chosen = if let Some(name) = asked {
        links.iter().find(|link| link.name == name).map(|link| (link, Chosen::Asked))
    } else if let Some(below) = below {
        Some((below, Chosen::BelowTunnel))
    } else if let Some(carrier) = carrier {
        Some((carrier, Chosen::DefaultRoute))
    } else {
        best_of(links, Medium::Wifi)
            .map(|link| (link, Chosen::Radio))
            .or_else(|| best_of(links, Medium::Cable).map(|link| (link, Chosen::Cable)))
    };
    // A tunnel is above what is under test only where it was found to be.
    let above = tunnel.filter(|tunnel| match (below, chosen) {
        (Some(below), Some((link, _))) => below.index == link.index && tunnel.index != link.index,
        _ => false,
    });
    Choice {
        under_test: chosen.map_or(SystemError::NothingThere.outcome(), |(link, chosen)| {
            Outcome::Measured(UnderTest { name: link.name.clone(), chosen })
        }),
        tunnel: above.map(|tunnel| tunnel.name.clone()),
    }
}

/// The radio that is meant: the interface of that name, else the best one.
pub(crate) fn radio(links: &[Link], asked: Option<&str>) -> Option<Link> {
    match asked {
        Some(name) => {
            links.iter().find(|link| link.name == name && link.medium == Medium::Wifi).cloned()
        }
        None => best_of(links, Medium::Wifi).cloned(),
    }
}

/// The link of a kind that people most likely mean: one that works, is switched on, is hardware.
fn best_of(links: &[Link], medium: Medium) -> Option<&Link> {
    let mut best: Option<&Link> = None;
    let worth = |link: &Link| (link.running, link.up, link.driver.is_some());
    for link in links.iter().filter(|link| link.medium == medium) {
        if best.is_none_or(|best| worth(link) > worth(best)) {
            best = Some(link);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probes::net::scripted::{Scripted, link, route};

    fn under_test(
        net: &mut Scripted,
        asked: Option<&str>,
    ) -> Option<(String, Chosen, Option<String>)> {
        let host = look(net, asked);
        let host = host.measured().unwrap();
        let under_test = host.under_test.measured()?;
        Some((under_test.name.clone(), under_test.chosen, host.tunnel.clone()))
    }

    #[test]
    fn the_interface_under_test_is_the_one_that_carries_the_packets() {
        let wifi = link(3, "wlan0", Medium::Wifi);
        let cable = link(2, "eth0", Medium::Cable);
        let tunnel = link(9, "wg0", Medium::Tunnel);
        let off = Link { up: false, running: false, ..wifi.clone() };
        let bridge = link(5, "docker0", Medium::Other);
        let all = vec![cable.clone(), wifi.clone(), tunnel.clone(), bridge.clone()];
        for (links, way, below, asked, expected) in [
            (all.clone(), Some(3), None, None, Some(("wlan0", Chosen::DefaultRoute, None))),
            (all.clone(), Some(2), None, None, Some(("eth0", Chosen::DefaultRoute, None))),
            (
                all.clone(),
                Some(9),
                Some(3),
                None,
                Some(("wlan0", Chosen::BelowTunnel, Some("wg0"))),
            ),
            (all.clone(), Some(9), None, None, Some(("wg0", Chosen::DefaultRoute, None))),
            (all.clone(), Some(3), None, Some("eth0"), Some(("eth0", Chosen::Asked, None))),
            (
                all.clone(),
                Some(9),
                Some(3),
                Some("wlan0"),
                Some(("wlan0", Chosen::Asked, Some("wg0"))),
            ),
            (all.clone(), Some(9), Some(3), Some("eth0"), Some(("eth0", Chosen::Asked, None))),
            (all.clone(), Some(3), None, Some("eth7"), None),
            (all, None, None, None, Some(("wlan0", Chosen::Radio, None))),
            (vec![off, cable.clone()], None, None, None, Some(("wlan0", Chosen::Radio, None))),
            (vec![bridge.clone(), cable], None, None, None, Some(("eth0", Chosen::Cable, None))),
            (vec![bridge], None, None, None, None),
            (vec![], None, None, None, None),
        ] {
            let mut net = Scripted { links, way, below, ..Scripted::default() };
            let expected = expected
                .map(|(name, chosen, tunnel)| (name.to_owned(), chosen, tunnel.map(str::to_owned)));
            assert_eq!(under_test(&mut net, asked), expected);
        }
    }

    #[test]
    fn an_interface_has_the_metric_of_its_own_route() {
        let mut net = Scripted {
            links: vec![link(2, "eth0", Medium::Cable), link(3, "wlan0", Medium::Wifi)],
            routes: vec![route(3, "192.168.1.1", 600), route(3, "fe80::1", 1024)],
            way: Some(3),
            ..Scripted::default()
        };
        let host = look(&mut net, None);
        let metrics: Vec<Option<u32>> = host
            .measured()
            .unwrap()
            .interfaces
            .iter()
            .map(|interface| interface.default_route_metric)
            .collect();
        assert_eq!(metrics, [None, Some(600)]);
    }
}
