//! What the engine saw, as evidence.
//!
//! Apart from the asking because it is called at every look, on what there is by then.

use super::targets::Live;
use super::{Around, Engine};
use crate::evidence::latency::{Hop, Latency, Role, Target};
use crate::evidence::{Foreign, Outcome, Why};
use std::time::Instant;

impl Engine<'_> {
    fn scan_rounds(&self, around: &Around<'_>) -> Vec<u32> {
        let scans = around.scans.lock().map(|scans| scans.clone()).unwrap_or_default();
        // The radio leaves the channel shortly before a scan is reported, and answers come after it.
        let margin = self.aim.every * 2;
        let during = |at: Instant| {
            scans.iter().any(|(start, end)| {
                at + margin >= *start && end.is_none_or(|end| at <= end + margin)
            })
        };
        (0..).zip(&self.sent_at).filter(|(_, at)| during(**at)).map(|(round, _)| round).collect()
    }

    fn first_round_ms(&self) -> f64 {
        let first = self.sent_at.first().copied().unwrap_or_else(|| self.wire.now());
        // Whole microseconds, so that a file holds just what was judged.
        let micros = first.saturating_duration_since(self.began).as_micros();
        f64::from(u32::try_from(micros).unwrap_or(u32::MAX)) / 1000.0
    }

    /// What was measured in the first `rounds` rounds.
    pub(super) fn latency(&self, rounds: u32, around: &Around<'_>) -> Latency {
        let scan_rounds =
            self.scan_rounds(around).into_iter().filter(|round| *round < rounds).collect();
        let known = |live: &&Live| live.target.role != Role::FirstHop || live.target.ip.is_some();
        let targets = self.targets.iter().filter(known).map(|live| Target {
            probes: live
                .target
                .probes
                .iter()
                .filter(|probe| probe.round < rounds)
                .copied()
                .collect(),
            sweep: live.target.sweep.iter().filter(|swept| swept.sent > 0).cloned().collect(),
            name: Foreign::clone(&live.target.name),
            ..live.target
        });
        let furthest = self.hops.keys().max().copied().unwrap_or(0);
        Latency {
            family: self.aim.family,
            first_round_ms: self.first_round_ms(),
            round_ms: self.aim.every.as_secs_f64() * 1e3,
            rounds,
            scan_rounds,
            patience_ms: self.patience.as_secs_f64() * 1e3,
            targets: targets.collect(),
            hops: (1..=furthest)
                .map(|distance| Hop { distance, ip: self.hops.get(&distance).copied() })
                .collect(),
            unreachable_from: self.unreachable_from.clone(),
            other_family: if self.aim.other_far.is_empty() {
                Outcome::NotTried(Why::NothingThere)
            } else {
                Outcome::Measured(self.other.clone())
            },
        }
    }
}
