//! The networks around: the system's list of what was heard, each entry read to facts.
//!
//! Apart from the joined link because it can be asked for anew, which takes the radio off its
//! channel: never while anything else is measured.

use super::{Bss, NetLink, Radio, elements, spelled};
use crate::evidence::networks::{Network, Networks, Pmf, Roaming, Scan};
use crate::evidence::wifi::Band;
use crate::evidence::{Outcome, Why};

/// Reads what the system still has of the networks it heard; asks nobody to listen.
pub(crate) fn read(radio: &mut dyn Radio, link: &NetLink) -> Outcome<Networks> {
    match radio.heard(link.index) {
        Ok(heard) => {
            let mut heard: Vec<Network> = heard.iter().map(network).collect();
            heard.sort_by_key(|network| {
                (std::cmp::Reverse(network.rssi_dbm), network.bssid.clone())
            });
            Outcome::Measured(Networks {
                scan: Scan::Cached,
                heard,
                channels: Outcome::NotTried(Why::NotAsked),
                known: Outcome::NotTried(Why::NotAsked),
            })
        }
        Err(error) => error.outcome(),
    }
}

/// What one access point says.
fn network(bss: &Bss) -> Network {
    let able = elements::capabilities(&bss.elements, Band::of_mhz(bss.freq_mhz));
    Network {
        bssid: spelled(bss.address),
        ssid: elements::ssid(&bss.elements),
        associated: bss.associated,
        freq_mhz: bss.freq_mhz,
        width_mhz: 20,
        center_mhz: bss.freq_mhz,
        second_center_mhz: None,
        rssi_dbm: bss.rssi_dbm,
        age_ms: bss.age_ms,
        beacon_interval_tu: None,
        security: elements::security(&bss.elements, bss.privacy),
        akms: Vec::new(),
        pmf: Pmf::No,
        able,
        rates_mbps: Vec::new(),
        basic_rates_mbps: Vec::new(),
        country: None,
        load: None,
        dtim_period: None,
        wps: false,
        roaming: Roaming::default(),
        protects_legacy: false,
        moves_to_channel: None,
        also_on_mhz: Vec::new(),
        most_names_in_beacon: None,
    }
}
