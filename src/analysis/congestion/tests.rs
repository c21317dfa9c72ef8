//! The advice: right in single cases, and the same again once it was followed, whatever the air.

use super::{Action, Advice, Air};
use crate::evidence::composed::{Changed, network};
use crate::evidence::networks::{Channel, Load, Network, Networks, Scan};
use crate::evidence::wifi::{Band, Security, channel_of_mhz};
use crate::evidence::{Foreign, Outcome, Why};
use proptest::prelude::*;

const OWN: &str = "02:00:00:00:01:00";

/// The home's access point and its neighbours after a scan, in a country with the composed channels.
fn around(own: Network, others: impl IntoIterator<Item = Network>) -> Changed {
    Changed::healthy_wifi()
        .link(|link| {
            link.freq_mhz = own.freq_mhz;
            link.busy_percent = Outcome::Unavailable(Why::NotReported);
        })
        .networks(|networks| {
            networks.heard = std::iter::once(own).chain(others).collect();
        })
}

fn own(freq_mhz: u32) -> Network {
    Network { bssid: OWN.to_owned(), associated: true, ..network("HomeNet", freq_mhz, -45) }
}

/// So many neighbours on a frequency.
fn many(count: usize, freq_mhz: u32, rssi_dbm: i32) -> impl Iterator<Item = Network> {
    (0..count).map(move |n| network(&format!("{freq_mhz}-{n}"), freq_mhz, rssi_dbm))
}

fn percent(changed: &Changed) -> Option<f64> {
    changed.0.wifi.measured()?.link.measured()?.busy_percent.measured().copied()
}

fn air(changed: &Changed) -> Air {
    Air::of(changed.0.networks.measured().unwrap(), percent(changed)).unwrap()
}

fn advice(changed: &Changed) -> (Action, u32) {
    let advice = air(changed).advice[0];
    (advice.action, advice.channel)
}

fn busy(changed: Changed, percent: f64) -> Changed {
    changed.link(|link| link.busy_percent = Outcome::Measured(percent))
}

#[test]
fn a_move_has_to_be_worth_it() {
    for (on_1, on_6, expected) in [
        (0, 0, (Action::Stay, 1)),
        (3, 3, (Action::Stay, 1)),
        (4, 3, (Action::Stay, 1)),
        (5, 3, (Action::Change, 6)),
        (1, 0, (Action::Change, 6)),
    ] {
        let others = many(on_1, 2412, -57).chain(many(on_6, 2437, -57)).chain(many(9, 2462, -57));
        assert_eq!(advice(&around(own(2412), others)), expected, "{on_1} {on_6}");
    }
    let faint = around(own(2412), many(6, 2412, -89));
    assert_eq!(advice(&faint), (Action::Stay, 1));
}

#[test]
fn the_gain_is_the_part_of_the_busy_time_that_goes_away() {
    let others = many(4, 2412, -57).chain(many(1, 2437, -57)).chain(many(2, 2462, -57));
    let [Advice { gain, .. }] = air(&around(own(2412), others)).advice[..] else { panic!() };
    assert!((gain - 0.75).abs() < 1e-9, "{gain}");
}

#[test]
fn what_is_measured_says_what_the_neighbours_are_worth() {
    let few = || many(1, 2412, -60).chain(many(1, 2437, -62));
    let others = || many(5, 2412, -60).chain(many(1, 2437, -62));
    for (changed, percent, expected) in [
        (around(own(2412), others()), 4.0, (Action::Stay, 1)),
        (around(own(2412), others()), 30.0, (Action::Change, 11)),
        (around(own(2412), few()), 80.0, (Action::Change, 11)),
        // Nobody else is there: what keeps it busy comes along.
        (around(own(2412), many(1, 2437, -60)), 80.0, (Action::Stay, 1)),
        (around(own(2412), many(1, 2437, -60)), f64::NAN, (Action::Stay, 1)),
        (around(own(2412), others()), f64::INFINITY, (Action::Change, 11)),
    ] {
        assert_eq!(advice(&busy(changed, percent)), expected, "{percent}");
    }
}

