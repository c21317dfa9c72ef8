//! The few things a lease file or `resolv.conf` says that matter, from their bytes.
//!
//! It is apart because four DHCP clients keep four formats; what is in none of them is no lease.

use super::{Lease, Told, address};
use std::net::{IpAddr, Ipv4Addr};

/// The name servers of a `resolv.conf`, in its order.
pub(crate) fn nameservers(text: &str) -> Vec<IpAddr> {
    text.lines()
        .filter_map(|line| {
            let mut words = line.split_ascii_whitespace();
            (words.next() == Some("nameserver")).then(|| words.next())?
        })
        // The scope of a link-local address follows a percent sign.
        .filter_map(|address| address.split('%').next()?.parse().ok())
        .collect()
}

/// The lease that a file holds for an interface; `None` where there is none.
pub(crate) fn lease(bytes: &[u8], interface: &str) -> Option<Lease> {
    let told = match std::str::from_utf8(bytes) {
        Ok(text) if text.contains("lease {") => dhclient(text, interface)?,
        Ok(text) => keys(text)?,
        Err(_) => packet(bytes)?,
    };
    Some(told.into())
}

/// Addresses up to the first word that is none.
fn ips<'a>(words: impl Iterator<Item = &'a str>) -> Vec<Ipv4Addr> {
    words.map_while(|word| word.trim().parse().ok()).collect()
}

/// Where systemd-networkd's files, that of a lease or that of a link, say that one signs in.
pub(crate) fn sign_in_api(text: &str) -> Option<String> {
    text.lines().find_map(|line| line.strip_prefix("CAPTIVE_PORTAL=")).and_then(address)
}

/// dhclient: blocks, the newest last.
fn dhclient(text: &str, interface: &str) -> Option<Told> {
    text.split("lease {")
        .skip(1)
        .filter_map(|block| {
            let block = block.split('}').next()?;
            let statements = || block.split(';').map(str::trim);
            let ours = statements()
                .filter_map(|statement| statement.strip_prefix("interface"))
                .all(|name| name.trim().trim_matches('"') == interface);
            let option = |name: &str| {
                let value =
                    statements().find_map(|s| s.strip_prefix("option ")?.strip_prefix(name));
                value.map_or_else(Vec::new, |value| ips(value.split(',')))
            };
            // Option 114 under the name that it had before RFC 8910, and under its own.
            let named = |name: &str| {
                statements().find_map(|s| {
                    s.strip_prefix("option ")?.strip_prefix(name)?.trim().strip_prefix('"')
                })
            };
            let quoted = named("default-url ").or_else(|| named("v4-captive-portal "));
            ours.then(|| Told {
                routers: option("routers "),
                resolvers: option("domain-name-servers "),
                sign_in_api: quoted.and_then(|text| address(text.strip_suffix('"')?)),
            })
        })
        .last()
}

/// systemd-networkd and `NetworkManager`: a line for each option, addresses separated by spaces.
fn keys(text: &str) -> Option<Told> {
    let value = |key: &str| {
        let value = text.lines().find_map(|line| line.strip_prefix(key));
        value.map_or_else(Vec::new, |value| ips(value.split_ascii_whitespace()))
    };
    text.lines().any(|line| line.starts_with("ADDRESS=") || line.starts_with("ROUTER=")).then(
        || Told {
            routers: value("ROUTER="),
            resolvers: value("DNS="),
            sign_in_api: sign_in_api(text),
        },
    )
}

/// dhcpcd: the server's packet as it came (RFC 2131 section 2).
fn packet(bytes: &[u8]) -> Option<Told> {
    const OPTIONS_AT: usize = 240;
    const COOKIE: [u8; 4] = [99, 130, 83, 99];
    const PAD: u8 = 0;
    const END: u8 = 255;
    if bytes.get(OPTIONS_AT - 4..OPTIONS_AT)? != COOKIE {
        return None;
    }
    let mut rest = bytes.get(OPTIONS_AT..)?;
    let mut told = Told::default();
    loop {
        match *rest {
            [PAD, ref after @ ..] => rest = after,
            [] | [END, ..] | [_] => return Some(told),
            [code, length, ref after @ ..] => {
                let Some(value) = after.get(..usize::from(length)) else { return Some(told) };
                told.note(code, value);
                rest = &after[usize::from(length)..];
            }
        }
    }
}

