//! Arguments become a plain value; nothing happens while parsing and nothing is printed.
//!
//! clap speaks English only. The words of its help are ours (`text/words/help.rs`), and its errors
//! are told anew in the chosen language (`text/words/mistakes.rs`), which is why that language is
//! looked for before the arguments are parsed.

pub(crate) mod serve;
pub(crate) mod target;

use crate::evidence::{Foreign, Layer, Symptom};
use crate::text::nearest::nearest;
use crate::text::words::{self, help, mistakes};
use crate::text::{Lang, Tr};
use clap::builder::PossibleValuesParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches};
use std::ffi::OsString;
use std::path::PathBuf;
use target::{BadTarget, Target};

/// Columns of the help, whatever the terminal, so that it reads the same everywhere.
const COLUMNS: usize = 80;
/// Far ends a run can have.
const MOST_FAR: usize = 3;

/// What the program was asked to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Command {
    Check(Box<Check>),
    /// The page of one code.
    Explain {
        code: String,
        lang: Lang,
    },
    /// Writes completions or man pages into a folder.
    Generate {
        what: Generated,
        dir: PathBuf,
        lang: Lang,
    },
    /// Serves speed tests.
    Serve(serve::Serve),
    /// Says this and no more: the help or the version.
    Show(String),
}

/// What the program can write about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Generated {
    Completions,
    Man,
}

/// How a report is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Format {
    #[default]
    Text,
    Json,
}

/// The options of a check.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Check {
    pub(crate) lang: Lang,
    pub(crate) format: Format,
    /// No layout that only eyes understand.
    pub(crate) plain: bool,
    pub(crate) interface: Option<String>,
    /// Two seconds: only hard failures are judged.
    pub(crate) quick: bool,
    /// The layers to look at; empty for all.
    pub(crate) only: Vec<Layer>,
    pub(crate) skip: Vec<Layer>,
    pub(crate) symptom: Option<Symptom>,
    /// The most rounds of the latency probe.
    pub(crate) rounds: Option<u32>,
    /// Far ends to use instead of the program's own, three at most.
    pub(crate) far: Vec<String>,
    /// The one service to ask beside everything else.
    pub(crate) target: Option<Target>,
    pub(crate) no_speed: bool,
    /// This machine and the router only.
    pub(crate) offline: bool,
    pub(crate) dry_run: bool,
    pub(crate) record: Option<PathBuf>,
    pub(crate) replay: Option<PathBuf>,
    /// Single samples in the JSON.
    pub(crate) raw: bool,
    pub(crate) verbose: bool,
}

/// A command line that asks for nothing the program can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// One line: what is wrong and what to do.
    pub(crate) text: String,
}

/// Reads a command line, the program's name first. `system` are the languages that the system
/// prefers, the best first; they are asked for only when no `--lang` is given.
pub(crate) fn parse<I>(
    arguments: impl IntoIterator<Item = OsString>,
    system: impl FnOnce() -> I,
) -> Result<Command, Mistake>
where
    I: IntoIterator<Item = String>,
{
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let lang = asked_language(&arguments).unwrap_or_else(|| {
        system().into_iter().find_map(|tag| Lang::from_tag(&tag)).unwrap_or(Lang::En)
    });
    match shape(lang).try_get_matches_from(&arguments) {
        Ok(matches) => command(&matches, lang).map_err(|text| Mistake { text }),
        Err(error) => told(&error, lang),
    }
}

