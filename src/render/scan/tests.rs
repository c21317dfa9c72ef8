//! Pages as a person sees them, and what no name from outside may do to them.

use super::*;
use crate::analysis::congestion::Air;
use crate::evidence::composed::{Changed, network};
use crate::evidence::networks::Channel;
use crate::evidence::wifi::Security;
use crate::evidence::{Foreign, Outcome};
use crate::expected;
use proptest::prelude::*;

/// A block of flats: a home on three bands, its guests' name, and neighbours of all kinds.
fn flats() -> Networks {
    let mut networks = Changed::healthy_wifi().0.networks.measured().unwrap().clone();
    networks.scan = Scan::Driver;
    let own = |ssid: &str, freq_mhz, rssi_dbm, bssid: &str| Network {
        bssid: bssid.to_owned(),
        ..network(ssid, freq_mhz, rssi_dbm)
    };
    networks.heard = vec![
        Network { associated: true, ..own("HomeNet", 5180, -48, "02:00:00:00:01:00") },
        Network {
            security: Some(Security::Open),
            ..own("HomeNet guests", 5180, -49, "06:00:00:00:01:00")
        },
        own("HomeNet", 2427, -44, "02:00:00:00:02:00"),
        Network {
            width_mhz: 160,
            center_mhz: 6025,
            ..own("HomeNet", 5975, -55, "02:00:00:00:03:00")
        },
        network("Vecinos del ático", 2412, -62),
        network("Café «El Búho» con terraza y jardín", 2437, -66),
        Network { security: Some(Security::WpaWpa2), ..network("我的网络", 2437, -71) },
        network("", 2437, -75),
        Network { security: Some(Security::Wep), ..network("evil\u{1b}[2J\u{202e}", 2462, -78) },
        network("FRITZ!Box 7590", 2462, -83),
        Network { security: Some(Security::Wpa2Wpa3Enterprise), ..network("eduroam", 5260, -70) },
        network("Vecinos del ático", 5180, -69),
        Network { rssi_dbm: None, ..network("MOVISTAR_5G", 5500, -90) },
    ];
    networks.heard.sort_by_key(|network| std::cmp::Reverse(network.rssi_dbm));
    for (at, network) in networks.heard.iter_mut().enumerate() {
        network.age_ms = (at != 3).then_some(1500 * at as u64);
    }
    let six = (0..59).map(|n| Channel {
        freq_mhz: 5955 + 20 * n,
        disabled: false,
        passive: false,
        radar: false,
        max_power_dbm: Some(23),
    });
    if let Outcome::Measured(channels) = &mut networks.channels {
        channels.extend(six);
    }
    networks
}

fn page(networks: &Networks, cached: bool, view: View, signs: Signs) -> String {
    let seen = Seen::of(networks);
    let air = Air::of(networks, None);
    let advice = air.as_ref().map(|air| air.advice.as_slice());
    Page { networks, seen: &seen, advice, cached }.text(view, signs)
}

fn view(lang: Lang) -> View {
    View { lang, plain: false, verbose: false, colour: false }
}

#[test]
fn pages_are_as_they_were_read_and_approved() {
    for lang in Lang::ALL {
        for (signs, plain, end) in [
            (Signs::Blocks, false, "txt"),
            (Signs::Ascii, false, "ascii.txt"),
            (Signs::Blocks, true, "plain.txt"),
        ] {
            let page = page(&flats(), false, View { plain, ..view(lang) }, signs);
            expected::file(&format!("src/render/frames/scan.{}.{end}", lang.tag()), &page);
        }
    }
}

#[test]
fn a_screen_reader_gets_no_drawing_and_no_columns() {
    for lang in Lang::ALL {
        let page = page(&flats(), false, View { plain: true, ..view(lang) }, Signs::Blocks);
        assert!(!page.contains("  ") && !page.contains('█') && !page.contains('^'), "{page}");
    }
}

