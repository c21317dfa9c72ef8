//! Addresses of the interface under test, its way out and whom it asks for names.

use super::{Family, Outcome};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// What the interface under test was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Addresses {
    /// Of both families.
    pub(crate) own: Vec<Address>,
    /// Its default routes, the best of each family first.
    pub(crate) default_routes: Vec<DefaultRoute>,
    /// Families whose default route names no box: whatever is at the link's other end takes all, as
    /// over a modem.
    pub(crate) straight_out: Vec<Family>,
    /// The resolvers the system asks, in its order.
    pub(crate) resolvers: Vec<IpAddr>,
    pub(crate) mtu_bytes: u32,
    /// The router that the lease names, where a lease can be read.
    pub(crate) lease_router: Outcome<IpAddr>,
    /// The resolvers that the lease names; empty where it names none or cannot be read.
    pub(crate) lease_resolvers: Vec<IpAddr>,
    /// Boxes in the home network, other than the default route's, that could be the router.
    pub(crate) other_routers: Vec<OtherRouter>,
    /// How long was waited for an address to come.
    pub(crate) waited_ms: u64,
}

impl Addresses {
    /// The best default route of a family.
    pub(crate) fn route(&self, family: Family) -> Option<&DefaultRoute> {
        self.default_routes.iter().find(|route| Family::of(route.gateway) == family)
    }

    /// True with a default route of the family, through a box or straight out.
    pub(crate) fn leads_out(&self, family: Family) -> bool {
        self.route(family).is_some() || self.straight_out.contains(&family)
    }

    /// True with an address of the family that reaches beyond the link.
    pub(crate) fn has(&self, family: Family) -> bool {
        self.own
            .iter()
            .any(|address| Family::of(address.ip) == family && address.source != Source::LinkLocal)
    }
}

/// One address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Address {
    pub(crate) ip: IpAddr,
    pub(crate) prefix: u8,
    pub(crate) source: Source,
}

/// Where an address comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Source {
    /// The router gave it for a time: a DHCP lease or a router advertisement.
    Lease,
    /// It is set for ever: somebody wrote it down.
    Manual,
    /// The computer made it up: 169.254/16 or `fe80::/10`.
    LinkLocal,
}

/// A default route and the box it points at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DefaultRoute {
    pub(crate) gateway: IpAddr,
    pub(crate) metric: u32,
    /// What the system's neighbour table says of the box after it was asked for.
    pub(crate) neighbour: Neighbour,
    /// Its address on the link, as `aa:bb:cc:dd:ee:ff`; absent where the table has none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) link_address: Option<String>,
}

/// Whether a box in the home network answers on the link itself (ARP, ND).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Neighbour {
    /// It answered.
    Present,
    /// It was asked for and did not answer.
    Absent,
    /// Nobody asked, or the system does not tell.
    Unknown,
}

/// A box that could be the router.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherRouter {
    pub(crate) ip: IpAddr,
    /// How it came to be suspected.
    pub(crate) hint: RouterHint,
    /// It answers on the link.
    pub(crate) neighbour: Neighbour,
    /// It resolves a name that lies outside: it has a way out.
    pub(crate) resolves: Outcome<bool>,
}

/// How a box came to be taken for a possible router.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RouterHint {
    /// The lease names it.
    Lease,
    /// It is the resolver.
    Resolver,
    /// It advertises itself over IPv6.
    Advertisement,
    /// It has the first or last address of the network, where routers usually are.
    UsualPlace,
}
