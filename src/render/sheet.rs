//! What a report says, in order and in one language, before it is laid out.
//!
//! It is apart so that the layouts for eyes and for screen readers cannot say different things.

mod figures;
mod lists;

use super::sentence::{self, Moment};
use crate::analysis::loss::Loser;
use crate::evidence::host::Medium;
use crate::evidence::{Evidence, Foreign, Origin, Outcome, Why};
use crate::report::digest::Digest;
use crate::report::{Conclusion, Entry, Experiment, Report, State};
use crate::rules::{Rule, Severity, Side};
use crate::text::Lang;
use crate::text::words::{self, reasons, sheet as say};

pub(super) use figures::Row;

/// The content of a report.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sheet {
    /// `None` while it is open; shown as inconclusive.
    pub(super) state: Option<State>,
    pub(super) head: &'static str,
    pub(super) title: &'static str,
    pub(super) certainty: Option<&'static str>,
    /// Sides that are or may be at fault.
    pub(super) sides: Vec<Side>,
    /// Nothing works: the action comes first and there are no figures.
    pub(super) hard: bool,
    /// What is wrong, in sentences.
    pub(super) what: String,
    /// What it may be, where it is open.
    pub(super) may_be: Vec<&'static str>,
    /// What would decide.
    pub(super) experiment: Option<&'static str>,
    pub(super) steps: Vec<String>,
    pub(super) mended: Option<String>,
    pub(super) tell_provider: String,
    /// Other problems that hurt too.
    pub(super) also: Vec<String>,
    pub(super) hints: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) ruled_out: Vec<String>,
    pub(super) not_tested: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// For `--verbose`, in the vocabulary of the JSON.
    pub(super) details: Vec<String>,
    pub(super) code: Option<&'static str>,
    /// When, for how long and by what it was measured.
    pub(super) measured: String,
}

impl Sheet {
    /// What is said about a run of which a digest was shared: the same, with the few figures that
    /// came along.
    pub(super) fn of_digest(digest: &Digest, lang: Lang) -> Self {
        let mut sheet = Self::of(&digest.report, &digest.evidence(), lang, false);
        sheet.rows = if sheet.hard { Vec::new() } else { figures::shared(&digest.measures, lang) };
        sheet
    }

    /// Everything that is said about this evidence.
    pub(super) fn of(report: &Report, evidence: &Evidence, lang: Lang, verbose: bool) -> Self {
        let moment = Moment::of(evidence, lang);
        let conclusion = report.conclusion.as_ref();
        let mut sheet = match conclusion.and_then(|c| Some((c, c.cause?))) {
            Some((conclusion, cause)) => {
                problem(report, evidence, conclusion, cause, &moment, lang)
            }
            None if conclusion.is_some_and(|c| c.state == State::Healthy) => {
                healthy(report, evidence, conclusion, lang)
            }
            None => open(report, conclusion, lang),
        };
        sheet.state = conclusion.map(|c| c.state);
        sheet.hints = report
            .hints()
            .map(|entry| {
                let text = entry.rule.text.get(lang);
                let what = sentence::said(text.what, &entry.finding, &moment, lang).join(" ");
                format!("{}. {what} (wifidoc explain {})", text.title, entry.rule.code)
            })
            .collect();
        sheet.notes = notes(evidence, lang);
        sheet.ruled_out = lists::ruled_out(report, lang);
        sheet.not_tested = lists::not_tested(report, evidence.run.os, verbose, lang);
        if !sheet.hard {
            sheet.rows = figures::rows(report, evidence, verbose, lang);
        }
        if verbose {
            sheet.details = lists::details(report, evidence, lang);
        }
        sheet.measured = measured(evidence, moment, lang);
        sheet
    }
}

/// A problem with its cause.
fn problem(
    report: &Report,
    evidence: &Evidence,
    conclusion: &Conclusion,
    cause: &'static Rule,
    moment: &Moment,
    lang: Lang,
) -> Sheet {
    let text = cause.text.get(lang);
    let mut sheet = Sheet {
        head: say::PROBLEM.get(lang),
        title: text.title,
        certainty: conclusion.confidence.map(|c| say::certainty(c).get(lang)),
        sides: conclusion.side.into_iter().collect(),
        hard: conclusion.severity == Some(Severity::Hard),
        code: Some(cause.code),
        also: conclusion
            .contributors
            .iter()
            .filter_map(|rule| report.entry(rule.code))
            .map(|entry| also(entry, moment, lang))
            .collect(),
        ..Sheet::default()
    };
    if let Some(Entry { finding, .. }) = report.entry(cause.code) {
        sheet.what = sentence::said(text.what, finding, moment, lang).join(" ");
        sheet.steps = sentence::steps(text.steps, finding, moment, evidence.run.os, lang);
        sheet.mended = sentence::filled(text.mended, finding, moment, lang);
        sheet.tell_provider = sentence::said(text.tell_provider, finding, moment, lang).join(" ");
    }
    sheet
}

