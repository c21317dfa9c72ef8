//! The table at the end: what was measured here and what is normal, for the engineer.
//!
//! Apart because these are figures with their ranges, while everything above them is sentences.

use crate::analysis::loss::{Loser, LossSplit, Share};
use crate::evidence::{Evidence, Layer, Outcome};
use crate::render::sentence::milliseconds;
use crate::report::Report;
use crate::report::digest::Measures;
use crate::text::words::sheet as say;
use crate::text::{Lang, Tr, figures};

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Row {
    pub(in crate::render) label: &'static str,
    pub(in crate::render) here: String,
    /// Empty where nothing is more normal than anything else.
    pub(in crate::render) normal: String,
}

/// Good enough for calls (CATALOGUE T1).
const GOOD_RSSI: &str = "-67 dBm";
/// Good enough for calls (CATALOGUE T2).
const GOOD_SNR: &str = "25 dB";
/// A radio hop without a queue answers in less (VOICE's own table; N11 speaks from 30 ms on).
const GOOD_HOP_MS: f64 = 10.0;
/// From here on a line answers late (CATALOGUE W05).
const GOOD_LINE_MS: f64 = 60.0;
/// From here on other traffic is worth a word (C06).
const QUIET_MBPS: f64 = 1.0;

/// What was measured, from the radio outwards.
pub(super) fn rows(report: &Report, evidence: &Evidence, verbose: bool, lang: Lang) -> Vec<Row> {
    let radio_found = report.findings.iter().any(|entry| entry.rule.layer == Layer::Radio);
    let mut rows = Vec::new();
    rows.extend(network(evidence, lang));
    rows.extend(radio(report, verbose || radio_found, lang));
    rows.extend(path(report, verbose, lang));
    rows.extend(proxy_script(evidence, lang));
    if verbose {
        rows.extend(other_traffic(evidence, lang));
    }
    rows
}

fn network(evidence: &Evidence, lang: Lang) -> Option<Row> {
    let link = evidence.wifi.measured()?.link.measured()?;
    let name = match &link.ssid {
        Outcome::Measured(ssid) if ssid.is_empty() => say::HIDDEN_NETWORK.get(lang).to_owned(),
        Outcome::Measured(ssid) => ssid.to_string(),
        _ => say::UNSHOWN_NAME.get(lang).to_owned(),
    };
    let channel = link.channel().zip(link.band()).map_or_else(String::new, |(channel, band)| {
        let width = link.width_mhz.measured().copied();
        format!(", {}", say::channel(channel, band, width, lang))
    });
    Some(Row {
        label: say::NETWORK.get(lang),
        here: format!("{name}{channel}"),
        normal: String::new(),
    })
}

/// The script that chooses a proxy for each page, which nothing here goes by.
fn proxy_script(evidence: &Evidence, lang: Lang) -> Option<Row> {
    let script = evidence.between.measured()?.proxy_script.as_ref()?;
    let here = match &script.host {
        host if host.is_empty() => say::SCRIPT_LOOKED_FOR.get(lang).to_owned(),
        host => host.to_string(),
    };
    Some(Row { label: say::PROXY_SCRIPT.get(lang), here, normal: String::new() })
}

fn radio(report: &Report, all: bool, lang: Lang) -> Vec<Row> {
    let Some(radio) = &report.analysis.radio else { return Vec::new() };
    let range = if radio.rssi_low_dbm == radio.rssi_high_dbm {
        String::new()
    } else {
        format!(" ({})", say::from_to(radio.rssi_low_dbm, radio.rssi_high_dbm, lang))
    };
    let mut rows = vec![Row {
        label: say::SIGNAL.get(lang),
        here: format!("{} dBm{range}", radio.rssi_median_dbm),
        normal: say::or_better(GOOD_RSSI, lang),
    }];
    if !all {
        return rows;
    }
    if let Some(snr_db) = radio.snr_db {
        rows.push(Row {
            label: say::SIGNAL_OVER_NOISE.get(lang),
            here: format!("{snr_db} dB"),
            normal: say::or_better(GOOD_SNR, lang),
        });
    }
    let rate = |mbps: Option<f64>| mbps.map(|mbps| figures::decimal(mbps, 0, lang));
    if let Some(here) =
        say::rates(rate(radio.tx_mbps).as_deref(), rate(radio.rx_mbps).as_deref(), lang)
    {
        let normal = rate(radio.possible_mbps).map_or_else(String::new, |r| say::up_to(&r, lang));
        rows.push(Row { label: say::RADIO_RATE.get(lang), here, normal });
    }
    rows
}

