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
mod tests {
    use super::super::truth::Dice;
    use super::*;
    use crate::evidence::latency::Probe;
    use crate::evidence::{Family, Foreign, Outcome, Why};

    /// How long packets wait somewhere: each on its own, or all of a round alike.
    #[derive(Debug, Clone, Copy, Default)]
    struct Wait {
        each_ms: f64,
        round_ms: f64,
    }

    impl Wait {
        const NONE: Self = Self { each_ms: 0.0, round_ms: 0.0 };
        const EACH: Self = Self { each_ms: 60.0, round_ms: 0.0 };
        const ROUND: Self = Self { each_ms: 0.0, round_ms: 60.0 };
    }

    #[derive(Debug, Clone, Copy)]
    struct Home {
        hop: Wait,
        line: Wait,
        /// The router's own answers.
        own: Wait,
        own_ms: f64,
        one_network: Wait,
        hop_ms: f64,
        line_ms: f64,
        far_ends: usize,
        first_hop: bool,
    }

    const HOME: Home = Home {
        hop: Wait::NONE,
        line: Wait::NONE,
        own: Wait::NONE,
        own_ms: 0.0,
        one_network: Wait::NONE,
        hop_ms: 3.0,
        line_ms: 10.0,
        far_ends: 3,
        first_hop: true,
    };

    impl Home {
        fn measured(self, seed: u64) -> DelaySplit {
            DelaySplit::of(&self.latency(seed)).unwrap()
        }

        fn latency(self, seed: u64) -> Latency {
            let mut dice = Dice::new(seed);
            let mut targets: Vec<Target> =
                [(Role::Gateway, true), (Role::FirstHop, self.first_hop)]
                    .into_iter()
                    .filter_map(|(role, there)| there.then_some(role))
                    .chain((0..self.far_ends).map(|_| Role::FarEnd))
                    .map(|role| Target {
                        role,
                        name: Foreign::new("somebody"),
                        ip: None,
                        sweep: Vec::new(),
                        probes: Vec::new(),
                    })
                    .collect();
            for round in 0..150 {
                let mut wait = |wait: Wait| {
                    // Waits of a round last: a queue fills and empties.
                    let common =
                        if dice.share() < 0.5 { wait.round_ms * dice.share() } else { 0.0 };
                    move |dice: &mut Dice| common + wait.each_ms * dice.share()
                };
                let (hop, line, own, one) =
                    (wait(self.hop), wait(self.line), wait(self.own), wait(self.one_network));
                let mut far = 0;
                for target in &mut targets {
                    for _ in 0..if target.role == Role::Gateway { 3 } else { 1 } {
                        let mut ms = self.hop_ms + hop(&mut dice) + dice.share();
                        match target.role {
                            Role::Gateway => ms += self.own_ms + own(&mut dice),
                            Role::FirstHop => ms += self.line_ms + line(&mut dice),
                            Role::FarEnd => {
                                ms += self.line_ms + 5.0 + line(&mut dice);
                                if far == 0 {
                                    ms += one(&mut dice);
                                }
                            }
                        }
                        target.probes.push(Probe { round, kind: Kind::Echo, rtt_ms: Some(ms) });
                    }
                    far += usize::from(target.role == Role::FarEnd);
                }
            }
            Latency {
                family: Family::V4,
                round_ms: 22.0,
                rounds: 150,
                scan_rounds: Vec::new(),
                patience_ms: 950.0,
                targets,
                hops: Vec::new(),
                unreachable_from: Vec::new(),
                other_family: Outcome::NotTried(Why::NotNeeded),
            }
        }
    }

    /// Over 40 seeds: all hops' spreads and all lines' unsteadiness lie in these ranges.
    fn expect(home: Home, hop: std::ops::Range<f64>, line: std::ops::Range<f64>) {
        for seed in 0..40 {
            let split = home.measured(seed);
            let (got_hop, got_line) = (split.hop.unwrap(), split.line.unwrap());
            assert!(hop.contains(&got_hop.spread_ms()), "{home:?} {seed}: hop {got_hop:?}");
            assert!(line.contains(&got_line.unsteadiness_ms()), "{home:?} {seed}: {got_line:?}");
        }
    }

    const STEADY: std::ops::Range<f64> = 0.0..15.0;

    #[test]
    fn a_home_without_waits_is_steady_everywhere() {
        expect(HOME, 0.0..2.0, 0.0..2.0);
        let split = HOME.measured(1);
        let line = split.line.unwrap();
        assert!((line.median_ms - 10.0).abs() < 1.0, "{line:?}");
    }

