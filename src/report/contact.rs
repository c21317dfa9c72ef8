//! The reason of a contact in the words of support desks (CATALOGUE F.1), for their own statistics.
//!
//! Apart from the verdict because it sorts causes by who deals with them and not by where they lie.

use crate::evidence::Layer;
use crate::rules::{Rule, Side};

/// Contact reasons, as far as a cause can lead to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contact {
    /// Names and passwords of networks.
    Credentials,
    /// What is limited or blocked on purpose.
    Control,
    Signal,
    Congestion,
    Bandwidth,
    Line,
    Dns,
    /// The customer's computer or router.
    Device,
    /// A service beyond the provider.
    Remote,
    /// Gadgets of the home.
    Smart,
}

impl Contact {
    /// The reason that goes with a cause.
    pub(crate) fn of(rule: &Rule) -> Self {
        match rule.code {
            "wrong-password" | "sign-in-required" => return Self::Credentials,
            "device-blocked" => return Self::Control,
            "channel-congested" | "own-network-busy" | "radio-noise" => return Self::Congestion,
            code if code.starts_with("gadget") => return Self::Smart,
            _ => {}
        }
        match (rule.layer, rule.side) {
            (_, Side::FarEnd) => Self::Remote,
            (Layer::Throughput, Side::Wifi | Side::Line) => Self::Bandwidth,
            (_, Side::Line) => Self::Line,
            (Layer::Names, _) => Self::Dns,
            (Layer::Radio, Side::Wifi) => Self::Signal,
            _ => Self::Device,
        }
    }

    /// The code that desks use.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Credentials => "CRED",
            Self::Control => "CONTROL",
            Self::Signal => "DIAG-SIGNAL",
            Self::Congestion => "DIAG-CONGESTION",
            Self::Bandwidth => "DIAG-BANDWIDTH",
            Self::Line => "DIAG-LINE",
            Self::Dns => "DIAG-DNS",
            Self::Device => "DIAG-DEVICE",
            Self::Remote => "DIAG-REMOTE",
            Self::Smart => "SMART",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::by_code;

    #[test]
    fn causes_go_to_the_desk_that_deals_with_them() {
        for (code, contact) in [
            ("wrong-password", "CRED"),
            ("device-blocked", "CONTROL"),
            ("weak-signal", "DIAG-SIGNAL"),
            ("wifi-loses-packets", "DIAG-SIGNAL"),
            ("radio-noise", "DIAG-CONGESTION"),
            ("line-loses-packets", "DIAG-LINE"),
            ("names-rewritten", "DIAG-LINE"),
            ("resolver-dead", "DIAG-DNS"),
            ("wifi-off", "DIAG-DEVICE"),
            ("router-silent", "DIAG-DEVICE"),
            ("service-down", "DIAG-REMOTE"),
        ] {
            assert_eq!(Contact::of(by_code(code).unwrap()).code(), contact, "{code}");
        }
    }
}
