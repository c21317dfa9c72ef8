//! What an agent sees of a customer's run: the report in the agent's language, from the little that
//! was shared, with what to ask next.
//!
//! Apart from the report because what is missing here was never sent, and is not "not measured".

use super::sheet::Sheet;
use super::{View, clean, plain, spoken};
use crate::report::contact::Contact;
use crate::report::digest::Digest;
use crate::report::{Conclusion, State};
use crate::text::Lang;
use crate::text::words::shared as say;

/// Something shared that was opened, as the page's head and foot tell of it.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    pub(crate) digest: Digest,
    /// What it came as.
    pub(crate) came_as: CameAs,
    pub(crate) ticket: Option<String>,
    /// From its making until now; `None` where its clock or zone is not known.
    pub(crate) age_min: Option<i64>,
}

/// Forms of what was shared, with what is to be said about each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CameAs {
    Text {
        missing_lines: usize,
    },
    Code {
        /// The code as it was made, where a symbol had to be mended.
        mended: Option<String>,
        /// The cause is one of a newer version.
        unknown_cause: bool,
    },
}

/// The page for the agent.
pub(crate) fn page(opened: &Opened, view: View) -> String {
    let lang = view.lang;
    let mut page = String::new();
    for line in head(opened, lang) {
        plain::wrapped(&mut page, &line, "", "  ");
    }
    page.push('\n');
    let sheet = Sheet::of_digest(&opened.digest, lang);
    page.push_str(&if view.plain {
        spoken::laid_out(&sheet, lang)
    } else {
        plain::laid_out(&sheet, lang)
    });
    page.push('\n');
    for line in foot(opened, lang) {
        plain::wrapped(&mut page, &line, "", "  ");
    }
    clean(&page)
}

fn head(opened: &Opened, lang: Lang) -> Vec<String> {
    let age = opened.age_min.and_then(|minutes| say::ago(minutes, lang));
    let age = age.map_or_else(String::new, |age| format!(". {} {age}", say::MEASURED.get(lang)));
    let ticket = opened.ticket.as_ref();
    let ticket = ticket.map(|id| format!("{}: {}", say::TICKET.get(lang), id.to_uppercase()));
    let (title, notes) = match &opened.came_as {
        CameAs::Text { missing_lines } => {
            let missing = (*missing_lines > 0).then(|| say::lines_missing(*missing_lines, lang));
            (say::SENT_TEXT, missing.into_iter().collect())
        }
        CameAs::Code { mended, unknown_cause } => {
            let mended = mended.as_ref().map(|code| say::mended_code(code, lang));
            let newer = unknown_cause.then(|| say::CAUSE_OF_NEWER.get(lang).to_owned());
            (say::SENT_CODE, mended.into_iter().chain(newer).collect::<Vec<_>>())
        }
    };
    [format!("{}{age}.", title.get(lang))].into_iter().chain(ticket).chain(notes).collect()
}

fn foot(opened: &Opened, lang: Lang) -> Vec<String> {
    let conclusion = opened.digest.report.conclusion.as_ref();
    let reason = conclusion.and_then(|c| c.cause).map(|rule| Contact::of(rule).code());
    let reason = reason.map(|code| format!("{}: {code}", say::CONTACT_REASON.get(lang)));
    let ask = match conclusion {
        Some(Conclusion { state: State::Healthy, .. }) => say::ASK_WHEN,
        Some(Conclusion { state: State::Problem, .. }) => say::ASK_ABOUT_STEPS,
        _ => say::ASK_FOR_EXPERIMENT,
    };
    let ask = format!("{}: {}", say::ASK_NEXT.get(lang), ask.get(lang));
    reason.into_iter().chain([ask]).collect()
}

/// What is shared, for the person who shares it: the exact text, and the code for the telephone.
pub(crate) fn preview(text: &str, code: &str, lang: Lang) -> String {
    let mut page = String::new();
    plain::wrapped(&mut page, say::PREVIEW.get(lang), "", "");
    page.extend(["\n", text, "\n"]);
    plain::wrapped(&mut page, say::BY_TELEPHONE.get(lang), "", "");
    page.extend(["\n  ", code, "\n"]);
    plain::wrapped(&mut page, &say::spelled(code, lang), "  ", "  ");
    clean(&page)
}
