//! How a network is locked: ciphers, key managements, protection of management frames, WPS.
//!
//! Apart because the words for it (WPA2, WPA3, mixed) are in no element: they follow from several.

use super::Elements;
use crate::evidence::networks::Pmf;
use crate::evidence::wifi::Security;

/// The owner of the standard's own ciphers and key managements.
const STANDARD: [u8; 3] = [0x00, 0x0f, 0xac];
/// The owner of the first WPA and of WPS.
const MICROSOFT: [u8; 3] = [0x00, 0x50, 0xf2];

/// How a network is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lock {
    /// `None` where it is locked in a way that is not known.
    pub(crate) security: Option<Security>,
    /// Key managements by their names, those of the standard first, each once.
    pub(crate) akms: Vec<String>,
    pub(crate) pmf: Pmf,
}

impl Lock {
    /// `privacy` is the capability bit that says that the network is locked at all.
    pub(crate) fn of(elements: &Elements<'_>, privacy: bool) -> Self {
        const RSN: u8 = 48;
        /// The kind of the first WPA's element.
        const WPA: u8 = 1;

        let first = elements.of_vendor(MICROSOFT, WPA).find_map(Suites::read);
        let rsn = elements.first(RSN);
        let suites = rsn.and_then(Suites::read);
        let security = match (rsn, &suites) {
            (Some(_), None) => None,
            (_, Some(suites)) => rsn_security(suites, first.is_some()),
            (None, None) => Some(match &first {
                Some(first) if first.has(MICROSOFT, &[1]) => Security::WpaEnterprise,
                Some(_) => Security::Wpa,
                None if privacy => Security::Wep,
                None => Security::Open,
            }),
        };
        let mut akms = Vec::new();
        for suite in [&suites, &first].into_iter().flatten().flat_map(|read| &read.key_managements)
        {
            let name = akm_name(*suite);
            if !akms.contains(&name) {
                akms.push(name);
            }
        }
        Self { security, akms, pmf: suites.map_or(Pmf::No, |suites| suites.pmf) }
    }
}

/// The word for an RSN element; `first` is true where the first WPA is offered beside it.
fn rsn_security(rsn: &Suites, first: bool) -> Option<Security> {
    // Numbers of key managements, table 9-151.
    const EAP: [u8; 13] = [1, 3, 5, 11, 12, 13, 14, 15, 16, 17, 22, 23, 10];
    const EAP_OF_WPA2: [u8; 1] = [1];
    const PSK: [u8; 5] = [2, 4, 6, 19, 20];
    const SAE: [u8; 4] = [8, 9, 24, 25];
    const OWE: [u8; 1] = [18];

    let has = |kinds: &[u8]| rsn.has(STANDARD, kinds);
    let beside_wpa = first || rsn.tkip;
    if has(&EAP) {
        // WPA3 for companies is what WPA2's was with newer numbers and frames that must be
        // protected; offered beside the old number it is both (WPA3 specification 3.0, 3.2-3.4).
        let new = !has(&EAP_OF_WPA2);
        let both = has(&[5]) && rsn.pmf != Pmf::No;
        Some(match () {
            () if beside_wpa => Security::WpaWpa2Enterprise,
            () if new && rsn.pmf == Pmf::Required => Security::Wpa3Enterprise,
            () if !new && both => Security::Wpa2Wpa3Enterprise,
            () => Security::Wpa2Enterprise,
        })
    } else if has(&PSK) && beside_wpa {
        Some(Security::WpaWpa2)
    } else if has(&SAE) {
        Some(if has(&PSK) { Security::Wpa2Wpa3 } else { Security::Wpa3 })
    } else if has(&PSK) {
        Some(Security::Wpa2)
    } else {
        has(&OWE).then_some(Security::Owe)
    }
}

/// Who defined it and its number.
type Suite = [u8; 4];

/// An RSN element or one of the first WPA, which is laid out alike (9.4.2.24).
#[derive(Debug)]
struct Suites {
    tkip: bool,
    key_managements: Vec<Suite>,
    pmf: Pmf,
}

