//! The radio link: what the kernel knows of the network that is joined.

use super::{Foreign, Outcome};
use serde::{Deserialize, Serialize};

/// The radio of the interface under test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wifi {
    /// The regulatory country, two letters; `00` is the world domain.
    pub(crate) country: Outcome<String>,
    /// What the adapter could do.
    pub(crate) adapter: Outcome<Capabilities>,
    /// The locks that the adapter and its driver can open.
    pub(crate) locks: Outcome<Locks>,
    /// Power saving of the radio is switched on.
    pub(crate) power_save: Outcome<bool>,
    /// The link, or [`super::Why::NotJoined`].
    pub(crate) link: Outcome<Link>,
}

/// What an adapter and its driver can do to join a locked network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Locks {
    /// WPA2's cipher (CCMP).
    pub(crate) wpa2: bool,
    /// WPA3's exchange of keys (SAE).
    pub(crate) wpa3: bool,
    /// Protected management frames, which WPA3 demands.
    pub(crate) pmf: bool,
}

/// What one end of a radio link can do at most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Capabilities {
    /// Bands, of `2.4`, `5` and `6`; empty where only the current one is known.
    pub(crate) bands: Vec<Band>,
    pub(crate) generation: Generation,
    /// Spatial streams.
    pub(crate) streams: u8,
    pub(crate) width_mhz: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Band {
    #[serde(rename = "2.4")]
    Two,
    #[serde(rename = "5")]
    Five,
    #[serde(rename = "6")]
    Six,
}

impl Band {
    pub(crate) const ALL: [Self; 3] = [Self::Two, Self::Five, Self::Six];

    /// The band of a frequency (CATALOGUE E.2).
    pub(crate) const fn of_mhz(freq_mhz: u32) -> Option<Self> {
        match freq_mhz {
            2401..=2495 => Some(Self::Two),
            4900..=5924 => Some(Self::Five),
            5925..=7125 => Some(Self::Six),
            _ => None,
        }
    }
}

/// The channel number of a frequency, which means something only together with its band
/// (CATALOGUE E.2).
pub(crate) const fn channel_of_mhz(freq_mhz: u32) -> Option<u32> {
    match freq_mhz {
        2484 => Some(14),
        2407..2484 => Some((freq_mhz - 2407) / 5),
        4900..5000 => Some((freq_mhz - 4000) / 5),
        5000..5925 => Some((freq_mhz - 5000) / 5),
        5935 => Some(2),
        5955..=7125 => Some((freq_mhz - 5950) / 5),
        _ => None,
    }
}

/// The centre of a channel by its number and band: [`channel_of_mhz`] backwards. `None` where there
/// can be no such channel.
pub(crate) const fn mhz_of_channel(band: Band, channel: u32) -> Option<u32> {
    match (band, channel) {
        (Band::Two, 14) => Some(2484),
        (Band::Two, 1..=13) => Some(2407 + 5 * channel),
        (Band::Five, 180..=196) => Some(4000 + 5 * channel),
        (Band::Five, 1..180) => Some(5000 + 5 * channel),
        (Band::Six, 2) => Some(5935),
        (Band::Six, 1 | 3..=233) => Some(5950 + 5 * channel),
        _ => None,
    }
}

/// Generations of Wi-Fi by their rates: `b`/`g`/`a` are legacy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Generation {
    Legacy,
    Ht,
    Vht,
    He,
    Eht,
}

/// The joined network and how the link to it went over the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Link {
    /// Empty where the network hides it; systems show it only to programs that may know where they
    /// are.
    pub(crate) ssid: Outcome<Foreign>,
    /// As `aa:bb:cc:dd:ee:ff`; shown as the name is.
    pub(crate) bssid: Outcome<String>,
    pub(crate) freq_mhz: u32,
    pub(crate) width_mhz: Outcome<u16>,
    pub(crate) security: Outcome<Security>,
    /// What the access point says it can do.
    pub(crate) access_point: Outcome<Capabilities>,
    /// Seconds since it was joined, at the start.
    pub(crate) connected_s: Outcome<u32>,
    /// In order of time, spread over the whole run.
    pub(crate) samples: Vec<Sample>,
    /// Noise on the channel, in dBm.
    pub(crate) noise_dbm: Outcome<i32>,
    /// Share of time the channel was busy, in percent.
    pub(crate) busy_percent: Outcome<f64>,
    /// Counters over the run, last less first.
    pub(crate) frames_sent: Outcome<u64>,
    pub(crate) retries: Outcome<u64>,
    pub(crate) frames_failed: Outcome<u64>,
    pub(crate) beacons_lost: Outcome<u64>,
}

impl Link {
    /// The band of the channel in use.
    pub(crate) const fn band(&self) -> Option<Band> {
        Band::of_mhz(self.freq_mhz)
    }

    /// The channel in use.
    pub(crate) const fn channel(&self) -> Option<u32> {
        channel_of_mhz(self.freq_mhz)
    }
}

/// One reading of the link.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sample {
    /// Since the start of the run.
    pub(crate) at_ms: u64,
    /// Received signal strength.
    pub(crate) rssi_dbm: Option<i32>,
    /// PHY rate towards the access point, of the last frame.
    pub(crate) tx: Option<PhyRate>,
    /// PHY rate from the access point, of the last frame.
    pub(crate) rx: Option<PhyRate>,
}

/// A PHY rate with what makes it up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PhyRate {
    pub(crate) mbps: f64,
    pub(crate) generation: Generation,
    pub(crate) mcs: Option<u8>,
    pub(crate) streams: Option<u8>,
    pub(crate) width_mhz: Option<u16>,
    pub(crate) guard_interval_ns: Option<u16>,
}

/// How a network is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Security {
    Open,
    /// Encrypted without a password.
    Owe,
    Wep,
    /// The first WPA, with TKIP.
    Wpa,
    /// WPA and WPA2 side by side, or WPA2 with TKIP.
    WpaWpa2,
    Wpa2,
    Wpa2Wpa3,
    Wpa3,
    // The same with an account for each person (802.1X).
    WpaEnterprise,
    WpaWpa2Enterprise,
    Wpa2Enterprise,
    Wpa2Wpa3Enterprise,
    Wpa3Enterprise,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_follow_the_catalogue() {
        for (freq_mhz, channel, band) in [
            (2412, Some(1), Some(Band::Two)),
            (2472, Some(13), Some(Band::Two)),
            (2484, Some(14), Some(Band::Two)),
            (5180, Some(36), Some(Band::Five)),
            (5825, Some(165), Some(Band::Five)),
            (4920, Some(184), Some(Band::Five)),
            (5935, Some(2), Some(Band::Six)),
            (5955, Some(1), Some(Band::Six)),
            (7115, Some(233), Some(Band::Six)),
            (5947, None, Some(Band::Six)),
            (900, None, None),
        ] {
            assert_eq!(
                (channel_of_mhz(freq_mhz), Band::of_mhz(freq_mhz)),
                (channel, band),
                "{freq_mhz}"
            );
            if let (Some(band), Some(channel)) = (band, channel) {
                assert_eq!(mhz_of_channel(band, channel), Some(freq_mhz));
            }
        }
        for (band, none) in [(Band::Two, 0), (Band::Two, 15), (Band::Five, 200), (Band::Six, 234)] {
            assert_eq!(mhz_of_channel(band, none), None, "{band:?} {none}");
        }
    }
}
