//! The probe against a resolver that a test scripts: what becomes of each answer, and what a bad one does.

use super::*;
use crate::evidence::addresses::{DefaultRoute, Neighbour};
use crate::evidence::composed::{Changed, ip};
use crate::evidence::host::Medium;
use crate::probes::net::scripted::{Scripted, link};

/// Answers every question so: from the question's bytes to the answer's; `None` for silence.
async fn answered(answer: fn(&[u8]) -> Option<Vec<u8>>) -> Vec<Lookup> {
    let server = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let net = Scripted { resolver: Some(server.local_addr().unwrap()), ..Scripted::default() };
    let serve = tokio::spawn(async move {
        let mut question = [0; 1500];
        while let Ok((length, from)) = server.recv_from(&mut question).await {
            if let Some(answer) = answer(&question[..length]) {
                server.send_to(&answer, from).await.unwrap();
            }
        }
    });
    let aim = Aim {
        resolvers: vec![(ip("192.0.2.53"), Role::Leased)],
        elsewhere: Vec::new(),
        quick: true,
    };
    let wlan = link(3, "wlan0", Medium::Wifi);
    let deadline = std::time::Instant::now() + Duration::from_secs(10);
    let (names, (sent, _)) = run(Box::new(net), &wlan, &aim, deadline).await;
    serve.abort();
    assert!(sent > 8 * 40, "{sent}");
    names.measured().unwrap().resolvers[0].lookups.clone()
}

/// The question as an answer with this code and these records after it.
fn reply(question: &[u8], code: u8, records: u16, more: &[u8]) -> Option<Vec<u8>> {
    // What stands behind the question is left out: the name ends with an empty label.
    let name = question[12..].iter().position(|byte| *byte == 0)?;
    let mut answer = question[..12 + name + 5].to_vec();
    answer[8..12].fill(0);
    answer[2] |= 0x80;
    answer[3] = 0x80 | code;
    answer[6..8].copy_from_slice(&records.to_be_bytes());
    answer.extend(more);
    Some(answer)
}

/// An address record for the name that was asked for.
const ADDRESS: [u8; 16] = [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 203, 0, 113, 80];

#[tokio::test]
async fn each_answer_is_told_from_the_others() {
    type Script = fn(&[u8]) -> Option<Vec<u8>>;
    let table: [(Script, Answer); 7] = [
        (|q| reply(q, 0, 1, &ADDRESS), Answer::Addresses),
        (|q| reply(q, 0, 0, &[]), Answer::NoAddress),
        (|q| reply(q, 3, 0, &[]), Answer::NoSuchName),
        (|q| reply(q, 2, 0, &[]), Answer::ServerFailure),
        (|q| reply(q, 5, 0, &[]), Answer::Refused),
        (|q| reply(q, 1, 0, &[]), Answer::Unreadable),
        (|_| None, Answer::TimedOut),
    ];
    for (script, expected) in table {
        let lookups = answered(script).await;
        assert_eq!(lookups.len(), 8);
        for lookup in &lookups {
            assert_eq!(lookup.answer, expected, "{lookup:?}");
            assert_eq!(lookup.took_ms.is_some(), expected != Answer::TimedOut, "{lookup:?}");
            assert_eq!(!lookup.addresses.is_empty(), expected == Answer::Addresses);
        }
    }
}

#[tokio::test]
async fn answers_that_lie_loop_or_are_too_short_or_long_end_in_time_and_are_no_answers() {
    type Script = fn(&[u8]) -> Option<Vec<u8>>;
    let table: [Script; 7] = [
        |_| Some(Vec::new()),
        |q| Some(q[..11].to_vec()),
        // More records than there are, and a length beyond the end.
        |q| reply(q, 0, 9, &ADDRESS),
        |q| reply(q, 0, 1, &[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0xff, 0xff, 1]),
        // A name that points at itself.
        |q| {
            let at = u8::try_from(reply(q, 0, 0, &[])?.len()).unwrap();
            reply(q, 0, 1, &[0xc0, at, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 203, 0, 113, 80])
        },
        // Somebody else's answer.
        |q| {
            reply(q, 0, 1, &ADDRESS).map(|mut answer| {
                answer[0] ^= 0xff;
                answer
            })
        },
        |q| reply(q, 0, 0, &vec![0; 60_000]),
    ];
    for (number, script) in table.into_iter().enumerate() {
        let begun = std::time::Instant::now();
        let lookups = answered(script).await;
        assert!(begun.elapsed() < Duration::from_secs(4), "{number}");
        for lookup in &lookups {
            assert!(lookup.addresses.is_empty(), "{number}: {lookup:?}");
        }
    }
}

