//! Whole pages against expected files, in every language, and what must hold of any page.
//!
//! The reports are put together by hand, so that a page changes when its layout or its words do and
//! not when a rule is judged otherwise; that is what `tests/networks/` is for.

use super::{COLUMNS, View, text};
use crate::analysis::Analysis;
use crate::analysis::delay::{Delay, DelaySplit};
use crate::analysis::loss::{Loser, LossSplit, Share};
use crate::analysis::radio::RadioState;
use crate::evidence::composed::Changed;
use crate::evidence::host::{Interface, Medium};
use crate::evidence::{Evidence, Foreign, Layer, Os, Outcome, Why};
use crate::expected;
use crate::report::coverage::{NotTested, NotTestedWhy, RuledOut};
use crate::report::{Candidate, Conclusion, Entry, Experiment, Report, State};
use crate::rules::{self, Argument, Finding, Severity, Side};
use crate::text::Lang;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr as _;

fn delay(median_ms: f64) -> Delay {
    Delay { samples: 400, min_ms: median_ms - 1.0, median_ms, p95_ms: median_ms + 4.0 }
}

fn share(lost: u64, low: f64, high: f64) -> Share {
    Share { lost, sent: 498, low, high }
}

/// What a run over Wi-Fi with so much lost on the hop would say.
fn analysis(gateway: Option<Share>, far: Share, loser: Loser) -> Analysis {
    Analysis {
        air: None,
        names: None,
        reach: None,
        loss: Some(LossSplit {
            gateway,
            far,
            each_far: Vec::new(),
            beyond: 0.0,
            loser,
            rounds: 166,
            confidence: 0.97,
        }),
        delay: Some(DelaySplit {
            gateway: gateway.map(|_| delay(14.2)),
            first_hop: Some(delay(19.0)),
            far: delay(31.0),
            each_far: Vec::new(),
            hop: None,
            line: gateway.map(|_| delay(16.6)),
        }),
        radio: Some(RadioState {
            samples: 20,
            rssi_median_dbm: -82,
            rssi_low_dbm: -85,
            rssi_high_dbm: -79,
            rssi_deviation_db: 1.6,
            snr_db: Some(10),
            tx_mbps: Some(58.5),
            rx_mbps: Some(65.0),
            possible_mbps: Some(866.7),
            retries: Some(0.18),
        }),
    }
}

fn conclusion(state: State) -> Conclusion {
    Conclusion {
        state,
        cause: None,
        side: None,
        severity: None,
        confidence: None,
        candidates: Vec::new(),
        contributors: Vec::new(),
        experiment: None,
    }
}

fn whole(layer: Layer, why: NotTestedWhy) -> NotTested {
    NotTested { layer, codes: Vec::new(), why }
}

