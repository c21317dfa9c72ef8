//! What the numbers of `CoreWLAN` and its words mean.
//!
//! It is apart from the calls so that it compiles and is tested everywhere. The numbers are those of
//! `CoreWLANTypes.h`.

use crate::evidence::wifi::{Band, Generation};

/// `CWChannelBand`.
pub(super) const fn band(code: isize) -> Option<Band> {
    match code {
        1 => Some(Band::Two),
        2 => Some(Band::Five),
        3 => Some(Band::Six),
        _ => None,
    }
}

/// `CWChannelWidth`.
pub(super) const fn width_mhz(code: isize) -> Option<u16> {
    match code {
        1 => Some(20),
        2 => Some(40),
        3 => Some(80),
        4 => Some(160),
        _ => None,
    }
}

/// `CWPHYMode`; the last one came with macOS 15.
pub(super) const fn generation(code: isize) -> Option<Generation> {
    match code {
        1..=3 => Some(Generation::Legacy),
        4 => Some(Generation::Ht),
        5 => Some(Generation::Vht),
        6 => Some(Generation::He),
        7 => Some(Generation::Eht),
        _ => None,
    }
}

/// The centre of a channel, which means something only together with its band (CATALOGUE E.2).
pub(super) fn freq_mhz(channel: isize, band: Band) -> Option<u32> {
    let channel = u32::try_from(channel).ok()?;
    match (band, channel) {
        (Band::Two, 14) => Some(2484),
        (Band::Two, 1..=13) => Some(2407 + 5 * channel),
        (Band::Five, 184..=196) => Some(4000 + 5 * channel),
        (Band::Five, 1..=183) => Some(5000 + 5 * channel),
        (Band::Six, 2) => Some(5935),
        (Band::Six, 1..=233) => Some(5950 + 5 * channel),
        _ => None,
    }
}

/// True where a radio has to listen for radar first (DFS, CATALOGUE E.2): the same in the countries
/// whose rules are known.
pub(super) const fn radar(freq_mhz: u32) -> bool {
    matches!(freq_mhz, 5250..=5350 | 5470..=5725)
}

/// A level in dBm; 0 is what the system says when it does not know.
pub(super) fn dbm(level: isize) -> Option<i32> {
    i32::try_from(level).ok().filter(|dbm| *dbm < 0)
}

/// A hardware address. Zeros in front may be left out.
pub(super) fn address(text: &str) -> Option<[u8; 6]> {
    let mut address = [0; 6];
    let mut parts = text.split(':');
    for byte in &mut address {
        let part = parts.next()?;
        let digits = part.bytes().all(|digit| digit.is_ascii_hexdigit());
        *byte = u8::from_str_radix(part, 16).ok().filter(|_| digits)?;
    }
    parts.next().is_none().then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::wifi::channel_of_mhz;
    use proptest::prelude::*;

    #[test]
    fn a_channel_and_its_frequency_name_each_other() {
        for (band, channels) in [
            (Band::Two, vec![1, 6, 11, 13, 14]),
            (Band::Five, vec![36, 64, 100, 144, 165, 177, 184, 196]),
            (Band::Six, vec![1, 2, 5, 93, 233]),
        ] {
            for channel in channels {
                let freq_mhz = freq_mhz(channel, band).unwrap();
                assert_eq!(channel_of_mhz(freq_mhz), u32::try_from(channel).ok());
                assert_eq!(Band::of_mhz(freq_mhz), Some(band), "{channel}");
            }
        }
        assert_eq!(freq_mhz(0, Band::Two), None);
        assert_eq!(freq_mhz(-1, Band::Five), None);
        assert_eq!(freq_mhz(234, Band::Six), None);
    }

    #[test]
    fn an_address_may_leave_out_zeros_in_front() {
        for (text, expected) in [
            ("02:00:00:0a:01:ff", Some([2, 0, 0, 10, 1, 255])),
            ("2:0:0:a:1:ff", Some([2, 0, 0, 10, 1, 255])),
            ("2:0:0:a:1", None),
            ("2:0:0:a:1:ff:7", None),
            ("2:0:0:a:1:100", None),
            ("2:0:0:a:1:+f", None),
            ("", None),
        ] {
            assert_eq!(address(text), expected, "{text}");
        }
    }

    #[test]
    fn radar_comes_first_in_the_middle_of_5_ghz() {
        for (channel, expected) in [
            (36, false),
            (48, false),
            (52, true),
            (64, true),
            (100, true),
            (144, true),
            (149, false),
        ] {
            assert_eq!(radar(5000 + 5 * channel), expected, "{channel}");
        }
        assert!(!radar(2437) && !radar(5975));
    }

    #[test]
    fn a_level_of_nought_is_not_known() {
        assert_eq!((dbm(-61), dbm(0), dbm(7)), (Some(-61), None, None));
    }

    proptest! {
        #[test]
        fn any_code_and_any_text_is_read(code: isize, text: String) {
            let _ = (band(code), width_mhz(code), generation(code), dbm(code), address(&text));
            for band in [Band::Two, Band::Five, Band::Six] {
                let _ = freq_mhz(code, band);
            }
        }
    }
}
