//! Probes by Linux sockets, none of which needs a privilege: ping sockets where the system allows
//! them, TCP connections, DNS questions, and UDP packets whose death is reported (`IP_RECVERR`).
//!
//! Answers are timed by the kernel where it can: receive timestamps on datagrams, the handshake's
//! round trip (`TCP_INFO`) on connections.
#![expect(unsafe_code, reason = "epoll and getrandom have no safe interface in libc")]

mod messages;

use super::{Answer, Wire, WireError};
use crate::evidence::Family;
use crate::evidence::latency::Kind;
use crate::probes::net::{Link, pin};
use messages::{Buried, handshake_rtt, read_error, receive, report_errors, timestamps};
use socket2::{Domain, Protocol, SockAddr, Socket, Type};
use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr, SocketAddrV6};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::time::{Duration, Instant, SystemTime};

/// The wire of one interface.
pub(crate) struct LinuxWire {
    link: Link,
    poll: OwnedFd,
    sockets: HashMap<RawFd, Open>,
    /// The socket of every echo family, or why there is none.
    echo: HashMap<Family, Result<RawFd, WireError>>,
    dns: HashMap<IpAddr, RawFd>,
    dying: HashMap<(IpAddr, u8), RawFd>,
    asked: HashMap<u32, Asked>,
    /// From the number in an echo or DNS question to its token.
    numbers: HashMap<u16, u32>,
    next_number: u16,
    /// In every echo, so that an answer that does not hold it is not taken for ours.
    nonce: [u8; 8],
    bytes_sent: u64,
    bytes_received: u64,
}

/// A socket and what it is for.
enum Open {
    Echo(Socket),
    Dns(Socket, IpAddr),
    Tcp(Socket, u32),
    Dying(Socket, u8),
}

impl Open {
    const fn socket(&self) -> &Socket {
        match self {
            Self::Echo(socket)
            | Self::Dns(socket, _)
            | Self::Tcp(socket, _)
            | Self::Dying(socket, _) => socket,
        }
    }
}

/// A question that waits for its answer.
struct Asked {
    to: IpAddr,
    at: Instant,
    at_wall: SystemTime,
    tcp: Option<RawFd>,
    number: Option<u16>,
}

/// Link and IP headers in front of every probe's own bytes.
const HEADERS: u64 = 14 + 20;
/// A SYN with the options that Linux sends; its answer is as long or shorter.
const SYN: u64 = HEADERS + 40;
/// An ACK or a RST.
const BARE: u64 = HEADERS + 20;
/// Echo: eight bytes of header, the nonce, and the rest of the usual 32 bytes.
const ECHO_BYTES: usize = 8 + 32;
/// The traceroute range, where nobody listens.
const DYING_PORT: u16 = 33434;

