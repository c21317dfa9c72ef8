//! This computer: its system, its interfaces, how busy it is.

use super::{Foreign, Outcome};
use serde::{Deserialize, Serialize};

/// What the system tells about itself and its interfaces.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Host {
    /// Name and version of the system, as it calls itself.
    pub(crate) system: String,
    /// True inside a container, where radio and power are usually out of sight.
    pub(crate) container: bool,
    /// Every interface but loopback, in the system's order.
    pub(crate) interfaces: Vec<Interface>,
    /// The interface under test, or why there is none.
    pub(crate) under_test: Outcome<UnderTest>,
    /// The tunnel that carries the default route above the interface under test.
    pub(crate) tunnel: Option<String>,
    /// Radio switches of Wi-Fi kind.
    pub(crate) radio_switches: Outcome<Vec<RadioSwitch>>,
    /// Share of CPU time used by anything, in percent of all cores, before the rounds.
    pub(crate) cpu_busy_percent: Outcome<f64>,
    pub(crate) memory_total_mib: Outcome<u64>,
    pub(crate) memory_available_mib: Outcome<u64>,
}

impl Host {
    /// The interface under test with all that is known of it.
    pub(crate) fn interface(&self) -> Option<&Interface> {
        let under_test = self.under_test.measured()?;
        self.interfaces.iter().find(|interface| interface.name == under_test.name)
    }

    /// True when every radio of this computer is switched off by a switch.
    pub(crate) fn radio_blocked(&self) -> bool {
        self.radio_switches.measured().is_some_and(|switches| {
            !switches.is_empty()
                && switches.iter().all(|switch| switch.soft_blocked || switch.hard_blocked)
        })
    }

    /// The kind of link under test.
    pub(crate) fn medium(&self) -> Option<Medium> {
        self.interface().map(|interface| interface.medium)
    }
}

/// Which interface is under test, and why that one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnderTest {
    pub(crate) name: String,
    pub(crate) chosen: Chosen,
}

/// Why an interface is the one under test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Chosen {
    /// `--interface` named it.
    Asked,
    /// It carries the default route.
    DefaultRoute,
    /// It carries the tunnel that carries the default route.
    BelowTunnel,
    /// No default route: it is the radio, which people mean.
    Radio,
    /// No default route and no radio: it is the cable.
    Cable,
}

/// One network interface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Interface {
    pub(crate) name: String,
    pub(crate) medium: Medium,
    /// Switched on by the system.
    pub(crate) up: bool,
    /// It has a link: a cable with somebody at its end, a network that is joined.
    pub(crate) running: bool,
    /// Name of the driver.
    pub(crate) driver: Outcome<Foreign>,
    /// Metric of its best default route; absent without one. Lower wins.
    pub(crate) default_route_metric: Option<u32>,
}

/// The kind of link an interface is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Medium {
    Wifi,
    /// A cable, real or in a virtual machine or container.
    Cable,
    /// A tunnel, which has another interface below it.
    Tunnel,
    /// A bridge, a modem, or what the system does not name.
    Other,
}

/// A switch that silences a radio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RadioSwitch {
    /// Switched off by software: the menu, airplane mode.
    pub(crate) soft_blocked: bool,
    /// Switched off by a key or a slider on the machine.
    pub(crate) hard_blocked: bool,
}

/// What crossed the interface under test during the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Traffic {
    pub(crate) over_ms: u64,
    /// All bytes of the interface, both ways.
    pub(crate) total_bytes: u64,
    /// Our own share of them, headers included as far as they can be known.
    pub(crate) own_bytes: u64,
}

impl Traffic {
    /// The traffic of other programs, in Mbit/s.
    pub(crate) fn foreign_mbps(&self) -> Option<f64> {
        let bits = self.total_bytes.saturating_sub(self.own_bytes).saturating_mul(8);
        #[expect(clippy::cast_precision_loss, reason = "a rate in whole percents is enough")]
        let (bits, ms) = (bits as f64, self.over_ms as f64);
        (self.over_ms > 0).then(|| bits / ms / 1e3)
    }
}
