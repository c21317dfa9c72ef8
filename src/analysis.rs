//! Where numbers become statements: intervals, and the attribution of loss and delay.
//!
//! It is apart from the rules because the probes use it too, to know when they have enough, and
//! because it is tested on its own against simulated truth (`analysis/truth.rs`).
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

#[cfg(test)]
mod anything;
pub(crate) mod attempts;
pub(crate) mod congestion;
pub(crate) mod delay;
pub(crate) mod home;
pub(crate) mod interval;
mod kinds;
pub(crate) mod loss;
pub(crate) mod names;
pub(crate) mod neighbours;
pub(crate) mod radio;
pub(crate) mod reach;
#[cfg(test)]
mod truth;
pub(crate) mod walk;
pub(crate) mod web;

use crate::evidence::Evidence;

/// The statements that the evidence carries. A missing one could not be made.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Analysis {
    /// Who answers at all.
    pub(crate) reach: Option<reach::Reach>,
    /// Where packets are lost.
    pub(crate) loss: Option<loss::LossSplit>,
    /// Where packets wait.
    pub(crate) delay: Option<delay::DelaySplit>,
    /// How the radio link is.
    pub(crate) radio: Option<radio::RadioState>,
    /// How full the air is, and which channel is better.
    pub(crate) air: Option<congestion::Air>,
    /// How each resolver answers.
    pub(crate) names: Option<names::NamesState>,
}

impl Analysis {
    /// Makes every statement that this evidence carries.
    pub(crate) fn of(evidence: &Evidence) -> Self {
        let latency = evidence.latency.measured();
        Self {
            reach: latency.map(reach::Reach::of),
            loss: latency.and_then(loss::LossSplit::of),
            delay: latency.and_then(delay::DelaySplit::of),
            radio: evidence.wifi.measured().and_then(radio::RadioState::of),
            air: evidence
                .networks
                .measured()
                .and_then(|networks| congestion::Air::of(networks, busy_percent(evidence))),
            names: evidence.names.measured().map(names::NamesState::of),
        }
    }
}

/// How busy the channel of the access point that is joined was, where the driver counts that.
fn busy_percent(evidence: &Evidence) -> Option<f64> {
    let link = evidence.wifi.measured()?.link.measured()?;
    let own = evidence.networks.measured()?.own()?;
    link.busy_percent.measured().copied().filter(|_| link.freq_mhz == own.freq_mhz)
}
