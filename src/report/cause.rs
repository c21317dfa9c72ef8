//! Chooses the root cause. This is the only place that does.
//!
//! Bottom-up: the lowest hard failure is the cause, or whatever accounts for it, and hides what lies
//! above it. Without one, the problems are ranked by severity x confidence x the share of the symptom
//! that they account for. What another finding explains is an effect and never the cause. While
//! something is under way that could still turn the verdict, there is none.

use super::{Candidate, Conclusion, Entry, Experiment, State};
use crate::analysis::Analysis;
use crate::analysis::loss::Loser;
use crate::evidence::host::Medium;
use crate::evidence::{Evidence, Layer, Why};
use crate::rules::{Finding, Missing, Rule, Severity, Verdict};
use std::cmp::{Ordering, Reverse};

/// One root cause and at most this many others that hurt too.
const CONTRIBUTORS: usize = 2;
/// With a full run and nothing found: what one run can promise.
const SURE_HEALTHY: f64 = 0.9;
/// Nothing found, but the rounds that loss is judged by are missing or few.
const LESS_SURE_HEALTHY: f64 = 0.6;
/// Rounds from which a run counts as full: the first look of the rounds.
const FULL_ROUNDS: u32 = 130;

/// What was chosen.
#[derive(Debug)]
pub(crate) struct Chosen {
    /// `None` while the verdict is open.
    pub(crate) conclusion: Option<Conclusion>,
    pub(crate) findings: Vec<Entry>,
    /// The hard failure that makes what lies above it "not tested because".
    pub(crate) hard_root: Option<&'static Rule>,
}

