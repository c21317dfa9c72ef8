//! Links, addresses, routes and neighbours of Linux: rtnetlink, and files where it has no answer.
//!
//! It is apart because it is the only code that knows how Linux keeps these things. Everything it
//! reads is open to every user; what is not is reported as such.

pub(crate) mod kernel;
mod lease_files;

use super::leases::{Lease, files};
use super::{Bytes, Link, Neighbouring, Net, Route, SystemError, beneath};
use crate::evidence::addresses::{Address, Neighbour, Source};
use crate::evidence::host::{Medium, RadioSwitch};
use crate::evidence::{Family, Foreign, Outcome};
use kernel::{Extent, Kernel};
use netlink_packet_core::{Emitable, NetlinkMessage, NetlinkPayload};
use netlink_packet_route::address::{
    AddressAttribute, AddressFlags, AddressHeaderFlags, AddressMessage, AddressProtocol,
};
use netlink_packet_route::link::{LinkAttribute, LinkFlags, LinkMessage};
use netlink_packet_route::neighbour::{
    NeighbourAddress, NeighbourAttribute, NeighbourFlags, NeighbourMessage, NeighbourState,
};
use netlink_packet_route::route::{
    RouteAddress, RouteAttribute, RouteHeader, RouteMessage, RouteType, RouteVia,
};
use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};
use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

// From linux/rtnetlink.h.
const RTM_GETLINK: u16 = 18;
const RTM_GETADDR: u16 = 22;
const RTM_GETROUTE: u16 = 26;
const RTM_GETNEIGH: u16 = 30;

/// Linux, asked over rtnetlink.
pub(crate) struct Linux {
    kernel: Kernel,
}

impl Linux {
    pub(crate) fn open() -> Result<Self, SystemError> {
        Ok(Self { kernel: Kernel::open(netlink_sys::protocols::NETLINK_ROUTE)? })
    }

    /// Asks; an answer that cannot be read is left out and does not hide the others.
    fn ask(
        &mut self,
        kind: u16,
        extent: Extent,
        question: &impl Emitable,
    ) -> Result<Vec<RouteNetlinkMessage>, SystemError> {
        let mut payload = vec![0; question.buffer_len()];
        question.emit(&mut payload);
        let answers = self.kernel.ask(kind, extent, &payload)?;
        Ok(answers
            .iter()
            .filter_map(|answer| NetlinkMessage::deserialize(answer.whole()).ok())
            .filter_map(|answer| match answer.payload {
                NetlinkPayload::InnerMessage(message) => Some(message),
                _ => None,
            })
            .collect())
    }

    fn link_messages(&mut self) -> Result<Vec<LinkMessage>, SystemError> {
        let answers = self.ask(RTM_GETLINK, Extent::All, &LinkMessage::default())?;
        Ok(answers
            .into_iter()
            .filter_map(|answer| match answer {
                RouteNetlinkMessage::NewLink(message) => Some(message),
                _ => None,
            })
            .collect())
    }

    /// The routes of the main table that packets are sent by.
    fn main_routes(&mut self) -> Result<Vec<RouteMessage>, SystemError> {
        let answers = self.ask(RTM_GETROUTE, Extent::All, &RouteMessage::default())?;
        Ok(answers
            .into_iter()
            .filter_map(|answer| match answer {
                RouteNetlinkMessage::NewRoute(message)
                    if message.header.kind == RouteType::Unicast
                        && message.header.table == RouteHeader::RT_TABLE_MAIN =>
                {
                    Some(message)
                }
                _ => None,
            })
            .collect())
    }
}

impl Net for Linux {
    fn links(&mut self) -> Result<Vec<Link>, SystemError> {
        Ok(self.link_messages()?.iter().filter_map(link).collect())
    }

    fn default_routes(&mut self) -> Result<Vec<Route>, SystemError> {
        let routes = self.main_routes()?;
        let mut defaults: Vec<Route> = routes
            .iter()
            .filter(|route| route.header.destination_prefix_length == 0)
            .flat_map(ways)
            .collect();
        defaults.sort_by_key(|route| (route.family, route.metric));
        Ok(defaults)
    }

