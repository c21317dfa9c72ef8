//! The report: one cause over its effects, what was ruled out, and what was not tested and why.
//!
//! It is a value without language or layout. Evidence goes in, the same report comes out.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub(crate) mod cause;
pub(crate) mod contact;
pub(crate) mod coverage;
pub(crate) mod digest;
pub(crate) mod schema;

use crate::analysis::Analysis;
use crate::evidence::{Evidence, Layer};
use crate::rules::{self, Case, Finding, Missing, Part, Rule, Severity, Side, Verdict};
use coverage::{NotTested, RuledOut};
use serde::{Deserialize, Serialize};

/// What one run comes to.
#[derive(Debug, Clone)]
pub(crate) struct Report {
    /// `None` while something is under way that could still change it.
    pub(crate) conclusion: Option<Conclusion>,
    /// The worst first, each effect behind its cause.
    pub(crate) findings: Vec<Entry>,
    pub(crate) ruled_out: Vec<RuledOut>,
    pub(crate) not_tested: Vec<NotTested>,
    pub(crate) analysis: Analysis,
}

/// A finding with the rule that made it.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) rule: &'static Rule,
    pub(crate) finding: Finding,
    /// The code of the finding that accounts for this one.
    pub(crate) explained_by: Option<&'static str>,
}

/// The verdict.
#[derive(Debug, Clone)]
pub(crate) struct Conclusion {
    pub(crate) state: State,
    /// The root cause, in the state `problem` alone.
    pub(crate) cause: Option<&'static Rule>,
    pub(crate) side: Option<Side>,
    pub(crate) severity: Option<Severity>,
    /// How sure it is, 0 to 1; absent when inconclusive.
    pub(crate) confidence: Option<f64>,
    /// In the state `inconclusive`: what it may still be, the likeliest first.
    pub(crate) candidates: Vec<Candidate>,
    /// At most two other problems that hurt too.
    pub(crate) contributors: Vec<&'static Rule>,
    /// The one experiment that would decide between the candidates.
    pub(crate) experiment: Option<Experiment>,
}

/// The state of the verdict (CODES.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    /// Nothing above a hint.
    Healthy,
    /// One root cause.
    Problem,
    /// Something is or may be wrong, and the evidence does not carry one cause.
    Inconclusive,
}

/// A cause that is still possible.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) rule: &'static Rule,
    /// How much of what was seen it would account for, 0 to 1.
    pub(crate) weight: f64,
}

/// What the person can do to tell two causes apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Experiment {
    /// Take the computer next to the router and measure again.
    NextToRouter,
    /// Connect the computer to the router by cable and measure again.
    ByCable,
    /// Measure again for longer.
    Longer,
}

impl Report {
    /// Judges the evidence by every rule. The same evidence always gives the same report.
    pub(crate) fn of(evidence: &Evidence) -> Self {
        let analysis = Analysis::of(evidence);
        let case = Case { evidence, analysis: &analysis };
        let judged: Vec<_> = rules::ALL.iter().map(|rule| (*rule, judge(rule, &case))).collect();
        let chosen = cause::choose(&judged, evidence, &analysis);
        let ruled_out = coverage::ruled_out(&judged, chosen.hard_root, &analysis, evidence);
        let not_tested = coverage::not_tested(&judged, evidence, chosen.hard_root);
        Self {
            conclusion: chosen.conclusion,
            findings: chosen.findings,
            ruled_out,
            not_tested,
            analysis,
        }
    }

    /// The finding with this code.
    pub(crate) fn entry(&self, code: &str) -> Option<&Entry> {
        self.findings.iter().find(|entry| entry.rule.code == code)
    }

    /// Hints that nothing explains, which are said after the verdict.
    pub(crate) fn hints(&self) -> impl Iterator<Item = &Entry> {
        self.findings.iter().filter(|entry| {
            entry.finding.severity == Severity::Hint && entry.explained_by.is_none()
        })
    }
}

/// One rule's verdict, as far as it was asked for: a layer left out is not judged, and a quick
/// run judges hard failures alone.
fn judge(rule: &'static Rule, case: &Case<'_>) -> Verdict {
    let asked = &case.evidence.run.asked;
    let not_asked = Verdict::Unknown(Missing::Evidence(
        rule.needs.last().copied().unwrap_or(Part::Host),
        crate::evidence::Why::NotAsked,
    ));
    if asked.left_out.contains(&rule.layer)
        || asked.quick && rule.worst < Severity::Hard
        || asked.offline && rule.layer > Layer::Router
    {
        return not_asked;
    }
    match rule.judge(case) {
        Verdict::Found(finding) if asked.quick && finding.severity < Severity::Hard => not_asked,
        verdict => verdict,
    }
}

#[cfg(test)]
mod tests;
