//! What of a report may leave the house: a list of what is allowed, as a type.
//!
//! It is apart because every shared form (the [`code`], the [`text`]) is made from it and from nothing
//! else. It holds codes, numbers with units and a time, and no field of it could hold a name, an
//! address or a key, so that none of these can be shared by mistake.

pub(crate) mod code;
pub(crate) mod text;

use super::coverage::{NotTested, RuledOut};
use super::{Entry, Report};
use crate::analysis::Analysis;
use crate::evidence::host::Medium;
use crate::evidence::wifi::Band;
use crate::evidence::{Asked, Evidence, Os, Run};
use crate::rules::{Argument, Finding, Rule};

/// A report without anything that tells whose it is.
#[derive(Debug, Clone)]
pub(crate) struct Digest {
    /// When it was measured, by the clock of that computer; `None` where that could not be read.
    pub(crate) made: Option<jiff::civil::DateTime>,
    /// From UTC to that clock's zone. The zone's name would say where somebody lives.
    pub(crate) zone: Option<jiff::tz::Offset>,
    /// The version that measured: numbers and points.
    pub(crate) version: String,
    pub(crate) os: Os,
    /// From the start to the end of the run; 0 where it was not told.
    pub(crate) took_ms: u64,
    /// With numbers as the only arguments, what nobody misses left out, and without an analysis.
    pub(crate) report: Report,
    pub(crate) measures: Measures,
}

/// What was measured, as far as it tells nothing about whose it is. `None` where it was not.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Measures {
    /// The kind of link under test.
    pub(crate) link: Option<LinkKind>,
    /// Median over the run.
    pub(crate) rssi_dbm: Option<i32>,
    /// Shares, 0 to 1.
    pub(crate) hop_loss: Option<f64>,
    pub(crate) beyond_loss: Option<f64>,
    /// Median round trips.
    pub(crate) gateway_ms: Option<f64>,
    pub(crate) far_ms: Option<f64>,
}

/// Kinds of link, with the band where it is a radio.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkKind {
    Cable,
    Radio(Band),
}

impl Digest {
    /// The shareable part of a report.
    pub(crate) fn of(report: &Report, evidence: &Evidence) -> Self {
        // Read without the system's list of zones, so that every computer reads the same.
        let started = jiff::fmt::temporal::Pieces::parse(&evidence.run.started).ok();
        let digits = |c: &char| c.is_ascii_digit() || *c == '.';
        Self {
            made: started.as_ref().and_then(clock),
            zone: started.as_ref().and_then(jiff::fmt::temporal::Pieces::to_numeric_offset),
            version: evidence.run.version.chars().take_while(digits).take(12).collect(),
            os: evidence.run.os,
            took_ms: evidence.run.took_ms,
            report: shareable(report),
            measures: Measures::of(report, evidence),
        }
    }

    /// Evidence of the run with nothing in it but the run itself, as the page of a report wants it.
    pub(crate) fn evidence(&self) -> Evidence {
        let started = self.made.map_or_else(String::new, |made| {
            // Without a zone only the day came along.
            self.zone.map_or_else(|| made.date().to_string(), |zone| format!("{made}{zone}"))
        });
        Evidence::not_asked(Run {
            version: self.version.clone(),
            os: self.os,
            started,
            took_ms: self.took_ms,
            first_verdict_ms: None,
            bytes_sent: 0,
            bytes_received: 0,
            asked: Asked::default(),
        })
    }

    /// The root cause, or the likeliest candidate for it.
    fn cause(&self) -> Option<&'static Rule> {
        let conclusion = self.report.conclusion.as_ref()?;
        conclusion.cause.or_else(|| conclusion.candidates.first().map(|one| one.rule))
    }
}

/// The minute of a time, by its own clock.
fn clock(at: &jiff::fmt::temporal::Pieces<'_>) -> Option<jiff::civil::DateTime> {
    let time = at.time()?;
    Some(at.date().at(time.hour(), time.minute(), 0, 0))
}

/// The report with numbers as its only arguments.
fn shareable(report: &Report) -> Report {
    let Report { conclusion, findings, ruled_out, not_tested, analysis: _ } = report;
    Report {
        conclusion: conclusion.clone(),
        findings: findings
            .iter()
            .map(|Entry { rule, finding, explained_by }| Entry {
                rule,
                finding: Finding {
                    arguments: numbers(&finding.arguments, &rule.text.es.argument_names()),
                    ..finding.clone()
                },
                explained_by: *explained_by,
            })
            .collect(),
        ruled_out: ruled_out
            .iter()
            .map(|RuledOut { layer, codes, arguments }| RuledOut {
                layer: *layer,
                codes: codes.clone(),
                arguments: numbers(arguments, &FIGURES),
            })
            .collect(),
        not_tested: not_tested
            .iter()
            .filter(|entry| entry.is_missed())
            .map(|NotTested { layer, codes, why }| NotTested {
                layer: *layer,
                codes: codes.clone(),
                why: *why,
            })
            .collect(),
        analysis: Analysis::default(),
    }
}

