//! Links, addresses, routes and neighbours of macOS: the kernel's tables by `sysctl`, one question
//! over the routing socket, and what the system configuration holds.
//!
//! It is apart because it is the only code that knows how macOS keeps these things; the bytes are
//! read in `routing.rs`. Everything is open to every user.
#![expect(unsafe_code, reason = "sysctl has no safe interface in libc")]

use super::leases::{self, Lease, option};
use super::routing::{self, Own};
use super::{Bytes, Link, Neighbouring, Net, Route, SystemError, beneath};
use crate::evidence::addresses::{Address, Source};
use crate::evidence::host::{Medium, RadioSwitch};
use crate::evidence::{Family, Outcome, Why};
use crate::probes::store::{self, macos as system};
use crate::probes::wifi;
use socket2::{Domain, Socket, Type};
use std::io::{self, Read as _, Write as _};
use std::net::IpAddr;
use std::time::{Duration, Instant};

/// macOS, asked by `sysctl` and over a routing socket.
pub(crate) struct Macos {
    socket: Socket,
    sequence: u32,
}

/// The longest wait for the answer about a route. The kernel answers at once unless it is in trouble.
const PATIENCE: Duration = Duration::from_secs(1);

impl Macos {
    pub(crate) fn open() -> Result<Self, SystemError> {
        let socket = Socket::new(Domain::from(libc::PF_ROUTE), Type::RAW, None)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { socket, sequence: 0 })
    }
}

impl Net for Macos {
    fn links(&mut self) -> Result<Vec<Link>, SystemError> {
        let hardware = system::hardware();
        Ok(interfaces()?
            .into_iter()
            .filter(|interface| !interface.loopback)
            .map(|interface| {
                let state =
                    system::value(&format!("State:/Network/Interface/{}/Link", interface.name));
                let active = state.as_ref().and_then(store::is_active);
                Link {
                    index: interface.index,
                    medium: medium(interface.kind, hardware.get(&interface.name).copied()),
                    up: interface.up,
                    // The kernel's own flag says of hardware only that it is set up.
                    running: interface.running && active.unwrap_or(true),
                    driver: None,
                    mtu_bytes: interface.mtu_bytes,
                    name: interface.name,
                }
            })
            .collect())
    }

    fn default_routes(&mut self) -> Result<Vec<Route>, SystemError> {
        let mut defaults: Vec<Route> = routes()?
            .into_iter()
            .filter(|(length, _)| *length == 0)
            .map(|(_, route)| route)
            .collect();
        defaults.sort_by_key(|route| (route.family, route.metric));
        Ok(defaults)
    }

    fn way_to(&mut self, to: IpAddr) -> Result<Option<u32>, SystemError> {
        self.sequence = self.sequence.wrapping_add(1);
        match self.socket.write_all(&routing::question(to, self.sequence)) {
            Err(error) if error.raw_os_error() == Some(libc::ESRCH) => return Ok(None),
            asked => asked?,
        }
        let until = Instant::now() + PATIENCE;
        let mut buffer = [0; 2048];
        // The socket also brings what changes in the tables, and what others asked.
        while Instant::now() < until {
            let length = self.socket.read(&mut buffer)?;
            if let Some(way) = routing::answer(&buffer[..length], std::process::id(), self.sequence)
            {
                return Ok(match way {
                    routing::Answer::Out(link) => Some(link),
                    routing::Answer::Nowhere => None,
                });
            }
        }
        Err(SystemError::TimedOut)
    }

    fn below(&mut self, tunnel: u32) -> Result<Option<u32>, SystemError> {
        Ok(beneath(tunnel, &self.links()?, routes()?))
    }

    fn addresses(&mut self, link: u32) -> Result<Vec<Address>, SystemError> {
        let table = table(0, libc::NET_RT_IFLIST2, 0)?;
        let service = service_of(&name(link)?);
        let manual = |family| service.as_ref().is_some_and(|service| is_manual(service, family));
        let (manual4, manual6) = (manual(Family::V4), manual(Family::V6));
        Ok(routing::addresses(&table)
            .into_iter()
            .filter(|own| own.link == link)
            .map(|own| address(own, if own.ip.is_ipv4() { manual4 } else { manual6 }))
            .collect())
    }

