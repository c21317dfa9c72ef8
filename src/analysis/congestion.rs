//! How full the air is, and on which channel the home's access point would have more of it.
//!
//! It is apart from the rules because `scan` gives the same advice, and because a good advice is a
//! property of all of it together: whoever follows it is told to stay the next time.
//!
//! All of it is seen from this computer, which hears other neighbours than the router does.

mod lanes;
mod radios;
pub(crate) mod seen;
#[cfg(test)]
mod tests;

use crate::evidence::Foreign;
use crate::evidence::networks::{Load, Network, Networks, Scan};
use crate::evidence::wifi::{Band, channel_of_mhz};
use lanes::Lane;
use radios::{Radio, Whose};
use serde::Serialize;

/// Under this gain a move is not worth a restart, and the next hour may undo it (CATALOGUE E.4).
pub(crate) const MARGIN: f64 = 0.30;
/// And under this share of all air time nobody would notice it: half a voice call's worth of
/// packets on a slow link (our own).
const LEAST_FREED: f64 = 0.05;
/// What is taken of the air by a neighbour that says nothing about it (CATALOGUE E.4).
const GUESSED_LOAD: f64 = 0.08;
/// Transmitters on one channel should be this far apart (CATALOGUE T15: Zebra).
const NEAR_DB: i32 = 19;
/// From here on a radio waits for what it hears (CATALOGUE R03: carrier sense at -82).
const SENSED_DBM: i32 = -82;
/// So many stations are many (CATALOGUE R05).
pub(crate) const MANY_STATIONS: u16 = 8;
/// So many neighbours near by are many (CATALOGUE R03).
pub(crate) const MANY_NEAR: usize = 3;

/// The air around the access point that is joined.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Air {
    pub(crate) band: Band,
    pub(crate) channel: u32,
    pub(crate) width_mhz: u16,
    /// Somebody listened on other channels than ours too.
    pub(crate) looked: bool,
    /// Share of time that our channel is busy, as it was measured here or by the access point.
    pub(crate) busy: Option<f64>,
    /// What our access point says of itself, where it keeps that up.
    pub(crate) load: Option<Load>,
    /// Names that our access point's radio carries.
    pub(crate) names: usize,
    /// Other people's radios on our primary channel, at most 19 dB below ours.
    pub(crate) near: usize,
    /// Other people's radios that a radio waits for and that lie across our channel without being
    /// on it.
    pub(crate) beside: usize,
    /// Other people's radios in our band that a radio waits for.
    pub(crate) sensed: usize,
    /// Our channel is none of those that keep clear of each other (2.4 GHz).
    pub(crate) odd: bool,
    /// The home's strongest access point above 2.4 GHz, where ours is not.
    pub(crate) faster: Option<Faster>,
    /// For each band that the home's network is on, the joined one first; empty where nobody
    /// listened.
    pub(crate) advice: Vec<Advice>,
}

/// An access point of the home on a faster band.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Faster {
    pub(crate) band: Band,
    pub(crate) ssid: Foreign,
    pub(crate) rssi_dbm: i32,
}

/// The channel for one band.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Advice {
    pub(crate) band: Band,
    pub(crate) action: Action,
    /// To move to, or to stay on.
    pub(crate) channel: u32,
    /// Share of the busy time that a move takes away, 0 to 1.
    pub(crate) gain: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Action {
    Stay,
    Change,
}

