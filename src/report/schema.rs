//! The wire types of the JSON report: the head is a contract from the first day.
//!
//! They are apart from the report's own types so that these can change without changing what
//! scripts read. A field is never renamed or reused within a schema number.

pub(crate) mod networks;
pub(crate) mod walk;

use super::coverage::NotTestedWhy;
use super::{Report, State};
use crate::analysis::names::NamesState;
use crate::evidence::latency::Target;
use crate::evidence::{Evidence, Layer, Outcome};
use crate::rules::{Argument, Severity, Side};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The number of this format.
pub(crate) const SCHEMA: u32 = 1;

/// The JSON report.
#[derive(Debug, Serialize)]
pub(crate) struct Json {
    pub(crate) schema: u32,
    pub(crate) tool: Tool,
    pub(crate) verdict: VerdictJson,
    pub(crate) contributors: Vec<&'static str>,
    pub(crate) findings: Vec<FindingJson>,
    pub(crate) ruled_out: Vec<RuledOutJson>,
    pub(crate) not_tested: Vec<NotTestedJson>,
    /// Local time with its zone.
    pub(crate) started: String,
    pub(crate) took_ms: u64,
    pub(crate) bytes_sent: u64,
    pub(crate) bytes_received: u64,
    /// What was measured; single samples only when asked for.
    pub(crate) evidence: Value,
}

#[derive(Debug, Serialize)]
pub(crate) struct Tool {
    pub(crate) name: &'static str,
    /// The version that judged.
    pub(crate) version: &'static str,
    /// The version that measured.
    pub(crate) measured_by: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct VerdictJson {
    pub(crate) state: State,
    pub(crate) cause: Option<&'static str>,
    pub(crate) side: Option<Side>,
    pub(crate) severity: Option<Severity>,
    pub(crate) confidence: Option<f64>,
    pub(crate) candidates: Vec<CandidateJson>,
    pub(crate) experiment: Option<super::Experiment>,
}

#[derive(Debug, Serialize)]
pub(crate) struct CandidateJson {
    pub(crate) code: &'static str,
    pub(crate) side: Side,
    pub(crate) weight: f64,
}

#[derive(Debug, Serialize)]
pub(crate) struct FindingJson {
    pub(crate) code: &'static str,
    pub(crate) layer: Layer,
    pub(crate) side: Side,
    pub(crate) severity: Severity,
    pub(crate) confidence: f64,
    pub(crate) arguments: Map<String, Value>,
    pub(crate) evidence: &'static [&'static str],
    pub(crate) explained_by: Option<&'static str>,
}

#[derive(Debug, Serialize)]
pub(crate) struct RuledOutJson {
    pub(crate) layer: Layer,
    pub(crate) codes: Vec<&'static str>,
    pub(crate) arguments: Map<String, Value>,
}

#[derive(Debug, Serialize)]
pub(crate) struct NotTestedJson {
    pub(crate) layer: Layer,
    pub(crate) codes: Vec<&'static str>,
    /// A kebab-case reason; `because` names the hard failure below.
    pub(crate) why: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) because: Option<&'static str>,
}

impl Json {
    /// The report as it goes out. A verdict that is still open goes out as inconclusive.
    pub(crate) fn of(report: &Report, evidence: &Evidence, raw: bool) -> Self {
        let conclusion = report.conclusion.as_ref();
        Self {
            schema: SCHEMA,
            tool: Tool {
                name: env!("CARGO_PKG_NAME"),
                version: env!("CARGO_PKG_VERSION"),
                measured_by: evidence.run.version.clone(),
            },
            verdict: VerdictJson {
                state: conclusion.map_or(State::Inconclusive, |c| c.state),
                cause: conclusion.and_then(|c| c.cause).map(|rule| rule.code),
                side: conclusion.and_then(|c| c.side),
                severity: conclusion.and_then(|c| c.severity),
                confidence: conclusion.and_then(|c| c.confidence).map(rounded),
                candidates: conclusion.map_or_else(Vec::new, |c| {
                    c.candidates
                        .iter()
                        .map(|candidate| CandidateJson {
                            code: candidate.rule.code,
                            side: candidate.rule.side,
                            weight: rounded(candidate.weight),
                        })
                        .collect()
                }),
                experiment: conclusion.and_then(|c| c.experiment),
            },
            contributors: conclusion
                .map_or_else(Vec::new, |c| c.contributors.iter().map(|rule| rule.code).collect()),
            findings: report
                .findings
                .iter()
                .map(|entry| FindingJson {
                    code: entry.rule.code,
                    layer: entry.rule.layer,
                    side: entry.rule.side,
                    severity: entry.finding.severity,
                    confidence: rounded(entry.finding.confidence),
                    arguments: arguments(&entry.finding.arguments),
                    evidence: entry.finding.evidence,
                    explained_by: entry.explained_by,
                })
                .collect(),
            ruled_out: report
                .ruled_out
                .iter()
                .map(|out| RuledOutJson {
                    layer: out.layer,
                    codes: out.codes.clone(),
                    arguments: arguments(&out.arguments),
                })
                .collect(),
            not_tested: report
                .not_tested
                .iter()
                .map(|entry| {
                    let (why, because) = match entry.why {
                        NotTestedWhy::Because(code) => (json!("lower-layer-failed"), Some(code)),
                        NotTestedWhy::Evidence(why) => (json!(why), None),
                        NotTestedWhy::NotEnough => (json!("not-enough-to-tell"), None),
                        NotTestedWhy::Pending => (json!("interrupted"), None),
                    };
                    NotTestedJson { layer: entry.layer, codes: entry.codes.clone(), why, because }
                })
                .collect(),
            started: evidence.run.started.clone(),
            took_ms: evidence.run.took_ms,
            bytes_sent: evidence.run.bytes_sent,
            bytes_received: evidence.run.bytes_received,
            evidence: summary(evidence, report, raw),
        }
    }
}

