//! Tables put together byte by byte as the kernel lays them out, and bytes of any kind.

use super::*;
use proptest::prelude::*;

/// A message with a head of this length, these fields and these addresses.
fn message(kind: u8, head: usize, fields: &[(usize, &[u8])], addresses: &[&[u8]]) -> Vec<u8> {
    let mut bytes = vec![0; head];
    (bytes[2], bytes[3]) = (VERSION, kind);
    for (at, value) in fields {
        bytes[*at..at + value.len()].copy_from_slice(value);
    }
    for address in addresses {
        bytes.extend(*address);
        // An empty address takes four bytes too.
        let length = bytes.len() + if address.is_empty() { 4 } else { 0 };
        bytes.resize(length.next_multiple_of(4), 0);
    }
    let length = u16::try_from(bytes.len()).unwrap();
    bytes[..2].copy_from_slice(&length.to_ne_bytes());
    bytes
}

fn inet(ip: &str) -> Vec<u8> {
    match ip.parse().unwrap() {
        IpAddr::V4(ip) => [&[16, INET, 0, 0], &ip.octets()[..], &[0; 8]].concat(),
        IpAddr::V6(ip) => [&[28, INET6, 0, 0, 0, 0, 0, 0], &ip.octets()[..], &[0; 4]].concat(),
    }
}

/// A mask as the kernel cuts it: these bytes from where the address would be.
fn mask(from: u8, bytes: &[u8]) -> Vec<u8> {
    let mut mask = vec![0; usize::from(from)];
    mask.extend(bytes);
    mask[0] = u8::try_from(mask.len()).unwrap();
    mask[1] = 0xff;
    mask
}

fn hardware(name: &str, address: &[u8]) -> Vec<u8> {
    let (length, count) = (u8::try_from(name.len()).unwrap(), u8::try_from(address.len()).unwrap());
    let mut bytes = vec![0, LINK, 4, 0, 6, length, count, 0];
    bytes.extend(name.bytes());
    bytes.extend(address);
    bytes.resize(bytes.len().max(20), 0);
    bytes[0] = u8::try_from(bytes.len()).unwrap();
    bytes
}

fn route(link: u16, flags: u32, which: u32, addresses: &[&[u8]]) -> Vec<u8> {
    let fields: [(usize, &[u8]); 3] = [
        (layout::ROUTE_INDEX, &link.to_ne_bytes()),
        (layout::ROUTE_FLAGS, &flags.to_ne_bytes()),
        (layout::ROUTE_ADDRESSES, &which.to_ne_bytes()),
    ];
    message(kind::GET, layout::ROUTE_BYTES, &fields, addresses)
}

/// Destination, gateway and mask.
const THREE: u32 = 0b111;
const TWO: u32 = 0b11;

#[test]
fn an_interface_is_read_with_its_name_and_its_counters() {
    let fields: [(usize, &[u8]); 7] = [
        (layout::INTERFACE_ADDRESSES, &0x10_u32.to_ne_bytes()),
        (layout::INTERFACE_FLAGS, &0x8863_u32.to_ne_bytes()),
        (layout::INTERFACE_INDEX, &14_u16.to_ne_bytes()),
        (layout::INTERFACE_TYPE, &[6]),
        (layout::INTERFACE_MTU, &1500_u32.to_ne_bytes()),
        (layout::INTERFACE_RECEIVED, &(5_u64 << 33).to_ne_bytes()),
        (layout::INTERFACE_SENT, &7_u64.to_ne_bytes()),
    ];
    let address = hardware("en0", &[2, 0, 0, 0, 0, 1]);
    let table = message(kind::INTERFACE, layout::INTERFACE_BYTES, &fields, &[&address]);
    let expected = Interface {
        index: 14,
        name: "en0".to_owned(),
        kind: 6,
        loopback: false,
        up: true,
        running: true,
        mtu_bytes: 1500,
        bytes: Bytes { received: 5 << 33, sent: 7 },
    };
    assert_eq!(interfaces(&table), [expected]);
    assert_eq!(addresses(&table), []);
}

#[test]
fn addresses_come_with_their_masks_and_without_the_kernels_scope() {
    for (ip, mask, expected, prefix) in [
        ("192.168.1.23", mask(4, &[255, 255, 255]), "192.168.1.23", 24),
        ("10.0.0.7", mask(4, &[255, 255, 252]), "10.0.0.7", 22),
        ("100.64.0.2", mask(4, &[255, 255, 255, 255]), "100.64.0.2", 32),
        ("fe80:e::1", mask(8, &[0xff; 8]), "fe80::1", 64),
        ("2001:db8::5", mask(8, &[0xff; 16]), "2001:db8::5", 128),
    ] {
        let fields: [(usize, &[u8]); 2] = [
            // Mask, link address and own address.
            (layout::ADDRESS_ADDRESSES, &0b11_0100_u32.to_ne_bytes()),
            (layout::ADDRESS_INDEX, &14_u16.to_ne_bytes()),
        ];
        let own = inet(ip);
        let table = message(
            kind::NEW_ADDRESS,
            layout::ADDRESS_BYTES,
            &fields,
            &[&mask, &hardware("en0", &[]), &own],
        );
        let ip = expected.parse().unwrap();
        assert_eq!(addresses(&table), [Own { link: 14, ip, prefix }]);
    }
}

