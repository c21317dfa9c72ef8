//! The messages of the routing socket of macOS: interfaces, addresses, routes and neighbours from
//! the bytes of its tables.
//!
//! It is apart from the calls that get the bytes so that it compiles and is tested everywhere. The
//! layouts are those of `net/if.h` and `net/route.h`; `macos.rs` compares them with the library's.

use super::{Bytes, Neighbouring};
use crate::evidence::Family;
use crate::evidence::addresses::Neighbour;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Kinds of message.
mod kind {
    pub(super) const GET: u8 = 0x4;
    pub(super) const NEW_ADDRESS: u8 = 0xc;
    pub(super) const INTERFACE: u8 = 0x12;
}
/// `RTM_VERSION`; what has another one is laid out in another way.
const VERSION: u8 = 5;

/// Where things are in a message: its head, then the addresses.
pub(super) mod layout {
    /// `struct rt_msghdr`.
    pub(in crate::probes::net) const ROUTE_BYTES: usize = 92;
    pub(in crate::probes::net) const ROUTE_INDEX: usize = 4;
    pub(in crate::probes::net) const ROUTE_FLAGS: usize = 8;
    pub(in crate::probes::net) const ROUTE_ADDRESSES: usize = 12;
    pub(in crate::probes::net) const ROUTE_PROCESS: usize = 16;
    pub(in crate::probes::net) const ROUTE_SEQUENCE: usize = 20;
    pub(in crate::probes::net) const ROUTE_ERROR: usize = 24;
    /// `struct ifa_msghdr`.
    pub(in crate::probes::net) const ADDRESS_BYTES: usize = 20;
    pub(in crate::probes::net) const ADDRESS_ADDRESSES: usize = 4;
    pub(in crate::probes::net) const ADDRESS_INDEX: usize = 12;
    /// `struct if_msghdr2` with its `struct if_data64`.
    pub(in crate::probes::net) const INTERFACE_BYTES: usize = 160;
    pub(in crate::probes::net) const INTERFACE_ADDRESSES: usize = 4;
    pub(in crate::probes::net) const INTERFACE_FLAGS: usize = 8;
    pub(in crate::probes::net) const INTERFACE_INDEX: usize = 12;
    pub(in crate::probes::net) const INTERFACE_TYPE: usize = 32;
    pub(in crate::probes::net) const INTERFACE_MTU: usize = 40;
    pub(in crate::probes::net) const INTERFACE_RECEIVED: usize = 96;
    pub(in crate::probes::net) const INTERFACE_SENT: usize = 104;
}

/// Flags of interfaces (`net/if.h`).
const UP: u32 = 0x1;
const LOOPBACK: u32 = 0x8;
const RUNNING: u32 = 0x40;

/// Flags of routes (`net/route.h`).
const GATEWAY: u32 = 0x2;
const HOST: u32 = 0x4;
const REJECT: u32 = 0x8;
const BLACKHOLE: u32 = 0x1000;
const SCOPED: u32 = 0x0100_0000;

/// Which addresses follow a head, in this order (`RTA_…`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Destination = 0,
    Gateway = 1,
    Mask = 2,
    Interface = 4,
    Own = 5,
}

// Families and their addresses (`sys/socket.h`).
const INET: u8 = 2;
const LINK: u8 = 18;
const INET6: u8 = 30;

/// An interface of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Interface {
    pub(super) index: u32,
    pub(super) name: String,
    /// `IFT_…` of `net/if_types.h`.
    pub(super) kind: u8,
    pub(super) loopback: bool,
    pub(super) up: bool,
    pub(super) running: bool,
    pub(super) mtu_bytes: u32,
    pub(super) bytes: Bytes,
}

/// An address of an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Own {
    pub(super) link: u32,
    pub(super) ip: IpAddr,
    pub(super) prefix: u8,
}

/// A route that packets are sent by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) link: u32,
    pub(super) to: IpAddr,
    pub(super) prefix: u8,
    /// Absent where the interface has one other end only.
    pub(super) gateway: Option<IpAddr>,
    /// Only for who is bound to the interface: the system prefers another.
    pub(super) scoped: bool,
}

/// One message.
struct Message<'a> {
    kind: u8,
    bytes: &'a [u8],
}

impl<'a> Message<'a> {
    fn u16(&self, at: usize) -> Option<u16> {
        self.bytes.get(at..)?.first_chunk().map(|bytes| u16::from_ne_bytes(*bytes))
    }

    fn u32(&self, at: usize) -> Option<u32> {
        self.bytes.get(at..)?.first_chunk().map(|bytes| u32::from_ne_bytes(*bytes))
    }

    fn u64(&self, at: usize) -> Option<u64> {
        self.bytes.get(at..)?.first_chunk().map(|bytes| u64::from_ne_bytes(*bytes))
    }

    /// The socket address in this place behind a head of this length; `which` says where the head
    /// tells which there are.
    fn address(&self, head: usize, which: usize, place: Place) -> Option<&'a [u8]> {
        let there = self.u32(which)?;
        if there & (1 << place as u32) == 0 {
            return None;
        }
        let mut rest = self.bytes.get(head..)?;
        for _ in 0..(there & ((1 << place as u32) - 1)).count_ones() {
            rest = rest.get(padded(rest)?..)?;
        }
        rest.get(..usize::from(*rest.first()?))
    }
}

