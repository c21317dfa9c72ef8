//! The networks around as text: a list by band and radio, a chart of the channels, the advice.
//!
//! Apart from the report because it judges nothing but channels: it is a picture of the air.

use super::chart::Signs;
use super::plain::{cell, columns, heading, wrapped};
use super::signal::grade;
use super::{COLUMNS, View};
use crate::analysis::congestion::seen::{Seen, Taken};
use crate::analysis::congestion::{Action, Advice};
use crate::analysis::radio::Grade;
use crate::evidence::networks::{Network, Networks, Scan};
use crate::evidence::wifi::{Band, channel_of_mhz};
use crate::text::words::{scan as say, sheet};
use crate::text::{Lang, figures};
use unicode_width::UnicodeWidthStr as _;

/// A channel that others take this share of is full: calls break up from there on (CATALOGUE T4).
const FULL: f64 = 0.5;
/// Rows of a chart.
const HIGH: u8 = 3;
/// Columns of each cell of the list at most: name, signal, channel, lock, age.
const MOST: [usize; 5] = [23, 17, 13, 14, 5];
/// What stands before the joined network, and before a further name of the radio above.
const YOURS: &str = "> ";
const SAME_RADIO: &str = "+ ";
/// A move that frees less than this is advised for another reason than neighbours on the channel.
const LEAST_GAIN: f64 = 0.05;

/// What is shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Page<'a> {
    pub(crate) networks: &'a Networks,
    pub(crate) seen: &'a Seen<'a>,
    /// `None` where no network is joined.
    pub(crate) advice: Option<&'a [Advice]>,
    /// The person wants the system's own list.
    pub(crate) cached: bool,
}

impl<'a> Page<'a> {
    /// The whole page.
    pub(crate) fn text(self, view: View, signs: Signs) -> String {
        let lang = view.lang;
        let mut page = String::new();
        let count = self.networks.heard.len();
        let head = [say::head(count, self.seen.radios.len(), lang), self.age(lang)];
        wrapped(&mut page, head.join(" ").trim_end(), "", "");
        for band in Band::ALL {
            if self.radios(band).next().is_some() {
                heading(&mut page, say::band(band).get(lang));
                if view.plain {
                    self.read_out(&mut page, band, lang);
                } else {
                    self.drawn(&mut page, band, signs, lang);
                }
            }
        }
        self.advise(&mut page, lang);
        let page = super::clean(&page);
        if view.colour { coloured(&page) } else { page }
    }

