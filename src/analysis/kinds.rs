//! Which kinds of question say something about the way, and what was lost of those.
//!
//! It is apart from the split of loss because the latency engine needs it too, to ask by the kinds
//! that remain, and because a limit on answers has to be known for one before anybody is blamed.

use super::interval::{BLOCK, Proportion, Tally};
use crate::evidence::latency::{Kind, Probe, Target};
use std::collections::{BTreeMap, BTreeSet};

/// A kind of question is given up at 99.99 %, one-sided: the engine looks again and again, at four
/// targets with up to three kinds, and a kind given up without need is loss that goes unseen.
/// What is too faint for it is caught by leaving each kind out (`Judgement::stands_on` of [`super::loss`]).
const Z_KIND: f64 = 3.72;

/// Fewer probes of a kind than this say nothing about it.
const KIND_PROBES: u32 = 10;

/// The kinds of question whose answers say something about the way to this target: those that it
/// answers, without those that it answers significantly less than another one.
///
/// Routers and resolvers limit how many echoes they answer. Loss on the way hits all kinds alike.
pub(crate) fn trusted_kinds(target: &Target, scan_rounds: &[u32]) -> Vec<Kind> {
    trusted(target, &scan_rounds.iter().copied().collect()).into_iter().collect()
}

fn trusted(target: &Target, scans: &BTreeSet<u32>) -> BTreeSet<Kind> {
    let mut answered: Vec<Kind> =
        target.sweep.iter().filter(|swept| swept.answered > 0).map(|swept| swept.kind).collect();
    let mut asked: Vec<Kind> = Vec::new();
    for probe in judged(target, scans) {
        if probe.rtt_ms.is_some() && !answered.contains(&probe.kind) {
            answered.push(probe.kind);
        }
        if !asked.contains(&probe.kind) {
            asked.push(probe.kind);
        }
    }
    if answered.is_empty() {
        return asked.into_iter().collect();
    }
    let answered: BTreeSet<Kind> = answered.into_iter().collect();
    if asked.len() < 2 {
        return answered;
    }
    let mut blocks: BTreeMap<Kind, BTreeMap<u32, Tally>> = BTreeMap::new();
    for probe in judged(target, scans) {
        let block = blocks.entry(probe.kind).or_default();
        block.entry(probe.round / BLOCK_ROUNDS).or_default().count(probe.rtt_ms.is_none());
    }
    let kept: BTreeSet<Kind> = answered
        .iter()
        .copied()
        .filter(|kind| {
            blocks.get(kind).is_none_or(|own| {
                !answered
                    .iter()
                    .filter(|other| *other != kind)
                    .filter_map(|other| blocks.get(other))
                    .any(|other| {
                        let both = own
                            .iter()
                            .filter_map(|(block, tally)| Some((*tally, *other.get(block)?)));
                        let (own, other): (Vec<Tally>, Vec<Tally>) = both.unzip();
                        is_limited(&own, &other)
                    })
            })
        })
        .collect();
    // Each worse than another cannot be by limits alone; then none is known to be better.
    if kept.is_empty() { answered } else { kept }
}

const BLOCK_ROUNDS: u32 = 5;
const _: () = assert!(BLOCK_ROUNDS as usize == BLOCK);

/// True when one kind loses significantly more than the other, in blocks that saw both.
fn is_limited(own: &[Tally], other: &[Tally]) -> bool {
    let total = |blocks: &[Tally]| Tally::sum(blocks.iter().copied());
    let (own_total, other_total) = (total(own), total(other));
    own_total.sent >= KIND_PROBES
        && other_total.sent >= KIND_PROBES
        && Proportion::of(own_total, own).excess_over(Proportion::of(other_total, other), Z_KIND)
            > 0.0
}

fn judged<'a>(target: &'a Target, scans: &'a BTreeSet<u32>) -> impl Iterator<Item = &'a Probe> {
    target.probes.iter().filter(|probe| !scans.contains(&probe.round))
}

/// Kinds that a box treats alike, as a place in an array.
pub(super) type Class = usize;

pub(super) const CLASSES: [Class; 3] = [0, 1, 2];

