//! Sockets that leave through one interface and no other.
//!
//! It is apart because every probe does it and each system in its own way: Linux binds to a device
//! by its name, the others to one by its number. A source address would not do: the routes decide.
//! None asks for a privilege.

use super::{Link, SystemError};
use crate::evidence::Family;
use socket2::{Domain, Socket, Type};
use std::io;
use std::net::{SocketAddr, UdpSocket};

/// Makes a socket of this family use this interface only.
#[cfg(target_os = "linux")]
pub(crate) fn pin(socket: &Socket, link: &Link, _: Family) -> io::Result<()> {
    socket.bind_device(Some(link.name.as_bytes()))
}

/// Makes a socket of this family use this interface only.
#[cfg(target_os = "macos")]
pub(crate) fn pin(socket: &Socket, link: &Link, family: Family) -> io::Result<()> {
    // 0 would set the socket free.
    let index = std::num::NonZeroU32::new(link.index).ok_or(io::ErrorKind::NotFound)?;
    match family {
        Family::V4 => socket.bind_device_by_index_v4(Some(index)),
        Family::V6 => socket.bind_device_by_index_v6(Some(index)),
    }
}

/// Makes a socket of this family use this interface only.
#[cfg(target_os = "windows")]
pub(crate) fn pin(socket: &Socket, link: &Link, family: Family) -> io::Result<()> {
    super::windows::pin(socket, link.index, family)
}

/// The address as seen from this interface: link-local ones mean something only together with one.
pub(crate) fn scoped(to: SocketAddr, link: &Link) -> SocketAddr {
    match to {
        SocketAddr::V6(mut to) if to.ip().is_unicast_link_local() => {
            to.set_scope_id(link.index);
            SocketAddr::V6(to)
        }
        to => to,
    }
}

/// A UDP socket of this interface, connected to an address, not blocking.
pub(crate) fn datagrams(link: &Link, to: SocketAddr) -> Result<UdpSocket, SystemError> {
    use io::ErrorKind::{HostUnreachable, NetworkUnreachable};
    let to = scoped(to, link);
    let socket = Socket::new(Domain::for_address(to), Type::DGRAM, None)?;
    pin(&socket, link, Family::of(to.ip()))?;
    socket.set_nonblocking(true)?;
    socket.connect(&to.into()).map_err(|error| match error.kind() {
        NetworkUnreachable | HostUnreachable => SystemError::NothingThere,
        _ => error.into(),
    })?;
    Ok(socket.into())
}