impl Air {
    /// Sums up what was heard; `None` where no access point is joined. `busy_percent` is what this
    /// computer's radio measured on the channel in use.
    pub(crate) fn of(networks: &Networks, busy_percent: Option<f64>) -> Option<Self> {
        let own = networks.own()?;
        let band = Band::of_mhz(own.freq_mhz)?;
        let channel = channel_of_mhz(own.freq_mhz)?;
        let radios = radios::around(&networks.heard, Some(own));
        let lane = Lane::of(own, band);
        let foreign = || radios.iter().filter(|radio| radio.whose == Whose::Other);
        let here = |radio: &&Radio<'_>| radio.network.freq_mhz == own.freq_mhz;
        let sensed = |radio: &&Radio<'_>| radio.rssi_dbm() >= SENSED_DBM;
        let own_dbm = radios::rssi_dbm(own);
        let load = own.load.filter(|load| radios::kept_up(*load) && load.stations > 0);
        let busy = busy(busy_percent, load);
        let near = foreign()
            .filter(here)
            .filter(|radio| radio.rssi_dbm() >= own_dbm.saturating_sub(NEAR_DB));
        let near = near.count();
        let looked = looked(networks, own);
        let grid = lanes::grid(&networks.channels, foreign().filter(sensed));
        let mut advice = Vec::new();
        if looked {
            let many = load.is_some_and(|load| load.stations >= MANY_STATIONS) && near < MANY_NEAR;
            advice.push(advise(own, networks, busy.map(|share| Busy { share, own: many })));
            let other_bands = Band::ALL.into_iter();
            advice.extend(other_bands.filter(|other| *other != band).filter_map(|other| {
                Some(advise(radios::twin(&networks.heard, own, other)?, networks, None))
            }));
        }
        Some(Self {
            band,
            channel,
            width_mhz: own.width_mhz,
            looked,
            busy,
            load,
            names: radios
                .iter()
                .filter(|radio| radio.whose == Whose::Own)
                .map(|r| r.names.len())
                .sum(),
            near,
            beside: foreign()
                .filter(sensed)
                .filter(|radio| !here(radio) && lane.share(radio.network) > 0.0)
                .count(),
            sensed: foreign()
                .filter(sensed)
                .filter(|radio| Band::of_mhz(radio.network.freq_mhz) == Some(band))
                .count(),
            odd: band == Band::Two && !grid.contains(&own.freq_mhz),
            faster: (radios.iter())
                .filter(|radio| radio.whose == Whose::Home && band == Band::Two)
                .filter(|radio| radio.network.security == own.security)
                .filter_map(|radio| {
                    let band = Band::of_mhz(radio.network.freq_mhz)?;
                    let (ssid, rssi_dbm) = (radio.network.ssid.clone(), radio.rssi_dbm());
                    (band > Band::Two).then_some(Faster { band, ssid, rssi_dbm })
                })
                .max_by_key(|faster| faster.rssi_dbm),
            advice,
        })
    }
}

/// How busy a channel was measured to be.
#[derive(Debug, Clone, Copy)]
struct Busy {
    share: f64,
    /// Many devices of the home itself are on it, and few neighbours.
    own: bool,
}

/// The survey of this computer's radio, else the access point's own word.
fn busy(busy_percent: Option<f64>, load: Option<Load>) -> Option<f64> {
    let survey = busy_percent
        .filter(|percent| percent.is_finite())
        .map(|percent| (percent / 100.0).clamp(0.0, 1.0));
    survey.or_else(|| load.map(radios::utilisation))
}

/// True when the list says something about other channels than ours. The system drops what it has
/// not heard for 30 s, and goes on hearing what is on our channel: a list with nobody elsewhere
/// does not mean that there is nobody.
fn looked(networks: &Networks, own: &Network) -> bool {
    networks.swept()
        && (networks.scan != Scan::Cached
            || networks.heard.iter().any(|heard| {
                Band::of_mhz(heard.freq_mhz) == Band::of_mhz(own.freq_mhz)
                    && heard.freq_mhz.abs_diff(own.freq_mhz) > lanes::BLEED_MHZ
            }))
}