/// Two decimals carry all the meaning that a confidence has.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// Arguments with their units in the keys.
fn arguments(arguments: &[(&'static str, Argument)]) -> Map<String, Value> {
    arguments
        .iter()
        .map(|(name, argument)| {
            let three = |value: f64| json!((value * 1000.0).round() / 1000.0);
            match argument {
                Argument::Share(share) => ((*name).to_owned(), json!((share * 1e4).round() / 1e4)),
                Argument::Count(count) => ((*name).to_owned(), json!(count)),
                Argument::Dbm(dbm) => (format!("{name}_dbm"), json!(dbm)),
                Argument::Db(db) => (format!("{name}_db"), three(*db)),
                Argument::Ms(ms) => (format!("{name}_ms"), three(*ms)),
                Argument::Seconds(seconds) => (format!("{name}_s"), three(*seconds)),
                Argument::Mbps(mbps) => (format!("{name}_mbps"), three(*mbps)),
                Argument::Ip(ip) => ((*name).to_owned(), json!(ip)),
                Argument::Name(text) => ((*name).to_owned(), json!(text.to_string())),
            }
        })
        .collect()
}

/// The evidence with each target's probes summed up, unless the single ones were asked for.
fn summary(evidence: &Evidence, report: &Report, raw: bool) -> Value {
    let mut value = serde_json::to_value(evidence).unwrap_or_else(|_| {
        // A pending part is never written: an open run is shown without its parts.
        json!({ "run": evidence.run })
    });
    if raw {
        return value;
    }
    let targets = evidence.latency.measured().map_or(&[][..], |latency| &latency.targets);
    for (at, target) in targets.iter().enumerate() {
        let Some(shown) = value.pointer_mut(&format!("/latency/data/targets/{at}")) else {
            continue;
        };
        if let Some(fields) = shown.as_object_mut() {
            fields.remove("probes");
            fields.insert("rounds".to_owned(), summed_up(target));
        }
    }
    let resolvers = report.analysis.names.iter().flat_map(NamesState::all);
    for (at, resolver) in resolvers.enumerate() {
        let shown = value.pointer_mut(&format!("/names/data/resolvers/{at}"));
        if let Some(fields) = shown.and_then(Value::as_object_mut) {
            fields.remove("lookups");
            fields.insert(
                "answers".to_owned(),
                json!({
                    "asked": resolver.asked,
                    "failed": resolver.failed,
                    "uncached_median_ms": resolver.median_ms,
                    "unregistered_with_address": resolver.invented,
                }),
            );
        }
    }
    if let (Some(shown), Outcome::Measured(_)) =
        (value.pointer_mut("/wifi/data/link/data"), &evidence.wifi)
        && let (Some(fields), Some(radio)) = (shown.as_object_mut(), &report.analysis.radio)
    {
        fields.remove("samples");
        fields.insert(
            "signal".to_owned(),
            json!({
                "samples": radio.samples,
                "rssi_median_dbm": radio.rssi_median_dbm,
                "rssi_low_dbm": radio.rssi_low_dbm,
                "rssi_high_dbm": radio.rssi_high_dbm,
                "snr_db": radio.snr_db,
                "tx_mbps": radio.tx_mbps,
                "rx_mbps": radio.rx_mbps,
            }),
        );
    }
    value
}

fn summed_up(target: &Target) -> Value {
    let mut rtt_ms: Vec<f64> = target.probes.iter().filter_map(|probe| probe.rtt_ms).collect();
    rtt_ms.sort_by(f64::total_cmp);
    let at = |share: usize| rtt_ms.get((rtt_ms.len().saturating_sub(1)) * share / 100);
    json!({
        "sent": target.probes.len(),
        "lost": target.probes.len() - rtt_ms.len(),
        "rtt_min_ms": rtt_ms.first(),
        "rtt_median_ms": at(50),
        "rtt_p95_ms": at(95),
    })
}
