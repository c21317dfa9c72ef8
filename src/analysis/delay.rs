//! Where packets wait: on the hop to the router, on the line, in one far network (CATALOGUE B.3.5).
//!
//! It is apart because delay is told apart otherwise than loss: waits in series add up packet by
//! packet, and a router that is late only when it is spoken to itself harms nobody.

use super::interval::quantile;
use crate::evidence::latency::{Kind, Latency, Role, Target};
use std::collections::{BTreeMap, BTreeSet};

/// Round trips of one group of targets, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Delay {
    pub(crate) samples: u64,
    pub(crate) min_ms: f64,
    pub(crate) median_ms: f64,
    pub(crate) p95_ms: f64,
}

impl Delay {
    /// The usual measure of unsteadiness: how far the slow ones are from the fastest.
    pub(crate) fn spread_ms(&self) -> f64 {
        self.p95_ms - self.min_ms
    }

    fn of(samples: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut sorted: Vec<f64> = samples.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        Some(Self {
            samples: sorted.len() as u64,
            min_ms: *sorted.first()?,
            median_ms: quantile(&sorted, 0.5)?,
            p95_ms: quantile(&sorted, 0.95)?,
        })
    }

    /// How far the slow ones are from the middle.
    fn unsteadiness_ms(&self) -> f64 {
        self.p95_ms - self.median_ms
    }
}

/// Where packets wait.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DelaySplit {
    /// `None` when the gateway answers nothing.
    pub(crate) gateway: Option<Delay>,
    /// The first hop beyond the gateway; `None` when it does not answer for itself.
    pub(crate) first_hop: Option<Delay>,
    /// All far ends together: in each round the fastest of them.
    pub(crate) far: Delay,
    pub(crate) each_far: Vec<Option<Delay>>,
    /// The hop's delay, as far as everything beyond shares it: what is late at the gateway is late
    /// beyond it too. Small where the gateway is late only for itself; `None` when it answers
    /// nothing, or too seldom to compare.
    pub(crate) hop: Option<Delay>,
    /// The way beyond the gateway, with the hop's share taken off: to the first hop where that
    /// answers, else to the nearest far end, and as unsteady as the steadiest far end. `None`
    /// where `hop` is, and with one far end and no first hop, which could be that network's delay.
    pub(crate) line: Option<Delay>,
}

/// One second of rounds, as for loss.
const ROUNDS: usize = 40;

/// A target with fewer answers than this is left out of comparisons: its 95th percentile would be
/// its slowest answer.
const ANSWERS: usize = 20;

/// The fastest of fewer answers of a kind than this is no measure of how fast the kind can be.
const KIND_ANSWERS: usize = 10;

/// A router that answers one kind of question this much later than another one puts it off
/// (CATALOGUE B.3.7).
const PUT_OFF_MS: f64 = 5.0;

/// Two samples of the same unsteady hop differ by about this factor by chance alone.
const BY_CHANCE: f64 = 1.2;

impl DelaySplit {
    /// Splits the delay; `None` without far ends that answer, or below 40 rounds.
    pub(crate) fn of(latency: &Latency) -> Option<Self> {
        let scans: BTreeSet<u32> = latency.scan_rounds.iter().copied().collect();
        let each_far: Vec<Answered> =
            latency.of(Role::FarEnd).map(|target| Answered::of(target, &scans)).collect();
        let mut fastest: BTreeMap<u32, f64> = BTreeMap::new();
        for (round, ms) in each_far.iter().flat_map(Answered::all) {
            let best = fastest.entry(round).or_insert(ms);
            *best = best.min(ms);
        }
        if fastest.len() < ROUNDS {
            return None;
        }
        let gateway =
            latency.gateway().map(|target| Answered::of(target, &scans).without_put_off());
        let first_hop =
            latency.of(Role::FirstHop).next().map(|target| Answered::of(target, &scans));

        let (hop, line) = gateway
            .as_ref()
            .and_then(|gateway| in_series(gateway, first_hop.as_ref(), &each_far))
            .unwrap_or_default();
        Some(Self {
            gateway: gateway.as_ref().and_then(Answered::delay),
            first_hop: first_hop.as_ref().and_then(Answered::delay),
            far: Delay::of(fastest.into_values())?,
            each_far: each_far.iter().map(Answered::delay).collect(),
            hop,
            line,
        })
    }
}