impl Suites {
    fn read(body: &[u8]) -> Option<Self> {
        const TKIP: u8 = 2;
        let is_tkip =
            |suite: &Suite| suite[3] == TKIP && (suite[..3] == STANDARD || suite[..3] == MICROSOFT);
        // Version, then the group's cipher.
        let (group, rest) = body.get(2..)?.split_first_chunk::<4>()?;
        let (pairwise, rest) = Self::list(rest)?;
        let (key_managements, rest) = Self::list(rest)?;
        Some(Self {
            tkip: is_tkip(group) || pairwise.iter().any(is_tkip),
            key_managements: key_managements.to_vec(),
            pmf: Self::pmf(rest),
        })
    }

    /// A counted list of suites, and what follows.
    fn list(bytes: &[u8]) -> Option<(&[Suite], &[u8])> {
        let (count, rest) = bytes.split_first_chunk()?;
        let length = usize::from(u16::from_le_bytes(*count)) * 4;
        let (suites, _) = rest.get(..length)?.as_chunks::<4>();
        Some((suites, &rest[length..]))
    }

    /// The capabilities of an RSN element, which may be left out.
    fn pmf(rest: &[u8]) -> Pmf {
        const REQUIRED: u8 = 1 << 6;
        const CAPABLE: u8 = 1 << 7;
        match rest.first() {
            Some(bits) if bits & REQUIRED != 0 => Pmf::Required,
            Some(bits) if bits & CAPABLE != 0 => Pmf::Possible,
            _ => Pmf::No,
        }
    }

    fn has(&self, owner: [u8; 3], kinds: &[u8]) -> bool {
        self.key_managements.iter().any(|suite| suite[..3] == owner && kinds.contains(&suite[3]))
    }
}

/// The name of a key management (table 9-151); of one that is not known its number.
fn akm_name(suite: Suite) -> String {
    /// The Wi-Fi Alliance.
    const ALLIANCE: [u8; 3] = [0x50, 0x6f, 0x9a];
    let [one, two, three, kind] = suite;
    let name = match ([one, two, three], kind) {
        (STANDARD | MICROSOFT, 1) => "802.1x",
        (STANDARD | MICROSOFT, 2) => "psk",
        (STANDARD, 3) => "ft-802.1x",
        (STANDARD, 4) => "ft-psk",
        (STANDARD, 5) => "802.1x-sha256",
        (STANDARD, 6) => "psk-sha256",
        (STANDARD, 7) => "tdls",
        (STANDARD, 8) => "sae",
        (STANDARD, 9) => "ft-sae",
        (STANDARD, 10) => "ap-peer-key",
        (STANDARD, 11) => "802.1x-suite-b",
        (STANDARD, 12) => "802.1x-suite-b-192",
        (STANDARD, 13) => "ft-802.1x-suite-b-192",
        (STANDARD, 14) => "fils-sha256",
        (STANDARD, 15) => "fils-sha384",
        (STANDARD, 16) => "ft-fils-sha256",
        (STANDARD, 17) => "ft-fils-sha384",
        (STANDARD, 18) => "owe",
        (STANDARD, 19) => "ft-psk-sha384",
        (STANDARD, 20) => "psk-sha384",
        (STANDARD, 21) => "pasn",
        (STANDARD, 22) => "ft-802.1x-sha384",
        (STANDARD, 23) => "802.1x-sha384",
        (STANDARD, 24) => "sae-ext",
        (STANDARD, 25) => "ft-sae-ext",
        (ALLIANCE, 1) => "osen",
        (ALLIANCE, 2) => "dpp",
        _ => return format!("{one:02x}-{two:02x}-{three:02x}:{kind}"),
    };
    name.to_owned()
}

