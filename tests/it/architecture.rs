//! Who may use whom, read from the code, because prose about it goes stale.

use super::project;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each part of the pipe and the parts it may use. What is not here may use everything.
const MAY_USE: &[(&str, &[&str])] = &[
    ("evidence", &[]),
    // Layers, reasons and parts are facts that have words.
    ("text", &["evidence"]),
    ("cli", &["evidence", "text"]),
    ("plan", &["analysis", "cli", "evidence"]),
    ("analysis", &["evidence"]),
    ("probes", &["plan", "evidence", "analysis", "protocol"]),
    ("protocol", &[]),
    ("rules", &["evidence", "analysis", "text"]),
    ("server", &["protocol"]),
    ("report", &["evidence", "analysis", "rules", "text"]),
    ("render", &["evidence", "analysis", "plan", "report", "rules", "text"]),
];
/// What composes the parts, and may use all of them.
const ABOVE: &[&str] = &["commands", "exit", "fuzzing", "lib", "main"];
/// Used by tests alone, of any part.
const FOR_TESTS: &[&str] = &["expected"];

#[test]
fn parts_use_only_what_lies_below_them() {
    let uses = uses();
    let files: usize = uses.values().map(|(files, _)| files).sum();
    let edges: usize = uses.values().map(|(_, used)| used.len()).sum();
    assert!(files >= 60 && edges >= 25, "the scan saw {files} files and {edges} uses only");
    for (part, (_, used)) in &uses {
        let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| name == part) else {
            let known = ABOVE.contains(&part.as_str()) || FOR_TESTS.contains(&part.as_str());
            assert!(known, "`{part}` has no line in the table");
            continue;
        };
        for (target, file) in used {
            let fine = allowed.contains(&target.as_str()) || FOR_TESTS.contains(&target.as_str());
            assert!(fine, "{}: `{part}` may not use `{target}`", file.display());
        }
    }
}

#[test]
fn every_line_of_the_table_is_about_something_there() {
    let uses = uses();
    for (part, allowed) in MAY_USE {
        assert!(uses.contains_key(*part), "there is no `{part}`");
        assert!(allowed.iter().all(|name| uses.contains_key(*name)), "{part}: {allowed:?}");
    }
}

/// For each part: its files, and the other parts it uses with a file that does.
fn uses() -> BTreeMap<String, (usize, BTreeMap<String, PathBuf>)> {
    let src = project("src");
    let parts: BTreeSet<String> = fs::read_dir(&src)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let mut uses = BTreeMap::new();
    for part in &parts {
        let (mut count, mut targets) = (0, BTreeMap::new());
        for file in files(&src, part) {
            count += 1;
            let text = fs::read_to_string(&file).unwrap();
            // A test may put together what the code below it must not know.
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            for name in named(code) {
                if name != *part && parts.contains(&name) {
                    targets.entry(name).or_insert_with(|| file.clone());
                }
            }
        }
        uses.insert(part.clone(), (count, targets));
    }
    uses
}

/// The parts named in a file: what follows `crate::`, one or several in braces.
fn named(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for rest in text.split("crate::").skip(1) {
        if let Some(group) = rest.strip_prefix('{') {
            let (mut depth, mut start) = (1, true);
            for (at, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => start = true,
                    c if start && c.is_alphabetic() => {
                        names.push(first_word(&group[at..]));
                        start = false;
                    }
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            names.push(first_word(rest));
        }
    }
    names
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn files(src: &Path, part: &str) -> Vec<PathBuf> {
    let mut found = vec![src.join(part).with_extension("rs")];
    let mut folders = vec![src.join(part)];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn names_are_found_alone_and_in_braces() {
    let text =
        "use crate::text::{Lang, Tr};\nuse crate::{cli::{self, Check}, report};\ncrate::exit";
    assert_eq!(named(text), ["text", "cli", "report", "exit"]);
}
