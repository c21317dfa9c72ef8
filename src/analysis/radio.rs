//! How the radio link is: medians and spreads of what the driver reported.
//!
//! It is apart because one reading of a radio lies (CATALOGUE 0.2), and because what a link could
//! do at best is computed from tables that no rule should carry.

use super::interval::quantile;
use crate::evidence::wifi::{Band, Capabilities, Generation, Link, PhyRate, Wifi};
use serde::Serialize;

/// The radio link over the run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RadioState {
    /// Readings of the signal.
    pub(crate) samples: usize,
    pub(crate) rssi_median_dbm: i32,
    /// 5th and 95th percentile.
    pub(crate) rssi_low_dbm: i32,
    pub(crate) rssi_high_dbm: i32,
    pub(crate) rssi_deviation_db: f64,
    /// Signal above noise; `None` where the driver reports no noise.
    pub(crate) snr_db: Option<i32>,
    /// Median PHY rate towards and from the access point, Mbit/s.
    pub(crate) tx_mbps: Option<f64>,
    pub(crate) rx_mbps: Option<f64>,
    /// What both ends could do together at best in the width in use, Mbit/s; `None` where one
    /// end's abilities are unknown.
    pub(crate) possible_mbps: Option<f64>,
    /// Share of frames that were sent again, 0 to 1; `None` below 100 frames.
    pub(crate) retries: Option<f64>,
}

/// With fewer frames on the air a share of 10 % has an interval from 6 to 18 % or wider.
const FRAMES: u64 = 100;

/// Rates under this part of what is possible are slow (CATALOGUE W08, CODES R01).
const SLOW: f64 = 0.25;

impl RadioState {
    /// Sums up the samples; `None` without a link or without a reading of the signal.
    pub(crate) fn of(wifi: &Wifi) -> Option<Self> {
        let link = wifi.link.measured()?;
        let rssi = sorted(link.samples.iter().filter_map(|sample| sample.rssi_dbm).map(f64::from));
        let at = |share| quantile(&rssi, share).map(whole);
        let rssi_median_dbm = at(0.5)?;
        let rates = |of: fn(&crate::evidence::wifi::Sample) -> Option<&PhyRate>| {
            let rates = link.samples.iter().filter_map(of).map(|rate| rate.mbps);
            quantile(&sorted(rates.filter(|mbps| mbps.is_finite() && *mbps > 0.0)), 0.5)
        };
        Some(Self {
            samples: rssi.len(),
            rssi_median_dbm,
            rssi_low_dbm: at(0.05)?,
            rssi_high_dbm: at(0.95)?,
            rssi_deviation_db: deviation(&rssi),
            snr_db: link
                .noise_dbm
                .measured()
                .map(|noise_dbm| rssi_median_dbm.saturating_sub(*noise_dbm)),
            tx_mbps: rates(|sample| sample.tx.as_ref()),
            rx_mbps: rates(|sample| sample.rx.as_ref()),
            possible_mbps: possible_mbps(wifi.adapter.measured(), link),
            retries: retries(link),
        })
    }

    /// True when the rates are under a quarter of what both ends could do.
    pub(crate) fn is_slow(&self) -> bool {
        let best = self.tx_mbps.into_iter().chain(self.rx_mbps).max_by(f64::total_cmp);
        matches!((best, self.possible_mbps), (Some(rate), Some(possible)) if rate < possible * SLOW)
    }
}

/// What a signal is worth, the best first (CATALOGUE E.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Grade {
    Excellent,
    VeryGood,
    Good,
    Fair,
    Weak,
    VeryWeak,
    Unusable,
}

impl Grade {
    /// From these on, in dBm (CATALOGUE E.5; -67 and -70 are T1's bounds for calls).
    const FROM: [(i32, Self); 6] = [
        (-50, Self::Excellent),
        (-60, Self::VeryGood),
        (-67, Self::Good),
        (-70, Self::Fair),
        (-75, Self::Weak),
        (-80, Self::VeryWeak),
    ];

    /// The grade of a signal.
    pub(crate) fn of(rssi_dbm: i32) -> Self {
        Self::FROM
            .into_iter()
            .find(|(from, _)| rssi_dbm >= *from)
            .map_or(Self::Unusable, |(_, grade)| grade)
    }
}

pub(super) fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

pub(super) fn whole(value: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "between two readings, which are whole")]
    {
        value.round() as i32
    }
}

/// The standard deviation of a sample; 0 for one reading, which has none.
fn deviation(values: &[f64]) -> f64 {
    let count = f64::from(u32::try_from(values.len()).unwrap_or(u32::MAX));
    if count < 2.0 {
        return 0.0;
    }
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (squares / (count - 1.0)).sqrt()
}

