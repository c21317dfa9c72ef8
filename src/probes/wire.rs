//! Questions on the wire: one packet out, one sign of life back, with the time between.
//!
//! It is apart from the engine that asks because this is what differs between systems; the engine
//! is tested against a scripted [`Wire`], and each system has a folder of its own.

#[cfg(unix)]
pub(crate) mod packets;
#[cfg(unix)]
mod unix;

use super::net::Link;
use crate::evidence::latency::Kind;
use std::io;
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// Sends probes out of one interface and hands back the answers.
///
/// Nothing here blocks but [`Wire::wait`], and that no longer than it is told to.
pub(crate) trait Wire {
    /// The time by the clock that the answers are timed with.
    fn now(&self) -> Instant;

    /// Sends one question. Its answer, if one comes, carries the token.
    fn ask(&mut self, token: u32, to: IpAddr, kind: Kind) -> Result<(), WireError>;

    /// Sends a packet that dies after `hops` hops, so that whoever buries it tells his address.
    fn ask_dying(&mut self, to: IpAddr, hops: u8) -> Result<(), WireError>;

    /// Waits until `until`, or less when answers come, and adds them to `answers`.
    fn wait(&mut self, until: Instant, answers: &mut Vec<Answer>);

    /// No answer to this question is of interest any more.
    fn forget(&mut self, token: u32);

    /// Bytes that went over the interface for this so far, as far as they can be known from here:
    /// sent and received, link headers included.
    fn bytes(&self) -> (u64, u64);
}

/// The wire of one interface of this system.
#[cfg_attr(unix, expect(clippy::unnecessary_wraps, reason = "Windows may refuse a handle"))]
pub(crate) fn open(link: &Link) -> io::Result<Box<dyn Wire + Send>> {
    #[cfg(unix)]
    return Ok(Box::new(unix::UnixWire::open(link)));
    #[cfg(not(unix))]
    {
        let _ = link;
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// What came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The answer to a question.
    Reply { token: u32, rtt: Duration },
    /// Somebody buried a packet that was told to die after this many hops.
    Died { hops: u8, at: IpAddr },
    /// Somebody on the way could not pass a packet on.
    Unreachable { from: IpAddr },
}

/// Why a question was not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum WireError {
    #[error("this kind of question is not allowed to this user")]
    NotAllowed,
    #[error("there is no way to that address from this interface")]
    NoRoute,
    #[error("the system refused to send")]
    Failed,
}

impl From<&io::Error> for WireError {
    fn from(error: &io::Error) -> Self {
        use io::ErrorKind as Kind;
        match error.kind() {
            Kind::PermissionDenied => Self::NotAllowed,
            Kind::NetworkUnreachable
            | Kind::HostUnreachable
            | Kind::AddrNotAvailable
            | Kind::NetworkDown => Self::NoRoute,
            _ => Self::Failed,
        }
    }
}
