//! Where packets are lost: on the hop to the router, on the line, in one far network, or nobody
//! can tell yet (CATALOGUE B.3.4).
//!
//! It is apart because it decides who is blamed: every constant here was weighed against simulated
//! truth (`truth.rs`), and the latency engine asks the same function when it may stop.

mod blame;

use super::interval::Z95;
use super::kinds::{CLASSES, Class, Series};
use crate::evidence::latency::{Latency, Role, Target};
use blame::{Group, Groups, UNDECIDED, confidence, judge, margin};
use std::collections::BTreeSet;

// The latency engine asks both questions, when it may stop and what it may ask by, in one place.
pub(crate) use super::kinds::trusted_kinds;

/// Lost probes of one group of targets, with what they say about the true share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Share {
    pub(crate) lost: u64,
    pub(crate) sent: u64,
    /// Bounds of the true share, 0 to 1, at 95 %, widened where losses come in bursts.
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Share {
    /// The share seen, 0 to 1; 0 where nothing was sent.
    pub(crate) fn seen(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts of probes are small")]
        let (lost, sent) = (self.lost as f64, self.sent as f64);
        if self.sent == 0 { 0.0 } else { lost / sent }
    }
}

/// Who loses packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loser {
    /// Nobody that matters: an upper bound below 2 %, or the router only drops what is meant for it.
    Nobody,
    /// The hop between this computer and the router.
    Hop,
    /// The line, beyond the router.
    Line,
    Both,
    /// The far network of this index among the far ends.
    OneNetwork(usize),
    /// Something is lost, and the samples do not say where.
    Undecided,
    /// Something is lost, and the router answers nothing, so that no number of samples would say where.
    HopOrLine,
}

/// Where packets are lost.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LossSplit {
    /// What the gateway did not answer; `None` when it answers nothing at all.
    pub(crate) gateway: Option<Share>,
    /// What the far ends did not answer, together.
    pub(crate) far: Share,
    /// What each far end did not answer, in their order; `None` where it answers nothing at all.
    pub(crate) each_far: Vec<Option<Share>>,
    /// The share lost beyond the gateway: far less gateway, at least 0.
    pub(crate) beyond: f64,
    pub(crate) loser: Loser,
    /// Rounds that were judged.
    pub(crate) rounds: u32,
    /// How sure the attribution is, 0.5 to 0.99: [`confidence`].
    pub(crate) confidence: f64,
}

/// A loss below this is nobody's fault (CATALOGUE W04: fine again under 0.5 %).
const FLOOR: f64 = 0.005;

/// Loss that could be this high is not called fine (CATALOGUE B.3.4).
const DOUBT: f64 = 0.02;

/// Fewer lost probes than this are chance, whatever the bounds say.
const DOUBTFUL_LOSSES: u32 = 3;

/// Rounds after which the latency engine asks whether they are enough: few and fixed, because
/// looking all the time finds faults that are not there (CATALOGUE B.3.4).
pub(crate) const LOOKS: [u32; 5] = [133, 166, 200, 250, MOST_ROUNDS];

/// The most rounds with far ends that nobody named: with the engine's sweep, 300 questions to one of
/// them (CATALOGUE B.3.4, manners).
pub(crate) const MOST_ROUNDS: u32 = 290;

/// One second of rounds. With fewer, no interval is narrow enough to call anything fine.
const ROUNDS: usize = 40;

/// A line is named on the word of this many unrelated far ends (CATALOGUE A6).
const FAR_ENDS: usize = 2;

/// A line is called well below what calls tolerate (CATALOGUE T6).
const CLEARED: f64 = 0.01;

/// Where both are blamed, the line comes first only when it loses this much more than the hop: a
/// hop that loses can look by chance as if the line lost too, while a hop that loses nothing never
/// looks as if it did.
const CLEARLY_MORE: f64 = 1.5;

impl LossSplit {
    /// How sure it is that the hop is what hurts most, where it is blamed.
    pub(crate) fn hop_confidence(&self) -> f64 {
        let hop = self.gateway.map_or(0.0, |gateway| gateway.seen());
        match self.loser {
            Loser::Both => self.confidence * (CLEARLY_MORE * hop / self.beyond).min(1.0),
            _ => self.confidence,
        }
    }

    /// What is lost beyond the gateway, where that is little enough to say that the line is well. A
    /// few percent more may be chance and then neither blame nor clear it.
    pub(crate) fn line_cleared(&self) -> Option<f64> {
        let cleared = matches!(self.loser, Loser::Hop | Loser::Nobody) && self.beyond < CLEARED;
        cleared.then_some(self.beyond)
    }