/// Of all frames on the air, those that were sent again (CATALOGUE T5, R15).
///
/// Linux counts in `tx_packets` what it handed to the radio, once each whatever became of it, and
/// in `tx_retries` every further attempt, so that only the sum is what was on the air.
fn retries(link: &Link) -> Option<f64> {
    let (sent, again) = (*link.frames_sent.measured()?, *link.retries.measured()?);
    let all = sent.saturating_add(again);
    #[expect(clippy::cast_precision_loss, reason = "frames of some seconds")]
    (all >= FRAMES).then(|| again as f64 / all as f64)
}

/// The PHY rate at the best step that both ends have (CATALOGUE E.1).
///
/// The width is the one in use, where it is known: which one that is, is the router's choice and
/// not the signal's doing.
fn possible_mbps(adapter: Option<&Capabilities>, link: &Link) -> Option<f64> {
    let (adapter, access_point) = (adapter?, link.access_point.measured()?);
    let mut generation = adapter.generation.min(access_point.generation);
    if link.band() == Some(Band::Two) && generation == Generation::Vht {
        // VHT is not defined there; what some vendors do beyond that is not promised.
        generation = Generation::Ht;
    }
    let in_use = link.width_mhz.measured().copied().unwrap_or(u16::MAX);
    let width_mhz = adapter.width_mhz.min(access_point.width_mhz).min(in_use);
    let streams = adapter.streams.min(access_point.streams).max(1);
    Some(best_mbps(generation, width_mhz, streams))
}

/// Data subcarriers by width in MHz, of HT and VHT, and of HE and EHT.
const OLD_CARRIERS: [(u16, f64); 4] = [(160, 468.0), (80, 234.0), (40, 108.0), (20, 52.0)];
const NEW_CARRIERS: [(u16, f64); 5] =
    [(320, 3920.0), (160, 1960.0), (80, 980.0), (40, 468.0), (20, 234.0)];

/// A symbol with the shortest guard interval, in microseconds.
const OLD_SYMBOL_US: f64 = 3.2 + 0.4;
const NEW_SYMBOL_US: f64 = 12.8 + 0.8;

/// The fastest of the rates before HT.
const LEGACY_MBPS: f64 = 54.0;

