//! What the kernel reports, read from its own structures.

use super::*;

#[test]
fn this_computer_answers_every_question() {
    let mut net = Linux::open().unwrap();
    let links = net.links().unwrap();
    for link in &links {
        net.addresses(link.index).unwrap();
        net.neighbours(link.index).unwrap();
    }
    net.default_routes().unwrap();
    net.way_to("192.0.2.1".parse().unwrap()).unwrap();
}

#[test]
fn an_address_for_ever_is_manual_and_one_for_a_time_is_a_lease() {
    use netlink_packet_route::address::CacheInfo;
    for (ip, valid, advertised, source) in [
        ("192.168.1.23", 3600, false, Source::Lease),
        ("192.168.1.23", u32::MAX, false, Source::Manual),
        ("169.254.7.9", u32::MAX, false, Source::LinkLocal),
        ("fe80::1", u32::MAX, false, Source::LinkLocal),
        ("2001:db8::5", 86_400, false, Source::Lease),
        // Some routers advertise prefixes that never expire.
        ("fd00::5", u32::MAX, true, Source::Lease),
        ("2001:db8::5", u32::MAX, false, Source::Manual),
    ] {
        let mut cache = CacheInfo::default();
        cache.ifa_valid = valid;
        let mut message = AddressMessage::default();
        message.attributes = vec![
            AddressAttribute::Address(ip.parse().unwrap()),
            AddressAttribute::CacheInfo(cache),
        ];
        if advertised {
            message
                .attributes
                .push(AddressAttribute::Protocol(AddressProtocol::RouterAnnouncement));
        }
        assert_eq!(address(&message).unwrap().source, source, "{ip} {valid}");
    }
}
