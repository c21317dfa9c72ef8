//! Probes by the sockets of Linux and macOS, none of which needs a privilege: ping sockets where the
//! system allows them, TCP connections, DNS questions, and UDP packets whose death is reported.
//!
//! Datagrams are timed by the kernel's own timestamps. Where the two differ, a module of each
//! system's says so: how the death of a packet is told, and how long a handshake took.
#![expect(unsafe_code, reason = "poll has no safe interface in libc")]

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
mod messages;

use super::packets::{self, ECHO_BYTES};
use super::{Answer, Wire, WireError};
use crate::evidence::Family;
use crate::evidence::latency::Kind;
use crate::probes::net::Link;
use crate::probes::net::pin::{pin, scoped};
#[cfg(target_os = "linux")]
use linux as system;
#[cfg(target_os = "macos")]
use macos as system;
use messages::{receive, timestamps};
use socket2::{Domain, Protocol, SockAddr, Socket, Type};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::{AsRawFd, RawFd};
use std::time::{Duration, Instant, SystemTime};

/// The wire of one interface.
pub(crate) struct UnixWire {
    link: Link,
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
    Echo(Socket, Family),
    Dns(Socket),
    Tcp(Socket, u32),
    Dying(Socket, u8),
}

impl Open {
    const fn socket(&self) -> &Socket {
        match self {
            Self::Echo(socket, _)
            | Self::Dns(socket)
            | Self::Tcp(socket, _)
            | Self::Dying(socket, _) => socket,
        }
    }

