//! What stands between this computer and the internet and is not on the pinned path: a tunnel, and
//! proxies.

use super::{Failure, Foreign, Outcome};
use serde::{Deserialize, Serialize};

/// What was measured through whatever takes the traffic another way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Between {
    /// The far ends through the tunnel that carries the default route.
    pub(crate) tunnel: Outcome<Tunnel>,
    /// The proxies that this computer is set to use; empty where there is none.
    pub(crate) proxies: Outcome<Vec<Proxy>>,
    /// The script (PAC) that chooses a proxy for each page. It is named and not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) proxy_script: Option<Script>,
}

/// The far ends of the rounds, asked through a tunnel while the rounds go beside it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tunnel {
    pub(crate) interface: String,
    /// Questions of every kind before the rounds, and answers.
    pub(crate) swept: u32,
    pub(crate) swept_answered: u32,
    /// Questions without an answer, of the kinds that got one at least once.
    pub(crate) swept_lost: u32,
    /// Questions of the kinds that were answered, in rounds, and how many of them got none.
    pub(crate) sent: u32,
    pub(crate) lost: u32,
    /// Of the round trips in the rounds, in milliseconds; absent when none came back.
    pub(crate) median_ms: Option<f64>,
}

/// A proxy. What its setting holds beside host and port, a password for one, is not kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Proxy {
    pub(crate) set_in: SetIn,
    pub(crate) kind: ProxyKind,
    pub(crate) host: Foreign,
    pub(crate) port: u16,
    pub(crate) answer: ProxyAnswer,
}

/// A script that is set, or is to be looked for on the network. Its address may hold a key, so that
/// only its host is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Script {
    pub(crate) set_in: SetIn,
    /// Empty where it is to be looked for.
    pub(crate) host: Foreign,
}

/// Where a proxy is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SetIn {
    /// The variables of the session this program was started in.
    Session,
    /// The settings of the desktop.
    Desktop,
    /// `/etc/environment`, for every session.
    System,
}

/// How a proxy is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ProxyKind {
    Http,
    /// HTTP inside TLS.
    Https,
    Socks,
}

/// What came of asking a proxy for a way to a far end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state", content = "data")]
pub(crate) enum ProxyAnswer {
    /// It made the way.
    Works,
    /// It is there and speaks, and turns the request down: as it should, for all that can be told.
    Refuses,
    /// It wants a name and a password from everybody, and the setting has none.
    WantsPassword,
    /// It took the connection; this kind is not spoken here, so that no more is known.
    Connects,
    /// It is there, and has itself no way out.
    NoWayOut,
    /// It took the connection and did not speak as a proxy does.
    NoProxy,
    /// Its name has no address.
    Unknown,
    /// No connection to it came about.
    NoConnection(Failure),
}

impl ProxyAnswer {
    /// True when whatever is sent to it gets no further.
    pub(crate) const fn is_dead(self) -> bool {
        match self {
            Self::WantsPassword
            | Self::NoWayOut
            | Self::NoProxy
            | Self::Unknown
            | Self::NoConnection(_) => true,
            Self::Works | Self::Refuses | Self::Connects => false,
        }
    }
}

impl Between {
    /// True when the internet answers through a tunnel or a proxy: whatever lies below carries it.
    pub(crate) fn leads_out(&self) -> bool {
        let proxies = self.proxies.measured().map_or(&[][..], Vec::as_slice);
        self.tunnel.measured().is_some_and(Tunnel::answers)
            || proxies.iter().any(|proxy| proxy.answer == ProxyAnswer::Works)
    }
}

impl Tunnel {
    /// Questions in all.
    pub(crate) const fn asked(&self) -> u32 {
        self.swept.saturating_add(self.sent)
    }

    /// True when anything at all came back through it.
    pub(crate) const fn answers(&self) -> bool {
        self.swept_answered > 0 || self.lost < self.sent
    }
}
