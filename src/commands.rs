//! One file per command, each a short composition of the parts: what is asked for is done here.
//!
//! Errors are `anyhow`'s at this edge; one that the person can mend is an [`Input`], and ends with
//! the exit code of wrong usage.

pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod generate;

use crate::text::words::mistakes::Trouble;
use std::io::{self, Write as _};

/// Something the person can mend: one line that says what is wrong and what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Input(pub(crate) String);

/// Writes to stdout. A reader that has gone away (`wifidoc | head`) is no error: it has seen enough.
pub(crate) fn say(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
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
