//! Reading a share text back, out of whatever it was pasted into.
//!
//! Apart from writing because what comes in is anybody's text: it is capped, nothing in it is
//! believed without its checksum, and what is missing is said.

use super::super::{Digest, FIGURES, LinkKind, Measures, clock};
use super::values::{self, argument, named};
use super::{CHECK, MARK, checked, tag};
use crate::analysis::Analysis;
use crate::evidence::wifi::Band;
use crate::evidence::{Layer, Why};
use crate::report::coverage::{NotTested, NotTestedWhy, RuledOut};
use crate::report::{Candidate, Conclusion, Entry, Report, State};
use crate::rules::{self, Argument, Finding, Rule, Severity};
use std::collections::BTreeMap;

/// Bytes of a paste that are looked at: a long e-mail with its history.
const MOST_BYTES: usize = 256 * 1024;
/// Words that a line of ours has at most, with room for what a later layout adds.
const MOST_WORDS: usize = 24;

/// A share text that was read.
#[derive(Debug, Clone)]
pub(crate) struct Pasted {
    pub(crate) digest: Digest,
    pub(crate) ticket: Option<String>,
    /// Lines that the text had and that did not come through.
    pub(crate) missing_lines: usize,
}

/// Why something is no share text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoText {
    /// There is no header in it.
    NoHeader,
    /// A newer version made it.
    Newer,
    /// The header came through, and the verdict did not.
    NoVerdict,
    /// It names a cause that this version does not know.
    UnknownCause,
}

/// Reads the first share text in a paste.
pub(crate) fn read(paste: &str) -> Result<Pasted, NoText> {
    let words = words(paste);
    let (header, seed, rest) = header(&words).ok_or_else(|| {
        let newer = |word: &String| {
            word.strip_prefix("wd").and_then(|n| n.parse::<u32>().ok()).is_some_and(|n| n > 1)
        };
        if words.iter().any(newer) { NoText::Newer } else { NoText::NoHeader }
    })?;
    let lines = lines(rest, &seed);
    let wanted = fields(header).get("n").and_then(|n| n.parse().ok()).unwrap_or(0_usize);
    let missing_lines = wanted.saturating_sub(lines.len());
    let records = records(&lines);
    let report = report(&records)?;
    let ticket = records.get(tag::TICKET).and_then(|words| fields(words).get("id").copied());
    let ticket = ticket.map(str::to_owned);
    let digest = digest(&fields(header), &records, report);
    Ok(Pasted { digest, ticket, missing_lines })
}

/// The words of a paste, without what mail and chat put around and into them.
fn words(paste: &str) -> Vec<String> {
    let end = paste.len().min(MOST_BYTES);
    let paste = &paste[..paste.floor_char_boundary(end)];
    let paste = [("&gt;", ">"), ("&#35;", "#"), ("&nbsp;", " "), ("&#61;", "="), ("&amp;", "&")]
        .into_iter()
        .fold(paste.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain));
    let plain = |c: char| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{200b}'..='\u{200f}'
        | '\u{2018}'..='\u{201f}'
        | '\u{2060}'
        | '\u{feff}'
        | '>'
        | '|'
        | '`'
        | '*'
        | '"'
        | '\''
        | '\u{ab}'
        | '\u{bb}' => ' ',
        c => c.to_ascii_lowercase(),
    };
    let paste: String = paste.chars().map(plain).collect();
    paste.split_whitespace().map(str::to_owned).collect()
}

fn is_check(word: &str) -> Option<&str> {
    word.strip_prefix('#').filter(|check| check.len() == CHECK)
}

/// The words of the header, its checksum and what follows it.
fn header(words: &[String]) -> Option<(&[String], String, &[String])> {
    words.iter().enumerate().filter(|(_, word)| *word == MARK).find_map(|(start, _)| {
        let rest = &words[start..];
        let end = rest.iter().take(MOST_WORDS).position(|word| is_check(word).is_some())?;
        let check = is_check(&rest[end])?;
        let right = checked(&rest[..end].join(" "), "") == check;
        right.then(|| (&rest[1..end], check.to_owned(), &rest[end + 1..]))
    })
}