    /// What it is woken for. The death of a packet is an error, for which every socket is woken.
    const fn events(&self) -> libc::c_short {
        match self {
            Self::Echo(..) | Self::Dns(..) => libc::POLLIN,
            Self::Tcp(..) => libc::POLLOUT,
            Self::Dying(..) => 0,
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
/// A report of the death of a packet, which holds the packet's headers.
const DEATH: u64 = HEADERS + 8 + 28;
/// An ACK or a RST.
const BARE: u64 = HEADERS + 20;

impl UnixWire {
    /// A wire that uses this interface and no other.
    pub(crate) fn open(link: &Link) -> Self {
        // Two keys of the system's own random numbers, the one source of them in the library.
        let nonce = RandomState::new().hash_one(0).to_ne_bytes();
        Self {
            link: link.clone(),
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
        }
    }

    fn socket(&self, family: Family, kind: Type, protocol: Protocol) -> io::Result<Socket> {
        let domain = match family {
            Family::V4 => Domain::IPV4,
            Family::V6 => Domain::IPV6,
        };
        let socket = Socket::new(domain, kind, Some(protocol))?;
        socket.set_nonblocking(true)?;
        pin(&socket, &self.link, family)?;
        Ok(socket)
    }

    fn address(&self, ip: IpAddr, port: u16) -> SockAddr {
        scoped(SocketAddr::new(ip, port), &self.link).into()
    }

    fn keep(&mut self, open: Open) -> RawFd {
        let fd = open.socket().as_raw_fd();
        self.sockets.insert(fd, open);
        fd
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
                Ok(self.keep(Open::Echo(socket, family)))
            })
            .map_err(|error| WireError::from(&error));
        self.echo.insert(family, opened);
        opened
    }

    fn ask_echo(&mut self, token: u32, to: IpAddr) -> Result<(), WireError> {
        let fd = self.echo_socket(Family::of(to))?;
        let number = self.number(token);
        let packet = packets::echo_question(Family::of(to), number, self.nonce);
        let address = self.address(to, 0);
        self.note(token, to, None, Some(number));
        let sent = self.sockets[&fd].socket().send_to(&packet, &address);
        self.sent(token, sent, HEADERS + ECHO_BYTES as u64)
    }

    fn ask_dns(&mut self, token: u32, to: IpAddr) -> Result<(), WireError> {
        let fd = self.dns_socket(to).map_err(|error| WireError::from(&error))?;
        let number = self.number(token);
        let question = packets::dns_question(number);
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
        let fd = self.keep(Open::Dns(socket));
        self.dns.insert(to, fd);
        Ok(fd)
    }

    fn dying_socket(&mut self, to: IpAddr, hops: u8) -> io::Result<RawFd> {
        if let Some(fd) = self.dying.get(&(to, hops)) {
            return Ok(*fd);
        }
        let socket = self.socket(Family::of(to), Type::DGRAM, Protocol::UDP)?;
        system::report_deaths(&socket, Family::of(to))?;
        if system::DEATHS_COME_AS_ICMP {
            self.echo_socket(Family::of(to)).map_err(|_| io::ErrorKind::PermissionDenied)?;
        }
        match Family::of(to) {
            Family::V4 => socket.set_ttl_v4(hops.into())?,
            Family::V6 => socket.set_unicast_hops_v6(hops.into())?,
        }
        socket.connect(&self.address(to, packets::dying_port(hops)))?;
        let fd = self.keep(Open::Dying(socket, hops));
        self.dying.insert((to, hops), fd);
        Ok(fd)
    }

    fn ask_tcp(&mut self, token: u32, to: IpAddr, port: u16) -> Result<(), WireError> {
        let address = self.address(to, port);
        let socket = self
            .socket(Family::of(to), Type::STREAM, Protocol::TCP)
            .map_err(|error| WireError::from(&error))?;
        // An open connection is reset when it is closed: nothing is left behind on either side.
        let _ = socket.set_linger(Some(Duration::ZERO));
        let fd = socket.as_raw_fd();
        self.note(token, to, Some(fd), None);
        let connected = match socket.connect(&address) {
            Err(error) if error.raw_os_error() == Some(libc::EINPROGRESS) => Ok(0),
            Err(error) => Err(error),
            Ok(()) => Ok(0),
        };
        if connected.is_ok() {
            self.keep(Open::Tcp(socket, token));
        }
        self.sent(token, connected, SYN)
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
                Err(WireError::from(&error))
            }
        }
    }

    fn read(&mut self, fd: RawFd, answers: &mut Vec<Answer>) {
        match self.sockets.get(&fd) {
            Some(Open::Echo(..) | Open::Dns(..)) => self.read_datagram(fd, answers),
            Some(Open::Tcp(socket, token)) => {
                let (error, token) = (socket.take_error(), *token);
                let handshake = system::handshake_rtt(socket);
                let stands = matches!(error, Ok(None));
                let answered = match error {
                    Ok(None) => true,
                    Ok(Some(error)) => error.kind() == io::ErrorKind::ConnectionRefused,
                    Err(_) => false,
                };
                if answered && let Some(asked) = self.asked.get(&token) {
                    let waited = asked.at.elapsed();
                    let rtt = handshake.filter(|rtt| *rtt <= waited).unwrap_or(waited);
                    answers.push(Answer::Reply { token, rtt });
                    self.bytes_received += if stands { SYN } else { BARE };
                    self.bytes_sent += if stands { 2 * BARE } else { 0 };
                }
                self.forget(token);
            }
            Some(Open::Dying(socket, hops)) => {
                let hops = *hops;
                while let Some((fate, by)) = system::read_death(socket) {
                    self.bytes_received += DEATH;
                    answers.push(fate.answer(hops, by));
                }
                // A pending error wakes the poll until it is taken.
                let _ = socket.take_error();
            }
            None => {}
        }
    }

    /// The report of a death as an answer, where the packet was ours.
    fn death(&self, death: packets::Buried, by: IpAddr) -> Option<Answer> {
        let packet = self.dying.get(&(death.to, death.hops)).and_then(|fd| self.sockets.get(fd))?;
        let from = packet.socket().local_addr().ok()?.as_socket()?;
        (from.port() == death.from_port).then(|| death.fate.answer(death.hops, by))
    }

    /// Reads one datagram: the poll comes back while there is more, and a flood cannot keep us.
    fn read_datagram(&mut self, fd: RawFd, answers: &mut Vec<Answer>) {
        let Some(open) = self.sockets.get(&fd) else { return };
        let mut buffer = [0; 1024];
        // An error is what an earlier packet met, and no answer.
        let Ok(received) = receive(open.socket(), &mut buffer) else { return };
        let bytes = &buffer[..received.length];
        self.bytes_received += HEADERS + bytes.len() as u64;
        let number = match open {
            Open::Echo(_, family) => {
                let icmp = packets::icmp_of(bytes);
                if let Some(death) = packets::buried(*family, icmp) {
                    answers.extend(received.from.and_then(|by| self.death(death, by)));
                    return;
                }
                packets::echo_number(icmp, self.nonce)
            }
            _ => packets::dns_number(bytes),
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

impl Wire for UnixWire {
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
        let fd = self.dying_socket(to, hops).map_err(|error| WireError::from(&error))?;
        let socket = self.sockets[&fd].socket();
        // The first send may only bring back what an earlier packet met.
        match socket.send(&[0; 8]).or_else(|_| socket.send(&[0; 8])) {
            Ok(_) => {
                self.bytes_sent += HEADERS + 16;
                Ok(())
            }
            Err(error) => Err(WireError::from(&error)),
        }
    }

    fn wait(&mut self, until: Instant, answers: &mut Vec<Answer>) {
        let left = until.saturating_duration_since(Instant::now());
        // Rounded up: a wait that is a little too long costs less than one that spins.
        let ms = i32::try_from(left.as_micros().div_ceil(1000)).unwrap_or(i32::MAX);
        let mut polled: Vec<libc::pollfd> = self
            .sockets
            .iter()
            .map(|(fd, open)| libc::pollfd { fd: *fd, events: open.events(), revents: 0 })
            .collect();
        let count = libc::nfds_t::try_from(polled.len()).unwrap_or(0);
        // SAFETY: the array is ours, its length is what is passed, and its descriptors are open.
        let ready = unsafe { libc::poll(polled.as_mut_ptr(), count, ms) };
        if ready > 0 {
            for awake in polled.iter().filter(|polled| polled.revents != 0) {
                self.read(awake.fd, answers);
            }
        }
    }

    fn forget(&mut self, token: u32) {
        if let Some(asked) = self.asked.remove(&token) {
            if let Some(number) = asked.number {
                self.numbers.remove(&number);
            }
            if let Some(fd) = asked.tcp {
                self.sockets.remove(&fd);
            }
        }
    }

    fn bytes(&self) -> (u64, u64) {
        (self.bytes_sent, self.bytes_received)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::host::Medium;
    use crate::probes::net::scripted::link;

    #[test]
    fn a_refused_connection_on_loopback_is_an_answer() {
        let mut wire = UnixWire::open(&link(1, "lo", Medium::Other));
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
}
