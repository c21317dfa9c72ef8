//! Expected files of tests: compared, and rewritten when `UPDATE=1` is set.
//!
//! Apart because tests all over the crate use it. A rewritten file is read in the diff.

use std::path::Path;
use std::{env, fs};

/// Fails when the file, named from the project's folder, does not hold this.
pub(crate) fn file(name: &str, content: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    let line = content.lines().zip(expected.lines()).position(|(now, before)| now != before);
    let line = line.unwrap_or_else(|| content.lines().count().min(expected.lines().count()));
    let at = |text: &str| {
        text.lines().nth(line).unwrap_or_default().chars().take(200).collect::<String>()
    };
    assert!(
        expected == content,
        "{name} is not what the program makes now; if that is right, run `UPDATE=1 cargo test` and \
         read the diff.\nline {}\n  now      {}\n  expected {}",
        line + 1,
        at(content),
        at(&expected),
    );
}
