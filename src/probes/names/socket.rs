//! The sockets that questions for names go out by: the interface under test, and one packet each.
//!
//! Apart because the resolver library binds to addresses, retries by itself, and neither is what a
//! measurement wants: a packet must leave where it is meant to, and a lost one must be seen.

use crate::probes::net::{Link, Net, SystemError};
use hickory_resolver::ConnectionProvider;
use hickory_resolver::PoolContext;
use hickory_resolver::config::ConnectionConfig;
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::{
    DnsUdpSocket, RuntimeProvider, TokioHandle, TokioRuntimeProvider, TokioTime,
};
use hickory_resolver::net::udp::UdpClientStream;
use hickory_resolver::net::xfer::DnsExchange;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// What IP and UDP put before a message.
const HEADERS: u64 = 28;

/// Gives a resolver its sockets.
#[derive(Clone)]
pub(super) struct Pinned {
    runtime: Runtime,
}

/// Bytes that went over the sockets, headers included.
#[derive(Debug, Default)]
pub(super) struct Bytes {
    sent: AtomicU64,
    received: AtomicU64,
}

impl Bytes {
    /// Sent and received.
    pub(super) fn so_far(&self) -> (u64, u64) {
        (self.sent.load(Ordering::Relaxed), self.received.load(Ordering::Relaxed))
    }
}

impl Pinned {
    pub(super) fn new(net: Arc<Mutex<Box<dyn Net>>>, link: Link) -> Self {
        let bytes = Arc::default();
        Self { runtime: Runtime { net, link, bytes, tokio: TokioRuntimeProvider::new() } }
    }

    pub(super) fn bytes(&self) -> Arc<Bytes> {
        self.runtime.bytes.clone()
    }
}

impl ConnectionProvider for Pinned {
    type Conn = DnsExchange<Runtime>;
    type FutureConn = std::future::Ready<Result<Self::Conn, NetError>>;
    type RuntimeProvider = Runtime;

    fn new_connection(
        &self,
        ip: IpAddr,
        config: &ConnectionConfig,
        context: &PoolContext,
    ) -> Result<Self::FutureConn, NetError> {
        let to = SocketAddr::new(ip, config.port);
        let stream = UdpClientStream::builder(to, self.runtime.clone())
            .with_timeout(Some(context.options.timeout))
            .with_max_retries(0)
            .with_os_port_selection(true);
        Ok(std::future::ready(Ok(stream.exchange())))
    }

    fn runtime_provider(&self) -> &Runtime {
        &self.runtime
    }
}

/// Tokio, with sockets of the interface under test.
#[derive(Clone)]
pub(super) struct Runtime {
    net: Arc<Mutex<Box<dyn Net>>>,
    link: Link,
    bytes: Arc<Bytes>,
    tokio: TokioRuntimeProvider,
}

impl RuntimeProvider for Runtime {
    type Handle = TokioHandle;
    type Timer = TokioTime;
    type Udp = Socket;
    type Tcp = <TokioRuntimeProvider as RuntimeProvider>::Tcp;

    fn create_handle(&self) -> Self::Handle {
        self.tokio.create_handle()
    }

    /// No question of ours has an answer too long for a packet.
    fn connect_tcp(
        &self,
        _: SocketAddr,
        _: Option<SocketAddr>,
        _: Option<Duration>,
    ) -> Pin<Box<dyn Send + Future<Output = io::Result<Self::Tcp>>>> {
        Box::pin(std::future::ready(Err(io::ErrorKind::Unsupported.into())))
    }

    fn bind_udp(
        &self,
        _: SocketAddr,
        server: SocketAddr,
    ) -> Pin<Box<dyn Send + Future<Output = io::Result<Self::Udp>>>> {
        let socket = self
            .net
            .lock()
            .map_err(|_| SystemError::BadAnswer)
            .and_then(|mut net| net.datagrams(&self.link, server))
            .map_err(io::Error::from)
            .and_then(tokio::net::UdpSocket::from_std);
        let bytes = self.bytes.clone();
        let socket = socket.map(|udp| Socket { udp, server, bytes });
        Box::pin(std::future::ready(socket))
    }
}

/// A socket that is connected to one resolver, so that a refusal by the system there is heard.
pub(super) struct Socket {
    udp: tokio::net::UdpSocket,
    server: SocketAddr,
    bytes: Arc<Bytes>,
}

impl DnsUdpSocket for Socket {
    type Time = TokioTime;

    fn poll_recv_from(
        &self,
        context: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<(usize, SocketAddr)>> {
        let mut buffer = tokio::io::ReadBuf::new(buffer);
        ready!(self.udp.poll_recv(context, &mut buffer))?;
        let length = buffer.filled().len();
        self.bytes.received.fetch_add(HEADERS + length as u64, Ordering::Relaxed);
        Poll::Ready(Ok((length, self.server)))
    }

    fn poll_send_to(
        &self,
        context: &mut Context<'_>,
        buffer: &[u8],
        _: SocketAddr,
    ) -> Poll<io::Result<usize>> {
        let sent = ready!(self.udp.poll_send(context, buffer))?;
        self.bytes.sent.fetch_add(HEADERS + sent as u64, Ordering::Relaxed);
        Poll::Ready(Ok(sent))
    }
}
