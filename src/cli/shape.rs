//! The command line's shape: which words and options there are.
//!
//! Apart from what is made of them (`cli.rs`): the help, the man page and the completions are made
//! from the shape alone.

use super::target::{BadTarget, Target};
use crate::evidence::{Layer, Symptom};
use crate::text::words::{self, help};
use crate::text::{Lang, Tr};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction};
use std::path::PathBuf;

/// Columns of the help, whatever the terminal, so that it reads the same everywhere.
pub(super) const COLUMNS: usize = 80;

/// The command line's shape, with its help in one language.
pub(crate) fn shape(lang: Lang) -> clap::Command {
    let say = |words: Tr| words.get(lang);
    let template = format!(
        "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
        say(help::USAGE)
    );
    let dressed = |command: clap::Command, about: Tr, usage: String| {
        command
            .about(say(about))
            .override_usage(usage)
            .help_template(template.clone())
            .disable_help_flag(true)
            .disable_help_subcommand(true)
            .subcommand_help_heading(say(help::COMMANDS))
            .term_width(COLUMNS)
            .arg(
                Arg::new("help")
                    .short('h')
                    .long("help")
                    .action(ArgAction::Help)
                    .help(say(help::HELP))
                    .help_heading(say(help::OPTIONS))
                    .display_order(1000),
            )
    };
    let options = say(help::A_OPTIONS);
    let with_options = |name: &'static str, about: Tr, options_of: Vec<Arg>| {
        dressed(clap::Command::new(name), about, format!("wifidoc {name} [{options}]"))
            .args(options_of)
    };
    let check = with_options("check", help::CHECK, check_options(lang));
    let scan = with_options("scan", help::SCAN, scan_options(lang));
    let signal = with_options("signal", help::SIGNAL, signal_options(lang));
    let share = with_options("share", words::shared::SHARE, super::share::share_options(lang));
    let open = dressed(
        clap::Command::new("open"),
        words::shared::OPEN,
        format!("wifidoc open {}", say(words::shared::A_FILE_OR_DASH)),
    )
    .args(super::share::open_options(lang));
    let serve = with_options("serve", words::serve::ABOUT, super::serve::options(lang));
    let explain = dressed(
        clap::Command::new("explain"),
        help::EXPLAIN,
        format!("wifidoc explain {}", say(help::A_CODE)),
    )
    .arg(code_argument(lang));
    let generate = dressed(
        clap::Command::new("generate"),
        help::GENERATE,
        format!("wifidoc generate completions|man {}", say(help::A_DIR)),
    )
    .args(generate_arguments(lang));
    dressed(
        clap::Command::new("wifidoc"),
        help::ABOUT,
        format!(
            "wifidoc [{options}]\n     wifidoc scan|signal|share|serve [{options}]\n     wifidoc open {}\n     wifidoc explain {}\n     wifidoc generate completions|man {}",
            say(words::shared::A_FILE_OR_DASH),
            say(help::A_CODE),
            say(help::A_DIR)
        )
        .replace("\n     ", &format!("\n{}", " ".repeat(say(help::USAGE).chars().count() + 2))),
    )
    .version(env!("CARGO_PKG_VERSION"))
    .disable_version_flag(true)
    .args_override_self(true)
    .after_help(say(help::EXIT_CODES))
    .args(check_options(lang))
    .arg(
        Arg::new("lang")
            .long("lang")
            .global(true)
            .value_name("es|en|pt")
            .value_parser(PossibleValuesParser::new(Lang::ALL.map(Lang::tag)))
            .hide_possible_values(true)
            .help(say(help::LANG))
            .help_heading(say(help::OPTIONS))
            .display_order(0),
    )
    .arg(
        Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help(say(help::VERSION))
            .help_heading(say(help::OPTIONS))
            .display_order(1001),
    )
    .subcommands([check, scan, signal, share, open, serve, explain, generate])
}

/// What `generate` writes, and where.
fn generate_arguments(lang: Lang) -> [Arg; 2] {
    let argument = |name: &'static str, words: Tr| {
        let argument = Arg::new(name).required(true).help(words.get(lang));
        argument.help_heading(help::ARGUMENTS.get(lang))
    };
    [
        argument("what", help::GENERATE_WHAT)
            .value_name("completions|man")
            .value_parser(PossibleValuesParser::new(["completions", "man"]))
            .hide_possible_values(true),
        argument("dir", help::GENERATE_DIR)
            .value_name(help::A_DIR.get(lang))
            .value_parser(clap::value_parser!(PathBuf))
            .value_hint(clap::ValueHint::DirPath),
    ]
}

/// What `explain` explains.
fn code_argument(lang: Lang) -> Arg {
    Arg::new("code")
        .required(true)
        .value_name(help::A_CODE.get(lang))
        .help(help::EXPLAIN_CODE.get(lang))
        .help_heading(help::ARGUMENTS.get(lang))
}

