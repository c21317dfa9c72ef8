//! `share` and `open`: the two ends of a report's way from the customer to the agent.
//!
//! Apart from the check's options because they take a few of them only.

use super::shape::Options;
use super::{Check, Format, Given};
use crate::text::Lang;
use crate::text::words::{help, shared as words};
use clap::Arg;
use clap::builder::PossibleValuesParser;
use std::path::PathBuf;

/// Letters of a ticket's number at most.
const TICKET: usize = 24;

/// What `share` was asked to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Share {
    /// How the evidence is come by: measured, or read from a file.
    pub(crate) check: Box<Check>,
    pub(crate) form: Form,
    /// Letters, digits and hyphens.
    pub(crate) ticket: Option<String>,
}

/// Forms of what is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    Code,
}

/// What `open` was asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Open {
    pub(crate) lang: Lang,
    /// A file; `-` is standard input.
    pub(crate) from: PathBuf,
    pub(crate) format: Format,
    pub(crate) plain: bool,
}

/// The options of `share`, in the order of the help.
pub(super) fn share_options(lang: Lang) -> Vec<Arg> {
    let make = Options(lang);
    vec![
        make.option("format", words::FORMAT)
            .value_name("text|code")
            .value_parser(PossibleValuesParser::new(["text", "code"])),
        make.option("ticket", words::TICKET_OPTION).value_name("ID").value_parser(ticket),
        make.file("replay", help::REPLAY),
    ]
}

/// The argument and options of `open`, likewise.
pub(super) fn open_options(lang: Lang) -> Vec<Arg> {
    let make = Options(lang);
    vec![
        Arg::new("from")
            .required(true)
            .value_name(words::A_FILE_OR_DASH.get(lang))
            .value_parser(clap::value_parser!(PathBuf))
            .value_hint(clap::ValueHint::FilePath)
            .help(words::FROM.get(lang))
            .help_heading(help::ARGUMENTS.get(lang)),
        make.format(help::FORMAT),
        make.flag("plain", help::PLAIN),
    ]
}

/// The message is never shown: errors are told in `told`.
fn ticket(text: &str) -> Result<String, &'static str> {
    let fine = (1..=TICKET).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if fine { Ok(text.to_owned()) } else { Err("not a ticket") }
}

/// What `share` was asked for.
pub(super) fn share(given: &Given<'_>, lang: Lang) -> Result<Share, String> {
    let measured = super::check(&Given { levels: &[] }, lang)?;
    Ok(Share {
        check: Box::new(Check { replay: given.path("replay"), ..measured }),
        form: match given.text("format").as_deref() {
            Some("code") => Form::Code,
            _ => Form::Text,
        },
        ticket: given.text("ticket"),
    })
}

/// What `open` was asked for.
pub(super) fn open(given: &Given<'_>, lang: Lang) -> Open {
    Open {
        lang,
        from: given.path("from").unwrap_or_default(),
        format: given.format(),
        plain: given.flag("plain"),
    }
}
