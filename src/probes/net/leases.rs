//! The few things a lease file or `resolv.conf` says that matter, from their bytes.
//!
//! It is apart because these files are read on every system of the family and tested everywhere.
//! Four DHCP clients keep four formats; what is in none of them is no lease.

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

/// The router that a lease file names for an interface.
pub(crate) fn router(bytes: &[u8], interface: &str) -> Option<IpAddr> {
    let address = match std::str::from_utf8(bytes) {
        Ok(text) if text.contains("lease {") => dhclient(text, interface),
        Ok(text) => keys(text),
        Err(_) => packet(bytes),
    };
    // A lease may say that there is none.
    address.filter(|address| !address.is_unspecified()).map(IpAddr::V4)
}

/// dhclient: blocks, the newest last.
fn dhclient(text: &str, interface: &str) -> Option<Ipv4Addr> {
    text.split("lease {")
        .skip(1)
        .filter_map(|block| {
            let block = block.split('}').next()?;
            let mut statements = block.split(';').map(str::trim);
            let ours = statements
                .clone()
                .filter_map(|statement| statement.strip_prefix("interface"))
                .all(|name| name.trim().trim_matches('"') == interface);
            let routers = statements.find_map(|s| s.strip_prefix("option routers"))?;
            ours.then(|| routers.split(',').next()?.trim().parse().ok())?
        })
        .last()
}

/// systemd-networkd and `NetworkManager`: a `ROUTER=` line, routers separated by spaces.
fn keys(text: &str) -> Option<Ipv4Addr> {
    let routers = text.lines().find_map(|line| line.strip_prefix("ROUTER="))?;
    routers.split_ascii_whitespace().next()?.parse().ok()
}

/// dhcpcd: the server's packet as it came (RFC 2131 section 2, options in RFC 2132).
fn packet(bytes: &[u8]) -> Option<Ipv4Addr> {
    const OPTIONS_AT: usize = 240;
    const COOKIE: [u8; 4] = [99, 130, 83, 99];
    const PAD: u8 = 0;
    const ROUTER: u8 = 3;
    const END: u8 = 255;
    if bytes.get(OPTIONS_AT - 4..OPTIONS_AT)? != COOKIE {
        return None;
    }
    let mut rest = bytes.get(OPTIONS_AT..)?;
    loop {
        match *rest {
            [PAD, ref after @ ..] => rest = after,
            [] | [END, ..] | [_] => return None,
            [code, length, ref after @ ..] => {
                let value = after.get(..usize::from(length))?;
                if code == ROUTER {
                    return value.first_chunk::<4>().map(|octets| Ipv4Addr::from(*octets));
                }
                rest = &after[usize::from(length)..];
            }
        }
    }
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
    fn each_clients_lease_names_its_router() {
        let dhclient = "lease {\n  interface \"wlan0\";\n  option routers 192.168.1.1;\n}\n\
            lease {\n  interface \"eth0\";\n  option routers 10.0.0.1;\n}\n\
            lease {\n  interface \"wlan0\";\n  fixed-address 192.168.50.7;\n  \
            option routers 192.168.50.1, 192.168.50.2;\n}\n";
        let mut dhcpcd = vec![0xff; 236];
        dhcpcd.extend([99, 130, 83, 99, 53, 1, 5, 0, 3, 4, 192, 168, 7, 1, 255]);
        for (bytes, expected) in [
            (dhclient.as_bytes(), Some("192.168.50.1")),
            (b"ADDRESS=192.168.1.4\nROUTER=192.168.1.1 192.168.1.2\n", Some("192.168.1.1")),
            (b"ADDRESS=192.168.1.4\n", None),
            (b"ROUTER=0.0.0.0\n", None),
            (&dhcpcd, Some("192.168.7.1")),
            (b"lease {", None),
            (b"", None),
        ] {
            let expected = expected.map(|ip| ip.parse::<IpAddr>().unwrap());
            assert_eq!(router(bytes, "wlan0"), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_to_an_end(bytes: Vec<u8>, options: Vec<u8>) {
            let _ = router(&bytes, "wlan0");
            let _ = nameservers(&String::from_utf8_lossy(&bytes));
            let mut lease = vec![0xff; 236];
            lease.extend([99, 130, 83, 99]);
            lease.extend(options);
            let _ = router(&lease, "wlan0");
        }
    }
}
