//! Arguments become a plain value; nothing happens while parsing and nothing is printed.
//!
//! clap speaks English only. The words of its help are ours (`text/words/help.rs`), and its errors
//! are told anew in the chosen language (`text/words/mistakes.rs`), which is why that language is
//! looked for before the arguments are parsed.

pub(crate) mod serve;
mod shape;
pub(crate) mod share;
pub(crate) mod target;
mod told;

use crate::evidence::{Layer, Symptom};
use crate::text::Lang;
use crate::text::words::mistakes;
use clap::ArgMatches;
use clap::parser::ValueSource;
pub(crate) use shape::shape;
use std::ffi::OsString;
use std::path::PathBuf;
use target::Target;

/// Far ends a run can have.
const MOST_FAR: usize = 3;

/// What the program was asked to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Command {
    Check(Box<Check>),
    /// The networks around and where their channels are free.
    Scan(Scan),
    /// The signal while one walks about.
    Signal(Signal),
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
    /// Writes what may be shared.
    Share(share::Share),
    /// Shows what somebody shared.
    Open(share::Open),
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
    /// The Wi-Fi that is home.
    pub(crate) network: Option<String>,
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

/// The options of a look at the networks around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scan {
    pub(crate) lang: Lang,
    pub(crate) format: Format,
    pub(crate) plain: bool,
    pub(crate) interface: Option<String>,
    /// Nobody is asked to listen: the system's list is shown as it is.
    pub(crate) cached: bool,
    /// Again and again, until it is stopped.
    pub(crate) watch: bool,
}

/// The options of the signal meter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signal {
    pub(crate) lang: Lang,
    pub(crate) format: Format,
    pub(crate) plain: bool,
    pub(crate) interface: Option<String>,
    /// The name of the spot where the walk begins.
    pub(crate) spot: Option<String>,
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
        Err(error) => told::told(&error, lang),
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

/// The command in what clap understood, or what contradicts itself in it.
fn command(matches: &ArgMatches, lang: Lang) -> Result<Command, String> {
    let Some((name, inner)) = matches.subcommand() else {
        return check(&Given { levels: &[matches] }, lang)
            .map(|check| Command::Check(Box::new(check)));
    };
    let given = Given { levels: &[matches, inner] };
    if let Some(option) = stray(matches, name, lang) {
        return Err(mistakes::not_with_command(&option, name, lang));
    }
    Ok(match name {
        "check" => Command::Check(Box::new(check(&given, lang)?)),
        "scan" => Command::Scan(Scan {
            lang,
            format: given.format(),
            plain: given.flag("plain"),
            interface: given.text("interface"),
            cached: given.flag("cached"),
            watch: given.flag("watch"),
        }),
        "signal" => Command::Signal(Signal {
            lang,
            format: given.format(),
            plain: given.flag("plain"),
            interface: given.text("interface"),
            spot: given.text("spot"),
        }),
        "share" => Command::Share(share::share(&given, lang)?),
        "open" => Command::Open(share::open(&given, lang)),
        "serve" => Command::Serve(serve::read(inner, lang)?),
        "explain" => Command::Explain { code: given.text("code").unwrap_or_default(), lang },
        _ => Command::Generate {
            what: match given.text("what").as_deref() {
                Some("man") => Generated::Man,
                _ => Generated::Completions,
            },
            dir: given.path("dir").unwrap_or_default(),
            lang,
        },
    })
}

/// An option that stands before a command which has none of that name.
fn stray(matches: &ArgMatches, name: &str, lang: Lang) -> Option<String> {
    let mut before = matches
        .ids()
        .map(clap::Id::as_str)
        .filter(|id| matches.value_source(id) == Some(ValueSource::CommandLine))
        .peekable();
    before.peek()?;
    let shape = shape(lang);
    let own = shape.find_subcommand(name)?;
    before
        .find(|id| *id != "lang" && own.get_arguments().all(|argument| argument.get_id() != id))
        .map(|id| format!("--{id}"))
}

/// What was given, before or after the command's word: the later one counts.
struct Given<'a> {
    levels: &'a [&'a ArgMatches],
}

impl Given<'_> {
    fn one<T: Clone + Send + Sync + 'static>(&self, id: &str) -> Option<T> {
        // A level whose command has no such option has nothing to say.
        self.levels.iter().rev().find_map(|m| m.try_get_one::<T>(id).ok().flatten()).cloned()
    }

    fn text(&self, id: &str) -> Option<String> {
        self.one(id)
    }

    fn texts(&self, id: &str) -> Vec<String> {
        self.levels
            .iter()
            .filter_map(|m| m.try_get_many::<String>(id).ok().flatten())
            .flatten()
            .cloned()
            .collect()
    }

    fn path(&self, id: &str) -> Option<PathBuf> {
        self.one(id)
    }

    fn flag(&self, id: &str) -> bool {
        self.levels.iter().any(|m| matches!(m.try_get_one::<bool>(id), Ok(Some(true))))
    }

    fn format(&self) -> Format {
        match self.text("format").as_deref() {
            Some("json") => Format::Json,
            _ => Format::Text,
        }
    }
}

/// The options of a check.
fn check(given: &Given<'_>, lang: Lang) -> Result<Check, String> {
    let layers = |id: &str| {
        given.texts(id).iter().filter_map(|name| Layer::from_name(name)).collect::<Vec<_>>()
    };
    let symptom = given.text("symptom");
    let check = Check {
        lang,
        format: given.format(),
        plain: given.flag("plain"),
        interface: given.text("interface"),
        network: given.text("network"),
        quick: given.flag("quick"),
        only: layers("only"),
        skip: layers("skip"),
        symptom: Symptom::ALL
            .into_iter()
            .find(|(_, name)| Some(*name) == symptom.as_deref())
            .map(|(symptom, _)| symptom),
        rounds: given.one("rounds"),
        far: given.texts("far"),
        target: given.text("target").and_then(|text| Target::parse(&text).ok()),
        no_speed: given.flag("no-speed"),
        offline: given.flag("offline"),
        dry_run: given.flag("dry-run"),
        record: given.path("record"),
        replay: given.path("replay"),
        raw: given.flag("raw"),
        verbose: given.flag("verbose"),
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
            (check.network.is_some(), "--network"),
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

#[cfg(test)]
mod tests;
