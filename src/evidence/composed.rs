//! Evidence for tests, composed: a healthy home over Wi-Fi or cable, and ways to change it.
//!
//! What the lab can make is tested in the lab; here stand the limits of single rules.

mod air;
mod networks;

pub(crate) use air::network;

use super::addresses::{Address, Addresses, DefaultRoute, Neighbour, Source};
use super::between::{Between, Proxy, ProxyAnswer, ProxyKind, SetIn, Tunnel};
use super::host::{Chosen, Host, Interface, Medium, RadioSwitch, Traffic, UnderTest};
use super::joining::Joining;
use super::latency::{Hop, Kind, Latency, OtherFamily, Probe, Role, Swept, Target};
use super::names::{self, Answer, Lookup, Names};
use super::service::{Attempt, Lies, Service, Speaks};
use super::web::{self, ClockReading, Connections, Handshake, Page, Resolved, Secure, SignIn, Web};
use super::wifi::{Band, Capabilities, Generation, Link, Locks, PhyRate, Sample, Security, Wifi};
use super::{Asked, Evidence, Family, Foreign, Origin, Os, Outcome, Run, SCHEMA, Why};
use std::net::IpAddr;

/// Evidence under change.
#[derive(Debug, Clone)]
pub(crate) struct Changed(pub(crate) Evidence);

pub(crate) const GATEWAY: &str = "192.168.1.1";
pub(crate) const FIRST_HOP: &str = "198.51.100.1";
pub(crate) const FAR: [&str; 3] = ["1.1.1.1", "8.8.8.8", "9.9.9.9"];
/// Rounds of the composed series.
pub(crate) const ROUNDS: u32 = 150;

pub(crate) fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

impl Changed {
    /// A good radio link, a lease, a gateway at 3 ms, far ends at 15 ms, nothing lost.
    pub(crate) fn healthy_wifi() -> Self {
        Self(evidence("wlan0", Medium::Wifi, Outcome::Measured(wifi())))
    }

    /// The same over a cable.
    pub(crate) fn healthy_cable() -> Self {
        Self(evidence("eth0", Medium::Cable, Outcome::NotTried(Why::NotWifi)))
    }

    pub(crate) fn host(mut self, change: impl FnOnce(&mut Host)) -> Self {
        change(measured(&mut self.0.host));
        self
    }

    pub(crate) fn wifi(mut self, change: impl FnOnce(&mut Wifi)) -> Self {
        change(measured(&mut self.0.wifi));
        self
    }

    pub(crate) fn link(self, change: impl FnOnce(&mut Link)) -> Self {
        self.wifi(|wifi| change(measured(&mut wifi.link)))
    }

    /// Every reading of the signal becomes this.
    pub(crate) fn rssi(self, rssi_dbm: i32) -> Self {
        self.link(|link| {
            link.samples.iter_mut().for_each(|sample| sample.rssi_dbm = Some(rssi_dbm));
        })
    }

    /// The link is not there; the joining part is changed to say how that came about.
    pub(crate) fn not_joined(mut self, change: impl FnOnce(&mut Joining)) -> Self {
        measured(&mut self.0.wifi).link = Outcome::Unavailable(Why::NotJoined);
        measured(&mut self.0.networks).heard.iter_mut().for_each(|one| one.associated = false);
        let joining = measured(&mut self.0.joining);
        joining.joined = false;
        joining.watched_ms = 35_000;
        change(joining);
        self.0.addresses = Outcome::NotTried(Why::LowerLayerFailed);
        self.0.idle = Outcome::NotTried(Why::LowerLayerFailed);
        self.0.latency = Outcome::NotTried(Why::LowerLayerFailed);
        self.0.names = Outcome::NotTried(Why::LowerLayerFailed);
        self.0.web = Outcome::NotTried(Why::LowerLayerFailed);
        self.host(|host| host.interfaces[0].running = false)
    }

