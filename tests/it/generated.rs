//! The files we ship that the program writes itself are what it writes now. The manual of findings
//! changes with every rule, which is why bringing it up to date is one command.

use super::{HOW, expected, project, wifidoc};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn names(folder: &Path) -> BTreeSet<String> {
    fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn completions_and_man_pages_are_up_to_date() {
    let mut stale = Vec::new();
    for (what, least) in [("completions", 5), ("man", 2)] {
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