impl LinuxWire {
    /// Opens a wire that uses this interface and no other.
    pub(crate) fn open(link: &Link) -> io::Result<Self> {
        // SAFETY: epoll_create1 takes no pointers and returns a new descriptor or -1.
        let poll = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) };
        if poll < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor was just made and belongs to nobody else.
        let poll = unsafe { OwnedFd::from_raw_fd(poll) };
        let mut nonce = [0; 8];
        // SAFETY: the buffer is ours and its length is what is passed.
        let got = unsafe { libc::getrandom(nonce.as_mut_ptr().cast(), nonce.len(), 0) };
        if usize::try_from(got) != Ok(nonce.len()) {
            return Err(io::Error::last_os_error());
        }
        Ok(Self {
            link: link.clone(),
            poll,
            sockets: HashMap::new(),
            echo: HashMap::new(),
            dns: HashMap::new(),
            dying: HashMap::new(),
            asked: HashMap::new(),
            numbers: HashMap::new(),
            next_number: u16::from_ne_bytes([nonce[0], nonce[1]]),
            nonce,
            bytes_sent: 0,
            bytes_received: 0,
        })
    }

    fn socket(&self, family: Family, kind: Type, protocol: Protocol) -> io::Result<Socket> {
        let domain = match family {
            Family::V4 => Domain::IPV4,
            Family::V6 => Domain::IPV6,
        };
        let socket = Socket::new(domain, kind, Some(protocol))?;
        socket.set_nonblocking(true)?;
        pin::pin(&socket, &self.link, family)?;
        Ok(socket)
    }

    /// Link-local addresses mean something only together with the interface.
    fn address(&self, ip: IpAddr, port: u16) -> SockAddr {
        match ip {
            IpAddr::V6(v6) if v6.is_unicast_link_local() => {
                SocketAddr::V6(SocketAddrV6::new(v6, port, 0, self.link.index)).into()
            }
            ip => SocketAddr::new(ip, port).into(),
        }
    }

    fn keep(&mut self, open: Open, events: i32) -> io::Result<RawFd> {
        let fd = open.socket().as_raw_fd();
        let mut event = libc::epoll_event {
            events: u32::try_from(events).unwrap_or_default(),
            u64: u64::try_from(fd).unwrap_or_default(),
        };
        // SAFETY: both descriptors are open and the event outlives the call.
        let done = unsafe {
            libc::epoll_ctl(self.poll.as_raw_fd(), libc::EPOLL_CTL_ADD, fd, &raw mut event)
        };
        if done < 0 {
            return Err(io::Error::last_os_error());
        }
        self.sockets.insert(fd, open);
        Ok(fd)
    }

    fn echo_socket(&mut self, family: Family) -> Result<RawFd, WireError> {
        if let Some(known) = self.echo.get(&family) {
            return *known;
        }
        let protocol = match family {
            Family::V4 => Protocol::ICMPV4,
            Family::V6 => Protocol::ICMPV6,
        };
        let opened = self
            .socket(family, Type::DGRAM, protocol)
            .and_then(|socket| {
                timestamps(&socket)?;
                self.keep(Open::Echo(socket), libc::EPOLLIN)
            })
            .map_err(|error| wire_error(&error));
        self.echo.insert(family, opened);
        opened
    }

    fn ask_echo(&mut self, token: u32, to: IpAddr) -> Result<(), WireError> {
        let fd = self.echo_socket(Family::of(to))?;
        let number = self.number(token);
        let mut packet = [0; ECHO_BYTES];
        packet[0] = if to.is_ipv4() { 8 } else { 128 };
        packet[6..8].copy_from_slice(&number.to_be_bytes());
        packet[8..16].copy_from_slice(&self.nonce);
        let address = self.address(to, 0);
        self.note(token, to, None, Some(number));
        let sent = self.sockets[&fd].socket().send_to(&packet, &address);
        self.sent(token, sent, HEADERS + ECHO_BYTES as u64)
    }

    fn ask_dns(&mut self, token: u32, to: IpAddr) -> Result<(), WireError> {
        let fd = self.dns_socket(to).map_err(|error| wire_error(&error))?;
        let number = self.number(token);
        let question = dns_question(number);
        self.note(token, to, None, Some(number));
        let sent = self.sockets[&fd].socket().send(&question);
        self.sent(token, sent, HEADERS + 8 + question.len() as u64)
    }

    fn dns_socket(&mut self, to: IpAddr) -> io::Result<RawFd> {
        if let Some(fd) = self.dns.get(&to) {
            return Ok(*fd);
        }
        let socket = self.socket(Family::of(to), Type::DGRAM, Protocol::UDP)?;
        timestamps(&socket)?;
        socket.connect(&self.address(to, 53))?;
        let fd = self.keep(Open::Dns(socket, to), libc::EPOLLIN)?;
        self.dns.insert(to, fd);
        Ok(fd)
    }

    fn dying_socket(&mut self, to: IpAddr, hops: u8) -> io::Result<RawFd> {
        if let Some(fd) = self.dying.get(&(to, hops)) {
            return Ok(*fd);
        }
        let socket = self.socket(Family::of(to), Type::DGRAM, Protocol::UDP)?;
        report_errors(&socket, Family::of(to))?;
        match Family::of(to) {
            Family::V4 => socket.set_ttl_v4(hops.into())?,
            Family::V6 => socket.set_unicast_hops_v6(hops.into())?,
        }
        socket.connect(&self.address(to, DYING_PORT + u16::from(hops)))?;
        let fd = self.keep(Open::Dying(socket, hops), 0)?;
        self.dying.insert((to, hops), fd);
        Ok(fd)
    }

    fn ask_tcp(&mut self, token: u32, to: IpAddr, port: u16) -> Result<(), WireError> {
        let address = self.address(to, port);
        let socket = self
            .socket(Family::of(to), Type::STREAM, Protocol::TCP)
            .map_err(|error| wire_error(&error))?;
        // An open connection is reset when it is closed: nothing is left behind on either side.
        let _ = socket.set_linger(Some(Duration::ZERO));
        let fd = socket.as_raw_fd();
        self.note(token, to, Some(fd), None);
        let connected = match socket.connect(&address) {
            Err(error) if error.raw_os_error() == Some(libc::EINPROGRESS) => Ok(0),
            Err(error) => Err(error),
            Ok(()) => Ok(0),
        };
        let kept =
            connected.and_then(|_| self.keep(Open::Tcp(socket, token), libc::EPOLLOUT)).map(|_| 0);
        self.sent(token, kept, SYN)
    }

    fn number(&mut self, token: u32) -> u16 {
        self.next_number = self.next_number.wrapping_add(1);
        self.numbers.insert(self.next_number, token);
        self.next_number
    }

    fn note(&mut self, token: u32, to: IpAddr, tcp: Option<RawFd>, number: Option<u16>) {
        let asked = Asked { to, at: Instant::now(), at_wall: SystemTime::now(), tcp, number };
        self.asked.insert(token, asked);
    }

    fn sent(&mut self, token: u32, sent: io::Result<usize>, bytes: u64) -> Result<(), WireError> {
        match sent {
            Ok(_) => {
                self.bytes_sent += bytes;
                Ok(())
            }
            // An error that an earlier packet brought back is reported on the next send; the
            // question itself was not sent, and not answering is what it comes to.
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => Ok(()),
            Err(error) => {
                self.forget(token);
                Err(wire_error(&error))
            }
        }
    }

    fn read(&mut self, fd: RawFd, answers: &mut Vec<Answer>) {
        match self.sockets.get(&fd) {
            Some(Open::Echo(_)) => self.read_datagram(fd, None, answers),
            Some(Open::Dns(_, from)) => {
                let from = *from;
                self.read_datagram(fd, Some(from), answers);
            }
            Some(Open::Tcp(socket, token)) => {
                let (error, token) = (socket.take_error(), *token);
                let handshake = handshake_rtt(socket);
                let answered = match error {
                    Ok(None) => true,
                    Ok(Some(error)) => error.kind() == io::ErrorKind::ConnectionRefused,
                    Err(_) => false,
                };
                if answered && let Some(asked) = self.asked.get(&token) {
                    let waited = asked.at.elapsed();
                    let rtt = handshake.filter(|rtt| *rtt <= waited).unwrap_or(waited);
                    answers.push(Answer::Reply { token, rtt });
                    self.bytes_received += if handshake.is_some() { SYN } else { BARE };
                    self.bytes_sent += if handshake.is_some() { 2 * BARE } else { 0 };
                }
                self.forget(token);
            }
            Some(Open::Dying(socket, hops)) => {
                let hops = *hops;
                while let Some(report) = read_error(socket) {
                    self.bytes_received += HEADERS + 8 + 28;
                    answers.push(match report {
                        Buried::Died(at) => Answer::Died { hops, at },
                        Buried::Unreachable(from) => Answer::Unreachable { from },
                    });
                }
                // A pending error wakes the poll until it is taken.
                let _ = socket.take_error();
            }
            None => {}
        }
    }

    /// Reads one datagram: the poll comes back while there is more, and a flood cannot keep us.
    fn read_datagram(&mut self, fd: RawFd, peer: Option<IpAddr>, answers: &mut Vec<Answer>) {
        let Some(open) = self.sockets.get(&fd) else { return };
        let mut buffer = [0; 1024];
        // An error is what an earlier packet met, and no answer.
        let Ok(received) = receive(open.socket(), &mut buffer) else { return };
        let bytes = &buffer[..received.length];
        self.bytes_received += HEADERS + bytes.len() as u64;
        let number = match peer {
            None => echo_number(bytes, self.nonce),
            Some(_) => dns_number(bytes),
        };
        let Some(token) = number.and_then(|number| self.numbers.get(&number).copied()) else {
            return;
        };
        let Some(asked) = self.asked.get(&token) else { return };
        if received.from.is_some_and(|from| from != asked.to) {
            return;
        }
        let waited = asked.at.elapsed();
        let stamped = received.at.and_then(|at| at.duration_since(asked.at_wall).ok());
        let rtt = stamped.filter(|rtt| *rtt <= waited).unwrap_or(waited);
        answers.push(Answer::Reply { token, rtt });
        self.forget(token);
    }
}

