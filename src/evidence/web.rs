//! The web: sign-in pages, certificates, ports, large packets, new connections and the clock.
//!
//! Everything here is what came back, or how it failed; whether that is a sign-in page or a blocked
//! port is for the rules to say.

use super::{Failure, Family, Foreign, Outcome};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// What the web answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Web {
    /// Pages of two vendors with a known answer, over plain HTTP; of each family that is routed.
    pub(crate) sign_in: Vec<SignIn>,
    /// Encrypted connections to unrelated names; of each family that is routed.
    pub(crate) secure: Vec<Secure>,
    /// What the servers' clocks say, one reading an answer.
    pub(crate) clock: Vec<ClockReading>,
    /// The same encrypted connections in smaller packets, where full ones got stuck.
    pub(crate) smaller: Outcome<Vec<Smaller>>,
    /// New connections through the router, one after the other; at the end those to the pages'
    /// servers, where no other one took an encrypted connection.
    pub(crate) connections: Outcome<Vec<Connections>>,
}

impl Web {
    /// The family that was asked in full.
    pub(crate) fn family(&self) -> Option<Family> {
        self.secure.first().map(|secure| secure.family)
    }

    /// The sign-in pages of the family that was asked in full.
    pub(crate) fn pages(&self) -> impl Iterator<Item = &SignIn> {
        let family = self.family();
        self.sign_in.iter().filter(move |page| Some(page.family) == family)
    }

    /// The encrypted connections of the family that was asked in full.
    pub(crate) fn anchors(&self) -> impl Iterator<Item = &Secure> {
        let family = self.family();
        self.secure.iter().filter(move |secure| Some(secure.family) == family)
    }

    /// True when anything beyond the router said anything.
    pub(crate) fn answers(&self) -> bool {
        self.sign_in.iter().any(|page| page.connect_ms.measured().is_some())
            || self.secure.iter().any(|secure| secure.connect_ms.measured().is_some())
    }
}

/// One page with a known answer, asked over plain HTTP.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    pub(crate) family: Family,
    pub(crate) host: String,
    /// Where the name leads; absent when it led nowhere.
    pub(crate) ip: Option<IpAddr>,
    /// Whose word the address is.
    pub(crate) resolved: Resolved,
    /// The time that the connection to port 80 took.
    pub(crate) connect_ms: Outcome<f64>,
    pub(crate) page: Page,
}

/// Who gave the address of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Resolved {
    /// A resolver that the system is set to use.
    Configured,
    /// The router's or a public one, since those did not answer in time.
    Other,
    /// Nobody.
    Nobody,
}

/// What came instead of the known page, or that it came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub(crate) enum Page {
    /// The vendor's own answer, exactly.
    Open,
    /// It led elsewhere; to which host, where it said so. `upgrade`: to the same host, encrypted.
    Redirect {
        status: u16,
        to: Option<Foreign>,
        upgrade: bool,
    },
    /// Another page with a status that says that all is well.
    Other {
        status: u16,
    },
    /// A status that says something else.
    Status {
        status: u16,
    },
    /// The name has no address.
    NoName,
    Failed {
        failure: Failure,
    },
}

/// One encrypted connection, as far as it got.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Secure {
    pub(crate) family: Family,
    /// The name that the certificate has to be for.
    pub(crate) host: String,
    pub(crate) ip: IpAddr,
    /// The time that the connection to port 443 took.
    pub(crate) connect_ms: Outcome<f64>,
    pub(crate) handshake: Handshake,
    /// The status that came back for a request of several full packets.
    pub(crate) upload: Outcome<u16>,
}

/// How the encrypted part began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Handshake {
    /// The certificate is good by this system's own store.
    Verified,
    NotYetValid,
    Expired,
    /// Signed by somebody whom this system does not trust.
    UnknownIssuer,
    /// For another name.
    WrongName,
    /// Bad in another way.
    OtherCertificate,
    /// The connection stood, the greeting was sent, and no answer came.
    Stalled,
    /// The other side ended it, or spoke something else.
    Broken,
    /// There was no connection to begin it on.
    NotConnected,
    /// This system has no store of certificates, so that nothing can be verified.
    NoStore,
}

/// One server's clock beside this computer's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClockReading {
    pub(crate) host: String,
    /// The certificate of the connection was good, so that nobody else spoke.
    pub(crate) verified: bool,
    /// Their time minus ours, in seconds: positive where ours is behind.
    pub(crate) ahead_s: i64,
}

/// An encrypted connection whose packets were kept below a size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Smaller {
    pub(crate) host: String,
    pub(crate) family: Family,
    /// The largest packet it could have sent or been sent, IP header included.
    pub(crate) packet_bytes: u16,
    /// Greeting, certificates and a long request all came through.
    pub(crate) passed: bool,
}

/// New connections to one port of the far ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Connections {
    pub(crate) port: u16,
    pub(crate) tried: u32,
    /// The time each of those took that stood; those that did not are not here.
    pub(crate) stood_ms: Vec<f64>,
}