    #[test]
    fn an_unsteady_hop_leaves_the_line_steady() {
        for hop in [Wait::EACH, Wait::ROUND] {
            expect(Home { hop, ..HOME }, 31.0..70.0, STEADY);
            expect(Home { hop, first_hop: false, far_ends: 2, ..HOME }, 31.0..70.0, STEADY);
        }
    }

    #[test]
    fn an_unsteady_line_leaves_the_hop_steady() {
        for line in [Wait { each_ms: 90.0, round_ms: 0.0 }, Wait { each_ms: 0.0, round_ms: 60.0 }] {
            expect(Home { line, ..HOME }, 0.0..5.0, 30.0..70.0);
            expect(Home { line, far_ends: 1, ..HOME }, 0.0..5.0, 30.0..70.0);
        }
    }

    #[test]
    fn both_unsteady_are_both_seen() {
        for (hop, line) in [
            (Wait::ROUND, Wait { each_ms: 0.0, round_ms: 90.0 }),
            (Wait::ROUND, Wait { each_ms: 120.0, round_ms: 0.0 }),
            (Wait::EACH, Wait { each_ms: 120.0, round_ms: 0.0 }),
        ] {
            expect(Home { hop, line, ..HOME }, 31.0..80.0, 20.0..100.0);
        }
    }

    #[test]
    fn one_network_that_is_late_leaves_the_line_steady() {
        for one_network in [Wait::EACH, Wait::ROUND] {
            expect(Home { one_network, ..HOME }, 0.0..5.0, STEADY);
        }
    }

    #[test]
    fn a_router_that_is_late_for_itself_is_no_late_hop() {
        for own in [Wait::EACH, Wait::ROUND] {
            expect(Home { own, ..HOME }, STEADY, STEADY);
        }
        for first_hop in [true, false] {
            let home = Home { own_ms: 60.0, own: Wait::EACH, first_hop, ..HOME };
            let hop = home.measured(1).hop.unwrap();
            assert!(hop.median_ms < 25.0, "{hop:?}");
        }
    }

    #[test]
    fn a_constant_delay_is_found_where_it_is() {
        for (hop_ms, line_ms) in [(40.0, 10.0), (3.0, 170.0), (3.0, 70.0)] {
            let split = Home { hop_ms, line_ms, ..HOME }.measured(1);
            let (hop, line) = (split.hop.unwrap(), split.line.unwrap());
            assert!((hop.median_ms - hop_ms).abs() < 2.0, "{hop:?}");
            assert!((line.median_ms - line_ms).abs() < 2.0, "{line:?}");
        }
    }

    #[test]
    fn one_far_end_alone_names_no_line() {
        let split = Home { far_ends: 1, first_hop: false, ..HOME }.measured(1);
        assert!(split.hop.is_some() && split.line.is_none());
    }

    #[test]
    fn a_router_that_answers_nothing_leaves_the_far_ends() {
        let mut latency = HOME.latency(1);
        latency.targets.remove(0);
        let split = DelaySplit::of(&latency).unwrap();
        assert_eq!((split.gateway, split.hop, split.line), (None, None, None));
        assert!((split.far.median_ms - 18.0).abs() < 2.0, "{split:?}");
    }

    #[test]
    fn rounds_during_a_scan_are_left_out() {
        let mut latency = HOME.latency(1);
        latency.scan_rounds = (20..60).collect();
        for target in &mut latency.targets {
            for probe in target.probes.iter_mut().filter(|probe| (20..60).contains(&probe.round)) {
                probe.rtt_ms = probe.rtt_ms.map(|ms| ms + 800.0);
            }
        }
        let split = DelaySplit::of(&latency).unwrap();
        assert!(split.hop.unwrap().spread_ms() < 2.0 && split.far.spread_ms() < 2.0, "{split:?}");
    }

    #[test]
    fn a_kind_that_the_router_puts_off_is_no_delay() {
        let mut latency = HOME.latency(1);
        for (at, probe) in latency.targets[0].probes.iter_mut().enumerate() {
            if at % 3 != 0 {
                probe.kind = Kind::Dns;
                probe.rtt_ms = probe.rtt_ms.map(|ms| ms + 50.0);
            }
        }
        let split = DelaySplit::of(&latency).unwrap();
        assert!(split.gateway.unwrap().p95_ms < 6.0, "{split:?}");
    }
}
