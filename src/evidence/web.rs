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
    /// The network's own word on its sign-in page, where the lease says where to ask for it (RFC 8910).
    pub(crate) announced: Outcome<Announced>,
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
            || self.announced.measured().is_some_and(Announced::spoke)
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
    /// In the order in which they were begun.
    pub(crate) attempts: Vec<Attempt>,
}

impl Connections {
    /// Attempts, as a number.
    pub(crate) fn tried(&self) -> u32 {
        u32::try_from(self.attempts.len()).unwrap_or(u32::MAX)
    }

    /// The time each of those took that stood.
    pub(crate) fn stood_ms(&self) -> impl Iterator<Item = f64> {
        self.attempts.iter().filter_map(|attempt| attempt.stood_ms)
    }

    /// True when any stood.
    pub(crate) fn stands(&self) -> bool {
        self.stood_ms().next().is_some()
    }
}

/// One new connection.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Attempt {
    /// When it was begun, counted from the beginning of the web's questions, which is that of the
    /// rounds' sweep as well.
    #[serde(rename = "at")]
    pub(crate) at_ms: f64,
    /// The time it took; absent when it did not stand in time.
    #[serde(rename = "ms")]
    pub(crate) stood_ms: Option<f64>,
}

/// What came of asking the network itself whether one has to sign in (RFC 8908).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Announced {
    /// Who was asked. The rest of the address may tell who asks, and is not kept.
    pub(crate) host: Option<Foreign>,
    /// Where the name leads; absent when it led nowhere or was not looked up.
    pub(crate) ip: Option<IpAddr>,
    pub(crate) word: Word,
}

impl Announced {
    /// True where whoever was to be asked said anything, a bad certificate included.
    pub(crate) const fn spoke(&self) -> bool {
        match self.word {
            Word::Told { .. } | Word::Distrusted { .. } => true,
            Word::Unrestricted | Word::NoAddress | Word::NoName | Word::Failed { .. } => false,
        }
    }
}

/// The network's own word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub(crate) enum Word {
    /// In place of an address: there is no sign-in page here.
    Unrestricted,
    /// The answer of the API.
    Told {
        /// One has to sign in.
        captive: bool,
        /// The host of the page for people.
        sign_in_at: Option<Foreign>,
        /// How long one may still use the network.
        seconds_remaining: Option<u64>,
        /// How much one may still send and receive.
        bytes_remaining: Option<u64>,
    },
    /// What was given is no address of an encrypted page; others are not to be asked.
    NoAddress,
    /// The name leads nowhere, or to this computer itself.
    NoName,
    /// The certificate is not good for the name, or no encrypted connection came about.
    Distrusted {
        handshake: Handshake,
    },
    Failed {
        failure: Failure,
    },
}
