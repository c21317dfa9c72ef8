//! `generate`: what the program writes about itself, for packages: completions and man pages.
//!
//! They are made from the command line's own shape and from the rules, so that they cannot tell of
//! options or codes that do not exist.

mod man;

use super::{Input, writing};
use crate::cli::{self, Generated};
use crate::evidence::Foreign;
use crate::exit::Exit;
use crate::rules;
use crate::text::Lang;
use crate::text::words::mistakes;
use clap::builder::PossibleValuesParser;
use clap_complete::{Generator as _, Shell};
use std::fs;
use std::path::Path;

/// Writes the files into the folder.
pub(crate) fn run(what: Generated, dir: &Path, lang: Lang) -> anyhow::Result<Exit> {
    let files = match what {
        Generated::Completions => completions(),
        Generated::Man => man::pages()?,
    };
    let write = || {
        files.iter().try_for_each(|(name, content)| {
            let file = dir.join(name);
            fs::create_dir_all(file.parent().unwrap_or(dir))?;
            fs::write(file, content)
        })
    };
    write().map_err(|error| {
        let name = Foreign::new(dir.to_string_lossy().as_bytes());
        Input(format!("{name}: {}", mistakes::trouble(writing(&error), lang)))
    })?;
    Ok(Exit::Done)
}

/// Completions for every shell, each under the name that the shell looks for.
fn completions() -> Vec<(String, Vec<u8>)> {
    // English, since a package has one file for everybody.
    let shape = cli::shape(Lang::En).mut_subcommand("explain", |explain| {
        explain.mut_arg("code", |code| {
            code.value_parser(PossibleValuesParser::new(rules::ALL.iter().map(|rule| rule.code)))
        })
    });
    [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh]
        .into_iter()
        .map(|shell| {
            let mut content = Vec::new();
            clap_complete::generate(shell, &mut shape.clone(), "wifidoc", &mut content);
            (shell.file_name("wifidoc"), content)
        })
        .collect()
}