    fn way_to(&mut self, to: IpAddr) -> Result<Option<u32>, SystemError> {
        let mut question = RouteMessage::default();
        (question.header.address_family, question.header.destination_prefix_length) = match to {
            IpAddr::V4(_) => (AddressFamily::Inet, 32),
            IpAddr::V6(_) => (AddressFamily::Inet6, 128),
        };
        question.attributes.push(RouteAttribute::Destination(to.into()));
        let answers = match self.ask(RTM_GETROUTE, Extent::One, &question) {
            Err(SystemError::NothingThere) => return Ok(None),
            answers => answers?,
        };
        Ok(answers.iter().find_map(|answer| match answer {
            RouteNetlinkMessage::NewRoute(route) if route.header.kind == RouteType::Unicast => {
                ways(route).first().map(|way| way.link)
            }
            _ => None,
        }))
    }

    fn below(&mut self, tunnel: u32) -> Result<Option<u32>, SystemError> {
        let messages = self.link_messages()?;
        let links: Vec<Link> = messages.iter().filter_map(link).collect();
        let carries = |index: u32| {
            index != tunnel
                && links.iter().any(|link| link.index == index && link.medium != Medium::Tunnel)
        };
        let routes = self.main_routes()?;
        let routes = routes.iter().flat_map(|route| {
            let length = route.header.destination_prefix_length;
            ways(route).into_iter().map(move |way| (length, way))
        });
        let found = beneath(tunnel, &links, routes);
        let named = messages
            .iter()
            .filter(|message| message.header.index == tunnel)
            .flat_map(|message| &message.attributes)
            .find_map(|attribute| match attribute {
                LinkAttribute::Link(index) if carries(*index) => Some(*index),
                _ => None,
            });
        Ok(found.or(named))
    }

    fn addresses(&mut self, link: u32) -> Result<Vec<Address>, SystemError> {
        let answers = self.ask(RTM_GETADDR, Extent::All, &AddressMessage::default())?;
        Ok(answers
            .iter()
            .filter_map(|answer| match answer {
                RouteNetlinkMessage::NewAddress(message) if message.header.index == link => {
                    address(message)
                }
                _ => None,
            })
            .collect())
    }

    fn neighbours(&mut self, link: u32) -> Result<Vec<Neighbouring>, SystemError> {
        let answers = self.ask(RTM_GETNEIGH, Extent::All, &NeighbourMessage::default())?;
        Ok(answers
            .iter()
            .filter_map(|answer| match answer {
                RouteNetlinkMessage::NewNeighbour(message) if message.header.ifindex == link => {
                    neighbouring(message)
                }
                _ => None,
            })
            .collect())
    }

    fn resolvers(&mut self) -> Result<Vec<IpAddr>, SystemError> {
        let resolvers = files::nameservers(&read_text(Path::new("/etc/resolv.conf"))?);
        // The stub of systemd-resolved asks those that it lists here.
        if resolvers.contains(&STUB)
            && let Ok(text) = read_text(Path::new("/run/systemd/resolve/resolv.conf"))
        {
            let behind = files::nameservers(&text);
            if !behind.is_empty() {
                return Ok(behind);
            }
        }
        Ok(resolvers)
    }

    fn lease(&mut self, link: &Link) -> Outcome<Lease> {
        lease_files::newest(link)
    }

    fn radio_switches(&mut self) -> Result<Vec<RadioSwitch>, SystemError> {
        let mut switches = Vec::new();
        for entry in fs::read_dir("/sys/class/rfkill")? {
            let directory = entry?.path();
            if read_line(&directory.join("type")).as_deref() != Some("wlan") {
                continue;
            }
            let blocked = |name| read_line(&directory.join(name)).map(|text| text != "0");
            if let (Some(soft_blocked), Some(hard_blocked)) = (blocked("soft"), blocked("hard")) {
                switches.push(RadioSwitch { soft_blocked, hard_blocked });
            }
        }
        Ok(switches)
    }

