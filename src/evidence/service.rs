//! One service that the person named (`--target`), step by step: its name, the connection, the
//! greeting, the first word of its answer.
//!
//! Apart from the web, whose servers are the yardstick that this one is held against.

use super::web::{Handshake, Resolved};
use super::{Foreign, Outcome};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// The service and what came of asking it a few times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Service {
    /// As the person wrote it. Path and questions may tell who asks, and are not kept.
    pub(crate) host: Foreign,
    pub(crate) port: u16,
    pub(crate) speaks: Speaks,
    /// Whose word the address is.
    pub(crate) resolved: Resolved,
    /// Absent when the name led nowhere.
    pub(crate) ip: Option<IpAddr>,
    /// Until the address was there; a written address needs none.
    pub(crate) lookup_ms: Outcome<f64>,
    pub(crate) lies: Lies,
    /// Empty where it was not asked.
    pub(crate) attempts: Vec<Attempt>,
}

impl Service {
    /// The fastest connection: what comes now and then is left out of it.
    pub(crate) fn fastest_ms(&self) -> Option<f64> {
        let took = self.attempts.iter().filter_map(|attempt| attempt.connect_ms.measured());
        took.copied().reduce(f64::min)
    }
}

/// What is spoken once a connection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Speaks {
    Https,
    Http,
    /// Nothing that this program knows: a connection that stands is all there is to see.
    Other,
}

/// Where the address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Lies {
    Beyond,
    /// An address of this computer itself.
    Here,
    /// A private address: of this network or of another one that is not the internet.
    Inside,
    /// Of a family that has no way out here.
    OutOfReach,
    /// There is no address.
    Nowhere,
}

/// One try, as far as it got.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attempt {
    pub(crate) connect_ms: Outcome<f64>,
    /// Not tried where nothing encrypted is spoken.
    pub(crate) handshake: Outcome<Handshake>,
    /// From the question to its answer.
    pub(crate) answer_ms: Outcome<f64>,
    pub(crate) status: Option<u16>,
}
