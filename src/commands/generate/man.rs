//! The man pages: `wifidoc.1` from the command line's shape, `wifidoc-findings.7` from the rules.
//!
//! Apart because they are long. The findings are there in every language, since the rules are; the
//! program's own page is English, and `--help` speaks all of them.

use crate::cli;
use crate::rules::{self, Rule, Severity, Side};
use crate::text::words::{glossary, manual as words, sheet};
use crate::text::{Lang, Tr};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};
use std::io;

/// The pages, each under its file's name; a translation in the folder of its language.
pub(super) fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut pages = vec![("wifidoc.1".to_owned(), program()?)];
    for lang in Lang::ALL {
        let folder = if lang == Lang::En { String::new() } else { format!("{}/", lang.tag()) };
        pages.push((format!("{folder}wifidoc-findings.7"), findings(lang)?));
    }
    Ok(pages)
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
    "share [OPTIONS]",
    "open FILE|-",
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
fn findings(lang: Lang) -> io::Result<Vec<u8>> {
    let say = |words: Tr| words.get(lang);
    let mut page = Roff::new();
    page.control("SH", [say(words::NAME)]);
    page.text([roman(format!("wifidoc-findings - {}", say(words::FINDINGS_NAME)))]);
    page.control("SH", [say(words::DESCRIPTION)]);
    page.text([roman(say(words::FINDINGS_DESCRIPTION))]);
    page.control("SH", [say(words::FINDINGS)]);
    for rule in rules::ALL {
        finding(&mut page, rule, lang);
    }
    page.control("SH", [say(words::GLOSSARY)]);
    for term in glossary::TERMS {
        page.control("TP", []);
        page.text([bold(say(term.name))]);
        page.text([roman(say(term.means))]);
    }
    page.control("SH", [say(words::SEE_ALSO)]);
    page.text([bold("wifidoc"), roman("(1)")]);
    let mut text = Vec::new();
    page.to_writer(&mut text)?;
    Ok(titled("wifidoc-findings", "7", &text))
}

fn finding(page: &mut Roff, rule: &Rule, lang: Lang) {
    let (about, text) = (rule.about.get(lang), rule.text.get(lang));
    page.control("SS", [rule.code]);
    page.text([roman(format!("{}.", text.title))]);
    page.control("PP", []);
    let worst = match rule.worst {
        Severity::Hint => words::A_HINT,
        Severity::Problem => words::A_PROBLEM,
        Severity::Hard => words::A_COMPLETE_FAILURE,
    };
    let facts = words::facts(rule.layer.name(), side(rule.side), worst.get(lang), lang);
    page.text([roman(facts)]);
    let mut paragraph = |head: Tr, lines: Vec<Inline>| {
        page.control("TP", []);
        page.text([bold(head.get(lang))]);
        for (at, line) in lines.into_iter().enumerate() {
            if at > 0 {
                page.control("br", []);
            }
            page.text([line]);
        }
    };
    paragraph(sheet::FINDS, vec![roman(about.finds)]);
    paragraph(sheet::MATTERS, vec![roman(about.matters)]);
    paragraph(sheet::LIMITS, vec![roman(about.limits)]);
    let steps =
        text.steps.iter().filter_map(|step| crate::render::general_step(step).map(roman)).collect();
    paragraph(sheet::WHAT_TO_DO, steps);
    paragraph(sheet::SOURCES, rule.sources.iter().map(|source| roman(*source)).collect());
}

/// As JSON and options call it, in every language.
const fn side(side: Side) -> &'static str {
    match side {
        Side::Computer => "computer",
        Side::Wifi => "wifi",
        Side::Router => "router",
        Side::Line => "line",
        Side::FarEnd => "far-end",
    }
}
