//! The main job: measure or read evidence, judge it, show the report, end with the verdict's code.
//!
//! Apart from its two files: [`replay`] reads evidence that somebody recorded, [`record`] writes it.

mod record;
mod replay;

use super::say;
use crate::cli::{Check, Format};
use crate::evidence::Evidence;
use crate::exit::Exit;
use crate::render::{self, View, json};
use crate::report::Report;
use record::Recording;
use std::io::IsTerminal as _;

/// Evidence, and the exit code of the signal that ended the run early, where one did.
#[derive(Debug)]
struct Measured {
    evidence: Evidence,
    stopped: Option<Exit>,
}

/// Does what was asked.
pub(crate) fn run(check: &Check) -> anyhow::Result<Exit> {
    if check.dry_run {
        return show_plan(check);
    }
    let mut recording = None;
    let measured = if let Some(path) = &check.replay {
        Measured { evidence: replay::read(path, check.lang)?, stopped: None }
    } else {
        if let Some(path) = &check.record {
            // A path that cannot be written is told before anybody waits for a measurement.
            recording = Some(Recording::begin(path, check.lang)?);
        }
        measure(check)?
    };
    let report = Report::of(&measured.evidence);
    let shown = show(check, &report, &measured.evidence);
    // What was measured is kept even when nobody can be told of it.
    if let Some(recording) = recording {
        recording.keep(&measured.evidence)?;
    }
    shown?;
    let verdict = report.conclusion.as_ref().map_or(Exit::Inconclusive, Exit::of);
    Ok(measured.stopped.unwrap_or(verdict))
}

/// Measures as asked. Progress goes to stderr by [`render::progress::Line`].
fn measure(_check: &Check) -> anyhow::Result<Measured> {
    anyhow::bail!("measuring is not built in yet; use --replay FILE")
}

/// Shows what would be measured, and contacts nobody.
fn show_plan(_check: &Check) -> anyhow::Result<Exit> {
    anyhow::bail!("the plan is not built in yet")
}

fn show(check: &Check, report: &Report, evidence: &Evidence) -> anyhow::Result<()> {
    let text = match check.format {
        Format::Json => json::text(report, evidence, check.raw)?,
        Format::Text => {
            let view = View {
                lang: check.lang,
                plain: check.plain,
                verbose: check.verbose,
                colour: wants_colour(),
            };
            render::text(report, evidence, view)
        }
    };
    Ok(say(&text)?)
}

/// Colour only where a person looks at it and has not said no (no-color.org).
fn wants_colour() -> bool {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    std::io::stdout().is_terminal()
        && set("NO_COLOR").is_none()
        && set("TERM").is_some_and(|term| term != "dumb")
}
