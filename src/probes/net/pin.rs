//! Sockets that leave through one interface and no other.
//!
//! It is apart because every probe that has a socket needs it, and because each system has a call of
//! its own for it. None asks for a privilege.

use super::Link;
use crate::evidence::Family;
use socket2::Socket;
use std::io;

/// Makes a socket of this family leave through this interface, whatever the routes say.
pub(crate) fn pin(socket: &Socket, link: &Link, family: Family) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    return {
        let _ = family;
        socket.bind_device(Some(link.name.as_bytes()))
    };
    #[cfg(target_os = "windows")]
    return super::windows::pin(socket, link.index, family);
    #[cfg(not(any(target_os = "linux", target_os = "windows")))]
    {
        let _ = (socket, link, family);
        Err(io::ErrorKind::Unsupported.into())
    }
}
