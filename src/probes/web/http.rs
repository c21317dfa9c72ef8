//! One HTTP/1.1 request and its answer, on a connection that somebody else opened.
//!
//! No redirects, no cookies, no proxy, no decompression: what came back is the evidence. Whoever
//! answers may be hostile, so that the head, the body and the time are bounded.

use crate::evidence::Failure;
use crate::evidence::service::Speaks;
use crate::plan::Target;
use hickory_resolver::proto::rr::Name;
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
    /// The kind of answer that is wanted.
    pub(crate) accept: &'static str,
    /// More header lines.
    pub(crate) headers: Vec<(header::HeaderName, String)>,
}

impl<'a> Ask<'a> {
    /// A plain GET.
    pub(crate) const fn get(host: &'a str, target: &'a str) -> Self {
        Self { method: Method::GET, host, target, accept: "*/*", headers: Vec::new() }
    }
}

/// A service as a request names it.
#[derive(Debug)]
pub(crate) struct Named<'a> {
    /// Name or address as it goes over the wire, which is also what a certificate has to be for.
    pub(crate) host: String,
    /// The same with brackets and port where they belong: for the `Host` line.
    pub(crate) authority: String,
    /// What is asked for; the first page where what was given cannot be asked.
    pub(crate) path: &'a str,
}

