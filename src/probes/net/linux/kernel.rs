//! A conversation with the Linux kernel over netlink: one question, all of its answers.
//!
//! It is apart because links and radio are asked in the same way. The kernel works on a question
//! while it is being sent, so nothing would be gained by waiting for the answer asynchronously;
//! the bound on the wait is for a kernel that is stuck.

use crate::probes::net::SystemError;
use netlink_sys::Socket;
use std::time::{Duration, Instant};

/// The longest wait for an answer. The kernel answers in microseconds unless it is in trouble.
const PATIENCE: Duration = Duration::from_secs(1);
/// The kernel fills at most 32 KiB at once (`NLMSG_GOODSIZE` and `netlink_dump`).
const BUFFER_BYTES: usize = 64 * 1024;
/// Length of `struct nlmsghdr`.
const HEADER_BYTES: usize = 16;
/// Length of `struct genlmsghdr`.
const GENERIC_HEADER_BYTES: usize = 4;

// Kinds and flags of messages, from linux/netlink.h.
const NLMSG_ERROR: u16 = 2;
const NLMSG_DONE: u16 = 3;
const NLM_F_REQUEST: u16 = 0x1;
const NLM_F_ACK: u16 = 0x4;
const NLM_F_DUMP: u16 = 0x300;

/// How much is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// One thing, named in the question.
    One,
    /// Everything of a kind.
    All,
}

/// A message of the kernel's, with its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) kind: u16,
    sequence: u32,
    bytes: Vec<u8>,
}

impl Message {
    /// Header and payload.
    pub(crate) fn whole(&self) -> &[u8] {
        &self.bytes
    }

    /// The command and the attributes of a generic netlink message.
    pub(crate) fn generic(&self) -> Option<(u8, &[u8])> {
        let payload = self.bytes.get(HEADER_BYTES..)?;
        Some((*payload.first()?, payload.get(GENERIC_HEADER_BYTES..)?))
    }

    /// The error number an error or end message carries; 0 is none.
    fn errno(&self) -> i32 {
        let number = self.bytes.get(HEADER_BYTES..).and_then(|payload| payload.first_chunk());
        number.map_or(0, |number| i32::from_ne_bytes(*number).wrapping_neg())
    }
}

/// A socket to one part of the kernel.
pub(crate) struct Kernel {
    socket: Socket,
    sequence: u32,
    buffer: Vec<u8>,
}

impl Kernel {
    /// Opens a socket of a netlink protocol (`NETLINK_ROUTE`, `NETLINK_GENERIC`).
    pub(crate) fn open(protocol: isize) -> Result<Self, SystemError> {
        let mut socket = Socket::new(protocol)?;
        socket.bind_auto()?;
        socket2::SockRef::from(&socket).set_read_timeout(Some(PATIENCE))?;
        Ok(Self { socket, sequence: 0, buffer: Vec::with_capacity(BUFFER_BYTES) })
    }

    /// Asks, and returns every answer.
    pub(crate) fn ask(
        &mut self,
        kind: u16,
        extent: Extent,
        payload: &[u8],
    ) -> Result<Vec<Message>, SystemError> {
        self.sequence = self.sequence.wrapping_add(1);
        let flags = NLM_F_REQUEST
            | match extent {
                Extent::One => NLM_F_ACK,
                Extent::All => NLM_F_DUMP,
            };
        self.socket.send(&message(kind, flags, self.sequence, payload), 0)?;
        let until = Instant::now() + PATIENCE;
        let mut answers = Vec::new();
        loop {
            if Instant::now() >= until {
                return Err(SystemError::TimedOut);
            }
            for message in self.receive(0)? {
                // An answer to a question that was given up before.
                if message.sequence != self.sequence {
                    continue;
                }
                match message.kind {
                    NLMSG_ERROR | NLMSG_DONE => {
                        return match message.errno() {
                            0 => Ok(answers),
                            errno => Err(of_errno(errno)),
                        };
                    }
                    _ => answers.push(message),
                }
            }
        }
    }

