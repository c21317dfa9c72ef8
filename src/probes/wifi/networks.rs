//! The networks around: the system's list of what was heard, each entry read to facts.
//!
//! Apart from the joined link because it can be asked for anew, which takes the radio off its
//! channel: never while anything else is measured.

use super::elements::{able::capabilities, channel, lock, lock::Lock, said};
use super::manager::Manager;
use super::{Bss, NetLink, Radio, elements, from, spelled};
use crate::evidence::networks::{Network, Networks, Scan};
use crate::evidence::wifi::Band;
use crate::evidence::{Foreign, Outcome};
use crate::probes::net::SystemError;
use std::collections::HashSet;

/// Reads what the system still has of the networks it heard; `scan` says who listened for it.
pub(crate) fn read(
    radio: &mut dyn Radio,
    link: &NetLink,
    scan: Scan,
    known: Outcome<Vec<Foreign>>,
) -> Outcome<Networks> {
    match heard(radio, link) {
        Ok(heard) => {
            let channels = from(radio.channels(link.index));
            Outcome::Measured(Networks { scan, heard, channels, known })
        }
        Err(error) => error.outcome(),
    }
}

/// Reads the list once more, after somebody listened.
pub(crate) fn read_again(
    radio: &mut dyn Radio,
    link: &NetLink,
    scan: Scan,
    networks: &mut Networks,
) {
    if let Ok(heard) = heard(radio, link) {
        networks.scan = scan;
        networks.heard = heard;
    }
}

/// Every access point in the system's list, the strongest first.
fn heard(radio: &mut dyn Radio, link: &NetLink) -> Result<Vec<Network>, SystemError> {
    let mut heard: Vec<Network> = radio.heard(link.index)?.iter().map(network).collect();
    merge_hidden(&mut heard);
    heard
        .sort_by_cached_key(|network| (std::cmp::Reverse(network.rssi_dbm), network.bssid.clone()));
    Ok(heard)
}

/// A network that hides its name is listed twice: by its beacon without, and by its answer to one
/// who knew the name. The answer stands for both.
fn merge_hidden(heard: &mut Vec<Network>) {
    let place = |network: &Network| (network.bssid.clone(), network.freq_mhz);
    let those = |wanted: fn(&Network) -> bool| -> HashSet<(String, u32)> {
        heard.iter().filter(|network| wanted(network)).map(place).collect()
    };
    let named = those(|network| !network.ssid.is_empty());
    let joined = those(|network| network.associated);
    heard.retain_mut(|network| {
        let place = place(network);
        network.associated |= joined.contains(&place);
        !network.ssid.is_empty() || !named.contains(&place)
    });
}

/// The names of the networks that this computer is set up to join: `told` by the system itself, or
/// by the manager of its radio.
pub(crate) async fn known(
    told: Result<Vec<Foreign>, SystemError>,
    manager: &impl Manager,
    link: &NetLink,
) -> Outcome<Vec<Foreign>> {
    from(match told {
        Err(SystemError::Unsupported) => manager.known(&link.name).await,
        told => told,
    })
}

/// What one access point says.
fn network(bss: &Bss) -> Network {
    let said = bss.said();
    let span = channel::span(&said, bss.freq_mhz);
    let lock = Lock::of(&said, bss.privacy);
    let (rates_mbps, basic_rates_mbps) = said::rates_mbps(&said);
    Network {
        bssid: spelled(bss.address),
        ssid: elements::ssid(&said),
        hidden: bss.hides_its_name(),
        associated: bss.associated,
        freq_mhz: bss.freq_mhz,
        width_mhz: span.width_mhz,
        center_mhz: span.center_mhz,
        second_center_mhz: span.second_center_mhz,
        rssi_dbm: bss.rssi_dbm,
        age_ms: bss.age_ms,
        beacon_interval_tu: bss.beacon_interval_tu,
        security: lock.security,
        akms: lock.akms,
        pmf: lock.pmf,
        able: capabilities(&said, Band::of_mhz(bss.freq_mhz)),
        rates_mbps,
        basic_rates_mbps,
        country: said::country(&said),
        load: said::load(&said),
        dtim_period: said::dtim_period(&said),
        wps: lock::wps(&said),
        roaming: said::roaming(&said),
        protects_legacy: channel::protects_legacy(&said),
        moves_to_channel: channel::moves_to(&said),
        also_on_mhz: said::also_on_mhz(&said),
        most_names_in_beacon: said::most_names_in_beacon(&said),
    }
}

#[cfg(test)]
mod tests {
    use super::super::scripted::Script;
    use super::*;
    use crate::evidence::Why;
    use crate::evidence::host::Medium;
    use crate::evidence::networks::Pmf;
    use crate::evidence::wifi::Security;
    use crate::probes::net::scripted::link;
    use std::time::Duration;