    fn bytes(&mut self, link: &Link) -> Result<Bytes, SystemError> {
        let read = |name: &str| -> Result<u64, SystemError> {
            let text = read_text(&class(&link.name).join("statistics").join(name))?;
            text.trim().parse().map_err(|_| SystemError::BadAnswer)
        };
        Ok(Bytes { received: read("rx_bytes")?, sent: read("tx_bytes")? })
    }

    fn in_container(&mut self) -> bool {
        // A whole machine shows the kernel's own threads, also one that was made from a container's
        // files, which keep the marks below.
        const KERNEL_THREADS: &str = "kthreadd";
        if read_line(Path::new("/proc/2/comm")).as_deref() == Some(KERNEL_THREADS) {
            return false;
        }
        // Docker; Podman; what systemd writes inside nspawn, LXC and others.
        ["/.dockerenv", "/run/.containerenv", "/run/systemd/container"]
            .iter()
            .any(|path| Path::new(path).exists())
            || fs::read("/proc/1/environ").is_ok_and(|environment| {
                environment.split(|byte| *byte == 0).any(|entry| entry.starts_with(b"container="))
            })
            || read_text(Path::new("/proc/1/cgroup")).is_ok_and(|groups| {
                ["docker", "kubepods", "containerd", "/lxc"]
                    .iter()
                    .any(|hint| groups.contains(hint))
            })
    }
}

/// Where the stub of systemd-resolved listens.
const STUB: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 53));

fn class(name: &str) -> PathBuf {
    Path::new("/sys/class/net").join(name)
}

