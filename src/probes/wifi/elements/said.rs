//! The rest of what an access point says: rates, country, load, and what it offers or names.
//!
//! Apart because each of these is one element, read by itself.

use super::Elements;
use crate::evidence::networks::{Load, Roaming};
use crate::evidence::wifi::{Band, mhz_of_channel};

/// Rates without HT in Mbit/s: those it takes, and those of them that all must take.
pub(crate) fn rates_mbps(elements: &Elements<'_>) -> (Vec<f64>, Vec<f64>) {
    const RATES: u8 = 1;
    const MORE_RATES: u8 = 50;
    const BASIC: u8 = 1 << 7;
    /// From here on a number is not a rate but something that all must be able to do (table
    /// 9-133), as HT (127).
    const FIRST_SELECTOR: u8 = 121;
    let (mut rates, mut basic) = (Vec::new(), Vec::new());
    let listed = [elements.first(RATES), elements.first(MORE_RATES)];
    for byte in listed.into_iter().flatten().flatten() {
        let halves = byte & !BASIC;
        let mbps = f64::from(halves) / 2.0;
        if halves == 0 || halves >= FIRST_SELECTOR || rates.contains(&mbps) {
            continue;
        }
        rates.push(mbps);
        if byte & BASIC != 0 {
            basic.push(mbps);
        }
    }
    rates.sort_by(f64::total_cmp);
    basic.sort_by(f64::total_cmp);
    (rates, basic)
}

/// The country whose rules it keeps, two letters.
pub(crate) fn country(elements: &Elements<'_>) -> Option<String> {
    const COUNTRY: u8 = 7;
    let letters = elements.first(COUNTRY)?.first_chunk::<2>()?;
    letters
        .iter()
        .all(u8::is_ascii_alphanumeric)
        .then(|| letters.map(|letter| char::from(letter.to_ascii_uppercase())).iter().collect())
}

/// How busy it says it is (CATALOGUE E.7).
pub(crate) fn load(elements: &Elements<'_>) -> Option<Load> {
    const BSS_LOAD: u8 = 11;
    let &[stations_low, stations_high, utilisation, capacity_low, capacity_high] =
        elements.first(BSS_LOAD)?.first_chunk()?;
    Some(Load {
        stations: u16::from_le_bytes([stations_low, stations_high]),
        utilisation,
        admission_capacity: u16::from_le_bytes([capacity_low, capacity_high]),
    })
}

/// Beacons from one to the next that announces group traffic; only beacons say it.
pub(crate) fn dtim_period(elements: &Elements<'_>) -> Option<u8> {
    const TIM: u8 = 5;
    // 0 is reserved.
    elements.first(TIM)?.get(1).copied().filter(|period| *period != 0)
}

/// What it offers to those who move about.
pub(crate) fn roaming(elements: &Elements<'_>) -> Roaming {
    const RADIO_MEASUREMENT: u8 = 70;
    const EXTENDED_CAPABILITIES: u8 = 127;
    const MOBILITY_DOMAIN: u8 = 54;
    let bit = |id, number: usize| {
        let byte = elements.first(id).and_then(|body| body.get(number / 8));
        byte.is_some_and(|byte| byte >> (number % 8) & 1 != 0)
    };
    Roaming {
        neighbour_report: bit(RADIO_MEASUREMENT, 1),
        transition: bit(EXTENDED_CAPABILITIES, 19),
        fast: elements.first(MOBILITY_DOMAIN).is_some(),
    }
}

/// Primary channels of the other access points that it names (reduced neighbour report, 9.4.2.169).
pub(crate) fn also_on_mhz(elements: &Elements<'_>) -> Vec<u32> {
    const REDUCED_NEIGHBOUR_REPORT: u8 = 201;
    let mut named: Vec<u32> =
        elements.every(REDUCED_NEIGHBOUR_REPORT).flat_map(neighbours_mhz).collect();
    named.sort_unstable();
    named.dedup();
    named
}

/// The channels in one report: a header with the number and length of the entries of one channel,
/// then these entries, which are not read, and so on.
fn neighbours_mhz(mut report: &[u8]) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let (&[counts, length, class, channel], rest) = report.split_first_chunk()?;
        let entries = usize::from(counts >> 4) + 1;
        report = rest.get(entries * usize::from(length)..)?;
        Some(mhz_of_class(class, channel))
    })
    .flatten()
}

/// A channel by its operating class of the world (annex E, table E-4).
fn mhz_of_class(class: u8, channel: u8) -> Option<u32> {
    let band = match class {
        81..=84 => Band::Two,
        115..=130 => Band::Five,
        131..=137 => Band::Six,
        _ => return None,
    };
    mhz_of_channel(band, u32::from(channel))
}

