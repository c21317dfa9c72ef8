//! Which network is the person's own, and who of those that were heard belongs to it.
//!
//! It is apart from the rules because a dozen of them ask the same, joined or not, and must not
//! take a neighbour for the home in one sentence and not in the next.

use crate::evidence::networks::Network;
use crate::evidence::wifi::{Link, Security};
use crate::evidence::{Evidence, Foreign, Networks};

/// The home network as it was heard.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Home<'a> {
    pub(crate) name: &'a Foreign,
    /// The person named it, or it is joined: it ought to be here.
    pub(crate) expected: bool,
    /// Whoever sends its name, the strongest first.
    pub(crate) points: Vec<&'a Network>,
}

impl<'a> Home<'a> {
    /// The network that is joined; else the one that the person named; else the one used last of
    /// those that the computer is set up for, and of those rather one that is here. `None` where
    /// nobody knows any, or nothing was heard at all.
    pub(crate) fn of(evidence: &'a Evidence) -> Option<Self> {
        let networks = evidence.networks.measured()?;
        let sent = |name: &&Foreign| networks.heard.iter().any(|network| network.ssid == **name);
        let joined =
            joined(evidence).and_then(|link| link.ssid.measured()).filter(|name| !name.is_empty());
        let expected = joined.or(evidence.run.asked.network.as_ref());
        let known = || networks.known.measured().map_or(&[][..], Vec::as_slice).iter();
        let name = expected.or_else(|| known().find(sent)).or_else(|| known().next())?;
        Some(Self { name, expected: expected.is_some(), points: points(networks, name) })
    }
}

/// The network that is joined.
pub(crate) fn joined(evidence: &Evidence) -> Option<&Link> {
    evidence.wifi.measured()?.link.measured()
}

fn points<'a>(networks: &'a Networks, name: &Foreign) -> Vec<&'a Network> {
    let mut points: Vec<&Network> =
        networks.heard.iter().filter(|network| network.ssid == *name).collect();
    points.sort_by_key(|point| std::cmp::Reverse(point.rssi_dbm));
    points
}

/// True when two addresses are of one box.
pub(crate) fn same_box(one: &str, other: &str) -> bool {
    middle(one).is_some_and(|octets| middle(other) == Some(octets))
}

/// The octets that the names and radios of one box have in common: makers count in the last one, and mark
/// further names in the first (CATALOGUE E.4). `None` for what is no address.
pub(crate) fn middle(bssid: &str) -> Option<[u8; 4]> {
    let mut octets = bssid
        .split(':')
        .map(|octet| u8::from_str_radix(octet, 16).ok().filter(|_| octet.len() == 2));
    let mut next = || octets.next().flatten();
    let (_, middle, _) = (next()?, [next()?, next()?, next()?, next()?], next()?);
    octets.next().is_none().then_some(middle)
}

/// How a network is locked, as far as one home would not have two of them under one name: what
/// changes from WPA to WPA3 is one password, and an open network may come with its encrypted twin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Door {
    Open,
    Wep,
    Password,
    Account,
}

impl Door {
    pub(crate) const fn of(security: Security) -> Self {
        match security {
            Security::Open | Security::Owe => Self::Open,
            Security::Wep => Self::Wep,
            Security::Wpa
            | Security::WpaWpa2
            | Security::Wpa2
            | Security::Wpa2Wpa3
            | Security::Wpa3 => Self::Password,
            Security::WpaEnterprise
            | Security::WpaWpa2Enterprise
            | Security::Wpa2Enterprise
            | Security::Wpa2Wpa3Enterprise
            | Security::Wpa3Enterprise => Self::Account,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::evidence::composed::{Changed, network};

    #[test]
    fn home_is_what_is_joined_or_else_what_is_known_and_here() {
        let known = |names: &[&str]| {
            Outcome::Measured(names.iter().map(|name| Foreign::new(*name)).collect())
        };
        let away = Changed::healthy_wifi().not_joined(|_| {});
        let mut named = away.clone();
        named.0.run.asked.network = Some(Foreign::new("Vecinos"));
        let mut lost = away.clone();
        lost.0.run.asked.network = Some(Foreign::new("Office"));
        for (evidence, name, points) in [
            (Changed::healthy_wifi(), Some("HomeNet"), 1),
            (away.clone(), Some("HomeNet"), 1),
            (named, Some("Vecinos"), 1),
            (lost, Some("Office"), 0),
            (
                away.clone().networks(|n| n.known = known(&["Office", "Casa Ana"])),
                Some("Casa Ana"),
                1,
            ),
            (away.clone().networks(|n| n.known = known(&["Office", "Hotel"])), Some("Office"), 0),
            (away.networks(|n| n.known = known(&[])), None, 0),
            (Changed::healthy_wifi().hearing(network("HomeNet", 2437, -40)), Some("HomeNet"), 2),
        ] {
            let home = Home::of(&evidence.0);
            let seen = home.as_ref().map(|home| (home.name.clone(), home.points.len()));
            assert_eq!(seen, name.map(|name| (Foreign::new(name), points)));
        }
    }

    #[test]
    fn a_box_is_known_by_the_middle_of_its_addresses() {
        for (one, other, same) in [
            ("02:00:00:00:01:00", "02:00:00:00:01:00", true),
            ("a4:2b:b0:11:22:33", "A6:2B:B0:11:22:36", true),
            ("a4:2b:b0:11:22:33", "a4:2b:b0:11:23:33", false),
            ("a4:2b:b0:11:22:33", "f0:9f:c2:11:22:33", false),
            ("", "a4:2b:b0:11:22:33", false),
        ] {
            assert_eq!(same_box(one, other), same, "{one} {other}");
        }
    }
}
