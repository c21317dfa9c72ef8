//! Chooses the root cause. This is the only place that does.
//!
//! Bottom-up: the lowest hard failure is the cause and hides what lies above it. Without one, the
//! problems are ranked by severity x confidence x the share of the symptom that they account for.
//! What another finding explains is an effect and never the cause. While something is under way
//! that could still turn the verdict, there is none.

use super::{Candidate, Conclusion, Entry, Experiment, State};
use crate::analysis::Analysis;
use crate::analysis::loss::Loser;
use crate::evidence::host::Medium;
use crate::evidence::{Evidence, Why};
use crate::rules::{Finding, Missing, Rule, Severity, Verdict};
use std::cmp::Reverse;

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
    let mut findings = explained(judged);
    let hard_root = findings
        .iter()
        .filter(|entry| entry.explained_by.is_none() && entry.finding.severity == Severity::Hard)
        .min_by(|a, b| {
            (a.rule.layer.cmp(&b.rule.layer))
                .then(b.finding.confidence.total_cmp(&a.finding.confidence))
                .then(a.rule.code.cmp(b.rule.code))
        })
        .map(|entry| entry.rule);
    if let Some(root) = hard_root {
        for entry in &mut findings {
            let above = entry.rule.layer > root.layer;
            if entry.explained_by.is_none() && entry.rule.code != root.code && above {
                entry.explained_by = Some(root.code);
            }
        }
    }
    let symptom_share = |rule: &Rule| match evidence.run.asked.symptom {
        None => 1.0,
        // A cause that accounts for little of the symptom is not thereby impossible.
        Some(symptom) => rule
            .symptoms
            .iter()
            .find(|(of, _)| *of == symptom)
            .map_or(UNRELATED, |(_, share)| share.max(UNRELATED)),
    };
    let own_score = |entry: &Entry| {
        weight(entry.finding.severity) * entry.finding.confidence * symptom_share(entry.rule)
    };
    // A cause hurts at least as much as what it brings about.
    let scores: Vec<(&str, f64)> = findings
        .iter()
        .map(|entry| {
            let effects = findings.iter().filter(|e| e.explained_by == Some(entry.rule.code));
            let score = effects.map(own_score).fold(own_score(entry), f64::max);
            (entry.rule.code, score)
        })
        .collect();
    let score = |entry: &Entry| {
        scores.iter().find(|(code, _)| *code == entry.rule.code).map_or(0.0, |(_, score)| *score)
    };
    findings.sort_by(|a, b| {
        let rank = |entry: &Entry| {
            let root = hard_root.is_some_and(|root| root.code == entry.rule.code);
            (entry.explained_by.is_some(), !root, Reverse(entry.finding.severity))
        };
        rank(a)
            .cmp(&rank(b))
            .then(score(b).total_cmp(&score(a)))
            .then(a.rule.layer.cmp(&b.rule.layer))
            .then(a.rule.code.cmp(b.rule.code))
    });
    let conclusion = conclude(judged, &findings, hard_root, evidence, analysis);
    Chosen { conclusion, findings, hard_root }
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

/// The findings, each with the one that accounts for it: the lowest one that explains it, and
/// that is likely itself, and that is not a hint where the effect is more, since a hint does not bring about a problem.
fn explained(judged: &[(&'static Rule, Verdict)]) -> Vec<Entry> {
    let found: Vec<(&'static Rule, &Finding)> = judged
        .iter()
        .filter_map(|(rule, verdict)| match verdict {
            Verdict::Found(finding) => Some((*rule, finding)),
            Verdict::Pass | Verdict::Unknown(_) => None,
        })
        .collect();
    found
        .iter()
        .map(|(rule, finding)| {
            let explained_by = found
                .iter()
                .filter(|(cause, by)| {
                    cause.explains.contains(&rule.code)
                        && by.confidence >= LIKELY
                        && by.severity >= finding.severity.min(Severity::Problem)
                })
                .map(|(cause, _)| *cause)
                .min_by_key(|cause| (cause.layer, cause.code))
                .map(|cause| cause.code);
            Entry { rule, finding: (*finding).clone(), explained_by }
        })
        .collect()
}

fn conclude(
    judged: &[(&'static Rule, Verdict)],
    findings: &[Entry],
    hard_root: Option<&'static Rule>,
    evidence: &Evidence,
    analysis: &Analysis,
) -> Option<Conclusion> {
    let open = |rule: &Rule, verdict: &Verdict| match (verdict, hard_root) {
        (Verdict::Unknown(Missing::Pending(_)), Some(root)) => {
            rule.worst == Severity::Hard
                && (rule.layer <= root.layer || rule.explains.contains(&root.code))
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
        let behind: Vec<Candidate> = judged
            .iter()
            .filter(|(rule, verdict)| {
                let stopped =
                    matches!(verdict, Verdict::Unknown(Missing::Evidence(_, Why::Interrupted)));
                stopped && rule.side != root.rule.side && rule.explains.contains(&root.rule.code)
            })
            .map(|(rule, _)| Candidate { rule, weight: 0.5 })
            .collect();
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
