//! Where packets are lost: on the hop to the router, on the line, in one far network, or nobody
//! can tell yet (CATALOGUE B.3.4).
//!
//! It is apart because it decides who is blamed: every constant here was weighed against simulated
//! truth (`truth.rs`), and the latency engine asks the same function when it may stop.

use super::interval::{BLOCK, Proportion, Tally, Z95};
use super::kinds::{CLASSES, Class, Series};
use crate::evidence::latency::{Latency, Role, Target};
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

/// One second of rounds. With fewer, no interval is narrow enough to call anything fine.
const ROUNDS: usize = 40;

/// A line is named on the word of this many unrelated far ends (CATALOGUE A6).
const FAR_ENDS: usize = 2;

/// One network stands out at 99.7 %: there are three of them and five looks.
const Z_ONE: f64 = 3.0;

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

/// The gateway and the far ends in the same rounds.
#[derive(Debug, Clone)]
struct Groups {
    gateway: Option<Group>,
    each_far: Vec<Group>,
}

impl Groups {
    /// The far ends that answer, all or without one of them.
    fn far(&self, without: Option<usize>) -> Vec<&Group> {
        self.each_far
            .iter()
            .enumerate()
            .filter(|(index, far)| far.total.sent > 0 && without != Some(*index))
            .map(|(_, far)| far)
            .collect()
    }
}

/// What [`judge`] says.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Judgement {
    loser: Loser,
    confidence: f64,
    /// More rounds would not change it.
    settled: bool,
    /// The one far end that is left out of what was judged.
    odd: Option<usize>,
}

const UNDECIDED: Judgement =
    Judgement { loser: Loser::Undecided, confidence: 0.5, settled: false, odd: None };

impl Judgement {
    /// False when what is said rests on one kind of question alone although there are others:
    /// these are the same groups without that kind.
    fn stands_on(&self, groups: &Groups) -> bool {
        let rest = Group::together(groups.far(self.odd)).proportion();
        let gateway = groups.gateway.as_ref().map(Group::proportion);
        let loses = |share: Option<Proportion>| share.is_some_and(|s| s.bounds(Z95).0 > FLOOR);
        let hop = || loses(gateway) && loses(Some(rest));
        let line = || gateway.is_some_and(|gateway| rest.excess_over(gateway, Z95) > 0.0);
        match self.loser {
            Loser::Hop => hop(),
            Loser::Line => line(),
            Loser::Both => hop() && line(),
            Loser::HopOrLine => loses(Some(rest)),
            Loser::OneNetwork(index) => groups
                .each_far
                .get(index)
                .is_some_and(|one| one.proportion().excess_over(rest, Z95) > 0.0),
            Loser::Nobody | Loser::Undecided => true,
        }
    }
}

/// Who loses, given what came back of each group in the same rounds.
///
/// Losses in series add up: what the hop loses is missing at the gateway and at the far ends, what
/// the line loses at the far ends alone. What is missing at the gateway alone is only missing
/// there: the router passes on everything else.
fn judge(groups: &Groups) -> Judgement {
    let odd = odd_one_out(&groups.each_far);
    let rest = groups.far(odd.map(|(index, _)| index));
    let together = Group::together(rest.iter().copied());
    let far = together.proportion();
    let (far_low, far_high) = far.bounds(Z95);
    // The worst case over the far ends left out one by one; nothing can be left out of one.
    let without_one = |judge: &dyn Fn(Proportion) -> f64| {
        if rest.len() < FAR_ENDS {
            return f64::NEG_INFINITY;
        }
        (0..rest.len())
            .map(|one| {
                let others = rest.iter().enumerate().filter(|(index, _)| *index != one);
                judge(Group::together(others.map(|(_, far)| *far)).proportion())
            })
            .fold(f64::INFINITY, f64::min)
    };
    let named = |loser, margins: &[f64]| Judgement {
        loser,
        confidence: confidence(margins.iter().copied().fold(f64::INFINITY, f64::min)),
        settled: true,
        odd: odd.map(|(index, _)| index),
    };
    let far_margin = margin(far.share, far_low, FLOOR);

    let own = if let Some(gateway) = &groups.gateway {
        let gateway = gateway.proportion();
        let (gateway_low, _) = gateway.bounds(Z95);
        let own = gateway.excess_over(far, Z95) > FLOOR;
        // That the far ends miss something too is asked of them, and not only that the difference
        // could be chance: a router that drops 2 % of what is meant for it would be blamed.
        let hop = gateway_low > FLOOR && far_low > FLOOR && !own;
        let excess = far.excess_over(gateway, Z95);
        let line = excess > FLOOR && without_one(&|some| some.excess_over(gateway, Z95)) > 0.0;

        let hop_margin = margin(gateway.share, gateway_low, FLOOR).min(far_margin);
        let line_margin = margin(far.share - gateway.share, excess, FLOOR);
        match (hop, line) {
            (true, true) => return named(Loser::Both, &[hop_margin, line_margin]),
            (true, false) => {
                // The line is suspected too, and more rounds would say.
                let suspected = excess > FLOOR && rest.len() >= FAR_ENDS;
                return Judgement { settled: !suspected, ..named(Loser::Hop, &[hop_margin]) };
            }
            (false, true) => return named(Loser::Line, &[line_margin]),
            (false, false) => own,
        }
    } else {
        if far_low > FLOOR && without_one(&|some| some.bounds(Z95).0) > FLOOR {
            return named(Loser::HopOrLine, &[far_margin]);
        }
        false
    };

    // A router that keeps its answers to itself says nothing about the hop, and the far ends alone
    // do not say where they lose.
    let doubt = if own {
        far_low > FLOOR
    } else {
        far_high > DOUBT && together.total.lost >= DOUBTFUL_LOSSES
    };
    match odd {
        _ if doubt => UNDECIDED,
        Some((index, margin)) => named(Loser::OneNetwork(index), &[margin]),
        None => named(Loser::Nobody, &[margin(-far.share, -far_high, -DOUBT)]),
    }
}