/// A text file of the system's, which is short or is no such file.
fn read_text(path: &Path) -> io::Result<String> {
    use std::io::Read;
    const LIMIT_BYTES: u64 = 1 << 20;
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(LIMIT_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn read_line(path: &Path) -> Option<String> {
    read_text(path).ok().map(|text| text.trim().to_owned())
}

fn link(message: &LinkMessage) -> Option<Link> {
    let flags = message.header.flags;
    if flags.contains(LinkFlags::Loopback) {
        return None;
    }
    let mut name = None;
    let mut mtu_bytes = 0;
    for attribute in &message.attributes {
        match attribute {
            LinkAttribute::IfName(text) => name = Some(text.clone()),
            LinkAttribute::Mtu(mtu) => mtu_bytes = *mtu,
            _ => {}
        }
    }
    let name = name?;
    let directory = class(&name);
    let driver = fs::read_link(directory.join("device/driver")).ok().and_then(|target| {
        use std::os::unix::ffi::OsStrExt;
        target.file_name().map(|name| Foreign::new(name.as_bytes()))
    });
    Some(Link {
        index: message.header.index,
        medium: medium(&directory, message.header.link_layer_type.into()),
        up: flags.contains(LinkFlags::Up),
        // The kernel clears it while the keys of a radio link are not set (dormant).
        running: flags.contains(LinkFlags::Running),
        driver,
        mtu_bytes,
        name,
    })
}

fn medium(directory: &Path, hardware: u16) -> Medium {
    let uevent = read_text(&directory.join("uevent")).unwrap_or_default();
    let device = uevent.lines().find_map(|line| line.strip_prefix("DEVTYPE="));
    if directory.join("phy80211").exists() || device == Some("wlan") {
        return Medium::Wifi;
    }
    if device == Some("wireguard") || directory.join("tun_flags").exists() {
        return Medium::Tunnel;
    }
    match hardware {
        libc::ARPHRD_PPP
        | libc::ARPHRD_TUNNEL
        | libc::ARPHRD_TUNNEL6
        | libc::ARPHRD_SIT
        | libc::ARPHRD_IPGRE
        | libc::ARPHRD_NONE => Medium::Tunnel,
        // A virtual machine's or container's link says nothing more of itself.
        libc::ARPHRD_ETHER if device.is_none() || device == Some("vlan") => Medium::Cable,
        _ => Medium::Other,
    }
}

/// The ways of a route: one, or several where it is spread over more.
fn ways(route: &RouteMessage) -> Vec<Route> {
    let family = match route.header.address_family {
        AddressFamily::Inet => Family::V4,
        AddressFamily::Inet6 => Family::V6,
        _ => return Vec::new(),
    };
    let metric = route.attributes.iter().find_map(|attribute| match attribute {
        RouteAttribute::Priority(metric) => Some(*metric),
        _ => None,
    });
    let way = |link, gateway| Route { link, family, gateway, metric: metric.unwrap_or(0) };
    let mut ways: Vec<Route> = route
        .attributes
        .iter()
        .filter_map(|attribute| match attribute {
            RouteAttribute::MultiPath(hops) => Some(hops),
            _ => None,
        })
        .flatten()
        .map(|hop| way(hop.interface_index, gateway(&hop.attributes)))
        .collect();
    let link = route.attributes.iter().find_map(|attribute| match attribute {
        RouteAttribute::Oif(index) => Some(*index),
        _ => None,
    });
    ways.extend(link.map(|link| way(link, gateway(&route.attributes))));
    ways
}

fn gateway(attributes: &[RouteAttribute]) -> Option<IpAddr> {
    attributes.iter().find_map(|attribute| match attribute {
        RouteAttribute::Gateway(RouteAddress::Inet(ip))
        | RouteAttribute::Via(RouteVia::Inet(ip)) => Some(IpAddr::V4(*ip)),
        RouteAttribute::Gateway(RouteAddress::Inet6(ip))
        | RouteAttribute::Via(RouteVia::Inet6(ip)) => Some(IpAddr::V6(*ip)),
        _ => None,
    })
}

fn address(message: &AddressMessage) -> Option<Address> {
    let unusable = AddressHeaderFlags::Tentative | AddressHeaderFlags::Dadfailed;
    let flags = message.header.flags;
    if flags.intersects(unusable) && !flags.contains(AddressHeaderFlags::Optimistic) {
        return None;
    }
    let (mut local, mut ip, mut forever, mut advertised) = (None, None, true, false);
    for attribute in &message.attributes {
        match attribute {
            // On a link with one other end only, the other kind is that end's.
            AddressAttribute::Local(own) => local = Some(*own),
            AddressAttribute::Address(any) => ip = Some(*any),
            AddressAttribute::CacheInfo(info) => forever = info.ifa_valid == u32::MAX,
            AddressAttribute::Protocol(AddressProtocol::RouterAnnouncement) => advertised = true,
            AddressAttribute::Flags(flags) => {
                advertised |= flags.contains(AddressFlags::Managetempaddr);
            }
            _ => {}
        }
    }
    let ip = local.or(ip)?;
    let link_local = match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    let source = if link_local {
        Source::LinkLocal
    } else if forever && !advertised {
        Source::Manual
    } else {
        Source::Lease
    };
    Some(Address { ip, prefix: message.header.prefix_len, source })
}

fn neighbouring(message: &NeighbourMessage) -> Option<Neighbouring> {
    let ip = message.attributes.iter().find_map(|attribute| match attribute {
        NeighbourAttribute::Destination(NeighbourAddress::Inet(ip)) => Some(IpAddr::V4(*ip)),
        NeighbourAttribute::Destination(NeighbourAddress::Inet6(ip)) => Some(IpAddr::V6(*ip)),
        _ => None,
    })?;
    let state = match message.header.state {
        NeighbourState::Reachable
        | NeighbourState::Stale
        | NeighbourState::Delay
        | NeighbourState::Probe
        | NeighbourState::Permanent => Neighbour::Present,
        NeighbourState::Failed => Neighbour::Absent,
        // Asked and not answered yet, or never asked.
        _ => Neighbour::Unknown,
    };
    let address = message.attributes.iter().find_map(|attribute| match attribute {
        NeighbourAttribute::LinkLayerAddress(bytes) => bytes.as_slice().try_into().ok(),
        _ => None,
    });
    let router = message.header.flags.contains(NeighbourFlags::Router);
    Some(Neighbouring { ip, state, address, router })
}

#[cfg(test)]
mod tests;