    fn neighbours(&mut self, link: u32) -> Result<Vec<Neighbouring>, SystemError> {
        let routers: Vec<IpAddr> = routes()?
            .into_iter()
            .filter(|(length, route)| *length == 0 && route.link == link)
            .filter_map(|(_, route)| route.gateway)
            .collect();
        let mut neighbours = Vec::new();
        for family in [libc::AF_INET, libc::AF_INET6] {
            let table = table(family, libc::NET_RT_FLAGS, libc::RTF_LLINFO)?;
            neighbours.extend(routing::neighbours(&table, link, &routers));
        }
        Ok(neighbours)
    }

    fn resolvers(&mut self) -> Result<Vec<IpAddr>, SystemError> {
        let asked = system::value("State:/Network/Global/DNS");
        Ok(asked.as_ref().map(store::resolvers).unwrap_or_default())
    }

    fn lease(&mut self, link: &Link) -> Outcome<Lease> {
        let Some(service) = service_of(&link.name) else {
            return Outcome::Unavailable(Why::NothingThere);
        };
        let codes = [option::ROUTER, option::RESOLVERS, option::SIGN_IN_API];
        let options = system::lease_options(&service, &codes);
        Outcome::or_unavailable(
            options.map(|options| leases::of_options(&options)),
            Why::NothingThere,
        )
    }

    fn radio_switches(&mut self) -> Result<Vec<RadioSwitch>, SystemError> {
        Ok(wifi::macos::switches())
    }

    fn bytes(&mut self, link: &Link) -> Result<Bytes, SystemError> {
        let all = interfaces()?;
        let found = all.iter().find(|interface| interface.index == link.index);
        found.map(|interface| interface.bytes).ok_or(SystemError::NothingThere)
    }

    fn in_container(&mut self) -> bool {
        // Nothing of the kind shares the kernel of macOS.
        false
    }
}

/// The kernel's table of a kind, as bytes.
fn table(family: i32, kind: i32, argument: i32) -> Result<Vec<u8>, SystemError> {
    /// Between the two calls the table may have grown.
    const TRIES: u8 = 4;
    let mut name = [libc::CTL_NET, libc::PF_ROUTE, 0, family, kind, argument];
    let parts = libc::c_uint::try_from(name.len()).map_err(|_| SystemError::BadAnswer)?;
    for _ in 0..TRIES {
        let mut length = 0;
        // SAFETY: the name is ours and so long; without a buffer only the length is written.
        let asked = unsafe {
            libc::sysctl(
                name.as_mut_ptr(),
                parts,
                std::ptr::null_mut(),
                &raw mut length,
                std::ptr::null_mut(),
                0,
            )
        };
        if asked != 0 {
            return Err(io::Error::last_os_error().into());
        }
        let mut bytes = vec![0_u8; length + length / 4];
        length = bytes.len();
        // SAFETY: the name and the buffer are ours, and their lengths are what is passed.
        let told = unsafe {
            libc::sysctl(
                name.as_mut_ptr(),
                parts,
                bytes.as_mut_ptr().cast(),
                &raw mut length,
                std::ptr::null_mut(),
                0,
            )
        };
        if told == 0 {
            bytes.truncate(length);
            return Ok(bytes);
        }
        let error = io::Error::last_os_error();
        if error.raw_os_error() != Some(libc::ENOMEM) {
            return Err(error.into());
        }
    }
    Err(SystemError::BadAnswer)
}

/// The name of an interface.
pub(crate) fn name(link: u32) -> Result<String, SystemError> {
    let all = interfaces()?;
    let found = all.into_iter().find(|interface| interface.index == link);
    Ok(found.ok_or(SystemError::NothingThere)?.name)
}

fn interfaces() -> Result<Vec<routing::Interface>, SystemError> {
    Ok(routing::interfaces(&table(0, libc::NET_RT_IFLIST2, 0)?))
}

/// The routes with the lengths of their destinations. The system has no metrics: a route for those
/// who are bound to its interface comes after the one for all.
fn routes() -> Result<Vec<(u8, Route)>, SystemError> {
    Ok(routing::ways(&table(0, libc::NET_RT_DUMP, 0)?)
        .into_iter()
        .map(|way| {
            let route = Route {
                link: way.link,
                family: Family::of(way.to),
                gateway: way.gateway,
                metric: way.scoped.into(),
            };
            (way.prefix, route)
        })
        .collect())
}