    pub(crate) fn addresses(mut self, change: impl FnOnce(&mut Addresses)) -> Self {
        change(measured(&mut self.0.addresses));
        self
    }

    pub(crate) fn latency(mut self, change: impl FnOnce(&mut Latency)) -> Self {
        change(measured(&mut self.0.latency));
        self
    }

    /// Somebody asked for a service: three tries that went well, changed.
    pub(crate) fn service(mut self, change: impl FnOnce(&mut Service)) -> Self {
        let mut service = service();
        change(&mut service);
        self.0.run.asked.target = Some("service.test:443".to_owned());
        self.0.service = Outcome::Measured(service);
        self
    }

    pub(crate) fn web(mut self, change: impl FnOnce(&mut Web)) -> Self {
        change(measured(&mut self.0.web));
        self
    }

    pub(crate) fn traffic(mut self, change: impl FnOnce(&mut Traffic)) -> Self {
        change(measured(&mut self.0.traffic));
        self
    }

    pub(crate) fn names(mut self, change: impl FnOnce(&mut Names)) -> Self {
        change(measured(&mut self.0.names));
        self
    }

    /// The resolvers of some roles answer every question so; timed out ones take no time.
    pub(crate) fn answering(self, of: impl Fn(names::Role) -> bool, answer: Answer) -> Self {
        self.names(|names| {
            for resolver in names.resolvers.iter_mut().filter(|resolver| of(resolver.role)) {
                for lookup in &mut resolver.lookups {
                    lookup.answer = answer;
                    lookup.addresses.clear();
                    if answer == Answer::TimedOut {
                        lookup.took_ms = None;
                    }
                }
            }
        })
    }

    /// Pages are asked of a proxy, which answers so.
    pub(crate) fn proxy(mut self, set_in: SetIn, answer: ProxyAnswer) -> Self {
        measured(&mut measured(&mut self.0.between).proxies).push(Proxy {
            set_in,
            kind: ProxyKind::Http,
            host: Foreign::new("192.168.1.77"),
            port: 3128,
            answer,
        });
        self
    }

    /// Everything goes out through a tunnel, which is healthy as long as nothing is changed.
    pub(crate) fn through_tunnel(mut self, change: impl FnOnce(&mut Tunnel)) -> Self {
        let mut tunnel = Tunnel {
            interface: "wg0".to_owned(),
            swept: 27,
            swept_answered: 27,
            swept_lost: 0,
            sent: 30,
            lost: 0,
            median_ms: Some(18.0),
        };
        change(&mut tunnel);
        measured(&mut self.0.between).tunnel = Outcome::Measured(tunnel);
        self.host(|host| {
            host.tunnel = Some("wg0".to_owned());
            if let Outcome::Measured(under_test) = &mut host.under_test {
                under_test.chosen = Chosen::BelowTunnel;
            }
        })
    }

    /// Anything else.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Evidence)) -> Self {
        change(&mut self.0);
        self
    }

    /// Every so many probes one gets no answer, evenly spread; 0 loses nothing. What is lost on
    /// the hop is lost at the far ends too, so that `(10, 10)` is a lossy hop and `(0, 10)` a lossy
    /// line.
    pub(crate) fn losing(self, gateway_every: usize, far_every: usize) -> Self {
        self.latency(|latency| {
            for target in &mut latency.targets {
                let every = match target.role {
                    Role::Gateway => gateway_every,
                    Role::FirstHop | Role::FarEnd => far_every,
                };
                for (at, probe) in target.probes.iter_mut().enumerate() {
                    // A multiplier spreads the losses without a rhythm of the rounds.
                    if every > 0 && (at * 7919) % every == every / 2 {
                        probe.rtt_ms = None;
                    }
                }
            }
        })
    }

    /// Changes the round trips: from target, round and what it is now.
    pub(crate) fn rtt(self, change: impl Fn(Role, u32, f64) -> f64) -> Self {
        self.latency(|latency| {
            for target in &mut latency.targets {
                let role = target.role;
                for probe in &mut target.probes {
                    probe.rtt_ms = probe.rtt_ms.map(|rtt_ms| change(role, probe.round, rtt_ms));
                }
            }
        })
    }

    /// A role answers nothing, neither in the sweep nor in the rounds, which then were not sent.
    pub(crate) fn silent(self, role: Role) -> Self {
        self.latency(|latency| {
            for target in latency.targets.iter_mut().filter(|target| target.role == role) {
                target.probes.clear();
                target.sweep.iter_mut().for_each(|swept| swept.answered = 0);
            }
            if role == Role::FirstHop {
                latency.hops.retain(|hop| hop.distance < 2);
            }
        })
    }
}

