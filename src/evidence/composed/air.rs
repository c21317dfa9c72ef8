//! The air around the composed home: its own access point and two neighbours, on channels that suit
//! them all.
//!
//! Apart from the builder because the rules about channels and neighbours change it most.

use super::{Changed, measured};
use crate::evidence::networks::{Channel, Network, Networks, Pmf, Roaming, Scan};
use crate::evidence::wifi::{Band, Capabilities, Generation, Security};
use crate::evidence::{Foreign, Outcome, Why};

impl Changed {
    /// The same home on a channel of 2.4 GHz, after somebody listened and heard nobody else there.
    pub(crate) fn on_two_ghz(freq_mhz: u32) -> Self {
        let home = Self::healthy_wifi().link(|link| {
            link.freq_mhz = freq_mhz;
            link.busy_percent = Outcome::Unavailable(Why::NotReported);
        });
        home.networks(|networks| {
            let own = &mut networks.heard[0];
            *own = Network {
                bssid: own.bssid.clone(),
                associated: true,
                ..network("HomeNet", freq_mhz, -50)
            };
            networks.heard.retain(|heard| heard.associated || heard.freq_mhz > 5000);
        })
    }

    /// The networks around, after somebody listened for them.
    pub(crate) fn networks(mut self, change: impl FnOnce(&mut Networks)) -> Self {
        let networks = measured(&mut self.0.networks);
        networks.scan = Scan::Driver;
        change(networks);
        self
    }

    /// One more network is heard.
    pub(crate) fn hearing(self, network: Network) -> Self {
        self.networks(|networks| networks.heard.push(network))
    }
}

/// An access point of today: WPA2, 20 MHz on 2.4 GHz and 80 MHz above, with an address made of its
/// name and channel.
pub(crate) fn network(ssid: &str, freq_mhz: u32, rssi_dbm: i32) -> Network {
    let band = Band::of_mhz(freq_mhz).unwrap();
    let two = band == Band::Two;
    // Where the first 80 MHz of its piece of the band begin.
    let first_mhz = match freq_mhz {
        ..5735 => 5170,
        5735..5925 => 5735,
        _ => 5945,
    };
    let mixed = ssid.bytes().fold(freq_mhz, |mixed, byte| mixed * 31 % 65_521 + u32::from(byte));
    let [_, _, high, low] = mixed.to_be_bytes();
    Network {
        bssid: format!("02:00:00:{high:02x}:{low:02x}:00"),
        ssid: Foreign::new(ssid),
        hidden: false,
        associated: false,
        freq_mhz,
        width_mhz: if two { 20 } else { 80 },
        center_mhz: if two { freq_mhz } else { freq_mhz - (freq_mhz - 10 - first_mhz) % 80 + 30 },
        second_center_mhz: None,
        rssi_dbm: Some(rssi_dbm),
        age_ms: Some(300),
        beacon_interval_tu: Some(100),
        security: Some(Security::Wpa2),
        akms: vec!["psk".to_owned()],
        pmf: Pmf::Possible,
        able: Capabilities {
            bands: vec![band],
            generation: Generation::He,
            streams: 2,
            width_mhz: if two { 20 } else { 80 },
        },
        rates_mbps: vec![6.0, 9.0, 12.0, 18.0, 24.0, 36.0, 48.0, 54.0],
        basic_rates_mbps: vec![6.0, 12.0, 24.0],
        country: Some("ES".to_owned()),
        load: None,
        dtim_period: Some(2),
        wps: false,
        roaming: Roaming::default(),
        protects_legacy: false,
        moves_to_channel: None,
        also_on_mhz: Vec::new(),
        most_names_in_beacon: None,
    }
}

/// What the system still had: our own access point, a second home and a third.
pub(super) fn networks() -> Networks {
    let own = Network {
        bssid: "02:00:00:00:01:00".to_owned(),
        associated: true,
        ..network("HomeNet", 5180, -50)
    };
    Networks {
        scan: Scan::Cached,
        heard: vec![own, network("Vecinos", 2412, -72), network("Casa Ana", 5500, -80)],
        channels: Outcome::Measured(channels()),
        known: Outcome::Measured(vec![Foreign::new("HomeNet")]),
    }
}

/// The channels of a European radio for 2.4 and 5 GHz.
fn channels() -> Vec<Channel> {
    let two = (0..13).map(|n| 2412 + 5 * n);
    let five = (0..8).map(|n| 5180 + 20 * n).chain((0..12).map(|n| 5500 + 20 * n));
    two.chain(five)
        .map(|freq_mhz| {
            let radar = freq_mhz >= 5260;
            Channel {
                freq_mhz,
                disabled: false,
                passive: radar,
                radar,
                max_power_dbm: Some(if freq_mhz < 5000 { 20 } else { 23 }),
            }
        })
        .collect()
}
