//! The files we ship that the program writes itself are what it writes now. The manual of findings
//! changes with every rule, which is why bringing it up to date is one command.

use super::{HOW, expected, project, wifidoc};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The files in a folder and in those below it, as seen from it.
fn names(folder: &Path) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let (path, name) = {
            let entry = entry.unwrap();
            (entry.path(), entry.file_name().into_string().unwrap())
        };
        if path.is_dir() {
            names.extend(self::names(&path).iter().map(|below| format!("{name}/{below}")));
        } else {
            names.insert(name);
        }
    }
    names
}

#[test]
fn completions_and_man_pages_are_up_to_date() {
    let mut stale = Vec::new();
    for (what, least) in [("completions", 5), ("man", 4)] {
        let folder = tempfile::tempdir().unwrap();
        let written = folder.path().join("new/folder");
        let output = wifidoc().args(["generate", what]).arg(&written).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let (now, shipped) = (names(&written), project(what));
        assert!(now.len() >= least, "{what}: {now:?}");
        for name in &now {
            let content = fs::read(written.join(name)).unwrap();
            stale.extend(expected(&shipped.join(name), &content).err());
        }
        let left_over: Vec<_> = names(&shipped).difference(&now).cloned().collect();
        assert!(
            left_over.is_empty(),
            "{what}/ has files that the program does not write: {left_over:?}"
        );
    }
    assert!(stale.is_empty(), "stale: {stale:?}; {HOW}");
}