fn measured<T>(outcome: &mut Outcome<T>) -> &mut T {
    match outcome {
        Outcome::Measured(value) => value,
        _ => panic!("this part was not measured in the composed evidence"),
    }
}

fn evidence(name: &str, medium: Medium, wifi: Outcome<Wifi>) -> Evidence {
    Evidence {
        schema: SCHEMA,
        origin: Origin::Composed,
        run: Run {
            version: "0.0.0".to_owned(),
            os: Os::Linux,
            started: "2026-11-23T19:41:05+01:00[Europe/Madrid]".to_owned(),
            took_ms: 3900,
            first_verdict_ms: None,
            bytes_sent: 90_000,
            bytes_received: 90_000,
            asked: Asked::default(),
        },
        host: Outcome::Measured(Host {
            system: "Debian GNU/Linux 12".to_owned(),
            container: false,
            interfaces: vec![Interface {
                name: name.to_owned(),
                medium,
                up: true,
                running: true,
                driver: Outcome::Measured(Foreign::new("iwlwifi")),
                default_route_metric: Some(600),
            }],
            under_test: Outcome::Measured(UnderTest {
                name: name.to_owned(),
                chosen: Chosen::DefaultRoute,
            }),
            tunnel: None,
            radio_switches: Outcome::Measured(vec![RadioSwitch {
                soft_blocked: false,
                hard_blocked: false,
            }]),
            cpu_busy_percent: Outcome::Measured(4.0),
            memory_total_mib: Outcome::Measured(16_000),
            memory_available_mib: Outcome::Measured(9_000),
        }),
        joining: if wifi.measured().is_some() {
            Outcome::Measured(Joining {
                joined: true,
                watched_ms: 0,
                events: Vec::new(),
                scans: 0,
                networks: Outcome::NotTried(Why::NotNeeded),
            })
        } else {
            Outcome::NotTried(Why::NotWifi)
        },
        networks: if medium == Medium::Wifi {
            Outcome::Measured(air::networks())
        } else {
            Outcome::NotTried(Why::NotWifi)
        },
        wifi,
        addresses: Outcome::Measured(Addresses {
            own: vec![Address { ip: ip("192.168.1.23"), prefix: 24, source: Source::Lease }],
            default_routes: vec![DefaultRoute {
                gateway: ip(GATEWAY),
                metric: 600,
                neighbour: Neighbour::Present,
                link_address: Some("02:00:00:00:01:00".to_owned()),
            }],
            straight_out: Vec::new(),
            resolvers: vec![ip(GATEWAY)],
            mtu_bytes: 1500,
            lease_router: Outcome::Measured(ip(GATEWAY)),
            lease_resolvers: vec![ip(GATEWAY)],
            other_routers: Vec::new(),
            waited_ms: 0,
        }),
        names: Outcome::Measured(names()),
        idle: Outcome::NotTried(Why::NotNeeded),
        latency: Outcome::Measured(latency()),
        elsewhere: Outcome::NotTried(Why::NothingThere),
        between: Outcome::Measured(Between {
            tunnel: Outcome::NotTried(Why::NothingThere),
            proxies: Outcome::Measured(Vec::new()),
            proxy_script: None,
        }),
        traffic: Outcome::Measured(Traffic {
            over_ms: 3900,
            total_bytes: 190_000,
            own_bytes: 180_000,
        }),
        web: Outcome::Measured(web()),
        service: Outcome::NotTried(Why::NotAsked),
    }
}

