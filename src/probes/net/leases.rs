//! What a DHCP lease says that matters, from its options (RFC 2132).
//!
//! It is apart because some systems hand out the options and some DHCP clients keep the server's
//! packet, and one reads them all; it is tested everywhere.

#[cfg(any(target_os = "linux", test))]
pub(crate) mod files;

use std::net::{IpAddr, Ipv4Addr};

/// What a lease says that matters here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Lease {
    pub(crate) router: Option<IpAddr>,
    /// The resolvers that it gives, in its order.
    pub(crate) resolvers: Vec<IpAddr>,
    /// Where the network says whether one has to sign in (RFC 8910), as it came.
    pub(crate) sign_in_api: Option<String>,
}

/// The lease with these options: the code of each and its value.
#[cfg(any(target_os = "macos", test))]
pub(crate) fn of_options(options: &[(u8, Vec<u8>)]) -> Lease {
    let mut told = Told::default();
    for (code, value) in options {
        told.note(*code, value);
    }
    told.into()
}

/// What is said, before it is known to mean anything.
#[derive(Default)]
struct Told {
    routers: Vec<Ipv4Addr>,
    resolvers: Vec<Ipv4Addr>,
    sign_in_api: Option<String>,
}

/// Codes of options that are of use here.
pub(crate) mod option {
    pub(crate) const ROUTER: u8 = 3;
    pub(crate) const RESOLVERS: u8 = 6;
    pub(crate) const SIGN_IN_API: u8 = 114;
}

impl Told {
    /// Takes in an option.
    fn note(&mut self, code: u8, value: &[u8]) {
        let (addresses, _) = value.as_chunks::<4>();
        let addresses = addresses.iter().map(|octets| Ipv4Addr::from(*octets));
        match code {
            option::ROUTER => self.routers.extend(addresses),
            option::RESOLVERS => self.resolvers.extend(addresses),
            option::SIGN_IN_API => {
                self.sign_in_api = std::str::from_utf8(value).ok().and_then(address);
            }
            _ => {}
        }
    }
}

impl From<Told> for Lease {
    fn from(told: Told) -> Self {
        // A lease may say that there is none.
        let known = |ips: Vec<Ipv4Addr>| ips.into_iter().filter(|ip| !ip.is_unspecified());
        Self {
            router: known(told.routers).next().map(IpAddr::V4),
            resolvers: known(told.resolvers).map(IpAddr::V4).collect(),
            sign_in_api: told.sign_in_api,
        }
    }
}

/// Longer addresses are not kept: a DHCP option holds 255 bytes.
const LONGEST_ADDRESS: usize = 1024;

/// Text that can be an address.
fn address(text: &str) -> Option<String> {
    let sane = text.len() <= LONGEST_ADDRESS && text.bytes().all(|byte| byte.is_ascii_graphic());
    (sane && !text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn options_name_router_resolvers_and_the_sign_in_page() {
        let options = [
            (option::ROUTER, vec![192, 168, 1, 1, 192, 168, 1, 2]),
            (option::RESOLVERS, vec![192, 168, 1, 1, 9, 9, 9, 9, 7]),
            (option::SIGN_IN_API, b"https://a.test/api".to_vec()),
            (51, vec![0, 0, 14, 16]),
        ];
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let expected = Lease {
            router: Some(ip("192.168.1.1")),
            resolvers: vec![ip("192.168.1.1"), ip("9.9.9.9")],
            sign_in_api: Some("https://a.test/api".to_owned()),
        };
        assert_eq!(of_options(&options), expected);
        assert_eq!(of_options(&[(option::ROUTER, vec![0; 4])]), Lease::default());
    }

    proptest! {
        #[test]
        fn any_options_are_read_to_an_end(options: Vec<(u8, Vec<u8>)>) {
            let _ = of_options(&options);
        }
    }
}