/// The figures that stand behind a layer that was ruled out.
const FIGURES: [&str; 4] = ["lost", "rssi", "rtt", "sent"];

/// The arguments of these names that are numbers, in the names' order. What is a name or an address
/// is not taken, whatever it says.
fn numbers(
    arguments: &[(&'static str, Argument)],
    names: &[&'static str],
) -> Vec<(&'static str, Argument)> {
    let is_number = |argument: &Argument| match argument {
        Argument::Share(_)
        | Argument::Count(_)
        | Argument::Dbm(_)
        | Argument::Db(_)
        | Argument::Ms(_)
        | Argument::Seconds(_)
        | Argument::Mbps(_) => true,
        Argument::Ip(_) | Argument::Name(_) => false,
    };
    let with_name =
        |name: &&'static str| arguments.iter().find(|(of, value)| of == name && is_number(value));
    names.iter().filter_map(with_name).cloned().collect()
}

impl Measures {
    fn of(report: &Report, evidence: &Evidence) -> Self {
        let (loss, delay) = (report.analysis.loss.as_ref(), report.analysis.delay.as_ref());
        let medium = evidence.host.measured().and_then(crate::evidence::Host::medium);
        let band = || evidence.wifi.measured()?.link.measured()?.band().map(LinkKind::Radio);
        Self {
            link: match medium {
                Some(Medium::Cable) => Some(LinkKind::Cable),
                Some(Medium::Wifi) => band(),
                _ => None,
            },
            rssi_dbm: report.analysis.radio.as_ref().map(|radio| radio.rssi_median_dbm),
            hop_loss: loss.and_then(|split| split.gateway).map(|share| share.seen()),
            beyond_loss: loss.filter(|split| split.gateway.is_some()).map(|split| split.beyond),
            gateway_ms: delay.and_then(|split| split.gateway).map(|delay| delay.median_ms),
            far_ms: delay.map(|split| split.far.median_ms),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Foreign;
    use crate::evidence::between::{ProxyAnswer, SetIn};
    use crate::evidence::composed::{Changed, network};
    use serde_json::Value;

    /// Homes that hold as many names and addresses as there are fields for them.
    fn homes() -> Vec<Evidence> {
        let full = || {
            Changed::healthy_wifi()
                .hearing(network("Familia Ortega", 2437, -60))
                .proxy(SetIn::Session, ProxyAnswer::Unknown)
                .through_tunnel(|_| {})
                .service(|service| service.host = Foreign::new("bank.example"))
        };
        [
            full(),
            full().losing(10, 10),
            full().losing(0, 10),
            full().rssi(-88),
            full().not_joined(|_| {}),
        ]
        .map(|changed| changed.0)
        .to_vec()
    }

    /// Every string of the evidence that may be anything becomes a secret of its own.
    fn planted(evidence: &Evidence) -> (Evidence, Vec<String>) {
        let mut whole = serde_json::to_value(evidence).unwrap();
        let (mut evidence, mut secrets) = (evidence.clone(), Vec::new());
        for pointer in strings(&whole, String::new()) {
            // Letters of several scripts, of which no part is in a text of ours.
            let secret = format!("Zq{}ñ漢ж☕xW", secrets.len());
            let before = std::mem::replace(
                whole.pointer_mut(&pointer).unwrap(),
                Value::from(secret.clone()),
            );
            match serde_json::from_value(whole.clone()) {
                Ok(changed) => {
                    evidence = changed;
                    secrets.push(secret);
                }
                // A name of a closed list, a number, an address: not a place for a secret.
                Err(_) => *whole.pointer_mut(&pointer).unwrap() = before,
            }
        }
        (evidence, secrets)
    }

    fn strings(value: &Value, pointer: String) -> Vec<String> {
        match value {
            Value::String(_) => vec![pointer],
            Value::Array(items) => {
                let each = items.iter().enumerate();
                each.flat_map(|(at, item)| strings(item, format!("{pointer}/{at}"))).collect()
            }
            Value::Object(fields) => fields
                .iter()
                .flat_map(|(key, item)| {
                    strings(
                        item,
                        format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")),
                    )
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn no_secret_planted_anywhere_is_shared_nor_any_part_of_one() {
        let mut kinds = 0;
        for home in homes() {
            let (evidence, secrets) = planted(&home);
            kinds = kinds.max(secrets.len());
            let digest = Digest::of(&Report::of(&evidence), &evidence);
            let shared = format!("{}{}", text::write(&digest, None), code::write(&digest));
            for secret in &secrets {
                for part in ["Zq", "xW", "ñ", "漢", "ж", "☕", secret] {
                    assert!(!shared.contains(part), "{part} in {shared}");
                }
            }
            // Addresses cannot be planted: all that are there are looked for.
            for address in ["192.168", "02:00:00", "1.1.1.1", "8.8.8.8", "198.51"] {
                assert!(!shared.contains(address), "{address} in {shared}");
            }
        }
        assert!(kinds >= 60, "only {kinds} places for secrets");
    }
}