/// The answers of one target, by kind.
#[derive(Debug, Clone)]
struct Answered(BTreeMap<Kind, Vec<(u32, f64)>>);

impl Answered {
    fn of(target: &Target, scans: &BTreeSet<u32>) -> Self {
        let mut kinds: BTreeMap<Kind, Vec<(u32, f64)>> = BTreeMap::new();
        for probe in target.probes.iter().filter(|probe| !scans.contains(&probe.round)) {
            if let Some(ms) = probe.rtt_ms.filter(|ms| ms.is_finite() && *ms >= 0.0) {
                kinds.entry(probe.kind).or_default().push((probe.round, ms));
            }
        }
        Self(kinds)
    }

    fn all(&self) -> impl Iterator<Item = (u32, f64)> {
        self.0.values().flatten().copied()
    }

    fn delay(&self) -> Option<Delay> {
        Delay::of(self.all().map(|(_, ms)| ms))
    }

    /// Without the kinds that are put off, where the fastest kind alone answers enough rounds.
    fn without_put_off(self) -> Self {
        let medians: BTreeMap<Kind, f64> = self
            .0
            .iter()
            .filter(|(_, answers)| answers.len() >= ROUNDS)
            .filter_map(|(kind, answers)| {
                Some((*kind, Delay::of(answers.iter().map(|(_, ms)| *ms))?.median_ms))
            })
            .collect();
        let Some(best) = medians.values().copied().min_by(f64::total_cmp) else { return self };
        let put_off = |kind: &Kind| medians.get(kind).is_some_and(|ms| *ms > best + PUT_OFF_MS);
        Self(self.0.into_iter().filter(|(kind, _)| !put_off(kind)).collect())
    }

    /// How late each answer was, by rounds, and how fast the target can be.
    fn lateness(&self, bases: Bases) -> Option<Lateness> {
        let fastest = |answers: &[(u32, f64)]| {
            answers
                .iter()
                .map(|(_, ms)| *ms)
                .min_by(f64::total_cmp)
                .filter(|_| answers.len() >= KIND_ANSWERS)
        };
        let base_ms =
            self.0.values().filter_map(|answers| fastest(answers)).min_by(f64::total_cmp)?;
        let mut late_ms: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        let mut samples = 0;
        for answers in self.0.values() {
            let base_ms = match bases {
                Bases::OfTarget => Some(base_ms),
                Bases::OfKinds => fastest(answers),
            };
            for (round, ms) in base_ms.map_or(&[][..], |_| answers) {
                samples += 1;
                let late = (ms - base_ms.unwrap_or_default()).max(0.0);
                late_ms.entry(*round).or_default().push(late);
            }
        }
        (samples >= ANSWERS).then_some(Lateness { base_ms, late_ms })
    }
}

/// What an answer's lateness is counted from.
#[derive(Debug, Clone, Copy)]
enum Bases {
    /// The target's fastest answer. Counts too much rather than too little where kinds differ.
    OfTarget,
    /// The fastest answer of its kind. Counts too little rather than too much.
    OfKinds,
}

/// How late a target's answers were.
#[derive(Debug, Clone)]
struct Lateness {
    /// Its fastest answer.
    base_ms: f64,
    late_ms: BTreeMap<u32, Vec<f64>>,
}

