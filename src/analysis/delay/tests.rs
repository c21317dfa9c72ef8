//! Delay on simulated homes: which side is late comes out whatever the waits look like.
//!
//! It is apart for its length.

use super::*;
use crate::analysis::truth::Dice;
use crate::evidence::latency::Probe;
use crate::evidence::{Family, Foreign, Outcome, Why};

/// How long packets wait somewhere: each on its own, or all of a round alike.
#[derive(Debug, Clone, Copy, Default)]
struct Wait {
    each_ms: f64,
    round_ms: f64,
}

impl Wait {
    const NONE: Self = Self { each_ms: 0.0, round_ms: 0.0 };
    const EACH: Self = Self { each_ms: 60.0, round_ms: 0.0 };
    const ROUND: Self = Self { each_ms: 0.0, round_ms: 60.0 };
}

#[derive(Debug, Clone, Copy)]
struct Home {
    hop: Wait,
    line: Wait,
    /// The router's own answers.
    own: Wait,
    own_ms: f64,
    one_network: Wait,
    hop_ms: f64,
    line_ms: f64,
    far_ends: usize,
    first_hop: bool,
}

const HOME: Home = Home {
    hop: Wait::NONE,
    line: Wait::NONE,
    own: Wait::NONE,
    own_ms: 0.0,
    one_network: Wait::NONE,
    hop_ms: 3.0,
    line_ms: 10.0,
    far_ends: 3,
    first_hop: true,
};

impl Home {
    fn measured(self, seed: u64) -> DelaySplit {
        DelaySplit::of(&self.latency(seed)).unwrap()
    }

    fn latency(self, seed: u64) -> Latency {
        let mut dice = Dice::new(seed);
        let mut targets: Vec<Target> = [(Role::Gateway, true), (Role::FirstHop, self.first_hop)]
            .into_iter()
            .filter_map(|(role, there)| there.then_some(role))
            .chain((0..self.far_ends).map(|_| Role::FarEnd))
            .map(|role| Target {
                role,
                name: Foreign::new("somebody"),
                ip: None,
                sweep: Vec::new(),
                probes: Vec::new(),
            })
            .collect();
        for round in 0..150 {
            let mut wait = |wait: Wait| {
                // Waits of a round last: a queue fills and empties.
                let common = if dice.share() < 0.5 { wait.round_ms * dice.share() } else { 0.0 };
                move |dice: &mut Dice| common + wait.each_ms * dice.share()
            };
            let (hop, line, own, one) =
                (wait(self.hop), wait(self.line), wait(self.own), wait(self.one_network));
            let mut far = 0;
            for target in &mut targets {
                for _ in 0..if target.role == Role::Gateway { 3 } else { 1 } {
                    let mut ms = self.hop_ms + hop(&mut dice) + dice.share();
                    match target.role {
                        Role::Gateway => ms += self.own_ms + own(&mut dice),
                        Role::FirstHop => ms += self.line_ms + line(&mut dice),
                        Role::FarEnd => {
                            ms += self.line_ms + 5.0 + line(&mut dice);
                            if far == 0 {
                                ms += one(&mut dice);
                            }
                        }
                    }
                    target.probes.push(Probe { round, kind: Kind::Echo, rtt_ms: Some(ms) });
                }
                far += usize::from(target.role == Role::FarEnd);
            }
        }
        Latency {
            family: Family::V4,
            first_round_ms: 350.0,
            round_ms: 22.0,
            rounds: 150,
            scan_rounds: Vec::new(),
            patience_ms: 950.0,
            targets,
            hops: Vec::new(),
            unreachable_from: Vec::new(),
            other_family: Outcome::NotTried(Why::NotNeeded),
        }
    }
}

/// Over 40 seeds: all hops' spreads and all lines' unsteadiness lie in these ranges.
fn expect(home: Home, hop: std::ops::Range<f64>, line: std::ops::Range<f64>) {
    for seed in 0..40 {
        let split = home.measured(seed);
        let (got_hop, got_line) = (split.hop.unwrap(), split.line.unwrap());
        assert!(hop.contains(&got_hop.spread_ms()), "{home:?} {seed}: hop {got_hop:?}");
        assert!(line.contains(&got_line.unsteadiness_ms()), "{home:?} {seed}: {got_line:?}");
    }
}

const STEADY: std::ops::Range<f64> = 0.0..15.0;