impl Wire for LinuxWire {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn ask(&mut self, token: u32, to: IpAddr, kind: Kind) -> Result<(), WireError> {
        match kind {
            Kind::Echo => self.ask_echo(token, to),
            Kind::Dns => self.ask_dns(token, to),
            Kind::Tcp(port) => self.ask_tcp(token, to, port),
        }
    }

    fn ask_dying(&mut self, to: IpAddr, hops: u8) -> Result<(), WireError> {
        let fd = self.dying_socket(to, hops).map_err(|error| wire_error(&error))?;
        let socket = self.sockets[&fd].socket();
        // The first send may only bring back what an earlier packet met.
        match socket.send(&[0; 8]).or_else(|_| socket.send(&[0; 8])) {
            Ok(_) => {
                self.bytes_sent += HEADERS + 16;
                Ok(())
            }
            Err(error) => Err(wire_error(&error)),
        }
    }

    fn wait(&mut self, until: Instant, answers: &mut Vec<Answer>) {
        let left = until.saturating_duration_since(Instant::now());
        // Rounded up: a wait that is a little too long costs less than one that spins.
        let ms = i32::try_from(left.as_micros().div_ceil(1000)).unwrap_or(i32::MAX);
        let mut events = [libc::epoll_event { events: 0, u64: 0 }; 64];
        // SAFETY: the array is ours and its length is what is passed.
        let ready = unsafe { libc::epoll_wait(self.poll.as_raw_fd(), events.as_mut_ptr(), 64, ms) };
        for event in events.iter().take(usize::try_from(ready).unwrap_or(0)) {
            let fd = event.u64;
            if let Ok(fd) = RawFd::try_from(fd) {
                self.read(fd, answers);
            }
        }
    }

