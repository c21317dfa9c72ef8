//! Share texts through everything that mail and chat do to them.

use super::reading::Pasted;
use super::*;
use crate::evidence::Evidence;
use crate::evidence::composed::Changed;
use crate::report::Report;
use proptest::prelude::*;

/// Recorded and composed networks, and some that hold much.
fn networks() -> Vec<Evidence> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/networks");
    #[expect(clippy::disallowed_methods, reason = "reads the networks on disk")]
    let recorded = std::fs::read_dir(folder).unwrap().map(|network| {
        let file = std::fs::read(network.unwrap().path().join("evidence.json")).unwrap();
        serde_json::from_slice(&file).unwrap()
    });
    let much = Changed::healthy_wifi()
        .rssi(-84)
        .losing(8, 6)
        .rtt(|_, round, rtt_ms| rtt_ms + if round % 3 == 0 { 120.0 } else { 0.0 });
    recorded.chain([much.0, Changed::healthy_cable().losing(0, 10).0]).collect()
}

fn digest(evidence: &Evidence) -> Digest {
    Digest::of(&Report::of(evidence), evidence)
}

/// What a reader learns, as one comparable value.
fn learned(digest: &Digest) -> String {
    let c = digest.report.conclusion.as_ref().unwrap();
    let entry = |entry: &Entry| {
        let arguments = entry.finding.arguments.iter().map(|(name, value)| pair(name, value));
        let arguments: Vec<String> = arguments.collect();
        format!("{} {:?} {}", entry.rule.code, entry.finding.severity, arguments.join(" "))
    };
    let findings: Vec<String> = digest.report.findings.iter().map(entry).collect();
    format!(
        "{:?} {:?} {:?} {:?} {} {:?} {:?} {findings:?} {:?}",
        digest.made,
        digest.os,
        c.state,
        c.cause.map(|rule| rule.code),
        c.confidence.map_or_else(String::new, |sure| pair("sure", &Argument::Share(sure))),
        c.side,
        c.candidates.iter().map(|one| one.rule.code).collect::<Vec<_>>(),
        measures(&digest.measures),
    )
}

