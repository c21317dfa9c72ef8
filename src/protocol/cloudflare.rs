//! The addresses of Cloudflare's speed test (CATALOGUE C): as many bytes as the address says, and
//! a place that takes whatever is sent.

/// Gives so many bytes.
pub(crate) const DOWN: &str = "/__down";
/// Takes what it is sent.
pub(crate) const UP: &str = "/__up";

/// How many bytes are asked for; 0 where the address does not say, as at Cloudflare's.
pub(crate) fn bytes(query: &str) -> u64 {
    super::number(query, "bytes").unwrap_or(0)
}