    /// What the worst of the far ends did not answer: more than that nobody need lose who asks in one
    /// of their networks, as a resolver in the home does.
    pub(crate) fn worst_far(&self) -> Share {
        let worse = |a: Share, b: Share| if b.high > a.high { b } else { a };
        self.each_far.iter().flatten().copied().fold(self.far, worse)
    }

    /// How sure it is that the line is what hurts most, where it is blamed.
    pub(crate) fn line_confidence(&self) -> f64 {
        let hop = self.gateway.map_or(0.0, |gateway| gateway.seen());
        match self.loser {
            Loser::Both => self.confidence * (self.beyond / (CLEARLY_MORE * hop)).min(0.99),
            _ => self.confidence,
        }
    }

    /// Splits what was lost; `None` without far ends that answer, or below 40 rounds.
    pub(crate) fn of(latency: &Latency) -> Option<Self> {
        split(latency).map(|(split, _)| split)
    }
}

/// True when more rounds would not change what is said. The engine asks at fixed counts of rounds,
/// with those alone whose patience is over: whoever looks after every round finds faults where
/// there are none.
pub(crate) fn settled(latency: &Latency) -> bool {
    split(latency).is_some_and(|(_, settled)| settled)
}

fn split(latency: &Latency) -> Option<(LossSplit, bool)> {
    let scans: BTreeSet<u32> = latency.scan_rounds.iter().copied().collect();
    let of = |target: &Target| {
        if target.answers() { Series::of(target, &scans) } else { Series::default() }
    };
    let gateway = latency.gateway().map(of).unwrap_or_default();
    let mut each_far: Vec<Series> = latency.of(Role::FarEnd).map(of).collect();
    if each_far.is_empty() {
        return alone(&gateway);
    }
    Series::give_up_limited(&mut each_far);

    // Only rounds that saw both can be compared: what is lost changes with time.
    let mut beyond: Vec<u32> = each_far.iter().flat_map(Series::rounds).collect();
    beyond.sort_unstable();
    beyond.dedup();
    let both: Vec<u32> =
        gateway.rounds().filter(|round| beyond.binary_search(round).is_ok()).collect();
    let with_gateway = both.len() >= ROUNDS;
    let rounds = if with_gateway { both } else { beyond };
    if rounds.len() < ROUNDS {
        return None;
    }
    let groups = |left_out: Option<Class>| Groups {
        gateway: with_gateway.then(|| Group::of(&gateway, &rounds, left_out)),
        each_far: each_far.iter().map(|far| Group::of(far, &rounds, left_out)).collect(),
    };
    let all = groups(None);
    let mut judgement = judge(&all);
    let stands = CLASSES.iter().all(|class| {
        let matters = |series: &Series| series.has(*class) && series.has_other_than(*class);
        !(matters(&gateway) || each_far.iter().any(matters))
            || judgement.stands_on(&groups(Some(*class)))
    });
    if !stands {
        judgement = UNDECIDED;
    }

    let far = Group::together(&all.each_far);
    let lost_before = all.gateway.as_ref().map_or(0.0, |gateway| gateway.proportion().share);
    let split = LossSplit {
        gateway: all.gateway.as_ref().map(Group::share),
        far: far.share(),
        each_far: all
            .each_far
            .iter()
            .map(|far| (far.total.sent > 0).then(|| far.share()))
            .collect(),
        beyond: (far.proportion().share - lost_before).max(0.0),
        loser: judgement.loser,
        rounds: u32::try_from(rounds.len()).unwrap_or(u32::MAX),
        confidence: judgement.confidence,
    };
    Some((split, judgement.settled))
}

/// The split where nobody beyond the gateway was to be asked. A gateway that does not answer may
/// only keep its answers to itself; when it does so to every kind of question alike, the hop is
/// the likelier cause.
fn alone(gateway: &Series) -> Option<(LossSplit, bool)> {
    let rounds: Vec<u32> = gateway.rounds().collect();
    if rounds.len() < ROUNDS {
        return None;
    }
    let beyond_doubt = |left_out: Option<Class>| {
        Group::of(gateway, &rounds, left_out).proportion().bounds(Z95).0 > FLOOR
    };
    let kinds: Vec<Class> = CLASSES
        .into_iter()
        .filter(|class| gateway.has(*class) && gateway.has_other_than(*class))
        .collect();
    let group = Group::of(gateway, &rounds, None);
    let share = group.share();
    let (loser, sure) = if beyond_doubt(None)
        && !kinds.is_empty()
        && kinds.iter().all(|kind| beyond_doubt(Some(*kind)))
    {
        (Loser::Hop, ALONE)
    } else if beyond_doubt(None) || share.high > DOUBT && group.total.lost >= DOUBTFUL_LOSSES {
        (Loser::Undecided, UNDECIDED.confidence)
    } else {
        (Loser::Nobody, confidence(margin(-share.seen(), -share.high, -DOUBT)))
    };
    let split = LossSplit {
        gateway: Some(share),
        far: Share { lost: 0, sent: 0, low: 0.0, high: 1.0 },
        each_far: Vec::new(),
        beyond: 0.0,
        loser,
        rounds: u32::try_from(rounds.len()).unwrap_or(u32::MAX),
        confidence: sure,
    };
    Some((split, loser != Loser::Undecided))
}