    fn forget(&mut self, token: u32) {
        if let Some(asked) = self.asked.remove(&token) {
            if let Some(number) = asked.number {
                self.numbers.remove(&number);
            }
            if let Some(fd) = asked.tcp {
                // Closing takes it out of the poll too.
                self.sockets.remove(&fd);
            }
        }
    }

    fn bytes(&self) -> (u64, u64) {
        (self.bytes_sent, self.bytes_received)
    }
}

fn wire_error(error: &io::Error) -> WireError {
    match error.raw_os_error() {
        Some(libc::EACCES | libc::EPERM) => WireError::NotAllowed,
        Some(libc::ENETUNREACH | libc::EHOSTUNREACH | libc::EADDRNOTAVAIL | libc::ENETDOWN) => {
            WireError::NoRoute
        }
        _ => WireError::Failed,
    }
}

/// `version.bind` in class CHAOS: a resolver answers it, or refuses, by itself, without asking
/// anybody beyond, so that only the way to it is measured (RFC 4892 describes the custom).
fn dns_question(number: u16) -> Vec<u8> {
    let mut question = number.to_be_bytes().to_vec();
    question.extend([0x00, 0x00, 0, 1, 0, 0, 0, 0, 0, 0]);
    question.extend(b"\x07version\x04bind\x00");
    question.extend([0, 16, 0, 3]);
    question
}

/// The number of a DNS answer.
fn dns_number(bytes: &[u8]) -> Option<u16> {
    match bytes {
        [high, low, flags, ..] if bytes.len() >= 12 && flags & 0x80 != 0 => {
            Some(u16::from_be_bytes([*high, *low]))
        }
        _ => None,
    }
}

/// The number of an echo reply that holds our nonce.
fn echo_number(bytes: &[u8], nonce: [u8; 8]) -> Option<u16> {
    match bytes {
        [0 | 129, 0, _, _, _, _, high, low, rest @ ..] if rest.starts_with(&nonce) => {
            Some(u16::from_be_bytes([*high, *low]))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::host::Medium;
    use crate::probes::net::scripted::link;
    use proptest::prelude::*;

    #[test]
    fn only_answers_count() {
        let question = dns_question(0x1234);
        assert_eq!(dns_number(&question), None, "a question is no answer");
        let mut answer = question;
        answer[2] |= 0x80;
        assert_eq!(dns_number(&answer), Some(0x1234));
        assert_eq!(dns_number(&answer[..11]), None);
    }

    #[test]
    fn an_echo_without_our_nonce_is_not_ours() {
        let mut reply = [0; ECHO_BYTES];
        reply[6..8].copy_from_slice(&7_u16.to_be_bytes());
        reply[8..16].copy_from_slice(b"12345678");
        assert_eq!(echo_number(&reply, *b"12345678"), Some(7));
        assert_eq!(echo_number(&reply, *b"87654321"), None);
        reply[0] = 8;
        assert_eq!(echo_number(&reply, *b"12345678"), None, "our own question looped back");
    }

    #[test]
    fn a_refused_connection_on_loopback_is_an_answer() {
        let mut wire = LinuxWire::open(&link(1, "lo", Medium::Other)).unwrap();
        // A port that was just free: bound and closed again.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        wire.ask(5, "127.0.0.1".parse().unwrap(), Kind::Tcp(port)).unwrap();
        let mut answers = Vec::new();
        let until = Instant::now() + Duration::from_secs(5);
        while answers.is_empty() && Instant::now() < until {
            wire.wait(until, &mut answers);
        }
        assert!(matches!(answers[..], [Answer::Reply { token: 5, .. }]), "{answers:?}");
    }

    proptest! {
        #[test]
        fn no_bytes_upset_the_parsers(bytes: Vec<u8>) {
            let _ = dns_number(&bytes);
            let _ = echo_number(&bytes, [0; 8]);
        }
    }
}
