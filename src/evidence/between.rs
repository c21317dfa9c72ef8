//! What stands between this computer and the internet and is not on the pinned path: a tunnel.

use super::Outcome;
use serde::{Deserialize, Serialize};

/// What was measured through whatever takes the traffic another way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Between {
    /// The far ends through the tunnel that carries the default route.
    pub(crate) tunnel: Outcome<Tunnel>,
}

/// The far ends of the rounds, asked through a tunnel while the rounds go beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tunnel {
    pub(crate) interface: String,
    /// Questions of every kind before the rounds, and answers.
    pub(crate) swept: u32,
    pub(crate) swept_answered: u32,
    /// Questions without an answer, of the kinds that got one at least once.
    pub(crate) swept_lost: u32,
    /// Questions of the kinds that were answered, in rounds, and how many of them got none.
    pub(crate) sent: u32,
    pub(crate) lost: u32,
    /// Of the round trips in the rounds, in milliseconds; absent when none came back.
    pub(crate) median_ms: Option<f64>,
}

impl Between {
    /// True when the internet answers through the tunnel: whatever lies below it carries it.
    pub(crate) fn tunnel_answers(&self) -> bool {
        self.tunnel.measured().is_some_and(Tunnel::answers)
    }
}

impl Tunnel {
    /// Questions in all.
    pub(crate) const fn asked(&self) -> u32 {
        self.swept.saturating_add(self.sent)
    }

    /// True when anything at all came back through it.
    pub(crate) const fn answers(&self) -> bool {
        self.swept_answered > 0 || self.lost < self.sent
    }
}
