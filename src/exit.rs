//! The exit codes, which are part of the interface (CODES.md).

use crate::report::{Conclusion, State};
use crate::rules::Side;

/// What the exit status tells a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing above a hint, or the command did what it was asked.
    Done = 0,
    /// A problem on the side of the computer, the Wi-Fi or the router.
    Home = 1,
    /// Wrong usage or unreadable input.
    Usage = 2,
    /// A problem on the side of the line or the far end.
    Outside = 3,
    Inconclusive = 4,
    /// The program itself failed.
    Internal = 70,
    /// Stopped by Ctrl-C, after what was known was printed.
    Interrupted = 130,
    /// Stopped by SIGTERM, likewise.
    Terminated = 143,
}

impl Exit {
    /// The code of a verdict, which follows from the root cause alone.
    pub(crate) fn of(conclusion: &Conclusion) -> Self {
        match (conclusion.state, conclusion.side) {
            (State::Healthy, _) => Self::Done,
            (State::Problem, Some(Side::Line | Side::FarEnd)) => Self::Outside,
            (State::Problem, _) => Self::Home,
            (State::Inconclusive, _) => Self::Inconclusive,
        }
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
