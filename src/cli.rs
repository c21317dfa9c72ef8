//! Arguments become a plain value; nothing happens while parsing.

use crate::evidence::{Layer, Symptom};
use crate::text::Lang;
use std::path::PathBuf;

/// What the program was asked to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Command {
    Check(Check),
    /// The page of one code.
    Explain {
        code: String,
        lang: Lang,
    },
    /// Writes completions or man pages into a folder.
    Generate {
        what: Generated,
        dir: PathBuf,
    },
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
