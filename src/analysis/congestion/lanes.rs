//! Lanes: the pieces of air that an access point can take, which of them are allowed, and how much
//! of one a neighbour covers.
//!
//! Apart because it is geometry and regulation, and knows nobody's signal.

use super::radios::Radio;
use crate::evidence::Outcome;
use crate::evidence::networks::{Channel, Network};
use crate::evidence::wifi::{Band, channel_of_mhz};

/// Channels of 2.4 GHz that keep clear of each other everywhere (CATALOGUE R04).
const THREE_MHZ: [u32; 3] = [2412, 2437, 2462];
/// And where all neighbours keep to these, four (R04).
const FOUR_MHZ: [u32; 4] = [2412, 2432, 2452, 2472];
/// Half a channel of 20 MHz.
const HALF_MHZ: u32 = 10;
/// A beacon is understood this far from its channel at most, when it is loud (2.4 GHz).
pub(super) const BLEED_MHZ: u32 = 15;
/// What lies beside our channel cannot be understood and is not waited for (CATALOGUE E.4).
const NOT_UNDERSTOOD: f64 = 1.3;
/// A limit of 25 mW is for gadgets: Europe has it from 5725 MHz on, and few routers go there.
const WHISPER_DBM: i32 = 14;
/// What every country allows without listening for radar: 36 to 48.
const EVERYWHERE_MHZ: [u32; 4] = [5180, 5200, 5220, 5240];

/// A piece of air.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lane {
    pub(super) freq_mhz: u32,
    band: Band,
    low_mhz: u32,
    high_mhz: u32,
}

impl Lane {
    /// The one that an access point is on. On 2.4 GHz the width is left out, since more than 20 MHz
    /// there is advised against anyway.
    pub(super) fn of(own: &Network, band: Band) -> Self {
        match band {
            Band::Two => Self::at(own.freq_mhz, band),
            Band::Five | Band::Six => {
                let (low_mhz, high_mhz) = part(own, own.center_mhz);
                Self { freq_mhz: own.freq_mhz, band, low_mhz, high_mhz }
            }
        }
    }

    /// One channel of 20 MHz.
    pub(super) const fn at(freq_mhz: u32, band: Band) -> Self {
        let (low_mhz, high_mhz) = around(freq_mhz, HALF_MHZ);
        Self { freq_mhz, band, low_mhz, high_mhz }
    }

    fn width_mhz(&self) -> u32 {
        self.high_mhz - self.low_mhz
    }

    /// The share of this lane that a network covers, 0 to 1 (CATALOGUE E.3: by geometry, since the
    /// smaller factors for 2.4 GHz were measured with 802.11b). Equal for all primary channels of
    /// one lane, so that nobody is sent from one to the other.
    pub(super) fn share(&self, network: &Network) -> f64 {
        if Band::of_mhz(network.freq_mhz) != Some(self.band) {
            return 0.0;
        }
        let first = part(network, network.center_mhz);
        let second = network
            .second_center_mhz
            .map(|center_mhz| around(center_mhz, u32::from(network.width_mhz).clamp(20, 320) / 4));
        let covered: u32 = [Some(first), second]
            .into_iter()
            .flatten()
            .map(|(low, high)| high.min(self.high_mhz).saturating_sub(low.max(self.low_mhz)))
            .sum();
        let share = f64::from(covered) / f64::from(self.width_mhz().max(1));
        let beside = self.band == Band::Two && network.freq_mhz != self.freq_mhz;
        (share * if beside { NOT_UNDERSTOOD } else { 1.0 }).min(1.0)
    }
}

const fn around(center_mhz: u32, half_mhz: u32) -> (u32, u32) {
    (center_mhz.saturating_sub(half_mhz), center_mhz.saturating_add(half_mhz))
}

/// The part of a network that has this centre; its primary channel where the numbers contradict
/// each other.
fn part(network: &Network, center_mhz: u32) -> (u32, u32) {
    let width_mhz = u32::from(network.width_mhz).clamp(20, 320);
    let parts = if network.second_center_mhz.is_some() { 2 } else { 1 };
    let (low, high) = around(center_mhz, width_mhz / 2 / parts);
    let primary = around(network.freq_mhz, HALF_MHZ);
    if low <= primary.0 && primary.1 <= high { (low, high) } else { primary }
}

