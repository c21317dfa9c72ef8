//! The plan of a check: which parts are measured, in which order, whom they contact and how long
//! they may take. `--dry-run` prints it; the probes follow it.
//!
//! It is a value made before anything happens, so that what a run will do can be read and tested.

use crate::analysis::loss::{LOOKS, MOST_ROUNDS};
use crate::cli::Check;
pub(crate) use crate::cli::target::{BadTarget, Target, lies};
use crate::evidence::{Asked, Family, Foreign, Layer, Part};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

/// One part of the evidence and how it is come by.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(crate) part: Part,
    /// The layers that cannot be judged without it.
    pub(crate) layers: &'static [Layer],
    pub(crate) contacts: &'static [Contact],
    pub(crate) policy: Policy,
}

/// How often something is asked, and how long at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Policy {
    /// Questions to each contact: at least, and at most.
    pub(crate) least: u32,
    pub(crate) most: u32,
    /// From one question to the next.
    pub(crate) every: Duration,
    /// After this time it ends, whatever is missing.
    pub(crate) deadline: Duration,
}

/// Who gets a packet. What is only known on the way is a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contact {
    /// Nobody: only this computer's own system is asked.
    System,
    /// The box that the default route points at.
    Gateway,
    /// When the far ends are silent: boxes of the home network that could be the router.
    OtherRouters,
    /// The first router beyond the home, and whoever reports a packet that died on the way.
    FirstHop,
    /// The far ends, by name.
    FarEnds,
    /// The far ends, through each other interface that has a default route.
    FarEndsElsewhere,
    /// The far ends, through the tunnel that carries the default route.
    FarEndsByTunnel,
    /// The proxies that this computer is set to use, and one or two far ends by way of them.
    Proxies,
    /// The system's resolver, for the names of far ends given by name.
    Resolver,
    /// Each resolver that the system asks, and those that the router would have it ask.
    Resolvers,
    /// Public resolvers, as the yardstick; not where the person named other far ends.
    PublicResolvers,
    /// The pages that show whether a sign-in page stands in between, by name.
    KnownPages,
    /// Whoever the network names, in its lease, to say whether one has to sign in.
    SignInApi,
    /// The servers whose certificates are known, by name and address.
    Anchors,
    /// The service that the person named, by name and port.
    Service,
}

const fn policy(least: u32, most: u32, every_ms: u64, deadline_ms: u64) -> Policy {
    let every = Duration::from_millis(every_ms);
    Policy { least, most, every, deadline: Duration::from_millis(deadline_ms) }
}