/// The one far end that loses more than the others beyond doubt, with its margin; `None` where
/// there is none, or more than one.
fn odd_one_out(each_far: &[Group]) -> Option<(usize, f64)> {
    let mut odd = each_far.iter().enumerate().filter_map(|(index, far)| {
        let others = each_far.iter().enumerate().filter(|(other, _)| *other != index);
        let others = Group::together(others.map(|(_, far)| far)).proportion();
        let own = far.proportion();
        let excess = own.excess_over(others, Z_ONE);
        (far.total.sent > 0 && others.tries > 0.0 && excess > FLOOR).then(|| {
            let bound = own.excess_over(others, Z95);
            (index, margin(own.share - others.share, bound, FLOOR))
        })
    });
    let first = odd.next();
    if odd.next().is_some() { None } else { first }
}

/// How far the deciding bound lies beyond its threshold, in units of its own standard error.
fn margin(seen: f64, low: f64, threshold: f64) -> f64 {
    let error = ((seen - low) / Z95).max(f64::EPSILON);
    (low - threshold) / error
}

/// How sure one is with this margin: 0.5 where the bound touches its threshold (which 19 of 20
/// samples of a harmless link do not reach), 0.74 one standard error beyond it, 0.93 three beyond,
/// at most 0.99.
fn confidence(margin: f64) -> f64 {
    if margin.is_nan() {
        return 0.5;
    }
    (1.0 - 0.5 * (-margin.max(0.0) / 1.5).exp()).min(0.99)
}

/// One target or several, in the rounds that are judged.
#[derive(Debug, Clone)]
struct Group {
    total: Tally,
    /// Sums over whole blocks of rounds.
    blocks: Vec<Tally>,
}

impl Group {
    /// Without a class of questions, where it has another one.
    fn of(series: &Series, rounds: &[u32], left_out: Option<Class>) -> Self {
        let left_out = left_out.filter(|class| series.has_other_than(*class));
        let mut series = series.iter().peekable();
        let tallies: Vec<Tally> = rounds
            .iter()
            .map(|round| {
                while series.next_if(|(before, _)| before < round).is_some() {}
                let all = series.next_if(|(same, _)| same == round).map(|(_, all)| *all);
                let kept = CLASSES.iter().filter(|class| left_out != Some(**class));
                Tally::sum(kept.map(|class| all.unwrap_or_default()[*class]))
            })
            .collect();
        Self {
            total: Tally::sum(tallies.iter().copied()),
            blocks: tallies
                .chunks_exact(BLOCK)
                .map(|block| Tally::sum(block.iter().copied()))
                .collect(),
        }
    }

    /// Several as one.
    fn together<'a>(groups: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut all = Self { total: Tally::default(), blocks: Vec::new() };
        for group in groups {
            all.total = all.total.plus(group.total);
            all.blocks.resize(group.blocks.len(), Tally::default());
            for (sum, block) in all.blocks.iter_mut().zip(&group.blocks) {
                *sum = sum.plus(*block);
            }
        }
        all
    }

    fn proportion(&self) -> Proportion {
        Proportion::of(self.total, &self.blocks)
    }

    fn share(&self) -> Share {
        let (low, high) = self.proportion().bounds(Z95);
        Share { lost: self.total.lost.into(), sent: self.total.sent.into(), low, high }
    }
}

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

    #[test]
    fn confidence_grows_with_the_margin() {
        let mut last = 0.0;
        for (margin, sure) in [(-5.0, 0.5), (0.0, 0.5), (1.0, 0.74), (3.0, 0.93), (99.0, 0.99)] {
            let got = confidence(margin);
            assert!((got - sure).abs() < 0.006 && got >= last, "{margin}: {got}");
            last = got;
        }
        assert!(confidence(f64::NAN) >= 0.5);
    }
}