/// Where this access point of the home should be.
fn advise(own: &Network, networks: &Networks, busy: Option<Busy>) -> Advice {
    let band = Band::of_mhz(own.freq_mhz).unwrap_or(Band::Two);
    let channel = channel_of_mhz(own.freq_mhz).unwrap_or_default();
    let stay = Advice { band, action: Action::Stay, channel, gain: 0.0 };
    let radios = radios::around(&networks.heard, Some(own));
    let of = |whose| radios.iter().filter(move |radio| radio.whose == whose);
    let others: Vec<&Radio<'_>> = of(Whose::Other).collect();
    let sensed = || of(Whose::Other).filter(|radio| radio.rssi_dbm() >= SENSED_DBM);
    let here = Lane::of(own, band);
    let now = score(&here, &others);
    let grid = lanes::grid(&networks.channels, sensed());
    // The home's other access points move along where they share the channel; where they are on
    // another one, that is theirs.
    let taken = |lane: &Lane| {
        of(Whose::Home)
            .filter(|radio| radio.network.freq_mhz != own.freq_mhz)
            .any(|radio| lane.share(radio.network) > 0.0)
    };
    let choice = lanes::allowed(&here, band, &networks.channels, &grid)
        .into_iter()
        .filter(|lane| !taken(lane))
        .map(|lane| (score(&lane, &others), lane))
        .min_by(|(a, of_a), (b, of_b)| {
            a.taken.total_cmp(&b.taken).then(of_a.freq_mhz.cmp(&of_b.freq_mhz))
        });
    let Some((then, lane)) = choice else { return stay };
    let Some(to) = channel_of_mhz(lane.freq_mhz) else { return stay };
    let odd = band == Band::Two && !grid.contains(&own.freq_mhz);
    let clash = || {
        sensed()
            .any(|radio| radio.network.freq_mhz != own.freq_mhz && here.share(radio.network) > 0.0)
    };
    let gain = gain(now, then, busy);
    let worth = gain.share >= MARGIN && gain.freed >= LEAST_FREED && then.taken < now.taken;
    if worth || odd && clash() {
        Advice { band, action: Action::Change, channel: to, gain: gain.share.clamp(0.0, 1.0) }
    } else {
        stay
    }
}

/// What other people take of a lane.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Score {
    /// Share of the time, may be more than there is.
    taken: f64,
    /// The same if each of them sent all the time.
    at_most: f64,
}

/// Adds up what the radios take of a lane (CATALOGUE E.4).
///
/// What an access point says of its channel holds for all that are on it: of those who say
/// something the highest counts, and a guess only where it is higher still.
fn score(lane: &Lane, radios: &[&Radio<'_>]) -> Score {
    let mut score = Score { taken: 0.0, at_most: 0.0 };
    for channel in radios.chunk_by(|a, b| a.network.freq_mhz == b.network.freq_mhz) {
        let (mut said, mut guessed) = (0.0_f64, 0.0);
        for radio in channel {
            let weight = radio.strength() * lane.share(radio.network);
            score.at_most += weight;
            match radio.load {
                Some(load) => said = said.max(weight * load),
                None => guessed += weight * GUESSED_LOAD,
            }
        }
        score.taken += said.max(guessed);
    }
    score
}

/// What a move would bring.
struct Gain {
    /// Part of the busy time that goes away.
    share: f64,
    /// Share of all time that becomes free.
    freed: f64,
}

/// Compares two lanes.
///
/// A measured busy time replaces the sum on our own channel, and shows how much the neighbours'
/// sums are worth here: where it is lower they all are lower, where it is higher the neighbours on
/// our channel talk more than was guessed, as far as their signal can explain it. What is left, our
/// own devices or what is no Wi-Fi at all, is taken to come along. Which lane is the best depends on
/// the sums alone, never on what was measured on one of them: that keeps the advice from going in
/// circles.
fn gain(now: Score, then: Score, busy: Option<Busy>) -> Gain {
    let (before, after) = match busy {
        None => (now.taken.min(1.0), then.taken.min(1.0)),
        Some(_) if now.taken <= 0.0 => return Gain { share: 0.0, freed: 0.0 },
        Some(Busy { share, own }) => {
            let most = if own { now.taken } else { now.at_most };
            let theirs = share.min(most);
            let along = share - theirs;
            (share, along + theirs * then.taken / now.taken)
        }
    };
    let freed = before - after;
    Gain { share: if before > 0.0 { freed / before } else { 0.0 }, freed }
}