/// Up to this many names are sent in one beacon (multiple BSSID, 9.4.2.45).
pub(crate) fn most_names_in_beacon(elements: &Elements<'_>) -> Option<u16> {
    const MULTIPLE_BSSID: u8 = 71;
    /// The standard's limit of the exponent.
    const MOST: u8 = 8;
    let exponent = *elements.first(MULTIPLE_BSSID)?.first()?;
    (1..=MOST).contains(&exponent).then(|| 1 << exponent)
}

#[cfg(test)]
mod tests {
    use super::super::testing::element;
    use super::*;

    #[test]
    fn rates_are_listed_without_what_is_no_rate() {
        for (parts, rates, basic) in [
            (vec![], vec![], vec![]),
            (
                vec![element(1, &[0x82, 0x84, 0x8b, 0x96, 0x0c, 0x12]), element(50, &[0x6c, 0xff])],
                vec![1.0, 2.0, 5.5, 6.0, 9.0, 11.0, 54.0],
                vec![1.0, 2.0, 5.5, 11.0],
            ),
            // VHT and the newer way into WPA3 are no rates, nor is nothing.
            (vec![element(1, &[0x8c, 0xfe, 0xfb, 0x80, 0x00])], vec![6.0], vec![6.0]),
            // Twice: the first counts.
            (vec![element(1, &[0x8c, 0x0c]), element(1, &[0x6c])], vec![6.0], vec![6.0]),
        ] {
            assert_eq!(rates_mbps(&Elements::of(&parts)), (rates, basic), "{parts:02x?}");
        }
    }

    #[test]
    fn countries_are_letters() {
        for (body, expected) in
            [(&b"ES "[..], Some("ES")), (b"de\x04", Some("DE")), (b"\xff\xff ", None), (b"E", None)]
        {
            let bytes = element(7, body);
            assert_eq!(country(&Elements::of([&bytes])).as_deref(), expected, "{body:?}");
        }
    }

    #[test]
    fn load_and_dtim_are_read_where_they_are_whole() {
        let read = |bytes: &[u8]| {
            let elements = Elements::of([bytes]);
            (load(&elements), dtim_period(&elements))
        };
        let busy = Load { stations: 258, utilisation: 51, admission_capacity: 31250 };
        let both = [element(11, &[2, 1, 51, 0x12, 0x7a]), element(5, &[0, 3, 0, 0])].concat();
        assert_eq!(read(&both), (Some(busy), Some(3)));
        assert_eq!(read(&[element(11, &[2, 1, 51]), element(5, &[0])].concat()), (None, None));
        assert_eq!(read(&element(5, &[0, 0, 0, 0])), (None, None));
    }

    #[test]
    fn roaming_is_three_separate_offers() {
        let read = |bytes: &[u8]| {
            let offers = roaming(&Elements::of([bytes]));
            (offers.neighbour_report, offers.transition, offers.fast)
        };
        assert_eq!(read(&[]), (false, false, false));
        assert_eq!(read(&element(70, &[0b10, 0, 0, 0, 0])), (true, false, false));
        assert_eq!(read(&element(127, &[0, 0, 0b1000])), (false, true, false));
        assert_eq!(read(&element(127, &[0, 0])), (false, false, false));
        assert_eq!(read(&element(54, &[1, 2, 0])), (false, false, true));
    }

    #[test]
    fn neighbours_on_other_bands_are_named_once_each() {
        let entry = |class, channel, count: u8| {
            let mut bytes = vec![(count - 1) << 4, 13, class, channel];
            bytes.extend(vec![0; 13 * usize::from(count)]);
            bytes
        };
        let six = [entry(131, 37, 2), entry(136, 2, 1)].concat();
        let report =
            [entry(81, 6, 1), entry(128, 36, 1), entry(131, 37, 1), entry(99, 1, 1)].concat();
        let mut cut = entry(131, 5, 1);
        cut.pop();
        for (parts, expected) in [
            (vec![], vec![]),
            (vec![element(201, &six)], vec![5935, 6135]),
            (vec![element(201, &report), element(201, &six)], vec![2437, 5180, 5935, 6135]),
            (vec![element(201, &[entry(81, 1, 1), cut].concat())], vec![2412]),
        ] {
            assert_eq!(also_on_mhz(&Elements::of(&parts)), expected, "{parts:02x?}");
        }
    }

    #[test]
    fn the_most_names_are_a_power_of_two() {
        for (body, expected) in
            [(&[3][..], Some(8)), (&[8], Some(256)), (&[0], None), (&[200], None), (&[], None)]
        {
            let bytes = element(71, body);
            assert_eq!(most_names_in_beacon(&Elements::of([&bytes])), expected, "{body:?}");
        }
    }
}
