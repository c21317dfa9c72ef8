//! The bytes of questions and answers, for all systems.
//!
//! It is apart from the sockets because bytes are the same everywhere and are tested everywhere;
//! what comes in is from strangers, so that no bytes may upset it.

use super::Answer;
use crate::evidence::Family;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Echo: eight bytes of header, the nonce, and the rest of the usual 32 bytes.
pub(super) const ECHO_BYTES: usize = 8 + 32;
/// The traceroute range, where nobody listens. A packet that is to die after so many hops goes to
/// the port so far above it, by which the report of its death is known.
const DYING_PORT: u16 = 33434;

/// The port for packets that die after `hops` hops.
pub(super) const fn dying_port(hops: u8) -> u16 {
    DYING_PORT + hops as u16
}

/// An echo question with our nonce.
pub(super) fn echo_question(family: Family, number: u16, nonce: [u8; 8]) -> [u8; ECHO_BYTES] {
    let mut packet = [0; ECHO_BYTES];
    packet[0] = match family {
        Family::V4 => 8,
        Family::V6 => 128,
    };
    packet[4..6].copy_from_slice(&nonce[..2]);
    packet[6..8].copy_from_slice(&number.to_be_bytes());
    packet[8..16].copy_from_slice(&nonce);
    // Linux puts in its own; macOS takes what it is given. Of IPv6 every system makes it.
    if family == Family::V4 {
        let sum = checksum(&packet);
        packet[2..4].copy_from_slice(&sum.to_be_bytes());
    }
    packet
}

/// The Internet checksum (RFC 1071).
fn checksum(bytes: &[u8]) -> u16 {
    let (pairs, _) = bytes.as_chunks::<2>();
    let mut sum: u32 = pairs.iter().map(|pair| u32::from(u16::from_be_bytes(*pair))).sum();
    while sum > 0xffff {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    #[expect(clippy::cast_possible_truncation, reason = "folded to 16 bits just above")]
    let sum = sum as u16;
    !sum
}

/// The ICMP message in what a ping socket gives: on macOS its IPv4 header stands before it.
pub(super) fn icmp_of(bytes: &[u8]) -> &[u8] {
    // No ICMP message that is of use here begins with this half byte.
    match bytes.first() {
        Some(first) if first >> 4 == 4 => behind_ipv4(bytes).unwrap_or_default(),
        _ => bytes,
    }
}

fn behind_ipv4(bytes: &[u8]) -> Option<&[u8]> {
    let length = usize::from(bytes.first()? & 0xf) * 4;
    bytes.get(length.max(20)..)
}

/// The number of an echo reply that holds our nonce.
pub(super) fn echo_number(icmp: &[u8], nonce: [u8; 8]) -> Option<u16> {
    match icmp {
        [0 | 129, 0, _, _, _, _, high, low, rest @ ..] if rest.starts_with(&nonce) => {
            Some(u16::from_be_bytes([*high, *low]))
        }
        _ => None,
    }
}

/// The report of what became of a packet that was told to die.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Buried {
    /// Where the packet was sent to, and from which port.
    pub(super) to: IpAddr,
    pub(super) from_port: u16,
    pub(super) hops: u8,
    pub(super) fate: Fate,
}

/// What became of a packet that did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Died,
    Unreachable,
}

impl Fate {
    /// What it comes to for a packet that was to die after `hops` hops; `by` told it.
    pub(super) const fn answer(self, hops: u8, by: IpAddr) -> Answer {
        match self {
            Self::Died => Answer::Died { hops, at: by },
            Self::Unreachable => Answer::Unreachable { from: by },
        }
    }
}

/// An ICMP report about a UDP packet to one of the ports above (RFC 792, RFC 4443).
pub(super) fn buried(family: Family, icmp: &[u8]) -> Option<Buried> {
    const UDP: u8 = 17;
    let (head, packet) = icmp.split_at_checked(8)?;
    let fate = fate(family, head[0], head[1])?;
    let (to, udp) = match family {
        Family::V4 => {
            let to: [u8; 4] = *packet.get(16..)?.first_chunk()?;
            (packet.get(9) == Some(&UDP)).then_some(())?;
            (IpAddr::V4(Ipv4Addr::from(to)), behind_ipv4(packet)?)
        }
        Family::V6 => {
            let to: [u8; 16] = *packet.get(24..)?.first_chunk()?;
            (packet.get(6) == Some(&UDP)).then_some(())?;
            (IpAddr::V6(Ipv6Addr::from(to)), packet.get(40..)?)
        }
    };
    let [from_high, from_low, to_high, to_low, ..] = *udp else { return None };
    let hops = u16::from_be_bytes([to_high, to_low]).checked_sub(DYING_PORT)?;
    Some(Buried {
        to,
        from_port: u16::from_be_bytes([from_high, from_low]),
        hops: u8::try_from(hops).ok()?,
        fate,
    })
}

/// What an ICMP kind and code say; a port that is closed is somebody who was reached.
pub(super) const fn fate(family: Family, kind: u8, code: u8) -> Option<Fate> {
    match (family, kind, code) {
        (Family::V4, 11, _) | (Family::V6, 3, _) => Some(Fate::Died),
        (Family::V4, 3, 3) | (Family::V6, 1, 4) => None,
        (Family::V4, 3, _) | (Family::V6, 1, _) => Some(Fate::Unreachable),
        _ => None,
    }
}