/// What a socket address takes: a multiple of four bytes, and four where it is empty.
fn padded(address: &[u8]) -> Option<usize> {
    Some(usize::from(*address.first()?).next_multiple_of(4).max(4))
}

/// The messages in a table, up to the first that makes no sense; those of other versions are passed
/// over.
fn messages(mut bytes: &[u8]) -> impl Iterator<Item = Message<'_>> {
    std::iter::from_fn(move || {
        let [low, high, version, kind, ..] = *bytes else { return None };
        let length = usize::from(u16::from_ne_bytes([low, high]));
        let whole = bytes.get(..length.max(4))?;
        bytes = &bytes[whole.len()..];
        Some((version == VERSION).then_some(Message { kind, bytes: whole }))
    })
    .flatten()
}

/// The IP address in a socket address.
fn ip(address: &[u8]) -> Option<IpAddr> {
    match *address.get(1)? {
        INET => {
            let octets: [u8; 4] = *address.get(4..)?.first_chunk()?;
            Some(IpAddr::V4(Ipv4Addr::from(octets)))
        }
        INET6 => {
            let mut octets: [u8; 16] = *address.get(8..)?.first_chunk()?;
            // The kernel keeps the interface's number inside of link-local addresses.
            if Ipv6Addr::from(octets).is_unicast_link_local() {
                (octets[2], octets[3]) = (0, 0);
            }
            Some(IpAddr::V6(Ipv6Addr::from(octets)))
        }
        _ => None,
    }
}

/// The length of a mask. It is cut behind its last byte that is not zero, and its family may be
/// anything.
fn prefix(mask: &[u8], family: Family) -> u8 {
    let (from, most) = match family {
        Family::V4 => (4, 32),
        Family::V6 => (8, 128),
    };
    let ones = mask.iter().skip(from).map(|byte| byte.leading_ones());
    let mut length = 0;
    for ones in ones {
        length += ones;
        if ones < 8 {
            break;
        }
    }
    u8::try_from(length).unwrap_or(most).min(most)
}

/// Name and hardware address of a link address.
fn link_address(address: &[u8]) -> Option<(&[u8], &[u8])> {
    const DATA: usize = 8;
    if *address.get(1)? != LINK {
        return None;
    }
    let (name, hardware) = (usize::from(*address.get(5)?), usize::from(*address.get(6)?));
    let data = address.get(DATA..)?;
    Some((data.get(..name)?, data.get(name..name + hardware)?))
}

/// The interfaces in the table of `NET_RT_IFLIST2`.
pub(super) fn interfaces(table: &[u8]) -> Vec<Interface> {
    use layout::{
        INTERFACE_ADDRESSES, INTERFACE_BYTES, INTERFACE_FLAGS, INTERFACE_INDEX, INTERFACE_MTU,
        INTERFACE_RECEIVED, INTERFACE_SENT, INTERFACE_TYPE,
    };
    messages(table)
        .filter(|message| message.kind == kind::INTERFACE)
        .filter_map(|message| {
            let address =
                message.address(INTERFACE_BYTES, INTERFACE_ADDRESSES, Place::Interface)?;
            let (name, _) = link_address(address)?;
            let flags = message.u32(INTERFACE_FLAGS)?;
            Some(Interface {
                index: message.u16(INTERFACE_INDEX)?.into(),
                name: String::from_utf8_lossy(name).into_owned(),
                kind: *message.bytes.get(INTERFACE_TYPE)?,
                loopback: flags & LOOPBACK != 0,
                up: flags & UP != 0,
                running: flags & RUNNING != 0,
                mtu_bytes: message.u32(INTERFACE_MTU)?,
                bytes: Bytes {
                    received: message.u64(INTERFACE_RECEIVED)?,
                    sent: message.u64(INTERFACE_SENT)?,
                },
            })
        })
        .collect()
}

/// The addresses in the same table.
pub(super) fn addresses(table: &[u8]) -> Vec<Own> {
    use layout::{ADDRESS_ADDRESSES, ADDRESS_BYTES, ADDRESS_INDEX};
    messages(table)
        .filter(|message| message.kind == kind::NEW_ADDRESS)
        .filter_map(|message| {
            let place = |place| message.address(ADDRESS_BYTES, ADDRESS_ADDRESSES, place);
            let ip = ip(place(Place::Own)?)?;
            Some(Own {
                link: message.u16(ADDRESS_INDEX)?.into(),
                ip,
                prefix: prefix(place(Place::Mask).unwrap_or_default(), Family::of(ip)),
            })
        })
        .collect()
}

