//! What goes over the wire in a speed test: the addresses that are asked for and the few words
//! around the data, in the three ways that servers of our own speak.
//!
//! Apart from both ends, so that the client and the server cannot come to disagree.

pub(crate) mod cloudflare;
pub(crate) mod librespeed;
pub(crate) mod payload;
pub(crate) mod rpm;

/// The value of a number in the part of an address behind the question mark; the first one counts.
fn number(query: &str, name: &str) -> Option<u64> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    // `parse` takes a sign, which no number in an address has.
    value.bytes().all(|byte| byte.is_ascii_digit()).then(|| value.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_by_its_whole_name() {
        for (query, expected) in [
            ("bytes=25", Some(25)),
            ("a=1&bytes=25&bytes=7", Some(25)),
            ("kilobytes=25", None),
            ("bytes=", None),
            ("bytes=+5", None),
            ("bytes=-5", None),
            ("bytes=5x", None),
            ("bytes=99999999999999999999", None),
            ("bytes", None),
            ("", None),
        ] {
            assert_eq!(number(query, "bytes"), expected, "{query}");
        }
    }
}
