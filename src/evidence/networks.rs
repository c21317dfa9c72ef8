//! The networks around: what each access point says of itself, as this computer heard it.
//!
//! Apart from the joined link (`wifi.rs`) because it is other people's business: it stays on this
//! computer and is never in what is shared.

use super::wifi::{Capabilities, Security};
use super::{Foreign, Outcome};
use serde::{Deserialize, Serialize};

/// The neighbourhood on the air.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Networks {
    /// Whether somebody listened for this run.
    pub(crate) scan: Scan,
    /// Every access point that was heard, the strongest first.
    pub(crate) heard: Vec<Network>,
    /// The channels that this radio may use here.
    pub(crate) channels: Outcome<Vec<Channel>>,
    /// Names of the networks that this computer is set up to join, the last used first where that
    /// is known.
    pub(crate) known: Outcome<Vec<Foreign>>,
}

impl Networks {
    /// True when the list says something about neighbours: the system drops what it has not heard
    /// for 30 s, so that a list with nobody but our own access point was not looked for.
    pub(crate) fn looked(&self) -> bool {
        self.scan != Scan::Cached || self.heard.iter().any(|network| !network.associated)
    }

    /// True when the list comes from listening on the channels, ours or somebody's of the last half
    /// minute: a radio that stays where it is hears nobody on another channel.
    pub(crate) fn swept(&self) -> bool {
        let home = self.own().map(|own| own.freq_mhz);
        self.scan != Scan::Cached || self.heard.iter().any(|one| Some(one.freq_mhz) != home)
    }

    /// The access point that is joined.
    pub(crate) fn own(&self) -> Option<&Network> {
        self.heard.iter().find(|network| network.associated)
    }
}

/// Who listened for the networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Scan {
    /// Nobody for this run: the list is what the system still had.
    Cached,
    /// The driver was asked by this program.
    Driver,
    /// `NetworkManager`, iwd or a supplicant was asked to.
    Manager,
}

/// One access point (BSS) as it was heard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that an access point says")]
pub(crate) struct Network {
    /// As `aa:bb:cc:dd:ee:ff`.
    pub(crate) bssid: String,
    /// Empty where it is hidden and did not tell it to anybody here.
    pub(crate) ssid: Foreign,
    /// Its beacons leave the name out.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub(crate) hidden: bool,
    /// It is the one that is joined.
    pub(crate) associated: bool,
    /// Centre of the primary channel.
    pub(crate) freq_mhz: u32,
    pub(crate) width_mhz: u16,
    /// Centre of the whole width; of the first part where it comes in two.
    pub(crate) center_mhz: u32,
    /// Centre of the second part of 80+80 MHz.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) second_center_mhz: Option<u32>,
    /// `None` where the driver gave none.
    pub(crate) rssi_dbm: Option<i32>,
    /// Since it was last heard; `None` where the system does not say.
    pub(crate) age_ms: Option<u64>,
    /// From one beacon to the next, in units of 1.024 ms.
    pub(crate) beacon_interval_tu: Option<u16>,
    /// `None` where it is locked in a way that is not known.
    pub(crate) security: Option<Security>,
    /// Key managements in the words of the standard (`psk`, `sae`, `802.1x`, …), in its order.
    pub(crate) akms: Vec<String>,
    /// Protection of management frames.
    pub(crate) pmf: Pmf,
    /// What it says it can do.
    pub(crate) able: Capabilities,
    /// Legacy rates that it takes, and those that everybody in it must take, in Mbit/s.
    pub(crate) rates_mbps: Vec<f64>,
    pub(crate) basic_rates_mbps: Vec<f64>,
    /// Two letters; `None` where it does not say.
    pub(crate) country: Option<String>,
    /// How busy it says it is; most home routers say nothing.
    pub(crate) load: Option<Load>,
    /// Beacons from one to the next that announces group traffic.
    pub(crate) dtim_period: Option<u8>,
    /// Joining by a button is switched on.
    pub(crate) wps: bool,
    /// What it offers to those who move about.
    pub(crate) roaming: Roaming,
    /// A station without HT, or one with 802.11b alone, is about, and all slow down for it.
    pub(crate) protects_legacy: bool,
    /// The channel that it is about to move to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) moves_to_channel: Option<u8>,
    /// Primary channels of the other access points that it names, often on 6 GHz.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub(crate) also_on_mhz: Vec<u32>,
    /// Up to this many names are sent in one beacon (multiple BSSID); `None` without that.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) most_names_in_beacon: Option<u16>,
}

/// Protection of management frames (802.11w).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Pmf {
    No,
    Possible,
    Required,
}

/// The BSS Load element (CATALOGUE E.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Load {
    pub(crate) stations: u16,
    /// Of 255.
    pub(crate) utilisation: u8,
    /// Time that may still be promised, in units of 32 µs a second.
    pub(crate) admission_capacity: u16,
}

/// What an access point offers to stations that move: neighbour reports (802.11k), being asked to
/// move (802.11v), and fast joining (802.11r).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Roaming {
    pub(crate) neighbour_report: bool,
    pub(crate) transition: bool,
    pub(crate) fast: bool,
}

/// A channel of 20 MHz that the radio knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Channel {
    pub(crate) freq_mhz: u32,
    /// The rules of the country forbid it.
    pub(crate) disabled: bool,
    /// A station may only listen there until it hears an access point.
    pub(crate) passive: bool,
    /// Radar comes first there (DFS).
    pub(crate) radar: bool,
    /// The most that the country allows to be sent there; `None` where the driver gives no limit.
    pub(crate) max_power_dbm: Option<i32>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::network;

    #[test]
    fn a_cache_that_holds_our_own_access_point_alone_was_not_looked_for() {
        let mut own = network("HomeNet", 2437, -45);
        own.associated = true;
        let networks = |scan, heard: &[&Network]| Networks {
            scan,
            heard: heard.iter().map(|network| (*network).clone()).collect(),
            channels: Outcome::Measured(Vec::new()),
            known: Outcome::Measured(Vec::new()),
        };
        let other = network("Neighbour", 2412, -70);
        for (scan, heard, looked) in [
            (Scan::Cached, &[][..], false),
            (Scan::Cached, &[&own], false),
            (Scan::Cached, &[&own, &other], true),
            (Scan::Driver, &[&own], true),
            (Scan::Manager, &[], true),
        ] {
            let networks = networks(scan, heard);
            assert_eq!(networks.looked(), looked, "{networks:?}");
            assert_eq!(networks.swept(), looked, "{networks:?}");
            assert_eq!(networks.own(), heard.iter().copied().find(|one| one.associated));
        }
        let same_channel = network("Neighbour", 2437, -70);
        assert!(!networks(Scan::Cached, &[&own, &same_channel]).swept());
    }
}