fn ruled_out(layer: Layer, arguments: Vec<(&'static str, Argument)>) -> RuledOut {
    RuledOut { layer, codes: Vec::new(), arguments }
}

fn counts(lost: u64) -> Vec<(&'static str, Argument)> {
    vec![("lost", Argument::Count(lost)), ("sent", Argument::Count(498))]
}

fn entry(code: &str, confidence: f64, arguments: Vec<(&'static str, Argument)>) -> Entry {
    let rule = rules::by_code(code).unwrap();
    let finding = Finding { severity: rule.worst, confidence, arguments, evidence: &[] };
    Entry { rule, finding, explained_by: None }
}

fn not_yet() -> Vec<NotTested> {
    let unsupported = NotTestedWhy::Evidence(Why::NotSupported);
    vec![
        whole(Layer::Names, unsupported),
        whole(Layer::Web, unsupported),
        whole(Layer::Throughput, NotTestedWhy::Evidence(Why::NotAsked)),
        whole(Layer::Service, NotTestedWhy::Evidence(Why::NotAsked)),
    ]
}

fn healthy() -> (Report, Evidence) {
    let mut radio = counts(0);
    radio.push(("rssi", Argument::Dbm(-51)));
    let mut router = counts(0);
    router.push(("rtt", Argument::Ms(3.2)));
    let report = Report {
        conclusion: Some(Conclusion { confidence: Some(0.9), ..conclusion(State::Healthy) }),
        findings: Vec::new(),
        ruled_out: vec![
            ruled_out(Layer::Host, Vec::new()),
            ruled_out(Layer::Radio, radio),
            ruled_out(Layer::Addresses, Vec::new()),
            ruled_out(Layer::Router, router),
            ruled_out(Layer::Line, counts(0)),
        ],
        not_tested: not_yet(),
        analysis: analysis(Some(share(0, 0.0, 0.0077)), share(0, 0.0, 0.0077), Loser::Nobody),
    };
    (report, Changed::healthy_wifi().0)
}

fn wifi_loss() -> (Report, Evidence) {
    let entry = entry(
        "wifi-loses-packets",
        0.97,
        vec![("share", Argument::Share(0.0904)), ("lost", Argument::Count(45))],
    );
    let report = Report {
        conclusion: Some(Conclusion {
            cause: Some(entry.rule),
            side: Some(Side::Wifi),
            severity: Some(Severity::Problem),
            confidence: Some(0.97),
            ..conclusion(State::Problem)
        }),
        findings: vec![entry],
        ruled_out: vec![
            ruled_out(Layer::Host, Vec::new()),
            ruled_out(Layer::Addresses, Vec::new()),
            ruled_out(Layer::Line, counts(46)),
        ],
        not_tested: not_yet(),
        analysis: analysis(Some(share(45, 0.069, 0.119)), share(46, 0.07, 0.121), Loser::Hop),
    };
    let evidence = Changed::healthy_wifi().with(|evidence| {
        if let Outcome::Measured(host) = &mut evidence.host {
            host.tunnel = Some("wg0".to_owned());
        }
    });
    (report, evidence.0)
}

fn wifi_off() -> (Report, Evidence) {
    let entry = entry("wifi-off", 0.99, Vec::new());
    let report = Report {
        conclusion: Some(Conclusion {
            cause: Some(entry.rule),
            side: Some(Side::Computer),
            severity: Some(Severity::Hard),
            confidence: Some(0.99),
            ..conclusion(State::Problem)
        }),
        findings: vec![entry],
        ruled_out: Vec::new(),
        not_tested: [Layer::Radio, Layer::Joining, Layer::Addresses, Layer::Router, Layer::Line]
            .map(|layer| whole(layer, NotTestedWhy::Because("wifi-off")))
            .to_vec(),
        analysis: Analysis::default(),
    };
    let evidence = Changed::healthy_wifi().not_joined(|_| ());
    (report, evidence.0)
}

fn cannot_tell() -> (Report, Evidence) {
    let candidate = |code| Candidate { rule: rules::by_code(code).unwrap(), weight: 0.5 };
    let report = Report {
        conclusion: Some(Conclusion {
            candidates: vec![candidate("wifi-loses-packets"), candidate("wifi-off")],
            experiment: Some(Experiment::ByCable),
            ..conclusion(State::Inconclusive)
        }),
        findings: Vec::new(),
        ruled_out: vec![ruled_out(Layer::Host, Vec::new())],
        not_tested: not_yet(),
        analysis: analysis(None, share(46, 0.07, 0.121), Loser::HopOrLine),
    };
    let evidence = Changed::healthy_wifi().with(|evidence| {
        if let Outcome::Measured(host) = &mut evidence.host {
            host.container = true;
            host.interfaces.push(Interface {
                name: "eth0".to_owned(),
                medium: Medium::Cable,
                up: true,
                running: false,
                driver: Outcome::Unavailable(Why::NotReported),
                default_route_metric: None,
            });
        }
    });
    (report, evidence.0)
}

/// A Mac that does not show the network's name to this program.
fn name_not_shown() -> (Report, Evidence) {
    let (report, mut evidence) = healthy();
    evidence.run.os = Os::Macos;
    if let Outcome::Measured(wifi) = &mut evidence.wifi
        && let Outcome::Measured(link) = &mut wifi.link
    {
        link.ssid = Outcome::Unavailable(Why::LocationOff);
        link.bssid = Outcome::Unavailable(Why::LocationOff);
    }
    (report, evidence)
}

fn pages() -> Vec<(&'static str, (Report, Evidence))> {
    vec![
        ("healthy", healthy()),
        ("wifi-loss", wifi_loss()),
        ("wifi-off", wifi_off()),
        ("cannot-tell", cannot_tell()),
        ("name-not-shown", name_not_shown()),
    ]
}

fn view(lang: Lang, plain: bool) -> View {
    View { lang, plain, verbose: false, colour: false }
}

#[test]
fn pages_are_as_they_were_read_and_approved() {
    for (name, (report, evidence)) in pages() {
        for lang in Lang::ALL {
            for (plain, end) in [(false, "txt"), (true, "plain.txt")] {
                let page = text(&report, &evidence, view(lang, plain));
                let file = format!("src/render/frames/{name}.{}.{end}", lang.tag());
                expected::file(&file, &page);
            }
        }
    }
}

#[test]
fn colour_only_adds_to_the_first_word() {
    for (name, (report, evidence)) in pages() {
        let page = text(&report, &evidence, view(Lang::Es, false));
        let coloured = text(&report, &evidence, View { colour: true, ..view(Lang::Es, false) });
        assert!(coloured.starts_with("\u{1b}[1;3"), "{name}");
        let mut bare = coloured;
        while let Some(start) = bare.find('\u{1b}') {
            let end = start + bare[start..].find('m').unwrap();
            bare.replace_range(start..=end, "");
        }
        assert_eq!(bare, page, "{name}");
    }
}

#[test]
fn a_screen_reader_gets_no_drawing_and_no_columns() {
    for (name, (report, evidence)) in pages() {
        for lang in Lang::ALL {
            let page = text(&report, &evidence, view(lang, true));
            assert!(!page.contains("--") || page.contains("--quick"), "{name}: {page}");
            assert!(!page.contains("   "), "{name}: {page}");
            assert!(!page.contains("\n\n"), "{name}: {page}");
        }
    }
}

#[test]
fn every_page_keeps_its_width_and_says_more_when_asked() {
    for (name, (report, evidence)) in pages() {
        for lang in Lang::ALL {
            let short = text(&report, &evidence, view(lang, false));
            let long = text(&report, &evidence, View { verbose: true, ..view(lang, false) });
            assert!(long.len() > short.len() || name == "wifi-off", "{name}");
            for line in short.lines().chain(long.lines()) {
                assert!(line.width() <= COLUMNS, "{name}: {line}");
                assert_eq!(line, line.trim_end(), "{name}");
            }
        }
    }
}

#[test]
fn every_rule_has_a_page_of_its_own_in_every_language() {
    for rule in rules::ALL {
        for lang in Lang::ALL {
            let page = super::page(rule, lang);
            assert!(page.starts_with(rule.code));
            assert!(page.lines().all(|line| line.width() <= COLUMNS), "{page}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_from_outside_breaks_the_page(
        ssid: Vec<u8>,
        system: String,
        name in "[a-z0-9 \\x00-\\x1f\\u{200b}-\\u{202e}\\u{4e00}-\\u{4e2f}]{0,60}",
        median_ms in proptest::num::f64::ANY,
        rssi_dbm: i32,
        took_ms: u64,
        plain: bool,
        verbose: bool,
    ) {
        for (_, (mut report, mut evidence)) in pages() {
            evidence.run.version.clone_from(&name);
            evidence.run.started = system.clone();
            evidence.run.took_ms = took_ms;
            if let Outcome::Measured(host) = &mut evidence.host {
                host.tunnel = Some(name.clone());
                host.interfaces[0].medium = Medium::Cable;
                host.interfaces[0].name.clone_from(&name);
                if let Outcome::Measured(under_test) = &mut host.under_test {
                    under_test.name.clone_from(&name);
                }
            }
            if let Outcome::Measured(wifi) = &mut evidence.wifi
                && let Outcome::Measured(link) = &mut wifi.link
            {
                link.ssid = Outcome::Measured(Foreign::new(ssid.clone()));
            }
            if let Some(radio) = &mut report.analysis.radio {
                radio.rssi_median_dbm = rssi_dbm;
            }
            if let Some(split) = &mut report.analysis.delay {
                split.far = delay(median_ms);
            }
            for lang in Lang::ALL {
                let view = View { lang, plain, verbose, colour: false };
                let page = text(&report, &evidence, view);
                prop_assert!(page.chars().all(|c| c == '\n' || !c.is_control()), "{}", page);
                for line in page.lines() {
                    prop_assert!(line.width() <= COLUMNS, "{}", line);
                }
            }
        }
    }
}