/// The channels of 2.4 GHz to choose from: 1, 6 and 11, or the four of Europe where all who are
/// heard well keep to them.
pub(super) fn grid<'a>(
    channels: &Outcome<Vec<Channel>>,
    mut neighbours: impl Iterator<Item = &'a Radio<'a>>,
) -> Vec<u32> {
    let thirteen = channels.measured().is_some_and(|channels| {
        channels.iter().any(|channel| channel.freq_mhz == FOUR_MHZ[3] && usable(channel))
    });
    let mut european = false;
    let kept = neighbours.all(|radio| {
        let freq_mhz = radio.network.freq_mhz;
        european |= FOUR_MHZ[1..].contains(&freq_mhz);
        Band::of_mhz(freq_mhz) != Some(Band::Two) || FOUR_MHZ.contains(&freq_mhz)
    });
    if thirteen && kept && european { FOUR_MHZ.to_vec() } else { THREE_MHZ.to_vec() }
}

/// Nobody is sent where it is forbidden, where one may only listen, where radar comes first, or
/// where one may only whisper.
fn usable(channel: &Channel) -> bool {
    let loud = channel.max_power_dbm.is_none_or(|dbm| dbm > WHISPER_DBM);
    !channel.disabled && !channel.passive && !channel.radar && loud
}

/// The lanes as wide as this one that an access point may move to, without the one it is on.
pub(super) fn allowed(
    here: &Lane,
    band: Band,
    channels: &Outcome<Vec<Channel>>,
    grid: &[u32],
) -> Vec<Lane> {
    let open: Vec<u32> = match channels.measured() {
        Some(channels) => {
            channels.iter().filter(|one| usable(one)).map(|one| one.freq_mhz).collect()
        }
        None => THREE_MHZ.into_iter().chain(EVERYWHERE_MHZ).collect(),
    };
    let in_band = open.iter().filter(|freq_mhz| Band::of_mhz(**freq_mhz) == Some(band));
    let mut lanes: Vec<Lane> = match band {
        Band::Two => in_band
            .filter(|freq_mhz| grid.contains(freq_mhz))
            .map(|&freq_mhz| Lane::at(freq_mhz, band))
            .collect(),
        Band::Five | Band::Six => {
            in_band.filter_map(|&freq_mhz| block(freq_mhz, band, here.width_mhz(), &open)).collect()
        }
    };
    lanes.retain(|lane| match band {
        Band::Two => lane.freq_mhz != here.freq_mhz,
        Band::Five | Band::Six => (lane.low_mhz, lane.high_mhz) != (here.low_mhz, here.high_mhz),
    });
    lanes
}

/// The lane of this width that begins with this channel, when all of it is open (CATALOGUE E.2).
fn block(freq_mhz: u32, band: Band, width_mhz: u32, open: &[u32]) -> Option<Lane> {
    let channel = channel_of_mhz(freq_mhz)?;
    let (first, last) = match (band, channel) {
        (Band::Five, 36..=64) => (36, 64),
        (Band::Five, 100..=144) => (100, 144),
        (Band::Five, 149..=177) => (149, 177),
        (Band::Six, 1..=233) => (1, 233),
        _ => return None,
    };
    let (at, count) = ((channel - first) / 4, (width_mhz / 20).max(1));
    let whole = (channel - first).is_multiple_of(4)
        && at.is_multiple_of(count)
        && channel + 4 * (count - 1) <= last
        && (0..count).all(|n| open.contains(&(freq_mhz + 20 * n)));
    // On 6 GHz stations look at every fourth channel alone for an access point (PSC: 5, 21, …),
    // the second of every 80 MHz.
    let primary = if band == Band::Six && count >= 4 { freq_mhz + 20 } else { freq_mhz };
    whole.then(|| Lane {
        freq_mhz: primary,
        band,
        low_mhz: freq_mhz - HALF_MHZ,
        high_mhz: freq_mhz + 20 * count - HALF_MHZ,
    })
}