const fn class(kind: Kind) -> Class {
    match kind {
        Kind::Echo => 0,
        Kind::Tcp(_) => 1,
        Kind::Dns => 2,
    }
}

/// What was lost of the kinds that can be trusted, by rounds in their order and by class.
#[derive(Debug, Clone, Default)]
pub(super) struct Series(Vec<(u32, [Tally; 3])>);

impl Series {
    pub(super) fn of(target: &Target, scans: &BTreeSet<u32>) -> Self {
        let kinds = trusted(target, scans);
        let mut probes: Vec<&Probe> =
            judged(target, scans).filter(|probe| kinds.contains(&probe.kind)).collect();
        probes.sort_by_key(|probe| probe.round);
        let mut rounds: Vec<(u32, [Tally; 3])> = Vec::new();
        for probe in probes {
            if rounds.last().is_none_or(|(round, _)| *round != probe.round) {
                rounds.push((probe.round, Default::default()));
            }
            if let Some((_, tallies)) = rounds.last_mut() {
                tallies[class(probe.kind)].count(probe.rtt_ms.is_none());
            }
        }
        Self(rounds)
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, (u32, [Tally; 3])> {
        self.0.iter()
    }

    pub(super) fn rounds(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|(round, _)| *round)
    }

    pub(super) fn has(&self, class: Class) -> bool {
        self.0.iter().any(|(_, tallies)| tallies[class].sent > 0)
    }

    /// True when there is something but this class.
    pub(super) fn has_other_than(&self, class: Class) -> bool {
        self.0.iter().any(|(_, tallies)| {
            CLASSES.iter().any(|other| *other != class && tallies[*other].sent > 0)
        })
    }

    /// Takes out of all far ends what all of them together show to be limited, and one of them
    /// alone shows too faintly. None is left without anything.
    pub(super) fn give_up_limited(all: &mut [Self]) {
        let limited = CLASSES.map(|own| {
            CLASSES.iter().any(|other| {
                let pairs = all.iter().flat_map(|series| series.blocks_of_both(own, *other));
                let (own, other): (Vec<Tally>, Vec<Tally>) = pairs.unzip();
                is_limited(&own, &other)
            })
        });
        for class in CLASSES.into_iter().filter(|class| limited[*class]) {
            for series in all.iter_mut().filter(|series| series.has_other_than(class)) {
                for (_, tallies) in &mut series.0 {
                    tallies[class] = Tally::default();
                }
                series.0.retain(|(_, tallies)| tallies.iter().any(|tally| tally.sent > 0));
            }
        }
    }

    /// The blocks of rounds that saw both classes.
    fn blocks_of_both(&self, own: Class, other: Class) -> Vec<(Tally, Tally)> {
        let block = |round: u32| round / BLOCK_ROUNDS;
        self.0
            .chunk_by(|(left, _), (right, _)| block(*left) == block(*right))
            .map(|rounds| {
                let sum = |class: Class| Tally::sum(rounds.iter().map(|(_, all)| all[class]));
                (sum(own), sum(other))
            })
            .filter(|(own, other)| own.sent > 0 && other.sent > 0)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::Changed;
    use crate::evidence::latency::Swept;

    #[test]
    fn a_kind_that_was_never_answered_is_no_probe() {
        let mut target = Changed::healthy_wifi().0.latency.measured().unwrap().targets[0].clone();
        assert_eq!(trusted_kinds(&target, &[]), [Kind::Echo]);
        target.sweep.push(Swept { kind: Kind::Tcp(80), sent: 4, answered: 0 });
        target.probes.push(Probe { round: 3, kind: Kind::Tcp(80), rtt_ms: None });
        assert_eq!(trusted_kinds(&target, &[]), [Kind::Echo]);
        target.sweep.push(Swept { kind: Kind::Dns, sent: 4, answered: 1 });
        assert_eq!(trusted_kinds(&target, &[]), [Kind::Echo, Kind::Dns]);
        // Where nothing answered, no kind is better than another.
        target.sweep.clear();
        target.probes.iter_mut().for_each(|probe| probe.rtt_ms = None);
        assert_eq!(trusted_kinds(&target, &[]), [Kind::Echo, Kind::Tcp(80)]);
    }
}
