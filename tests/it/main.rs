//! Tests of the built program, in one binary so that it links once.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod architecture;
mod cli;
mod generated;
mod replay;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The program in an environment with nothing in it, so that no setting of the tester's counts.
fn wifidoc() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wifidoc"));
    command.env_clear();
    command
}

/// A path in the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares a file of the project with what the program makes now; `UPDATE=1` rewrites it first.
fn expected(path: &Path, now: &[u8]) -> Result<(), String> {
    if env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, now).unwrap();
    }
    if fs::read(path).unwrap_or_default() == now {
        return Ok(());
    }
    let name = path.strip_prefix(project("")).unwrap().display().to_string();
    Err(name)
}

/// How to bring expected files up to date.
const HOW: &str = "if that is right, run `UPDATE=1 cargo test --test it` and read the diff";
