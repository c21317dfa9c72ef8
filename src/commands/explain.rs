//! `explain CODE`: the page of one code, for the person and for the agent who was told the code.

use super::{Input, say};
use crate::evidence::Foreign;
use crate::exit::Exit;
use crate::text::words::mistakes;
use crate::text::{Lang, nearest::nearest};
use crate::{render, rules};

/// Shows the page, or says which code was probably meant.
pub(crate) fn run(code: &str, lang: Lang) -> anyhow::Result<Exit> {
    let Some(rule) = rules::by_code(code) else {
        let near = nearest(code, rules::ALL.iter().map(|rule| rule.code));
        let code = Foreign::new(code).to_string();
        return Err(Input(mistakes::unknown_code(&code, near, lang)).into());
    };
    say(&render::page(rule, lang))?;
    Ok(Exit::Done)
}
