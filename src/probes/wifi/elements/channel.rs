//! The channel of an access point: its true width and centre, and where it is about to go.
//!
//! Apart because each generation of Wi-Fi describes the width anew, in an element of its own and
//! in other words, and a newer one corrects what the older ones say.

use super::Elements;
use crate::evidence::wifi::{Band, mhz_of_channel};

/// The frequencies that an access point takes. Parts that it leaves out because others need them
/// (puncturing) are not subtracted: they may change from beacon to beacon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "units are in names")]
pub(crate) struct Span {
    /// Of both parts together where it comes in two.
    pub(crate) width_mhz: u16,
    /// Of the whole width, or of the first part.
    pub(crate) center_mhz: u32,
    /// Of the second part of 80+80 MHz.
    pub(crate) second_center_mhz: Option<u32>,
}

impl Span {
    const fn one(width_mhz: u16, center_mhz: u32) -> Self {
        Self { width_mhz, center_mhz, second_center_mhz: None }
    }

    /// True where the 20 MHz around this centre are part of it.
    pub(crate) fn holds(&self, primary_mhz: u32) -> bool {
        let (parts, width) = match self.second_center_mhz {
            Some(second) => ([Some(self.center_mhz), Some(second)], self.width_mhz / 2),
            None => ([Some(self.center_mhz), None], self.width_mhz),
        };
        let room = u32::from(width.saturating_sub(20) / 2);
        parts.into_iter().flatten().any(|center| center.abs_diff(primary_mhz) <= room)
    }
}

/// The width and its centre: from the newest element that agrees with the primary channel
/// (CATALOGUE E.2).
pub(crate) fn span(elements: &Elements<'_>, primary_mhz: u32) -> Span {
    let band = Band::of_mhz(primary_mhz);
    let said = band.and_then(|band| {
        eht(elements, band)
            .into_iter()
            .chain(he_on_six(elements, band))
            .chain(vht(elements, band))
            .chain(ht(elements, band, primary_mhz))
            .find(|span| span.holds(primary_mhz))
    });
    said.unwrap_or(Span::one(20, primary_mhz))
}

const HT_OPERATION: u8 = 61;
// Extended numbers.
const HE_OPERATION: u8 = 36;
const EHT_OPERATION: u8 = 106;

/// HT operation (9.4.2.55): a second channel above or below the primary one, which is in use only
/// where stations may use it.
fn ht(elements: &Elements<'_>, band: Band, primary_mhz: u32) -> Option<Span> {
    const ANY_WIDTH: u8 = 1 << 2;
    let set = *elements.first(HT_OPERATION)?.get(1)?;
    if band == Band::Six || set & ANY_WIDTH == 0 {
        return None;
    }
    match set & 0b11 {
        1 => Some(Span::one(40, primary_mhz + 10)),
        3 => Some(Span::one(40, primary_mhz - 10)),
        _ => None,
    }
}

/// VHT operation (9.4.2.157), which HE operation may carry too. Width 0 leaves it to HT.
fn vht(elements: &Elements<'_>, band: Band) -> Option<Span> {
    const VHT_OPERATION: u8 = 192;
    if band != Band::Five {
        return None;
    }
    let carried = || HeOperation::read(elements)?.vht;
    let &[width, first, second] =
        elements.first(VHT_OPERATION).and_then(|body| body.first_chunk()).or_else(carried)?;
    match width {
        1 => {
            // An access point that can do fewer streams at 160 MHz names the centre of those in HT
            // operation, for stations that know of it (9.4.2.157, table 9-313).
            let second = if second == 0 { second_in_ht(elements) } else { second };
            wide(80, band, first, second)
        }
        // Given up by the standard, and still sent.
        2 => Some(Span::one(160, mhz(band, first)?)),
        3 => Some(Span {
            width_mhz: 160,
            center_mhz: mhz(band, first)?,
            second_center_mhz: Some(mhz(band, second)?),
        }),
        _ => None,
    }
}

/// Channel center frequency segment 2 of HT operation: eleven bits after the protection's five.
fn second_in_ht(elements: &Elements<'_>) -> u8 {
    let bits = elements.first(HT_OPERATION).and_then(|body| body.get(2..4));
    let segment = bits.map_or(0, |bits| u16::from_le_bytes([bits[0], bits[1]]) >> 5);
    u8::try_from(segment & 0xff).unwrap_or(0)
}

/// A width of at least 80 MHz by the centres of the primary part and of the whole or of the other
/// part (CATALOGUE E.2): 8 channel numbers apart they are one, 16 and more apart they are two.
fn wide(width_mhz: u16, band: Band, first: u8, second: u8) -> Option<Span> {
    match second.abs_diff(first) {
        8 if second != 0 => Some(Span::one(160, mhz(band, second)?)),
        16.. if second != 0 => Some(Span {
            width_mhz: 160,
            center_mhz: mhz(band, first)?,
            second_center_mhz: Some(mhz(band, second)?),
        }),
        _ => Some(Span::one(width_mhz, mhz(band, first)?)),
    }
}