/// One way of handing a text on.
type Channel = (&'static str, fn(&str) -> String);

/// Channels that lose nothing.
const WHOLE: [Channel; 14] = [
    ("as it is", str::to_owned),
    ("wrapped at 60 after quoting", |text| wrapped_at(&quoted(text, "> "), 60)),
    ("wrapped at 72 after quoting", |text| wrapped_at(&quoted(text, ">> "), 72)),
    ("wrapped at 78", |text| wrapped_at(text, 78)),
    ("wrapped at 40 between words", |text| {
        let options = textwrap::Options::new(40)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::fill(text, options)
    }),
    ("quoted twice", |text| quoted(&quoted(text, "> "), "> ")),
    ("smart punctuation", |text| {
        format!("\u{201c}{}\u{201d}", text.replace('-', "\u{2013}").replace("...", "\u{2026}"))
    }),
    ("HTML", |text| quoted(text, "> ").replace('&', "&amp;").replace('>', "&gt;")),
    ("CRLF", |text| text.replace('\n', "\r\n")),
    ("leading spaces", |text| quoted(text, "      ")),
    ("tabs", |text| text.replace(' ', "\t")),
    ("upper case", str::to_uppercase),
    ("one line", |text| text.replace('\n', " ")),
    ("an e-mail around it", |text| {
        format!(
            "Hola, mi ticket es el #1234 de ayer:\n\n{text}\nSaludos,\nAna\n-- \nEnviado desde mi tel\u{e9}fono\n"
        )
    }),
];

fn quoted(text: &str, with: &str) -> String {
    text.lines().flat_map(|line| [with, line, "\n"]).collect()
}

/// Cut hard at a column, as mail programs do.
fn wrapped_at(text: &str, column: usize) -> String {
    let cut = |line: &str| {
        let letters: Vec<char> = line.chars().collect();
        let parts: Vec<String> = letters.chunks(column).map(|part| part.iter().collect()).collect();
        format!("{}\n", parts.join("\n"))
    };
    text.lines().map(cut).collect()
}

#[test]
fn a_text_is_short_plain_and_in_lines_that_nobody_wraps() {
    for evidence in networks() {
        let text = write(&digest(&evidence), Some("SR-12345678"));
        assert!(text.len() <= BYTES, "{} bytes:\n{text}", text.len());
        assert!(text.is_ascii() && text.starts_with("WD1 "), "{text}");
        assert!(text.lines().all(|line| line.len() <= 60), "{text}");
        let odd = |c: char| !(c.is_ascii_alphanumeric() || " \n#=-+:._".contains(c));
        assert!(!text.contains(odd), "{text}");
    }
}

#[test]
fn every_channel_hands_on_the_same_report() {
    for evidence in networks() {
        let digest = digest(&evidence);
        let text = write(&digest, Some("SR-77"));
        let expected = read(&text).unwrap();
        assert_eq!(learned(&expected.digest), learned(&digest), "{text}");
        assert_eq!((expected.missing_lines, expected.ticket.as_deref()), (0, Some("sr-77")));
        for (channel, change) in WHOLE {
            let read = read(&change(&text)).unwrap_or_else(|why| panic!("{channel}: {why:?}"));
            assert_eq!(learned(&read.digest), learned(&expected.digest), "{channel}");
            assert_eq!(read.missing_lines, 0, "{channel}");
        }
    }
}

#[test]
fn what_is_read_is_what_was_written() {
    let changed = Changed::healthy_wifi().losing(10, 10);
    let digest = digest(&changed.0);
    assert_eq!(learned(&read(&write(&digest, None)).unwrap().digest), learned(&digest));
}

#[test]
fn a_text_that_was_cut_says_what_is_missing_and_nothing_wrong() {
    for evidence in networks() {
        let text = write(&digest(&evidence), None);
        let whole = read(&text).unwrap();
        let cause = |pasted: &Pasted| {
            pasted.digest.report.conclusion.as_ref().unwrap().cause.map(|rule| rule.code)
        };
        let mut with_verdict = 0;
        for end in 0..text.len() {
            match read(&text[..end]) {
                Ok(part) => {
                    with_verdict += 1;
                    assert_eq!(cause(&part), cause(&whole), "{}", &text[..end]);
                    assert!(part.missing_lines > 0 || end + 1 >= text.len(), "{}", &text[..end]);
                }
                Err(why) => assert!(matches!(why, NoText::NoHeader | NoText::NoVerdict)),
            }
        }
        assert!(with_verdict * 2 >= text.len(), "cut at half, nothing is left of\n{text}");
    }
}

#[test]
fn two_texts_in_one_mail_do_not_mix() {
    let healthy = write(&digest(&Changed::healthy_wifi().0), None);
    let lossy = Changed::healthy_wifi().losing(10, 10).with(|evidence| {
        evidence.run.started = "2026-11-24T08:00:00+01:00[Europe/Madrid]".to_owned();
    });
    let lossy = write(&digest(&lossy.0), None);
    let both = read(&format!("{lossy}\n{healthy}")).unwrap();
    assert_eq!(learned(&both.digest), learned(&read(&lossy).unwrap().digest));
}

#[test]
fn one_changed_letter_is_never_believed() {
    let text = write(&digest(&Changed::healthy_wifi().losing(10, 10).0), None);
    let whole = learned(&read(&text).unwrap().digest);
    for (at, letter) in text.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()) {
        let other = if letter.eq_ignore_ascii_case(&'7') { '3' } else { '7' };
        let wrong = format!("{}{other}{}", &text[..at], &text[at + 1..]);
        if let Ok(read) = read(&wrong) {
            let damaged = read.missing_lines > 0 || learned(&read.digest) == whole;
            assert!(damaged, "{wrong}");
        }
    }
}

#[test]
fn what_is_no_text_says_why() {
    for (paste, why) in [
        ("", NoText::NoHeader),
        ("hello", NoText::NoHeader),
        ("WD1 n=3 at=2026-11-23T19:41+01:00 v=0.1.0 os=linux #zzzz", NoText::NoHeader),
        ("WD2 something new #abcd", NoText::Newer),
    ] {
        assert_eq!(read(paste).unwrap_err(), why, "{paste}");
    }
}

proptest! {
    #[test]
    fn anything_pasted_is_read_or_refused(paste in "(?s)[wWdD1#a-z0-9= \\n>]{0,200}|.{0,200}") {
        let _ = read(&paste);
    }

    #[test]
    fn numbers_come_back_within_three_digits(value in -1e6..1e6_f64, count: u64) {
        for argument in [
            Argument::Share(value / 1e6),
            Argument::Ms(value),
            Argument::Db(value),
            Argument::Mbps(value),
            Argument::Seconds(value),
        ] {
            let text = pair("x", &argument);
            let back = values::argument(&text[2..]).unwrap();
            prop_assert_eq!(std::mem::discriminant(&back), std::mem::discriminant(&argument));
            prop_assert_eq!(pair("x", &back), text);
        }
        prop_assert_eq!(values::argument(&count.to_string()), Some(Argument::Count(count)));
    }
}