/// The delay of the hop, and of what lies beyond it.
///
/// Two models of an unsteady hop have to come out right. In one, all packets of a round wait
/// alike (a queue, a radio that is busy); what is late in the same round is then taken off round by
/// round. In the other each packet waits on its own (a netem, a retry); only the distributions
/// can be compared then. So of the gateway's answers in a round one is set aside: it stands for a
/// far end that has no line before it. Its lateness and a far end's, each less the round's
/// common lateness, are alike in both models when the line is steady.
///
/// What it cannot tell: a router that is late for itself in just the rounds in which the line is
/// late too looks like a late hop, in those rounds.
fn in_series(
    gateway: &Answered,
    first_hop: Option<&Answered>,
    each_far: &[Answered],
) -> Option<(Option<Delay>, Option<Delay>)> {
    let gateway = gateway.lateness(Bases::OfTarget)?;
    let far: Vec<Lateness> =
        each_far.iter().filter_map(|far| far.lateness(Bases::OfKinds)).collect();
    let first_hop = first_hop.and_then(|hop| hop.lateness(Bases::OfKinds));
    let far_base_ms = least(far.iter().map(|far| far.base_ms))?;

    let rounds = Round::all(&gateway, &far);
    if rounds.len() < ROUNDS / 2 {
        return None;
    }

    // The hop: each of the gateway's answers, less what the whole round was late at the gateway
    // alone, and at no percentile more than everybody beyond it shows.
    let shared = Delay::of(rounds.iter().flat_map(Round::shared_lateness))?;
    let beyond: Vec<Delay> = far
        .iter()
        .chain(&first_hop)
        .filter_map(|far| Delay::of(far.late_ms.values().flatten().copied()))
        .collect();
    let limit = |of: fn(&Delay) -> f64| least(beyond.iter().map(of)).unwrap_or_default();
    let nearest_ms = first_hop.as_ref().map_or(far_base_ms, |hop| hop.base_ms.min(far_base_ms));
    let base_ms = gateway.base_ms.min(nearest_ms);
    let hop = Delay {
        samples: shared.samples,
        min_ms: base_ms,
        median_ms: base_ms + shared.median_ms.min(limit(|delay| delay.median_ms)),
        p95_ms: base_ms + shared.p95_ms.min(limit(|delay| delay.p95_ms)),
    };

    // The line: the same for every far end, and no more than any of them shows. One far end may be
    // its own network's trouble; then the first hop has to agree.
    let witnesses: Vec<&Lateness> =
        if far.len() == 1 { far.iter().chain(&first_hop).collect() } else { far.iter().collect() };
    let aside = Delay::of(rounds.iter().map(Round::aside))?;
    let excess: Vec<(f64, f64)> = witnesses
        .iter()
        .filter_map(|far| Delay::of(rounds.iter().flat_map(|round| round.beyond(far))))
        .map(|late| {
            let (all, hop) = (late.unsteadiness_ms(), aside.unsteadiness_ms() * BY_CHANCE);
            let median_ms = (late.median_ms - aside.median_ms).max(0.0);
            (median_ms, (all.powi(2) - hop.powi(2)).max(0.0).sqrt())
        })
        .collect();
    let line = (witnesses.len() > 1).then(|| {
        let min_ms = nearest_ms - base_ms;
        let median_ms =
            min_ms + least(excess.iter().map(|(median, _)| *median)).unwrap_or_default();
        let p95_ms = median_ms + least(excess.iter().map(|(_, late)| *late)).unwrap_or_default();
        Delay { samples: rounds.len() as u64, min_ms, median_ms, p95_ms }
    });
    Some((Some(hop), line))
}

fn least(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    values.into_iter().min_by(f64::total_cmp)
}

/// A round that saw the gateway and a far end.
struct Round<'a> {
    number: u32,
    gateway: &'a [f64],
    /// The least late far end.
    far: f64,
    /// Which of the gateway's answers is set aside.
    aside: usize,
}

impl<'a> Round<'a> {
    fn all(gateway: &'a Lateness, far: &[Lateness]) -> Vec<Self> {
        gateway
            .late_ms
            .iter()
            .filter_map(|(number, late)| {
                let far = far.iter().filter_map(|far| far.late_ms.get(number)).flatten().copied();
                Some(Self {
                    number: *number,
                    gateway: late,
                    far: least(far)?,
                    // In turn, for the first and the last packet of a round may wait differently.
                    aside: *number as usize % late.len(),
                })
            })
            .collect()
    }

    fn shared_lateness(&self) -> impl Iterator<Item = f64> {
        let alone = (least(self.gateway.iter().copied()).unwrap_or_default() - self.far).max(0.0);
        self.gateway.iter().map(move |late| late - alone)
    }

    /// What all of the round's packets waited on the hop: the least of the answers not set aside.
    fn common(&self) -> f64 {
        let others = self.gateway.iter().enumerate().filter(|(at, _)| *at != self.aside);
        least(others.map(|(_, late)| *late)).unwrap_or_default()
    }

    fn aside(&self) -> f64 {
        let late = self.gateway.get(self.aside).copied().unwrap_or_default();
        (late - self.common()).max(0.0)
    }

    /// A far end's answers of this round, less what the hop has in common.
    fn beyond(&self, far: &Lateness) -> Vec<f64> {
        let common = self.common();
        let late = far.late_ms.get(&self.number).map_or(&[][..], Vec::as_slice);
        late.iter().map(|late| (late - common).max(0.0)).collect()
    }
}

#[cfg(test)]
mod tests;
