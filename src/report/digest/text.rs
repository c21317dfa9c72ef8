//! The share text: a report in some lines that survive being pasted into anything.
//!
//! Apart from the [`code`](super::code) because it is longer and says more: numbers, hints, what was
//! ruled out. It is made of words and `key=value` pairs in plain ASCII, in lines that nobody wraps.
//! Each ends in a checksum over itself, so that what is left of a text that was cut can be read and
//! nothing is read wrongly; the header's is in all the others, so that two texts do not mix.
//!
//! It is read as a stream of words: line ends, quoting, indentation and case mean nothing.

mod reading;
mod values;

use super::{Digest, LinkKind, Measures};
use crate::evidence::wifi::Band;
use crate::report::coverage::NotTestedWhy;
use crate::report::{Conclusion, Entry, Report};
use crate::rules::Argument;
pub(crate) use reading::{NoText, read};
use values::{pair, word};

/// The first word; the number is that of the layout.
const MARK: &str = "wd1";
/// Columns of a line, short enough for quoting in an e-mail that is wrapped at 60.
const COLUMNS: usize = 56;
/// Bytes of a text at most. What would not fit is left out, the least important first.
const BYTES: usize = 1200;
/// Letters of a checksum, of five bits each.
const CHECK: usize = 4;
/// The letters of checksums: digits and letters that do not look alike.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A kind of line, by its first word.
mod tag {
    pub(super) const VERDICT: &str = "v";
    pub(super) const CANDIDATE: &str = "k";
    pub(super) const MEASURES: &str = "m";
    pub(super) const RULED_OUT: &str = "o";
    pub(super) const NOT_TESTED: &str = "t";
    /// Followed by the finding's number in the text, from 1 on.
    pub(super) const FINDING: &str = "f";
    pub(super) const TICKET: &str = "x";
}

/// The text of a digest. `ticket` are letters, digits and hyphens.
pub(crate) fn write(digest: &Digest, ticket: Option<&str>) -> String {
    let report = &digest.report;
    let mut records = Vec::new();
    if let Some(conclusion) = &report.conclusion {
        records.push((tag::VERDICT.to_owned(), verdict(conclusion)));
        for candidate in &conclusion.candidates {
            let weight = pair("w", &Argument::Share(candidate.weight));
            records.push((tag::CANDIDATE.to_owned(), vec![candidate.rule.code.to_owned(), weight]));
        }
    }
    records.extend(
        ticket.map(|ticket| (tag::TICKET.to_owned(), vec![word("id", &ticket.to_lowercase())])),
    );
    let (first, rest) = findings(report);
    records.extend(first);
    #[expect(clippy::cast_precision_loss, reason = "a run lasts minutes at most")]
    let took = pair("took", &Argument::Seconds(digest.took_ms as f64 / 1000.0));
    let measured = measures(&digest.measures).into_iter().chain([took]).collect();
    records.push((tag::MEASURES.to_owned(), measured));
    for out in &report.ruled_out {
        let figures = out.arguments.iter().map(|(name, argument)| pair(name, argument));
        let words = std::iter::once(out.layer.name().to_owned()).chain(figures).collect();
        records.push((tag::RULED_OUT.to_owned(), words));
    }
    records.extend(rest);
    let not_tested = report.not_tested.iter().map(|entry| {
        let why = match entry.why {
            NotTestedWhy::Because(_) => values::BECAUSE.to_owned(),
            NotTestedWhy::NotEnough => values::NOT_ENOUGH.to_owned(),
            NotTestedWhy::Pending => values::name(&crate::evidence::Why::Interrupted),
            NotTestedWhy::Evidence(why) => values::name(&why),
        };
        word(entry.layer.name(), &why)
    });
    let mut seen = std::collections::BTreeSet::new();
    let not_tested = not_tested.filter(|pair| seen.insert(pair.clone())).collect();
    records.push((tag::NOT_TESTED.to_owned(), not_tested));
    lines(digest, &records)
}

