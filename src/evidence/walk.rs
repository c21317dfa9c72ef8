//! A walk through a home: readings of the signal, and the spots that the person named on the way.
//!
//! Apart from the link of a run (`wifi.rs`), which is measured without moving.

use super::Foreign;

/// What the driver said of the link at one moment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    /// Since the walk began.
    pub(crate) at_ms: u64,
    /// A network was joined then.
    pub(crate) joined: bool,
    /// `None` where nothing was joined, or the driver does not say.
    pub(crate) rssi_dbm: Option<i32>,
    /// The access point, which changes on the way where there are several; `None` where nothing
    /// was joined, or the system does not show it.
    pub(crate) bssid: Option<String>,
    pub(crate) freq_mhz: Option<u32>,
    /// PHY rates towards and from the access point, of the last frames, in Mbit/s.
    pub(crate) tx_mbps: Option<f64>,
    pub(crate) rx_mbps: Option<f64>,
}

/// A spot that the person named, and what was read while they stood there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spot {
    pub(crate) name: Foreign,
    /// In order of time; `None` where there was no signal to read.
    pub(crate) rssi_dbm: Vec<Option<i32>>,
}

/// The walk so far.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Walk {
    pub(crate) readings: Vec<Reading>,
    /// In the order of the walk.
    pub(crate) spots: Vec<Spot>,
}
