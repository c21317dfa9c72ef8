//! The layout for screen readers (`--plain`): one `key: value` after the other, nothing that has to
//! be seen to be understood.
//!
//! Apart because it is the same content by other means, not the page with things taken away.

use super::plain::wrapped;
use super::sheet::Sheet;
use crate::report::State;
use crate::rules::Side;
use crate::text::words::sheet as words;
use crate::text::{Lang, Tr};

/// The whole report.
pub(super) fn laid_out(sheet: &Sheet, lang: Lang) -> String {
    let mut page = String::new();
    let mut line = |label: &str, text: &str| {
        if !text.is_empty() {
            wrapped(&mut page, &format!("{label}: {text}"), "", "");
        }
    };
    let title = match sheet.title {
        title if title.ends_with('.') => title.to_owned(),
        title => format!("{title}."),
    };
    line(words::RESULT.get(lang), &format!("{}. {title}", sheet.head));
    line(words::CERTAINTY_LABEL.get(lang), sheet.certainty.unwrap_or_default());
    if sheet.state == Some(State::Problem) {
        for side in &sheet.sides {
            line(words::WHERE.get(lang), place(*side).get(lang));
        }
    }
    let explained = words::EXPLANATION.get(lang);
    if !sheet.hard {
        line(explained, &sheet.what);
    }
    for title in &sheet.may_be {
        line(words::MAY_BE.get(lang), title);
    }
    line(words::TO_FIND_OUT.get(lang), sheet.experiment.unwrap_or_default());
    for (at, step) in (1..).zip(&sheet.steps) {
        line(&format!("{} {at}", words::STEP.get(lang)), step);
    }
    line(words::MENDED.get(lang), sheet.mended.as_deref().unwrap_or_default());
    if sheet.hard {
        line(explained, &sheet.what);
    }
    line(words::TELL_PROVIDER.get(lang), &sheet.tell_provider);
    for (label, texts) in [
        (words::ALSO, &sheet.also),
        (words::RULED_OUT, &sheet.ruled_out),
        (words::NOT_TESTED, &sheet.not_tested),
        (words::BY_THE_WAY, &sheet.hints),
        (words::NOTE, &sheet.notes),
    ] {
        for text in texts {
            line(label.get(lang), text);
        }
    }
    for row in &sheet.rows {
        let normal = if row.normal.is_empty() {
            String::new()
        } else {
            format!("; {}: {}", words::NORMAL.get(lang), row.normal)
        };
        line(row.label, &format!("{}{normal}", row.here));
    }
    for detail in &sheet.details {
        line(words::DETAIL.get(lang), detail);
    }
    line(words::CODE.get(lang), sheet.code.unwrap_or_default());
    line(words::MEASURED.get(lang), &sheet.measured);
    page
}

const fn place(side: Side) -> Tr {
    match side {
        Side::Computer => words::IN_COMPUTER,
        Side::Wifi => words::IN_WIFI,
        Side::Router => words::IN_ROUTER,
        Side::Line => words::IN_LINE,
        Side::FarEnd => words::IN_FAR_END,
    }
}