/// The language of `--lang`, found without understanding the rest; the last one counts.
fn asked_language(arguments: &[OsString]) -> Option<Lang> {
    let words: Vec<&str> = arguments
        .iter()
        .map(|argument| argument.to_str().unwrap_or_default())
        .take_while(|word| *word != "--")
        .collect();
    words.iter().enumerate().rev().find_map(|(at, word)| {
        let value = word
            .strip_prefix("--lang=")
            .or_else(|| (*word == "--lang").then(|| words.get(at + 1).copied()).flatten())?;
        Lang::ALL.into_iter().find(|lang| lang.tag() == value)
    })
}

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
    let check =
        dressed(clap::Command::new("check"), help::CHECK, format!("wifidoc check [{options}]"))
            .args(check_options(lang));
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
    .arg(
        Arg::new("what")
            .required(true)
            .value_name("completions|man")
            .value_parser(PossibleValuesParser::new(["completions", "man"]))
            .hide_possible_values(true)
            .help(say(help::GENERATE_WHAT))
            .help_heading(say(help::ARGUMENTS)),
    )
    .arg(
        Arg::new("dir")
            .required(true)
            .value_name(say(help::A_DIR))
            .value_parser(clap::value_parser!(PathBuf))
            .value_hint(clap::ValueHint::DirPath)
            .help(say(help::GENERATE_DIR))
            .help_heading(say(help::ARGUMENTS)),
    );
    let serve = dressed(
        clap::Command::new("serve"),
        words::serve::ABOUT,
        format!("wifidoc serve [{options}]"),
    )
    .args(serve::options(lang));
    dressed(
        clap::Command::new("wifidoc"),
        help::ABOUT,
        format!(
            "wifidoc [{options}]\n     wifidoc serve [{options}]\n     wifidoc explain {}\n     wifidoc generate completions|man {}",
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
    .subcommands([check, serve, explain, generate])
}

/// What `explain` explains.
fn code_argument(lang: Lang) -> Arg {
    Arg::new("code")
        .required(true)
        .value_name(help::A_CODE.get(lang))
        .help(help::EXPLAIN_CODE.get(lang))
        .help_heading(help::ARGUMENTS.get(lang))
}

/// The options of a check, in the order of the help.
fn check_options(lang: Lang) -> Vec<Arg> {
    let named = |name: &'static str, words: Tr| {
        Arg::new(name).long(name).help(words.get(lang)).help_heading(help::OPTIONS.get(lang))
    };
    let option = |name, words| named(name, words).hide_possible_values(true);
    let flag = |name, words| named(name, words).action(ArgAction::SetTrue);
    let layer = |name, words| {
        option(name, words)
            .value_name(help::A_LAYER.get(lang))
            .value_parser(PossibleValuesParser::new(Layer::ALL.map(Layer::name)))
            .value_delimiter(',')
            .action(ArgAction::Append)
    };
    let file = |name, words| {
        option(name, words)
            .value_name(help::A_FILE.get(lang))
            .value_parser(clap::value_parser!(PathBuf))
            .value_hint(clap::ValueHint::FilePath)
    };
    vec![
        option("format", help::FORMAT)
            .value_name("text|json")
            .value_parser(PossibleValuesParser::new(["text", "json"])),
        flag("plain", help::PLAIN),
        option("interface", help::INTERFACE).value_name(help::A_NAME.get(lang)),
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

/// The command in what clap understood, or what contradicts itself in it.
fn command(matches: &ArgMatches, lang: Lang) -> Result<Command, String> {
    match matches.subcommand() {
        None => check(&[matches], lang).map(|check| Command::Check(Box::new(check))),
        Some(("check", inner)) => {
            check(&[matches, inner], lang).map(|check| Command::Check(Box::new(check)))
        }
        Some((name, inner)) => {
            if let Some(option) = given(matches) {
                return Err(mistakes::not_with_command(&option, name, lang));
            }
            if name == "serve" {
                return serve::read(inner, lang).map(Command::Serve);
            }
            let text = |id| inner.get_one::<String>(id).cloned().unwrap_or_default();
            Ok(if name == "explain" {
                Command::Explain { code: text("code"), lang }
            } else {
                let what = match text("what").as_str() {
                    "man" => Generated::Man,
                    _ => Generated::Completions,
                };
                let dir = inner.get_one::<PathBuf>("dir").cloned().unwrap_or_default();
                Command::Generate { what, dir, lang }
            })
        }
    }
}

/// An option of the check that stands before another command.
fn given(matches: &ArgMatches) -> Option<String> {
    matches
        .ids()
        .map(clap::Id::as_str)
        .find(|id| *id != "lang" && matches.value_source(id) == Some(ValueSource::CommandLine))
        .map(|id| format!("--{id}"))
}

/// The options of a check, given before or after the word `check`: the later one counts.
fn check(levels: &[&ArgMatches], lang: Lang) -> Result<Check, String> {
    let flag = |id: &str| levels.iter().any(|matches| matches.get_flag(id));
    let text = |id: &str| levels.iter().rev().find_map(|m| m.get_one::<String>(id)).cloned();
    let path = |id: &str| levels.iter().rev().find_map(|m| m.get_one::<PathBuf>(id)).cloned();
    let texts = |id: &str| -> Vec<String> {
        levels.iter().filter_map(|m| m.get_many::<String>(id)).flatten().cloned().collect()
    };
    let layers =
        |id: &str| texts(id).iter().filter_map(|name| Layer::from_name(name)).collect::<Vec<_>>();
    let symptom = text("symptom");
    let check = Check {
        lang,
        format: match text("format").as_deref() {
            Some("json") => Format::Json,
            _ => Format::Text,
        },
        plain: flag("plain"),
        interface: text("interface"),
        quick: flag("quick"),
        only: layers("only"),
        skip: layers("skip"),
        symptom: Symptom::ALL
            .into_iter()
            .find(|(_, name)| Some(*name) == symptom.as_deref())
            .map(|(symptom, _)| symptom),
        rounds: levels.iter().rev().find_map(|m| m.get_one::<u32>("rounds")).copied(),
        far: texts("far"),
        target: text("target").and_then(|text| Target::parse(&text).ok()),
        no_speed: flag("no-speed"),
        offline: flag("offline"),
        dry_run: flag("dry-run"),
        record: path("record"),
        replay: path("replay"),
        raw: flag("raw"),
        verbose: flag("verbose"),
    };
    match contradiction(&check) {
        Some(text) => Err(text),
        None => Ok(check),
    }
}

/// True for a layer that `--only` and `--skip` leave in.
fn asks(check: &Check, layer: Layer) -> bool {
    (check.only.is_empty() || check.only.contains(&layer)) && !check.skip.contains(&layer)
}

/// What cannot be meant together.
fn contradiction(check: &Check) -> Option<String> {
    let lang = check.lang;
    let both = |one: &str, other: &str| Some(mistakes::contradiction(one, other, lang));
    let left = Layer::ALL.iter().any(|layer| asks(check, *layer));
    if check.replay.is_some() {
        if check.record.is_some() {
            return both("--record", "--replay");
        }
        let measuring = [
            (check.dry_run, "--dry-run"),
            (check.interface.is_some(), "--interface"),
            (check.quick, "--quick"),
            (!check.only.is_empty(), "--only"),
            (!check.skip.is_empty(), "--skip"),
            (check.symptom.is_some(), "--symptom"),
            (check.rounds.is_some(), "--rounds"),
            (!check.far.is_empty(), "--far"),
            (check.target.is_some(), "--target"),
            (check.offline, "--offline"),
        ];
        if let Some((_, option)) = measuring.into_iter().find(|(given, _)| *given) {
            return Some(mistakes::not_with_replay(option, lang));
        }
    }
    match () {
        () if check.dry_run && check.record.is_some() => both("--dry-run", "--record"),
        () if check.offline && !check.far.is_empty() => both("--offline", "--far"),
        () if check.offline && check.target.is_some() => both("--offline", "--target"),
        () if check.quick && check.target.is_some() => both("--quick", "--target"),
        () if check.target.is_some() && check.skip.contains(&Layer::Service) => {
            both("--skip service", "--target")
        }
        () if check.target.is_some() && !asks(check, Layer::Service) => both("--only", "--target"),
        () if check.quick && check.rounds.is_some() => both("--quick", "--rounds"),
        () if check.far.len() > MOST_FAR => Some(mistakes::TOO_MANY_FAR.get(lang).to_owned()),
        () if !left => Some(mistakes::NOTHING_LEFT.get(lang).to_owned()),
        () if check.raw && check.format == Format::Text => {
            Some(mistakes::RAW_WITHOUT_JSON.get(lang).to_owned())
        }
        () => None,
    }
}

/// What clap answered: the help or the version, or its error in our words.
fn told(error: &clap::Error, lang: Lang) -> Result<Command, Mistake> {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        _ => None,
    };
    let clean = |text: String| Foreign::new(text).to_string();
    // clap guesses further than people mistype.
    let near = |typed: &str, kind| {
        context(kind).filter(|near| nearest(typed, std::iter::once(near.as_str())).is_some())
    };
    // `--only <LAYER>` is how clap names an option; people type its first word.
    let named = context(ContextKind::InvalidArg).unwrap_or_default();
    let option = clean(named.split(' ').next().unwrap_or_default().to_owned());
    let value = clean(context(ContextKind::InvalidValue).unwrap_or_default());
    let text = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return Ok(Command::Show(error.render().to_string()));
        }
        ErrorKind::UnknownArgument if option.starts_with('-') => {
            let near = near(&option, ContextKind::SuggestedArg);
            mistakes::unknown_option(&option, near.as_deref(), lang)
        }
        ErrorKind::UnknownArgument => mistakes::extra_argument(&option, lang),
        ErrorKind::InvalidSubcommand => {
            let command = context(ContextKind::InvalidSubcommand).unwrap_or_default();
            if command == "help" {
                return Ok(Command::Show(shape(lang).render_help().to_string()));
            }
            let near = near(&command, ContextKind::SuggestedSubcommand);
            mistakes::unknown_command(&clean(command), near.as_deref(), lang)
        }
        ErrorKind::InvalidValue if value.is_empty() => mistakes::value_missing(&option, lang),
        ErrorKind::InvalidValue => {
            let valid = match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(valid)) => valid.clone(),
                _ => Vec::new(),
            };
            let near = near(&value, ContextKind::SuggestedValue);
            mistakes::unknown_value(&option, &value, near.as_deref(), &valid, lang)
        }
        ErrorKind::ValueValidation => match option.as_str() {
            "--rounds" => mistakes::bad_rounds(&value, lang),
            "--far" => mistakes::bad_host(&value, lang),
            // What clap was told of it is not to be had any more.
            "--target" => match Target::parse(&value) {
                Err(BadTarget::ThisComputer) => mistakes::target_is_this_computer(&value, lang),
                Err(BadTarget::NotOfTheInternet) => mistakes::target_is_inside(&value, lang),
                _ => mistakes::bad_target(&value, lang),
            },
            _ => mistakes::bad_value(&option, &value, lang),
        },
        ErrorKind::TooManyValues => mistakes::value_not_wanted(&option, lang),
        ErrorKind::MissingRequiredArgument => mistakes::argument_missing(&option, lang),
        ErrorKind::InvalidUtf8 => mistakes::NOT_UTF8.get(lang).to_owned(),
        _ => mistakes::NOT_UNDERSTOOD.get(lang).to_owned(),
    };
    Err(Mistake { text })
}

#[cfg(test)]
mod tests;