/// HE operation (9.4.2.249), as far as it describes the channel.
struct HeOperation<'a> {
    vht: Option<&'a [u8; 3]>,
    six: Option<&'a [u8; 5]>,
}

impl<'a> HeOperation<'a> {
    fn read(elements: &Elements<'a>) -> Option<Self> {
        const VHT_PRESENT: u32 = 1 << 14;
        const CO_HOSTED: u32 = 1 << 15;
        const SIX_PRESENT: u32 = 1 << 17;
        let body = elements.extended(HE_OPERATION)?;
        let (&[low, middle, high], rest) = body.split_first_chunk()?;
        let present = u32::from_le_bytes([low, middle, high, 0]);
        // The colour and the basic rates; then what is present.
        let mut rest = rest.get(3..)?;
        let vht = (present & VHT_PRESENT != 0).then(|| rest.split_first_chunk::<3>()).flatten();
        if let Some((_, after)) = vht {
            rest = after;
        }
        if present & CO_HOSTED != 0 {
            rest = rest.get(1..)?;
        }
        Some(Self {
            vht: vht.map(|(vht, _)| vht),
            six: if present & SIX_PRESENT != 0 { rest.first_chunk() } else { None },
        })
    }
}

fn he_on_six(elements: &Elements<'_>, band: Band) -> Option<Span> {
    if band != Band::Six {
        return None;
    }
    let &[_primary, control, first, second, _] = HeOperation::read(elements)?.six?;
    match control & 0b11 {
        0 => Some(Span::one(20, mhz(band, first)?)),
        1 => Some(Span::one(40, mhz(band, first)?)),
        2 => Some(Span::one(80, mhz(band, first)?)),
        _ => wide(80, band, first, second),
    }
}

/// EHT operation (9.4.2.311 of 802.11be); present only where it differs from the older ones.
fn eht(elements: &Elements<'_>, band: Band) -> Option<Span> {
    const INFORMATION_PRESENT: u8 = 1;
    let (&parameters, rest) = elements.extended(EHT_OPERATION)?.split_first()?;
    if parameters & INFORMATION_PRESENT == 0 {
        return None;
    }
    // Past the basic rates.
    let &[control, first, second] = rest.get(4..)?.first_chunk()?;
    // Up to 80 MHz the first centre is the whole's, above the second.
    let (width_mhz, center) = match control & 0b111 {
        0 => (20, first),
        1 => (40, first),
        2 => (80, first),
        3 => (160, second),
        4 => (320, second),
        _ => return None,
    };
    Some(Span::one(width_mhz, mhz(band, center)?))
}

fn mhz(band: Band, channel: u8) -> Option<u32> {
    mhz_of_channel(band, u32::from(channel))
}

/// The channel that the access point is about to move to (9.4.2.18, 9.4.2.51).
pub(crate) fn moves_to(elements: &Elements<'_>) -> Option<u8> {
    const SWITCH: u8 = 37;
    const EXTENDED_SWITCH: u8 = 60;
    let short = || Some(*elements.first(SWITCH)?.get(1)?);
    elements.first(EXTENDED_SWITCH).and_then(|body| body.get(2)).copied().or_else(short)
}

