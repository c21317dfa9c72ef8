//! What an access point says of itself in its frames (IEEE 802.11, 9.4.2): the elements, and the
//! network's name.
//!
//! They are apart because the same bytes come from three systems and from strangers: anything may
//! be in them, so every read is checked and nothing here can fail but by saying nothing.

pub(crate) mod able;
pub(crate) mod channel;
pub(crate) mod lock;
pub(crate) mod said;
#[cfg(test)]
mod testing;

use crate::evidence::Foreign;

/// The elements of an access point. Where one comes twice the first counts.
#[derive(Debug, Clone)]
pub(crate) struct Elements<'a>(Vec<(u8, &'a [u8])>);

impl<'a> Elements<'a> {
    /// Reads the elements of one frame after the other, each up to the first that does not fit.
    pub(crate) fn of(
        frames: impl IntoIterator<Item = &'a (impl AsRef<[u8]> + ?Sized + 'a)>,
    ) -> Self {
        Self(frames.into_iter().flat_map(|frame| in_frame(frame.as_ref())).collect())
    }

    /// The content of an element by its number (table 9-130).
    fn first(&self, id: u8) -> Option<&'a [u8]> {
        self.every(id).next()
    }

    fn every(&self, id: u8) -> impl Iterator<Item = &'a [u8]> {
        self.0.iter().filter(move |(found, _)| *found == id).map(|(_, body)| *body)
    }

    /// The content of an element by its extended number (same table).
    fn extended(&self, id: u8) -> Option<&'a [u8]> {
        const EXTENSION: u8 = 255;
        self.every(EXTENSION).find_map(|body| body.strip_prefix(&[id]))
    }

    /// The contents of elements that belong to somebody, of one of their kinds.
    fn of_vendor(&self, owner: [u8; 3], kind: u8) -> impl Iterator<Item = &'a [u8]> {
        const VENDOR: u8 = 221;
        self.every(VENDOR).filter_map(move |body| body.strip_prefix(&owner)?.strip_prefix(&[kind]))
    }
}

fn in_frame(mut bytes: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    std::iter::from_fn(move || {
        let (&[id, length], rest) = bytes.split_first_chunk()?;
        let body = rest.get(..usize::from(length))?;
        bytes = &rest[usize::from(length)..];
        Some((id, body))
    })
}

/// The network's name; empty where it is hidden, also by zeros. A network that hides it in its
/// beacons names it in the answer to one who knew.
pub(crate) fn ssid(elements: &Elements<'_>) -> Foreign {
    const SSID: u8 = 0;
    /// Longer than any name may be.
    const TOO_LONG: usize = 33;
    let name = elements
        .every(SSID)
        .find(|name| name.len() < TOO_LONG && name.iter().any(|byte| *byte != 0));
    Foreign::new(name.unwrap_or_default())
}

/// Reads everything that elements say, and throws it away; for property tests and the fuzz target.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_all(elements: &Elements<'_>, privacy: bool, primary_mhz: u32) {
    let lock = lock::Lock::of(elements, privacy);
    let _ = (ssid(elements), lock, lock::wps(elements));
    let _ = able::capabilities(elements, crate::evidence::wifi::Band::of_mhz(primary_mhz));
    let _ = (channel::span(elements, primary_mhz), channel::moves_to(elements));
    let _ = channel::protects_legacy(elements);
    let _ = (said::rates_mbps(elements), said::country(elements), said::load(elements));
    let _ = (said::dtim_period(elements), said::roaming(elements));
    let _ = (said::also_on_mhz(elements), said::most_names_in_beacon(elements));
}

#[cfg(test)]
mod tests {
    use super::testing::element;
    use super::*;
    use proptest::prelude::*;

    fn named(frames: &[Vec<u8>]) -> Foreign {
        ssid(&Elements::of(frames))
    }

    #[test]
    fn a_name_is_what_any_frame_says_and_zeros_are_a_hidden_one() {
        let home = || element(0, b"HomeNet");
        let longest = [b'x'; 32];
        for (frames, expected) in [
            (vec![], &b""[..]),
            (vec![element(0, &[0; 7])], b""),
            (vec![home()], b"HomeNet"),
            // The beacon hides it, the answer does not, in either order.
            (vec![element(0, &[]), home()], b"HomeNet"),
            (vec![home(), element(0, &[0; 7])], b"HomeNet"),
            // The first of two counts.
            (vec![[home(), element(0, b"Other")].concat()], b"HomeNet"),
            (vec![element(0, &longest)], &longest),
            (vec![element(0, &[b'x'; 33])], b""),
            (vec![element(0, &[0xff, 0x1b, 0x00])], &[0xff, 0x1b, 0x00]),
        ] {
            assert_eq!(named(&frames), Foreign::new(expected), "{frames:02x?}");
        }
    }

    #[test]
    fn an_element_cut_short_ends_its_own_frame_and_no_other() {
        let cut = [element(3, &[6]), vec![0, 9, b'H', b'o']].concat();
        let frames = [cut, element(0, b"HomeNet")];
        let elements = Elements::of(&frames);
        assert_eq!(elements.first(3), Some(&[6][..]));
        assert_eq!(ssid(&elements), Foreign::new("HomeNet"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_an_end(frames: [Vec<u8>; 2], privacy: bool, primary_mhz: u32) {
            read_all(&Elements::of(&frames), privacy, primary_mhz);
        }

        /// Random bytes seldom make an element that is looked into.
        #[test]
        fn any_content_of_any_element_is_read_to_an_end(
            bodies in prop::collection::vec((0_usize..KNOWN.len(), prop::collection::vec(any::<u8>(), 0..64)), 0..12),
            cut in 0_usize..64,
            primary_mhz in prop::sample::select(vec![2412_u32, 2437, 2484, 5180, 5320, 5885, 5955, 7115]),
        ) {
            let mut frame: Vec<u8> = bodies
                .iter()
                .flat_map(|(known, body)| element(KNOWN[*known].0, &[KNOWN[*known].1, body].concat()))
                .collect();
            frame.truncate(frame.len().saturating_sub(cut));
            let elements = Elements::of([&frame]);
            read_all(&elements, true, primary_mhz);
            let span = channel::span(&elements, primary_mhz);
            prop_assert!([20, 40, 80, 160, 320].contains(&span.width_mhz), "{span:?}");
            prop_assert!(span.holds(primary_mhz), "{span:?}");
        }
    }

    /// Elements that are looked into, with the first bytes that make them so.
    const KNOWN: &[(u8, &[u8])] = &[
        (0, &[]),
        (1, &[]),
        (5, &[]),
        (7, &[]),
        (11, &[]),
        (37, &[]),
        (42, &[]),
        (45, &[]),
        (48, &[]),
        (48, &[1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac, 4, 1, 0, 0, 0x0f, 0xac]),
        (50, &[]),
        (54, &[]),
        (60, &[]),
        (61, &[]),
        (70, &[]),
        (71, &[]),
        (127, &[]),
        (191, &[]),
        (192, &[]),
        (201, &[]),
        (221, &[0x00, 0x50, 0xf2, 1]),
        (221, &[0x00, 0x50, 0xf2, 4]),
        (255, &[35]),
        (255, &[36]),
        (255, &[36, 0, 0, 2]),
        (255, &[106]),
        (255, &[108]),
    ];
}