/// The lines whose checksum is right, each once, whatever stands between them.
fn lines<'a>(words: &'a [String], seed: &str) -> Vec<&'a [String]> {
    let mut lines: Vec<&[String]> = Vec::new();
    let mut start = 0;
    for (at, word) in words.iter().enumerate() {
        let Some(check) = is_check(word) else { continue };
        let from = start.max(at.saturating_sub(MOST_WORDS));
        let line = (from..at)
            .map(|from| &words[from..at])
            .find(|line| checked(&line.join(" "), seed) == check);
        if let Some(line) = line
            && !lines.contains(&line)
        {
            lines.push(line);
        }
        start = at + 1;
    }
    lines
}

/// The words of each tag, of all its lines in their order.
fn records<'a>(lines: &[&'a [String]]) -> BTreeMap<&'a str, Vec<String>> {
    let mut records: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for line in lines {
        if let Some((tag, words)) = line.split_first() {
            records.entry(tag).or_default().extend(words.iter().cloned());
        }
    }
    records
}

/// The first value of each key.
fn fields(words: &[String]) -> BTreeMap<&str, &str> {
    words.iter().rev().filter_map(|word| word.split_once('=')).collect()
}

fn digest(
    header: &BTreeMap<&str, &str>,
    records: &BTreeMap<&str, Vec<String>>,
    report: Report,
) -> Digest {
    let took = records.get(tag::MEASURES).and_then(|words| argument(fields(words).get("took")?));
    let at = header.get("at").map(|at| at.to_ascii_uppercase());
    let at = at.as_deref().and_then(|at| jiff::fmt::temporal::Pieces::parse(at).ok());
    Digest {
        made: at.as_ref().and_then(clock),
        zone: at.as_ref().and_then(jiff::fmt::temporal::Pieces::to_numeric_offset),
        version: header.get("v").map_or_else(String::new, |version| {
            version.chars().filter(|c| c.is_ascii_digit() || *c == '.').take(12).collect()
        }),
        os: header.get("os").and_then(|os| named(os)).unwrap_or(crate::evidence::Os::Linux),
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a cast that saturates"
        )]
        took_ms: match took {
            Some(Argument::Seconds(seconds)) => (seconds * 1000.0) as u64,
            _ => 0,
        },
        report,
        measures: measures(records),
    }
}

fn report(records: &BTreeMap<&str, Vec<String>>) -> Result<Report, NoText> {
    let verdict = records.get(tag::VERDICT).ok_or(NoText::NoVerdict)?;
    let words = fields(verdict);
    let get = |key: &str| words.get(key).copied();
    let state: State = get("state").and_then(named).ok_or(NoText::NoVerdict)?;
    let cause = match get("cause") {
        Some(code) => Some(rules::by_code(code).ok_or(NoText::UnknownCause)?),
        None => None,
    };
    if (state == State::Problem) != cause.is_some() {
        return Err(NoText::NoVerdict);
    }
    let also = verdict.iter().filter_map(|word| word.strip_prefix("also="));
    let conclusion = Conclusion {
        state,
        cause,
        side: get("side").and_then(named),
        severity: get("sev").and_then(named),
        confidence: get("sure").and_then(share),
        candidates: candidates(records),
        contributors: also.filter_map(rules::by_code).collect(),
        experiment: get("try").and_then(named),
    };
    let findings = records.iter().filter_map(|(tag, words)| {
        let number: u32 = tag.strip_prefix(tag::FINDING)?.parse().ok()?;
        Some((number, entry(words)?))
    });
    let mut findings: Vec<(u32, Entry)> = findings.collect();
    findings.sort_by_key(|(number, _)| *number);
    Ok(Report {
        findings: findings.into_iter().map(|(_, entry)| entry).collect(),
        ruled_out: ruled_out(records),
        not_tested: not_tested(records, cause),
        conclusion: Some(conclusion),
        analysis: Analysis::default(),
    })
}

