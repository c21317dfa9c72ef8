//! The wire types of `scan --format json`.
//!
//! Apart from the report's because it is an answer of its own, with a number of its own, and apart
//! from the evidence so that this can change without changing what scripts read.

use crate::analysis::congestion::Advice;
use crate::analysis::congestion::seen::{Seen, Taken};
use crate::analysis::radio::Grade;
use crate::evidence::networks::{Load, Network, Networks, Pmf, Roaming, Scan};
use crate::evidence::wifi::{Band, Generation, Security, channel_of_mhz};
use serde::Serialize;

/// The number of this format.
const SCHEMA: u32 = 1;

/// The networks around.
#[derive(Debug, Serialize)]
pub(crate) struct Json<'a> {
    schema: u32,
    /// Who listened for this list; `cached` where it is what the system still had.
    scan: Scan,
    /// The list says something about neighbours: it holds more than our own access point, or
    /// somebody listened for it.
    looked: bool,
    /// The strongest first.
    networks: Vec<NetworkJson<'a>>,
    /// What others take of each channel.
    channels: Vec<TakenJson>,
    /// For each band that the home's network is on; empty where none is joined or nobody listened.
    advice: Vec<Advice>,
}

#[derive(Debug, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that an access point says")]
struct NetworkJson<'a> {
    bssid: &'a str,
    /// Empty where it is hidden; with signs for what is no UTF-8, and then there is `ssid_hex`.
    ssid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    ssid_hex: Option<String>,
    hidden: bool,
    associated: bool,
    /// Access points with the same number are names of one radio.
    radio: usize,
    freq_mhz: u32,
    band: Option<Band>,
    channel: Option<u32>,
    width_mhz: u16,
    center_mhz: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    second_center_mhz: Option<u32>,
    rssi_dbm: Option<i32>,
    grade: Option<Grade>,
    age_ms: Option<u64>,
    security: Option<Security>,
    akms: &'a [String],
    pmf: Pmf,
    phy: Generation,
    streams: u8,
    rates_mbps: &'a [f64],
    basic_rates_mbps: &'a [f64],
    beacon_interval_tu: Option<u16>,
    dtim_period: Option<u8>,
    country: Option<&'a str>,
    bss_load: Option<Load>,
    wps: bool,
    roaming: Roaming,
    protects_legacy: bool,
    moves_to_channel: Option<u8>,
    also_on_mhz: &'a [u32],
    most_names_in_beacon: Option<u16>,
}

#[derive(Debug, Serialize)]
struct TakenJson {
    band: Band,
    channel: u32,
    freq_mhz: u32,
    /// Share of the time, 0 to 1.
    taken: f64,
}

impl<'a> Json<'a> {
    /// The list as it goes out.
    pub(crate) fn of(networks: &'a Networks, seen: &Seen<'a>, advice: &[Advice]) -> Self {
        let of_one = |(radio, names): (usize, &Vec<&'a Network>)| {
            names.iter().map(|network| NetworkJson::of(network, radio)).collect::<Vec<_>>()
        };
        let mut all: Vec<NetworkJson<'_>> =
            seen.radios.iter().enumerate().flat_map(of_one).collect();
        all.sort_by_key(|network| std::cmp::Reverse(network.rssi_dbm));
        Self {
            schema: SCHEMA,
            scan: networks.scan,
            looked: networks.looked(),
            networks: all,
            channels: seen.channels.iter().map(|taken| TakenJson::of(*taken)).collect(),
            advice: advice
                .iter()
                .map(|advice| Advice { gain: super::rounded(advice.gain), ..*advice })
                .collect(),
        }
    }
}

impl TakenJson {
    fn of(taken: Taken) -> Self {
        let Taken { band, channel, freq_mhz, share } = taken;
        Self { band, channel, freq_mhz, taken: super::rounded(share) }
    }
}

impl<'a> NetworkJson<'a> {
    fn of(network: &'a Network, radio: usize) -> Self {
        let ssid = network.ssid.as_utf8();
        Self {
            bssid: &network.bssid,
            ssid: ssid
                .as_ref()
                .map_or_else(|_| network.ssid.to_string(), |ssid| (*ssid).to_owned()),
            ssid_hex: ssid.err(),
            hidden: network.hidden,
            associated: network.associated,
            radio,
            freq_mhz: network.freq_mhz,
            band: Band::of_mhz(network.freq_mhz),
            channel: channel_of_mhz(network.freq_mhz),
            width_mhz: network.width_mhz,
            center_mhz: network.center_mhz,
            second_center_mhz: network.second_center_mhz,
            rssi_dbm: network.rssi_dbm,
            grade: network.rssi_dbm.map(Grade::of),
            age_ms: network.age_ms,
            security: network.security,
            akms: &network.akms,
            pmf: network.pmf,
            phy: network.able.generation,
            streams: network.able.streams,
            rates_mbps: &network.rates_mbps,
            basic_rates_mbps: &network.basic_rates_mbps,
            beacon_interval_tu: network.beacon_interval_tu,
            dtim_period: network.dtim_period,
            country: network.country.as_deref(),
            bss_load: network.load,
            wps: network.wps,
            roaming: network.roaming,
            protects_legacy: network.protects_legacy,
            moves_to_channel: network.moves_to_channel,
            also_on_mhz: &network.also_on_mhz,
            most_names_in_beacon: network.most_names_in_beacon,
        }
    }
}
