//! How the radio link is: medians and spreads of what the driver reported.

use crate::evidence::wifi::Wifi;

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
    /// What both ends could do together at best, Mbit/s; `None` where one end's abilities are unknown.
    pub(crate) possible_mbps: Option<f64>,
    /// Share of frames that were sent again, 0 to 1; `None` below 100 frames.
    pub(crate) retries: Option<f64>,
}

impl RadioState {
    /// Sums up the samples; `None` without a link or without a reading of the signal.
    pub(crate) fn of(_wifi: &Wifi) -> Option<Self> {
        None
    }

    /// True when the rates are under a quarter of what both ends could do.
    pub(crate) fn is_slow(&self) -> bool {
        let best =
            self.tx_mbps.into_iter().chain(self.rx_mbps).fold(None, |best: Option<f64>, rate| {
                Some(best.map_or(rate, |best| best.max(rate)))
            });
        matches!((best, self.possible_mbps), (Some(rate), Some(possible)) if rate < possible / 4.0)
    }
}