/// `version.bind` in class CHAOS: a resolver answers it, or refuses, by itself, without asking
/// anybody beyond, so that only the way to it is measured (RFC 4892 describes the custom).
pub(super) fn dns_question(number: u16) -> Vec<u8> {
    let mut question = number.to_be_bytes().to_vec();
    question.extend([0x00, 0x00, 0, 1, 0, 0, 0, 0, 0, 0]);
    question.extend(b"\x07version\x04bind\x00");
    question.extend([0, 16, 0, 3]);
    question
}

/// The number of a DNS answer.
pub(super) fn dns_number(bytes: &[u8]) -> Option<u16> {
    match bytes {
        [high, low, flags, ..] if bytes.len() >= 12 && flags & 0x80 != 0 => {
            Some(u16::from_be_bytes([*high, *low]))
        }
        _ => None,
    }
}

/// Reads everything there is to read in any bytes; for property tests and the fuzz target.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_anything(bytes: &[u8]) {
    let _ = dns_number(bytes);
    let _ = echo_number(icmp_of(bytes), [0; 8]);
    for family in [Family::V4, Family::V6] {
        let _ = buried(family, icmp_of(bytes));
        for kind in [1, 3, 11] {
            let _ = buried(family, &[&[kind, 0], bytes].concat());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_answers_count() {
        let question = dns_question(0x1234);
        assert_eq!(dns_number(&question), None, "a question is no answer");
        let mut answer = question;
        answer[2] |= 0x80;
        assert_eq!(dns_number(&answer), Some(0x1234));
        assert_eq!(dns_number(&answer[..11]), None);
    }

    #[test]
    fn an_echo_without_our_nonce_is_not_ours() {
        let mut reply = echo_question(Family::V4, 7, *b"12345678");
        assert_eq!(echo_number(&reply, *b"12345678"), None, "our own question looped back");
        reply[0] = 0;
        assert_eq!(echo_number(&reply, *b"12345678"), Some(7));
        assert_eq!(echo_number(&reply, *b"87654321"), None);
    }

    #[test]
    fn the_checksum_of_an_echo_makes_its_sum_come_out_even() {
        for (number, nonce) in [(0, [0; 8]), (0xffff, [0xff; 8]), (7, *b"12345678")] {
            assert_eq!(checksum(&echo_question(Family::V4, number, nonce)), 0);
        }
    }

    #[test]
    fn an_answer_is_found_behind_its_header_and_without_one() {
        let icmp = [0, 0, 1, 2, 3, 4, 5, 6];
        let header = |words: u8| [vec![0x40 | words], vec![9; usize::from(words) * 4 - 1]].concat();
        assert_eq!(icmp_of(&icmp), icmp);
        for words in [5, 6, 15] {
            assert_eq!(icmp_of(&[&header(words), &icmp[..]].concat()), icmp);
        }
        assert_eq!(icmp_of(&header(5)[..7]), [0; 0]);
    }

    /// A report about a UDP packet of the traceroute range.
    fn report(family: Family, kind: u8, code: u8, port: u16) -> Vec<u8> {
        let mut bytes = vec![kind, code, 0, 0, 0, 0, 0, 0];
        match family {
            Family::V4 => {
                // With options, so that what follows is not where it usually is.
                let mut header = [0; 24];
                (header[0], header[9]) = (0x46, 17);
                header[16..20].copy_from_slice(&[1, 1, 1, 1]);
                bytes.extend(header);
            }
            Family::V6 => {
                let mut header = [0; 40];
                (header[0], header[6], header[39]) = (0x60, 17, 1);
                bytes.extend(header);
            }
        }
        bytes.extend(40_000_u16.to_be_bytes());
        bytes.extend(port.to_be_bytes());
        bytes
    }

    #[test]
    fn a_report_of_a_death_names_its_packet() {
        use Family::{V4, V6};
        for (family, kind, code, port, expected) in [
            (V4, 11, 0, 33_436, Some(Fate::Died)),
            (V4, 3, 1, 33_436, Some(Fate::Unreachable)),
            (V4, 3, 3, 33_436, None),
            (V4, 0, 0, 33_436, None),
            (V4, 11, 0, 443, None),
            (V4, 11, 0, 33_434 + 256, None),
            (V6, 3, 0, 33_436, Some(Fate::Died)),
            (V6, 1, 0, 33_436, Some(Fate::Unreachable)),
            (V6, 1, 4, 33_436, None),
        ] {
            let found = buried(family, &report(family, kind, code, port));
            assert_eq!(found.map(|b| b.fate), expected, "{family:?} {kind} {code} {port}");
            if let Some(found) = found {
                assert_eq!((found.hops, found.from_port), (2, 40_000));
                let to = if family == V4 { "1.1.1.1" } else { "::1" };
                assert_eq!(found.to, to.parse::<IpAddr>().unwrap());
            }
        }
    }

    proptest! {
        #[test]
        fn no_bytes_upset_the_parsers(bytes: Vec<u8>) {
            read_anything(&bytes);
        }
    }
}
