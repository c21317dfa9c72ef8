//! The address of a name, asked of the system's resolvers and, where those are silent, of the
//! router's and public ones, so that a dead resolver does not read as a dead web.
//!
//! Apart from the probe of the resolvers themselves, which wants to know how they do; here an
//! address is wanted and nothing else. The system's own call is of no use: it cannot be bounded in
//! time, nor bound to an interface.

use super::door::Door;
use crate::evidence::Family;
use crate::evidence::web::Resolved;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// From one resolver to the next, as long as nobody answered.
const NEXT: Duration = Duration::from_millis(250);
/// When everybody who was asked is asked again.
const AGAIN: Duration = Duration::from_millis(600);
/// When others are asked too.
const OTHERS: Duration = Duration::from_millis(900);
/// When nobody is waited for any more.
const END: Duration = Duration::from_secs(2);
/// More of the system's resolvers are not asked.
const MOST_RESOLVERS: usize = 3;
/// Larger answers are of no use for one address.
const ANSWER_BYTES: usize = 1500;

/// The first address of a name, and who gave it.
pub(crate) async fn look_up(
    door: &Door,
    configured: &[IpAddr],
    others: &[IpAddr],
    name: &str,
    family: Family,
) -> Option<(IpAddr, Resolved)> {
    let question = question(name, family)?;
    let mut asking = JoinSet::new();
    let mut ask = |after, resolver: IpAddr, by| {
        let (door, mut question) = (door.clone(), question.clone());
        asking.spawn(async move {
            sleep(after).await;
            Some((ask_one(&door, resolver, &mut question, family).await?, by))
        });
    };
    for (at, resolver) in (0..).zip(configured.iter().take(MOST_RESOLVERS)) {
        ask(NEXT * at, *resolver, Resolved::Configured);
        ask(NEXT * at + AGAIN, *resolver, Resolved::Configured);
    }
    for (at, resolver) in (0..).zip(others.iter().filter(|ip| !configured.contains(ip))) {
        ask(OTHERS + NEXT * at / 2, *resolver, Resolved::Other);
    }
    let found = async {
        while let Some(done) = asking.join_next().await {
            if let Ok(Some(found)) = done {
                return Some(found);
            }
        }
        None
    };
    timeout(END, found).await.ok().flatten()
}

async fn ask_one(
    door: &Door,
    resolver: IpAddr,
    question: &mut [u8],
    family: Family,
) -> Option<IpAddr> {
    let socket = door.datagrams(SocketAddr::new(resolver, 53)).await.ok()?;
    // An answer has to come to this port and repeat this number; guessing both is not worth it.
    let id = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0).to_le_bytes();
    question[..2].copy_from_slice(&id[..2]);
    socket.send(question).await.ok()?;
    let mut buffer = [0; ANSWER_BYTES];
    loop {
        let read = socket.receive(&mut buffer).await.ok()?;
        if buffer[..read].starts_with(&id[..2]) {
            return address(&buffer[..read], family);
        }
    }
}

const HEAD: usize = 12;
const TYPE_A: u16 = 1;
const TYPE_AAAA: u16 = 28;
const CLASS_IN: u16 = 1;

const fn kind(family: Family) -> u16 {
    match family {
        Family::V4 => TYPE_A,
        Family::V6 => TYPE_AAAA,
    }
}

/// A question with recursion wanted (RFC 1035); the number in front is set by who sends it.
fn question(name: &str, family: Family) -> Option<Vec<u8>> {
    let mut bytes = vec![0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for label in name.split('.') {
        let length = u8::try_from(label.len()).ok().filter(|length| (1..64).contains(length))?;
        bytes.push(length);
        bytes.extend_from_slice(label.as_bytes());
    }
    bytes.push(0);
    bytes.extend_from_slice(&kind(family).to_be_bytes());
    bytes.extend_from_slice(&CLASS_IN.to_be_bytes());
    Some(bytes)
}

/// The first address of a family in an answer; aliases before it are passed over.
fn address(bytes: &[u8], family: Family) -> Option<IpAddr> {
    let word = |at: usize| Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    let flags = word(2)?;
    let is_answer = flags & 0x8000 != 0;
    let failed = flags & 0x000f;
    if !is_answer || failed != 0 {
        return None;
    }
    let mut at = HEAD;
    for _ in 0..word(4)? {
        at = past_name(bytes, at)? + 4;
    }
    for _ in 0..word(6)? {
        at = past_name(bytes, at)?;
        let (of, class) = (word(at)?, word(at + 2)?);
        let length = usize::from(word(at + 8)?);
        let data = bytes.get(at + 10..at + 10 + length)?;
        if class == CLASS_IN && of == kind(family) {
            return match family {
                Family::V4 => <[u8; 4]>::try_from(data).ok().map(|ip| Ipv4Addr::from(ip).into()),
                Family::V6 => <[u8; 16]>::try_from(data).ok().map(|ip| Ipv6Addr::from(ip).into()),
            };
        }
        at += 10 + length;
    }
    None
}

/// Where a name ends. A pointer ends it, so that nothing is followed and no loop can be laid.
fn past_name(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length if length >= 0xc0 => return Some(at + 2),
            length => at += 1 + usize::from(length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The question with an answer behind it: an alias, then the address.
    fn answered(flags: u16, family: Family, data: &[u8]) -> Vec<u8> {
        let mut bytes = question("example.org", family).unwrap();
        bytes[2..4].copy_from_slice(&flags.to_be_bytes());
        bytes[6..8].copy_from_slice(&2_u16.to_be_bytes());
        bytes.extend_from_slice(&[0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 2, 0xc0, 12]);
        bytes.extend_from_slice(&[0xc0, 12]);
        bytes.extend_from_slice(&kind(family).to_be_bytes());
        bytes.extend_from_slice(&[0, 1, 0, 0, 0, 60, 0]);
        bytes.push(u8::try_from(data.len()).unwrap());
        bytes.extend_from_slice(data);
        bytes
    }

    #[test]
    fn an_address_is_read_behind_its_aliases() {
        let v4 = answered(0x8180, Family::V4, &[192, 0, 2, 7]);
        assert_eq!(address(&v4, Family::V4), Some("192.0.2.7".parse().unwrap()));
        assert_eq!(address(&v4, Family::V6), None);
        let v6 =
            answered(0x8180, Family::V6, &[0x20, 1, 13, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(address(&v6, Family::V6), Some("2001:db8::1".parse().unwrap()));
    }

    #[test]
    fn a_refusal_a_question_and_a_lie_about_the_length_are_no_address() {
        for flags in [0x8183, 0x8185, 0x0100] {
            assert_eq!(address(&answered(flags, Family::V4, &[192, 0, 2, 7]), Family::V4), None);
        }
        assert_eq!(address(&answered(0x8180, Family::V4, &[192, 0, 2]), Family::V4), None);
        let whole = answered(0x8180, Family::V4, &[192, 0, 2, 7]);
        for cut in 0..whole.len() {
            assert_eq!(address(&whole[..cut], Family::V4), None, "{cut}");
        }
    }

    #[test]
    fn a_name_that_cannot_be_asked_is_not() {
        assert_eq!(question("", Family::V4), None);
        assert_eq!(question("a..b", Family::V4), None);
        assert_eq!(question(&"a".repeat(64), Family::V4), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(mut bytes: Vec<u8>, answers: bool) {
            if answers && bytes.len() > 4 {
                bytes[2..4].copy_from_slice(&[0x81, 0x80]);
            }
            let _ = address(&bytes, Family::V4);
            let _ = address(&bytes, Family::V6);
        }
    }
}
