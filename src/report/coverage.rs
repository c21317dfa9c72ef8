//! What was ruled out, and what was not tested and why: the two lists that keep a report honest.

use crate::analysis::Analysis;
use crate::analysis::loss::Share;
use crate::evidence::{Evidence, Layer, Why};
use crate::rules::{self, Argument, Missing, Rule, Severity, Verdict};
use serde::Serialize;

/// A layer in which nothing above a hint was found, with the figures that say so.
#[derive(Debug, Clone)]
pub(crate) struct RuledOut {
    pub(crate) layer: Layer,
    /// The rules that passed.
    pub(crate) codes: Vec<&'static str>,
    pub(crate) arguments: Vec<(&'static str, Argument)>,
}

/// Something that was not judged.
#[derive(Debug, Clone)]
pub(crate) struct NotTested {
    pub(crate) layer: Layer,
    /// The rules that could not tell; empty where the whole layer was not looked at.
    pub(crate) codes: Vec<&'static str>,
    pub(crate) why: NotTestedWhy,
}

impl NotTested {
    /// True when a reader would miss it: not for what does not exist here, and not for single hints.
    pub(crate) fn is_missed(&self) -> bool {
        let only_hints = !self.codes.is_empty()
            && self
                .codes
                .iter()
                .filter_map(|code| rules::by_code(code))
                .all(|rule| rule.worst == Severity::Hint);
        let of_no_use = matches!(self.why, NotTestedWhy::Evidence(why) if why.is_absence());
        let nobody_asked =
            self.layer == Layer::Service && self.why == NotTestedWhy::Evidence(Why::NotAsked);
        !(only_hints || of_no_use || nobody_asked)
    }
}

/// Why something was not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum NotTestedWhy {
    /// The hard failure with this code lies below.
    Because(&'static str),
    /// The evidence is not there.
    Evidence(Why),
    /// The samples do not carry it.
    NotEnough,
    /// Still under way.
    Pending,
}

/// True where a hard failure lies below: whatever was seen above it was seen past it, and is not
/// what the person gets.
fn lies_above(layer: Layer, hard_root: Option<&'static Rule>) -> Option<&'static Rule> {
    hard_root.filter(|root| root.layer < layer)
}

/// The layers without a problem, bottom-up, as far as a hard failure leaves any.
pub(crate) fn ruled_out(
    judged: &[(&'static Rule, Verdict)],
    hard_root: Option<&'static Rule>,
    analysis: &Analysis,
    evidence: &Evidence,
) -> Vec<RuledOut> {
    Layer::ALL
        .into_iter()
        .filter(|layer| lies_above(*layer, hard_root).is_none())
        .filter_map(|layer| {
            let of_layer = judged.iter().filter(|(rule, _)| rule.layer == layer);
            let spotless = of_layer.clone().all(|(rule, verdict)| match verdict {
                Verdict::Pass | Verdict::Unknown(Missing::NotApplicable) => true,
                Verdict::Unknown(Missing::Evidence(_, why)) if why.is_absence() => true,
                Verdict::Found(finding) => finding.severity == Severity::Hint,
                Verdict::Unknown(_) => rule.worst == Severity::Hint,
            });
            let codes: Vec<_> = of_layer
                .filter(|(_, verdict)| *verdict == Verdict::Pass)
                .map(|(rule, _)| rule.code)
                .collect();
            (spotless && !codes.is_empty()).then(|| RuledOut {
                layer,
                codes,
                arguments: figures(layer, analysis, evidence),
            })
        })
        .collect()
}

/// The figures behind a spotless layer.
fn figures(
    layer: Layer,
    analysis: &Analysis,
    evidence: &Evidence,
) -> Vec<(&'static str, Argument)> {
    let counts = |share: Share| {
        vec![("lost", Argument::Count(share.lost)), ("sent", Argument::Count(share.sent))]
    };
    match layer {
        Layer::Radio | Layer::Router => {
            let mut figures = analysis
                .loss
                .as_ref()
                .and_then(|split| split.gateway)
                .map_or_else(Vec::new, counts);
            if let Some(delay) = analysis.delay.as_ref().and_then(|split| split.gateway) {
                figures.push(("rtt", Argument::Ms(delay.median_ms)));
            }
            if let (Layer::Radio, Some(radio)) = (layer, &analysis.radio) {
                figures.push(("rssi", Argument::Dbm(radio.rssi_median_dbm)));
            }
            figures
        }
        Layer::Line => {
            let mut figures =
                analysis.loss.as_ref().map_or_else(Vec::new, |split| counts(split.far));
            if let Some(split) = &analysis.delay {
                figures.push(("rtt", Argument::Ms(split.far.median_ms)));
            }
            figures
        }
        Layer::Names => analysis
            .names
            .as_ref()
            .and_then(|state| state.in_use()?.median_ms)
            .map_or_else(Vec::new, |median_ms| vec![("rtt", Argument::Ms(median_ms))]),
        Layer::Service => evidence.service.measured().map_or_else(Vec::new, |service| {
            let host = ("host", Argument::Name(service.host.clone()));
            let took = service.fastest_ms().map(|ms| ("rtt", Argument::Ms(ms)));
            [host].into_iter().chain(took).collect()
        }),
        Layer::Addresses => evidence
            .addresses
            .measured()
            .and_then(|addresses| addresses.default_routes.first())
            .map_or_else(Vec::new, |route| vec![("gateway", Argument::Ip(route.gateway))]),
        _ => Vec::new(),
    }
}

/// What was not judged, bottom-up, by reason.
pub(crate) fn not_tested(
    judged: &[(&'static Rule, Verdict)],
    evidence: &Evidence,
    hard_root: Option<&'static Rule>,
) -> Vec<NotTested> {
    let mut list: Vec<NotTested> = Vec::new();
    for layer in Layer::ALL {
        let mut of_layer = judged.iter().filter(|(rule, _)| rule.layer == layer).peekable();
        if of_layer.peek().is_none() {
            list.push(NotTested {
                layer,
                codes: Vec::new(),
                why: whole_layer(layer, evidence, hard_root),
            });
        }
        for (rule, verdict) in of_layer {
            let below = lies_above(layer, hard_root)
                .or(hard_root.filter(|root| root.explains.contains(&rule.code)));
            let why = match (verdict, below) {
                (Verdict::Found(_) | Verdict::Unknown(Missing::NotApplicable), _) => continue,
                (Verdict::Pass, _) if lies_above(layer, hard_root).is_none() => continue,
                (Verdict::Unknown(Missing::Evidence(_, Why::NotAsked)), _) => {
                    NotTestedWhy::Evidence(Why::NotAsked)
                }
                (_, Some(root)) => NotTestedWhy::Because(root.code),
                (Verdict::Pass, None) => continue,
                (Verdict::Unknown(Missing::Pending(_)), None) => NotTestedWhy::Pending,
                (Verdict::Unknown(Missing::NotEnough { .. }), None) => NotTestedWhy::NotEnough,
                (Verdict::Unknown(Missing::Evidence(_, why)), None) => NotTestedWhy::Evidence(*why),
            };
            match list.iter_mut().find(|entry| entry.layer == layer && entry.why == why) {
                Some(entry) => entry.codes.push(rule.code),
                None => list.push(NotTested { layer, codes: vec![rule.code], why }),
            }
        }
    }
    list
}

/// Why a layer without any rule was not looked at.
fn whole_layer(
    layer: Layer,
    evidence: &Evidence,
    hard_root: Option<&'static Rule>,
) -> NotTestedWhy {
    let asked = &evidence.run.asked;
    let left_out = asked.left_out.contains(&layer) || asked.offline || asked.quick;
    match hard_root {
        _ if left_out => NotTestedWhy::Evidence(Why::NotAsked),
        Some(root) => NotTestedWhy::Because(root.code),
        None => NotTestedWhy::Evidence(Why::NotSupported),
    }
}