fn best_mbps(generation: Generation, width_mhz: u16, streams: u8) -> f64 {
    let (carriers, widest, symbol_us) = match generation {
        Generation::Legacy => return LEGACY_MBPS,
        Generation::Ht => (&OLD_CARRIERS[..], 40, OLD_SYMBOL_US),
        Generation::Vht => (&OLD_CARRIERS[..], 160, OLD_SYMBOL_US),
        Generation::He => (&NEW_CARRIERS[..], 160, NEW_SYMBOL_US),
        Generation::Eht => (&NEW_CARRIERS[..], 320, NEW_SYMBOL_US),
    };
    let width_mhz = width_mhz.clamp(20, widest);
    let carriers = carriers.iter().find(|(width, _)| *width <= width_mhz).map_or(0.0, |row| row.1);
    // Bits of a carrier's symbol, and the part of them that is not for correction.
    let (bits, code) = match generation {
        Generation::Legacy | Generation::Ht => (6.0, 5.0 / 6.0),
        // MCS 9 at 20 MHz is there for three and six streams alone.
        Generation::Vht if width_mhz < 40 && !streams.is_multiple_of(3) => (8.0, 3.0 / 4.0),
        Generation::Vht => (8.0, 5.0 / 6.0),
        Generation::He => (10.0, 5.0 / 6.0),
        Generation::Eht => (12.0, 5.0 / 6.0),
    };
    carriers * bits * code * f64::from(streams) / symbol_us
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::Changed;
    use crate::evidence::{Outcome, Why};

    fn state(changed: &Changed) -> Option<RadioState> {
        RadioState::of(changed.0.wifi.measured()?)
    }

    #[test]
    fn the_best_rates_are_those_of_the_catalogue() {
        for (generation, width_mhz, streams, mbps) in [
            (Generation::Legacy, 20, 1, 54.0),
            (Generation::Ht, 20, 1, 72.2),
            (Generation::Ht, 80, 2, 300.0),
            (Generation::Vht, 20, 2, 173.3),
            (Generation::Vht, 20, 3, 288.9),
            (Generation::Vht, 80, 1, 433.3),
            (Generation::Vht, 160, 2, 1733.3),
            (Generation::He, 80, 2, 1201.0),
            (Generation::He, 320, 1, 1201.0),
            (Generation::Eht, 320, 1, 2882.4),
            (Generation::Eht, 0, 1, 172.1),
        ] {
            let got = best_mbps(generation, width_mhz, streams);
            assert!((got - mbps).abs() < 0.06, "{generation:?} {width_mhz} {streams}: {got}");
        }
    }

    #[test]
    fn a_signal_has_the_grade_of_the_catalogue() {
        for (dbm, grade) in [
            (-30, Grade::Excellent),
            (-50, Grade::Excellent),
            (-51, Grade::VeryGood),
            (-60, Grade::VeryGood),
            (-61, Grade::Good),
            (-67, Grade::Good),
            (-68, Grade::Fair),
            (-70, Grade::Fair),
            (-71, Grade::Weak),
            (-75, Grade::Weak),
            (-76, Grade::VeryWeak),
            (-80, Grade::VeryWeak),
            (-81, Grade::Unusable),
            (i32::MIN, Grade::Unusable),
        ] {
            assert_eq!(Grade::of(dbm), grade, "{dbm}");
        }
    }

    #[test]
    fn both_ends_have_to_have_it() {
        let changed = Changed::healthy_wifi().wifi(|wifi| {
            wifi.adapter = Outcome::Measured(Capabilities {
                bands: Vec::new(),
                generation: Generation::Eht,
                streams: 1,
                width_mhz: 320,
            });
        });
        let changed = changed.link(|link| {
            link.freq_mhz = 5180;
            link.width_mhz = Outcome::Measured(80);
            link.access_point = Outcome::Measured(Capabilities {
                bands: Vec::new(),
                generation: Generation::Vht,
                streams: 4,
                width_mhz: 160,
            });
        });
        assert!((state(&changed).unwrap().possible_mbps.unwrap() - 433.3).abs() < 0.1);
        let changed = changed.link(|link| {
            link.freq_mhz = 2412;
            link.width_mhz = Outcome::Measured(20);
        });
        assert!((state(&changed).unwrap().possible_mbps.unwrap() - 72.2).abs() < 0.1);
        let changed =
            changed.link(|link| link.access_point = Outcome::Unavailable(Why::NotReported));
        assert_eq!(state(&changed).unwrap().possible_mbps, None);
    }

    #[test]
    fn one_odd_reading_of_the_signal_changes_little() {
        let changed = Changed::healthy_wifi()
            .rssi(-60)
            .link(|link| link.samples.first_mut().unwrap().rssi_dbm = Some(-90));
        let state = state(&changed).unwrap();
        assert_eq!((state.rssi_median_dbm, state.rssi_high_dbm), (-60, -60));
        assert!(state.rssi_low_dbm < -60 && state.rssi_deviation_db > 1.0, "{state:?}");
    }

    #[test]
    fn without_a_reading_there_is_no_state() {
        let changed = Changed::healthy_wifi()
            .link(|link| link.samples.iter_mut().for_each(|sample| sample.rssi_dbm = None));
        assert_eq!(state(&changed), None);
        let changed =
            Changed::healthy_wifi().wifi(|wifi| wifi.link = Outcome::NotTried(Why::NotJoined));
        assert_eq!(state(&changed), None);
    }

    #[test]
    fn retries_are_a_share_of_all_frames_on_the_air() {
        for (sent, again, share) in [
            (Outcome::Measured(80), Outcome::Measured(20), Some(0.2)),
            (Outcome::Measured(79), Outcome::Measured(20), None),
            (Outcome::Measured(1000), Outcome::Measured(0), Some(0.0)),
            (Outcome::Measured(u64::MAX), Outcome::Measured(1), Some(0.0)),
            (Outcome::Unavailable(Why::NotReported), Outcome::Measured(20), None),
        ] {
            let changed = Changed::healthy_wifi().link(|link| {
                link.frames_sent = sent;
                link.retries = again;
            });
            let got = state(&changed).unwrap().retries;
            assert_eq!(got.map(|got| (got * 1e6).round() / 1e6), share, "{sent:?} {again:?}");
        }
    }

    #[test]
    fn slow_is_under_a_quarter_of_the_possible_in_both_directions() {
        let healthy = state(&Changed::healthy_wifi()).unwrap();
        for (tx_mbps, rx_mbps, possible_mbps, slow) in [
            (Some(100.0), Some(90.0), Some(400.0), false),
            (Some(99.0), Some(90.0), Some(400.0), true),
            (Some(10.0), Some(300.0), Some(400.0), false),
            (Some(10.0), None, Some(400.0), true),
            (Some(10.0), None, None, false),
            (None, None, Some(400.0), false),
        ] {
            let state = RadioState { tx_mbps, rx_mbps, possible_mbps, ..healthy.clone() };
            assert_eq!(state.is_slow(), slow, "{state:?}");
        }
        assert!(!healthy.is_slow(), "{healthy:?}");
    }
}