#[test]
fn without_unicode_only_the_names_and_words_are_beyond_ascii() {
    let drawn = page(&flats(), false, view(Lang::En), Signs::Ascii);
    let chart = drawn.lines().filter(|line| line.starts_with("full") || line.starts_with("free"));
    let mut lines = 0;
    for line in chart {
        lines += 1;
        assert!(line.is_ascii(), "{line}");
    }
    assert_eq!(lines, 6, "{drawn}");
}

#[test]
fn colour_only_adds_to_the_joined_network() {
    let bare = page(&flats(), false, view(Lang::Es), Signs::Blocks);
    let coloured = page(&flats(), false, View { colour: true, ..view(Lang::Es) }, Signs::Blocks);
    assert_ne!(coloured, bare);
    assert_eq!(coloured.replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""), bare);
}

#[test]
fn the_age_of_a_list_nobody_listened_for_is_said() {
    let mut networks = flats();
    let said = |networks: &Networks, cached| {
        page(networks, cached, view(Lang::En), Signs::Ascii).replace('\n', " ")
    };
    assert!(said(&networks, false).contains("I listened just now"));
    networks.scan = Scan::Cached;
    let cached = said(&networks, true);
    assert!(cached.contains("already heard, 0 to 18 s ago") && !cached.contains("not let me"));
    assert!(said(&networks, false).contains("does not let me listen anew"));
    networks.heard.retain(|network| network.associated);
    let alone = said(&networks, true);
    assert!(alone.contains("does not mean that there are no neighbours"), "{alone}");
    assert!(alone.contains("advise no channel"), "{alone}");
    networks.heard.clear();
    let nobody = said(&networks, true);
    assert!(nobody.contains("no Wi-Fi network is in sight"), "{nobody}");
    assert!(nobody.contains("do not know which one is yours"), "{nobody}");
}

#[test]
fn a_chart_of_all_channels_of_6_ghz_fits_and_marks_our_own() {
    let networks = flats();
    let mut own = networks.heard.iter().find(|one| one.freq_mhz == 5975).unwrap().clone();
    own.associated = true;
    let channels: Vec<Taken> =
        Seen::of(&networks).channels.into_iter().filter(|taken| taken.band == Band::Six).collect();
    assert_eq!(channels.len(), 59);
    for lang in Lang::ALL {
        let lines = chart(&channels, Some(&own), Signs::Ascii, lang);
        assert!(lines.iter().all(|line| line.width() <= COLUMNS), "{lines:?}");
        let marks = lines.last().unwrap();
        // Eight channels of 20 MHz, the second of them the primary.
        assert!(marks.contains("-^------ "), "{marks}");
    }
}

#[test]
fn names_of_one_radio_stand_together() {
    let page = page(&flats(), false, view(Lang::En), Signs::Ascii);
    let lines: Vec<&str> = page.lines().collect();
    let own = lines.iter().position(|line| line.starts_with("> HomeNet ")).unwrap();
    assert!(lines[own + 1].starts_with("  + HomeNet guests"), "{page}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_from_outside_breaks_the_page(
        name: Vec<u8>,
        rssi_dbm in proptest::option::of(any::<i32>()),
        age_ms: Option<u64>,
        freq_mhz in 2400..7200_u32,
        width_mhz: u16,
        center_mhz: u32,
        plain: bool,
    ) {
        let mut networks = flats();
        let hostile = Network {
            ssid: Foreign::new(name),
            rssi_dbm,
            age_ms,
            freq_mhz,
            width_mhz,
            center_mhz,
            associated: true,
            ..networks.heard[0].clone()
        };
        networks.heard[0] = hostile;
        for lang in Lang::ALL {
            let page = page(&networks, true, View { plain, ..view(lang) }, Signs::Blocks);
            prop_assert!(page.chars().all(|c| c == '\n' || !c.is_control()), "{}", page);
            for line in page.lines() {
                prop_assert!(line.width() <= COLUMNS, "{}", line);
            }
        }
    }
}
