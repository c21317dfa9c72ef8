//! `open`: what a customer sent, in the agent's language, from whatever it was pasted into.
//!
//! Apart from replaying a file because the paste is anybody's: a share text, a support code, a
//! recorded run, or an e-mail around one of them.

use super::check::{parse, whole_file};
use super::{Input, say};
use crate::cli::Format;
use crate::cli::share::Open;
use crate::evidence::Foreign;
use crate::exit::Exit;
use crate::render::shared::{CameAs, Opened, page};
use crate::render::{self, View, json};
use crate::report::Report;
use crate::report::digest::code::{Cause, NoCode};
use crate::report::digest::text::NoText;
use crate::report::digest::{Digest, code, text};
use crate::text::words::mistakes;
use crate::text::words::shared::{NotShared, not_shared};
use std::io::Read as _;

/// Bytes of a paste at most: an e-mail with all that it answers.
const LARGEST_PASTE_BYTES: u64 = 10 * 1024 * 1024;

/// Opens it and shows it.
pub(crate) fn run(open: &Open) -> anyhow::Result<Exit> {
    let name = Foreign::new(open.from.to_string_lossy().as_bytes());
    let bad = |text: String| Input(format!("{name}: {text}"));
    let trouble = |trouble| bad(mistakes::trouble(trouble, open.lang));
    let bytes = if open.from.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().take(LARGEST_PASTE_BYTES).read_to_end(&mut bytes)?;
        bytes
    } else {
        whole_file(&open.from).map_err(trouble)?
    };
    let view = View { lang: open.lang, plain: open.plain, verbose: false, colour: false };
    let shown = if bytes.trim_ascii_start().starts_with(b"{") {
        let evidence = parse(&bytes).map_err(trouble)?;
        let report = Report::of(&evidence);
        match open.format {
            Format::Text => render::text(&report, &evidence, view),
            Format::Json => json::text(&report, &evidence, false)?,
        }
    } else {
        let paste = String::from_utf8_lossy(&bytes);
        let opened =
            pasted(&paste).map_err(|why| bad(not_shared(why).get(open.lang).to_owned()))?;
        match open.format {
            Format::Text => page(&opened, view),
            Format::Json => json::text(&opened.digest.report, &opened.digest.evidence(), false)?,
        }
    };
    say(&shown)?;
    Ok(Exit::Done)
}

/// The share text in a paste, or the first support code.
fn pasted(paste: &str) -> Result<Opened, NotShared> {
    match text::read(paste) {
        Ok(read) => Ok(Opened {
            age_min: age_min(&read.digest),
            digest: read.digest,
            came_as: CameAs::Text { missing_lines: read.missing_lines },
            ticket: read.ticket,
        }),
        Err(NoText::NoVerdict) => Err(NotShared::NoVerdict),
        Err(NoText::Newer | NoText::UnknownCause) => Err(NotShared::Newer),
        Err(NoText::NoHeader) => code_in(paste),
    }
}

/// The first thing in a paste that is a support code, or looks like one.
fn code_in(paste: &str) -> Result<Opened, NotShared> {
    let mut looks_like_one = None;
    for candidate in code::candidates(paste) {
        match code::read(&candidate) {
            Ok(read) => {
                let digest = read.carried.digest();
                let unknown_cause = read.carried.cause == Cause::Unknown;
                let came_as = CameAs::Code { mended: read.mended, unknown_cause };
                return Ok(Opened { digest, came_as, ticket: None, age_min: None });
            }
            Err(NoCode::Newer) => looks_like_one = Some(NotShared::Newer),
            Err(NoCode::Wrong | NoCode::Length(_)) => {
                looks_like_one = looks_like_one.or(Some(NotShared::WrongCode));
            }
        }
    }
    Err(looks_like_one.unwrap_or(NotShared::Nothing))
}

/// Minutes since it was measured, by the clock of this computer.
fn age_min(digest: &Digest) -> Option<i64> {
    let made = digest.made?.to_zoned(digest.zone?.to_time_zone()).ok()?;
    let age = jiff::Timestamp::now().duration_since(made.timestamp());
    Some(age.as_mins())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::Changed;
    use proptest::prelude::*;

    fn digest() -> Digest {
        let changed = Changed::healthy_wifi().losing(10, 10);
        Digest::of(&Report::of(&changed.0), &changed.0)
    }

    fn cause(opened: &Opened) -> Option<&'static str> {
        Some(opened.digest.report.conclusion.as_ref()?.cause?.code)
    }

    #[test]
    fn a_text_and_a_code_are_found_inside_an_e_mail() {
        let digest = digest();
        for (what, ticket) in
            [(text::write(&digest, Some("T-1")), true), (code::write(&digest), false)]
        {
            let mail =
                format!("From: ana@example.org\r\n\r\nHola, aquí va:\r\n> {what}\r\nGracias\r\n");
            let opened = pasted(&mail).unwrap();
            assert_eq!(cause(&opened), Some("wifi-loses-packets"), "{mail}");
            assert_eq!(opened.ticket.is_some(), ticket);
        }
    }

    #[test]
    fn what_cannot_be_opened_says_why() {
        let code = code::write(&digest());
        let other = |c: char| if c == '7' { '8' } else { '7' };
        let two_wrong: String = code
            .char_indices()
            .map(|(at, c)| if at == 0 || at == 6 { other(c) } else { c })
            .collect();
        let text = text::write(&digest(), None);
        let header = text.lines().next().unwrap();
        for (paste, why) in [
            ("", NotShared::Nothing),
            ("mi wifi va mal", NotShared::Nothing),
            (two_wrong.as_str(), NotShared::WrongCode),
            (header, NotShared::NoVerdict),
        ] {
            assert_eq!(pasted(paste).unwrap_err(), why, "{paste}");
        }
    }

    proptest! {
        #[test]
        fn any_paste_is_opened_or_refused(paste: String) {
            let _ = pasted(&paste);
        }
    }
}
