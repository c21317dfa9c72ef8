//! `explain CODE`: the page of one code, for the person and for the agent who was told the code, or
//! what a term of the reports means.

use super::{Input, say};
use crate::evidence::Foreign;
use crate::exit::Exit;
use crate::text::words::{glossary, mistakes};
use crate::text::{Lang, nearest::nearest};
use crate::{render, rules};

/// Shows the page, or says which code or term was probably meant.
pub(crate) fn run(code: &str, lang: Lang) -> anyhow::Result<Exit> {
    let page = if let Some(rule) = rules::by_code(code) {
        render::page(rule, lang)
    } else if let Some(term) = glossary::term(code) {
        render::term(term, lang)
    } else {
        let terms = glossary::TERMS.iter().map(|term| term.name.get(lang));
        let near = nearest(code, rules::ALL.iter().map(|rule| rule.code).chain(terms));
        let code = Foreign::new(code).to_string();
        return Err(Input(mistakes::unknown_code(&code, near, lang)).into());
    };
    say(&page)?;
    Ok(Exit::Done)
}