#[test]
fn a_home_without_waits_is_steady_everywhere() {
    expect(HOME, 0.0..2.0, 0.0..2.0);
    let split = HOME.measured(1);
    let line = split.line.unwrap();
    assert!((line.median_ms - 10.0).abs() < 1.0, "{line:?}");
}

#[test]
fn an_unsteady_hop_leaves_the_line_steady() {
    for hop in [Wait::EACH, Wait::ROUND] {
        expect(Home { hop, ..HOME }, 31.0..70.0, STEADY);
        expect(Home { hop, first_hop: false, far_ends: 2, ..HOME }, 31.0..70.0, STEADY);
    }
}

#[test]
fn an_unsteady_line_leaves_the_hop_steady() {
    for line in [Wait { each_ms: 90.0, round_ms: 0.0 }, Wait { each_ms: 0.0, round_ms: 60.0 }] {
        expect(Home { line, ..HOME }, 0.0..5.0, 30.0..70.0);
        expect(Home { line, far_ends: 1, ..HOME }, 0.0..5.0, 30.0..70.0);
    }
}

#[test]
fn both_unsteady_are_both_seen() {
    for (hop, line) in [
        (Wait::ROUND, Wait { each_ms: 0.0, round_ms: 90.0 }),
        (Wait::ROUND, Wait { each_ms: 120.0, round_ms: 0.0 }),
        (Wait::EACH, Wait { each_ms: 120.0, round_ms: 0.0 }),
    ] {
        expect(Home { hop, line, ..HOME }, 31.0..80.0, 20.0..100.0);
    }
}

#[test]
fn one_network_that_is_late_leaves_the_line_steady() {
    for one_network in [Wait::EACH, Wait::ROUND] {
        expect(Home { one_network, ..HOME }, 0.0..5.0, STEADY);
    }
}

#[test]
fn a_router_that_is_late_for_itself_is_no_late_hop() {
    for own in [Wait::EACH, Wait::ROUND] {
        expect(Home { own, ..HOME }, STEADY, STEADY);
    }
    for first_hop in [true, false] {
        let home = Home { own_ms: 60.0, own: Wait::EACH, first_hop, ..HOME };
        let hop = home.measured(1).hop.unwrap();
        assert!(hop.median_ms < 25.0, "{hop:?}");
    }
}

#[test]
fn a_constant_delay_is_found_where_it_is() {
    for (hop_ms, line_ms) in [(40.0, 10.0), (3.0, 170.0), (3.0, 70.0)] {
        let split = Home { hop_ms, line_ms, ..HOME }.measured(1);
        let (hop, line) = (split.hop.unwrap(), split.line.unwrap());
        assert!((hop.median_ms - hop_ms).abs() < 2.0, "{hop:?}");
        assert!((line.median_ms - line_ms).abs() < 2.0, "{line:?}");
    }
}

#[test]
fn one_far_end_alone_names_no_line() {
    let split = Home { far_ends: 1, first_hop: false, ..HOME }.measured(1);
    assert!(split.hop.is_some() && split.line.is_none());
}

#[test]
fn a_router_that_answers_nothing_leaves_the_far_ends() {
    let mut latency = HOME.latency(1);
    latency.targets.remove(0);
    let split = DelaySplit::of(&latency).unwrap();
    assert_eq!((split.gateway, split.hop, split.line), (None, None, None));
    assert!((split.far.median_ms - 18.0).abs() < 2.0, "{split:?}");
}

#[test]
fn rounds_during_a_scan_are_left_out() {
    let mut latency = HOME.latency(1);
    latency.scan_rounds = (20..60).collect();
    for target in &mut latency.targets {
        for probe in target.probes.iter_mut().filter(|probe| (20..60).contains(&probe.round)) {
            probe.rtt_ms = probe.rtt_ms.map(|ms| ms + 800.0);
        }
    }
    let split = DelaySplit::of(&latency).unwrap();
    assert!(split.hop.unwrap().spread_ms() < 2.0 && split.far.spread_ms() < 2.0, "{split:?}");
}

#[test]
fn a_kind_that_the_router_puts_off_is_no_delay() {
    let mut latency = HOME.latency(1);
    for (at, probe) in latency.targets[0].probes.iter_mut().enumerate() {
        if at % 3 != 0 {
            probe.kind = Kind::Dns;
            probe.rtt_ms = probe.rtt_ms.map(|ms| ms + 50.0);
        }
    }
    let split = DelaySplit::of(&latency).unwrap();
    assert!(split.gateway.unwrap().p95_ms < 6.0, "{split:?}");
}
