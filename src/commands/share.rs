//! `share`: the text and the code to hand to an agent, of a run that is measured now or was recorded.
//!
//! On a terminal the exact bytes are shown with what they are; a pipe gets the bytes and nothing else.

use super::{check, say};
use crate::cli::share::{Form, Share};
use crate::exit::Exit;
use crate::render::shared::preview;
use crate::report::Report;
use crate::report::digest::{Digest, code, text};
use std::io::IsTerminal as _;

/// Measures or reads, and writes what may be shared.
pub(crate) fn run(share: &Share) -> anyhow::Result<Exit> {
    let evidence = check::evidence(&share.check)?;
    let digest = Digest::of(&Report::of(&evidence), &evidence);
    let (text, code) = (text::write(&digest, share.ticket.as_deref()), code::write(&digest));
    say(&match share.form {
        Form::Text if std::io::stdout().is_terminal() => preview(&text, &code, share.check.lang),
        Form::Text => text,
        Form::Code => format!("{code}\n"),
    })?;
    Ok(Exit::Done)
}