/// Two pages and three certificates as they should be, twenty connections, a clock a second off.
fn web() -> Web {
    let pages =
        [("network-test.debian.org", "192.0.2.80"), ("detectportal.firefox.com", "198.51.100.80")];
    let anchors = ["one.one.one.one", "dns.google", "dns.quad9.net"];
    let addresses = ["1.0.0.1", "8.8.4.4", "149.112.112.112"];
    Web {
        sign_in: pages
            .map(|(host, address)| SignIn {
                family: Family::V4,
                host: host.to_owned(),
                ip: Some(ip(address)),
                resolved: Resolved::Configured,
                connect_ms: Outcome::Measured(15.0),
                page: Page::Open,
            })
            .to_vec(),
        secure: anchors
            .into_iter()
            .zip(addresses)
            .map(|(host, address)| Secure {
                family: Family::V4,
                host: host.to_owned(),
                ip: ip(address),
                connect_ms: Outcome::Measured(15.0),
                handshake: Handshake::Verified,
                upload: Outcome::Measured(200),
            })
            .collect(),
        clock: pages
            .iter()
            .map(|(host, _)| (*host, false))
            .chain(anchors.map(|host| (host, true)))
            .map(|(host, verified)| ClockReading { host: host.to_owned(), verified, ahead_s: 1 })
            .collect(),
        smaller: Outcome::NotTried(Why::NotNeeded),
        connections: Outcome::Measured(vec![
            connections(443, |at| at % 4 != 3),
            connections(53, |at| at % 4 == 3),
        ]),
        announced: Outcome::NotTried(Why::NothingThere),
    }
}

/// Those of the twenty that go to one port: all stand.
fn connections(port: u16, to: impl Fn(&u32) -> bool) -> Connections {
    let attempt = |at| web::Attempt { at_ms: f64::from(450 + 70 * at), stood_ms: Some(15.0) };
    Connections { port, attempts: (0..20).filter(to).map(attempt).collect() }
}

fn service() -> Service {
    let attempt = Attempt {
        connect_ms: Outcome::Measured(20.0),
        handshake: Outcome::Measured(Handshake::Verified),
        answer_ms: Outcome::Measured(25.0),
        status: Some(200),
    };
    Service {
        host: Foreign::new("service.test"),
        port: 443,
        speaks: Speaks::Https,
        resolved: Resolved::Configured,
        ip: Some(ip("192.0.2.7")),
        lookup_ms: Outcome::Measured(12.0),
        lies: Lies::Beyond,
        attempts: vec![attempt; 3],
    }
}

fn wifi() -> Wifi {
    let ends = Capabilities {
        bands: vec![Band::Two, Band::Five],
        generation: Generation::He,
        streams: 2,
        width_mhz: 80,
    };
    let rate = PhyRate {
        mbps: 864.7,
        generation: Generation::He,
        mcs: Some(8),
        streams: Some(2),
        width_mhz: Some(80),
        guard_interval_ns: Some(800),
    };
    Wifi {
        country: Outcome::Measured("ES".to_owned()),
        adapter: Outcome::Measured(ends.clone()),
        locks: Outcome::Measured(Locks { wpa2: true, wpa3: true, pmf: true }),
        power_save: Outcome::Measured(false),
        link: Outcome::Measured(Link {
            ssid: Outcome::Measured(Foreign::new("HomeNet")),
            bssid: Outcome::Measured("02:00:00:00:01:00".to_owned()),
            freq_mhz: 5180,
            width_mhz: Outcome::Measured(80),
            security: Outcome::Measured(Security::Wpa2),
            access_point: Outcome::Measured(ends),
            connected_s: Outcome::Measured(3600),
            samples: (0..20)
                .map(|n| Sample {
                    at_ms: n * 200,
                    rssi_dbm: Some(if n % 2 == 0 { -50 } else { -51 }),
                    tx: Some(rate.clone()),
                    rx: Some(rate.clone()),
                })
                .collect(),
            noise_dbm: Outcome::Measured(-92),
            busy_percent: Outcome::Measured(12.0),
            frames_sent: Outcome::Measured(1000),
            retries: Outcome::Measured(30),
            frames_failed: Outcome::Measured(0),
            beacons_lost: Outcome::Measured(0),
        }),
    }
}

