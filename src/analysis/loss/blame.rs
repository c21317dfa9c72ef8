//! Who is blamed for the losses of one set of rounds: the comparison of the gateway with the far
//! ends, and how sure it is.
//!
//! It is apart from the statement (`loss.rs`) because it knows groups of counts alone: neither
//! targets nor kinds of question nor time.

use super::{DOUBT, DOUBTFUL_LOSSES, FAR_ENDS, FLOOR, Loser, Share};
use crate::analysis::interval::{BLOCK, Proportion, Tally, Z95};
use crate::analysis::kinds::{CLASSES, Class, Series};

/// One network stands out at 99.7 %: there are three of them and five looks.
const Z_ONE: f64 = 3.0;

/// The gateway and the far ends in the same rounds.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    pub(super) gateway: Option<Group>,
    pub(super) each_far: Vec<Group>,
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
pub(super) struct Judgement {
    pub(super) loser: Loser,
    pub(super) confidence: f64,
    /// More rounds would not change it.
    pub(super) settled: bool,
    /// The one far end that is left out of what was judged.
    odd: Option<usize>,
}

pub(super) const UNDECIDED: Judgement =
    Judgement { loser: Loser::Undecided, confidence: 0.5, settled: false, odd: None };

impl Judgement {
    /// False when what is said rests on one kind of question alone although there are others:
    /// these are the same groups without that kind.
    pub(super) fn stands_on(&self, groups: &Groups) -> bool {
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
pub(super) fn judge(groups: &Groups) -> Judgement {
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
pub(super) fn margin(seen: f64, low: f64, threshold: f64) -> f64 {
    let error = ((seen - low) / Z95).max(f64::EPSILON);
    (low - threshold) / error
}

/// How sure one is with this margin: 0.5 where the bound touches its threshold (which 19 of 20
/// samples of a harmless link do not reach), 0.74 one standard error beyond it, 0.93 three beyond,
/// at most 0.99.
pub(super) fn confidence(margin: f64) -> f64 {
    if margin.is_nan() {
        return 0.5;
    }
    (1.0 - 0.5 * (-margin.max(0.0) / 1.5).exp()).min(0.99)
}

/// One target or several, in the rounds that are judged.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) total: Tally,
    /// Sums over whole blocks of rounds.
    blocks: Vec<Tally>,
}

impl Group {
    /// Without a class of questions, where it has another one.
    pub(super) fn of(series: &Series, rounds: &[u32], left_out: Option<Class>) -> Self {
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
    pub(super) fn together<'a>(groups: impl IntoIterator<Item = &'a Self>) -> Self {
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

    pub(super) fn proportion(&self) -> Proportion {
        Proportion::of(self.total, &self.blocks)
    }

    pub(super) fn share(&self) -> Share {
        let (low, high) = self.proportion().bounds(Z95);
        Share { lost: self.total.lost.into(), sent: self.total.sent.into(), low, high }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
