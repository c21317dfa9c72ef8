//! The promises of the report as a whole: the order of delivery and of rules does not matter, a
//! verdict once shown is not taken back, and an interrupted run contradicts nothing.

use super::*;
use crate::evidence::Outcome;
use crate::evidence::between::{ProxyAnswer, SetIn};
use crate::evidence::composed::Changed;
use crate::evidence::latency::Role;
use crate::evidence::names::{self, Answer};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Networks of every kind that composed evidence makes.
fn networks() -> Vec<(&'static str, Changed)> {
    let wifi = Changed::healthy_wifi;
    vec![
        ("healthy wifi", wifi()),
        ("healthy cable", Changed::healthy_cable()),
        ("weak and lossy", wifi().rssi(-84).losing(10, 10)),
        ("hop loss", wifi().losing(10, 10)),
        ("line loss", wifi().losing(0, 10)),
        ("hop late", wifi().rtt(|_, round, ms| ms + f64::from(round % 4) * 60.0)),
        (
            "line late",
            wifi().rtt(|role, _, ms| if role == Role::Gateway { ms } else { ms + 200.0 }),
        ),
        ("line down", wifi().silent(Role::FarEnd).silent(Role::FirstHop)),
        ("provider down", wifi().silent(Role::FarEnd)),
        ("router silent", wifi().silent(Role::Gateway).silent(Role::FarEnd).silent(Role::FirstHop)),
        ("not joined", wifi().not_joined(|_| {})),
        ("radio off", wifi().host(|host| host.interfaces[0].up = false).not_joined(|_| {})),
        ("resolver dead", wifi().answering(names::Role::is_configured, Answer::TimedOut)),
        ("no resolver answers", wifi().answering(|_| true, Answer::TimedOut)),
        (
            "resolver dead behind a lossy hop",
            wifi().losing(10, 10).answering(names::Role::is_configured, Answer::ServerFailure),
        ),
        ("proxy dead", wifi().proxy(SetIn::Session, ProxyAnswer::Unknown)),
        (
            "nothing but a proxy",
            wifi().proxy(SetIn::System, ProxyAnswer::Works).silent(Role::FarEnd),
        ),
        ("vpn", wifi().through_tunnel(|_| {})),
        (
            "vpn beside which nothing goes",
            wifi().through_tunnel(|_| {}).silent(Role::FarEnd).silent(Role::Gateway),
        ),
        (
            "vpn broken",
            wifi().through_tunnel(|tunnel| {
                (tunnel.swept_answered, tunnel.sent, tunnel.median_ms) = (0, 0, None);
            }),
        ),
        (
            "busy computer",
            wifi()
                .traffic(|traffic| traffic.total_bytes = 20_000_000)
                .rtt(|_, round, ms| ms + f64::from(round % 4) * 60.0),
        ),
    ]
}

/// Takes a part out of the evidence, or puts it back from the whole.
fn set(evidence: &mut Evidence, part: Part, from: Option<&Evidence>) {
    fn put<T: Clone>(to: &mut Outcome<T>, from: Option<&Outcome<T>>) {
        *to = from.cloned().unwrap_or(Outcome::Pending);
    }
    match part {
        Part::Host => put(&mut evidence.host, from.map(|whole| &whole.host)),
        Part::Wifi => put(&mut evidence.wifi, from.map(|whole| &whole.wifi)),
        Part::Joining => put(&mut evidence.joining, from.map(|whole| &whole.joining)),
        Part::Networks => put(&mut evidence.networks, from.map(|whole| &whole.networks)),
        Part::Addresses => put(&mut evidence.addresses, from.map(|whole| &whole.addresses)),
        Part::Idle => put(&mut evidence.idle, from.map(|whole| &whole.idle)),
        Part::Latency => put(&mut evidence.latency, from.map(|whole| &whole.latency)),
        Part::Elsewhere => put(&mut evidence.elsewhere, from.map(|whole| &whole.elsewhere)),
        Part::Between => put(&mut evidence.between, from.map(|whole| &whole.between)),
        Part::Traffic => put(&mut evidence.traffic, from.map(|whole| &whole.traffic)),
        Part::Names => put(&mut evidence.names, from.map(|whole| &whole.names)),
        Part::Web => put(&mut evidence.web, from.map(|whole| &whole.web)),
        Part::Service => put(&mut evidence.service, from.map(|whole| &whole.service)),
    }
}

fn nothing_yet(whole: &Evidence) -> Evidence {
    let mut evidence = whole.clone();
    for part in Part::ALL {
        set(&mut evidence, part, None);
    }
    evidence
}

fn json(evidence: &Evidence) -> String {
    serde_json::to_string(&schema::Json::of(&Report::of(evidence), evidence, false)).unwrap()
}

