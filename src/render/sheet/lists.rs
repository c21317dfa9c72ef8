//! What was ruled out, what was not tested and why, and the details, in few lines.
//!
//! Apart because these lists are long in the report and must be short on the page.

use crate::analysis::loss::Loser;
use crate::evidence::{Evidence, Layer, Os, Why};
use crate::render::sentence::milliseconds;
use crate::report::Report;
use crate::report::coverage::{NotTested, NotTestedWhy, RuledOut};
use crate::rules::{self, Argument};
use crate::text::Lang;
use crate::text::words::{self, reasons, sheet as say};

/// Layers without figures in one line, then a line for each with figures.
pub(super) fn ruled_out(report: &Report, lang: Lang) -> Vec<String> {
    let radio = report.ruled_out.iter().any(|out| out.layer == Layer::Radio);
    // A router that keeps silent is what leaves the sides open: it is not what was ruled out.
    let silent = report.analysis.loss.as_ref().is_some_and(|s| s.loser == Loser::HopOrLine);
    let (mut bare, mut with_figures) = (Vec::new(), Vec::new());
    for out in report.ruled_out.iter().filter(|out| !(silent && out.layer == Layer::Router)) {
        let name = words::layer(out.layer).get(lang);
        let figures = figures(out, radio, report, lang);
        if figures.is_empty() {
            bare.push(name);
        } else {
            with_figures.push(format!("{name}: {}", figures.join(", ")));
        }
    }
    let bare = (!bare.is_empty()).then(|| bare.join(", "));
    bare.into_iter().chain(with_figures).collect()
}

fn figures(out: &RuledOut, radio: bool, report: &Report, lang: Lang) -> Vec<String> {
    let count = |name: &str| {
        out.arguments.iter().find_map(|(argument, value)| match value {
            Argument::Count(count) if *argument == name => Some(*count),
            _ => None,
        })
    };
    let counts = count("lost").zip(count("sent"));
    let lost_to_router = || counts.map(|(lost, sent)| say::lost_to_router(lost, sent, lang));
    let late = report
        .findings
        .iter()
        .any(|entry| ["wifi-answers-late", "cable-answers-late"].contains(&entry.rule.code));
    let answers = || {
        // What it takes is then the problem and not what was ruled out.
        if late {
            return None;
        }
        out.arguments.iter().find_map(|(name, value)| match value {
            Argument::Ms(ms) if *name == "rtt" => {
                Some(say::answers_in(&milliseconds(*ms, lang), lang))
            }
            _ => None,
        })
    };
    let many_answer = || {
        out.arguments.iter().find_map(|(name, value)| match value {
            Argument::Ms(ms) if *name == "rtt" => {
                Some(say::answer_in(&milliseconds(*ms, lang), lang))
            }
            _ => None,
        })
    };
    let far = report.findings.iter().any(|entry| entry.rule.code == "service-far");
    let not_that_one = || {
        let host = out.arguments.iter().find_map(|(_, value)| match value {
            Argument::Name(host) => Some(host.to_string()),
            _ => None,
        })?;
        let ms = out.arguments.iter().find_map(|(_, value)| match value {
            Argument::Ms(ms) => Some(milliseconds(*ms, lang)),
            _ => None,
        })?;
        Some(if far {
            say::service_answers(&host, &ms, lang)
        } else {
            say::not_that_service(&host, &ms, lang)
        })
    };
    let signal = || {
        out.arguments.iter().find_map(|(_, value)| match value {
            Argument::Dbm(dbm) => Some(say::signal(*dbm, lang)),
            _ => None,
        })
    };
    let parts = match out.layer {
        Layer::Radio => [signal(), lost_to_router()],
        // What the hop loses stands with the radio, where it was ruled out, or is the problem.
        Layer::Router if radio || counts.is_some_and(|(lost, _)| lost > 0) => [answers(), None],
        Layer::Router => {
            [answers(), counts.map(|(lost, sent)| say::lost_on_the_way(lost, sent, lang))]
        }
        Layer::Line => {
            let hop_loses = report
                .analysis
                .loss
                .as_ref()
                .and_then(|split| split.gateway)
                .is_some_and(|gateway| gateway.lost > 0)
                // Of a run of which only the report came along.
                || report.ruled_out.iter().any(|out| {
                    out.layer == Layer::Router
                        && matches!(out.arguments.first(), Some(("lost", Argument::Count(1..))))
                });
            let lost = counts.map(|(lost, sent)| {
                if hop_loses && lost > 0 {
                    say::NO_MORE_THAN_TO_ROUTER.get(lang).to_owned()
                } else {
                    say::lost_to_internet(lost, sent, lang)
                }
            });
            [lost, None]
        }
        Layer::Names => [many_answer(), None],
        Layer::Service => [not_that_one(), None],
        _ => [None, None],
    };
    parts.into_iter().flatten().collect()
}

