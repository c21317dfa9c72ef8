//! The management frames in which a network lets a device in or sends it away (IEEE 802.11, 9.3.3).
//!
//! They are apart because anybody nearby can send them: every read is checked, and what makes no
//! sense is no report.

use crate::evidence::joining::What;

/// What a frame reports, `None` for every other kind of frame.
pub(crate) fn read(frame: &[u8]) -> Option<What> {
    // Frame control, duration, three addresses, sequence control.
    const HEADER_BYTES: usize = 24;
    const HT_CONTROL_BYTES: usize = 4;
    /// Frame control's last bit: an HT control field follows the header.
    const ORDER: u8 = 1 << 7;
    const ASSOCIATION_RESPONSE: u8 = 0x10;
    const REASSOCIATION_RESPONSE: u8 = 0x30;
    const DISASSOCIATION: u8 = 0xa0;
    const AUTHENTICATION: u8 = 0xb0;
    const DEAUTHENTICATION: u8 = 0xc0;

    let (&[kind, flags], _) = frame.split_first_chunk()?;
    let more = if flags & ORDER == 0 { 0 } else { HT_CONTROL_BYTES };
    let body = frame.get(HEADER_BYTES + more..)?;
    let field = |at: usize| {
        let bytes = body.get(2 * at..2 * at + 2)?.first_chunk()?;
        Some(u16::from_le_bytes(*bytes))
    };
    match kind {
        AUTHENTICATION => Some(What::Authenticated {
            algorithm: field(0)?,
            transaction: field(1)?,
            status: field(2)?,
        }),
        // Capabilities come first.
        ASSOCIATION_RESPONSE | REASSOCIATION_RESPONSE => {
            Some(What::Associated { status: field(1)? })
        }
        DISASSOCIATION | DEAUTHENTICATION => {
            // The access point's own frames carry its address as sender and as network.
            let local = frame.get(10..16)? != frame.get(16..22)?;
            Some(What::Deauthenticated { reason: field(0)?, local })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn frame(kind: u8, sender: u8, body: &[u8]) -> Vec<u8> {
        [&[kind, 0, 0, 0][..], &[1; 6], &[sender; 6], &[2; 6], &[0, 0], body].concat()
    }

    #[test]
    fn each_kind_of_frame_is_read() {
        for (frame, expected) in [
            (
                frame(0xb0, 2, &[3, 0, 2, 0, 1, 0]),
                Some(What::Authenticated { algorithm: 3, transaction: 2, status: 1 }),
            ),
            (frame(0x10, 2, &[0x11, 0x04, 17, 0, 1, 0xc0]), Some(What::Associated { status: 17 })),
            (frame(0xc0, 2, &[15, 0]), Some(What::Deauthenticated { reason: 15, local: false })),
            (frame(0xc0, 1, &[3, 0]), Some(What::Deauthenticated { reason: 3, local: true })),
            (frame(0xa0, 2, &[8, 0]), Some(What::Deauthenticated { reason: 8, local: false })),
            // A beacon, and frames that end too early.
            (frame(0x80, 2, &[0; 12]), None),
            (frame(0xb0, 2, &[3, 0, 2, 0, 1]), None),
            (frame(0xc0, 2, &[]), None),
        ] {
            assert_eq!(read(&frame), expected);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_an_end(bytes: Vec<u8>, kind in 0u8..16) {
            let _ = read(&bytes);
            let _ = read(&[&[kind << 4, 0][..], &bytes].concat());
        }
    }
}