fn share(value: &str) -> Option<f64> {
    match argument(value)? {
        Argument::Share(share) if (0.0..=1.0).contains(&share) => Some(share),
        _ => None,
    }
}

fn candidates(records: &BTreeMap<&str, Vec<String>>) -> Vec<Candidate> {
    let words = records.get(tag::CANDIDATE).map_or(&[][..], Vec::as_slice);
    let (pairs, _) = words.as_chunks::<2>();
    let candidate = |[code, weight]: &[String; 2]| {
        Some(Candidate { rule: rules::by_code(code)?, weight: share(weight.strip_prefix("w=")?)? })
    };
    pairs.iter().filter_map(candidate).collect()
}

/// A finding, with the arguments that its rule's texts name.
fn entry(words: &[String]) -> Option<Entry> {
    let rule = rules::by_code(words.first()?)?;
    let fields = fields(words);
    let severity: Severity = named(fields.get("sev")?)?;
    Some(Entry {
        rule,
        finding: Finding {
            severity,
            confidence: share(fields.get("sure")?)?,
            arguments: arguments(&fields, &rule.text.es.argument_names()),
            evidence: &[],
        },
        explained_by: fields.get("by").and_then(|code| Some(rules::by_code(code)?.code)),
    })
}

fn arguments(
    fields: &BTreeMap<&str, &str>,
    names: &[&'static str],
) -> Vec<(&'static str, Argument)> {
    names.iter().filter_map(|name| Some((*name, argument(fields.get(name)?)?))).collect()
}

fn ruled_out(records: &BTreeMap<&str, Vec<String>>) -> Vec<RuledOut> {
    let words = records.get(tag::RULED_OUT).map_or(&[][..], Vec::as_slice);
    let starts =
        words.iter().enumerate().filter_map(|(at, word)| Some((at, Layer::from_name(word)?)));
    starts
        .map(|(at, layer)| {
            let own = words[at + 1..].iter().position(|word| !word.contains('='));
            let own = &words[at + 1..own.map_or(words.len(), |own| at + 1 + own)];
            RuledOut { layer, codes: Vec::new(), arguments: arguments(&fields(own), &FIGURES) }
        })
        .collect()
}

fn not_tested(
    records: &BTreeMap<&str, Vec<String>>,
    cause: Option<&'static Rule>,
) -> Vec<NotTested> {
    let words = records.get(tag::NOT_TESTED).map_or(&[][..], Vec::as_slice);
    let entry = |word: &String| {
        let (layer, why) = word.split_once('=')?;
        let why = match why {
            values::BECAUSE => NotTestedWhy::Because(cause?.code),
            values::NOT_ENOUGH => NotTestedWhy::NotEnough,
            why => NotTestedWhy::Evidence(named::<Why>(why)?),
        };
        Some(NotTested { layer: Layer::from_name(layer)?, codes: Vec::new(), why })
    };
    words.iter().filter_map(entry).collect()
}

fn measures(records: &BTreeMap<&str, Vec<String>>) -> Measures {
    let words = records.get(tag::MEASURES).map_or(&[][..], Vec::as_slice);
    let fields = fields(words);
    let get = |key: &str| fields.get(key).copied();
    let ms = |key: &str| match argument(get(key)?)? {
        Argument::Ms(ms) if ms >= 0.0 => Some(ms),
        _ => None,
    };
    Measures {
        link: get("link").and_then(|link| match link {
            "cable" => Some(LinkKind::Cable),
            "2.4ghz" => Some(LinkKind::Radio(Band::Two)),
            "5ghz" => Some(LinkKind::Radio(Band::Five)),
            "6ghz" => Some(LinkKind::Radio(Band::Six)),
            _ => None,
        }),
        rssi_dbm: get("rssi").and_then(argument).and_then(|rssi| match rssi {
            Argument::Dbm(dbm) => Some(dbm),
            _ => None,
        }),
        hop_loss: get("hop").and_then(share),
        beyond_loss: get("beyond").and_then(share),
        gateway_ms: ms("gateway"),
        far_ms: ms("far"),
    }
}
