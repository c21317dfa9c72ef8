//! Names: who was asked for them, and what each of them said and when.
//!
//! Apart from the addresses, which say whom the system asks: here is what came of asking, each
//! resolver by itself and public ones beside them.

use super::Foreign;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Every resolver that was asked, the system's own first and in its order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Names {
    pub(crate) resolvers: Vec<Resolver>,
    /// Resolvers of the system that lie behind another interface than the one under test, such as
    /// a tunnel or this computer itself: they were not asked.
    pub(crate) elsewhere: Vec<IpAddr>,
    /// An unanswered question counts as failed after this time.
    pub(crate) patience_ms: f64,
}

/// A resolver and what it was asked, in the order of asking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Resolver {
    pub(crate) ip: IpAddr,
    pub(crate) role: Role,
    pub(crate) lookups: Vec<Lookup>,
}

/// Why a resolver was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Role {
    /// The system asks it, and the lease names it.
    Leased,
    /// The system asks it, and the lease names others: somebody wrote it down.
    ByHand,
    /// The system asks it; where it comes from is not known.
    Configured,
    /// The system does not ask it, though the lease names it, or it is the router.
    Router,
    /// Anybody may ask it: the yardstick.
    Public,
}

impl Role {
    /// True for those that the system asks.
    pub(crate) const fn is_configured(self) -> bool {
        matches!(self, Self::Leased | Self::ByHand | Self::Configured)
    }
}

/// One question and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lookup {
    pub(crate) kind: Kind,
    pub(crate) name: Foreign,
    pub(crate) answer: Answer,
    /// Until the answer, in milliseconds; absent when none came.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) took_ms: Option<f64>,
    /// The addresses in the answer.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub(crate) addresses: Vec<IpAddr>,
}

/// What a name was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// A name of a well-known site, to compare resolvers by.
    Real,
    /// A name that nobody asked for before, in a zone that exists, so that nobody has its answer yet.
    Unique,
    /// The same, straight below a top-level domain: nobody has registered it.
    Unregistered,
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Answer {
    /// With addresses.
    Addresses,
    /// The name is there and has no address.
    NoAddress,
    /// There is no such name.
    NoSuchName,
    /// The resolver could not find out.
    ServerFailure,
    /// The resolver will not answer, or there is none at that address.
    Refused,
    TimedOut,
    /// It could not be read.
    Unreadable,
    /// The system or a router said that there is no way to it.
    Unreachable,
}
