//! A system that says what a test wrote down.

use super::leases::Lease;
use super::{Bytes, Link, Neighbouring, Net, Route, SystemError};
use crate::evidence::addresses::Address;
use crate::evidence::host::{Medium, RadioSwitch};
use crate::evidence::{Family, Foreign, Outcome, Why};
use std::net::{IpAddr, SocketAddr, UdpSocket};

#[derive(Debug, Clone, Default)]
pub(crate) struct Scripted {
    pub(crate) links: Vec<Link>,
    pub(crate) routes: Vec<Route>,
    pub(crate) way: Option<u32>,
    pub(crate) below: Option<u32>,
    pub(crate) addresses: Vec<Address>,
    pub(crate) neighbours: Vec<Neighbouring>,
    /// What the neighbour table says after somebody was asked for.
    pub(crate) after_knock: Vec<Neighbouring>,
    /// At which look addresses and routes are there; looks are counted by the addresses.
    pub(crate) appears: usize,
    /// At which look the links run that are written down as such.
    pub(crate) runs: usize,
    pub(crate) looks: usize,
    pub(crate) knocked: bool,
    /// Who answers whatever is asked of anybody.
    pub(crate) resolver: Option<SocketAddr>,
}

/// A working link.
pub(crate) fn link(index: u32, name: &str, medium: Medium) -> Link {
    Link {
        index,
        name: name.to_owned(),
        medium,
        up: true,
        running: true,
        driver: Some(Foreign::new("driver")),
        mtu_bytes: 1500,
    }
}

/// A default route.
pub(crate) fn route(link: u32, gateway: &str, metric: u32) -> Route {
    let gateway = gateway.parse().unwrap();
    Route { link, family: Family::of(gateway), gateway: Some(gateway), metric }
}

impl Net for Scripted {
    fn links(&mut self) -> Result<Vec<Link>, SystemError> {
        self.looks += 1;
        let mut links = self.links.clone();
        for link in &mut links {
            link.running &= self.looks > self.runs;
        }
        Ok(links)
    }

    fn default_routes(&mut self) -> Result<Vec<Route>, SystemError> {
        Ok(if self.looks >= self.appears { self.routes.clone() } else { Vec::new() })
    }

    fn way_to(&mut self, _: IpAddr) -> Result<Option<u32>, SystemError> {
        Ok(self.way)
    }

    fn below(&mut self, _: u32) -> Result<Option<u32>, SystemError> {
        Ok(self.below)
    }

    fn addresses(&mut self, _: u32) -> Result<Vec<Address>, SystemError> {
        let there = self.looks >= self.appears;
        self.looks += usize::from(!there);
        Ok(if there { self.addresses.clone() } else { Vec::new() })
    }

    fn neighbours(&mut self, _: u32) -> Result<Vec<Neighbouring>, SystemError> {
        Ok(if self.knocked { self.after_knock.clone() } else { self.neighbours.clone() })
    }

    fn resolvers(&mut self) -> Result<Vec<IpAddr>, SystemError> {
        Ok(Vec::new())
    }

    fn lease(&mut self, _: &Link) -> Outcome<Lease> {
        Outcome::Unavailable(Why::NothingThere)
    }

    fn radio_switches(&mut self) -> Result<Vec<RadioSwitch>, SystemError> {
        Err(SystemError::NothingThere)
    }

    fn bytes(&mut self, _: &Link) -> Result<Bytes, SystemError> {
        Err(SystemError::NothingThere)
    }

    fn in_container(&mut self) -> bool {
        false
    }

    fn datagrams(&mut self, _: &Link, _: SocketAddr) -> Result<UdpSocket, SystemError> {
        self.knocked = true;
        // Somebody who discards, on this computer.
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        socket.connect(self.resolver.map_or_else(|| socket.local_addr(), Ok)?)?;
        socket.set_nonblocking(true)?;
        Ok(socket)
    }
}
