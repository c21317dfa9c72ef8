//! Where packets wait: on the hop to the router, on the line, in one far network (CATALOGUE B.3.5).

use crate::evidence::latency::Latency;

/// Round trips of one group of targets, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Delay {
    pub(crate) samples: u64,
    pub(crate) min_ms: f64,
    pub(crate) median_ms: f64,
    pub(crate) p95_ms: f64,
}

impl Delay {
    /// The usual measure of unsteadiness: how far the slow ones are from the fastest.
    pub(crate) fn spread_ms(&self) -> f64 {
        self.p95_ms - self.min_ms
    }
}

/// Where packets wait.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DelaySplit {
    /// `None` when the gateway answers nothing.
    pub(crate) gateway: Option<Delay>,
    /// The first hop beyond the gateway; `None` when it does not answer for itself.
    pub(crate) first_hop: Option<Delay>,
    /// All far ends together: in each round the fastest of them.
    pub(crate) far: Delay,
    pub(crate) each_far: Vec<Option<Delay>>,
    /// The hop's delay that everything beyond shares, by rounds: what is late at the gateway is late
    /// beyond it too. `None` when the gateway answers nothing or answers late only for itself.
    pub(crate) hop: Option<Delay>,
    /// The way beyond the gateway, with the gateway's share taken off.
    pub(crate) line: Option<Delay>,
}

impl DelaySplit {
    /// Splits the delay; `None` without far ends that answer, or below 40 rounds.
    pub(crate) fn of(_latency: &Latency) -> Option<Self> {
        None
    }
}