/// Another problem, in two sentences.
fn also(entry: &Entry, moment: &Moment, lang: Lang) -> String {
    let text = entry.rule.text.get(lang);
    let certainty = say::certainty(entry.finding.confidence).get(lang);
    let what = sentence::said(text.what, &entry.finding, moment, lang);
    let first = what.first().map_or("", String::as_str);
    format!("{} ({certainty}). {first}", text.title)
}

/// Nothing above a hint, and what one run cannot see.
fn healthy(
    report: &Report,
    evidence: &Evidence,
    conclusion: Option<&Conclusion>,
    lang: Lang,
) -> Sheet {
    let quick = evidence.run.asked.quick;
    let layers: Vec<&str> =
        report.ruled_out.iter().map(|out| words::layer(out.layer).get(lang)).collect();
    let seconds = words::seconds(evidence.run.took_ms.saturating_add(500) / 1000, lang);
    let mut what = Vec::new();
    if !layers.is_empty() {
        what.push(say::tested(&words::list(&layers, lang), &seconds, lang));
    }
    let rest = if quick { say::QUICK_ONLY } else { say::COMES_AND_GOES };
    what.push(rest.get(lang).to_owned());
    Sheet {
        head: say::HEALTHY.get(lang),
        title: if quick { say::NO_COMPLETE_FAILURE } else { say::NOTHING_FOUND }.get(lang),
        certainty: conclusion.and_then(|c| c.confidence).map(|c| say::certainty(c).get(lang)),
        what: what.join(" "),
        ..Sheet::default()
    }
}

/// Something is or may be wrong, and no cause carries it.
fn open(report: &Report, conclusion: Option<&Conclusion>, lang: Lang) -> Sheet {
    let candidates = conclusion.map_or(&[][..], |c| &c.candidates);
    let title = match conclusion {
        _ if candidates.is_empty() => say::NOT_ENOUGH_SEEN,
        Some(Conclusion { side: Some(_), .. }) => say::WHICH_CAUSE,
        _ => say::WHICH_SIDE,
    };
    let what = match report.analysis.loss.as_ref().map(|split| split.loser) {
        Some(Loser::HopOrLine) => say::ROUTER_KEEPS_SILENT.get(lang),
        Some(Loser::Undecided) => say::LOST_SOMEWHERE.get(lang),
        _ => "",
    };
    let experiment = match conclusion.and_then(|c| c.experiment) {
        Some(Experiment::NextToRouter) => say::NEXT_TO_ROUTER,
        Some(Experiment::ByCable) => say::BY_CABLE,
        Some(Experiment::Longer) => say::LONGER,
        None => say::AGAIN,
    };
    let mut sides: Vec<Side> = candidates.iter().map(|candidate| candidate.rule.side).collect();
    sides.sort_unstable();
    sides.dedup();
    Sheet {
        head: say::INCONCLUSIVE.get(lang),
        title: title.get(lang),
        sides,
        what: what.to_owned(),
        may_be: candidates.iter().map(|candidate| candidate.rule.text.get(lang).title).collect(),
        experiment: Some(experiment.get(lang)),
        ..Sheet::default()
    }
}

/// What has to be known to read the rest rightly.
fn notes(evidence: &Evidence, lang: Lang) -> Vec<String> {
    let mut notes = Vec::new();
    if evidence.origin == Origin::Composed {
        notes.push(say::COMPOSED.get(lang).to_owned());
    }
    let Some(host) = evidence.host.measured() else { return notes };
    if let Some(tunnel) = &host.tunnel {
        notes.push(say::beside_tunnel(&shown(tunnel).to_string(), lang));
    }
    if let Some(under_test) = host.interface().filter(|i| i.medium == Medium::Cable) {
        let radio = host.interfaces.iter().any(|interface| interface.medium == Medium::Wifi);
        notes.push(if radio {
            say::cable_tested(&shown(&under_test.name).to_string(), lang)
        } else {
            say::no_wifi_here(&shown(&under_test.name).to_string(), lang)
        });
    }
    // What one click mends is worth a line; what a driver does not tell is not.
    let link = evidence.wifi.measured().and_then(|wifi| wifi.link.measured());
    if link.is_some_and(|link| link.ssid == Outcome::Unavailable(Why::LocationOff)) {
        let why = reasons::why(Why::LocationOff, evidence.run.os).get(lang);
        notes.push(say::name_not_shown(why, lang));
    }
    if host.container {
        notes.push(say::INSIDE_CONTAINER.get(lang).to_owned());
    }
    notes
}

/// When, for how long, by what.
fn measured(evidence: &Evidence, moment: Moment, lang: Lang) -> String {
    let run = &evidence.run;
    #[expect(clippy::cast_precision_loss, reason = "a run lasts minutes at most")]
    let took = (run.took_ms > 0).then(|| {
        format!("{} s", crate::text::figures::decimal(run.took_ms as f64 / 1000.0, 1, lang))
    });
    let version = (!run.version.is_empty()).then(|| format!("wifidoc {}", shown(&run.version)));
    let parts = [moment.date, moment.time, took, version];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A system's own name of something, cleaned: the file it stands in may come from anywhere.
fn shown(name: &str) -> Foreign {
    Foreign::new(name)
}
