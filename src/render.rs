//! From the report to text: the words of the rules and of the program, laid out.
//!
//! Everything shown comes from the evidence and from what is asked for here, so that a replay is
//! byte for byte the report of the run. What is said ([`sheet`]) is apart from how it lies on the
//! page ([`plain`] for eyes, [`spoken`] for screen readers).

pub(crate) mod chart;
#[cfg(test)]
mod frames;
pub(crate) mod json;
pub(crate) mod live;
mod plain;
pub(crate) mod plan;
pub(crate) mod progress;
pub(crate) mod scan;
mod sentence;
pub(crate) mod shared;
mod sheet;
pub(crate) mod signal;
mod spoken;

use crate::evidence::{Evidence, Foreign};
use crate::report::Report;
use crate::rules::Rule;
use crate::text::Lang;
use crate::text::words::glossary::Term;
use crate::text::words::sheet as words;
pub(crate) use sentence::general as general_step;

/// Columns of every report, whatever the terminal, so that it can be pasted anywhere.
pub(crate) const COLUMNS: usize = 80;

/// How a report is to be shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    pub(crate) lang: Lang,
    /// No layout that only eyes understand.
    pub(crate) plain: bool,
    pub(crate) verbose: bool,
    /// Colour in addition to the words.
    pub(crate) colour: bool,
}

/// The report as text.
pub(crate) fn text(report: &Report, evidence: &Evidence, view: View) -> String {
    let sheet = sheet::Sheet::of(report, evidence, view.lang, view.verbose);
    if view.plain {
        return clean(&spoken::laid_out(&sheet, view.lang));
    }
    let text = clean(&plain::laid_out(&sheet, view.lang));
    if view.colour { plain::coloured(&text, &sheet) } else { text }
}

/// The verdict in one line, as it heads the report.
pub(crate) fn title(report: &Report, evidence: &Evidence, lang: Lang) -> &'static str {
    sheet::Sheet::of(report, evidence, lang, false).title
}

/// The page of one code.
pub(crate) fn page(rule: &Rule, lang: Lang) -> String {
    let (about, text) = (rule.about.get(lang), rule.text.get(lang));
    let mut page = format!("{}\n{}\n", rule.code, text.title);
    for (heading, paragraph) in [
        (words::FINDS, about.finds),
        (words::MATTERS, about.matters),
        (words::LIMITS, about.limits),
    ] {
        plain::heading(&mut page, heading.get(lang));
        plain::wrapped(&mut page, paragraph, "  ", "  ");
    }
    plain::heading(&mut page, words::WHAT_TO_DO.get(lang));
    for (at, step) in (1..).zip(text.steps.iter().filter_map(general_step)) {
        plain::wrapped(&mut page, &step, &format!("{at:>3}. "), "     ");
    }
    plain::wrapped(&mut page, &format!("{}: {}", words::MENDED.get(lang), text.mended), "  ", "  ");
    plain::heading(&mut page, words::SOURCES.get(lang));
    for source in rule.sources {
        plain::wrapped(&mut page, source, "  ", "    ");
    }
    clean(&page)
}

/// What one term means, with its names in the other languages for who heard one of those.
pub(crate) fn term(term: &Term, lang: Lang) -> String {
    let name = term.name.get(lang);
    let mut page = format!("{name}\n");
    plain::wrapped(&mut page, term.means.get(lang), "  ", "  ");
    let mut others: Vec<&str> = term.names().filter(|other| *other != name).collect();
    let mut seen = std::collections::BTreeSet::new();
    others.retain(|other| seen.insert(*other));
    if !others.is_empty() {
        plain::heading(&mut page, words::OTHER_NAMES.get(lang));
        plain::wrapped(&mut page, &others.join(", "), "  ", "  ");
    }
    clean(&page)
}

/// Nothing reaches a terminal that moves its cursor or turns the line, whatever file it came from.
fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for line in text.lines() {
        clean.push_str(Foreign::new(line).to_string().trim_end());
        clean.push('\n');
    }
    clean
}
