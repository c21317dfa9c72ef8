//! One file per command, each a short composition of the parts: what is asked for is done here.
//!
//! Errors are `anyhow`'s at this edge; one that the person can mend is an [`Input`], and ends with
//! the exit code of wrong usage.

pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod generate;
pub(crate) mod open;
mod radio;
pub(crate) mod scan;
pub(crate) mod serve;
pub(crate) mod share;
pub(crate) mod signal;
mod typed;

use crate::exit::Exit;
use crate::render::chart::Signs;
use crate::text::words::mistakes::Trouble;
use std::io::{self, IsTerminal as _, Write as _};

/// Something the person can mend: one line that says what is wrong and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Input(pub(crate) String);

/// What was asked for could not be measured: one line that says why.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NotMeasured(pub(crate) String);

/// Writes to stdout. A reader that has gone away (`wifidoc | head`) is no error: it has seen enough.
pub(crate) fn say(text: &str) -> io::Result<()> {
    stream(text).map(|_| ())
}

/// Writes to stdout what more will follow; false when its reader has gone away.
fn stream(text: &str) -> io::Result<bool> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        result => result.map(|()| true),
    }
}

/// A variable of the environment that is not empty.
fn variable(name: &str) -> Option<std::ffi::OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Colour only where a person looks at it and has not said no (no-color.org).
fn wants_colour() -> bool {
    std::io::stdout().is_terminal()
        && variable("NO_COLOR").is_none()
        && variable("TERM").is_some_and(|term| term != "dumb")
}

/// What drawings are made of: blocks where the locale has them (POSIX: the first of the three that
/// is set decides).
fn signs() -> Signs {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable);
    let unicode = locale.map_or(cfg!(not(unix)), |locale| {
        let locale = locale.to_string_lossy().to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    if unicode { Signs::Blocks } else { Signs::Ascii }
}

/// What an error of the system means when a file is to be read.
pub(crate) fn reading(error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Trouble::Missing,
        io::ErrorKind::PermissionDenied => Trouble::NotAllowed,
        io::ErrorKind::IsADirectory => Trouble::NotAFile,
        _ => Trouble::Unreadable,
    }
}

/// What an error of the system means when a file is to be written.
pub(crate) fn writing(error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Trouble::NoFolder,
        io::ErrorKind::PermissionDenied => Trouble::NotAllowed,
        io::ErrorKind::ReadOnlyFilesystem => Trouble::WriteProtected,
        io::ErrorKind::IsADirectory => Trouble::NotAFile,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Trouble::DiskFull,
        _ => Trouble::Unwritable,
    }
}

/// The exit code of a stream, which goes on until somebody has seen enough: that is no failure.
const fn end_of_stream(by: Exit) -> Exit {
    match by {
        Exit::Interrupted => Exit::Done,
        other => other,
    }
}

/// Waits for a signal that ends the run; the exit code says which it was.
#[cfg(unix)]
pub(crate) fn stopped() -> std::io::Result<impl Future<Output = Exit>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) =
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => Exit::Interrupted,
            _ = terminate.recv() => Exit::Terminated,
        }
    })
}

/// Waits for what ends the run: the keys, or the end of the window, the session or the system.
#[cfg(windows)]
pub(crate) fn stopped() -> std::io::Result<impl Future<Output = Exit>> {
    use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_logoff, ctrl_shutdown};
    let (mut key, mut other_key) = (ctrl_c()?, ctrl_break()?);
    let (mut close, mut logoff, mut shutdown) = (ctrl_close()?, ctrl_logoff()?, ctrl_shutdown()?);
    Ok(async move {
        tokio::select! {
            _ = key.recv() => Exit::Interrupted,
            _ = other_key.recv() => Exit::Interrupted,
            _ = close.recv() => Exit::Terminated,
            _ = logoff.recv() => Exit::Terminated,
            _ = shutdown.recv() => Exit::Terminated,
        }
    })
}