/// True where the access point makes all protect their frames from stations that are too old to
/// hear them (ERP, 9.4.2.11; HT protection, 9.4.2.55).
pub(crate) fn protects_legacy(elements: &Elements<'_>) -> bool {
    const ERP: u8 = 42;
    const USE_PROTECTION: u8 = 1 << 1;
    let erp = elements.first(ERP).and_then(|body| body.first());
    let ht = elements.first(HT_OPERATION).and_then(|body| body.get(2));
    // 1: one without HT is about, 3: one is in this network. 2 is about 20 MHz alone.
    erp.is_some_and(|bits| bits & USE_PROTECTION != 0)
        || ht.is_some_and(|bits| matches!(bits & 0b11, 1 | 3))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{element, extended};
    use super::*;

    fn ht(second: u8) -> Vec<u8> {
        element(61, &[[6, second, 0, 0].as_slice(), &[0; 18]].concat())
    }

    fn vht(width: u8, first: u8, second: u8) -> Vec<u8> {
        element(192, &[width, first, second, 0xfc, 0xff])
    }

    fn he_six(control: u8, first: u8, second: u8) -> Vec<u8> {
        extended(36, &[0, 0, 2, 1, 0xfc, 0xff, 37, control, first, second, 6])
    }

    fn eht(control: u8, first: u8, second: u8) -> Vec<u8> {
        extended(106, &[1, 0x44, 0x44, 0x44, 0x44, control, first, second])
    }

    #[test]
    fn the_width_is_that_of_the_newest_element_that_agrees_with_the_channel() {
        const ABOVE: u8 = 0b101;
        const BELOW: u8 = 0b111;
        let carried = extended(36, &[0, 0x40, 0, 1, 0xfc, 0xff, 1, 42, 0]);
        let co_hosted = extended(36, &[0, 0xc0, 2, 1, 0xfc, 0xff, 1, 42, 0, 3, 37, 2, 39, 0, 6]);
        let mut second_in_ht = ht(ABOVE);
        second_in_ht[4..6].copy_from_slice(&(50_u16 << 5).to_le_bytes());
        for (parts, primary_mhz, width_mhz, center_mhz, second_center_mhz) in [
            (vec![], 2437, 20, 2437, None),
            (vec![ht(0)], 2437, 20, 2437, None),
            (vec![ht(ABOVE)], 2437, 40, 2447, None),
            (vec![ht(BELOW)], 2437, 40, 2427, None),
            // A second channel that nobody may use just now, and one that does not exist.
            (vec![ht(1)], 2437, 20, 2437, None),
            (vec![ht(0b110)], 2437, 20, 2437, None),
            // VHT on 2.4 GHz is a vendor's addition.
            (vec![ht(ABOVE), vht(1, 42, 0)], 2437, 40, 2447, None),
            // Width 0 leaves it to HT.
            (vec![ht(ABOVE), vht(0, 0, 0)], 5180, 40, 5190, None),
            (vec![ht(ABOVE), vht(1, 42, 0)], 5180, 80, 5210, None),
            (vec![ht(ABOVE), vht(1, 42, 50)], 5180, 160, 5250, None),
            (vec![ht(ABOVE), vht(1, 42, 155)], 5180, 160, 5210, Some(5775)),
            (vec![ht(ABOVE), vht(1, 155, 42)], 5180, 160, 5775, Some(5210)),
            (vec![ht(ABOVE), vht(2, 50, 0)], 5180, 160, 5250, None),
            (vec![ht(ABOVE), vht(3, 42, 106)], 5180, 160, 5210, Some(5530)),
            (vec![second_in_ht, vht(1, 42, 0)], 5180, 160, 5250, None),
            // HE carries VHT's where there is no element of it.
            (vec![ht(ABOVE), carried], 5180, 80, 5210, None),
            // An element that speaks of another channel is not believed.
            (vec![ht(ABOVE), vht(1, 155, 0)], 5180, 40, 5190, None),
            (vec![ht(ABOVE), vht(1, 0, 0)], 5180, 40, 5190, None),
            (vec![ht(ABOVE), vht(1, 42, 0), eht(3, 42, 50)], 5180, 160, 5250, None),
            (vec![he_six(0, 37, 0)], 6135, 20, 6135, None),
            (vec![he_six(1, 35, 0)], 6135, 40, 6125, None),
            (vec![he_six(2, 39, 0)], 6135, 80, 6145, None),
            (vec![he_six(3, 39, 47)], 6135, 160, 6185, None),
            (vec![he_six(3, 39, 103)], 6135, 160, 6145, Some(6465)),
            (vec![co_hosted], 6135, 80, 6145, None),
            (vec![he_six(3, 39, 47), eht(4, 47, 63)], 6135, 320, 6265, None),
            // HT and VHT have no say on 6 GHz, and what HE says there none elsewhere.
            (vec![ht(ABOVE), vht(1, 39, 0)], 6135, 20, 6135, None),
            (vec![he_six(2, 42, 0)], 5180, 20, 5180, None),
            // Cut short.
            (vec![element(61, &[6])], 2437, 20, 2437, None),
            (vec![element(192, &[1, 42])], 5180, 20, 5180, None),
            (vec![extended(36, &[0, 0, 2, 1, 0xfc, 0xff, 37, 2])], 6135, 20, 6135, None),
            (vec![extended(106, &[1, 0, 0, 0, 0, 3])], 5180, 20, 5180, None),
        ] {
            assert_eq!(
                span(&Elements::of(&parts), primary_mhz),
                Span { width_mhz, center_mhz, second_center_mhz },
                "{parts:02x?} on {primary_mhz}"
            );
        }
    }

    #[test]
    fn a_move_is_read_from_either_announcement() {
        for (bytes, expected) in [
            (vec![], None),
            (element(37, &[0, 11, 3]), Some(11)),
            (element(60, &[0, 115, 44, 3]), Some(44)),
            (element(37, &[0]), None),
        ] {
            assert_eq!(moves_to(&Elements::of([&bytes])), expected, "{bytes:02x?}");
        }
    }

    #[test]
    fn old_stations_slow_all_down_where_frames_are_protected_from_them() {
        let mut mixed = ht(0);
        mixed[4] = 3;
        let mut twenty = ht(0);
        twenty[4] = 2;
        for (bytes, expected) in [
            (vec![], false),
            (element(42, &[0]), false),
            (element(42, &[1]), false),
            (element(42, &[0b11]), true),
            (mixed, true),
            (twenty, false),
        ] {
            assert_eq!(protects_legacy(&Elements::of([&bytes])), expected, "{bytes:02x?}");
        }
    }
}
