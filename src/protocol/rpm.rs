//! The configuration of a responsiveness server, and the addresses that ours gives in it
//! (draft-ietf-ippm-responsiveness, "the well-known URI").

use serde::Serialize;

/// Where the configuration is found.
pub(crate) const WELL_KNOWN: &str = "/.well-known/nq";
/// A body that no test reads to its end.
pub(crate) const LARGE: &str = "/nq/large";
/// A body of one byte.
pub(crate) const SMALL: &str = "/nq/small";
/// Takes what it is sent.
pub(crate) const UPLOAD: &str = "/nq/upload";

/// Of [`LARGE`]: 8 GB, as the draft asks for.
pub(crate) const LARGE_BYTES: u64 = 8_000_000_000;

/// The configuration.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Config {
    /// Of this format; 1.
    pub(crate) version: u32,
    pub(crate) urls: Urls,
}

/// What to ask for; all of it on the host that gave the configuration.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_field_names, reason = "the draft's own names")]
pub(crate) struct Urls {
    pub(crate) large_download_url: String,
    pub(crate) small_download_url: String,
    pub(crate) upload_url: String,
}

impl Config {
    /// The configuration of a server of ours, as it is reached by whoever asks: `base` is scheme,
    /// host and port.
    pub(crate) fn of(base: &str) -> Self {
        Self {
            version: 1,
            urls: Urls {
                large_download_url: format!("{base}{LARGE}"),
                small_download_url: format!("{base}{SMALL}"),
                upload_url: format!("{base}{UPLOAD}"),
            },
        }
    }
}
