//! What an access point says of itself in its beacons: name, lock, abilities (IEEE 802.11, 9.4.2).
//!
//! It is apart because the same bytes come from three systems and from strangers: anything may be
//! in them, so every read is checked and nothing here can fail but by saying nothing.

use crate::evidence::Foreign;
use crate::evidence::wifi::{Band, Capabilities, Generation, Security};

// Element numbers, IEEE 802.11 table 9-130.
const SSID: u8 = 0;
const HT_CAPABILITIES: u8 = 45;
const RSN: u8 = 48;
const VHT_CAPABILITIES: u8 = 191;
const VENDOR: u8 = 221;
const EXTENSION: u8 = 255;
// Extended numbers, same table.
const HE_CAPABILITIES: u8 = 35;
const EHT_CAPABILITIES: u8 = 108;

/// The owner of the standard's own ciphers and key managements.
const STANDARD: [u8; 3] = [0x00, 0x0f, 0xac];
/// The owner of the first WPA.
const MICROSOFT: [u8; 3] = [0x00, 0x50, 0xf2];

/// The elements in some bytes, up to the first that does not fit.
fn elements(mut bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    std::iter::from_fn(move || {
        let (&[id, length], rest) = bytes.split_first_chunk()?;
        let body = rest.get(..usize::from(length))?;
        bytes = &rest[usize::from(length)..];
        Some((id, body))
    })
}

fn find(bytes: &[u8], id: u8) -> Option<&[u8]> {
    elements(bytes).find(|(found, _)| *found == id).map(|(_, body)| body)
}

fn find_extended(bytes: &[u8], id: u8) -> Option<&[u8]> {
    elements(bytes)
        .filter(|(found, _)| *found == EXTENSION)
        .filter_map(|(_, body)| body.split_first())
        .find(|(found, _)| **found == id)
        .map(|(_, body)| body)
}

/// The network's name; empty where it is hidden, also by zeros.
pub(crate) fn ssid(bytes: &[u8]) -> Foreign {
    let name = find(bytes, SSID).unwrap_or_default();
    if name.iter().all(|byte| *byte == 0) { Foreign::new([]) } else { Foreign::new(name) }
}

/// How a network is locked. `privacy` is the capability bit that says that it is at all; `None`
/// where it is locked in a way that is not known.
pub(crate) fn security(bytes: &[u8], privacy: bool) -> Option<Security> {
    /// The type of the first WPA's vendor element.
    const WPA: u8 = 1;
    const KINDS_OF_8021X: [u8; 9] = [1, 3, 5, 11, 12, 13, 15, 22, 23];
    const KINDS_OF_PSK: [u8; 5] = [2, 4, 6, 19, 20];
    const KINDS_OF_SAE: [u8; 4] = [8, 9, 24, 25];
    const OWE: u8 = 18;

    let first = elements(bytes)
        .filter(|(id, _)| *id == VENDOR)
        .filter_map(|(_, body)| body.strip_prefix(&MICROSOFT)?.strip_prefix(&[WPA]))
        .find_map(|body| Suites::read(body, MICROSOFT));
    let Some(rsn) = find(bytes, RSN) else {
        return Some(match first {
            Some(first) if first.has(&[1]) => Security::Enterprise,
            Some(_) => Security::Wpa,
            None if privacy => Security::Wep,
            None => Security::Open,
        });
    };
    let rsn = Suites::read(rsn, STANDARD)?;
    let (psk, sae) = (rsn.has(&KINDS_OF_PSK), rsn.has(&KINDS_OF_SAE));
    if rsn.has(&KINDS_OF_8021X) {
        Some(Security::Enterprise)
    } else if psk && (first.is_some() || rsn.tkip) {
        Some(Security::WpaWpa2)
    } else if sae {
        Some(if psk { Security::Wpa2Wpa3 } else { Security::Wpa3 })
    } else if psk {
        Some(Security::Wpa2)
    } else {
        rsn.has(&[OWE]).then_some(Security::Owe)
    }
}

/// Ciphers and key managements of an RSN element or of the first WPA's, which is laid out alike.
struct Suites {
    tkip: bool,
    key_managements: Vec<u8>,
}

impl Suites {
    fn read(body: &[u8], owner: [u8; 3]) -> Option<Self> {
        const TKIP: u8 = 2;
        // Version, then the group's cipher.
        let rest = body.get(2..)?;
        let (group, rest) = rest.split_first_chunk::<4>()?;
        let (pairwise, rest) = Self::list(rest, owner)?;
        let (key_managements, _) = Self::list(rest, owner)?;
        let tkip = pairwise.contains(&TKIP) || (group[..3] == owner && group[3] == TKIP);
        Some(Self { tkip, key_managements })
    }

    /// A counted list of suites; those of other owners are left out.
    fn list(bytes: &[u8], owner: [u8; 3]) -> Option<(Vec<u8>, &[u8])> {
        let (count, rest) = bytes.split_first_chunk()?;
        let length = usize::from(u16::from_le_bytes(*count)) * 4;
        let (suites, _) = rest.get(..length)?.as_chunks::<4>();
        let ours = suites.iter().filter(|suite| suite[..3] == owner).map(|suite| suite[3]);
        Some((ours.collect(), &rest[length..]))
    }

    fn has(&self, kinds: &[u8]) -> bool {
        self.key_managements.iter().any(|kind| kinds.contains(kind))
    }
}

