//! Being written.
use super::*;
pub(crate) struct Linux;
impl Linux {
    pub(crate) fn open() -> Result<Self, SystemError> {
        Ok(Self)
    }
}
impl Net for Linux {
    fn links(&mut self) -> Result<Vec<Link>, SystemError> {
        Err(SystemError::Unsupported)
    }
    fn default_routes(&mut self) -> Result<Vec<Route>, SystemError> {
        Err(SystemError::Unsupported)
    }
    fn way_to(&mut self, _: IpAddr) -> Result<Option<u32>, SystemError> {
        Err(SystemError::Unsupported)
    }
    fn below(&mut self, _: u32) -> Result<Option<u32>, SystemError> {
        Err(SystemError::Unsupported)
    }
    fn addresses(&mut self, _: u32) -> Result<Vec<Address>, SystemError> {
        Err(SystemError::Unsupported)
    }
    fn neighbours(&mut self, _: u32) -> Result<Vec<Neighbouring>, SystemError> {
        Err(SystemError::Unsupported)
    }
    fn resolvers(&mut self) -> Result<Vec<IpAddr>, SystemError> {
        Err(SystemError::Unsupported)
    }
    fn lease_router(&mut self, _: &Link) -> Outcome<IpAddr> {
        SystemError::Unsupported.outcome()
    }
    fn radio_switches(&mut self) -> Result<Vec<RadioSwitch>, SystemError> {
        Err(SystemError::Unsupported)
    }
    fn bytes(&mut self, _: &Link) -> Result<Bytes, SystemError> {
        Err(SystemError::Unsupported)
    }
    fn in_container(&mut self) -> bool {
        false
    }
    fn datagrams(&mut self, _: &Link, _: SocketAddr) -> Result<UdpSocket, SystemError> {
        Err(SystemError::Unsupported)
    }
}
