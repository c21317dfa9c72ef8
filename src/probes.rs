//! The probes: what asks the system and the network, and fills the evidence.
//!
//! They are apart because they are the only part that waits. A probe returns an outcome and no
//! error: what went wrong is evidence. It never prints and never judges.

pub(crate) mod addresses;
pub(crate) mod elsewhere;
pub(crate) mod host;
pub(crate) mod joining;
pub(crate) mod latency;
pub(crate) mod net;
pub(crate) mod wifi;
pub(crate) mod wire;
