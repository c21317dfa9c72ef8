//! One HTTP/1.1 request and its answer, on a connection that somebody else opened.
//!
//! No redirects, no cookies, no proxy, no decompression: what came back is the evidence. Whoever
//! answers may be hostile, so that the head, the body and the time are bounded.

use crate::evidence::Failure;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{self, HeaderMap};
use hyper::{Method, Request};
use hyper_util::rt::TokioIo;
use std::pin::pin;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;

/// The longest head that is read.
const HEAD_BYTES: usize = 16 * 1024;
/// The most header lines.
const HEAD_LINES: usize = 100;
/// Of a body no more is read than this. The known pages have less than 100 bytes.
pub(crate) const BODY_BYTES: usize = 4 * 1024;
/// Who asks, without anything that tells one computer from another.
const AGENT: &str = concat!("wifidoc/", env!("CARGO_PKG_VERSION"));

/// What to ask for.
#[derive(Debug, Clone)]
pub(crate) struct Ask<'a> {
    pub(crate) method: Method,
    /// For the `Host` line.
    pub(crate) host: &'a str,
    /// Path, or the whole address where a proxy is asked.
    pub(crate) target: &'a str,
    /// More header lines.
    pub(crate) headers: Vec<(header::HeaderName, String)>,
}

impl<'a> Ask<'a> {
    /// A plain GET.
    pub(crate) const fn get(host: &'a str, target: &'a str) -> Self {
        Self { method: Method::GET, host, target, headers: Vec::new() }
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// The beginning of the body, [`BODY_BYTES`] at most.
    pub(crate) body: Vec<u8>,
    /// The body ended within that.
    pub(crate) whole: bool,
}

impl Answer {
    /// A header line as text.
    pub(crate) fn header(&self, name: &header::HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Asks and takes the answer; all of it within `within`.
pub(crate) async fn exchange<S>(
    stream: S,
    ask: &Ask<'_>,
    within: Duration,
) -> Result<Answer, Failure>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    timeout(within, unbounded(stream, ask)).await.unwrap_or(Err(Failure::TimedOut))
}

async fn unbounded<S>(stream: S, ask: &Ask<'_>) -> Result<Answer, Failure>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEAD_LINES)
        .handshake::<_, Empty<Bytes>>(TokioIo::new(stream))
        .await
        .map_err(|error| failure(&error))?;
    let mut request = Request::builder()
        .method(ask.method.clone())
        .uri(ask.target)
        .header(header::HOST, ask.host)
        .header(header::USER_AGENT, AGENT)
        .header(header::ACCEPT, "*/*")
        .header(header::ACCEPT_ENCODING, "identity")
        .header(header::CACHE_CONTROL, "no-cache")
        .header(header::CONNECTION, "close");
    for (name, value) in &ask.headers {
        request = request.header(name, value);
    }
    let request = request.body(Empty::new()).map_err(|_| Failure::BadAnswer)?;
    let mut exchanged = pin!(async {
        let response = sender.send_request(request).await.map_err(|error| failure(&error))?;
        let (head, mut incoming) = response.into_parts();
        let mut body = Vec::new();
        let mut whole = true;
        while let Some(frame) = incoming.frame().await {
            // A body that breaks off is an answer all the same.
            let Ok(frame) = frame else {
                whole = false;
                break;
            };
            let Some(data) = frame.data_ref() else { continue };
            let room = BODY_BYTES - body.len();
            body.extend_from_slice(&data[..data.len().min(room)]);
            if data.len() > room {
                whole = false;
                break;
            }
        }
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, body, whole })
    });
    let mut connection = pin!(connection);
    tokio::select! {
        biased;
        answer = &mut exchanged => answer,
        // The other side is done; what it said before is there to be read.
        _ = &mut connection => exchanged.await,
    }
}

fn failure(error: &hyper::Error) -> Failure {
    use std::error::Error as _;
    if error.is_parse() || error.is_user() {
        return Failure::BadAnswer;
    }
    let cause = error.source().and_then(|source| source.downcast_ref::<std::io::Error>());
    cause.map_or(Failure::Closed, super::door::failure)
}