#[test]
fn the_homes_own_devices_take_the_busy_air_along() {
    let loaded = |stations| {
        let mut own = own(2412);
        own.load = Some(Load { stations, utilisation: 204, admission_capacity: 0 });
        around(own, many(1, 2412, -60))
    };
    assert_eq!(advice(&loaded(2)), (Action::Change, 6));
    assert_eq!(advice(&loaded(12)), (Action::Stay, 1));
    // A field that counts nobody although we are there is not kept up.
    assert_eq!(air(&loaded(0)).busy, None);
}

#[test]
fn an_access_points_word_about_its_channel_counts_once() {
    let says = |mut network: Network, utilisation| {
        network.load = Some(Load { stations: 1, utilisation, admission_capacity: 0 });
        network
    };
    let loud = says(network("Loud", 2412, -55), 204);
    let idle = many(6, 2437, -60).map(|network| says(network, 10));
    let others = std::iter::once(loud).chain(idle).chain(many(3, 2462, -60));
    assert_eq!(advice(&around(own(2412), others)), (Action::Change, 6));
}

#[test]
fn in_between_channels_are_left_when_a_neighbour_is_across_them() {
    assert_eq!(advice(&around(own(2422), many(1, 2412, -70))), (Action::Change, 6));
    assert_eq!(advice(&around(own(2422), many(1, 2462, -70))), (Action::Stay, 3));
    assert_eq!(advice(&around(own(2422), many(1, 2412, -83))), (Action::Stay, 3));
    // Four lanes, where everybody keeps to them.
    let four = many(1, 2432, -60).chain(many(1, 2472, -60));
    let changed = around(own(2452), four);
    assert_eq!(advice(&changed), (Action::Stay, 9));
    assert!(!air(&changed).odd);
    let changed = changed.hearing(network("Three", 2437, -60));
    assert!(air(&changed).odd);
    assert_eq!(advice(&changed), (Action::Change, 1));
}

#[test]
fn all_that_belongs_to_the_home_is_no_neighbour() {
    let guest = Network { bssid: "06:00:00:00:01:01".to_owned(), ..network("Guest", 2412, -70) };
    let mesh = network("HomeNet", 2412, -60);
    let changed = around(own(2412), [guest, mesh]);
    let air = air(&changed);
    assert_eq!((air.names, air.near, air.sensed), (2, 0, 0));
    assert_eq!(advice(&changed), (Action::Stay, 1));
    // A hotspot's name is nobody's own.
    let open = |network| Network { security: Some(Security::Open), ..network };
    let hotspot = network("HomeNet", 2412, -60);
    let changed = around(open(own(2412)), many(3, 2437, -60).chain([open(hotspot)]));
    assert_eq!(super::Air::of(changed.0.networks.measured().unwrap(), None).unwrap().near, 1);
}

#[test]
fn nobody_is_sent_onto_another_access_point_of_the_home() {
    let mesh = many(1, 2437, -60).map(|one| Network { ssid: Foreign::new("HomeNet"), ..one });
    let others = many(4, 2412, -60).chain(mesh).chain(many(1, 2462, -75));
    assert_eq!(advice(&around(own(2412), others)), (Action::Change, 11));
}

#[test]
fn many_names_of_one_neighbour_count_once() {
    let names = |last: &'static [&str]| {
        last.iter().map(|last| Network {
            bssid: format!("02:00:00:aa:bb:{last}"),
            ..network(last, 2412, -60)
        })
    };
    let changed = around(own(2412), names(&["00", "01", "02", "0f"]));
    assert_eq!(air(&changed).near, 1);
    let apart = names(&["00", "01"])
        .zip([-50, -55])
        .map(|(network, rssi_dbm)| Network { rssi_dbm: Some(rssi_dbm), ..network });
    assert_eq!(air(&around(own(2412), apart)).near, 2);
}

#[test]
fn where_one_may_only_listen_or_whisper_nobody_is_sent() {
    let crowded = || around(own(5180), many(5, 5220, -57));
    assert_eq!(advice(&crowded()), (Action::Stay, 36), "all else is for radar");
    for (power_dbm, expected) in
        [(13, (Action::Stay, 36)), (14, (Action::Stay, 36)), (30, (Action::Change, 149))]
    {
        let changed = crowded().networks(|networks| {
            let Outcome::Measured(channels) = &mut networks.channels else { panic!() };
            let like = channels[13];
            channels.extend((0..4).map(|n| {
                let freq_mhz = 5745 + 20 * n;
                Channel { freq_mhz, max_power_dbm: Some(power_dbm), ..like }
            }));
        });
        assert_eq!(advice(&changed), expected, "{power_dbm}");
    }
    let unknown = crowded().networks(|networks| {
        networks.channels = Outcome::Unavailable(Why::NotReported);
    });
    assert_eq!(advice(&unknown), (Action::Stay, 36));
}

