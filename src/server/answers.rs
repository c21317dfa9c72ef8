//! What is answered to each address: three ways to run a speed test over the same bytes.

use super::limits::Pass;
use crate::protocol::librespeed::Asker;
use crate::protocol::payload::{Data, Payload};
use crate::protocol::{cloudflare, librespeed, rpm};
use http_body_util::{BodyExt as _, Either, Full};
use hyper::body::{Body, Bytes};
use hyper::header::{self, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use std::convert::Infallible;
use std::net::SocketAddr;

/// Answers on one connection.
pub(super) struct Service {
    /// What the connection speaks: `http` or `https`.
    pub(super) scheme: &'static str,
    /// Where it was taken.
    pub(super) here: SocketAddr,
    pub(super) pass: Pass,
    pub(super) payload: Payload,
}

type Answer = Response<Either<Full<Bytes>, Data>>;

impl Service {
    pub(super) async fn answer<B>(&self, request: Request<B>) -> Result<Answer, Infallible>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let (head, body) = request.into_parts();
        let mut answer = self.to(&head, body).await;
        let headers = answer.headers_mut();
        // Pages from elsewhere may ask, as LibreSpeed's do; and nothing may be kept on the way.
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(answer)
    }

    async fn to<B>(&self, head: &Parts, body: B) -> Answer
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let whole = head.uri.path();
        let path = whole.strip_prefix(librespeed::FOLDER).unwrap_or(whole);
        let query = head.uri.query().unwrap_or_default();
        let gets = head.method == Method::GET;
        match path {
            _ if head.method == Method::OPTIONS => self::preflight(),
            _ if self.pass.allowance.is_used_up() => plain(StatusCode::TOO_MANY_REQUESTS, ""),
            cloudflare::DOWN if gets => self.data(cloudflare::bytes(query)),
            librespeed::GARBAGE if gets => self.data(librespeed::bytes(query)),
            rpm::LARGE if gets => self.data(rpm::LARGE_BYTES),
            rpm::SMALL if gets => self.data(1),
            rpm::WELL_KNOWN if gets => json(&rpm::Config::of(&self.base(head))),
            librespeed::ADDRESS if gets => {
                json(&Asker { processed_string: self.pass.ip.to_string(), raw_isp_info: "" })
            }
            librespeed::EMPTY if gets => plain(StatusCode::OK, ""),
            cloudflare::UP | librespeed::EMPTY | rpm::UPLOAD if head.method == Method::POST => {
                self.swallow(body).await
            }
            "/" if gets => plain(StatusCode::OK, "wifidoc serve\n"),
            cloudflare::DOWN
            | cloudflare::UP
            | librespeed::GARBAGE
            | librespeed::EMPTY
            | librespeed::ADDRESS
            | rpm::WELL_KNOWN
            | rpm::LARGE
            | rpm::SMALL
            | rpm::UPLOAD => plain(StatusCode::METHOD_NOT_ALLOWED, ""),
            _ => plain(StatusCode::NOT_FOUND, ""),
        }
    }

    /// So many bytes.
    fn data(&self, bytes: u64) -> Answer {
        let allowance = self.pass.allowance.clone();
        let body = self.payload.body(bytes, Box::new(move |bytes| allowance.take(bytes)));
        let mut answer = Response::new(Either::Right(body));
        typed(&mut answer, "application/octet-stream");
        answer
    }

    /// Takes what comes, as far as it is allowed.
    async fn swallow<B>(&self, mut body: B) -> Answer
    where
        B: Body<Data = Bytes> + Unpin,
    {
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else { return plain(StatusCode::BAD_REQUEST, "") };
            let bytes = frame.data_ref().map_or(0, Bytes::len);
            if !self.pass.allowance.take(bytes as u64) {
                return plain(StatusCode::TOO_MANY_REQUESTS, "");
            }
        }
        plain(StatusCode::OK, "")
    }

    /// Scheme, host and port as the asker wrote them; as this side knows them where he wrote none
    /// that could be sent back.
    fn base(&self, head: &Parts) -> String {
        let named = head.uri.authority().map(hyper::http::uri::Authority::as_str);
        let line = || head.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let fine = |host: &&str| {
            let known =
                |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '-' | '[' | ']');
            !host.is_empty() && host.chars().all(known)
        };
        match named.or_else(line).filter(fine) {
            Some(host) => format!("{}://{host}", self.scheme),
            None => format!("{}://{}", self.scheme, self.here),
        }
    }
}

fn plain(status: StatusCode, text: &'static str) -> Answer {
    let mut answer = Response::new(Either::Left(Full::from(text)));
    *answer.status_mut() = status;
    typed(&mut answer, "text/plain");
    answer
}

fn json(value: &impl serde::Serialize) -> Answer {
    match serde_json::to_vec(value) {
        Ok(text) => {
            let mut answer = Response::new(Either::Left(Full::from(text)));
            typed(&mut answer, "application/json");
            answer
        }
        Err(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, ""),
    }
}

/// What a browser asks before a page from elsewhere may send anything.
fn preflight() -> Answer {
    let mut answer = plain(StatusCode::NO_CONTENT, "");
    let headers = answer.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("Content-Encoding, Content-Type"),
    );
    answer
}

fn typed(answer: &mut Answer, kind: &'static str) {
    answer.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
}
