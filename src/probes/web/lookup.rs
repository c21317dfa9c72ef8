//! The address of a name, asked of the system's resolvers and, where those are silent, of the
//! router's and public ones, so that a dead resolver does not read as a dead web.
//!
//! Apart from the probe of the resolvers themselves, which wants to know how they do; here an
//! address is wanted and nothing else. The system's own call is of no use: it cannot be bounded in
//! time, nor bound to an interface.

use super::door::Door;
use crate::evidence::Family;
use crate::evidence::web::Resolved;
use hickory_resolver::proto::op::{Message, MessageType, Query, ResponseCode};
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use std::net::{IpAddr, SocketAddr};
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
    let mut asking = JoinSet::new();
    let mut ask = |after, resolver: IpAddr, by| {
        let (door, question) = (door.clone(), question(name, family));
        asking.spawn(async move {
            sleep(after).await;
            Some((ask_one(&door, resolver, &question?, family).await?, by))
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
    question: &Message,
    family: Family,
) -> Option<IpAddr> {
    let socket = door.datagrams(SocketAddr::new(resolver, 53)).await.ok()?;
    socket.send(&question.to_vec().ok()?).await.ok()?;
    let mut buffer = [0; ANSWER_BYTES];
    loop {
        let read = socket.receive(&mut buffer).await.ok()?;
        // Whoever wants to be taken for the resolver has to know the number and the port.
        let Ok(answer) = Message::from_vec(&buffer[..read]) else { continue };
        if is_to(&answer, question) {
            return address(&answer, family);
        }
    }
}

const fn kind(family: Family) -> RecordType {
    match family {
        Family::V4 => RecordType::A,
        Family::V6 => RecordType::AAAA,
    }
}

/// A question with recursion wanted, under a number of its own.
fn question(name: &str, family: Family) -> Option<Message> {
    let mut name = Name::from_ascii(name).ok().filter(|name| name.num_labels() > 0)?;
    name.set_fqdn(true);
    let mut question = Message::query();
    question.metadata.recursion_desired = true;
    question.add_query(Query::query(name, kind(family)));
    Some(question)
}

/// True for an answer to this question, whatever it says.
fn is_to(answer: &Message, question: &Message) -> bool {
    answer.metadata.id == question.metadata.id
        && answer.metadata.message_type == MessageType::Response
        && answer.queries == question.queries
}

/// The first address of a family in an answer; aliases before it are passed over.
fn address(answer: &Message, family: Family) -> Option<IpAddr> {
    let answers =
        Some(&answer.answers).filter(|_| answer.metadata.response_code == ResponseCode::NoError)?;
    answers.iter().find_map(|record| match (&record.data, family) {
        (RData::A(a), Family::V4) => Some(IpAddr::V4(a.0)),
        (RData::AAAA(aaaa), Family::V6) => Some(IpAddr::V6(aaaa.0)),
        _ => None,
    })
}

/// Reads everything there is to read in any bytes; for property tests and the fuzz target.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_anything(bytes: &[u8]) {
    if let Ok(answer) = Message::from_vec(bytes) {
        let _ = (address(&answer, Family::V4), address(&answer, Family::V6));
        let _ = question("example.org", Family::V4).map(|question| is_to(&answer, &question));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hickory_resolver::proto::rr::{Record, rdata};
    use proptest::prelude::*;

    /// An answer to the question: an alias, then this address.
    fn answered(question: &Message, ip: &str) -> Message {
        let name = question.queries[0].name().clone();
        let mut answer = question.clone();
        answer.metadata.message_type = MessageType::Response;
        let alias = RData::CNAME(rdata::CNAME(Name::from_ascii("other.example.").unwrap()));
        let data = match ip.parse().unwrap() {
            IpAddr::V4(ip) => RData::A(rdata::A(ip)),
            IpAddr::V6(ip) => RData::AAAA(rdata::AAAA(ip)),
        };
        answer.answers =
            vec![Record::from_rdata(name.clone(), 60, alias), Record::from_rdata(name, 60, data)];
        answer
    }

    #[test]
    fn an_address_is_read_behind_its_aliases() {
        for (family, ip) in [(Family::V4, "192.0.2.7"), (Family::V6, "2001:db8::1")] {
            let question = question("example.org", family).unwrap();
            let bytes = answered(&question, ip).to_vec().unwrap();
            let answer = Message::from_vec(&bytes).unwrap();
            assert!(is_to(&answer, &question));
            assert_eq!(address(&answer, family), Some(ip.parse().unwrap()));
            let other = if family == Family::V4 { Family::V6 } else { Family::V4 };
            assert_eq!(address(&answer, other), None);
        }
    }

    #[test]
    fn a_refusal_is_no_address_and_a_stranger_is_not_heard() {
        let question = question("example.org", Family::V4).unwrap();
        let mut refusal = answered(&question, "192.0.2.7");
        refusal.metadata.response_code = ResponseCode::NXDomain;
        assert_eq!(address(&refusal, Family::V4), None);
        let strange: [fn(&mut Message); 3] = [
            |answer| answer.metadata.id ^= 1,
            |answer| answer.metadata.message_type = MessageType::Query,
            |answer| answer.queries.clear(),
        ];
        for change in strange {
            let mut answer = answered(&question, "192.0.2.7");
            change(&mut answer);
            assert!(!is_to(&answer, &question), "{answer:?}");
        }
    }

    #[test]
    fn a_name_that_cannot_be_asked_is_not() {
        for name in ["", "a..b", &"a".repeat(64)] {
            assert!(question(name, Family::V4).is_none(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(mut bytes: Vec<u8>, cut: usize) {
            let whole = answered(&question("example.org", Family::V4).unwrap(), "192.0.2.7");
            let whole = whole.to_vec().unwrap();
            bytes.splice(..0, whole[..cut % whole.len()].iter().copied());
            read_anything(&bytes);
        }
    }
}
