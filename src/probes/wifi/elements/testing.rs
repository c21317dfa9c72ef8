//! Elements for tests, put together from their content.

/// An element by its number.
pub(super) fn element(id: u8, body: &[u8]) -> Vec<u8> {
    [&[id, u8::try_from(body.len()).unwrap()], body].concat()
}

/// An element by its extended number.
pub(super) fn extended(id: u8, body: &[u8]) -> Vec<u8> {
    element(255, &[&[id], body].concat())
}
