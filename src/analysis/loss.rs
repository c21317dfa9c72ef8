//! Where packets are lost: on the hop to the router, on the line, in one far network, or nobody
//! can tell yet (CATALOGUE B.3.4).
//!
//! It is apart because it decides who is blamed: every constant here was weighed against simulated
//! truth (`truth.rs`), and the latency engine asks the same function when it may stop.

use super::interval::{BLOCK, Proportion, Tally, Z95};
use crate::evidence::latency::{Kind, Latency, Probe, Role, Target};
use std::collections::{BTreeMap, BTreeSet};

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

/// One network stands out at 99 %: there are three of them and five looks.
const Z_ONE: f64 = 2.58;

/// A kind of question is given up at 99.95 %, one-sided: the engine looks again and again, at four
/// targets with up to three kinds, and a kind given up without need is loss that goes unseen.
const Z_KIND: f64 = 3.29;

/// Fewer probes of a kind than this say nothing about it.
const KIND_PROBES: u32 = 10;

impl LossSplit {
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
    let answering = |target: &Target| {
        if target.answers() { by_round(target, &scans) } else { BTreeMap::new() }
    };
    let gateway = latency.gateway().map(answering).unwrap_or_default();
    let each_far: Vec<BTreeMap<u32, Tally>> = latency.of(Role::FarEnd).map(answering).collect();

    // Only rounds that saw both can be compared: what is lost changes with time.
    let beyond: BTreeSet<u32> = each_far.iter().flat_map(BTreeMap::keys).copied().collect();
    let both: Vec<u32> = beyond.iter().copied().filter(|r| gateway.contains_key(r)).collect();
    let with_gateway = both.len() >= ROUNDS;
    let rounds = if with_gateway { both } else { beyond.into_iter().collect() };
    if rounds.len() < ROUNDS {
        return None;
    }
    let each_far: Vec<Group> = each_far.iter().map(|map| Group::of(map, &rounds)).collect();
    let gateway = with_gateway.then(|| Group::of(&gateway, &rounds));
    let judgement = judge(gateway.as_ref(), &each_far);

    let shown = Group::together(&each_far);
    let lost_before = gateway.as_ref().map_or(0.0, |gateway| gateway.proportion().share);
    let split = LossSplit {
        gateway: gateway.as_ref().map(Group::share),
        far: shown.share(),
        each_far: each_far.iter().map(|far| (far.total.sent > 0).then(|| far.share())).collect(),
        beyond: (shown.proportion().share - lost_before).max(0.0),
        loser: judgement.loser,
        rounds: u32::try_from(rounds.len()).unwrap_or(u32::MAX),
        confidence: judgement.confidence,
    };
    Some((split, judgement.settled))
}

/// What [`judge`] says.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Judgement {
    loser: Loser,
    confidence: f64,
    /// More rounds would not change it.
    settled: bool,
}

/// Who loses, given what came back of each group in the same rounds.
///
/// Losses in series add up: what the hop loses is missing at the gateway and at the far ends, what
/// the line loses at the far ends alone. What is missing at the gateway alone is only missing
/// there: the router passes on everything else.
fn judge(gateway: Option<&Group>, each_far: &[Group]) -> Judgement {
    let odd = odd_one_out(each_far);
    let rest: Vec<&Group> = each_far
        .iter()
        .enumerate()
        .filter(|(index, far)| far.total.sent > 0 && odd.is_none_or(|(odd, _)| odd != *index))
        .map(|(_, far)| far)
        .collect();
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
    };
    let far_margin = margin(far.share, far_low, FLOOR);

    let own = if let Some(gateway) = gateway {
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
        _ if doubt => Judgement { loser: Loser::Undecided, confidence: 0.5, settled: false },
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

/// The kinds of question whose answers say something about the way to this target: those that it
/// answers, without those that it answers significantly less than another one.
///
/// Routers and resolvers limit how many echoes they answer. Loss on the way hits all kinds alike.
pub(crate) fn trusted_kinds(target: &Target, scan_rounds: &[u32]) -> Vec<Kind> {
    trusted(target, &scan_rounds.iter().copied().collect()).into_iter().collect()
}

fn trusted(target: &Target, scans: &BTreeSet<u32>) -> BTreeSet<Kind> {
    let mut answered: BTreeSet<Kind> =
        target.sweep.iter().filter(|swept| swept.answered > 0).map(|swept| swept.kind).collect();
    let mut blocks: BTreeMap<Kind, BTreeMap<u32, Tally>> = BTreeMap::new();
    for probe in judged(target, scans) {
        if probe.rtt_ms.is_some() {
            answered.insert(probe.kind);
        }
        let block = blocks.entry(probe.kind).or_default();
        block.entry(probe.round / BLOCK_ROUNDS).or_default().count(probe.rtt_ms.is_none());
    }
    if answered.is_empty() {
        return blocks.into_keys().collect();
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
                    .any(|other| is_limited(own, other))
            })
        })
        .collect();
    // Each worse than another cannot be by limits alone; then none is known to be better.
    if kept.is_empty() { answered } else { kept }
}

const BLOCK_ROUNDS: u32 = 5;
const _: () = assert!(BLOCK_ROUNDS as usize == BLOCK);

/// True when one kind loses significantly more than the other in the blocks that saw both.
fn is_limited(own: &BTreeMap<u32, Tally>, other: &BTreeMap<u32, Tally>) -> bool {
    let (own, other): (Vec<Tally>, Vec<Tally>) =
        own.iter().filter_map(|(block, tally)| Some((*tally, *other.get(block)?))).unzip();
    let total = |blocks: &[Tally]| Tally::sum(blocks.iter().copied());
    let (own_total, other_total) = (total(&own), total(&other));
    own_total.sent >= KIND_PROBES
        && other_total.sent >= KIND_PROBES
        && Proportion::of(own_total, &own).excess_over(Proportion::of(other_total, &other), Z_KIND)
            > 0.0
}

fn judged<'a>(target: &'a Target, scans: &'a BTreeSet<u32>) -> impl Iterator<Item = &'a Probe> {
    target.probes.iter().filter(|probe| !scans.contains(&probe.round))
}

/// What was lost in each round, of the kinds that can be trusted.
fn by_round(target: &Target, scans: &BTreeSet<u32>) -> BTreeMap<u32, Tally> {
    let kinds = trusted(target, scans);
    let mut rounds: BTreeMap<u32, Tally> = BTreeMap::new();
    for probe in judged(target, scans).filter(|probe| kinds.contains(&probe.kind)) {
        rounds.entry(probe.round).or_default().count(probe.rtt_ms.is_none());
    }
    rounds
}

/// One target or several, in the rounds that are judged.
#[derive(Debug, Clone)]
struct Group {
    total: Tally,
    /// Sums over whole blocks of rounds.
    blocks: Vec<Tally>,
}

impl Group {
    fn of(target: &BTreeMap<u32, Tally>, rounds: &[u32]) -> Self {
        let tally = |round: &u32| target.get(round).copied().unwrap_or_default();
        Self {
            total: Tally::sum(rounds.iter().map(tally)),
            blocks: rounds
                .chunks_exact(BLOCK)
                .map(|block| Tally::sum(block.iter().map(tally)))
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