/// What the access point says it can do on its band.
pub(crate) fn capabilities(bytes: &[u8], band: Option<Band>) -> Capabilities {
    let mut able = Able::default();
    if let Some(ht) = find(bytes, HT_CAPABILITIES)
        && let (Some(info), Some(rates)) = (ht.first_chunk(), ht.get(3..))
    {
        able.ht(u16::from_le_bytes(*info), rates);
    }
    if let Some(vht) = find(bytes, VHT_CAPABILITIES)
        && let (Some(info), Some(rates)) = (vht.first_chunk(), vht.get(4..))
    {
        able.vht(u32::from_le_bytes(*info), rates, band);
    }
    // Six bytes of MAC, eleven of PHY capabilities, then the rates.
    if let Some(he) = find_extended(bytes, HE_CAPABILITIES)
        && let (Some(phy), Some(rates)) = (he.get(6..17), he.get(17..))
    {
        able.he(phy, rates, band);
    }
    // Two bytes of MAC, nine of PHY capabilities.
    if let Some(phy) = find_extended(bytes, EHT_CAPABILITIES).and_then(|eht| eht.get(2..11)) {
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
    use super::*;
    use proptest::prelude::*;

    fn rsn(pairwise: u8, managements: &[u8]) -> Vec<u8> {
        let mut body = vec![1, 0, 0, 0x0f, 0xac, pairwise, 1, 0, 0, 0x0f, 0xac, pairwise];
        body.extend([u8::try_from(managements.len()).unwrap(), 0]);
        for kind in managements {
            body.extend([0, 0x0f, 0xac, *kind]);
        }
        body.extend([0, 0]);
        element(RSN, &body)
    }

    fn element(id: u8, body: &[u8]) -> Vec<u8> {
        [&[id, u8::try_from(body.len()).unwrap()], body].concat()
    }

    fn wpa(management: u8) -> Vec<u8> {
        let suite = |kind| [0, 0x50, 0xf2, kind];
        let body =
            [&suite(1)[..], &[1, 0], &suite(2), &[1, 0], &suite(2), &[1, 0], &suite(management)]
                .concat();
        element(VENDOR, &body)
    }

    #[test]
    fn every_lock_is_told_from_the_others() {
        for (bytes, privacy, expected) in [
            (vec![], false, Some(Security::Open)),
            (vec![], true, Some(Security::Wep)),
            (wpa(2), true, Some(Security::Wpa)),
            (wpa(1), true, Some(Security::Enterprise)),
            ([rsn(4, &[2]), wpa(2)].concat(), true, Some(Security::WpaWpa2)),
            (rsn(2, &[2]), true, Some(Security::WpaWpa2)),
            (rsn(4, &[2]), true, Some(Security::Wpa2)),
            (rsn(4, &[2, 6]), true, Some(Security::Wpa2)),
            (rsn(4, &[2, 8]), true, Some(Security::Wpa2Wpa3)),
            (rsn(4, &[8]), true, Some(Security::Wpa3)),
            (rsn(4, &[18]), true, Some(Security::Owe)),
            (rsn(4, &[1, 2]), true, Some(Security::Enterprise)),
            // A lock of the future is not an open door.
            (rsn(4, &[99]), true, None),
            (element(RSN, &[1, 0]), true, None),
        ] {
            assert_eq!(security(&bytes, privacy), expected, "{bytes:02x?}");
        }
    }

    #[test]
    fn generations_streams_and_widths_are_those_of_the_elements() {
        let ht = [&[0x6e, 0x00, 0x03, 0xff, 0xff][..], &[0; 21]].concat();
        let vht = [&[0; 4][..], &[0xfa, 0xff, 0, 0, 0xfa, 0xff, 0, 0]].concat();
        let mut he = vec![HE_CAPABILITIES];
        he.extend([0; 6]);
        he.extend([0b1100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        he.extend([0xaa, 0xff, 0xaa, 0xff]);
        let all = [element(45, &ht), element(191, &vht), element(255, &he)];
        for (bytes, band, generation, streams, width_mhz) in [
            (vec![], Band::Two, Generation::Legacy, 1, 20),
            (all[0].clone(), Band::Two, Generation::Ht, 2, 40),
            (all[..2].concat(), Band::Five, Generation::Vht, 2, 80),
            (all[..2].concat(), Band::Two, Generation::Ht, 2, 40),
            (all.concat(), Band::Five, Generation::He, 4, 160),
        ] {
            assert_eq!(
                capabilities(&bytes, Some(band)),
                Capabilities { bands: vec![band], generation, streams, width_mhz }
            );
        }
    }

    #[test]
    fn a_name_of_zeros_is_a_hidden_one() {
        assert!(ssid(&element(SSID, &[0; 7])).is_empty());
        assert_eq!(ssid(&element(SSID, b"HomeNet")), Foreign::new("HomeNet"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_an_end(bytes: Vec<u8>, privacy: bool) {
            let _ = (ssid(&bytes), security(&bytes, privacy), capabilities(&bytes, Some(Band::Five)));
            for id in [HT_CAPABILITIES, RSN, VHT_CAPABILITIES, VENDOR, EXTENSION] {
                let length = u8::try_from(bytes.len().min(255)).unwrap();
                let one = [&[id, length][..], &bytes[..usize::from(length)]].concat();
                let _ = (security(&one, privacy), capabilities(&one, None));
            }
        }
    }
}
