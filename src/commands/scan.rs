//! `scan`: the networks around, once or as a stream.

use super::radio::{self, Radio};
use super::typed::{self, Typed};
use super::{end_of_stream, say, signs, stopped, stream, wants_colour};
use crate::analysis::congestion::{Air, seen::Seen};
use crate::cli::{Format, Scan};
use crate::evidence::networks::{self, Networks};
use crate::evidence::{Outcome, Part, Why};
use crate::exit::Exit;
use crate::probes::wifi::{self, manager, networks as probe, scans};
use crate::render::progress::Line;
use crate::render::scan::Page;
use crate::render::{View, json, live};
use crate::report::schema::networks::Json;
use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

/// From one look of `--watch` to the next. A scan takes the radio off its channel for seconds,
/// which nobody who uses it should feel all the time.
const AGAIN_AFTER: Duration = Duration::from_secs(5);

/// What a scan may take at most: drivers take two to five seconds, and longer while the radio is
/// in use, since they go home between the channels.
const PATIENCE: Duration = Duration::from_secs(15);

/// Shows the networks around.
pub(crate) fn run(asked: &Scan) -> anyhow::Result<Exit> {
    let mut radio = radio::open(asked.interface.as_deref(), asked.lang)?;
    if asked.cached && !asked.watch {
        // Nothing is waited for, so nothing that waits is started.
        let networks = list(asked, &mut radio, networks::Scan::Cached)?;
        say(&shown(asked, &mut radio, &networks)?)?;
        return Ok(Exit::Done);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if asked.watch {
        return runtime.block_on(watch(asked, &mut radio));
    }
    let networks = runtime.block_on(look(asked, &mut radio))?;
    say(&shown(asked, &mut radio, &networks)?)?;
    Ok(Exit::Done)
}

/// Looks again and again, until the person or a reader that has gone ends it.
async fn watch(asked: &Scan, radio: &mut Radio) -> anyhow::Result<Exit> {
    let redraws = asked.format == Format::Text && !asked.plain && std::io::stdout().is_terminal();
    let mut typed = typed::lines();
    let ended = stopped()?;
    tokio::pin!(ended);
    loop {
        let step = async {
            let networks = look(asked, radio).await?;
            if redraws {
                live::start_over()?;
            }
            let going = stream(&shown(asked, radio, &networks)?)?;
            tokio::time::sleep(AGAIN_AFTER).await;
            anyhow::Ok(going)
        };
        tokio::select! {
            by = &mut ended => return Ok(end_of_stream(by)),
            Some(Typed::End) = typed.recv() => return Ok(Exit::Done),
            going = step => if !going? {
                return Ok(Exit::Done);
            },
        }
    }
}

/// Listens where that is asked for and allowed, then reads the list.
async fn look(asked: &Scan, radio: &mut Radio) -> anyhow::Result<Networks> {
    if asked.cached {
        return list(asked, radio, networks::Scan::Cached);
    }
    let mut progress = Line::on_stderr(asked.lang, asked.plain);
    progress.looking_at(Part::Networks);
    let (link, deadline) = (&radio.link, Instant::now() + PATIENCE);
    let manager = manager::System::open();
    let scan = scans::afresh(radio.radio.as_mut(), &manager, link, deadline).await;
    drop(progress);
    list(asked, radio, scan)
}

/// The system's list; `scan` says who listened for it.
fn list(asked: &Scan, radio: &mut Radio, scan: networks::Scan) -> anyhow::Result<Networks> {
    let known = Outcome::NotTried(Why::NotAsked);
    match probe::read(radio.radio.as_mut(), &radio.link, scan, known) {
        Outcome::Measured(networks) => Ok(networks),
        other => Err(radio::unread(&other, asked.lang).into()),
    }
}

/// The list as it was asked for.
fn shown(asked: &Scan, radio: &mut Radio, networks: &Networks) -> anyhow::Result<String> {
    let seen = Seen::of(networks);
    let busy_percent = wifi::busy_percent(radio.radio.as_mut(), radio.link.index);
    let air = Air::of(networks, busy_percent.measured().copied());
    let advice = air.as_ref().map(|air| air.advice.as_slice());
    Ok(match asked.format {
        Format::Json if asked.watch => {
            json::line(&Json::of(networks, &seen, advice.unwrap_or_default()))?
        }
        Format::Json => json::page(&Json::of(networks, &seen, advice.unwrap_or_default()))?,
        Format::Text => {
            let view = View {
                lang: asked.lang,
                plain: asked.plain,
                verbose: false,
                colour: wants_colour(),
            };
            Page { networks, seen: &seen, advice, cached: asked.cached }.text(view, signs())
        }
    })
}
