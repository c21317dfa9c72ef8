//! Networks, recorded or composed: each folder in `tests/networks` holds the evidence of one and
//! the reports that it must give, in every language and as JSON, with the exit code.

use super::{HOW, expected, project, wifidoc};
use std::fs;
use std::path::PathBuf;

fn networks() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(project("tests/networks"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(folders.len() >= 3, "the networks were not found");
    folders
}

/// What the program says about a network, with its exit code in the last line.
fn replayed(folder: &std::path::Path, arguments: &[&str]) -> Vec<u8> {
    let output = wifidoc()
        .arg("--replay")
        .arg(folder.join("evidence.json"))
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut said = output.stdout;
    if !arguments.contains(&"json") {
        let code = output.status.code().unwrap();
        said.extend(format!("(exit {code})\n").into_bytes());
    }
    said
}

#[test]
fn networks_give_their_reports_in_every_language() {
    let mut stale = Vec::new();
    for folder in networks() {
        for lang in ["es", "en", "pt"] {
            let now = replayed(&folder, &["--lang", lang]);
            stale.extend(expected(&folder.join(format!("report.{lang}.txt")), &now).err());
        }
        let now = replayed(&folder, &["--format", "json"]);
        stale.extend(expected(&folder.join("report.json"), &now).err());
    }
    assert!(stale.is_empty(), "these say something else now: {stale:?}; {HOW}");
}

#[test]
fn no_report_holds_anything_that_a_terminal_obeys() {
    for folder in networks() {
        for arguments in [
            &["--verbose"][..],
            &["--plain"],
            &["--format", "json"],
            &["--format", "json", "--raw"],
        ] {
            let said = String::from_utf8(replayed(&folder, arguments)).unwrap();
            let obeyed = |c: char| {
                c != '\n' && c.is_control()
                    || ('\u{200b}'..='\u{200f}').contains(&c)
                    || ('\u{2028}'..='\u{202e}').contains(&c)
            };
            assert!(!said.contains(obeyed), "{} {arguments:?}", folder.display());
        }
    }
}

#[test]
fn a_report_is_the_same_wherever_and_whenever_it_is_made() {
    for folder in networks() {
        let here = replayed(&folder, &["--lang", "pt"]);
        let there = wifidoc()
            .arg("--replay")
            .arg(folder.join("evidence.json"))
            .envs([("LC_ALL", "pt_BR.UTF-8"), ("TZ", "Asia/Tokyo"), ("COLUMNS", "40")])
            .current_dir("/")
            .output()
            .unwrap();
        assert!(here.starts_with(&there.stdout) && !there.stdout.is_empty());
    }
}