fn path(report: &Report, verbose: bool, lang: Lang) -> Vec<Row> {
    let loss = report.analysis.loss.as_ref();
    let delay = report.analysis.delay.as_ref();
    let share_lost = |share: Share| say::lost(share.seen(), Some((share.low, share.high)), lang);
    let cells = |lost: Option<String>, ms: Option<f64>| {
        let cells: Vec<_> = lost.into_iter().chain(ms.map(|ms| milliseconds(ms, lang))).collect();
        (!cells.is_empty()).then(|| cells.join(", "))
    };
    let none_lost = figures::percent(0.0, 2, lang);
    let under = |ms: f64| say::under(&milliseconds(ms, lang), lang);
    let gateway = loss.and_then(|split| split.gateway);
    let mut rows = Vec::new();
    let mut row = |label: Tr, here: Option<String>, normal: String| {
        rows.extend(here.map(|here| Row { label: label.get(lang), here, normal }));
    };
    row(
        say::TO_ROUTER,
        cells(gateway.map(share_lost), delay.and_then(|split| split.gateway).map(|d| d.median_ms)),
        format!("{none_lost}, {}", under(GOOD_HOP_MS)),
    );
    if verbose {
        row(
            say::TO_PROVIDER,
            cells(None, delay.and_then(|split| split.first_hop).map(|d| d.median_ms)),
            String::new(),
        );
    }
    row(
        say::TO_INTERNET,
        cells(loss.map(|split| share_lost(split.far)), delay.map(|split| split.far.median_ms)),
        if gateway.is_some() {
            say::SAME_AS_ROUTER.get(lang).to_owned()
        } else {
            none_lost.clone()
        },
    );
    // A few percent that may be chance would read as a statement.
    let says = |s: &&LossSplit| {
        gateway.is_some()
            && (s.line_cleared().is_some() || matches!(s.loser, Loser::Line | Loser::Both))
    };
    let line_lost = loss.filter(says).map(|s| say::lost(s.beyond, None, lang));
    row(
        say::LINE_ALONE,
        cells(line_lost, delay.and_then(|split| split.line).map(|d| d.median_ms)),
        format!("{none_lost}, {}", under(GOOD_LINE_MS)),
    );
    rows
}

/// The figures that are shared, rounded as they came.
pub(super) fn shared(measures: &Measures, lang: Lang) -> Vec<Row> {
    let row =
        |label: Tr, here: String, normal: String| Row { label: label.get(lang), here, normal };
    let cells = |lost: Option<f64>, ms: Option<f64>| {
        let lost = lost.map(|share| say::lost(share, None, lang));
        let cells: Vec<_> = lost.into_iter().chain(ms.map(|ms| milliseconds(ms, lang))).collect();
        (!cells.is_empty()).then(|| cells.join(", "))
    };
    let none_lost = figures::percent(0.0, 2, lang);
    let under = |ms: f64| format!("{none_lost}, {}", say::under(&milliseconds(ms, lang), lang));
    let signal = measures
        .rssi_dbm
        .map(|dbm| row(say::SIGNAL, format!("{dbm} dBm"), say::or_better(GOOD_RSSI, lang)));
    let hop = cells(measures.hop_loss, measures.gateway_ms);
    let hop = hop.map(|here| row(say::TO_ROUTER, here, under(GOOD_HOP_MS)));
    let line = cells(measures.beyond_loss, None);
    let line = line.map(|here| row(say::LINE_ALONE, here, none_lost.clone()));
    let far = cells(None, measures.far_ms);
    let far = far.map(|here| row(say::TO_INTERNET, here, String::new()));
    [signal, hop, line, far].into_iter().flatten().collect()
}

fn other_traffic(evidence: &Evidence, lang: Lang) -> Option<Row> {
    let mbps = evidence.traffic.measured()?.foreign_mbps()?;
    let limit = format!("{} Mbit/s", figures::significant(QUIET_MBPS, 2, lang));
    Some(Row {
        label: say::OTHER_TRAFFIC.get(lang),
        here: format!("{} Mbit/s", figures::significant(mbps, 2, lang)),
        normal: say::under(&limit, lang),
    })
}