/// Chooses over the verdicts of all rules, in whatever order they come.
pub(crate) fn choose(
    judged: &[(&'static Rule, Verdict)],
    evidence: &Evidence,
    analysis: &Analysis,
) -> Chosen {
    let share = |rule: &Rule| match evidence.run.asked.symptom {
        None => 1.0,
        // A cause that accounts for little of the symptom is not thereby impossible.
        Some(symptom) => rule
            .symptoms
            .iter()
            .find(|(of, _)| *of == symptom)
            .map_or(UNRELATED, |(_, share)| share.max(UNRELATED)),
    };
    let mut ranked: Vec<(Rank, Entry)> = found(judged)
        .map(|(rule, finding)| {
            let entry = Entry { rule, finding: finding.clone(), explained_by: None };
            (Rank::of((rule, finding), judged, &share), entry)
        })
        .collect();
    let hard = ranked
        .iter()
        .filter(|(rank, _)| rank.is_cause)
        .max_by(|a, b| a.0.compare(&b.0))
        .and_then(|(rank, entry)| Some(Hard { layer: rank.hard.first()?.0, root: entry.rule }));
    for (rank, entry) in &mut ranked {
        entry.explained_by = match &hard {
            Some(hard) if rank.is_cause => (entry.rule.layer > hard.layer
                && entry.rule.code != hard.root.code)
                .then_some(hard.root.code),
            _ => explained_by(entry, hard.as_ref(), judged),
        };
    }
    ranked.sort_by(|(a, of_a), (b, of_b)| {
        (of_a.explained_by.is_some().cmp(&of_b.explained_by.is_some())).then(b.compare(a))
    });
    let findings: Vec<Entry> = ranked.into_iter().map(|(_, entry)| entry).collect();
    let conclusion = conclude(judged, &findings, hard.as_ref(), evidence, analysis);
    Chosen { conclusion, findings, hard_root: hard.map(|hard| hard.root) }
}

/// From here on a cause accounts for others; below it, it is one more thing that was seen.
const LIKELY: f64 = 0.5;

/// The share of a symptom that any cause is granted.
const UNRELATED: f64 = 0.2;

/// Severity as a factor: a problem weighs more than any number of hints would.
const fn weight(severity: Severity) -> f64 {
    match severity {
        Severity::Hint => 0.1,
        Severity::Problem => 1.0,
        Severity::Hard => 10.0,
    }
}

/// The lowest hard failure, and what is at its root: itself, or what accounts for it.
struct Hard {
    layer: Layer,
    root: &'static Rule,
}

/// How a finding stands against others, by itself and all that it directly accounts for.
///
/// Both lists are compared place by place. An effect that several account for stands in the list of
/// each, so that it says nothing about which of them it is: what is common to two lists never
/// decides between them.
struct Rank {
    /// Nothing else accounts for it.
    is_cause: bool,
    /// The layers of hard failures, the lowest first; the lowest one wins.
    hard: Vec<Reverse<Layer>>,
    severity: Severity,
    /// Severity x confidence x share of the symptom, the most first.
    scores: Vec<f64>,
    rule: &'static Rule,
}

impl Rank {
    fn of(
        (rule, finding): (&'static Rule, &Finding),
        judged: &[(&'static Rule, Verdict)],
        share: &dyn Fn(&Rule) -> f64,
    ) -> Self {
        let family = || {
            let effects = found(judged).filter(|effect| accounts((rule, finding), *effect));
            effects.chain(std::iter::once((rule, finding)))
        };
        let mut hard: Vec<_> = family()
            .filter(|(_, finding)| finding.severity == Severity::Hard)
            .map(|(rule, _)| Reverse(rule.layer))
            .collect();
        hard.sort_by(|a, b| b.cmp(a));
        let mut scores: Vec<f64> = family()
            .map(|(rule, finding)| weight(finding.severity) * finding.confidence * share(rule))
            .collect();
        scores.sort_by(|a, b| b.total_cmp(a));
        let is_cause = !found(judged).any(|cause| accounts(cause, (rule, finding)));
        Self { is_cause, hard, severity: finding.severity, scores, rule }
    }

    /// Greater is nearer to being the root.
    fn compare(&self, other: &Self) -> Ordering {
        (self.hard.cmp(&other.hard))
            .then(self.severity.cmp(&other.severity))
            .then(self.scores.partial_cmp(&other.scores).unwrap_or(Ordering::Equal))
            .then(other.rule.layer.cmp(&self.rule.layer))
            .then(other.rule.code.cmp(self.rule.code))
    }
}

/// What accounts for a finding: the root of the hard failure, or else the lowest.
fn explained_by(
    entry: &Entry,
    hard: Option<&Hard>,
    judged: &[(&'static Rule, Verdict)],
) -> Option<&'static str> {
    found(judged)
        .filter(|cause| accounts(*cause, (entry.rule, &entry.finding)))
        .map(|(cause, _)| cause)
        .min_by_key(|cause| {
            let root = hard.is_some_and(|hard| hard.root.code == cause.code);
            (!root, cause.layer, cause.code)
        })
        .map(|cause| cause.code)
}

/// What was found.
fn found<'a>(
    judged: &'a [(&'static Rule, Verdict)],
) -> impl Iterator<Item = (&'static Rule, &'a Finding)> {
    judged.iter().filter_map(|(rule, verdict)| match verdict {
        Verdict::Found(finding) => Some((*rule, finding)),
        Verdict::Pass | Verdict::Unknown(_) => None,
    })
}

/// True when the first accounts for the second: it is likely itself, and it is not a hint where the
/// effect is more, since a hint does not bring about a problem.
fn accounts((cause, by): (&Rule, &Finding), (effect, finding): (&Rule, &Finding)) -> bool {
    cause.explains.contains(&effect.code)
        && by.confidence >= LIKELY
        && by.severity >= finding.severity.min(Severity::Problem)
}

fn conclude(
    judged: &[(&'static Rule, Verdict)],
    findings: &[Entry],
    hard: Option<&Hard>,
    evidence: &Evidence,
    analysis: &Analysis,
) -> Option<Conclusion> {
    let open = |rule: &Rule, verdict: &Verdict| match (verdict, hard) {
        (Verdict::Unknown(Missing::Pending(_)), Some(Hard { layer, root })) => {
            let hard_effect = || {
                findings.iter().any(|entry| {
                    entry.finding.severity == Severity::Hard
                        && rule.explains.contains(&entry.rule.code)
                })
            };
            rule.worst == Severity::Hard
                && (rule.layer <= *layer || rule.explains.contains(&root.code) || hard_effect())
        }
        (Verdict::Unknown(Missing::Pending(_)), None) => true,
        _ => false,
    };
    if judged.iter().any(|(rule, verdict)| open(rule, verdict)) {
        return None;
    }
    let mut problems = findings.iter().filter(|entry| {
        entry.explained_by.is_none() && entry.finding.severity >= Severity::Problem
    });
    if let Some(root) = problems.next() {
        // A run was stopped before it came to what may be behind this, on another side.
        let mut behind: Vec<Candidate> = judged
            .iter()
            .filter(|(rule, verdict)| {
                let stopped =
                    matches!(verdict, Verdict::Unknown(Missing::Evidence(_, Why::Interrupted)));
                stopped && rule.side != root.rule.side && rule.explains.contains(&root.rule.code)
            })
            .map(|(rule, _)| Candidate { rule, weight: 0.5 })
            .collect();
        behind.sort_by_key(|candidate| (candidate.rule.layer, candidate.rule.code));
        if !behind.is_empty() {
            let seen = Candidate { rule: root.rule, weight: root.finding.confidence };
            return Some(Conclusion {
                state: State::Inconclusive,
                cause: None,
                side: None,
                severity: None,
                confidence: None,
                candidates: std::iter::once(seen).chain(behind).collect(),
                contributors: Vec::new(),
                experiment: Some(Experiment::Longer),
            });
        }
        return Some(Conclusion {
            state: State::Problem,
            cause: Some(root.rule),
            side: Some(root.rule.side),
            severity: Some(root.finding.severity),
            confidence: Some(root.finding.confidence),
            candidates: Vec::new(),
            contributors: problems.take(CONTRIBUTORS).map(|entry| entry.rule).collect(),
            experiment: None,
        });
    }
    let mut candidates: Vec<Candidate> = judged
        .iter()
        .filter_map(|(rule, verdict)| match verdict {
            Verdict::Unknown(Missing::NotEnough { weight }) => {
                Some(Candidate { rule, weight: *weight })
            }
            _ => None,
        })
        .collect();
    candidates.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then(a.rule.layer.cmp(&b.rule.layer))
            .then(a.rule.code.cmp(b.rule.code))
    });
    if !candidates.is_empty() || judged.iter().any(|(rule, verdict)| could_not_look(rule, verdict))
    {
        let first = candidates.first().map(|candidate| candidate.rule.side);
        return Some(Conclusion {
            state: State::Inconclusive,
            cause: None,
            side: first
                .filter(|side| candidates.iter().all(|candidate| candidate.rule.side == *side)),
            severity: None,
            confidence: None,
            experiment: (!candidates.is_empty())
                .then(|| experiment(&candidates, evidence, analysis)),
            candidates,
            contributors: Vec::new(),
        });
    }
    let rounds = analysis.loss.as_ref().map_or(0, |split| split.rounds);
    Some(Conclusion {
        state: State::Healthy,
        cause: None,
        side: None,
        severity: None,
        confidence: Some(if rounds >= FULL_ROUNDS { SURE_HEALTHY } else { LESS_SURE_HEALTHY }),
        candidates: Vec::new(),
        contributors: Vec::new(),
        experiment: None,
    })
}

/// True when a rule that could have found something worse than a hint had nothing to look at for
/// a reason that is itself suspicious, so that silence must not read as health.
fn could_not_look(rule: &Rule, verdict: &Verdict) -> bool {
    rule.worst > Severity::Hint
        && matches!(
            verdict,
            Verdict::Unknown(Missing::Evidence(
                _,
                Why::Interrupted | Why::NoAnswer | Why::NoTime | Why::LowerLayerFailed
            ))
        )
}

/// What would tell the candidates apart. Where all are on one side, going somewhere else would not.
fn experiment(candidates: &[Candidate], evidence: &Evidence, analysis: &Analysis) -> Experiment {
    let one_side = candidates.windows(2).all(|pair| pair[0].rule.side == pair[1].rule.side);
    let loser = analysis.loss.as_ref().map(|split| split.loser);
    let on_cable =
        evidence.host.measured().and_then(crate::evidence::Host::medium) == Some(Medium::Cable);
    match loser {
        _ if on_cable || one_side => Experiment::Longer,
        Some(Loser::HopOrLine) => Experiment::ByCable,
        _ => Experiment::NextToRouter,
    }
}

#[cfg(test)]
mod properties;
