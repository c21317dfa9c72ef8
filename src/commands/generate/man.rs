//! The man pages: `wifidoc.1` from the command line's shape, `wifidoc-findings.7` from the rules.
//!
//! Apart because they are long, and English: a translated manual would be a second program to keep.

use crate::cli;
use crate::rules::{self, Rule, Severity, Side};
use crate::text::Lang;
use crate::text::words::glossary;
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};
use std::io;

/// The pages, each under its file's name.
pub(super) fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    Ok(vec![("wifidoc.1".to_owned(), program()?), ("wifidoc-findings.7".to_owned(), findings()?)])
}

/// What every page begins with: how an apostrophe is written, then the title. The empty date stands
/// there so that a page does not change with the day it is made.
fn titled(name: &str, section: &str, body: &[u8]) -> Vec<u8> {
    const APOSTROPHE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";
    let version = env!("CARGO_PKG_VERSION");
    let body = String::from_utf8_lossy(body).replace(APOSTROPHE, "");
    let title = format!(".TH {name} {section} \"\" \"wifidoc {version}\" \"wifidoc manual\"\n");
    format!("{APOSTROPHE}{title}{body}").into_bytes()
}

/// The program's own page.
fn program() -> io::Result<Vec<u8>> {
    let shape = cli::shape(Lang::En);
    let mut page = Vec::new();
    let man = Man::new(shape.clone());
    let mut head = Roff::new();
    head.control("SH", ["NAME"]);
    head.text([roman("wifidoc - finds out why the internet at home is bad")]);
    head.control("SH", ["SYNOPSIS"]);
    for (at, line) in SYNOPSIS.iter().enumerate() {
        if at > 0 {
            head.control("br", []);
        }
        head.text([bold("wifidoc"), roman(format!(" {line}"))]);
    }
    head.to_writer(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    let mut rest = Roff::new();
    rest.control("SH", ["COMMANDS"]);
    for command in shape.get_subcommands() {
        // Those of a check stand above.
        let options = command.get_opts().filter(|_| command.get_name() != "check");
        let options = options.filter(|option| !option.is_global_set() && option.get_id() != "help");
        let arguments: Vec<String> = command
            .get_positionals()
            .flat_map(|argument| argument.get_value_names().unwrap_or_default())
            .map(|name| format!(" {name}"))
            .collect();
        rest.control("TP", []);
        rest.text([bold(command.get_name()), roman(arguments.concat())]);
        rest.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
        let options: Vec<_> = options.collect();
        if options.is_empty() {
            continue;
        }
        rest.control("RS", []);
        for option in options {
            let value = option.get_value_names().filter(|_| option.get_action().takes_values());
            let value = value.into_iter().flatten().map(|name| format!(" {name}"));
            rest.control("TP", []);
            rest.text([
                bold(format!("--{}", option.get_long().unwrap_or_default())),
                roman(value.collect::<String>()),
            ]);
            rest.text([roman(option.get_help().map(ToString::to_string).unwrap_or_default())]);
        }
        rest.control("RE", []);
    }
    rest.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in EXIT_STATUS {
        rest.control("TP", []);
        rest.text([bold(*code)]);
        rest.text([roman(*meaning)]);
    }
    rest.control("SH", ["ENVIRONMENT"]);
    for (name, meaning) in ENVIRONMENT {
        rest.control("TP", []);
        rest.text([bold(*name)]);
        rest.text([roman(*meaning)]);
    }
    rest.control("SH", ["SEE ALSO"]);
    rest.text([bold("wifidoc-findings"), roman("(7)")]);
    rest.to_writer(&mut page)?;
    Ok(titled("wifidoc", "1", &page))
}

const SYNOPSIS: &[&str] = &[
    "[OPTIONS]",
    "scan [OPTIONS]",
    "signal [OPTIONS]",
    "serve [OPTIONS]",
    "explain CODE|TERM",
    "generate completions|man DIR",
];

const EXIT_STATUS: &[(&str, &str)] = &[
    ("0", "Healthy: nothing that people would notice. Other commands: done."),
    ("1", "A problem on the side of the computer, the Wi-Fi or the router."),
    ("2", "Wrong usage or an unreadable file; one line on stderr says which."),
    ("3", "A problem on the side of the line or a far end."),
    (
        "4",
        "Inconclusive: the evidence does not carry one cause. Other commands: it could not be measured.",
    ),
    ("70", "A mistake in wifidoc itself."),
    ("130, 143", "Stopped by Ctrl-C or SIGTERM; what was known by then is printed first."),
];

const ENVIRONMENT: &[(&str, &str)] = &[
    ("LANGUAGE, LC_ALL, LC_MESSAGES, LANG", "The language, where --lang does not say it."),
    ("NO_COLOR", "When set and not empty, no colour."),
    (
        "LC_ALL, LC_CTYPE, LANG",
        "Drawings are made of blocks where the first that is set names UTF-8.",
    ),
    ("TERM", "When \"dumb\" or not set, no colour."),
];

/// The page of all codes.
fn findings() -> io::Result<Vec<u8>> {
    let mut page = Roff::new();
    page.control("SH", ["NAME"]);
    page.text([roman("wifidoc-findings - the problems that wifidoc knows")]);
    page.control("SH", ["DESCRIPTION"]);
    page.text([roman(
        "Every problem has a code, which is never renamed and never used again for another one. \
         The layer is where its last evidence comes from, the side is whose it is. Below each code: \
         what it looks for, why that matters, when it stays silent or may be wrong, what mends it, \
         and where its limits come from.",
    )]);
    page.control("SH", ["FINDINGS"]);
    for rule in rules::ALL {
        finding(&mut page, rule);
    }
    page.control("SH", ["GLOSSARY"]);
    for term in glossary::TERMS {
        page.control("TP", []);
        page.text([bold(term.name.en)]);
        page.text([roman(term.means.en)]);
    }
    page.control("SH", ["SEE ALSO"]);
    page.text([bold("wifidoc"), roman("(1)")]);
    let mut text = Vec::new();
    page.to_writer(&mut text)?;
    Ok(titled("wifidoc-findings", "7", &text))
}

fn finding(page: &mut Roff, rule: &Rule) {
    let (about, text) = (rule.about.get(Lang::En), rule.text.get(Lang::En));
    page.control("SS", [rule.code]);
    page.text([roman(format!("{}.", text.title))]);
    page.control("PP", []);
    let facts = format!(
        "Layer {}, side {}, at worst {}.",
        rule.layer.name(),
        side(rule.side),
        match rule.worst {
            Severity::Hint => "a hint",
            Severity::Problem => "a problem",
            Severity::Hard => "a complete failure",
        }
    );
    page.text([roman(facts)]);
    let mut paragraph = |head: &str, lines: Vec<Inline>| {
        page.control("TP", []);
        page.text([bold(head)]);
        for (at, line) in lines.into_iter().enumerate() {
            if at > 0 {
                page.control("br", []);
            }
            page.text([line]);
        }
    };
    paragraph("Finds", vec![roman(about.finds)]);
    paragraph("Matters", vec![roman(about.matters)]);
    paragraph("Limits", vec![roman(about.limits)]);
    let steps =
        text.steps.iter().filter_map(|step| crate::render::general_step(step).map(roman)).collect();
    paragraph("What to do", steps);
    paragraph("Sources", rule.sources.iter().map(|source| roman(*source)).collect());
}

const fn side(side: Side) -> &'static str {
    match side {
        Side::Computer => "computer",
        Side::Wifi => "wifi",
        Side::Router => "router",
        Side::Line => "line",
        Side::FarEnd => "far-end",
    }
}