fn latency() -> Latency {
    let target = |role, name: &str, per_round: u32, base_ms: f64| Target {
        role,
        name: Foreign::new(name),
        ip: Some(ip(name)),
        sweep: vec![Swept { kind: Kind::Echo, sent: 8, answered: 8 }],
        probes: (0..ROUNDS)
            .flat_map(|round| (0..per_round).map(move |n| (round, n)))
            .map(|(round, n)| Probe {
                round,
                kind: Kind::Echo,
                // A small, repeating unsteadiness, as of any real link.
                rtt_ms: Some(base_ms + f64::from((round * 7 + n * 3) % 5) * 0.3),
            })
            .collect(),
    };
    let mut targets =
        vec![target(Role::Gateway, GATEWAY, 3, 3.0), target(Role::FirstHop, FIRST_HOP, 1, 9.0)];
    targets.extend(FAR.map(|name| target(Role::FarEnd, name, 1, 15.0)));
    Latency {
        family: Family::V4,
        first_round_ms: 350.0,
        round_ms: 22.0,
        rounds: ROUNDS,
        scan_rounds: Vec::new(),
        patience_ms: 950.0,
        targets,
        hops: vec![
            Hop { distance: 1, ip: Some(ip(GATEWAY)) },
            Hop { distance: 2, ip: Some(ip(FIRST_HOP)) },
            Hop { distance: 3, ip: Some(ip("203.0.113.9")) },
        ],
        unreachable_from: Vec::new(),
        other_family: Outcome::Measured(OtherFamily { sent: 3, answered: 3 }),
    }
}

/// The router answers for names in 21 ms, public resolvers in 16 ms; what does not exist is told so.
fn names() -> Names {
    let lookups = |unique: u32, took_ms: f64| {
        let lookup = |kind, name: String, answer, addresses| Lookup {
            kind,
            name: Foreign::new(name),
            answer,
            took_ms: Some(took_ms),
            addresses,
        };
        let real = (0..4).map(|n: u8| {
            let at = IpAddr::from([203, 0, 113, 80 + n]);
            lookup(names::Kind::Real, format!("www.site{n}.example."), Answer::Addresses, vec![at])
        });
        let unregistered = (0..3).map(|n| {
            let name = format!("q7x{n}.example.");
            lookup(names::Kind::Unregistered, name, Answer::NoSuchName, Vec::new())
        });
        let unique = (0..unique).map(|n| {
            let name = format!("q7x{n}.site.example.");
            lookup(names::Kind::Unique, name, Answer::NoSuchName, Vec::new())
        });
        real.chain(unregistered).chain(unique).collect()
    };
    let resolver = |ip: IpAddr, role, unique, took_ms| names::Resolver {
        ip,
        role,
        lookups: lookups(unique, took_ms),
    };
    let router = resolver(ip(GATEWAY), names::Role::Leased, 33, 21.0);
    let public = FAR.map(|far| resolver(ip(far), names::Role::Public, 5, 16.0));
    Names {
        resolvers: std::iter::once(router).chain(public).collect(),
        elsewhere: Vec::new(),
        patience_ms: 1500.0,
    }
}