/// Everything a check can measure, in the order it begins.
pub(crate) static TABLE: &[Planned] = &[
    Planned {
        part: Part::Host,
        layers: &Layer::ALL,
        contacts: &[Contact::System],
        policy: policy(1, 2, 150, 1000),
    },
    Planned {
        part: Part::Joining,
        layers: &[Layer::Radio, Layer::Joining, Layer::Addresses, Layer::Router, Layer::Line],
        contacts: &[Contact::System],
        // The supplicant tries again after 10, 19 and 29 s.
        policy: policy(1, 1, 0, 36_000),
    },
    Planned {
        part: Part::Addresses,
        layers: &[Layer::Addresses, Layer::Router, Layer::Line, Layer::Names, Layer::Web],
        contacts: &[Contact::System, Contact::Gateway, Contact::OtherRouters],
        policy: policy(1, 20, 200, 5000),
    },
    Planned {
        part: Part::Idle,
        layers: &[Layer::Radio],
        contacts: &[Contact::Gateway],
        // Two that are answered in time say that nothing sleeps.
        policy: policy(2, 5, 300, 2000),
    },
    Planned {
        part: Part::Latency,
        layers: &[
            Layer::Host,
            Layer::Radio,
            Layer::Addresses,
            Layer::Router,
            Layer::Line,
            Layer::Names,
            Layer::Web,
            Layer::Service,
        ],
        contacts: &[Contact::Gateway, Contact::FirstHop, Contact::FarEnds, Contact::Resolver],
        policy: policy(LOOKS[0], MOST_ROUNDS, 22, 11_000),
    },
    Planned {
        part: Part::Wifi,
        layers: &[Layer::Radio, Layer::Joining],
        contacts: &[Contact::System],
        policy: policy(10, 60, 150, 12_000),
    },
    Planned {
        part: Part::Networks,
        layers: &[Layer::Radio, Layer::Joining],
        contacts: &[Contact::System],
        // A scan that is asked for may take this long (measured: 0.7 to 4 s).
        policy: policy(1, 1, 0, 5000),
    },
    Planned {
        part: Part::Elsewhere,
        layers: &[Layer::Line],
        contacts: &[Contact::FarEndsElsewhere],
        policy: policy(3, 15, 22, 3000),
    },
    Planned {
        part: Part::Between,
        layers: &[Layer::Router, Layer::Line, Layer::Web],
        contacts: &[Contact::FarEndsByTunnel, Contact::Proxies],
        policy: policy(10, 120, 250, 8000),
    },
    Planned {
        part: Part::Traffic,
        layers: &[Layer::Host],
        contacts: &[Contact::System],
        policy: policy(2, 2, 0, 12_000),
    },
    Planned {
        part: Part::Names,
        layers: &[Layer::Names, Layer::Web],
        contacts: &[Contact::Resolvers, Contact::PublicResolvers],
        policy: policy(4, 40, 60, 4500),
    },
    Planned {
        part: Part::Web,
        layers: &[Layer::Web],
        contacts: &[Contact::KnownPages, Contact::SignInApi, Contact::Resolvers, Contact::Anchors],
        // Two pages and three certificates, which over a dead line wait until their time is over.
        policy: policy(1, 1, 0, 7000),
    },
    Planned {
        part: Part::Service,
        layers: &[Layer::Service],
        contacts: &[Contact::Service, Contact::Resolvers, Contact::Anchors],
        policy: policy(3, 3, 400, 7500),
    },
];

/// How a part is measured.
pub(crate) fn policy_of(part: Part) -> Policy {
    let planned = TABLE.iter().find(|planned| planned.part == part);
    planned.expect("every part is planned, which a test sees to").policy
}

/// A page with a known answer, over plain HTTP.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct KnownPage {
    pub(crate) host: &'static str,
    pub(crate) path: &'static str,
    pub(crate) status: u16,
    /// Without the white space around it.
    pub(crate) body: &'static [u8],
}

/// Two vendors' pages, in unrelated networks: Debian's and Mozilla's (CATALOGUE D).
pub(crate) static KNOWN_PAGES: [KnownPage; 2] = [
    KnownPage {
        host: "network-test.debian.org",
        path: "/nm",
        status: 200,
        body: b"NetworkManager is online",
    },
    KnownPage {
        host: "detectportal.firefox.com",
        path: "/success.txt",
        status: 200,
        body: b"success",
    },
];

/// A server that holds a certificate for its name and answers for names as well.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct KnownServer {
    pub(crate) host: &'static str,
    v4: Ipv4Addr,
    v6: Ipv6Addr,
}

impl KnownServer {
    pub(crate) const fn ip(&self, family: Family) -> IpAddr {
        match family {
            Family::V4 => IpAddr::V4(self.v4),
            Family::V6 => IpAddr::V6(self.v6),
        }
    }
}

/// The second addresses of the [`FAR_ENDS`], in their order: the rounds and the names fill what
/// one host is asked in a second (CATALOGUE B.3.4, manners), so that the web goes to others.
pub(crate) static ANCHORS: [KnownServer; 3] = [
    KnownServer {
        host: "one.one.one.one",
        v4: Ipv4Addr::new(1, 0, 0, 1),
        v6: Ipv6Addr::new(0x2606, 0x4700, 0x4700, 0, 0, 0, 0, 0x1001),
    },
    KnownServer {
        host: "dns.google",
        v4: Ipv4Addr::new(8, 8, 4, 4),
        v6: Ipv6Addr::new(0x2001, 0x4860, 0x4860, 0, 0, 0, 0, 0x8844),
    },
    KnownServer {
        host: "dns.quad9.net",
        v4: Ipv4Addr::new(149, 112, 112, 112),
        v6: Ipv6Addr::new(0x2620, 0xfe, 0, 0, 0, 0, 0, 9),
    },
];

