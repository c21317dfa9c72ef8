//! Joining a network: what the kernel reported of attempts, when none was joined at the start.

use super::{Foreign, Outcome};
use serde::{Deserialize, Serialize};

/// What happened while nothing was joined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Joining {
    /// True when a network was joined in the end, or all along.
    pub(crate) joined: bool,
    /// How long was watched for attempts; 0 where a network was joined all along.
    pub(crate) watched_ms: u64,
    /// What the kernel reported, in order of time.
    pub(crate) events: Vec<Event>,
    /// Scans that somebody started meanwhile: something on this computer wants to join.
    pub(crate) scans: u32,
    /// Networks in the kernel's list, the strongest first, at most ten.
    pub(crate) networks: Outcome<Vec<Heard>>,
}

/// A report of the kernel's about joining. Unknown fields are let be here: beside a flattened one
/// serde takes every field for unknown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Event {
    pub(crate) at_ms: u64,
    #[serde(flatten)]
    pub(crate) what: What,
}

/// Kinds of report. Codes are those of IEEE 802.11 (status in 9.4.1.9, reason in 9.4.1.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub(crate) enum What {
    /// An authentication frame came. `algorithm` 0 is open system, 3 is SAE (WPA3);
    /// `transaction` 1 is SAE's commit, 2 its confirm.
    Authenticated { algorithm: u16, transaction: u16, status: u16 },
    /// An authentication frame got no answer.
    AuthenticationTimedOut,
    /// An association answer came.
    Associated { status: u16 },
    /// An association request got no answer.
    AssociationTimedOut,
    /// The link was taken down; `local` where this computer did it.
    Deauthenticated { reason: u16, local: bool },
    /// The link went away.
    Disconnected { reason: u16, local: bool },
    /// A network was joined, or could not be.
    Connected { status: u16 },
}

/// A network that was heard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Heard {
    pub(crate) ssid: Foreign,
    pub(crate) freq_mhz: u32,
    pub(crate) rssi_dbm: i32,
    /// Since it was last heard; `None` where the system does not say.
    pub(crate) age_ms: Option<u64>,
}