/// How sure the hop is blamed on the gateway's word alone.
const ALONE: f64 = 0.6;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::{Changed, ROUNDS as COMPOSED};

    fn latency(changed: &Changed) -> &Latency {
        changed.0.latency.measured().unwrap()
    }

    fn loser(changed: &Changed) -> Option<Loser> {
        LossSplit::of(latency(changed)).map(|split| split.loser)
    }

    /// Every so many probes of a target's one is lost, in the rounds from here on.
    fn lose(target: &mut Target, every: usize, from: u32) {
        for (at, probe) in target.probes.iter_mut().enumerate() {
            if probe.round >= from && (at * 7919) % every == every / 2 {
                probe.rtt_ms = None;
            }
        }
    }

    #[test]
    fn too_few_rounds_say_nothing() {
        for (rounds, says) in [(39, false), (40, true)] {
            let changed = Changed::healthy_wifi().latency(|latency| {
                for target in &mut latency.targets {
                    target.probes.retain(|probe| probe.round < rounds);
                }
            });
            assert_eq!(LossSplit::of(latency(&changed)).is_some(), says, "{rounds}");
            assert_eq!(settled(latency(&changed)), says, "{rounds}");
        }
    }

    #[test]
    fn rounds_during_a_scan_are_left_out() {
        let changed = Changed::healthy_wifi().latency(|latency| {
            latency.scan_rounds = (10..50).rev().collect();
            for target in &mut latency.targets {
                for probe in target.probes.iter_mut().filter(|p| (10..50).contains(&p.round)) {
                    probe.rtt_ms = None;
                }
            }
        });
        let split = LossSplit::of(latency(&changed)).unwrap();
        assert_eq!((split.loser, split.far.lost, split.rounds), (Loser::Nobody, 0, COMPOSED - 40));
    }

    #[test]
    fn whoever_fell_silent_on_the_way_loses_everything_since_then() {
        for (role, expected) in [(Role::FarEnd, Loser::Line), (Role::Gateway, Loser::Nobody)] {
            let changed = Changed::healthy_wifi().latency(|latency| {
                for target in latency.targets.iter_mut().filter(|target| target.role == role) {
                    lose(target, 1, 60);
                }
            });
            assert_eq!(loser(&changed), Some(expected), "{role:?}");
        }
        let from_the_first_round = Changed::healthy_wifi().latency(|latency| {
            for target in latency.targets.iter_mut().filter(|target| target.role == Role::FarEnd) {
                lose(target, 1, 0);
            }
        });
        assert_eq!(loser(&from_the_first_round), Some(Loser::Line));
    }

    #[test]
    fn a_far_end_that_never_answered_is_left_out() {
        let changed = Changed::healthy_wifi().latency(|latency| {
            let far = latency.targets.last_mut().unwrap();
            lose(far, 1, 0);
            far.sweep[0].answered = 0;
        });
        let split = LossSplit::of(latency(&changed)).unwrap();
        assert_eq!((split.loser, split.far.lost), (Loser::Nobody, 0));
        assert_eq!(split.each_far.iter().filter(|far| far.is_none()).count(), 1);
        let nobody = Changed::healthy_wifi().silent(Role::FarEnd);
        assert_eq!(loser(&nobody), None);
    }

    #[test]
    fn one_far_network_of_three_is_named_by_its_place() {
        for index in 0..3 {
            let changed = Changed::healthy_wifi().latency(|latency| {
                let mut far = latency.targets.iter_mut().filter(|t| t.role == Role::FarEnd);
                lose(far.nth(index).unwrap(), 8, 0);
            });
            assert_eq!(loser(&changed), Some(Loser::OneNetwork(index)));
        }
    }

    #[test]
    fn a_router_that_answers_nothing_leaves_open_which_side_loses() {
        for (far_every, expected) in [(10, Loser::HopOrLine), (0, Loser::Nobody)] {
            let changed = Changed::healthy_wifi().losing(0, far_every).silent(Role::Gateway);
            assert_eq!(loser(&changed), Some(expected), "{far_every}");
        }
    }

    #[test]
    fn the_first_hop_is_no_witness() {
        let changed = Changed::healthy_wifi().latency(|latency| {
            for target in latency.targets.iter_mut().filter(|t| t.role == Role::FirstHop) {
                lose(target, 2, 0);
            }
        });
        assert_eq!(loser(&changed), Some(Loser::Nobody));
    }
}