/// Whom the web asks in place of a resolver: the same owner's other address where the rounds go
/// to the first.
pub(crate) fn instead_of(resolver: IpAddr) -> IpAddr {
    let of_the_rounds =
        |(_, v4, v6): &(&str, Ipv4Addr, Ipv6Addr)| resolver == *v4 || resolver == *v6;
    let number = FAR_ENDS.iter().position(of_the_rounds);
    number.map_or(resolver, |number| ANCHORS[number].ip(Family::of(resolver)))
}

/// A far end: somebody on the internet who is asked for signs of life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FarEnd {
    /// As the person named it, or as it is known.
    pub(crate) name: String,
    /// Its addresses; none yet where it is a name.
    pub(crate) v4: Option<Ipv4Addr>,
    pub(crate) v6: Option<Ipv6Addr>,
}

/// What a check will do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    /// The interface that was asked for.
    pub(crate) interface: Option<String>,
    pub(crate) far: Vec<FarEnd>,
    /// The service that is asked beside everything else.
    pub(crate) target: Option<Target>,
    /// The most rounds of the latency probe; 0 for its sweep alone.
    pub(crate) most_rounds: u32,
    /// The person set the number of rounds, and gets that many.
    pub(crate) exact_rounds: bool,
    pub(crate) asked: Asked,
}

/// Public resolvers in three networks, which answer anybody: Cloudflare, Google, Quad9.
const FAR_ENDS: [(&str, Ipv4Addr, Ipv6Addr); 3] = [
    (
        "1.1.1.1",
        Ipv4Addr::new(1, 1, 1, 1),
        Ipv6Addr::new(0x2606, 0x4700, 0x4700, 0, 0, 0, 0, 0x1111),
    ),
    (
        "8.8.8.8",
        Ipv4Addr::new(8, 8, 8, 8),
        Ipv6Addr::new(0x2001, 0x4860, 0x4860, 0, 0, 0, 0, 0x8888),
    ),
    ("9.9.9.9", Ipv4Addr::new(9, 9, 9, 9), Ipv6Addr::new(0x2620, 0xfe, 0, 0, 0, 0, 0, 0xfe)),
];

impl Plan {
    /// What these options come to.
    pub(crate) fn of(check: &Check) -> Self {
        let left_out = Layer::ALL
            .into_iter()
            .filter(|layer| {
                !check.only.is_empty() && !check.only.contains(layer)
                    || check.skip.contains(layer)
                    || *layer == Layer::Throughput && check.no_speed
            })
            .collect();
        let far = if check.far.is_empty() {
            public_far_ends()
        } else {
            check.far.iter().map(|name| named(name)).collect()
        };
        let wanted = check.rounds.unwrap_or(MOST_ROUNDS);
        Self {
            interface: check.interface.clone(),
            target: check.target.clone(),
            far: if check.offline { Vec::new() } else { far },
            // Only whoever was named by the person is asked more often than manners allow.
            most_rounds: match (check.quick, check.far.is_empty()) {
                (true, _) => 0,
                (false, true) => wanted.min(MOST_ROUNDS),
                (false, false) => wanted,
            },
            exact_rounds: check.rounds.is_some(),
            asked: Asked {
                symptom: check.symptom,
                network: check.network.as_deref().map(Foreign::new),
                quick: check.quick,
                offline: check.offline,
                left_out,
                far: check.far.clone(),
                target: check.target.as_ref().map(Target::to_string),
            },
        }
    }

    /// The public resolvers that names are compared with: none offline, and none where the person
    /// named other far ends.
    pub(crate) fn public_resolvers(&self) -> Vec<FarEnd> {
        let own_choice = self.asked.offline || !self.asked.far.is_empty();
        if own_choice { Vec::new() } else { public_far_ends() }
    }

