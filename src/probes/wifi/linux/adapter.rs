//! What the adapter can do and where it may: the description of a radio, which comes in many parts.
//!
//! Apart because it is the longest of nl80211's messages, and is read for several things.

use super::super::elements::able::Able;
use super::attribute;
use crate::evidence::networks::Channel;
use crate::evidence::wifi::{Band, Capabilities, Locks};
use crate::probes::net::linux::kernel::{as_u16, as_u32, attributes, find};

/// `enum nl80211_frequency_attr`.
mod frequency {
    pub(super) const MHZ: u16 = 1;
    pub(super) const DISABLED: u16 = 2;
    pub(super) const NO_IR: u16 = 3;
    pub(super) const RADAR: u16 = 5;
    pub(super) const MAX_TX_POWER: u16 = 6;
}

/// The bands in a radio's description by their numbers; one may come in several parts.
fn parts<'a>(bodies: impl Iterator<Item = &'a [u8]>) -> impl Iterator<Item = (u16, &'a [u8])> {
    bodies.filter_map(|body| find(body, attribute::WIPHY_BANDS)).flat_map(attributes)
}

/// The frequencies of a band, each with its attributes.
fn frequencies(band: &[u8]) -> impl Iterator<Item = &[u8]> {
    const FREQS: u16 = 1;
    find(band, FREQS).into_iter().flat_map(attributes).map(|(_, one)| one)
}

/// Every channel of 20 MHz that the radio knows, with what the rules of the country say of it.
pub(super) fn channels<'a>(bodies: impl Iterator<Item = &'a [u8]>) -> Vec<Channel> {
    let mut channels: Vec<Channel> = parts(bodies)
        .flat_map(|(_, band)| frequencies(band))
        .filter_map(channel)
        .filter(|channel| Band::of_mhz(channel.freq_mhz).is_some())
        .collect();
    channels.sort_by_key(|channel| channel.freq_mhz);
    channels.dedup_by_key(|channel| channel.freq_mhz);
    channels
}

fn channel(attributes: &[u8]) -> Option<Channel> {
    let has = |kind| find(attributes, kind).is_some();
    let hundredths = find(attributes, frequency::MAX_TX_POWER).and_then(as_u32);
    Some(Channel {
        freq_mhz: find(attributes, frequency::MHZ).and_then(as_u32)?,
        disabled: has(frequency::DISABLED),
        passive: has(frequency::NO_IR),
        radar: has(frequency::RADAR),
        max_power_dbm: hundredths.map(|hundredths| hundredths.cast_signed() / 100),
    })
}

/// The best of each band's abilities; a radio's description comes in many parts.
pub(super) fn capabilities<'a>(bodies: impl Iterator<Item = &'a [u8]>) -> Capabilities {
    // `enum nl80211_band_attr`.
    const HT_MCS_SET: u16 = 3;
    const HT_CAPA: u16 = 4;
    const VHT_MCS_SET: u16 = 7;
    const VHT_CAPA: u16 = 8;
    const IFTYPE_DATA: u16 = 9;
    // `enum nl80211_band_iftype_attr` and `enum nl80211_iftype`.
    const IFTYPES: u16 = 1;
    const HE_CAP_PHY: u16 = 3;
    const HE_CAP_MCS_SET: u16 = 4;
    const EHT_CAP_PHY: u16 = 9;
    const STATION: u16 = 2;

    let mut able = Able::default();
    let mut bands = Vec::new();
    for (number, band) in parts(bodies) {
        // `enum nl80211_band`; the others are for machines.
        let name = match number {
            0 => Band::Two,
            1 => Band::Five,
            3 => Band::Six,
            _ => continue,
        };
        let usable = |one: &[u8]| find(one, frequency::DISABLED).is_none();
        if !bands.contains(&name) && frequencies(band).any(usable) {
            bands.push(name);
        }
        if let (Some(info), Some(rates)) =
            (find(band, HT_CAPA).and_then(as_u16), find(band, HT_MCS_SET))
        {
            able.ht(info, rates);
        }
        if let (Some(info), Some(rates)) =
            (find(band, VHT_CAPA).and_then(as_u32), find(band, VHT_MCS_SET))
        {
            able.vht(info, rates, Some(name));
        }
        for (_, kind) in find(band, IFTYPE_DATA).into_iter().flat_map(attributes) {
            if find(kind, IFTYPES).and_then(|kinds| find(kinds, STATION)).is_none() {
                continue;
            }
            if let (Some(phy), Some(rates)) = (find(kind, HE_CAP_PHY), find(kind, HE_CAP_MCS_SET)) {
                able.he(phy, rates, Some(name));
            }
            if let Some(phy) = find(kind, EHT_CAP_PHY) {
                able.eht(phy, Some(name));
            }
        }
    }
    bands.sort_unstable();
    able.into_capabilities(bands)
}

