//! Text from outside, which can only be shown cleaned.
//!
//! It is apart because everything that comes from the network is hostile: a network name may
//! hold escape sequences that repaint a terminal or characters that reverse the line.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Text that somebody else wrote: a network name, a host name, an answer.
///
/// The bytes are kept as they came. [`fmt::Display`] is the only way to a screen and cleans:
/// control, format and bidirectional characters, line ends and bytes that are no UTF-8 become `\u{fffd}`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Foreign(Vec<u8>);

impl Foreign {
    /// Keeps the bytes as they are.
    pub(crate) fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// As they came, for counting and comparing; only the clean text may be shown.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text as it came where it is UTF-8, else its bytes as hexadecimal digits. For JSON alone,
    /// whose writer escapes what a terminal obeys.
    pub(crate) fn as_utf8(&self) -> Result<&str, String> {
        std::str::from_utf8(&self.0).map_err(|_| self.hex())
    }

    fn hex(&self) -> String {
        use fmt::Write as _;
        self.0.iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// True where there is nothing, as in the name of a hidden network.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// True for characters that move, hide or reorder text instead of showing something.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clean: String = String::from_utf8_lossy(&self.0)
            .chars()
            .map(|c| if is_unsafe(c) { char::REPLACEMENT_CHARACTER } else { c })
            .collect();
        f.pad(&clean)
    }
}

impl fmt::Debug for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Foreign({:?})", String::from_utf8_lossy(&self.0))
    }
}

/// On paper it is the text where that is safe and UTF-8, and `{"hex": "…"}` where it is not, so
/// that nothing is lost and no reader of the file has to be careful.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Wire {
    Plain(String),
    Hex { hex: String },
}

impl Serialize for Foreign {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) if !text.chars().any(is_unsafe) => Wire::Plain(text.to_owned()),
            _ => Wire::Hex { hex: self.hex() },
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Foreign {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Wire::deserialize(deserializer)? {
            Wire::Plain(text) => Ok(Self(text.into_bytes())),
            Wire::Hex { hex } => unhex(&hex)
                .map(Self)
                .ok_or_else(|| serde::de::Error::custom("hex is not pairs of hexadecimal digits")),
        }
    }
}

fn unhex(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = hex
        .chars()
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_would_move_the_cursor_or_turn_the_line_is_not_shown() {
        for (bytes, shown) in [
            (&b"HomeNet"[..], "HomeNet"),
            ("Café ☕ señal".as_bytes(), "Café ☕ señal"),
            (b"a\x1b[2Jb", "a\u{fffd}[2Jb"),
            (b"two\nlines\r\ttab", "two\u{fffd}lines\u{fffd}\u{fffd}tab"),
            ("evil\u{202e}txt".as_bytes(), "evil\u{fffd}txt"),
            ("zero\u{200b}width\u{feff}".as_bytes(), "zero\u{fffd}width\u{fffd}"),
            (b"\xff\xfe", "\u{fffd}\u{fffd}"),
            ("\u{9b}31m".as_bytes(), "\u{fffd}31m"),
        ] {
            assert_eq!(Foreign::new(bytes).to_string(), shown);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_come_back_from_a_file_and_are_shown_clean(bytes: Vec<u8>) {
            let text = Foreign::new(bytes);
            let file = serde_json::to_string(&text).unwrap();
            prop_assert!(!file.chars().any(is_unsafe));
            prop_assert_eq!(&serde_json::from_str::<Foreign>(&file).unwrap(), &text);
            prop_assert!(!text.to_string().chars().any(is_unsafe));
        }
    }
}
