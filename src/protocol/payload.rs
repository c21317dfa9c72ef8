//! The bytes that a test moves: random, so that nothing on the way makes them fewer.

use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

/// As much as is made once and given again and again: more than any compression on the way looks
/// back over.
const BYTES: usize = 1 << 20;
/// As much as is handed on at once. Larger pieces cost the processor less per byte and keep other
/// flows waiting longer.
const PIECE: usize = 128 << 10;

/// Where the bytes come from.
#[derive(Clone)]
pub(crate) struct Payload(Bytes);

impl Payload {
    /// Makes the bytes.
    pub(crate) fn new() -> Self {
        let seeds = RandomState::new();
        let words = (0..BYTES / 8).flat_map(|number| seeds.hash_one(number).to_ne_bytes());
        Self(words.collect())
    }

    /// A body of so many of them.
    pub(crate) fn body(&self, bytes: u64, gate: Gate) -> Data {
        Data { left: bytes, at: 0, payload: self.0.clone(), gate }
    }
}

/// Is told of each piece before it goes, and may refuse it.
pub(crate) type Gate = Box<dyn FnMut(u64) -> bool + Send>;

/// A body under way.
pub(crate) struct Data {
    left: u64,
    at: usize,
    payload: Bytes,
    gate: Gate,
}

impl Body for Data {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let room = PIECE.min(self.payload.len() - self.at);
        let piece = usize::try_from(self.left).map_or(room, |left| left.min(room));
        if !(self.gate)(piece as u64) {
            // The connection breaks off, which nobody can take for the end of the data.
            return Poll::Ready(Some(Err(io::ErrorKind::QuotaExceeded.into())));
        }
        let bytes = self.payload.slice(self.at..self.at + piece);
        self.at = (self.at + piece) % self.payload.len();
        self.left -= piece as u64;
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt as _;

    #[tokio::test]
    async fn a_body_is_as_long_as_was_said() {
        for bytes in [0, 1, PIECE - 1, PIECE, BYTES, BYTES + 1, 3 * BYTES - 1] {
            let body = Payload::new().body(bytes as u64, Box::new(|_| true));
            assert_eq!(body.size_hint().exact(), Some(bytes as u64));
            assert_eq!(body.collect().await.unwrap().to_bytes().len(), bytes);
        }
    }

    #[tokio::test]
    async fn what_is_refused_breaks_off() {
        let mut left = PIECE as u64;
        let gate = move |bytes| {
            let fine = bytes <= left;
            left = left.saturating_sub(bytes);
            fine
        };
        let body = Payload::new().body(2 * PIECE as u64, Box::new(gate));
        let broken = body.collect().await.unwrap_err();
        assert_eq!(broken.kind(), io::ErrorKind::QuotaExceeded);
    }
}
