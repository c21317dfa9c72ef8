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
    /// The provider's first hop: it answers for itself. That it reported a packet that died there
    /// counts only where it was not asked itself: a box may bury packets and pass none on.
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
            Answers::Unknown if hop_reported => Answers::Yes,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::Changed;

    fn reach(changed: &Changed) -> Reach {
        Reach::of(changed.0.latency.measured().unwrap())
    }

    #[test]
    fn whoever_answered_once_answers() {
        let healthy = reach(&Changed::healthy_wifi());
        assert_eq!(
            (healthy.gateway, healthy.first_hop, healthy.far),
            (Answers::Yes, Answers::Yes, Answers::Yes)
        );
        for role in [Role::Gateway, Role::FarEnd] {
            let changed = Changed::healthy_wifi().silent(role).latency(|latency| {
                latency.targets.iter_mut().filter(|target| target.role == role).for_each(
                    |target| {
                        target.sweep[0].sent = 6;
                    },
                );
            });
            let got = reach(&changed);
            let expected = |other| if other == role { Answers::No } else { Answers::Yes };
            assert_eq!(
                (got.gateway, got.far),
                (expected(Role::Gateway), expected(Role::FarEnd)),
                "{role:?}"
            );
        }
    }

    #[test]
    fn few_tries_say_nothing() {
        for (tries, answers) in [(0, Answers::Unknown), (5, Answers::Unknown), (6, Answers::No)] {
            let changed = Changed::healthy_wifi().silent(Role::Gateway).latency(|latency| {
                latency.targets[0].sweep[0].sent = tries;
            });
            assert_eq!(reach(&changed).gateway, answers, "{tries}");
        }
    }

    #[test]
    fn a_hop_that_reported_a_dead_packet_is_there_unless_it_was_asked_and_silent() {
        let gone = Changed::healthy_wifi().silent(Role::FirstHop);
        assert_eq!(reach(&gone).first_hop, Answers::No);
        let reported = gone.clone().latency(|latency| {
            latency.hops.push(crate::evidence::latency::Hop {
                distance: 2,
                ip: Some(crate::evidence::composed::ip("198.51.100.1")),
            });
        });
        assert_eq!(reach(&reported).first_hop, Answers::No);
        let not_asked = reported
            .latency(|latency| latency.targets.retain(|target| target.role != Role::FirstHop));
        assert_eq!(reach(&not_asked).first_hop, Answers::Yes);
        let never_looked = gone.latency(|latency| {
            latency.hops.clear();
            latency.targets.retain(|target| target.role != Role::FirstHop);
        });
        assert_eq!(reach(&never_looked).first_hop, Answers::Unknown);
    }
}
