//! The main job: measure or read evidence, judge it, show the report, end with the verdict's code.
//!
//! Apart from its two files: [`replay`] reads evidence that somebody recorded, [`record`] writes it.

mod record;
mod replay;

use super::{Input, say, stopped, wants_colour};
use crate::cli::{Check, Format};
use crate::evidence::service::Lies;
use crate::evidence::{Evidence, Foreign, Part};
use crate::exit::Exit;
use crate::plan::{self, Plan};
use crate::probes::{self, Progress, joining};
use crate::render::progress::Line;
use crate::render::{self, View, json};
use crate::report::Report;
use crate::text::words::mistakes;
use record::Recording;
pub(super) use replay::{parse, whole_file};
use std::cell::{Cell, RefCell};

#[cfg(fuzzing)]
pub(crate) use replay::read_anything;

/// Evidence, and the exit code of the signal that ended the run early, where one did.
#[derive(Debug)]
struct Measured {
    evidence: Evidence,
    stopped: Option<Exit>,
}

/// Does what was asked.
pub(crate) fn run(check: &Check) -> anyhow::Result<Exit> {
    if check.dry_run {
        say(&render::plan::text(&Plan::of(check), check.lang))?;
        return Ok(Exit::Done);
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

/// The evidence of a check as asked, measured or read. A stopped run is evidence too.
pub(super) fn evidence(check: &Check) -> anyhow::Result<Evidence> {
    match &check.replay {
        Some(path) => Ok(replay::read(path, check.lang)?),
        None => Ok(measure(check)?.evidence),
    }
}

/// Measures as asked. Progress goes to stderr; a signal ends the run, and what was under way then
/// was not tried.
fn measure(check: &Check) -> anyhow::Result<Measured> {
    let plan = Plan::of(check);
    let line = RefCell::new(Line::on_stderr(check.lang, check.plain));
    let progress = |event: Progress<'_>| match event {
        Progress::Begun(part) => line.borrow_mut().looking_at(part),
        Progress::WaitsToJoin(waited) => {
            line.borrow_mut().waiting_to_join(joining::PATIENCE.saturating_sub(waited));
        }
        Progress::Listens(so_far) => {
            let title = render::title(&Report::of(so_far), so_far, check.lang);
            line.borrow_mut().listening(title, plan::policy_of(Part::Networks).deadline);
        }
        Progress::Done(_) | Progress::Rounds { .. } => {}
    };
    let stopped_by = Cell::new(None);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let evidence = runtime.block_on(async {
        let signal = stopped()?;
        let interrupt = async { stopped_by.set(Some(signal.await)) };
        anyhow::Ok(probes::run(&plan, interrupt, &progress).await)
    })?;
    // What is still asked of the system's resolver would otherwise be waited for.
    runtime.shutdown_background();
    if let (Some(name), Some(host)) = (&check.interface, evidence.host.measured())
        && !host.interfaces.iter().any(|interface| interface.name == *name)
    {
        let there: Vec<&str> = host.interfaces.iter().map(|i| i.name.as_str()).collect();
        let name = Foreign::new(name.as_str()).to_string();
        return Err(Input(mistakes::unknown_interface(&name, &there, check.lang)).into());
    }
    // A name that leads into a private network may have been made to: that is for the rules to say.
    if let (Some(target), Some(service)) = (&check.target, evidence.service.measured())
        && service.lies == Lies::Here
    {
        let target = Foreign::new(target.host.as_str()).to_string();
        return Err(Input(mistakes::target_is_this_computer(&target, check.lang)).into());
    }
    Ok(Measured { evidence, stopped: stopped_by.get() })
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
