//! Reads a recorded run. Whatever the file is, the answer is evidence or one clear line.
//!
//! Apart because the file comes from somebody else's computer and may be anything.

use crate::commands::{Input, reading};
use crate::evidence::{self, Evidence};
use crate::text::Lang;
use crate::text::words::mistakes::{self, Trouble};
use serde::Deserialize;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// No recorded run comes near it; anything larger is another kind of file.
const LARGEST_BYTES: u64 = 64 * 1024 * 1024;

/// The number alone, which is read before anything that depends on it.
#[derive(Deserialize)]
struct Schema {
    schema: u64,
}

/// The evidence in this file.
pub(super) fn read(path: &Path, lang: Lang) -> Result<Evidence, Input> {
    let bytes = whole_file(path);
    bytes.and_then(|bytes| parse(&bytes)).map_err(|trouble| {
        let name = evidence::Foreign::new(path.to_string_lossy().as_bytes());
        Input(format!("{name}: {}", mistakes::trouble(trouble, lang)))
    })
}

/// A file's bytes, if it is one that a recording could be.
pub(in crate::commands) fn whole_file(path: &Path) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| reading(&error))?;
    file.take(LARGEST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| reading(&error))?;
    if bytes.len() as u64 > LARGEST_BYTES { Err(Trouble::TooLarge) } else { Ok(bytes) }
}

/// The evidence in some bytes.
pub(in crate::commands) fn parse(bytes: &[u8]) -> Result<Evidence, Trouble> {
    if bytes.trim_ascii().is_empty() {
        return Err(Trouble::Empty);
    }
    // A file that is no JSON at all is told as such, whatever stands in its first fields.
    if let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(bytes) {
        let cut = error.is_eof() || is_at_the_end(&error, bytes);
        return Err(if cut { Trouble::Truncated } else { Trouble::NotJson });
    }
    let shape = |error: serde_json::Error| Trouble::WrongShape { line: error.line() };
    let Schema { schema } = serde_json::from_slice(bytes).map_err(shape)?;
    if schema > u64::from(evidence::SCHEMA) {
        return Err(Trouble::Newer { schema, known: evidence::SCHEMA });
    }
    serde_json::from_slice(bytes).map_err(shape)
}

/// True when the last byte is the one that makes no sense, as after a number's sign or point: the
/// rest of the number is missing.
fn is_at_the_end(error: &serde_json::Error, bytes: &[u8]) -> bool {
    let last = bytes.split(|byte| *byte == b'\n').count();
    let length = bytes.iter().rev().take_while(|byte| **byte != b'\n').count();
    bytes.trim_ascii_start().first() == Some(&b'{')
        && error.line() == last
        && error.column() >= length
}

/// Reads any bytes as a recorded run and, where they are one, says everything that there is to say of
/// it; for the fuzz target.
#[cfg(fuzzing)]
pub(crate) fn read_anything(bytes: &[u8]) {
    use crate::render::{self, View, json};
    let Ok(evidence) = parse(bytes) else { return };
    let report = crate::report::Report::of(&evidence);
    for lang in Lang::ALL {
        for plain in [false, true] {
            let view = View { lang, plain, verbose: true, colour: !plain };
            let _ = render::text(&report, &evidence, view);
        }
    }
    let _ = json::text(&report, &evidence, true);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::Changed;
    use proptest::prelude::*;

    fn recorded() -> Vec<u8> {
        serde_json::to_vec(&Changed::healthy_cable().0).unwrap()
    }

    #[test]
    fn what_was_recorded_is_read_as_it_was() {
        assert_eq!(parse(&recorded()).unwrap(), Changed::healthy_cable().0);
    }

    #[test]
    fn a_truncated_file_is_called_truncated_wherever_it_ends() {
        let whole = recorded();
        for end in 1..whole.len().min(3000) {
            assert_eq!(parse(&whole[..end]), Err(Trouble::Truncated), "at {end}");
        }
        assert_eq!(parse(&whole[..whole.len() - 1]), Err(Trouble::Truncated));
    }

    #[test]
    fn every_other_file_is_called_what_it_is() {
        for (bytes, expected) in [
            (&b""[..], Trouble::Empty),
            (b" \n", Trouble::Empty),
            (b"PROBLEM  The Wi-Fi", Trouble::NotJson),
            (b"\xff\xfe\x00", Trouble::NotJson),
            (b"[1, 2]", Trouble::WrongShape { line: 1 }),
            (b"{}", Trouble::WrongShape { line: 1 }),
            (b"{\"schema\": \"1\"}", Trouble::WrongShape { line: 1 }),
            (b"{\"schema\": 1,\n\"verdict\": {}}", Trouble::WrongShape { line: 2 }),
            (b"{\"schema\": 2, \"new\": {}}", Trouble::Newer { schema: 2, known: 1 }),
        ] {
            assert_eq!(parse(bytes), Err(expected), "{}", String::from_utf8_lossy(bytes));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>) {
            let _ = parse(&bytes);
        }
    }
}
