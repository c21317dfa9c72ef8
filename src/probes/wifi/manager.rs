//! Whoever manages the radio for this system's users: the one who may scan where a user may not,
//! and who knows the networks that were joined before.
//!
//! Apart from the driver's own word ([`super::Radio`]) because it is another program: it may not
//! run, not answer, or not let this user ask, and none of that says anything about the radio.

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
pub(crate) use linux::Bus as System;

use crate::evidence::Foreign;
use crate::probes::net::SystemError;

/// Asks the manager of an interface, by the interface's name. Every call ends within some seconds.
pub(crate) trait Manager {
    /// Asks it to listen for networks now. It answers before it has: the driver reports the end.
    async fn scan(&self, link: &str) -> Result<(), SystemError>;

    /// The names of the networks that it is set up to join, the last used first where it knows.
    async fn known(&self, link: &str) -> Result<Vec<Foreign>, SystemError>;
}

/// Where the system itself does what a manager would ([`super::Radio::scan`] and
/// [`super::Radio::known`]).
#[cfg(not(target_os = "linux"))]
pub(crate) struct System;

#[cfg(not(target_os = "linux"))]
impl System {
    pub(crate) const fn open() -> Self {
        Self
    }
}

#[cfg(not(target_os = "linux"))]
impl Manager for System {
    async fn scan(&self, _: &str) -> Result<(), SystemError> {
        Err(SystemError::Unsupported)
    }

    async fn known(&self, _: &str) -> Result<Vec<Foreign>, SystemError> {
        Err(SystemError::Unsupported)
    }
}
