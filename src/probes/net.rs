//! What the system tells of links, addresses, routes and neighbours, as a trait.
//!
//! It is apart because each system has its own way to ask (netlink, sysctl, iphlpapi) and because
//! the probes above it are tested on a scripted one. Every call is bounded in time and needs no
//! privilege. Nothing here decides anything.

pub(crate) mod leases;
#[cfg(target_os = "linux")]
pub(crate) mod linux;
#[cfg(target_os = "macos")]
pub(crate) mod macos;
pub(crate) mod pin;
#[cfg(any(target_os = "macos", test))]
mod routing;
#[cfg(test)]
pub(crate) mod scripted;

use crate::evidence::addresses::{Address, Neighbour};
use crate::evidence::host::{Medium, RadioSwitch};
use crate::evidence::{Failure, Family, Foreign, Outcome, Why};
use std::net::{IpAddr, SocketAddr, UdpSocket};

/// Asks the system about its network. One instance per task: calls take turns on one socket.
pub(crate) trait Net: Send {
    /// Every interface but loopback, in the system's order.
    fn links(&mut self) -> Result<Vec<Link>, SystemError>;

    /// The default routes of every interface, the best of each family first.
    fn default_routes(&mut self) -> Result<Vec<Route>, SystemError>;

    /// The interface through which the system would send a packet to this address, by all of its
    /// rules and tables; `None` where it has no way.
    fn way_to(&mut self, to: IpAddr) -> Result<Option<u32>, SystemError>;

    /// The interface that carries a tunnel's own packets, as far as the routes show it.
    fn below(&mut self, tunnel: u32) -> Result<Option<u32>, SystemError>;

    /// The addresses of an interface.
    fn addresses(&mut self, link: u32) -> Result<Vec<Address>, SystemError>;

    /// The neighbour table of an interface.
    fn neighbours(&mut self, link: u32) -> Result<Vec<Neighbouring>, SystemError>;

    /// The resolvers the system asks, in its order; where it asks a resolver of its own on this
    /// computer that is known to pass questions on, those that this one asks.
    fn resolvers(&mut self) -> Result<Vec<IpAddr>, SystemError>;

    /// The DHCP lease of an interface.
    fn lease(&mut self, link: &Link) -> Outcome<leases::Lease>;

    /// Radio switches of Wi-Fi kind.
    fn radio_switches(&mut self) -> Result<Vec<RadioSwitch>, SystemError>;

    /// Bytes that crossed an interface since it is there.
    fn bytes(&mut self, link: &Link) -> Result<Bytes, SystemError>;

    /// True inside a container.
    fn in_container(&mut self) -> bool;

    /// A UDP socket that leaves through this interface only, connected to an address, not blocking.
    fn datagrams(&mut self, link: &Link, to: SocketAddr) -> Result<UdpSocket, SystemError> {
        pin::datagrams(link, to)
    }
}

/// The interface that carries a tunnel's packets: the tunnel's other end is reached by the default
/// route that it took the place of, or by a route to that end alone. With each route comes the length
/// of its destination.
fn beneath(
    tunnel: u32,
    links: &[Link],
    routes: impl IntoIterator<Item = (u8, Route)>,
) -> Option<u32> {
    let carries = |route: &Route| {
        let hardware = |link: &Link| link.index == route.link && link.medium != Medium::Tunnel;
        route.link != tunnel && route.gateway.is_some() && links.iter().any(hardware)
    };
    routes
        .into_iter()
        .filter(|(length, route)| {
            let whole = if route.family == Family::V4 { 32 } else { 128 };
            carries(route) && (*length == 0 || *length == whole)
        })
        .map(|(length, route)| (length != 0, route.metric, route.link))
        .min()
        .map(|(.., link)| link)
}

/// The way to ask this system.
pub(crate) fn open() -> Result<Box<dyn Net>, SystemError> {
    #[cfg(target_os = "linux")]
    return Ok(Box::new(linux::Linux::open()?));
    #[cfg(target_os = "macos")]
    return Ok(Box::new(macos::Macos::open()?));
    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    Err(SystemError::Unsupported)
}

/// An interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Link {
    /// The system's number of it.
    pub(crate) index: u32,
    pub(crate) name: String,
    pub(crate) medium: Medium,
    /// Switched on.
    pub(crate) up: bool,
    /// It can carry packets: there is somebody at the cable's end, the network is joined and its
    /// keys are set.
    pub(crate) running: bool,
    pub(crate) driver: Option<Foreign>,
    pub(crate) mtu_bytes: u32,
}

/// A default route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Route {
    /// The interface it leaves through.
    pub(crate) link: u32,
    pub(crate) family: Family,
    /// Absent where the interface has one other end only, as a tunnel.
    pub(crate) gateway: Option<IpAddr>,
    /// Lower wins.
    pub(crate) metric: u32,
}

/// An entry of the neighbour table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Neighbouring {
    pub(crate) ip: IpAddr,
    pub(crate) state: Neighbour,
    /// Its address on the link; absent while nobody answered for it.
    pub(crate) address: Option<[u8; 6]>,
    /// It advertises itself as a router over IPv6.
    pub(crate) router: bool,
}

/// Bytes of an interface, both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bytes {
    pub(crate) received: u64,
    pub(crate) sent: u64,
}

/// Why the system did not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SystemError {
    #[error("the system does not let this user look")]
    Denied,
    #[cfg_attr(target_os = "linux", expect(dead_code, reason = "Linux keeps no such secret"))]
    #[error("the system tells only programs that may know where they are")]
    LocationOff,
    #[error("the system did not answer in time")]
    TimedOut,
    #[error("the system's answer made no sense")]
    BadAnswer,
    #[error("there is no such thing here")]
    NothingThere,
    #[error("this system has no way to ask for it")]
    Unsupported,
    #[error("the call failed with error number {0}")]
    Errno(i32),
}

impl SystemError {
    /// What the evidence says of it.
    pub(crate) const fn outcome<T>(self) -> Outcome<T> {
        match self {
            Self::Denied => Outcome::Unavailable(Why::PermissionDenied),
            Self::LocationOff => Outcome::Unavailable(Why::LocationOff),
            Self::TimedOut => Outcome::Failed(Failure::TimedOut),
            Self::BadAnswer | Self::Errno(_) => Outcome::Failed(Failure::BadAnswer),
            Self::NothingThere => Outcome::Unavailable(Why::NothingThere),
            Self::Unsupported => Outcome::Unavailable(Why::NotSupported),
        }
    }
}

impl From<SystemError> for std::io::Error {
    fn from(error: SystemError) -> Self {
        use std::io::ErrorKind;
        match error {
            SystemError::Denied | SystemError::LocationOff => ErrorKind::PermissionDenied.into(),
            SystemError::TimedOut => ErrorKind::TimedOut.into(),
            SystemError::BadAnswer => ErrorKind::InvalidData.into(),
            SystemError::NothingThere => ErrorKind::NetworkUnreachable.into(),
            SystemError::Unsupported => ErrorKind::Unsupported.into(),
            SystemError::Errno(number) => Self::from_raw_os_error(number),
        }
    }
}

impl From<std::io::Error> for SystemError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::PermissionDenied => Self::Denied,
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Self::TimedOut,
            ErrorKind::NotFound => Self::NothingThere,
            ErrorKind::Unsupported => Self::Unsupported,
            ErrorKind::InvalidData | ErrorKind::UnexpectedEof => Self::BadAnswer,
            _ => error.raw_os_error().map_or(Self::BadAnswer, Self::Errno),
        }
    }
}