    /// Subscribes to what the kernel reports to a group.
    pub(crate) fn join(&mut self, group: u32) -> Result<(), SystemError> {
        Ok(self.socket.add_membership(group)?)
    }

    /// What has been reported since the last call, without waiting.
    pub(crate) fn reported(&mut self) -> Result<Vec<Message>, SystemError> {
        let mut reports = Vec::new();
        // Bounded: reports could come faster than they are read.
        for _ in 0..256 {
            match self.receive(libc::MSG_DONTWAIT) {
                Ok(messages) => reports.extend(messages),
                Err(SystemError::TimedOut) => break,
                // Some reports were dropped; those that follow are still worth reading.
                Err(SystemError::Errno(libc::ENOBUFS)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(reports)
    }

    fn receive(&mut self, flags: libc::c_int) -> Result<Vec<Message>, SystemError> {
        loop {
            self.buffer.clear();
            match self.socket.recv(&mut self.buffer, flags | libc::MSG_TRUNC) {
                Ok(length) if length > self.buffer.len() => return Err(SystemError::BadAnswer),
                Ok(_) => return Ok(messages(&self.buffer).collect()),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

/// The number of a generic netlink family and of its multicast groups.
pub(crate) fn family(
    kernel: &mut Kernel,
    name: &str,
) -> Result<(u16, Vec<(String, u32)>), SystemError> {
    // From linux/genetlink.h.
    const GENL_ID_CTRL: u16 = 0x10;
    const CTRL_CMD_GETFAMILY: u8 = 3;
    const CTRL_ATTR_FAMILY_ID: u16 = 1;
    const CTRL_ATTR_FAMILY_NAME: u16 = 2;
    const CTRL_ATTR_MCAST_GROUPS: u16 = 7;
    const CTRL_ATTR_MCAST_GRP_NAME: u16 = 1;
    const CTRL_ATTR_MCAST_GRP_ID: u16 = 2;

    let mut name = name.as_bytes().to_vec();
    name.push(0);
    let question = generic(CTRL_CMD_GETFAMILY, &[(CTRL_ATTR_FAMILY_NAME, &name)]);
    let answers = kernel.ask(GENL_ID_CTRL, Extent::One, &question)?;
    let (_, body) = answers.first().and_then(Message::generic).ok_or(SystemError::BadAnswer)?;
    let id = find(body, CTRL_ATTR_FAMILY_ID).and_then(as_u16).ok_or(SystemError::BadAnswer)?;
    let groups = find(body, CTRL_ATTR_MCAST_GROUPS)
        .into_iter()
        .flat_map(attributes)
        .filter_map(|(_, group)| {
            let name = find(group, CTRL_ATTR_MCAST_GRP_NAME)?;
            let id = find(group, CTRL_ATTR_MCAST_GRP_ID).and_then(as_u32)?;
            Some((String::from_utf8_lossy(name).trim_end_matches('\0').to_owned(), id))
        })
        .collect();
    Ok((id, groups))
}

/// The payload of a generic netlink question.
pub(crate) fn generic(command: u8, attributes: &[(u16, &[u8])]) -> Vec<u8> {
    const VERSION: u8 = 1;
    let mut bytes = vec![command, VERSION, 0, 0];
    for (kind, value) in attributes {
        let length = u16::try_from(4 + value.len()).expect("questions are short");
        bytes.extend_from_slice(&length.to_ne_bytes());
        bytes.extend_from_slice(&kind.to_ne_bytes());
        bytes.extend_from_slice(value);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
    }
    bytes
}

/// The attributes in some bytes, up to the first that makes no sense.
pub(crate) fn attributes(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    /// The two high bits of a kind are flags (`NLA_F_NESTED`, `NLA_F_NET_BYTEORDER`).
    const KIND: u16 = 0x3fff;
    std::iter::from_fn(move || {
        let [length0, length1, kind0, kind1, ..] = *bytes else { return None };
        let length = usize::from(u16::from_ne_bytes([length0, length1]));
        let value = bytes.get(4..length)?;
        bytes = bytes.get(length.next_multiple_of(4)..).unwrap_or_default();
        Some((u16::from_ne_bytes([kind0, kind1]) & KIND, value))
    })
}

/// The first attribute of a kind.
pub(crate) fn find(bytes: &[u8], kind: u16) -> Option<&[u8]> {
    attributes(bytes).find(|(found, _)| *found == kind).map(|(_, value)| value)
}

pub(crate) fn as_u8(value: &[u8]) -> Option<u8> {
    value.first().copied()
}

pub(crate) fn as_u16(value: &[u8]) -> Option<u16> {
    value.first_chunk().map(|bytes| u16::from_ne_bytes(*bytes))
}

pub(crate) fn as_u32(value: &[u8]) -> Option<u32> {
    value.first_chunk().map(|bytes| u32::from_ne_bytes(*bytes))
}

pub(crate) fn as_u64(value: &[u8]) -> Option<u64> {
    value.first_chunk().map(|bytes| u64::from_ne_bytes(*bytes))
}

fn message(kind: u16, flags: u16, sequence: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(HEADER_BYTES + payload.len()).expect("questions are short");
    let mut bytes = Vec::with_capacity(HEADER_BYTES + payload.len());
    bytes.extend_from_slice(&length.to_ne_bytes());
    bytes.extend_from_slice(&kind.to_ne_bytes());
    bytes.extend_from_slice(&flags.to_ne_bytes());
    bytes.extend_from_slice(&sequence.to_ne_bytes());
    // The port number: the kernel knows whose socket it is.
    bytes.extend_from_slice(&0_u32.to_ne_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

/// The messages in a datagram, up to the first that makes no sense.
fn messages(mut bytes: &[u8]) -> impl Iterator<Item = Message> {
    std::iter::from_fn(move || {
        let length = usize::try_from(as_u32(bytes)?).ok()?;
        let whole = bytes.get(..length).filter(|whole| whole.len() >= HEADER_BYTES)?;
        bytes = bytes.get(length.next_multiple_of(4)..).unwrap_or_default();
        Some(Message {
            kind: as_u16(&whole[4..])?,
            sequence: as_u32(&whole[8..])?,
            bytes: whole.to_vec(),
        })
    })
}

/// What an error number of the kernel's means.
fn of_errno(errno: i32) -> SystemError {
    match errno {
        libc::EPERM | libc::EACCES => SystemError::Denied,
        libc::EOPNOTSUPP => SystemError::Unsupported,
        // Of a route: there is none. Of a radio: nothing is joined, or the interface is down.
        libc::ENOENT
        | libc::ENODEV
        | libc::ENXIO
        | libc::ENOLINK
        | libc::ENETUNREACH
        | libc::EHOSTUNREACH
        | libc::ENETDOWN
        | libc::ENODATA => SystemError::NothingThere,
        other => SystemError::Errno(other),
    }
}

/// Reads everything there is to read in any bytes; for property tests and the fuzz target.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_anything(bytes: &[u8]) {
    for message in messages(bytes) {
        let _ = (message.errno(), message.generic());
    }
    let _ = attributes(bytes).count();
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_written_is_read_back() {
        let question = generic(5, &[(3, &7_u32.to_ne_bytes()), (52, b"abc")]);
        let bytes = message(28, NLM_F_REQUEST, 9, &question);
        let read: Vec<_> = messages(&bytes).collect();
        assert_eq!(read.len(), 1);
        assert_eq!((read[0].kind, read[0].sequence), (28, 9));
        let (command, body) = read[0].generic().unwrap();
        assert_eq!(command, 5);
        assert_eq!(find(body, 3).and_then(as_u32), Some(7));
        assert_eq!(find(body, 52), Some(&b"abc"[..]));
    }

    #[test]
    fn a_refusal_is_not_an_empty_answer() {
        assert_eq!(of_errno(libc::EPERM), SystemError::Denied);
        let refused = message(NLMSG_ERROR, 0, 1, &(-libc::EPERM).to_ne_bytes());
        assert_eq!(messages(&refused).next().unwrap().errno(), libc::EPERM);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_an_end(bytes: Vec<u8>) {
            read_anything(&bytes);
        }
    }
}
