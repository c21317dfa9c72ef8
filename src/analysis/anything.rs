//! Any series at all: what a file may hold is judged without panic, within bounds, in any order.
//!
//! It is apart because it asks the same of loss, delay and reach.

use super::delay::DelaySplit;
use super::loss::{LossSplit, settled, trusted_kinds};
use super::reach::Reach;
use crate::evidence::latency::{Kind, Latency, Probe, Role, Swept, Target};
use crate::evidence::{Family, Foreign, Outcome, Why};
use proptest::prelude::*;

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![Just(Kind::Echo), (1_u16..3).prop_map(Kind::Tcp), Just(Kind::Dns)]
}

fn targets() -> impl Strategy<Value = Target> {
    let roles = prop_oneof![Just(Role::Gateway), Just(Role::FirstHop), Just(Role::FarEnd)];
    let rounds = prop_oneof![0_u32..120, any::<u32>()];
    let rtts = prop::option::of(prop_oneof![0.0..900.0_f64, any::<f64>()]);
    let probes =
        (rounds, kinds(), rtts).prop_map(|(round, kind, rtt_ms)| Probe { round, kind, rtt_ms });
    let sweeps = (kinds(), any::<u32>(), any::<u32>()).prop_map(|(kind, sent, answered)| Swept {
        kind,
        sent,
        answered,
    });
    (roles, prop::collection::vec(sweeps, 0..3), prop::collection::vec(probes, 0..300)).prop_map(
        |(role, sweep, probes)| Target {
            role,
            name: Foreign::new("somebody"),
            ip: None,
            sweep,
            probes,
        },
    )
}

fn latencies() -> impl Strategy<Value = Latency> {
    let scans = prop::collection::vec(0_u32..120, 0..20);
    (prop::collection::vec(targets(), 0..7), scans).prop_map(|(targets, scan_rounds)| Latency {
        family: Family::V6,
        first_round_ms: 350.0,
        round_ms: 22.0,
        rounds: 120,
        scan_rounds,
        patience_ms: 950.0,
        targets,
        hops: Vec::new(),
        unreachable_from: Vec::new(),
        other_family: Outcome::NotTried(Why::NotNeeded),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_series_is_judged_without_panic_and_within_bounds(latency in latencies()) {
        Reach::of(&latency);
        for target in &latency.targets {
            trusted_kinds(target, &latency.scan_rounds);
        }
        settled(&latency);
        if let Some(split) = LossSplit::of(&latency) {
            prop_assert!((0.5..=0.99).contains(&split.confidence));
            prop_assert!((0.0..=1.0).contains(&split.beyond));
            for share in split.each_far.iter().chain([&split.gateway, &Some(split.far)]).flatten() {
                prop_assert!(share.low <= share.seen() + 1e-9 && share.seen() <= share.high + 1e-9);
                prop_assert!(0.0 <= share.low && share.high <= 1.0);
            }
        }
        if let Some(split) = DelaySplit::of(&latency) {
            for delay in split.each_far.iter().chain([&split.gateway, &split.hop, &split.line]).flatten() {
                prop_assert!(0.0 <= delay.min_ms && delay.min_ms <= delay.median_ms);
                prop_assert!(delay.median_ms <= delay.p95_ms);
            }
        }
    }

    #[test]
    fn the_order_of_probes_changes_nothing(latency in latencies()) {
        let mut other = latency.clone();
        other.targets.iter_mut().for_each(|target| target.probes.reverse());
        other.scan_rounds.reverse();
        prop_assert_eq!(LossSplit::of(&latency), LossSplit::of(&other));
    }
}