/// Makes options with the help of one language.
#[derive(Clone, Copy)]
pub(super) struct Options(pub(super) Lang);

impl Options {
    fn named(self, name: &'static str, words: Tr) -> Arg {
        Arg::new(name).long(name).help(words.get(self.0)).help_heading(help::OPTIONS.get(self.0))
    }

    pub(super) fn option(self, name: &'static str, words: Tr) -> Arg {
        self.named(name, words).hide_possible_values(true)
    }

    pub(super) fn flag(self, name: &'static str, words: Tr) -> Arg {
        self.named(name, words).action(ArgAction::SetTrue)
    }

    pub(super) fn format(self, words: Tr) -> Arg {
        self.option("format", words)
            .value_name("text|json")
            .value_parser(PossibleValuesParser::new(["text", "json"]))
    }

    fn interface(self, words: Tr) -> Arg {
        self.option("interface", words).value_name(help::A_NAME.get(self.0))
    }

    pub(super) fn file(self, name: &'static str, words: Tr) -> Arg {
        self.option(name, words)
            .value_name(help::A_FILE.get(self.0))
            .value_parser(clap::value_parser!(PathBuf))
            .value_hint(clap::ValueHint::FilePath)
    }
}

/// The options of a look around, in the order of the help.
fn scan_options(lang: Lang) -> Vec<Arg> {
    let make = Options(lang);
    vec![
        make.format(help::FORMAT_NETWORKS),
        make.flag("plain", help::PLAIN),
        make.interface(help::INTERFACE_RADIO),
        make.flag("cached", help::CACHED),
        make.flag("watch", help::WATCH),
    ]
}

/// The options of the signal meter, in the order of the help.
fn signal_options(lang: Lang) -> Vec<Arg> {
    let make = Options(lang);
    vec![
        make.format(help::FORMAT_SIGNAL),
        make.flag("plain", help::PLAIN),
        make.interface(help::INTERFACE_RADIO),
        make.option("spot", help::SPOT).value_name(help::A_NAME.get(lang)),
    ]
}

/// The options of a check, in the order of the help.
fn check_options(lang: Lang) -> Vec<Arg> {
    let make = Options(lang);
    let option = |name, words| make.option(name, words);
    let flag = |name, words| make.flag(name, words);
    let layer = |name, words| {
        option(name, words)
            .value_name(help::A_LAYER.get(lang))
            .value_parser(PossibleValuesParser::new(Layer::ALL.map(Layer::name)))
            .value_delimiter(',')
            .action(ArgAction::Append)
    };
    let file = |name, words| make.file(name, words);
    vec![
        make.format(help::FORMAT),
        flag("plain", help::PLAIN),
        make.interface(help::INTERFACE),
        make.option("network", help::NETWORK).value_name(help::A_NAME.get(lang)),
        flag("quick", help::QUICK),
        layer("only", help::ONLY),
        layer("skip", help::SKIP),
        option("symptom", help::SYMPTOM)
            .value_name(help::A_SYMPTOM.get(lang))
            .value_parser(PossibleValuesParser::new(Symptom::ALL.map(|(_, name)| name))),
        option("rounds", help::ROUNDS)
            .value_name("N")
            .value_parser(clap::value_parser!(u32).range(1..)),
        option("far", help::FAR)
            .value_name(help::A_HOST.get(lang))
            .value_parser(host)
            .value_hint(clap::ValueHint::Hostname)
            .action(ArgAction::Append),
        option("target", help::TARGET)
            .value_name("URL|HOST[:PORT]")
            .value_parser(|text: &str| {
                Target::parse(text).map(|_| text.to_owned()).map_err(told_apart)
            })
            .value_hint(clap::ValueHint::Url),
        flag("offline", help::OFFLINE),
        flag("no-speed", help::NO_SPEED),
        flag("dry-run", help::DRY_RUN),
        file("record", help::RECORD),
        file("replay", help::REPLAY),
        flag("raw", help::RAW),
        flag("verbose", help::VERBOSE),
    ]
}

/// A bare host name or address. The message is never shown: errors are told in [`told`].
fn host(text: &str) -> Result<String, &'static str> {
    let fine = !text.is_empty()
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | ':' | '-' | '_' | '%'));
    if fine { Ok(text.to_owned()) } else { Err("not a host") }
}

/// The messages are never shown: errors are told in [`told`].
const fn told_apart(bad: BadTarget) -> &'static str {
    match bad {
        BadTarget::NotUnderstood => "not a service",
        BadTarget::ThisComputer => "this computer",
        BadTarget::NotOfTheInternet => "not of the internet",
    }
}
