//! Who answers at all: the statements that need no statistics, only a fair number of tries.

use crate::evidence::latency::{Latency, Role, Target};

/// Whether somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answers {
    /// At least one answer came.
    Yes,
    /// Asked often enough in every way, and nothing came.
    No,
    /// Nobody to ask, or not asked often enough.
    Unknown,
}

/// Who answers at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    pub(crate) gateway: Answers,
    /// The provider's first hop: it answered for itself, or reported a packet that died there.
    pub(crate) first_hop: Answers,
    /// Any far end.
    pub(crate) far: Answers,
}

/// With one packet in three lost both ways, six tries all fail in less than one case in 700.
const TRIES: usize = 6;

impl Reach {
    /// Reads it from the sweep and the rounds.
    pub(crate) fn of(latency: &Latency) -> Self {
        let hop_reported = latency.hops.iter().any(|hop| hop.distance > 1 && hop.ip.is_some());
        let first_hop = match role(latency, Role::FirstHop) {
            Answers::No | Answers::Unknown if hop_reported => Answers::Yes,
            Answers::Unknown if !latency.hops.is_empty() => Answers::No,
            answers => answers,
        };
        Self { gateway: role(latency, Role::Gateway), first_hop, far: role(latency, Role::FarEnd) }
    }
}

fn role(latency: &Latency, role: Role) -> Answers {
    if latency.of(role).any(Target::answers) {
        return Answers::Yes;
    }
    let tries: usize = latency.of(role).map(Target::sent).sum();
    if tries >= TRIES { Answers::No } else { Answers::Unknown }
}