impl<'a> Named<'a> {
    pub(crate) fn of(target: &'a Target) -> Self {
        let v6 = target.host.contains(':');
        let ascii = Name::from_utf8(&target.host).ok().filter(|_| !v6).map(|name| name.to_ascii());
        let host = ascii.unwrap_or_else(|| target.host.clone());
        let host = host.trim_end_matches('.').to_owned();
        let usual = if target.speaks == Speaks::Http { 80 } else { 443 };
        let bracketed = if v6 { format!("[{host}]") } else { host.clone() };
        let authority =
            if target.port == usual { bracketed } else { format!("{bracketed}:{}", target.port) };
        let path = if target.path.parse::<hyper::Uri>().is_ok() { &target.path } else { "/" };
        Self { host, authority, path }
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
        .header(header::ACCEPT, ask.accept)
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

/// What comes of a server that says these bytes and hangs up; for the fuzz target.
#[cfg(fuzzing)]
pub(super) fn read_anything(bytes: &[u8]) -> Option<Answer> {
    use tokio::io::AsyncWriteExt as _;
    const WITHIN: Duration = Duration::from_secs(2);
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().build().ok()?;
    let answer = runtime.block_on(async {
        let (ours, mut theirs) = tokio::io::duplex(bytes.len().max(1024));
        theirs.write_all(bytes).await.ok()?;
        theirs.shutdown().await.ok()?;
        exchange(ours, &Ask::get("host.test", "/"), WITHIN).await.ok()
    })?;
    assert!(answer.body.len() <= BODY_BYTES && answer.headers.len() <= HEAD_LINES);
    Some(answer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use tokio::io::AsyncWriteExt as _;

    const WITHIN: Duration = Duration::from_secs(2);

    #[test]
    fn a_request_names_a_service_as_it_goes_over_the_wire() {
        for (given, host, authority, path) in [
            ("https://a.test/x?y", "a.test", "a.test", "/x?y"),
            ("https://a.test.:8443", "a.test", "a.test:8443", "/"),
            ("http://a.test:443/", "a.test", "a.test:443", "/"),
            ("https://[2606:4700::1]/", "2606:4700::1", "[2606:4700::1]", "/"),
            ("https://\u{e1}.test/", "xn--1ca.test", "xn--1ca.test", "/"),
        ] {
            let target = Target::parse(given).unwrap();
            let named = Named::of(&target);
            assert_eq!(
                (named.host.as_str(), named.authority.as_str(), named.path),
                (host, authority, path)
            );
        }
    }

    /// What comes of a server that says this, then goes on with `more` for ever or closes.
    async fn told(says: &[u8], more: Option<&[u8]>) -> Result<Answer, Failure> {
        let (ours, mut theirs) = tokio::io::duplex(64 * 1024);
        let serve = async {
            // Nobody reads to the end, which is the point.
            let mut open = theirs.write_all(says).await.is_ok();
            while let (true, Some(more)) = (open, more) {
                open = theirs.write_all(more).await.is_ok();
            }
            // Keeps the read side until the question was written.
            tokio::task::yield_now().await;
            let _ = theirs.shutdown().await;
            theirs
        };
        let request = Ask::get("host.test", "/");
        let ask = exchange(ours, &request, WITHIN);
        tokio::pin!(ask, serve);
        tokio::select! {
            biased;
            answer = &mut ask => answer,
            _kept = &mut serve => ask.await,
        }
    }

    #[tokio::test]
    async fn an_answer_is_its_status_its_lines_and_its_beginning() {
        let answer = told(b"HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 7\r\n\r\nsuccess", None)
            .await
            .unwrap();
        assert_eq!(
            (answer.status, answer.body.as_slice(), answer.whole),
            (200, &b"success"[..], true)
        );
        assert_eq!(answer.header(&header::DATE), Some("x"));
        let redirect =
            told(b"HTTP/1.1 302 Found\r\nLocation: http://a.test/\r\n\r\n", None).await.unwrap();
        // Nobody follows it, so that no loop can be laid.
        assert_eq!(
            (redirect.status, redirect.header(&header::LOCATION)),
            (302, Some("http://a.test/"))
        );
    }

    #[tokio::test]
    async fn of_an_endless_body_only_the_beginning_is_kept() {
        for head in [
            &b"HTTP/1.1 200 OK\r\n\r\n"[..],
            b"HTTP/1.1 200 OK\r\nContent-Length: 9223372036854775807\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 99999999999\r\n\r\n",
        ] {
            let answer = told(head, Some(&[b'0'; 8192])).await.unwrap();
            assert_eq!((answer.body.len(), answer.whole), (BODY_BYTES, false));
        }
        let chunks =
            told(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", Some(b"5\r\n00000\r\n"));
        let answer = chunks.await.unwrap();
        assert_eq!((answer.body.len(), answer.whole), (BODY_BYTES, false));
    }

    /// Runs on a clock that jumps: what would be waited for is over at once.
    fn at_once<T>(future: impl Future<Output = T>) -> T {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_time().start_paused(true).build().unwrap().block_on(future)
    }

    /// Pieces of answers, right and wrong, and bytes that are none.
    fn piece() -> impl Strategy<Value = Vec<u8>> {
        let lines = prop::sample::select(vec![
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: /\r\n",
            "HTTP/1.0 204 \r\n",
            "Content-Length: 3\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: 99999999999999999999\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Connection: upgrade\r\nUpgrade: h2c\r\n",
            "Content-Encoding: gzip\r\n",
            ": \r\n",
            "\r\n",
            "\n\n",
            "5\r\nabcde\r\n",
            "fffffffffffffffff\r\n",
            "0\r\n\r\n",
        ]);
        prop_oneof![
            lines.prop_map(|line| line.as_bytes().to_vec()),
            prop::collection::vec(any::<u8>(), 0..64),
            (any::<u8>(), 0_usize..20_000).prop_map(|(byte, times)| vec![byte; times]),
        ]
    }

    proptest! {
        #[test]
        fn whatever_a_server_says_the_answer_is_small_and_in_time(
            pieces in prop::collection::vec(piece(), 0..12),
            last: Option<u8>,
        ) {
            let says = pieces.concat();
            let more = last.map(|byte| [byte; 4096]);
            let begun = std::time::Instant::now();
            let answer = at_once(told(&says, more.as_ref().map(|more| &more[..])));
            prop_assert!(begun.elapsed() < WITHIN);
            if let Ok(answer) = answer {
                prop_assert!(answer.body.len() <= BODY_BYTES);
                prop_assert!(answer.headers.len() <= HEAD_LINES);
            }
        }
    }

    #[tokio::test]
    async fn an_endless_head_is_a_bad_answer() {
        for more in [&b"X-A: 0123456789\r\n"[..], b"0123456789"] {
            let answer = told(b"HTTP/1.1 200 OK\r\nX: ", Some(more)).await;
            assert_eq!(answer.unwrap_err(), Failure::BadAnswer);
        }
    }

    #[tokio::test]
    async fn a_body_shorter_than_it_said_is_not_whole() {
        let answer =
            told(b"HTTP/1.1 200 OK\r\nContent-Length: 70\r\n\r\nsuccess", None).await.unwrap();
        assert_eq!((answer.status, answer.whole), (200, false));
    }

    #[tokio::test]
    async fn what_is_no_http_is_a_bad_answer() {
        for says in [
            &b"SSH-2.0-OpenSSH_9.2\r\n\r\n"[..],
            b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
            b"HTTP/1.1 99999 OK\r\n\r\n",
            b"\x15\x03\x03\x00\x02\x02\x28",
        ] {
            assert_eq!(told(says, None).await.unwrap_err(), Failure::BadAnswer, "{says:?}");
        }
    }

    #[tokio::test]
    async fn whoever_hangs_up_closed_and_did_not_answer_late() {
        assert_eq!(told(b"", None).await.unwrap_err(), Failure::Closed);
        assert_eq!(told(b"HTTP/1.1 200 OK\r\nX", None).await.unwrap_err(), Failure::Closed);
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_says_nothing_is_not_waited_for_longer_than_was_said() {
        let (ours, theirs) = tokio::io::duplex(64 * 1024);
        let answer = exchange(ours, &Ask::get("host.test", "/"), WITHIN).await;
        assert_eq!(answer.unwrap_err(), Failure::TimedOut);
        drop(theirs);
    }
}
