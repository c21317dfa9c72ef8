//! The signal meter as text: what is shown while one walks, and what the walk says in the end.
//!
//! Apart from the terminal it is shown on ([`super::live`]), and from the report, which is of a
//! computer that stands still.

use super::chart::Signs;
use super::plain::{cell, columns, wrapped};
use crate::analysis::radio::Grade;
use crate::analysis::walk::{Conclusion, Repeater, SpotState};
use crate::evidence::Foreign;
use crate::evidence::walk::{Reading, Walk};
use crate::evidence::wifi::{Band, channel_of_mhz};
use crate::text::words::{sheet, walk as say};
use crate::text::{Lang, Tr};
use unicode_width::UnicodeWidthStr as _;

/// The bar's ends: weaker is no connection any more, stronger is beside the router.
const EMPTY_DBM: f64 = -90.0;
const FULL_DBM: f64 = -30.0;
/// Columns of the bar.
const BAR: usize = 24;

/// A signal in a word.
pub(super) const fn grade(grade: Grade) -> Tr {
    match grade {
        Grade::Excellent => say::EXCELLENT,
        Grade::VeryGood => say::VERY_GOOD,
        Grade::Good => say::GOOD,
        Grade::Fair => say::FAIR,
        Grade::Weak => say::WEAK,
        Grade::VeryWeak => say::VERY_WEAK,
        Grade::Unusable => say::UNUSABLE,
    }
}

/// A signal as figure and word; without one there is no connection.
fn signal(rssi_dbm: Option<i32>, lang: Lang) -> String {
    rssi_dbm.map_or_else(
        || say::NO_CONNECTION.get(lang).to_owned(),
        |dbm| format!("{dbm} dBm, {}", grade(Grade::of(dbm)).get(lang)),
    )
}

fn share(rssi_dbm: i32) -> f64 {
    (f64::from(rssi_dbm) - EMPTY_DBM) / (FULL_DBM - EMPTY_DBM)
}

/// A spot that is being measured, or was just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing<'a> {
    pub(crate) name: &'a Foreign,
    /// Seconds that it goes on; 0 when it is done.
    pub(crate) left_s: u64,
    pub(crate) state: SpotState,
}

impl Standing<'_> {
    fn text(&self, lang: Lang) -> String {
        let name = self.name.to_string();
        match self.left_s {
            0 => say::measured(&name, &state(self.state, lang), lang),
            left_s => say::stand_still(&name, left_s, lang),
        }
    }
}

/// The lines of the meter on a terminal. `network` is what is joined, `typed` what is being typed.
pub(crate) fn meter(
    walk: &Walk,
    network: &Foreign,
    standing: Option<Standing<'_>>,
    typed: &str,
    signs: Signs,
    lang: Lang,
) -> Vec<String> {
    let Some(now) = walk.readings.last() else { return Vec::new() };
    let labels = [sheet::NETWORK, sheet::SIGNAL, say::LAST_MINUTE, say::SPOT];
    let width = 2 + labels.iter().map(|label| label.get(lang).width()).max().unwrap_or(0);
    let labelled = |label: Tr, text: &str| format!("{}{text}", cell(label.get(lang), width));
    let bar = signs.bar(now.rssi_dbm.map_or(0.0, share), BAR);
    let history = walk.readings.iter().map(|reading| reading.rssi_dbm.map(share));
    let mut lines = vec![
        labelled(sheet::NETWORK, &joined(network, now, lang)),
        labelled(sheet::SIGNAL, &format!("{bar}  {}", signal(now.rssi_dbm, lang))),
        labelled(say::LAST_MINUTE, &signs.history(history)),
    ];
    lines.extend(standing.map(|standing| labelled(say::SPOT, &standing.text(lang))));
    let mut how = String::new();
    wrapped(&mut how, say::HOW.get(lang), "", "");
    lines.extend(how.lines().map(str::to_owned));
    lines.push(format!("> {}", Foreign::new(typed)));
    lines
}

/// The network, and the channel where there is one.
fn joined(network: &Foreign, now: &Reading, lang: Lang) -> String {
    let name = match network {
        name if name.is_empty() => sheet::HIDDEN_NETWORK.get(lang).to_owned(),
        name => name.to_string(),
    };
    let place = now.freq_mhz.and_then(|mhz| Some((channel_of_mhz(mhz)?, Band::of_mhz(mhz)?)));
    place.map_or(name.clone(), |(channel, band)| {
        format!("{name}, {}", sheet::channel(channel, band, None, lang))
    })
}

/// One second as a line, where nothing can be drawn anew.
pub(crate) fn line(now: &Reading, standing: Option<Standing<'_>>, lang: Lang) -> String {
    let mut line = format!("{} s: {}", (now.at_ms + 500) / 1000, signal(now.rssi_dbm, lang));
    if let Some(standing) = standing {
        line.push_str(". ");
        line.push_str(&standing.text(lang));
    }
    line.push('\n');
    super::clean(&line)
}

/// How a spot is.
fn state(state: SpotState, lang: Lang) -> String {
    match state {
        SpotState::TooShort => say::TOO_SHORT.get(lang).to_owned(),
        SpotState::CutOff => signal(None, lang),
        SpotState::Heard { median_dbm, .. } => signal(Some(median_dbm), lang),
    }
}

/// What the walk says: every spot, then where the signal gives out and where a repeater belongs.
pub(crate) fn end(
    walk: &Walk,
    states: &[SpotState],
    conclusion: &Conclusion,
    plain: bool,
    lang: Lang,
) -> String {
    /// A name longer than this is cut in the list.
    const NAME: usize = 30;
    let names: Vec<String> = walk.spots.iter().map(|spot| spot.name.to_string()).collect();
    let row = |(name, spot): (&String, &SpotState)| {
        let range = match spot {
            SpotState::Heard { low_dbm, high_dbm, .. } if low_dbm != high_dbm => {
                format!("({})", sheet::from_to(*low_dbm, *high_dbm, lang))
            }
            _ => String::new(),
        };
        vec![name.clone(), state(*spot, lang), range]
    };
    let rows: Vec<Vec<String>> = names.iter().zip(states).map(row).collect();
    let mut page = String::new();
    for line in if plain {
        rows.iter().map(|row| format!("{}: {} {}", row[0], row[1], row[2])).collect()
    } else {
        columns(&rows, &[NAME, usize::MAX, usize::MAX])
    } {
        page.push_str(line.trim_end());
        page.push('\n');
    }
    if !rows.is_empty() && !plain {
        page.push('\n');
    }
    let name = |at: usize| names[at].as_str();
    let here = |at: usize| state(states[at], lang);
    let mut say_all = |text: &str| wrapped(&mut page, text, "", "");
    match conclusion {
        Conclusion::TooLittle => say_all(say::TOO_LITTLE.get(lang)),
        Conclusion::EnoughEverywhere { weakest } => {
            say_all(&say::enough_everywhere(name(*weakest), &here(*weakest), lang));
        }
        Conclusion::GivesOut { at, repeater } => {
            let at: Vec<&str> = at.iter().map(|at| name(*at)).collect();
            say_all(&say::gives_out(&at, lang));
            say_all(&match *repeater {
                Repeater::At(spot) => say::repeater_at(name(spot), &here(spot), lang),
                Repeater::Between(near, far) => say::repeater_between(name(near), name(far), lang),
                Repeater::NearerToRouter => say::REPEATER_NEARER.get(lang).to_owned(),
            });
        }
    }
    super::clean(&page)
}

#[cfg(test)]
mod tests;
