//! `signal`: the meter one walks about with, as a stream, until the person has had enough.

use super::radio::{self, Radio};
use super::typed::{self, Typed};
use super::{NotMeasured, end_of_stream, say, signs, stopped, stream};
use crate::analysis::walk;
use crate::cli::{Format, Signal};
use crate::evidence::Foreign;
use crate::evidence::walk::{Reading, Spot, Walk};
use crate::exit::Exit;
use crate::probes::wifi::meter::{Meter, READING_EVERY};
use crate::render::live::Live;
use crate::render::signal::Standing;
use crate::render::{self, json};
use crate::report::schema::walk::Json;
use crate::text::words::mistakes;
use std::io::IsTerminal as _;
use tokio::time::{MissedTickBehavior, interval};

/// Readings that become one line or one column of the history: a second.
const IN_A_SECOND: usize = 5;
/// Readings of a spot: five seconds, over twice as many as a spot needs.
const AT_A_SPOT: usize = 25;
/// Seconds without a signal, while a network is joined, after which there will be none.
const SILENT: usize = 3;
/// Seconds of the history.
const HISTORY: usize = 60;

/// Measures until it is stopped, then says where the signal gives out.
pub(crate) fn run(asked: &Signal) -> anyhow::Result<Exit> {
    let Radio { link, radio } = radio::open(asked.interface.as_deref(), asked.lang)?;
    let mut meter = Meter::new(radio, &link);
    let silent = |error| radio::silent(error, asked.lang);
    if !meter.read().map_err(silent)?.joined {
        return Err(NotMeasured(mistakes::NOT_JOINED.get(asked.lang).to_owned()).into());
    }
    let network = meter.network().map_err(silent)?.unwrap_or_else(|| Foreign::new([]));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut session = Session::begin(asked, network)?;
    let exit = runtime.block_on(session.walk(&mut meter))?;
    let Session { walk, heard, .. } = session;
    if !heard {
        return Err(NotMeasured(mistakes::NO_SIGNAL_TOLD.get(asked.lang).to_owned()).into());
    }
    let (states, conclusion) = walk::of(&walk);
    say(&match asked.format {
        Format::Json => json::line(&Json::end(&walk, &states, &conclusion))?,
        Format::Text => render::signal::end(&walk, &states, &conclusion, asked.plain, asked.lang),
    })?;
    Ok(exit)
}

/// A walk under way.
struct Session<'a> {
    asked: &'a Signal,
    network: Foreign,
    walk: Walk,
    /// Readings of the second that is not over.
    second: Vec<Reading>,
    /// The spot that was named last: its place, and the readings that it still gets.
    standing: Option<(usize, usize)>,
    /// There was a signal to read at all.
    heard: bool,
    so_far: String,
    live: Option<Live>,
}

impl<'a> Session<'a> {
    fn begin(asked: &'a Signal, network: Foreign) -> anyhow::Result<Self> {
        let eyes = asked.format == Format::Text && !asked.plain;
        let live = eyes && std::io::stdout().is_terminal() && std::io::stdin().is_terminal();
        let mut session = Self {
            asked,
            network,
            walk: Walk::default(),
            second: Vec::new(),
            standing: None,
            heard: false,
            so_far: String::new(),
            live: if live { Some(Live::begin()?) } else { None },
        };
        if let Some(name) = &asked.spot {
            session.stand(name);
        }
        Ok(session)
    }

    /// Reads and shows until the person, a signal or a reader that has gone ends it.
    async fn walk(&mut self, meter: &mut Meter) -> anyhow::Result<Exit> {
        let mut typed = if self.live.is_some() { typed::keys() } else { typed::lines() };
        let ended = stopped()?;
        tokio::pin!(ended);
        let mut ticks = interval(READING_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let exit = loop {
            tokio::select! {
                by = &mut ended => break end_of_stream(by),
                Some(typed) = typed.recv() => match typed {
                    Typed::SoFar(text) => {
                        self.so_far = text;
                        self.draw()?;
                    }
                    Typed::Line(name) => {
                        self.so_far.clear();
                        self.stand(&name);
                        self.draw()?;
                    }
                    Typed::End => break Exit::Done,
                },
                _ = ticks.tick() => {
                    if !self.read(meter)? {
                        break Exit::Done;
                    }
                }
            }
        };
        self.live = None;
        Ok(exit)
    }

    /// The person stands at this spot from now on. A name that was there before goes on.
    fn stand(&mut self, name: &str) {
        let name = Foreign::new(name);
        let known = self.walk.spots.iter().position(|spot| spot.name == name);
        let at = known.unwrap_or_else(|| {
            self.walk.spots.push(Spot { name, rssi_dbm: Vec::new() });
            self.walk.spots.len() - 1
        });
        self.standing = Some((at, AT_A_SPOT));
    }

    /// Takes a reading; false when nobody reads on.
    fn read(&mut self, meter: &mut Meter) -> anyhow::Result<bool> {
        // A driver that does not answer once has no signal then.
        let Ok(reading) = meter.read() else { return Ok(true) };
        self.heard |= reading.rssi_dbm.is_some();
        if let Some((at, left)) = &mut self.standing
            && *left > 0
        {
            self.walk.spots[*at].rssi_dbm.push(reading.rssi_dbm);
            *left -= 1;
        }
        self.second.push(reading);
        if self.second.len() < IN_A_SECOND {
            return Ok(true);
        }
        self.walk.readings.extend(walk::together(&self.second));
        self.second.clear();
        let excess = self.walk.readings.len().saturating_sub(HISTORY);
        self.walk.readings.drain(..excess);
        self.show()
    }

    /// The spot that was named last, as it is shown.
    fn standing(&self) -> Option<Standing<'_>> {
        let (at, left) = self.standing?;
        let spot = &self.walk.spots[at];
        let left_s = left.div_ceil(IN_A_SECOND) as u64;
        Some(Standing { name: &spot.name, left_s, state: walk::SpotState::of(spot) })
    }

    /// Shows the second that is over.
    fn show(&mut self) -> anyhow::Result<bool> {
        let Some(now) = self.walk.readings.last() else { return Ok(true) };
        // A driver that says who is joined and not how loud will not say it later either.
        if !self.heard && now.joined && self.walk.readings.len() >= SILENT {
            return Ok(false);
        }
        if self.live.is_some() {
            self.draw()?;
            return Ok(true);
        }
        let text = match self.asked.format {
            Format::Json => {
                let measuring = self.standing.filter(|(_, left)| *left > 0);
                let spot = measuring.map(|(at, _)| &self.walk.spots[at].name);
                json::line(&Json::reading(now, spot))?
            }
            Format::Text => render::signal::line(now, self.standing(), self.asked.lang),
        };
        // What was measured is said once where lines stay.
        self.standing = self.standing.filter(|(_, left)| *left > 0);
        Ok(stream(&text)?)
    }

    /// Draws the meter where there is one.
    fn draw(&mut self) -> std::io::Result<()> {
        let lines = render::signal::meter(
            &self.walk,
            &self.network,
            self.standing(),
            &self.so_far,
            signs(),
            self.asked.lang,
        );
        self.live.as_mut().map_or(Ok(()), |live| live.draw(&lines))
    }
}
