//! Sockets that leave through one interface only, and count what goes through them.
//!
//! Apart from what is said over them because binding is the system's business, and because every
//! exchange beyond the router that is not a round goes out through here.

use crate::evidence::{Failure, Family};
use crate::probes::net::Link;
use crate::probes::net::pin::pin;
use socket2::{SockRef, Socket};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpSocket, TcpStream, UdpSocket};
use tokio::time::timeout;

/// Opens sockets on one interface. Clones count together.
#[derive(Debug, Clone)]
pub(crate) struct Door {
    link: Arc<Link>,
    counted: Arc<Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    sent: AtomicU64,
    received: AtomicU64,
}

/// What opening, acknowledging and closing a connection takes each way, link headers included.
const CONNECTION_BYTES: u64 = 4 * 70;
/// Link, IP and UDP headers of a datagram.
const DATAGRAM_BYTES: u64 = 14 + 20 + 8;

impl Door {
    pub(crate) fn new(link: &Link) -> Self {
        Self { link: Arc::new(link.clone()), counted: Arc::default() }
    }

    /// Bytes sent and received so far, headers as far as they can be known from here.
    pub(crate) fn bytes(&self) -> (u64, u64) {
        (self.counted.sent.load(Ordering::Relaxed), self.counted.received.load(Ordering::Relaxed))
    }

    /// Connects; with `packet_bytes`, so that no packet of either side is larger than that.
    pub(crate) async fn connect(
        &self,
        to: SocketAddr,
        packet_bytes: Option<u16>,
        within: Duration,
    ) -> Result<Stream, Failure> {
        let socket = match Family::of(to.ip()) {
            Family::V4 => TcpSocket::new_v4(),
            Family::V6 => TcpSocket::new_v6(),
        };
        let socket = socket.map_err(|error| failure(&error))?;
        self.pin(&SockRef::from(&socket), to.ip())?;
        if let Some(bytes) = packet_bytes {
            limit_segments(&socket, bytes, Family::of(to.ip())).map_err(|error| failure(&error))?;
        }
        self.counted.sent.fetch_add(CONNECTION_BYTES, Ordering::Relaxed);
        let stream = timeout(within, socket.connect(to))
            .await
            .map_err(|_| Failure::TimedOut)?
            .map_err(|error| failure(&error))?;
        self.counted.received.fetch_add(CONNECTION_BYTES, Ordering::Relaxed);
        // A request is one write: there is nothing to wait for.
        let _ = stream.set_nodelay(true);
        Ok(Stream { stream, counted: self.counted.clone() })
    }

    /// A datagram socket for questions to one address.
    pub(crate) async fn datagrams(&self, to: SocketAddr) -> Result<Datagrams, Failure> {
        let any: SocketAddr = match Family::of(to.ip()) {
            Family::V4 => ([0, 0, 0, 0], 0).into(),
            Family::V6 => ([0_u16; 8], 0).into(),
        };
        let socket = UdpSocket::bind(any).await.map_err(|error| failure(&error))?;
        self.pin(&SockRef::from(&socket), to.ip())?;
        socket.connect(to).await.map_err(|error| failure(&error))?;
        Ok(Datagrams { socket, counted: self.counted.clone() })
    }

    /// This computer's own addresses are reached through no interface.
    fn pin(&self, socket: &Socket, to: IpAddr) -> Result<(), Failure> {
        if to.is_loopback() {
            return Ok(());
        }
        pin(socket, &self.link, Family::of(to)).map_err(|error| failure(&error))
    }
}

/// This system lets a program say how large the packets of a connection may be, both ways.
pub(super) const SIZES_CAN_BE_CHOSEN: bool = cfg!(target_os = "linux");

#[cfg(target_os = "linux")]
fn limit_segments(socket: &TcpSocket, packet_bytes: u16, family: Family) -> io::Result<()> {
    // IP and TCP headers without options, which the system takes from the segment.
    let headers = match family {
        Family::V4 => 40,
        Family::V6 => 60,
    };
    let segment = u32::from(packet_bytes.saturating_sub(headers));
    SockRef::from(socket).set_tcp_mss(segment)
}

/// Windows only tells the size; macOS takes a smaller one, and tells the other side its own all the
/// same.
#[cfg(not(target_os = "linux"))]
fn limit_segments(_: &TcpSocket, _: u16, _: Family) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// What a failed call says, in the evidence's words.
pub(crate) fn failure(error: &io::Error) -> Failure {
    use io::ErrorKind as Kind;
    match error.kind() {
        Kind::ConnectionRefused => Failure::Refused,
        Kind::ConnectionReset
        | Kind::ConnectionAborted
        | Kind::BrokenPipe
        | Kind::UnexpectedEof => Failure::Closed,
        Kind::TimedOut => Failure::TimedOut,
        Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::AddrNotAvailable => {
            Failure::Unreachable
        }
        Kind::PermissionDenied => Failure::PermissionDenied,
        _ => Failure::BadAnswer,
    }
}

/// A connection that counts its bytes.
#[derive(Debug)]
pub(crate) struct Stream {
    stream: TcpStream,
    counted: Arc<Counted>,
}

impl AsyncRead for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        let read = buffer.filled().len() - before;
        self.counted.received.fetch_add(read as u64, Ordering::Relaxed);
        polled
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        if let Poll::Ready(Ok(written)) = polled {
            self.counted.sent.fetch_add(written as u64, Ordering::Relaxed);
        }
        polled
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A datagram socket that counts its bytes.
#[derive(Debug)]
pub(crate) struct Datagrams {
    socket: UdpSocket,
    counted: Arc<Counted>,
}

impl Datagrams {
    pub(crate) async fn send(&self, bytes: &[u8]) -> io::Result<()> {
        self.counted.sent.fetch_add(bytes.len() as u64 + DATAGRAM_BYTES, Ordering::Relaxed);
        self.socket.send(bytes).await.map(|_| ())
    }

    pub(crate) async fn receive(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.socket.recv(buffer).await?;
        self.counted.received.fetch_add(read as u64 + DATAGRAM_BYTES, Ordering::Relaxed);
        Ok(read)
    }
}