/// Reads everything there is to read in any bytes; for property tests and the fuzz target.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_anything(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = (lease(bytes, "wlan0"), nameservers(&text), sign_in_api(&text));
    let mut packet = vec![0xff; 236];
    packet.extend([99, 130, 83, 99]);
    packet.extend(bytes);
    let _ = lease(&packet, "wlan0");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn name_servers_are_read_in_their_order() {
        let text = "# nameserver 9.9.9.9\nsearch lan\nnameserver 192.168.50.1\n\
                    nameserver fe80::1%wlan0\noptions edns0\nnameserver\nnameserver nonsense\n";
        assert_eq!(
            nameservers(text),
            ["192.168.50.1", "fe80::1"].map(|ip| ip.parse::<IpAddr>().unwrap())
        );
    }

    #[test]
    fn each_clients_lease_names_its_router_and_its_resolvers() {
        let dhclient = "lease {\n  interface \"wlan0\";\n  option routers 192.168.1.1;\n}\n\
            lease {\n  interface \"eth0\";\n  option routers 10.0.0.1;\n}\n\
            lease {\n  interface \"wlan0\";\n  fixed-address 192.168.50.7;\n  \
            option routers 192.168.50.1, 192.168.50.2;\n  \
            option domain-name-servers 192.168.50.1,1.1.1.1;\n}\n";
        let mut dhcpcd = vec![0xff; 236];
        dhcpcd.extend([99, 130, 83, 99, 53, 1, 5, 0, 3, 4, 192, 168, 7, 1]);
        dhcpcd.extend([6, 8, 192, 168, 7, 1, 9, 9, 9, 9, 255]);
        for (bytes, router, resolvers) in [
            (dhclient.as_bytes(), Some("192.168.50.1"), &["192.168.50.1", "1.1.1.1"][..]),
            (
                b"ADDRESS=192.168.1.4\nROUTER=192.168.1.1 192.168.1.2\nDNS=192.168.1.1 8.8.8.8\n",
                Some("192.168.1.1"),
                &["192.168.1.1", "8.8.8.8"],
            ),
            (b"ADDRESS=192.168.1.4\n", None, &[]),
            (b"ROUTER=0.0.0.0\n", None, &[]),
            (&dhcpcd, Some("192.168.7.1"), &["192.168.7.1", "9.9.9.9"]),
        ] {
            let ip = |text: &&str| text.parse::<IpAddr>().unwrap();
            let expected = Lease {
                router: router.as_ref().map(ip),
                resolvers: resolvers.iter().map(ip).collect(),
                sign_in_api: None,
            };
            let text = String::from_utf8_lossy(bytes);
            assert_eq!(lease(bytes, "wlan0"), Some(expected), "{text}");
        }
        for bytes in [&b"lease {"[..], b"", b"nothing of the kind"] {
            assert!(lease(bytes, "wlan0").is_none_or(|lease| lease == Lease::default()));
        }
    }

    #[test]
    fn each_clients_lease_tells_where_the_network_speaks_of_its_sign_in_page() {
        let mut dhcpcd = vec![0xff; 236];
        dhcpcd.extend([99, 130, 83, 99, 114, 19]);
        dhcpcd.extend(b"https://a.test/api?");
        dhcpcd.push(255);
        let dhclient = |option: &str| {
            format!("lease {{\n  option {option} \"https://a.test/api?\";\n}}\n").into_bytes()
        };
        for bytes in [
            dhclient("default-url"),
            dhclient("v4-captive-portal"),
            b"ADDRESS=192.168.1.4\nCAPTIVE_PORTAL=https://a.test/api?\n".to_vec(),
            dhcpcd,
        ] {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let told = lease(&bytes, "wlan0").unwrap().sign_in_api;
            assert_eq!(told.as_deref(), Some("https://a.test/api?"), "{text}");
        }
        for line in
            ["CAPTIVE_PORTAL=", "CAPTIVE_PORTAL=a b", "CAPTIVE_PORTAL=\u{202e}", "DNS=1.1.1.1"]
        {
            assert_eq!(sign_in_api(line), None, "{line}");
        }
        assert_eq!(sign_in_api(&format!("CAPTIVE_PORTAL={}", "a".repeat(1025))), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_an_end(bytes: Vec<u8>) {
            read_anything(&bytes);
        }
    }
}