#[test]
fn the_systems_resolvers_come_first_then_the_routers_and_no_one_is_asked_twice() {
    let roles = |configured: &[&str], leased: &[&str]| {
        let mut addresses = Changed::healthy_wifi().0.addresses.measured().unwrap().clone();
        addresses.default_routes = vec![DefaultRoute {
            gateway: ip("192.168.1.1"),
            metric: 600,
            neighbour: Neighbour::Present,
            link_address: None,
        }];
        addresses.resolvers = configured.iter().map(|text| ip(text)).collect();
        addresses.lease_resolvers = leased.iter().map(|text| ip(text)).collect();
        let mut net = Scripted { way: Some(3), ..Scripted::default() };
        let wlan = link(3, "wlan0", Medium::Wifi);
        let public = [ip("1.1.1.1"), ip("2606:4700:4700::1111"), ip("9.9.9.9")];
        let aim = Aim::of(&mut net, &wlan, &addresses, public, false);
        let resolvers = aim.resolvers.iter().map(|(ip, role)| (ip.to_string(), *role));
        (resolvers.collect::<Vec<_>>(), aim.elsewhere)
    };
    for (configured, leased, expected) in [
        (
            &["192.168.1.1"][..],
            &["192.168.1.1"][..],
            &[("192.168.1.1", Role::Leased), ("1.1.1.1", Role::Public), ("9.9.9.9", Role::Public)]
                [..],
        ),
        (
            &["9.9.9.9", "fe80::1"],
            &["192.168.1.1"],
            &[
                ("9.9.9.9", Role::ByHand),
                ("fe80::1", Role::Configured),
                ("192.168.1.1", Role::Router),
                ("1.1.1.1", Role::Public),
            ],
        ),
        (
            &["192.0.2.1"],
            &[],
            &[
                ("192.0.2.1", Role::Configured),
                ("192.168.1.1", Role::Router),
                ("1.1.1.1", Role::Public),
                ("9.9.9.9", Role::Public),
            ],
        ),
    ] {
        let expected: Vec<_> =
            expected.iter().map(|(ip, role)| ((*ip).to_owned(), *role)).collect();
        assert_eq!(roles(configured, leased), (expected, Vec::new()));
    }
    // A resolver on this computer cannot be asked through the interface.
    assert_eq!(roles(&["127.0.0.1"], &["192.168.1.1"]).1, [ip("127.0.0.1")]);
}

#[test]
fn a_resolver_behind_another_interface_is_not_asked_through_this_one() {
    let mut addresses = Changed::healthy_wifi().0.addresses.measured().unwrap().clone();
    addresses.resolvers = vec![ip("10.8.0.1")];
    let mut net = Scripted { way: Some(9), ..Scripted::default() };
    let aim = Aim::of(&mut net, &link(3, "wlan0", Medium::Wifi), &addresses, [], false);
    assert_eq!(aim.elsewhere, [ip("10.8.0.1")]);
    assert!(aim.resolvers.iter().all(|(_, role)| !role.is_configured()));
}

#[test]
fn the_questions_to_a_far_end_stay_within_manners() {
    for (address, role, often) in [
        ("192.168.1.1", Role::Leased, true),
        ("198.51.100.53", Role::ByHand, true),
        ("9.9.9.9", Role::ByHand, false),
        ("9.9.9.9", Role::Public, false),
        ("192.168.1.1", Role::Router, false),
    ] {
        assert_eq!(asked_often(ip(address), role), often, "{address} {role:?}");
    }
    let in_a_second =
        |every: Duration| Duration::from_secs(1).as_millis().div_ceil(every.as_millis());
    let rounds = in_a_second(crate::probes::latency::ROUND);
    assert!(rounds + in_a_second(FAR_EVERY) <= 50, "fifty a second to a far end");
}
