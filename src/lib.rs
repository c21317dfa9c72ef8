//! wifidoc finds out why the internet at home is bad and says the one cause.
//!
//! The whole program is one pipe, and each part of it is a module that uses only what lies before
//! it (`tests/it/architecture.rs` holds the table):
//!
//! ```text
//! argv -> cli -> plan -> probes -> evidence -> analysis -> rules -> report -> render -> terminal
//!                                    ^ |
//!                      --replay FILE + +-> --record FILE
//! ```
//!
//! `cli` turns arguments into a value. `probes` measure, and what they learn, failures included, is
//! `evidence`: facts with units, in a file if wanted. `analysis` makes statements of the numbers, with
//! their uncertainty. Each of the `rules` looks for one known problem in them. The `report` chooses
//! the one cause, and lists what was ruled out and what was not tested. `render` says it in the
//! reader's language. Everything between evidence and text is pure: the same evidence gives the same
//! report on any computer. `commands` compose the parts.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]

mod analysis;
mod cli;
mod commands;
mod evidence;
mod exit;
#[cfg(test)]
mod expected;
#[cfg(fuzzing)]
pub mod fuzzing;
mod plan;
mod probes;
mod protocol;
mod render;
mod report;
mod rules;
mod server;
mod text;

use cli::Command;
use exit::Exit;
use std::io::Write as _;
use std::process::ExitCode;
use text::Lang;
use text::words::mistakes;

/// Does what the command line asks for.
pub fn run() -> ExitCode {
    let command = match cli::parse(std::env::args_os(), sys_locale::get_locales) {
        Ok(command) => command,
        Err(mistake) => return failed(&mistake.text, Exit::Usage),
    };
    let (lang, done) = match &command {
        Command::Check(check) => (check.lang, commands::check::run(check)),
        Command::Scan(scan) => (scan.lang, commands::scan::run(scan)),
        Command::Signal(signal) => (signal.lang, commands::signal::run(signal)),
        Command::Explain { code, lang } => (*lang, commands::explain::run(code, *lang)),
        Command::Generate { what, dir, lang } => {
            (*lang, commands::generate::run(*what, dir, *lang))
        }
        Command::Share(share) => (share.check.lang, commands::share::run(share)),
        Command::Open(open) => (open.lang, commands::open::run(open)),
        Command::Serve(serve) => (serve.lang, commands::serve::run(serve)),
        Command::Show(text) => {
            (Lang::En, commands::say(text).map(|()| Exit::Done).map_err(Into::into))
        }
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) => {
            if let Some(input) = error.downcast_ref::<commands::Input>() {
                failed(&input.0, Exit::Usage)
            } else if let Some(commands::NotMeasured(why)) = error.downcast_ref() {
                failed(why, Exit::Inconclusive)
            } else {
                failed(&mistakes::internal(&format!("{error:#}"), lang), Exit::Internal)
            }
        }
    }
}

/// Tells what went wrong in one line.
fn failed(text: &str, exit: Exit) -> ExitCode {
    // With stderr gone there is nobody to tell; the exit code still says it.
    let _ = writeln!(std::io::stderr(), "wifidoc: {text}");
    exit.into()
}