    /// A network that answered a scan with its name, which its beacons hide.
    fn hidden(rssi_dbm: i32) -> Bss {
        let rsn = [
            48, 20, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 2, 0x80, 0,
        ];
        let beacon = [0, 0, 5, 4, 0, 2, 0, 0];
        Bss {
            address: [2, 0, 0, 0, 1, 0],
            freq_mhz: 2437,
            rssi_dbm: Some(rssi_dbm),
            privacy: true,
            beacon_interval_tu: Some(100),
            elements: [&[0, 4, b'C', b'a', b's', b'a'][..], &rsn].concat(),
            beacon_elements: [&beacon[..], &rsn].concat(),
            ..Bss::default()
        }
    }

    #[test]
    fn an_entry_takes_from_the_answer_and_from_the_beacon_what_each_knows() {
        let network = network(&hidden(-50));
        assert_eq!(network.ssid, Foreign::new("Casa"));
        assert!(network.hidden);
        assert_eq!(network.dtim_period, Some(2));
        assert_eq!((network.security, network.pmf), (Some(Security::Wpa2), Pmf::Possible));
        assert_eq!(network.akms, ["psk"]);
    }

    #[test]
    fn a_broken_element_spoils_nothing_else_of_its_entry() {
        let mut bss = hidden(-50);
        // The key managements are said to be more than there are.
        bss.elements[6 + 2 + 12] = 9;
        let network = network(&bss);
        assert_eq!(network.security, None);
        assert_eq!(network.ssid, Foreign::new("Casa"));
        assert_eq!(network.dtim_period, Some(2));
    }

    #[test]
    fn a_network_that_hides_its_name_is_one_network() {
        let answer = hidden(-50);
        let beacon =
            Bss { elements: answer.beacon_elements.clone(), associated: true, ..answer.clone() };
        let other = Bss { address: [2, 0, 0, 0, 2, 0], ..beacon.clone() };
        let other = Bss { associated: false, ..other };
        let mut heard: Vec<Network> = [&beacon, &answer, &other].map(network).into();
        merge_hidden(&mut heard);
        let seen: Vec<_> =
            heard.iter().map(|network| (network.ssid.to_string(), network.associated)).collect();
        assert_eq!(seen, [("Casa".to_owned(), true), (String::new(), false)]);
    }

    #[test]
    fn the_strongest_comes_first_and_one_without_a_signal_last() {
        let unknown = Bss { rssi_dbm: None, ..hidden(0) };
        let mut radio =
            Script { heard: vec![unknown, hidden(-80), hidden(-40)], ..Script::default() };
        let (link, known) = (link(3, "wlan0", Medium::Wifi), Outcome::NotTried(Why::NotAsked));
        let networks = read(&mut radio, &link, Scan::Cached, known);
        let networks = networks.measured().unwrap();
        let signals: Vec<_> = networks.heard.iter().map(|network| network.rssi_dbm).collect();
        assert_eq!(signals, [Some(-40), Some(-80), None]);
    }

    /// A block of flats at its worst: a thousand access points, each with what one of today sends.
    #[test]
    fn a_thousand_access_points_are_read_in_a_moment() {
        /// The bar is 20 ms for a release build, the advice included; without optimisation the
        /// same takes some ten times as long.
        const MOST: Duration = Duration::from_millis(if cfg!(debug_assertions) { 200 } else { 20 });
        let answer = hidden(-50);
        let more: Vec<u8> =
            [(45, 26), (61, 22), (127, 8), (191, 12), (192, 5), (255, 40), (221, 90)]
                .into_iter()
                .flat_map(|(id, length)| {
                    let body = vec![0x11; usize::from(length)];
                    [vec![id, length], body].concat()
                })
                .collect();
        let heard: Vec<Bss> = (0..1000_u16)
            .map(|number| {
                let [high, low] = number.to_be_bytes();
                Bss {
                    address: [2, 0, 0, 0, high, low],
                    rssi_dbm: Some(-40 - i32::from(number % 50)),
                    elements: [&answer.elements[..], &more].concat(),
                    ..answer.clone()
                }
            })
            .collect();
        let mut radio = Script { heard, ..Script::default() };
        let link = link(3, "wlan0", Medium::Wifi);
        let mut took = || {
            let begun = std::time::Instant::now();
            let heard = super::heard(&mut radio, &link).unwrap();
            assert_eq!(heard.len(), 1000);
            begun.elapsed()
        };
        // The quickest of some: this computer may have other things to do.
        let quickest = (0..5).map(|_| took()).min().unwrap();
        assert!(quickest < MOST, "{quickest:?}");
    }
}