/// The verdict's own words.
fn verdict(conclusion: &Conclusion) -> Vec<String> {
    let mut words = vec![word("state", &values::name(&conclusion.state))];
    words.extend(conclusion.cause.map(|rule| word("cause", rule.code)));
    words.extend(conclusion.side.map(|side| word("side", &values::name(&side))));
    words.extend(conclusion.severity.map(|severity| word("sev", &values::name(&severity))));
    words.extend(conclusion.confidence.map(|sure| pair("sure", &Argument::Share(sure))));
    words.extend(conclusion.contributors.iter().map(|rule| word("also", rule.code)));
    words.extend(conclusion.experiment.map(|try_it| word("try", &values::name(&try_it))));
    words
}

/// A line of the text before it is one: its tag and its words.
type Record = (String, Vec<String>);

/// The findings above a hint, and the hints.
fn findings(report: &Report) -> (Vec<Record>, Vec<Record>) {
    let record = |(number, entry): (usize, &Entry)| {
        let finding = &entry.finding;
        let mut words = vec![
            entry.rule.code.to_owned(),
            word("sev", &values::name(&finding.severity)),
            pair("sure", &Argument::Share(finding.confidence)),
        ];
        words.extend(entry.explained_by.map(|code| word("by", code)));
        words.extend(finding.arguments.iter().map(|(name, argument)| pair(name, argument)));
        (format!("{}{}", tag::FINDING, number + 1), words)
    };
    let is_hint = |entry: &Entry| entry.finding.severity == crate::rules::Severity::Hint;
    let (hints, first): (Vec<_>, Vec<_>) =
        report.findings.iter().enumerate().partition(|(_, entry)| is_hint(entry));
    (first.into_iter().map(record).collect(), hints.into_iter().map(record).collect())
}

fn measures(measures: &Measures) -> Vec<String> {
    let link = measures.link.map(|link| match link {
        LinkKind::Cable => "cable",
        LinkKind::Radio(Band::Two) => "2.4ghz",
        LinkKind::Radio(Band::Five) => "5ghz",
        LinkKind::Radio(Band::Six) => "6ghz",
    });
    [
        link.map(|link| word("link", link)),
        measures.rssi_dbm.map(|dbm| pair("rssi", &Argument::Dbm(dbm))),
        measures.hop_loss.map(|share| pair("hop", &Argument::Share(share))),
        measures.beyond_loss.map(|share| pair("beyond", &Argument::Share(share))),
        measures.gateway_ms.map(|ms| pair("gateway", &Argument::Ms(ms))),
        measures.far_ms.map(|ms| pair("far", &Argument::Ms(ms))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The header and the records as lines with their checksums, as many as fit.
fn lines(digest: &Digest, records: &[Record]) -> String {
    let header = |count: usize| {
        let mut words = vec![MARK.to_uppercase(), format!("n={count}")];
        words.extend(digest.made.map(|made| {
            let zone = digest.zone.map_or_else(String::new, |zone| {
                let minutes = zone.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            });
            format!("at={}{zone}", made.strftime("%Y-%m-%dT%H:%M"))
        }));
        words.push(word("v", &digest.version));
        words.push(word("os", &values::name(&digest.os)));
        let words = words.join(" ");
        let check = checked(&words.to_lowercase(), "");
        (format!("{words} #{check}\n"), check)
    };
    // The number of lines is in the header, which is in every line: what fits is found first.
    let wrapped: Vec<String> = records.iter().flat_map(wrapped).collect();
    let line_bytes = |line: &String| line.len() + " #\n".len() + CHECK;
    let mut left = BYTES - header(wrapped.len()).0.len();
    let fits: Vec<&String> = wrapped
        .iter()
        .take_while(|line| {
            let fits = line_bytes(line) <= left;
            left = left.saturating_sub(line_bytes(line));
            fits
        })
        .collect();
    let (mut text, seed) = header(fits.len());
    for line in fits {
        text.extend([line, " #", &checked(line, &seed), "\n"]);
    }
    text
}

/// A record in lines that each begin with its tag.
fn wrapped((tag, words): &Record) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() + 2 + CHECK <= COLUMNS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("{tag} {word}")),
        }
    }
    lines
}

/// The checksum of a line after a header: the lower 20 bits of CRC-32.
fn checked(line: &str, seed: &str) -> String {
    let mut sum = crc32fast::Hasher::new();
    sum.update(seed.as_bytes());
    sum.update(line.as_bytes());
    let sum = sum.finalize();
    (0..CHECK).map(|at| char::from(LETTERS[(sum >> (5 * at) & 31) as usize])).collect()
}

#[cfg(test)]
mod tests;