#[test]
fn on_6_ghz_the_advice_is_a_channel_that_stations_look_at() {
    let own = Network { center_mhz: 5985, ..own(5975) };
    let others = many(4, 5975, -57).map(|one| Network { center_mhz: 5985, ..one });
    let changed = around(own, others).networks(|networks| {
        let Outcome::Measured(channels) = &mut networks.channels else { panic!() };
        let like = channels[0];
        channels.extend((0..12).map(|n| {
            let freq_mhz = 5955 + 20 * n;
            Channel { freq_mhz, ..like }
        }));
    });
    assert_eq!(advice(&changed), (Action::Change, 21));
}

#[test]
fn each_band_of_the_home_gets_its_own_advice() {
    let own = own(5180);
    let second = network("HomeNet", 2412, -50);
    let changed = around(own, many(4, 2412, -60).chain([second]));
    let advice = air(&changed).advice;
    let short: Vec<_> = advice.iter().map(|a| (a.band, a.action, a.channel)).collect();
    assert_eq!(
        short,
        [(Band::Five, Action::Stay, 36), (Band::Two, Action::Change, 6)],
        "{advice:?}"
    );
}

#[test]
fn a_list_of_our_own_channel_alone_advises_nothing() {
    let changed = around(own(2412), many(5, 2412, -60).chain(many(1, 2422, -60)));
    let cached = |changed: Changed| changed.networks(|networks| networks.scan = Scan::Cached);
    assert_eq!(air(&cached(changed.clone())).advice, []);
    assert!(!air(&changed).advice.is_empty());
    let elsewhere = cached(changed.hearing(network("Elsewhere", 2437, -80)));
    assert!(!air(&elsewhere).advice.is_empty());
}

/// As the router's menu does it: the home's access points of that channel move together.
fn followed(mut networks: Networks, advice: &Advice) -> Networks {
    let own = networks.own().unwrap().clone();
    let to_mhz = match advice.band {
        Band::Two => 2407 + 5 * advice.channel,
        Band::Five => 5000 + 5 * advice.channel,
        Band::Six => 5950 + 5 * advice.channel,
    };
    assert_eq!(channel_of_mhz(to_mhz), Some(advice.channel));
    for one in &mut networks.heard {
        let ours = one.bssid[2..14] == own.bssid[2..14] || one.ssid == own.ssid;
        if one.freq_mhz == own.freq_mhz && ours {
            one.freq_mhz = to_mhz;
            one.center_mhz = match advice.band {
                Band::Two => to_mhz,
                Band::Five | Band::Six => to_mhz + u32::from(one.width_mhz.max(20) - 20) / 2,
            };
        }
    }
    networks
}

fn neighbours() -> impl Strategy<Value = Network> {
    let freqs = prop_oneof![
        3 => (0_u32..13).prop_map(|n| 2412 + 5 * n),
        1 => prop::sample::select(vec![2412, 2437, 2462]),
        2 => (0_u32..8).prop_map(|n| 5180 + 20 * n),
        1 => (0_u32..8).prop_map(|n| 5745 + 20 * n),
    ];
    let loads = prop::option::weighted(0.3, any::<u8>());
    let shape = (prop::sample::select(vec![20_u16, 40, 80, 160]), 0_u32..4, any::<bool>());
    (freqs, -95..-30_i32, loads, shape, 0_u8..12, any::<[u8; 3]>()).prop_map(
        |(freq_mhz, rssi_dbm, load, (width_mhz, at, above), name, [a, b, c])| {
            let mut one = network(["Ana", "HomeNet"][usize::from(name == 0)], freq_mhz, rssi_dbm);
            one.bssid = format!("{a:02x}:00:00:00:{:02x}:{c:02x}", b % 8);
            if freq_mhz < 5000 {
                one.width_mhz = width_mhz.min(40);
                let half = u32::from(one.width_mhz - 20) / 2;
                one.center_mhz = if above { freq_mhz + half } else { freq_mhz - half };
            } else {
                one.width_mhz = width_mhz;
                let parts = u32::from(width_mhz) / 20;
                one.center_mhz = freq_mhz + 10 * (parts - 1) - 20 * (at % parts);
            }
            one.load = load.map(|utilisation| Load {
                stations: u16::from(c),
                utilisation,
                admission_capacity: 0,
            });
            one
        },
    )
}