    /// True when far ends of its own were not named, so that the known names are asked too.
    pub(crate) const fn asks_the_web(&self) -> bool {
        self.asked.far.is_empty() && !self.asked.offline
    }

    /// True when a layer that was asked for cannot be judged without this part.
    pub(crate) fn wants(&self, part: Part) -> bool {
        let not_needed = match part {
            Part::Service => self.target.is_none(),
            Part::Idle => self.asked.quick,
            _ => false,
        };
        !not_needed
            && TABLE.iter().filter(|planned| planned.part == part).any(|planned| {
                planned.layers.iter().any(|layer| !self.asked.left_out.contains(layer))
            })
    }
}

/// True for a far end that is asked where nobody named others.
pub(crate) fn is_far_end(ip: IpAddr) -> bool {
    FAR_ENDS.iter().any(|(_, v4, v6)| ip == *v4 || ip == *v6)
}

/// The far ends that nobody has to name.
fn public_far_ends() -> Vec<FarEnd> {
    FAR_ENDS
        .map(|(name, v4, v6)| FarEnd { name: name.to_owned(), v4: Some(v4), v6: Some(v6) })
        .to_vec()
}

/// A far end as the person wrote it.
fn named(name: &str) -> FarEnd {
    let ip = name.parse().ok();
    FarEnd {
        name: name.to_owned(),
        v4: match ip {
            Some(IpAddr::V4(v4)) => Some(v4),
            _ => None,
        },
        v6: match ip {
            Some(IpAddr::V6(v6)) => Some(v6),
            _ => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Format;
    use crate::text::Lang;

    fn check() -> Check {
        Check {
            lang: Lang::Es,
            format: Format::Text,
            plain: false,
            interface: None,
            network: None,
            quick: false,
            only: Vec::new(),
            skip: Vec::new(),
            symptom: None,
            rounds: None,
            far: Vec::new(),
            target: None,
            no_speed: false,
            offline: false,
            dry_run: false,
            record: None,
            replay: None,
            raw: false,
            verbose: false,
        }
    }

    #[test]
    fn every_part_is_planned_once() {
        for part in Part::ALL {
            assert_eq!(TABLE.iter().filter(|planned| planned.part == part).count(), 1, "{part:?}");
        }
    }

    #[test]
    fn more_rounds_are_only_for_far_ends_that_were_named() {
        for (rounds, far, expected) in [
            (None, None, 290),
            (Some(100), None, 100),
            (Some(1000), None, 290),
            (Some(1000), Some("lab.test"), 1000),
        ] {
            let check =
                Check { rounds, far: far.into_iter().map(str::to_owned).collect(), ..check() };
            assert_eq!(Plan::of(&check).most_rounds, expected, "{rounds:?} {far:?}");
        }
        assert_eq!(Plan::of(&Check { quick: true, ..check() }).most_rounds, 0);
    }

    #[test]
    fn the_web_asks_nobody_whom_the_rounds_ask() {
        for family in [Family::V4, Family::V6] {
            for server in &ANCHORS {
                assert!(!is_far_end(server.ip(family)), "{server:?}");
                assert_eq!(instead_of(server.ip(family)), server.ip(family));
            }
        }
        for (resolver, instead) in
            [("1.1.1.1", "1.0.0.1"), ("2620:fe::fe", "2620:fe::9"), ("192.168.1.1", "192.168.1.1")]
        {
            assert_eq!(instead_of(resolver.parse().unwrap()), instead.parse::<IpAddr>().unwrap());
        }
    }

    #[test]
    fn a_narrowed_check_measures_what_it_needs_and_no_more() {
        let addresses = Plan::of(&Check { only: vec![Layer::Addresses], ..check() });
        assert!(addresses.wants(Part::Addresses) && addresses.wants(Part::Latency));
        assert!(!addresses.wants(Part::Elsewhere) && !addresses.wants(Part::Traffic));
        let offline = Plan::of(&Check { offline: true, ..check() });
        assert!(offline.far.is_empty());
    }
}