/// A cause replaced by one that explains it, on the same side, is a refinement.
fn taken_back(before: &Conclusion, after: &Conclusion) -> bool {
    match (before.cause, after.cause) {
        (Some(before), Some(after)) => {
            before.code != after.code
                && !(after.explains.contains(&before.code) && after.side == before.side)
        }
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// Orders of delivery, by chance, over all networks together.
const ORDERS: u64 = 500;
/// Sets of parts that a cut is tried with, for each network: all where there are no more.
const CUTS: usize = 64;

/// A number by chance, and the next seed.
fn next(random: &mut u64) -> usize {
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    usize::try_from(*random >> 33).unwrap()
}

/// The evidence with these parts, by the bits of the set, and nothing of the others yet.
fn delivered(whole: &Evidence, parts: usize) -> Evidence {
    let mut evidence = nothing_yet(whole);
    for (at, part) in Part::ALL.into_iter().enumerate() {
        if parts & (1 << at) != 0 {
            set(&mut evidence, part, Some(whole));
        }
    }
    evidence
}

#[test]
fn evidence_in_any_of_500_orders_gives_one_report_and_takes_no_verdict_back() {
    let networks = networks();
    let each = ORDERS.div_ceil(networks.len() as u64);
    for (number, (name, Changed(whole))) in (0..).zip(networks) {
        // What is concluded hangs on the set of parts and not on the order they came in.
        let mut conclusions = BTreeMap::new();
        for seed in each * number..each * (number + 1) {
            let mut order: Vec<usize> = (0..Part::ALL.len()).collect();
            let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
            for at in (1..order.len()).rev() {
                order.swap(at, next(&mut random) % (at + 1));
            }
            let mut parts = 0;
            let mut shown: Option<Conclusion> = None;
            for part in &order {
                parts |= 1 << part;
                let conclude = || Report::of(&delivered(&whole, parts)).conclusion;
                let Some(now) = conclusions.entry(parts).or_insert_with(conclude) else { continue };
                if let Some(before) = &shown {
                    assert!(
                        !taken_back(before, now),
                        "{name}: {order:?}: {before:?} became {now:?}"
                    );
                }
                shown = Some(now.clone());
            }
            assert!(shown.is_some(), "{name}: no verdict at the end");
        }
        assert_eq!(json(&whole), json(&whole.clone()), "{name}");
    }
}

#[test]
fn a_run_cut_off_anywhere_names_nothing_that_the_whole_contradicts() {
    for (name, Changed(whole)) in networks() {
        let full = Report::of(&whole).conclusion.unwrap();
        let all = 1 << Part::ALL.len();
        let mut random = 0x9e37_79b9_7f4a_7c15;
        let mut cuts: Vec<usize> = (0..all).collect();
        while cuts.len() > CUTS {
            cuts.swap_remove(next(&mut random) % cuts.len());
        }
        for cut in cuts {
            let mut evidence = delivered(&whole, !cut & (all - 1));
            evidence.interrupted();
            let now = Report::of(&evidence).conclusion.expect("nothing is under way any more");
            // Of two problems, the one that was seen until then may be the lesser.
            let said = now.cause.is_some_and(|cause| {
                full.contributors.iter().any(|other| other.code == cause.code)
            });
            if now.state == State::Problem {
                assert!(
                    said || !taken_back(&now, &full),
                    "{name}, without {cut:b}: {now:?} is not {full:?}"
                );
            }
            if now.state == State::Healthy {
                assert_eq!(full.state, State::Healthy, "{name}, without {cut:b}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_order_of_rules_does_not_matter(seed in any::<u64>(), which in any::<prop::sample::Index>()) {
        let (_, Changed(evidence)) = networks().swap_remove(which.index(networks().len()));
        let analysis = Analysis::of(&evidence);
        let case = Case { evidence: &evidence, analysis: &analysis };
        let mut judged: Vec<_> = rules::ALL.iter().map(|rule| (*rule, rule.judge(&case))).collect();
        let chosen = cause::choose(&judged, &evidence, &analysis);
        let length = judged.len();
        for at in 0..length {
            let other = usize::try_from(seed.rotate_left(u32::try_from(at).unwrap()) % length as u64).unwrap();
            judged.swap(at, other);
        }
        let shuffled = cause::choose(&judged, &evidence, &analysis);
        let codes = |chosen: &cause::Chosen| {
            let root = chosen.conclusion.as_ref().and_then(|conclusion| conclusion.cause);
            let findings: Vec<_> = chosen.findings.iter().map(|f| (f.rule.code, f.explained_by)).collect();
            (root.map(|rule| rule.code), findings)
        };
        prop_assert_eq!(codes(&chosen), codes(&shuffled));
    }
}
