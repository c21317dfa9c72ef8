//! Receiving a datagram together with what the kernel says beside it: when it came, and what became
//! of one that did not arrive.
//!
//! It is apart because these calls have no safe interface.
#![expect(unsafe_code, reason = "control messages and socket options have no safe interface")]

use super::system;
use socket2::Socket;
use std::io;
use std::mem::{MaybeUninit, size_of, zeroed};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::AsRawFd;
use std::time::SystemTime;

/// Switches a socket option on.
pub(super) fn set_option(socket: &Socket, level: i32, name: i32) -> io::Result<()> {
    let on: libc::c_int = 1;
    // SAFETY: the option is an int that lives through the call, and its size is what is passed.
    let done = unsafe {
        libc::setsockopt(
            socket.as_raw_fd(),
            level,
            name,
            (&raw const on).cast(),
            libc::socklen_t::try_from(size_of::<libc::c_int>()).unwrap_or(4),
        )
    };
    if done < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

pub(super) fn timestamps(socket: &Socket) -> io::Result<()> {
    set_option(socket, libc::SOL_SOCKET, system::TIMESTAMPS)
}

/// A datagram that came.
pub(super) struct Received {
    pub(super) length: usize,
    pub(super) from: Option<IpAddr>,
    /// When the kernel got it.
    pub(super) at: Option<SystemTime>,
}

/// Room for a timestamp or an error report with its offender, aligned as the kernel wants it.
#[repr(C, align(8))]
struct Control([MaybeUninit<u8>; CONTROL_BYTES as usize]);

const CONTROL_BYTES: u16 = 256;

/// Receives one message; `report` sees each control message.
pub(super) fn receive_message(
    socket: &Socket,
    buffer: &mut [u8],
    flags: i32,
    report: &mut dyn FnMut(&libc::cmsghdr, *const u8),
) -> io::Result<(usize, Option<IpAddr>)> {
    // SAFETY: sockaddr_storage and msghdr are plain integers and pointers, for which zero is a value.
    let (mut name, mut message): (libc::sockaddr_storage, libc::msghdr) =
        unsafe { (zeroed(), zeroed()) };
    let mut control = Control([MaybeUninit::uninit(); CONTROL_BYTES as usize]);
    let mut part = libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() };
    message.msg_name = (&raw mut name).cast();
    message.msg_namelen =
        libc::socklen_t::try_from(size_of::<libc::sockaddr_storage>()).unwrap_or(128);
    message.msg_iov = &raw mut part;
    message.msg_iovlen = 1;
    message.msg_control = control.0.as_mut_ptr().cast();
    message.msg_controllen = CONTROL_BYTES.into();
    // SAFETY: every pointer in the message leads to a buffer of ours of the length beside it.
    let length =
        unsafe { libc::recvmsg(socket.as_raw_fd(), &raw mut message, flags | libc::MSG_DONTWAIT) };
    let length = usize::try_from(length).map_err(|_| io::Error::last_os_error())?;
    // SAFETY: the kernel filled the message; the CMSG functions stay within its control buffer.
    unsafe {
        let mut header = libc::CMSG_FIRSTHDR(&raw const message);
        while !header.is_null() {
            report(&*header, libc::CMSG_DATA(header));
            header = libc::CMSG_NXTHDR(&raw const message, header);
        }
    }
    // SAFETY: the storage is large enough for each family and was written by the kernel.
    let from = unsafe { address_of((&raw const name).cast()) };
    Ok((length.min(buffer.len()), from))
}

pub(super) fn receive(socket: &Socket, buffer: &mut [u8]) -> io::Result<Received> {
    let mut at = None;
    let (length, from) = receive_message(socket, buffer, 0, &mut |header, data| {
        if (header.cmsg_level, header.cmsg_type) == (libc::SOL_SOCKET, system::TIMESTAMP) {
            // SAFETY: a control message of this type holds this structure, maybe unaligned.
            let time = unsafe { data.cast::<system::Timestamp>().read_unaligned() };
            at = system::since_epoch(time).map(|since| SystemTime::UNIX_EPOCH + since);
        }
    })?;
    Ok(Received { length, from, at })
}

/// The IP address in a socket address.
///
/// # Safety
/// `address` must lead to a socket address of the family it names, as the kernel writes them.
pub(super) unsafe fn address_of(address: *const libc::sockaddr) -> Option<IpAddr> {
    // SAFETY: by the caller's word every read stays within the address.
    unsafe {
        match i32::from(address.read_unaligned().sa_family) {
            libc::AF_INET => {
                let v4 = address.cast::<libc::sockaddr_in>().read_unaligned();
                Some(IpAddr::V4(Ipv4Addr::from(u32::from_be(v4.sin_addr.s_addr))))
            }
            libc::AF_INET6 => {
                let v6 = address.cast::<libc::sockaddr_in6>().read_unaligned();
                Some(IpAddr::V6(Ipv6Addr::from(v6.sin6_addr.s6_addr)))
            }
            _ => None,
        }
    }
}
