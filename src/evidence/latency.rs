//! The rounds: what came back from the gateway, the hop beyond it and the far ends, and when.

use super::{Family, Foreign, Outcome};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// The series of one family. A round is one probe or more to each target, all sent within 5 ms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Latency {
    pub(crate) family: Family,
    /// When the first round was sent, counted from the beginning of the sweep.
    pub(crate) first_round_ms: f64,
    /// From one round to the next.
    pub(crate) round_ms: f64,
    /// Rounds sent.
    pub(crate) rounds: u32,
    /// Rounds during which the radio scanned; they are left out of every judgement.
    pub(crate) scan_rounds: Vec<u32>,
    /// An unanswered probe counts as lost after this time.
    pub(crate) patience_ms: f64,
    /// The gateway first, then hops by distance, then far ends.
    pub(crate) targets: Vec<Target>,
    /// Hops found by packets that were told to die on the way, the nearest first.
    pub(crate) hops: Vec<Hop>,
    /// What the first hops said when they could not pass a packet on.
    pub(crate) unreachable_from: Vec<IpAddr>,
    /// What the far ends said over the other family; not tried where it has no route.
    pub(crate) other_family: Outcome<OtherFamily>,
}

impl Latency {
    /// The targets of one role.
    pub(crate) fn of(&self, role: Role) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(move |target| target.role == role)
    }

    /// The gateway, where there is one.
    pub(crate) fn gateway(&self) -> Option<&Target> {
        self.of(Role::Gateway).next()
    }
}

/// Somebody who is asked in every round.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Target {
    pub(crate) role: Role,
    /// The host name or address it was named by.
    pub(crate) name: Foreign,
    /// Absent when the name had no address.
    pub(crate) ip: Option<IpAddr>,
    /// What it was asked by before the rounds, and how often it answered.
    pub(crate) sweep: Vec<Swept>,
    /// Probes of the rounds, in the order they were sent.
    pub(crate) probes: Vec<Probe>,
}

impl Target {
    /// True when it answered anything at all.
    pub(crate) fn answers(&self) -> bool {
        self.sweep.iter().any(|swept| swept.answered > 0)
            || self.probes.iter().any(|probe| probe.rtt_ms.is_some())
    }

    /// Probes sent, all kinds together.
    pub(crate) fn sent(&self) -> usize {
        self.sweep.iter().map(|swept| swept.sent as usize).sum::<usize>() + self.probes.len()
    }
}

/// What a target is in the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Role {
    /// The default route's box.
    Gateway,
    /// The first hop beyond the home that answers for itself.
    FirstHop,
    /// Something on the internet.
    FarEnd,
}

/// The ways to ask a target for a sign of life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// An ICMP echo.
    Echo,
    /// A TCP connection to a port: an open and a refused one both count as an answer.
    Tcp(u16),
    /// A DNS question that the resolver answers by itself.
    Dns,
}

/// How often a target answered one kind of question before the rounds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Swept {
    pub(crate) kind: Kind,
    pub(crate) sent: u32,
    pub(crate) answered: u32,
}

/// One question in a round.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Probe {
    #[serde(rename = "r")]
    pub(crate) round: u32,
    #[serde(rename = "k")]
    pub(crate) kind: Kind,
    /// Round trip, in milliseconds; absent when no answer came in time.
    #[serde(rename = "ms")]
    pub(crate) rtt_ms: Option<f64>,
}

/// A hop on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hop {
    /// 1 is the gateway.
    pub(crate) distance: u8,
    /// Absent when nobody answered from there.
    pub(crate) ip: Option<IpAddr>,
}

/// The other family: a few packets, and more for as long as none is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherFamily {
    pub(crate) sent: u32,
    pub(crate) answered: u32,
}

/// What the gateway answered to a radio that had time to fall asleep before each question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Idle {
    /// From one question to the next.
    pub(crate) pause_ms: f64,
    /// Round trips, in their order; `null` where no answer came.
    pub(crate) rtt_ms: Vec<Option<f64>>,
}

/// Whether the internet answers through other interfaces.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Elsewhere {
    pub(crate) ways: Vec<OtherWay>,
}

/// Another interface with a default route of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OtherWay {
    pub(crate) interface: String,
    /// Questions to far ends that went out through it, and answers.
    pub(crate) sent: u32,
    pub(crate) answered: u32,
}