    /// How old the list is, and what that means.
    fn age(self, lang: Lang) -> String {
        if self.networks.scan != Scan::Cached {
            return say::HEARD_NOW.get(lang).to_owned();
        }
        let ages = || self.networks.heard.iter().filter_map(seconds);
        let ages = ages().min().zip(ages().max());
        let parts = [
            (!self.cached).then(|| say::NOT_ALLOWED.get(lang).to_owned()),
            ages.map(|(newest_s, oldest_s)| say::cached(newest_s, oldest_s, lang)),
            (!self.networks.looked()).then(|| say::NOT_LOOKED.get(lang).to_owned()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// The radios of a band, the strongest first.
    fn radios(self, band: Band) -> impl Iterator<Item = &'a [&'a Network]> {
        let of_band = move |radio: &&[&Network]| {
            radio.first().is_some_and(|first| Band::of_mhz(first.freq_mhz) == Some(band))
        };
        self.seen.radios.iter().map(Vec::as_slice).filter(of_band)
    }

    fn channels(self, band: Band) -> Vec<Taken> {
        self.seen.channels.iter().copied().filter(|taken| taken.band == band).collect()
    }

    /// A band for eyes: the list, the chart.
    fn drawn(self, page: &mut String, band: Band, signs: Signs, lang: Lang) {
        let heads = [sheet::NETWORK, say::SIGNAL_DBM, say::CHANNEL, say::SECURITY, say::AGE];
        let mut heads = heads.map(|head| head.get(lang).to_owned());
        heads[0].insert_str(0, &" ".repeat(YOURS.len() + SAME_RADIO.len()));
        let mut rows = vec![heads.to_vec()];
        for radio in self.radios(band) {
            rows.extend(radio.iter().enumerate().map(|(at, network)| row(network, at > 0, lang)));
        }
        let mut lines = columns(&rows, &MOST);
        let marks: Vec<String> = [(YOURS, say::YOURS), (SAME_RADIO, say::SAME_RADIO)]
            .into_iter()
            .filter(|(mark, _)| rows.iter().skip(1).any(|row| row[0].contains(mark)))
            .map(|(mark, means)| format!("{mark}{}", means.get(lang)))
            .collect();
        lines.extend((!marks.is_empty()).then(|| marks.join("   ")));
        let channels = self.channels(band);
        if !channels.is_empty() {
            lines.push(String::new());
            lines.push(say::taken_by_others(say::band(band).get(lang), lang));
            lines.extend(chart(&channels, self.seen.home(band), signs, lang));
        }
        for line in lines {
            page.push_str(line.trim_end());
            page.push('\n');
        }
    }

    /// A band for ears: a sentence for each network and for each channel that others are on.
    fn read_out(self, page: &mut String, band: Band, lang: Lang) {
        for radio in self.radios(band) {
            for (at, network) in radio.iter().enumerate() {
                let marks = [
                    network.associated.then(|| say::YOURS.get(lang)),
                    (at > 0).then(|| say::SAME_RADIO.get(lang)),
                ];
                let marks: Vec<&str> = marks.into_iter().flatten().collect();
                let marks = match marks[..] {
                    [] => String::new(),
                    _ => format!(" ({})", marks.join(", ")),
                };
                let channel = channel_of_mhz(network.freq_mhz).unwrap_or_default();
                let facts = [
                    signal(network, "dBm ", lang),
                    sheet::channel(channel, band, Some(network.width_mhz), lang),
                    say::security(network.security).get(lang).to_owned(),
                ];
                let ago = seconds(network).map(|seconds| say::ago(seconds, lang));
                let facts: Vec<String> = facts.into_iter().chain(ago).collect();
                let name = name(network, lang);
                wrapped(page, &format!("{name}{marks}: {}", facts.join(", ")), "", "");
            }
        }
        for taken in self.channels(band).iter().filter(|taken| taken.share > 0.0) {
            let percent = figures::percent(taken.share, 2, lang);
            wrapped(page, &say::channel_taken(taken.channel, &percent, lang), "", "");
        }
    }

    /// One sentence for each band of the home's network.
    fn advise(self, page: &mut String, lang: Lang) {
        page.push('\n');
        let Some(advice) = self.advice else {
            return wrapped(page, say::NOT_JOINED.get(lang), "", "");
        };
        if advice.is_empty() {
            wrapped(page, say::NOT_ENOUGH_HEARD.get(lang), "", "");
        }
        for Advice { band, action, channel, gain } in advice {
            let band = say::band(*band).get(lang);
            let text = match action {
                Action::Stay => say::stay(band, *channel, lang),
                Action::Change if *gain < LEAST_GAIN => say::change_between(band, *channel, lang),
                Action::Change => {
                    say::change(band, *channel, &figures::percent(*gain, 2, lang), lang)
                }
            };
            wrapped(page, &text, "", "");
        }
    }
}

fn name(network: &Network, lang: Lang) -> String {
    match &network.ssid {
        ssid if ssid.is_empty() => sheet::HIDDEN_NETWORK.get(lang).to_owned(),
        ssid => ssid.to_string(),
    }
}

/// Since it was heard, where the system says so.
fn seconds(network: &Network) -> Option<u64> {
    network.age_ms.map(|ms| ms / 1000)
}

/// A signal as figure and word, with its unit where no head says it.
fn signal(network: &Network, unit: &str, lang: Lang) -> String {
    network.rssi_dbm.map_or_else(
        || say::NOT_KNOWN.get(lang).to_owned(),
        |dbm| format!("{dbm} {unit}{}", grade(Grade::of(dbm)).get(lang)),
    )
}

/// The cells of a network in the list; `same` for a further name of the radio above.
fn row(network: &Network, same: bool, lang: Lang) -> Vec<String> {
    let yours = if network.associated { YOURS } else { "  " };
    let same = if same { SAME_RADIO } else { "" };
    let channel = channel_of_mhz(network.freq_mhz).map_or_else(String::new, |n| n.to_string());
    vec![
        format!("{yours}{same}{}", name(network, lang)),
        signal(network, "", lang),
        format!("{channel} ({} MHz)", network.width_mhz),
        say::security(network.security).get(lang).to_owned(),
        seconds(network).map_or_else(String::new, |seconds| format!("{seconds} s")),
    ]
}

/// The channels of a band side by side, how full each is, and where the home's own network is.
fn chart(channels: &[Taken], own: Option<&Network>, signs: Signs, lang: Lang) -> Vec<String> {
    let label = 1 + say::FULL.get(lang).width().max(say::FREE.get(lang).width());
    // As wide as all of the band's channels allow.
    let (wide, gap) = [(3, 1), (2, 1), (1, 1), (1, 0)]
        .into_iter()
        .find(|(wide, gap)| label + channels.len() * (wide + gap) <= COLUMNS)
        .unwrap_or((1, 0));
    let shares: Vec<f64> = channels.iter().map(|taken| taken.share / FULL).collect();
    let mut lines = signs.columns(&shares, wide, gap, HIGH);
    for (at, line) in lines.iter_mut().enumerate() {
        let text = match at {
            0 => say::FULL.get(lang),
            _ if at + 1 == usize::from(HIGH) => say::FREE.get(lang),
            _ => "",
        };
        line.insert_str(0, &cell(text, label));
    }
    let mut numbers = " ".repeat(label);
    let mut marks = numbers.clone();
    for (at, taken) in channels.iter().enumerate() {
        let start = label + at * (wide + gap);
        // Not every number has room; the ones that have stand under their column.
        if numbers.width() == label || numbers.width() < start {
            numbers = cell(&numbers, start);
            numbers.push_str(&taken.channel.to_string());
        }
        let mark = match own {
            Some(own) if own.freq_mhz == taken.freq_mhz => "^",
            Some(own) if taken.band != Band::Two && covers(own, taken.freq_mhz) => "-",
            _ => continue,
        };
        marks = cell(&marks, start);
        marks.push_str(&mark.repeat(wide));
    }
    lines.push(numbers);
    if marks.width() > label {
        lines.push(format!("{marks} {}", say::YOURS.get(lang)));
    }
    lines
}

/// True when the network takes this channel of 20 MHz.
fn covers(network: &Network, freq_mhz: u32) -> bool {
    let parts = if network.second_center_mhz.is_some() { 2 } else { 1 };
    let half_mhz = u32::from(network.width_mhz) / 2 / parts;
    [Some(network.center_mhz), network.second_center_mhz]
        .into_iter()
        .flatten()
        .any(|center_mhz| center_mhz.abs_diff(freq_mhz) < half_mhz)
}

/// The page with the joined network in bold.
fn coloured(page: &str) -> String {
    let mut coloured = String::with_capacity(page.len());
    for line in page.lines() {
        let (before, after) =
            if line.starts_with(YOURS) { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        for part in [before, line, after, "\n"] {
            coloured.push_str(part);
        }
    }
    coloured
}

#[cfg(test)]
mod tests;
