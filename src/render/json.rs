//! The report as JSON, for programs.
//!
//! Apart from the wire types, which are a contract of the report: here is only how they are written.

use crate::evidence::Evidence;
use crate::report::Report;
use crate::report::schema::Json;
use serde::Serialize;
use std::fmt::Write as _;

/// The JSON report, a line end behind it.
pub(crate) fn text(
    report: &Report,
    evidence: &Evidence,
    raw: bool,
) -> Result<String, serde_json::Error> {
    page(&Json::of(report, evidence, raw))
}

/// One object, laid out for reading.
pub(crate) fn page(object: &impl Serialize) -> Result<String, serde_json::Error> {
    Ok(format!("{}\n", escaped(&serde_json::to_string_pretty(object)?)))
}

/// One object of a stream, on a line of its own.
pub(crate) fn line(object: &impl Serialize) -> Result<String, serde_json::Error> {
    Ok(format!("{}\n", escaped(&serde_json::to_string(object)?)))
}

/// JSON in which everything that a terminal might obey is written as an escape. Such characters
/// stand in strings only, where the escape means the same.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        // What JSON's own writer lets through: everything from the first letter beyond ASCII on.
        let obeyed = c > '~' && !(c.is_alphanumeric() || is_harmless(c));
        if obeyed {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(c);
        }
    }
    text
}

/// Signs that show something: Latin-1's, and the character that cleaned text holds.
fn is_harmless(c: char) -> bool {
    matches!(c, '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{ff}' | '\u{2013}'..='\u{2027}' | '\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::Changed;
    use proptest::prelude::*;

    #[test]
    fn the_head_of_the_json_is_the_contract() {
        let evidence = Changed::healthy_wifi().0;
        let text = text(&Report::of(&evidence), &evidence, false).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        for key in [
            "schema",
            "tool",
            "verdict",
            "contributors",
            "findings",
            "ruled_out",
            "not_tested",
            "started",
            "took_ms",
            "bytes_sent",
            "bytes_received",
            "evidence",
        ] {
            assert!(json.get(key).is_some(), "{key}");
        }
        for key in ["state", "cause", "side", "severity", "confidence", "candidates"] {
            assert!(json["verdict"].get(key).is_some(), "{key}");
        }
        assert!(text.ends_with("}\n"));
    }

    proptest! {
        #[test]
        fn any_text_means_the_same_and_holds_nothing_a_terminal_obeys(name: String) {
            let json = escaped(&serde_json::to_string(&name).unwrap());
            prop_assert_eq!(serde_json::from_str::<String>(&json).unwrap(), name);
            let obeyed = json.chars().any(|c| {
                c.is_control()
                    || ('\u{200b}'..='\u{200f}').contains(&c)
                    || ('\u{2028}'..='\u{202e}').contains(&c)
            });
            prop_assert!(!obeyed, "{}", json);
        }
    }
}