#[test]
fn routes_tell_where_to_by_whom_and_for_whom() {
    let (any, any6) = (inet("0.0.0.0"), inet("::"));
    let router = inet("192.168.1.1");
    let table = [
        // The default route, whose mask is empty.
        route(14, 0x803, THREE, &[&any, &router, &[]]),
        // One for those who are bound to another interface.
        route(7, 0x803 | SCOPED, THREE, &[&any, &inet("10.0.0.1"), &[]]),
        // The home network itself, through no gateway.
        route(14, 0x1, THREE, &[&inet("192.168.1.0"), &hardware("", &[]), &mask(4, &[255; 3])]),
        // One host, by a way of its own.
        route(14, 0x807, TWO, &[&inet("198.51.100.7"), &router]),
        // Half of the world, through a tunnel.
        route(20, 0x1, THREE, &[&inet("128.0.0.0"), &hardware("utun3", &[]), &mask(4, &[128])]),
        route(14, 0x803, THREE, &[&any6, &inet("fe80:e::1"), &[]]),
        // What is not to be reached, and the system's own idle tunnels.
        route(14, 0x803 | REJECT, THREE, &[&any, &router, &[]]),
        route(21, 0x803 | SCOPED, THREE, &[&any6, &inet("fe80:15::"), &[]]),
    ]
    .concat();
    let read: Vec<_> = ways(&table)
        .iter()
        .map(|way| (way.link, way.prefix, way.gateway.map(|ip| ip.to_string()), way.scoped))
        .collect();
    let by = |ip: &str| Some(ip.to_owned());
    assert_eq!(
        read,
        [
            (14, 0, by("192.168.1.1"), false),
            (7, 0, by("10.0.0.1"), true),
            (14, 24, None, false),
            (14, 32, by("192.168.1.1"), false),
            (20, 1, None, false),
            (14, 0, by("fe80::1"), false),
        ]
    );
}

#[test]
fn a_neighbour_is_there_when_its_hardware_address_is_known() {
    let (router, own) = ([2, 0, 0, 0, 0, 9], [2, 0, 0, 0, 0, 1]);
    let table = [
        route(14, 0x405, TWO, &[&inet("192.168.1.1"), &hardware("", &router)]),
        route(14, 0x405, TWO, &[&inet("192.168.1.2"), &hardware("", &[])]),
        route(14, 0x405 | REJECT, TWO, &[&inet("192.168.1.3"), &hardware("", &[])]),
        route(14, 0x405, TWO, &[&inet("fe80:e::1"), &hardware("", &router)]),
        route(9, 0x405, TWO, &[&inet("10.0.0.1"), &hardware("", &own)]),
    ]
    .concat();
    let read: Vec<_> = neighbours(&table, 14, &["fe80::1".parse().unwrap()])
        .iter()
        .map(|entry| (entry.ip.to_string(), entry.state, entry.router))
        .collect();
    assert_eq!(
        read,
        [
            ("192.168.1.1".to_owned(), Neighbour::Present, false),
            ("192.168.1.2".to_owned(), Neighbour::Unknown, false),
            ("192.168.1.3".to_owned(), Neighbour::Absent, false),
            ("fe80::1".to_owned(), Neighbour::Present, true),
        ]
    );
}

#[test]
fn only_the_answer_to_our_own_question_counts() {
    for to in ["192.0.2.1", "2001:db8::1"] {
        let mut reply = question(to.parse().unwrap(), 7);
        let put = |reply: &mut Vec<u8>, at: usize, bytes: &[u8]| {
            reply[at..at + bytes.len()].copy_from_slice(bytes);
        };
        put(&mut reply, layout::ROUTE_PROCESS, &400_u32.to_ne_bytes());
        assert_eq!(answer(&reply, 400, 7), Some(Answer::Nowhere), "no interface yet");
        put(&mut reply, layout::ROUTE_INDEX, &14_u16.to_ne_bytes());
        assert_eq!(answer(&reply, 400, 7), Some(Answer::Out(14)));
        assert_eq!(answer(&reply, 401, 7), None, "somebody else's");
        assert_eq!(answer(&reply, 400, 8), None, "an earlier one");
        put(&mut reply, layout::ROUTE_FLAGS, &REJECT.to_ne_bytes());
        assert_eq!(answer(&reply, 400, 7), Some(Answer::Nowhere), "a route to nowhere");
        put(&mut reply, layout::ROUTE_FLAGS, &[0; 4]);
        put(&mut reply, layout::ROUTE_ERROR, &3_u32.to_ne_bytes());
        assert_eq!(answer(&reply, 400, 7), Some(Answer::Nowhere), "an error");
    }
}

fn read_all(bytes: &[u8]) {
    let _ = (interfaces(bytes), addresses(bytes), ways(bytes), neighbours(bytes, 14, &[]));
    let _ = answer(bytes, 400, 7);
}

proptest! {
    #[test]
    fn any_bytes_are_read_to_an_end(bytes: Vec<u8>) {
        read_all(&bytes);
    }

    /// What has the form of a message and says anything.
    #[test]
    fn any_message_is_read_to_an_end(
        kind in prop::sample::select(vec![kind::GET, kind::NEW_ADDRESS, kind::INTERFACE]),
        which: u32,
        body in prop::collection::vec(any::<u8>(), 0..300),
        length: u16,
        lies: bool,
    ) {
        let mut bytes = message(kind, 4, &[], &[&body]);
        for at in [layout::ROUTE_ADDRESSES, layout::ADDRESS_ADDRESSES] {
            if let Some(place) = bytes.get_mut(at..at + 4) {
                place.copy_from_slice(&which.to_ne_bytes());
            }
        }
        if lies {
            bytes[..2].copy_from_slice(&length.to_ne_bytes());
        }
        read_all(&bytes);
    }
}