/// True where joining by a button is offered.
pub(crate) fn wps(elements: &Elements<'_>) -> bool {
    const WPS: u8 = 4;
    elements.of_vendor(MICROSOFT, WPS).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::super::testing::element;
    use super::*;

    fn rsn_with(pairwise: u8, managements: &[u8], pmf: u8) -> Vec<u8> {
        let mut body = vec![1, 0, 0, 0x0f, 0xac, pairwise, 1, 0, 0, 0x0f, 0xac, pairwise];
        body.extend([u8::try_from(managements.len()).unwrap(), 0]);
        for kind in managements {
            body.extend([0, 0x0f, 0xac, *kind]);
        }
        body.extend([pmf, 0]);
        element(48, &body)
    }

    fn rsn(pairwise: u8, managements: &[u8]) -> Vec<u8> {
        rsn_with(pairwise, managements, 0)
    }

    fn wpa(management: u8) -> Vec<u8> {
        let suite = |kind| [0, 0x50, 0xf2, kind];
        let body =
            [&suite(1)[..], &[1, 0], &suite(2), &[1, 0], &suite(2), &[1, 0], &suite(management)]
                .concat();
        element(221, &body)
    }

    fn lock(bytes: &[u8], privacy: bool) -> Lock {
        Lock::of(&Elements::of([bytes]), privacy)
    }

    #[test]
    fn every_lock_is_told_from_the_others() {
        for (bytes, privacy, expected) in [
            (vec![], false, Some(Security::Open)),
            (vec![], true, Some(Security::Wep)),
            (wpa(2), true, Some(Security::Wpa)),
            (wpa(1), true, Some(Security::WpaEnterprise)),
            ([rsn(4, &[2]), wpa(2)].concat(), true, Some(Security::WpaWpa2)),
            (rsn(2, &[2]), true, Some(Security::WpaWpa2)),
            (rsn(4, &[2]), true, Some(Security::Wpa2)),
            (rsn(4, &[2, 6]), true, Some(Security::Wpa2)),
            (rsn(4, &[2, 8]), true, Some(Security::Wpa2Wpa3)),
            (rsn(4, &[8]), true, Some(Security::Wpa3)),
            (rsn(4, &[18]), true, Some(Security::Owe)),
            (rsn(4, &[1, 2]), true, Some(Security::Wpa2Enterprise)),
            (rsn(4, &[1]), true, Some(Security::Wpa2Enterprise)),
            ([rsn(4, &[1]), wpa(1)].concat(), true, Some(Security::WpaWpa2Enterprise)),
            (rsn_with(4, &[1, 5], 0x80), true, Some(Security::Wpa2Wpa3Enterprise)),
            (rsn_with(4, &[1], 0x80), true, Some(Security::Wpa2Enterprise)),
            (rsn_with(4, &[5], 0x80), true, Some(Security::Wpa2Enterprise)),
            (rsn_with(4, &[5], 0xc0), true, Some(Security::Wpa3Enterprise)),
            (rsn_with(9, &[12], 0xc0), true, Some(Security::Wpa3Enterprise)),
            // A lock of the future is not an open door.
            (rsn(4, &[99]), true, None),
            (element(48, &[1, 0]), true, None),
        ] {
            assert_eq!(lock(&bytes, privacy).security, expected, "{bytes:02x?}");
        }
    }

    #[test]
    fn key_managements_are_named_once_and_in_order() {
        let both = [rsn(4, &[8, 2]), wpa(2)].concat();
        for (bytes, expected) in [
            (vec![], &[][..]),
            (rsn(4, &[2, 6, 8]), &["psk", "psk-sha256", "sae"]),
            (both, &["sae", "psk"]),
            (wpa(1), &["802.1x"]),
            (rsn(4, &[99]), &["00-0f-ac:99"]),
        ] {
            assert_eq!(lock(&bytes, true).akms, expected, "{bytes:02x?}");
        }
    }

    #[test]
    fn protection_of_management_frames_is_read_from_its_two_bits() {
        for (bytes, expected) in [
            (vec![], Pmf::No),
            (rsn_with(4, &[2], 0), Pmf::No),
            (rsn_with(4, &[2], 0x80), Pmf::Possible),
            (rsn_with(4, &[8], 0xc0), Pmf::Required),
            // The capabilities may be left out.
            (element(48, &rsn(4, &[2])[2..20]), Pmf::No),
        ] {
            let lock = lock(&bytes, true);
            assert_eq!(lock.pmf, expected, "{bytes:02x?}");
        }
    }

    #[test]
    fn a_button_is_what_its_element_says() {
        let offers = |bytes: &[u8]| wps(&Elements::of([bytes]));
        assert!(offers(&element(221, &[0x00, 0x50, 0xf2, 4, 0x10, 0x4a, 0, 1, 0x10])));
        assert!(!offers(&wpa(2)));
    }
}
