//! How much a driver's counters grew over the run.
//!
//! Apart because drivers set them back in the middle of it, and what grew before then counts too.

use super::Station;
use crate::evidence::{Outcome, Why};

/// How much each counter grew over the run.
pub(super) struct Counters {
    address: Option<[u8; 6]>,
    pub(super) frames_sent: Growth,
    pub(super) retries: Growth,
    pub(super) frames_failed: Growth,
    pub(super) beacons_lost: Growth,
}

impl Counters {
    pub(super) fn new(station: &Station) -> Self {
        Self {
            address: station.address,
            frames_sent: Growth::new(station.frames_sent),
            retries: Growth::new(station.retries),
            frames_failed: Growth::new(station.frames_failed),
            beacons_lost: Growth::new(station.beacons_lost),
        }
    }

    pub(super) fn add(&mut self, station: &Station) {
        // Another access point: its counters began at 0 when it was joined.
        let anew = station.address != self.address;
        self.address = station.address;
        self.frames_sent.add(station.frames_sent, anew);
        self.retries.add(station.retries, anew);
        self.frames_failed.add(station.frames_failed, anew);
        self.beacons_lost.add(station.beacons_lost, anew);
    }
}

/// The growth of one counter.
pub(super) struct Growth {
    last: Option<u64>,
    grown: u64,
}

impl Growth {
    const fn new(first: Option<u64>) -> Self {
        Self { last: first, grown: 0 }
    }

    fn add(&mut self, now: Option<u64>, anew: bool) {
        let Some(now) = now else { return };
        // One that fell was set back to 0 on the way, as by joining again.
        let before = if anew { 0 } else { self.last.filter(|last| *last <= now).unwrap_or(0) };
        self.grown += now - before;
        self.last = Some(now);
    }

    pub(super) fn outcome(&self) -> Outcome<u64> {
        Outcome::or_unavailable(self.last.map(|_| self.grown), Why::NotReported)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_that_was_set_back_does_not_count_backwards() {
        let mut growth = Growth::new(Some(100));
        growth.add(Some(120), false);
        growth.add(None, false);
        growth.add(Some(5), false);
        growth.add(Some(15), false);
        growth.add(Some(40), true);
        assert_eq!(growth.outcome(), Outcome::Measured(20 + 5 + 10 + 40));
    }
}
