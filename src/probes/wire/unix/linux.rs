//! What Linux tells of packets beside their bytes: a death is read from the socket of the packet that
//! died (`IP_RECVERR`), and a handshake's round trip from its connection (`TCP_INFO`).
//!
//! It is apart because macOS has neither.
#![expect(unsafe_code, reason = "control messages and TCP_INFO have no safe interface")]

use super::messages::{address_of, receive_message, set_option};
use crate::evidence::Family;
use crate::probes::wire::packets::{Fate, fate};
use socket2::Socket;
use std::io;
use std::mem::{size_of, zeroed};
use std::net::IpAddr;
use std::os::fd::AsRawFd;
use std::time::Duration;

/// Reports of deaths come to the socket of the packet.
pub(super) const DEATHS_COME_AS_ICMP: bool = false;

/// The option that asks for the time at which a datagram came, and what it is told in.
pub(super) const TIMESTAMPS: i32 = libc::SO_TIMESTAMPNS;
pub(super) const TIMESTAMP: i32 = libc::SCM_TIMESTAMPNS;
pub(super) type Timestamp = libc::timespec;

pub(super) fn since_epoch(time: Timestamp) -> Option<Duration> {
    let nanos = u32::try_from(time.tv_nsec).ok()?;
    Some(Duration::new(u64::try_from(time.tv_sec).ok()?, nanos))
}

pub(super) fn report_deaths(socket: &Socket, family: Family) -> io::Result<()> {
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

/// The next report in a socket's error queue.
pub(super) fn read_death(socket: &Socket) -> Option<(Fate, IpAddr)> {
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
            let family = if of_v4 { Family::V4 } else { Family::V6 };
            found = fate(family, error.ee_type, error.ee_code).map(|fate| (fate, offender));
        })
        .ok()?;
        if found.is_some() {
            return found;
        }
    }
}