/// The routes in the table of `NET_RT_DUMP`.
pub(super) fn ways(table: &[u8]) -> Vec<Way> {
    use layout::{ROUTE_ADDRESSES, ROUTE_BYTES, ROUTE_FLAGS, ROUTE_INDEX};
    messages(table)
        .filter(|message| message.kind == kind::GET)
        .filter_map(|message| {
            let flags = message.u32(ROUTE_FLAGS)?;
            if flags & (REJECT | BLACKHOLE) != 0 {
                return None;
            }
            let place = |place| message.address(ROUTE_BYTES, ROUTE_ADDRESSES, place);
            let to = ip(place(Place::Destination)?)?;
            let whole = if to.is_ipv4() { 32 } else { 128 };
            let way = Way {
                link: message.u16(ROUTE_INDEX)?.into(),
                to,
                prefix: match place(Place::Mask) {
                    Some(mask) if flags & HOST == 0 => prefix(mask, Family::of(to)),
                    None if flags & HOST == 0 && to.is_unspecified() => 0,
                    _ => whole,
                },
                gateway: place(Place::Gateway).filter(|_| flags & GATEWAY != 0).and_then(ip),
                scoped: flags & SCOPED != 0,
            };
            (!is_idle(&way)).then_some(way)
        })
        .collect()
}

/// The system keeps a default route of this kind on each of its own tunnels; it names nobody and
/// carries nothing.
fn is_idle(way: &Way) -> bool {
    const NOBODY: Ipv6Addr = Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0);
    way.scoped && way.gateway == Some(IpAddr::V6(NOBODY))
}

/// The neighbours of an interface in the table of `NET_RT_FLAGS` with `RTF_LLINFO`; `routers` are
/// known as such by the routes.
pub(super) fn neighbours(table: &[u8], link: u32, routers: &[IpAddr]) -> Vec<Neighbouring> {
    use layout::{ROUTE_ADDRESSES, ROUTE_BYTES, ROUTE_FLAGS, ROUTE_INDEX};
    messages(table)
        .filter(|message| message.u16(ROUTE_INDEX).map(u32::from) == Some(link))
        .filter_map(|message| {
            let flags = message.u32(ROUTE_FLAGS)?;
            let place = |place| message.address(ROUTE_BYTES, ROUTE_ADDRESSES, place);
            let ip = ip(place(Place::Destination)?)?;
            let (_, hardware) = link_address(place(Place::Gateway)?)?;
            let state = if flags & REJECT != 0 {
                // Asked for as often as the system does, and silent.
                Neighbour::Absent
            } else if hardware.is_empty() {
                Neighbour::Unknown
            } else {
                Neighbour::Present
            };
            let address = hardware.first_chunk().copied();
            Some(Neighbouring { ip, state, address, router: ip.is_ipv6() && routers.contains(&ip) })
        })
        .collect()
}

/// The question which way a packet to this address would take.
pub(super) fn question(to: IpAddr, sequence: u32) -> Vec<u8> {
    /// `struct sockaddr_dl`, empty: the answer is to name the interface.
    const LINK_ADDRESS_BYTES: u8 = 20;
    let mut addresses = Vec::new();
    match to {
        IpAddr::V4(ip) => {
            addresses.extend([16, INET, 0, 0]);
            addresses.extend(ip.octets());
            addresses.resize(16, 0);
        }
        IpAddr::V6(ip) => {
            addresses.extend([28, INET6, 0, 0, 0, 0, 0, 0]);
            addresses.extend(ip.octets());
            addresses.resize(28, 0);
        }
    }
    let link_address = addresses.len();
    addresses.extend([LINK_ADDRESS_BYTES, LINK]);
    addresses.resize(link_address + usize::from(LINK_ADDRESS_BYTES), 0);

    let which: u32 = 1 << Place::Destination as u32 | 1 << Place::Interface as u32;
    let mut bytes = vec![0; layout::ROUTE_BYTES];
    bytes.extend(addresses);
    let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
    bytes[..2].copy_from_slice(&length.to_ne_bytes());
    (bytes[2], bytes[3]) = (VERSION, kind::GET);
    let mut put = |at: usize, value: u32| bytes[at..at + 4].copy_from_slice(&value.to_ne_bytes());
    put(layout::ROUTE_ADDRESSES, which);
    put(layout::ROUTE_SEQUENCE, sequence);
    bytes
}

/// Where a packet would go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Out through the interface of this number.
    Out(u32),
    Nowhere,
}

/// What came on the routing socket, as far as it is the answer to a question of this process.
pub(super) fn answer(bytes: &[u8], process: u32, sequence: u32) -> Option<Answer> {
    messages(bytes)
        .find(|message| {
            message.kind == kind::GET
                && message.u32(layout::ROUTE_PROCESS) == Some(process)
                && message.u32(layout::ROUTE_SEQUENCE) == Some(sequence)
        })
        .map(|message| {
            let flags = message.u32(layout::ROUTE_FLAGS)?;
            let fine = message.u32(layout::ROUTE_ERROR)? == 0 && flags & (REJECT | BLACKHOLE) == 0;
            message.u16(layout::ROUTE_INDEX).map(u32::from).filter(|index| fine && *index != 0)
        })
        .map(|index| index.map_or(Answer::Nowhere, Answer::Out))
}

#[cfg(test)]
mod tests;
