//! The addresses of a `LibreSpeed` server (CATALOGUE C), which its page asks for in the folder
//! `backend` or beside itself.

use serde::Serialize;

/// Gives so many chunks.
pub(crate) const GARBAGE: &str = "/garbage.php";
/// Answers with nothing and takes what it is sent.
pub(crate) const EMPTY: &str = "/empty.php";
/// Tells who asks.
pub(crate) const ADDRESS: &str = "/getIP.php";
/// Where the page expects the three.
pub(crate) const FOLDER: &str = "/backend";

/// One chunk of [`GARBAGE`].
pub(crate) const CHUNK_BYTES: u64 = 1 << 20;
/// Chunks where the address does not say how many.
const USUAL_CHUNKS: u64 = 4;
/// The most that a `LibreSpeed` server gives at once.
const MOST_CHUNKS: u64 = 1024;

/// How many bytes are asked for.
pub(crate) fn bytes(query: &str) -> u64 {
    let chunks = super::number(query, "ckSize").filter(|chunks| *chunks > 0);
    chunks.unwrap_or(USUAL_CHUNKS).min(MOST_CHUNKS) * CHUNK_BYTES
}

/// What [`ADDRESS`] answers.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Asker {
    /// What the page shows.
    pub(crate) processed_string: String,
    /// Who the asker's provider is; a server at home does not look that up.
    pub(crate) raw_isp_info: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_counted_as_their_servers_count_them() {
        for (query, chunks) in [
            ("ckSize=100", 100),
            ("r=0.5&ckSize=1", 1),
            ("", 4),
            ("ckSize=0", 4),
            ("ckSize=9999", 1024),
        ] {
            assert_eq!(bytes(query), chunks * CHUNK_BYTES, "{query}");
        }
    }
}