/// What an interface is by its kind, and by what the system knows of its hardware: a radio or not.
fn medium(kind: u8, radio: Option<bool>) -> Medium {
    // From net/if_types.h.
    const OTHER: u8 = 0x1;
    const ETHERNET: u8 = 0x6;
    const PPP: u8 = 0x17;
    const GIF: u8 = 0x37;
    const STF: u8 = 0x39;
    const VLAN: u8 = 0x87;
    match (kind, radio) {
        (_, Some(true)) => Medium::Wifi,
        // Ethernet that no hardware is known of is the system's own: between two Macs, for AirDrop.
        (ETHERNET | VLAN, Some(false)) => Medium::Cable,
        // What the system calls other are `utun` and `ipsec`.
        (OTHER | PPP | GIF | STF, None) => Medium::Tunnel,
        _ => Medium::Other,
    }
}

/// The service that an interface belongs to, by what is set up over it now.
fn service_of(name: &str) -> Option<String> {
    system::keys("State:/Network/Service/[^/]+/IPv[46]").into_iter().find_map(|key| {
        let of = system::value(&key)?;
        let service = key.split('/').nth(3)?;
        (of.text("InterfaceName") == Some(name)).then(|| service.to_owned())
    })
}

fn is_manual(service: &str, family: Family) -> bool {
    let part = match family {
        Family::V4 => "IPv4",
        Family::V6 => "IPv6",
    };
    let setup = system::value(&format!("Setup:/Network/Service/{service}/{part}"));
    setup.as_ref().is_some_and(store::is_manual)
}

fn address(own: Own, manual: bool) -> Address {
    let link_local = match own.ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    let source = match (link_local, manual) {
        (true, _) => Source::LinkLocal,
        (false, true) => Source::Manual,
        (false, false) => Source::Lease,
    };
    Address { ip: own.ip, prefix: own.prefix, source }
}

/// The layouts that `routing.rs` reads by are those of the system's headers.
const _: () = {
    use routing::layout;
    use std::mem::{offset_of, size_of};
    assert!(size_of::<libc::rt_msghdr>() == layout::ROUTE_BYTES);
    assert!(offset_of!(libc::rt_msghdr, rtm_index) == layout::ROUTE_INDEX);
    assert!(offset_of!(libc::rt_msghdr, rtm_flags) == layout::ROUTE_FLAGS);
    assert!(offset_of!(libc::rt_msghdr, rtm_addrs) == layout::ROUTE_ADDRESSES);
    assert!(offset_of!(libc::rt_msghdr, rtm_pid) == layout::ROUTE_PROCESS);
    assert!(offset_of!(libc::rt_msghdr, rtm_seq) == layout::ROUTE_SEQUENCE);
    assert!(offset_of!(libc::rt_msghdr, rtm_errno) == layout::ROUTE_ERROR);
    assert!(size_of::<libc::ifa_msghdr>() == layout::ADDRESS_BYTES);
    assert!(offset_of!(libc::ifa_msghdr, ifam_addrs) == layout::ADDRESS_ADDRESSES);
    assert!(offset_of!(libc::ifa_msghdr, ifam_index) == layout::ADDRESS_INDEX);
    assert!(size_of::<libc::if_msghdr2>() == layout::INTERFACE_BYTES);
    assert!(offset_of!(libc::if_msghdr2, ifm_addrs) == layout::INTERFACE_ADDRESSES);
    assert!(offset_of!(libc::if_msghdr2, ifm_flags) == layout::INTERFACE_FLAGS);
    assert!(offset_of!(libc::if_msghdr2, ifm_index) == layout::INTERFACE_INDEX);
    let data = offset_of!(libc::if_msghdr2, ifm_data);
    assert!(data + offset_of!(libc::if_data64, ifi_type) == layout::INTERFACE_TYPE);
    assert!(data + offset_of!(libc::if_data64, ifi_mtu) == layout::INTERFACE_MTU);
    assert!(data + offset_of!(libc::if_data64, ifi_ibytes) == layout::INTERFACE_RECEIVED);
    assert!(data + offset_of!(libc::if_data64, ifi_obytes) == layout::INTERFACE_SENT);
    assert!(libc::AF_INET == 2 && libc::AF_LINK == 18 && libc::AF_INET6 == 30);
};