fn worlds() -> impl Strategy<Value = Networks> {
    let owns = (neighbours(), prop::sample::select(vec![20_u16, 40, 80]));
    (owns, prop::collection::vec(neighbours(), 0..16), any::<bool>()).prop_map(
        |((mut own, width_mhz), others, wide)| {
            let two = own.freq_mhz < 5000;
            own.width_mhz = if two { 20 } else { width_mhz };
            let blocks = u32::from(own.width_mhz) / 20;
            let first = if own.freq_mhz < 5700 { 5180 } else { 5745 };
            own.center_mhz = own.freq_mhz;
            if !two {
                let at = (own.freq_mhz - first) / 20 / blocks * blocks;
                own.center_mhz = first + 20 * at + 10 * (blocks - 1);
            }
            own.associated = true;
            own.ssid = Foreign::new("HomeNet");
            let changed = around(own, others).networks(|networks| {
                let Outcome::Measured(channels) = &mut networks.channels else { panic!() };
                let like = channels[0];
                if wide {
                    channels.extend((0..8).map(|n| Channel { freq_mhz: 5745 + 20 * n, ..like }));
                }
            });
            changed.0.networks.measured().unwrap().clone()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn who_follows_the_advice_is_told_to_stay(
        networks in worlds(),
        before in prop::option::of(0.0..100.0_f64),
        after in prop::option::of(0.0..100.0_f64),
    ) {
        let advice = Air::of(&networks, before).unwrap().advice[0];
        if advice.action == Action::Change {
            let again = followed(networks, &advice);
            let now = Air::of(&again, after).unwrap().advice[0];
            prop_assert_eq!(now.action, Action::Stay, "{:?} then {:?}", advice, now);
            prop_assert_eq!(now.channel, advice.channel);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_numbers_at_all_give_an_advice_within_bounds(
        numbers in prop::collection::vec(
            (any::<u32>(), any::<u16>(), any::<u32>(), any::<Option<u32>>(), any::<Option<i32>>(),
             ".{0,17}", any::<(u16, u8, u16)>()),
            0..20,
        ),
        bands in prop::collection::vec(2400_u32..7200, 20),
        percent in prop::option::of(any::<f64>()),
    ) {
        let mut heard: Vec<Network> = numbers.into_iter().zip(bands).map(
            |((freq_mhz, width_mhz, center_mhz, second_center_mhz, rssi_dbm, bssid, load), band)| {
                let mut one = network("Any", 2412, -50);
                one.freq_mhz = if freq_mhz % 4 == 0 { freq_mhz } else { band };
                (one.width_mhz, one.center_mhz) = (width_mhz, center_mhz);
                one.second_center_mhz = second_center_mhz;
                (one.rssi_dbm, one.bssid) = (rssi_dbm, bssid);
                let (stations, utilisation, admission_capacity) = load;
                one.load = Some(Load { stations, utilisation, admission_capacity });
                one
            }).collect();
        if let Some(first) = heard.first_mut() {
            first.associated = true;
        }
        let changed = around(own(2412), []).networks(|networks| networks.heard = heard);
        let air = Air::of(changed.0.networks.measured().unwrap(), percent);
        for advice in air.iter().flat_map(|air| &air.advice) {
            prop_assert!((0.0..=1.0).contains(&advice.gain), "{:?}", advice);
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "measures how long it takes")]
fn a_thousand_networks_are_judged_at_once() {
    let freqs = [2412, 2437, 2462, 5180, 5200, 5220, 5500];
    let others = (0..1000).map(|n: u32| {
        let mut one = network("Ana", freqs[n as usize % 7], -40 - i32::try_from(n % 50).unwrap());
        one.bssid = format!("02:00:00:{:02x}:{:02x}:00", n / 256, n % 256);
        one
    });
    let changed = around(own(5180), others);
    let took = (0..5).map(|_| {
        let start = std::time::Instant::now();
        air(&changed);
        start.elapsed()
    });
    let best = took.min().unwrap();
    assert!(best.as_millis() < 20, "{best:?}");
}