/// A line for each reason. Without `verbose`, what nobody would miss is left out.
pub(super) fn not_tested(report: &Report, os: Os, verbose: bool, lang: Lang) -> Vec<String> {
    let mut groups: Vec<(&'static str, Vec<String>)> = Vec::new();
    for entry in report.not_tested.iter().filter(|entry| verbose || entry.is_missed()) {
        let reason = reason(entry, os).get(lang);
        let layer = words::layer(entry.layer).get(lang);
        let name = if is_whole(entry) { layer.to_owned() } else { say::in_part(layer, lang) };
        match groups.iter_mut().find(|(of, _)| *of == reason) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => groups.push((reason, vec![name])),
        }
    }
    groups.into_iter().map(|(reason, names)| format!("{}: {reason}", names.join(", "))).collect()
}

/// True when the whole layer was left untested for this reason. What was seen of it past a complete
/// failure below is not what the person gets, and no part that was tested.
fn is_whole(entry: &NotTested) -> bool {
    if let NotTestedWhy::Because(code) = entry.why
        && rules::by_code(code).is_some_and(|root| root.layer < entry.layer)
    {
        return true;
    }
    let all = rules::ALL.iter().filter(|rule| rule.layer == entry.layer).count();
    entry.codes.is_empty() || entry.codes.len() == all
}

fn reason(entry: &NotTested, os: Os) -> crate::text::Tr {
    match entry.why {
        NotTestedWhy::Because(_) => reasons::FAILURE_BELOW,
        NotTestedWhy::NotEnough => reasons::NOT_ENOUGH,
        NotTestedWhy::Pending => reasons::why(Why::Interrupted, os),
        NotTestedWhy::Evidence(Why::NotSupported) if entry.codes.is_empty() => reasons::NOT_YET,
        NotTestedWhy::Evidence(why) => reasons::why(why, os),
    }
}

/// Findings, targets and codes, in the vocabulary of the JSON.
pub(super) fn details(report: &Report, evidence: &Evidence, lang: Lang) -> Vec<String> {
    let mut details = Vec::new();
    for entry in &report.findings {
        let explained =
            entry.explained_by.map_or_else(String::new, |by| format!(", explained by {by}"));
        details.push(format!(
            "{}: {:?}, {:.2}{explained}",
            entry.rule.code, entry.finding.severity, entry.finding.confidence
        ));
    }
    for target in evidence.latency.measured().map_or(&[][..], |latency| &latency.targets) {
        let lost = target.probes.iter().filter(|probe| probe.rtt_ms.is_none()).count();
        let mut rtt_ms: Vec<f64> = target.probes.iter().filter_map(|probe| probe.rtt_ms).collect();
        rtt_ms.sort_by(f64::total_cmp);
        let median = rtt_ms
            .get(rtt_ms.len() / 2)
            .map_or_else(String::new, |ms| format!(", {}", milliseconds(*ms, lang)));
        details.push(format!("{}: {lost}/{}{median}", target.name, target.probes.len()));
    }
    for out in &report.ruled_out {
        details.push(format!("{} -: {}", out.layer.name(), out.codes.join(" ")));
    }
    for entry in report.not_tested.iter().filter(|entry| !entry.codes.is_empty()) {
        details.push(format!("{} ?: {}", entry.layer.name(), entry.codes.join(" ")));
    }
    details
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::evidence::composed::Changed;

    #[test]
    fn a_radio_that_windows_hides_comes_with_the_switch_that_shows_it() {
        let mut evidence = Changed::healthy_wifi().0;
        evidence.run.os = Os::Windows;
        evidence.wifi = Outcome::Unavailable(Why::LocationOff);
        let report = Report::of(&evidence);
        for (lang, words) in [
            (Lang::Es, "Configuración > Privacidad y seguridad > Ubicación"),
            (Lang::En, "Settings > Privacy & security > Location"),
            (Lang::Pt, "Configurações > Privacidade e segurança > Localização"),
        ] {
            let lines = not_tested(&report, Os::Windows, false, lang);
            assert!(lines.iter().any(|line| line.contains(words)), "{lines:?}");
        }
    }
}