/// What a radio's description says of locks; `None` where it names no cipher.
pub(super) fn locks<'a>(bodies: impl Iterator<Item = &'a [u8]>) -> Option<Locks> {
    // Cipher suites of IEEE 802.11 (9.4.2.24.2): the standard's own and their numbers.
    const CCMP: u32 = 0x000f_ac04;
    const BIP: u32 = 0x000f_ac06;
    // `enum nl80211_feature_flags` and `enum nl80211_ext_feature_index`: the exchange of keys by
    // the supplicant, and by the driver itself.
    const SAE: u32 = 1 << 5;
    const SAE_OFFLOAD: usize = 38;

    let mut locks = Locks { wpa2: false, wpa3: false, pmf: false };
    let mut told = false;
    for body in bodies {
        let suites = find(body, attribute::CIPHER_SUITES).unwrap_or_default();
        for suite in suites.chunks_exact(4).filter_map(as_u32) {
            told = true;
            locks.wpa2 |= suite == CCMP;
            locks.pmf |= suite == BIP;
        }
        let flags = find(body, attribute::FEATURE_FLAGS).and_then(as_u32).unwrap_or(0);
        let more = find(body, attribute::EXT_FEATURES).unwrap_or_default();
        let offloads =
            more.get(SAE_OFFLOAD / 8).is_some_and(|bits| bits >> (SAE_OFFLOAD % 8) & 1 == 1);
        locks.wpa3 |= flags & SAE != 0 || offloads;
    }
    told.then_some(locks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(kind: u16, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(4 + content.len()).unwrap();
        let mut bytes = [&length.to_ne_bytes()[..], &kind.to_ne_bytes(), content].concat();
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }

    fn frequency(mhz: u32, flags: &[u16], hundredths: Option<i32>) -> Vec<u8> {
        let mut bytes = attribute(frequency::MHZ, &mhz.to_ne_bytes());
        bytes.extend(flags.iter().flat_map(|flag| attribute(*flag, &[])));
        if let Some(power) = hundredths {
            bytes.extend(attribute(frequency::MAX_TX_POWER, &power.to_ne_bytes()));
        }
        bytes
    }

    /// The part of a description that holds these frequencies of a band.
    fn part(band: u16, frequencies: &[Vec<u8>]) -> Vec<u8> {
        let all: Vec<u8> = (0_u16..)
            .zip(frequencies)
            .flat_map(|(number, frequency)| attribute(number, frequency))
            .collect();
        attribute(super::attribute::WIPHY_BANDS, &attribute(band, &attribute(1, &all)))
    }

    #[test]
    fn channels_of_all_parts_are_listed_with_their_rules() {
        let parts = [
            part(1, &[frequency(5180, &[], Some(2000))]),
            part(1, &[frequency(5260, &[frequency::NO_IR, frequency::RADAR], Some(2000))]),
            part(0, &[frequency(2412, &[], None), frequency(2484, &[frequency::DISABLED], None)]),
            // A band for machines.
            part(2, &[frequency(58_320, &[], None)]),
        ];
        let plain = |freq_mhz, max_power_dbm| Channel {
            freq_mhz,
            disabled: false,
            passive: false,
            radar: false,
            max_power_dbm,
        };
        assert_eq!(
            channels(parts.iter().map(Vec::as_slice)),
            [
                plain(2412, None),
                Channel { disabled: true, ..plain(2484, None) },
                plain(5180, Some(20)),
                Channel { passive: true, radar: true, ..plain(5260, Some(20)) },
            ]
        );
    }

    #[test]
    fn a_band_whose_channels_are_all_forbidden_is_not_one_that_it_can() {
        let parts = [
            part(0, &[frequency(2412, &[], None)]),
            part(1, &[frequency(5180, &[frequency::DISABLED], None)]),
        ];
        assert_eq!(capabilities(parts.iter().map(Vec::as_slice)).bands, [Band::Two]);
    }
}
