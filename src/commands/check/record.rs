//! Writes a run to a file: beside it first, then in its place, so that a failure overwrites nothing.
//!
//! Apart because the place is tried before anything is measured, and the writing comes after it.

use crate::commands::{Input, writing};
use crate::evidence::{Evidence, Foreign};
use crate::text::Lang;
use crate::text::words::mistakes::{self, Trouble};
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// A recording that has its place and waits for its content. Dropped, it leaves nothing behind.
#[derive(Debug)]
pub(super) struct Recording {
    /// Where it will be.
    target: PathBuf,
    /// Where it is until it is complete; taken when it has been moved.
    beside: Option<PathBuf>,
    file: File,
    lang: Lang,
}

impl Recording {
    /// Finds out whether the file can be written, without touching what is there.
    pub(super) fn begin(path: &Path, lang: Lang) -> Result<Self, Input> {
        let (target, beside, file) = begin(path).map_err(|trouble| input(path, trouble, lang))?;
        Ok(Self { target, beside: Some(beside), file, lang })
    }

    /// Writes the evidence and puts the file in its place.
    pub(super) fn keep(mut self, evidence: &Evidence) -> anyhow::Result<()> {
        let mut writer = BufWriter::new(&self.file);
        let text = serde_json::to_vec(evidence)?;
        let written = writer
            .write_all(&text)
            .and_then(|()| writer.write_all(b"\n"))
            .and_then(|()| writer.flush())
            .and_then(|()| self.file.sync_all());
        drop(writer);
        let Some(beside) = &self.beside else { return Ok(()) };
        written
            .and_then(|()| fs::rename(beside, &self.target))
            .map_err(|error| input(&self.target, writing(&error), self.lang))?;
        self.beside = None;
        Ok(())
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            // It may be gone already, and there is nobody left to tell.
            let _ = fs::remove_file(beside);
        }
    }
}

fn begin(path: &Path) -> Result<(PathBuf, PathBuf, File), Trouble> {
    // A link is followed, so that the file it points at is replaced and not the link.
    let target = match fs::canonicalize(path) {
        Ok(target) => {
            let there = fs::metadata(&target).map_err(|error| writing(&error))?;
            if !there.is_file() {
                return Err(Trouble::NotAFile);
            }
            if there.permissions().readonly() {
                return Err(Trouble::WriteProtected);
            }
            target
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(writing(&error)),
    };
    let name = target.file_name().ok_or(Trouble::NotAFile)?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.part", std::process::id()));
    let beside = target.with_file_name(hidden);
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&beside)
        .map_err(|error| writing(&error))?;
    Ok((target, beside, file))
}

fn input(path: &Path, trouble: Trouble, lang: Lang) -> Input {
    let name = Foreign::new(path.to_string_lossy().as_bytes());
    Input(format!("{name}: {}", mistakes::trouble(trouble, lang)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::Changed;

    #[test]
    fn a_recording_replaces_the_file_only_when_it_is_complete() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.json");
        fs::write(&path, "old").unwrap();
        drop(Recording::begin(&path, Lang::En).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");

        let evidence = Changed::healthy_wifi().0;
        Recording::begin(&path, Lang::En).unwrap().keep(&evidence).unwrap();
        let read: Evidence = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        assert_eq!(read, evidence);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something was left beside it");
    }

    #[test]
    fn a_file_that_cannot_be_written_is_told_before_anything_is_measured() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "x").unwrap();
        let mut permissions = fs::metadata(&file).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&file, permissions).unwrap();
        for (path, expected) in [
            (folder.path().join("missing/run.json"), Trouble::NoFolder),
            (folder.path().to_owned(), Trouble::NotAFile),
            (file.clone(), Trouble::WriteProtected),
            (file.join("below"), Trouble::NoFolder),
            (PathBuf::from("/dev/null"), Trouble::NotAFile),
            (PathBuf::new(), Trouble::NotAFile),
        ] {
            assert_eq!(begin(&path).unwrap_err(), expected, "{}", path.display());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        Recording::begin(&link, Lang::En).unwrap().keep(&Changed::healthy_wifi().0).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(fs::read_to_string(&file).unwrap().starts_with('{'));
    }
}
