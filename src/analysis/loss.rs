//! Where packets are lost: on the hop to the router, on the line, in one far network, or nobody
//! can tell yet (CATALOGUE B.3.4).
use crate::evidence::latency::Latency;

/// Lost probes of one group of targets, with what they say about the true share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Share {
    pub(crate) lost: u64,
    pub(crate) sent: u64,
    /// Bounds of the true share, 0 to 1, at 95 %, widened where losses come in bursts.
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Share {
    /// The share seen, 0 to 1; 0 where nothing was sent.
    pub(crate) fn seen(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "counts of probes are small")]
        let (lost, sent) = (self.lost as f64, self.sent as f64);
        if self.sent == 0 { 0.0 } else { lost / sent }
    }
}

/// Who loses packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loser {
    /// Nobody that matters: an upper bound below 2 %, or the router only drops what is meant for it.
    Nobody,
    /// The hop between this computer and the router.
    Hop,
    /// The line, beyond the router.
    Line,
    Both,
    /// The far network of this index among the far ends.
    OneNetwork(usize),
    /// Something is lost, and the samples do not say where.
    Undecided,
    /// Something is lost, and the router answers nothing, so that no number of samples would say where.
    HopOrLine,
}

/// Where packets are lost.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LossSplit {
    /// What the gateway did not answer; `None` when it answers nothing at all.
    pub(crate) gateway: Option<Share>,
    /// What the far ends did not answer, together.
    pub(crate) far: Share,
    /// What each far end did not answer, in their order; `None` where it answers nothing at all.
    pub(crate) each_far: Vec<Option<Share>>,
    /// The share lost beyond the gateway: far less gateway, at least 0.
    pub(crate) beyond: f64,
    pub(crate) loser: Loser,
    /// Rounds that were judged.
    pub(crate) rounds: u32,
    /// How sure the attribution is, 0 to 1.
    pub(crate) confidence: f64,
}

impl LossSplit {
    /// Splits what was lost; `None` without far ends that answer, or below 40 rounds.
    pub(crate) fn of(_latency: &Latency) -> Option<Self> {
        None
    }
}
