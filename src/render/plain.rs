//! The layout for eyes: 80 columns, sentence first, steps second, figures last.
//!
//! Colour only adds to the first word, so that the page reads the same without it.

use super::COLUMNS;
use super::sheet::{Row, Sheet};
use crate::report::State;
use crate::rules::Side;
use crate::text::Lang;
use crate::text::words::sheet as words;
use textwrap::{Options, WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Columns of the first word and of the labels below, at least.
const LABEL: usize = 11;

/// The whole page.
pub(super) fn laid_out(sheet: &Sheet, lang: Lang) -> String {
    let mut page = String::new();
    head(&mut page, sheet, lang);
    if sheet.hard {
        steps(&mut page, sheet, lang);
        what(&mut page, sheet, lang);
    } else {
        what(&mut page, sheet, lang);
        steps(&mut page, sheet, lang);
    }
    tell_provider(&mut page, sheet, lang);
    lists(&mut page, sheet, lang);
    table(&mut page, &sheet.rows, lang);
    if !sheet.details.is_empty() {
        heading(&mut page, words::DETAIL.get(lang));
        for detail in &sheet.details {
            wrapped(&mut page, detail, "  ", "    ");
        }
    }
    page.push('\n');
    let label = labels(lang);
    if let Some(code) = sheet.code {
        let more = format!("{code}  (wifidoc explain {code})");
        labelled(&mut page, words::CODE.get(lang), label, &more);
    }
    labelled(&mut page, words::MEASURED.get(lang), label, &sheet.measured);
    page
}

/// The page with the first word in colour.
pub(super) fn coloured(page: &str, sheet: &Sheet) -> String {
    let colour = match sheet.state {
        Some(State::Healthy) => "32",
        Some(State::Problem) => "31",
        Some(State::Inconclusive) | None => "33",
    };
    match page.strip_prefix(sheet.head) {
        Some(rest) => format!("\u{1b}[1;{colour}m{}\u{1b}[0m{rest}", sheet.head),
        None => page.to_owned(),
    }
}

/// How lines are broken: codes and options have hyphens and are copied whole, and a line that fills
/// up greedily is never too long, as one chosen for its looks may be.
fn options<'a>(columns: usize) -> Options<'a> {
    Options::new(columns)
        .word_splitter(WordSplitter::NoHyphenation)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
}

/// Adds a paragraph, wrapped, its first line and the others indented like this.
pub(super) fn wrapped(page: &mut String, text: &str, first: &str, others: &str) {
    let options = options(COLUMNS).initial_indent(first).subsequent_indent(others);
    for line in textwrap::wrap(&glued(text), options) {
        page.push_str(&line.replace(GLUE, " "));
        page.push('\n');
    }
}

/// A blank that no line is broken at.
const GLUE: char = '\u{a0}';

/// The text with its numbers glued to their units: "(2", at the end of a line, has to be read twice.
fn glued(text: &str) -> String {
    let mut glued = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut before = ' ';
    while let Some(char) = rest.next() {
        let unit = rest.peek().is_some_and(|next| next.is_alphabetic() || *next == '%');
        let glue = char == ' ' && before.is_ascii_digit() && unit;
        glued.push(if glue { GLUE } else { char });
        before = char;
    }
    glued
}

/// A line of its own, with a blank one above.
pub(super) fn heading(page: &mut String, text: &str) {
    for part in ["\n", text, "\n"] {
        page.push_str(part);
    }
}

fn labelled(page: &mut String, label: &str, width: usize, text: &str) {
    wrapped(page, text, &padded(label, width), &" ".repeat(width));
}

/// Text filled up with blanks; longer text keeps one blank behind it.
fn padded(text: &str, width: usize) -> String {
    cell(text, width.max(text.width() + 1))
}

/// Text filled up with blanks.
pub(super) fn cell(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

/// Text that fits; what is too long ends in a sign that says so.
pub(super) fn clipped(text: &str, width: usize) -> String {
    const MORE: char = '~';
    if text.width() <= width {
        return text.to_owned();
    }
    let mut clipped = String::new();
    for char in text.chars() {
        if clipped.width() + char.width().unwrap_or(0) + 1 > width {
            break;
        }
        clipped.push(char);
    }
    clipped.push(MORE);
    clipped
}

/// Rows of cells as lines: each column as wide as its widest cell, but no wider than its `most`.
pub(super) fn columns(rows: &[Vec<String>], most: &[usize]) -> Vec<String> {
    let widths: Vec<usize> = most
        .iter()
        .enumerate()
        .map(|(at, most)| {
            rows.iter()
                .filter_map(|row| row.get(at))
                .map(|text| text.width())
                .max()
                .unwrap_or(0)
                .min(*most)
        })
        .collect();
    rows.iter()
        .map(|row| {
            let cells =
                row.iter().zip(&widths).map(|(text, width)| cell(&clipped(text, *width), *width));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        })
        .collect()
}

fn head(page: &mut String, sheet: &Sheet, lang: Lang) {
    let label = LABEL.max(sheet.head.width() + 2);
    let certainty = sheet.certainty.map_or_else(String::new, |words| format!("({words})"));
    let used = label + sheet.title.width() + certainty.width();
    if used + 2 <= COLUMNS && !certainty.is_empty() {
        let gap = " ".repeat(COLUMNS - used);
        for part in [
            &padded(sheet.head, label),
            sheet.title,
            &gap,
            &certainty,
            "
",
        ] {
            page.push_str(part);
        }
    } else {
        labelled(page, sheet.head, label, sheet.title);
        if !certainty.is_empty() {
            labelled(page, "", label, &certainty);
        }
    }
    if !sheet.sides.is_empty() {
        let sure = sheet.state == Some(State::Problem);
        let chain = chain(&sheet.sides, if sure { 'X' } else { '?' }, lang);
        labelled(page, words::WHERE.get(lang), label, &chain);
    }
}

/// The way from the computer to the internet, with a mark at what is at fault.
fn chain(sides: &[Side], mark: char, lang: Lang) -> String {
    let at = |side: Side| sides.contains(&side);
    let node = |index: usize, side: Side| {
        let name = words::CHAIN[index].get(lang);
        if at(side) { format!("{name} ({mark})") } else { name.to_owned() }
    };
    let hop = if at(Side::Wifi) { format!("--{mark}--") } else { "----".to_owned() };
    format!(
        "{} {hop} {} ---- {} ---- {}",
        node(0, Side::Computer),
        node(1, Side::Router),
        node(2, Side::Line),
        node(3, Side::FarEnd)
    )
}

fn what(page: &mut String, sheet: &Sheet, lang: Lang) {
    if !sheet.what.is_empty() {
        page.push('\n');
        wrapped(page, &sheet.what, "", "");
    }
    if !sheet.may_be.is_empty() {
        heading(page, words::MAY_BE.get(lang));
        for title in &sheet.may_be {
            wrapped(page, title, " - ", "   ");
        }
    }
    if let Some(experiment) = sheet.experiment {
        page.push('\n');
        wrapped(page, &format!("{}: {experiment}", words::TO_FIND_OUT.get(lang)), "", "");
    }
}

fn steps(page: &mut String, sheet: &Sheet, lang: Lang) {
    if sheet.steps.is_empty() {
        return;
    }
    heading(page, words::WHAT_TO_DO.get(lang));
    for (at, step) in (1..).zip(&sheet.steps) {
        wrapped(page, step, &format!("{at:>2}. "), "    ");
    }
}

fn tell_provider(page: &mut String, sheet: &Sheet, lang: Lang) {
    if sheet.tell_provider.is_empty() {
        return;
    }
    heading(page, words::TELL_PROVIDER.get(lang));
    wrapped(page, &format!("\"{}\"", sheet.tell_provider), "  ", "   ");
}

/// Columns of the labels of the lists.
fn labels(lang: Lang) -> usize {
    [words::RULED_OUT, words::NOT_TESTED, words::ALSO, words::MENDED, words::CODE]
        .iter()
        .map(|label| label.get(lang).width() + 3)
        .max()
        .unwrap_or(LABEL)
}

fn lists(page: &mut String, sheet: &Sheet, lang: Lang) {
    let width = labels(lang);
    let mended: Vec<String> = sheet.mended.iter().cloned().collect();
    for group in [
        &[(words::MENDED, &mended)][..],
        &[(words::ALSO, &sheet.also)],
        &[(words::RULED_OUT, &sheet.ruled_out), (words::NOT_TESTED, &sheet.not_tested)],
    ] {
        if group.iter().any(|(_, lines)| !lines.is_empty()) {
            page.push('\n');
        }
        for (label, lines) in group {
            for (at, line) in lines.iter().enumerate() {
                labelled(page, if at == 0 { label.get(lang) } else { "" }, width, line);
            }
        }
    }
    for (label, lines) in [(words::BY_THE_WAY, &sheet.hints), (words::NOTE, &sheet.notes)] {
        if !lines.is_empty() {
            page.push('\n');
        }
        for line in lines {
            wrapped(page, &format!("{}: {line}", label.get(lang)), "", "");
        }
    }
}

/// The table; a cell that is too wide goes on in the next line, under itself.
fn table(page: &mut String, rows: &[Row], lang: Lang) {
    if rows.is_empty() {
        return;
    }
    let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or_default();
    let label = 2 + widest(&mut rows.iter().map(|row| row.label.width()));
    let normal = widest(&mut rows.iter().map(|row| row.normal.width()));
    let here = widest(&mut rows.iter().map(|row| row.here.width()))
        .min(COLUMNS.saturating_sub(label + 2 + normal).max(20));
    let heads = format!(
        "{}{}  {}",
        " ".repeat(label),
        cell(words::HERE.get(lang), here),
        words::NORMAL.get(lang)
    );
    heading(page, &heads);
    for row in rows {
        // What has nothing beside it may use the room of both columns.
        let room = if row.normal.is_empty() { COLUMNS - label } else { here };
        for (at, line) in textwrap::wrap(&row.here, options(room)).iter().enumerate() {
            let (first, last) = if at == 0 { (row.label, row.normal.as_str()) } else { ("", "") };
            let line = format!("{}{}  {last}", cell(first, label), cell(line, here));
            page.push_str(line.trim_end());
            page.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_take_their_room_and_long_names_are_cut() {
        assert_eq!(clipped("Café", 4), "Café");
        assert_eq!(clipped("Cafétería", 5), "Café~");
        assert_eq!(clipped("我的网络", 6), "我的~");
        let rows = [["我的", "1"], ["Café", "11"], ["a long name", "x"]]
            .map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(columns(&rows, &[6, 9]), ["我的    1", "Café    11", "a lon~  x"]);
    }
}
