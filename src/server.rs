//! `wifidoc serve`: a server for speed tests at home or in a lab, so that the line can be taken out
//! of the question.
//!
//! Apart from the client because it runs on another computer, and knows nothing of what is made of
//! its answers. It gives and takes bytes that mean nothing, over HTTP and HTTPS on one port, to as
//! many and as much as its limits allow, and ends by itself when nobody has asked for a while.

mod answers;
mod certificate;
mod limits;

use crate::protocol::payload::Payload;
use answers::Service;
use certificate::Certificate;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use limits::{Doorman, Pass};
pub(crate) use limits::{Limits, is_of_the_home};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

/// How long whoever connects may take to say what he wants, at every step.
const PATIENCE: Duration = Duration::from_secs(10);
/// The longest that a connection lasts: several times what a test takes.
const LONGEST: Duration = Duration::from_mins(2);
/// How often it is looked whether anybody is there.
const LOOK: Duration = Duration::from_millis(500);
/// After a connection that could not be taken, because the system has no more room for one.
const BREATH: Duration = Duration::from_millis(100);
/// What a client of HTTP/2 may send before it is told to go on: more than lies on any home's way.
const WINDOW_BYTES: u32 = 8 << 20;
/// The first byte of an encrypted greeting (RFC 8446, "handshake").
const GREETING: u8 = 0x16;

/// Where to listen, and to whom.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    /// Answers whoever asks; otherwise only addresses of a home.
    pub(crate) allow_public: bool,
    /// It ends when nobody was there for so long.
    pub(crate) idle: Option<Duration>,
    pub(crate) limits: Limits,
}

/// A server that listens.
pub(crate) struct Server {
    listener: TcpListener,
    settings: Settings,
    certificate: Certificate,
    doorman: Arc<Doorman>,
    payload: Payload,
}

impl Server {
    /// Listens; nobody is answered yet.
    pub(crate) async fn bind(settings: Settings) -> io::Result<Self> {
        let listener = TcpListener::bind(settings.listen).await?;
        Ok(Self {
            listener,
            certificate: Certificate::new()?,
            doorman: Arc::new(Doorman::new(settings.limits)),
            payload: Payload::new(),
            settings,
        })
    }

    /// Where it listens, with the port that the system chose where none was named.
    pub(crate) fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// SHA-256 of its certificate, in hexadecimal digits.
    pub(crate) fn fingerprint(&self) -> &str {
        self.certificate.fingerprint()
    }

    /// Answers until nobody has been there for the time that was set.
    pub(crate) async fn run(self) {
        loop {
            tokio::select! {
                taken = self.listener.accept() => match taken {
                    Ok((stream, from)) => self.take(stream, from),
                    Err(_) => sleep(BREATH).await,
                },
                () = sleep(LOOK) => {
                    if self.settings.idle.is_some_and(|idle| self.doorman.idle_for() >= idle) {
                        return;
                    }
                }
            }
        }
    }

    /// Answers one connection on a task of its own; whoever may not come in is hung up on.
    fn take(&self, stream: TcpStream, from: SocketAddr) {
        let ip = from.ip().to_canonical();
        if !self.settings.allow_public && !is_of_the_home(ip) {
            return;
        }
        let Some(pass) = self.doorman.admit(ip) else { return };
        let (acceptor, payload) = (self.certificate.acceptor(), self.payload.clone());
        tokio::spawn(async move {
            // Whoever breaks off harms himself only.
            let _ = timeout(LONGEST, connection(stream, acceptor, pass, payload)).await;
        });
    }
}

/// Answers what is asked on one connection, encrypted where it begins like that.
async fn connection(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    pass: Pass,
    payload: Payload,
) -> io::Result<()> {
    let _ = stream.set_nodelay(true);
    let here = stream.local_addr()?;
    let mut first = [0];
    timeout(PATIENCE, stream.peek(&mut first)).await??;
    let service = |scheme| Service { scheme, here, pass, payload };
    if first[0] == GREETING {
        let stream = timeout(PATIENCE, acceptor.accept(stream)).await??;
        requests(stream, service("https")).await
    } else {
        requests(stream, service("http")).await
    }
}

async fn requests<S>(stream: S, service: Service) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    builder
        .http2()
        .timer(TokioTimer::new())
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(2 * WINDOW_BYTES)
        .keep_alive_interval(PATIENCE);
    let service = Arc::new(service);
    let service = hyper::service::service_fn(move |request| {
        let service = service.clone();
        async move { service.answer(request).await }
    });
    builder.serve_connection(TokioIo::new(stream), service).await.map_err(io::Error::other)
}

#[cfg(test)]
mod tests;
