//! What an access point can do at most: generation, streams, widths.
//!
//! Apart because the adapter's own abilities are put together from the same fields.

use super::Elements;
use crate::evidence::wifi::{Band, Capabilities, Generation};

/// What the access point says it can do on its band.
pub(crate) fn capabilities(elements: &Elements<'_>, band: Option<Band>) -> Capabilities {
    const HT: u8 = 45;
    const VHT: u8 = 191;
    // Extended numbers.
    const HE: u8 = 35;
    const EHT: u8 = 108;

    let mut able = Able::default();
    if let Some(ht) = elements.first(HT)
        && let (Some(info), Some(rates)) = (ht.first_chunk(), ht.get(3..))
    {
        able.ht(u16::from_le_bytes(*info), rates);
    }
    if let Some(vht) = elements.first(VHT)
        && let (Some(info), Some(rates)) = (vht.first_chunk(), vht.get(4..))
    {
        able.vht(u32::from_le_bytes(*info), rates, band);
    }
    // Six bytes of MAC, eleven of PHY capabilities, then the rates.
    if let Some(he) = elements.extended(HE)
        && let (Some(phy), Some(rates)) = (he.get(6..17), he.get(17..))
    {
        able.he(phy, rates, band);
    }
    // Two bytes of MAC, nine of PHY capabilities.
    if let Some(phy) = elements.extended(EHT).and_then(|eht| eht.get(2..11)) {
        able.eht(phy, band);
    }
    able.into_capabilities(band.into_iter().collect())
}

/// The best that has been read of one end so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Able {
    generation: Generation,
    streams: u8,
    width_mhz: u16,
}

impl Default for Able {
    /// What every radio can: the legacy rates on 20 MHz.
    fn default() -> Self {
        Self { generation: Generation::Legacy, streams: 1, width_mhz: 20 }
    }
}

impl Able {
    fn also(&mut self, generation: Generation, streams: u8, width_mhz: u16) {
        self.generation = self.generation.max(generation);
        self.streams = self.streams.max(streams);
        self.width_mhz = self.width_mhz.max(width_mhz);
    }

    /// HT (9.4.2.54): `info` is the capability field, `rates` begins with the supported MCS set.
    pub(crate) fn ht(&mut self, info: u16, rates: &[u8]) {
        const FORTY_MHZ: u16 = 1 << 1;
        let streams = rates.iter().take(4).take_while(|mcs| **mcs != 0).count();
        let width_mhz = if info & FORTY_MHZ == 0 { 20 } else { 40 };
        self.also(Generation::Ht, u8::try_from(streams).unwrap_or(1), width_mhz);
    }

    /// VHT (9.4.2.156): `rates` begins with the map of received rates. On 2.4 GHz it is a vendor's
    /// addition, which has no wide channels.
    pub(crate) fn vht(&mut self, info: u32, rates: &[u8], band: Option<Band>) {
        const WIDTHS: u32 = 0b11 << 2;
        if band == Some(Band::Two) {
            return;
        }
        let width_mhz = if info & WIDTHS == 0 { 80 } else { 160 };
        self.also(Generation::Vht, streams_of_map(rates), width_mhz);
    }

    /// HE (9.4.2.248): `phy` are the PHY capabilities, `rates` begins with the map of received
    /// rates up to 80 MHz.
    pub(crate) fn he(&mut self, phy: &[u8], rates: &[u8], band: Option<Band>) {
        const FORTY_ON_TWO: u8 = 1 << 1;
        const EIGHTY: u8 = 1 << 2;
        const HUNDRED_AND_SIXTY: u8 = 0b11 << 3;
        let widths = phy.first().copied().unwrap_or(0);
        let width_mhz = if band == Some(Band::Two) {
            if widths & FORTY_ON_TWO == 0 { 20 } else { 40 }
        } else if widths & HUNDRED_AND_SIXTY != 0 {
            160
        } else if widths & EIGHTY != 0 {
            80
        } else {
            20
        };
        self.also(Generation::He, streams_of_map(rates), width_mhz);
    }

    /// EHT (9.4.2.313 of 802.11be): its streams are at least those of HE.
    pub(crate) fn eht(&mut self, phy: &[u8], band: Option<Band>) {
        const THREE_HUNDRED_AND_TWENTY: u8 = 1 << 1;
        let wide = band == Some(Band::Six)
            && phy.first().is_some_and(|widths| widths & THREE_HUNDRED_AND_TWENTY != 0);
        self.also(Generation::Eht, 1, if wide { 320 } else { 20 });
    }

    pub(crate) fn into_capabilities(self, bands: Vec<Band>) -> Capabilities {
        Capabilities {
            bands,
            generation: self.generation,
            streams: self.streams,
            width_mhz: self.width_mhz,
        }
    }
}

/// Streams of a VHT or HE rate map: two bits for each of eight, 3 where there is none.
fn streams_of_map(map: &[u8]) -> u8 {
    let Some(map) = map.first_chunk().map(|map| u16::from_le_bytes(*map)) else { return 1 };
    let streams = (0..8).filter(|stream| map >> (2 * stream) & 0b11 != 0b11).count();
    u8::try_from(streams).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{element, extended};
    use super::*;

    #[test]
    fn generations_streams_and_widths_are_those_of_the_elements() {
        let ht = [&[0x6e, 0x00, 0x03, 0xff, 0xff][..], &[0; 21]].concat();
        let vht = [&[0; 4][..], &[0xfa, 0xff, 0, 0, 0xfa, 0xff, 0, 0]].concat();
        let mut he = vec![0; 6];
        he.extend([0b1100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        he.extend([0xaa, 0xff, 0xaa, 0xff]);
        let all = [element(45, &ht), element(191, &vht), extended(35, &he)];
        for (bytes, band, generation, streams, width_mhz) in [
            (vec![], Band::Two, Generation::Legacy, 1, 20),
            (all[0].clone(), Band::Two, Generation::Ht, 2, 40),
            (all[..2].concat(), Band::Five, Generation::Vht, 2, 80),
            (all[..2].concat(), Band::Two, Generation::Ht, 2, 40),
            (all.concat(), Band::Five, Generation::He, 4, 160),
        ] {
            assert_eq!(
                capabilities(&Elements::of([&bytes]), Some(band)),
                Capabilities { bands: vec![band], generation, streams, width_mhz }
            );
        }
    }
}
