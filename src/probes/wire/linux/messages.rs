//! What sockets tell beside their bytes: when a datagram came, what became of a packet that did not
//! arrive, how long a handshake took.
//!
//! It is apart because these calls have no safe interface: the unsafe part of the wire is here.
#![expect(
    unsafe_code,
    reason = "control messages, socket options and TCP_INFO have no safe interface"
)]

use crate::evidence::Family;
use socket2::Socket;
use std::io;
use std::mem::{MaybeUninit, size_of, zeroed};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::os::fd::AsRawFd;
use std::time::{Duration, SystemTime};

fn set_option(socket: &Socket, level: i32, name: i32) -> io::Result<()> {
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
    set_option(socket, libc::SOL_SOCKET, libc::SO_TIMESTAMPNS)
}

pub(super) fn report_errors(socket: &Socket, family: Family) -> io::Result<()> {
    match family {
        Family::V4 => set_option(socket, libc::SOL_IP, libc::IP_RECVERR),
        Family::V6 => set_option(socket, libc::SOL_IPV6, libc::IPV6_RECVERR),
    }
}

/// `TCP_ESTABLISHED` of the kernel's `tcp_states.h`.
const ESTABLISHED: u8 = 1;

/// The round trip of the handshake, as the kernel measured it, of a connection that stands.
pub(super) fn handshake_rtt(socket: &Socket) -> Option<Duration> {
    // SAFETY: tcp_info is plain integers, for which zero is a value.
    let mut info: libc::tcp_info = unsafe { zeroed() };
    let mut length = libc::socklen_t::try_from(size_of::<libc::tcp_info>()).ok()?;
    // SAFETY: the buffer is ours and its length is what is passed.
    let done = unsafe {
        libc::getsockopt(
            socket.as_raw_fd(),
            libc::IPPROTO_TCP,
            libc::TCP_INFO,
            (&raw mut info).cast(),
            &raw mut length,
        )
    };
    let stands = done == 0 && info.tcpi_state == ESTABLISHED && info.tcpi_rtt > 0;
    stands.then(|| Duration::from_micros(info.tcpi_rtt.into()))
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
struct Control([MaybeUninit<u8>; 256]);

/// Receives one message; `report` sees each control message.
fn receive_message(
    socket: &Socket,
    buffer: &mut [u8],
    flags: i32,
    report: &mut dyn FnMut(&libc::cmsghdr, *const u8),
) -> io::Result<(usize, Option<IpAddr>)> {
    // SAFETY: sockaddr_storage and msghdr are plain integers and pointers, for which zero is a value.
    let (mut name, mut message): (libc::sockaddr_storage, libc::msghdr) =
        unsafe { (zeroed(), zeroed()) };
    let mut control = Control([MaybeUninit::uninit(); 256]);
    let mut part = libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() };
    message.msg_name = (&raw mut name).cast();
    message.msg_namelen =
        libc::socklen_t::try_from(size_of::<libc::sockaddr_storage>()).unwrap_or(128);
    message.msg_iov = &raw mut part;
    message.msg_iovlen = 1;
    message.msg_control = control.0.as_mut_ptr().cast();
    message.msg_controllen = control.0.len() as _;
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
        if header.cmsg_level == libc::SOL_SOCKET && header.cmsg_type == libc::SCM_TIMESTAMPNS {
            // SAFETY: a control message of this type holds a timespec, maybe unaligned.
            let time = unsafe { data.cast::<libc::timespec>().read_unaligned() };
            let seconds = u64::try_from(time.tv_sec).ok();
            let nanos = u32::try_from(time.tv_nsec).ok();
            at = seconds.zip(nanos).map(|(s, n)| SystemTime::UNIX_EPOCH + Duration::new(s, n));
        }
    })?;
    Ok(Received { length, from, at })
}

/// What happened to a packet that did not arrive.
pub(super) enum Buried {
    Died(IpAddr),
    Unreachable(IpAddr),
}

/// The next report in a socket's error queue.
pub(super) fn read_error(socket: &Socket) -> Option<Buried> {
    loop {
        let mut found = None;
        receive_message(socket, &mut [0; 64], libc::MSG_ERRQUEUE, &mut |header, data| {
            let of_v4 = (header.cmsg_level, header.cmsg_type) == (libc::SOL_IP, libc::IP_RECVERR);
            let of_v6 =
                (header.cmsg_level, header.cmsg_type) == (libc::SOL_IPV6, libc::IPV6_RECVERR);
            if !of_v4 && !of_v6 {
                return;
            }
            // SAFETY: a control message of these types holds a sock_extended_err, followed by the
            // offender's address; SO_EE_OFFENDER is the address right behind the struct.
            let (error, offender) = unsafe {
                let error = data.cast::<libc::sock_extended_err>().read_unaligned();
                let behind = data.add(size_of::<libc::sock_extended_err>());
                (error, address_of(behind.cast()))
            };
            let from_icmp = error.ee_origin == libc::SO_EE_ORIGIN_ICMP
                || error.ee_origin == libc::SO_EE_ORIGIN_ICMP6;
            let Some(offender) = offender.filter(|_| from_icmp) else { return };
            found = match (of_v4, error.ee_type) {
                (true, 11) | (false, 3) => Some(Buried::Died(offender)),
                // Host and net unreachable; a port that is closed is somebody who was reached.
                (true, 3) if error.ee_code != 3 => Some(Buried::Unreachable(offender)),
                (false, 1) if error.ee_code != 4 => Some(Buried::Unreachable(offender)),
                _ => None,
            };
        })
        .ok()?;
        if found.is_some() {
            return found;
        }
    }
}

/// The IP address in a socket address.
///
/// # Safety
/// `address` must lead to a socket address of the family it names, as the kernel writes them.
unsafe fn address_of(address: *const libc::sockaddr) -> Option<IpAddr> {
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
