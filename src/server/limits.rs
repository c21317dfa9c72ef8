//! Who may come in, how many at once, and how much each of them may move.
//!
//! Apart because it is what keeps a server that somebody forgot on from being of use to strangers.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Clients at once.
    pub(crate) clients: usize,
    /// Connections of one client at once.
    pub(crate) flows: usize,
    /// Bytes of one client in [`PERIOD`], both ways together.
    pub(crate) bytes: u64,
}

/// The time for which a client's bytes are counted.
const PERIOD: Duration = Duration::from_hours(1);
/// Clients that are remembered. A home has fewer, and a stranger with many addresses finds no room.
const REMEMBERED: usize = 1024;

/// Counts who is there.
#[derive(Debug)]
pub(super) struct Doorman {
    limits: Limits,
    seen: Mutex<Seen>,
}

#[derive(Debug)]
struct Seen {
    clients: HashMap<IpAddr, Client>,
    /// Since when nobody is there.
    empty_since: Option<Instant>,
}

#[derive(Debug)]
struct Client {
    flows: usize,
    since: Instant,
    left: Arc<AtomicU64>,
}

impl Doorman {
    pub(super) fn new(limits: Limits) -> Self {
        let seen = Seen { clients: HashMap::new(), empty_since: Some(Instant::now()) };
        Self { limits, seen: Mutex::new(seen) }
    }

    /// Lets a connection in; `None` where there is no room for it.
    pub(super) fn admit(self: &Arc<Self>, ip: IpAddr) -> Option<Pass> {
        let mut seen = self.seen();
        let now = Instant::now();
        seen.clients.retain(|_, client| client.flows > 0 || now < client.since + PERIOD);
        let there = seen.clients.values().filter(|client| client.flows > 0).count();
        let is_there = seen.clients.get(&ip).is_some_and(|client| client.flows > 0);
        let is_known = seen.clients.contains_key(&ip);
        if !is_there && there >= self.limits.clients
            || !is_known && seen.clients.len() >= REMEMBERED
        {
            return None;
        }
        let client = seen.clients.entry(ip).or_insert_with(|| Client {
            flows: 0,
            since: now,
            left: Arc::new(AtomicU64::new(self.limits.bytes)),
        });
        if client.flows >= self.limits.flows {
            return None;
        }
        if now >= client.since + PERIOD {
            client.since = now;
            client.left.store(self.limits.bytes, Ordering::Relaxed);
        }
        client.flows += 1;
        let allowance = Allowance(client.left.clone());
        seen.empty_since = None;
        Some(Pass { ip, allowance, doorman: self.clone() })
    }

    /// How long nobody has been there.
    pub(super) fn idle_for(&self) -> Duration {
        self.seen().empty_since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        // Counts are whole at every moment, whoever panicked.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that was let in.
#[derive(Debug)]
pub(super) struct Pass {
    pub(super) ip: IpAddr,
    pub(super) allowance: Allowance,
    doorman: Arc<Doorman>,
}

impl Drop for Pass {
    fn drop(&mut self) {
        let mut seen = self.doorman.seen();
        if let Some(client) = seen.clients.get_mut(&self.ip) {
            client.flows -= 1;
        }
        if seen.clients.values().all(|client| client.flows == 0) {
            seen.empty_since = Some(Instant::now());
        }
    }
}

/// What a client may still move.
#[derive(Debug, Clone)]
pub(super) struct Allowance(Arc<AtomicU64>);

impl Allowance {
    /// Takes so many bytes of it; false where that is more than is left.
    pub(super) fn take(&self, bytes: u64) -> bool {
        let less = |left: u64| left.checked_sub(bytes);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }

    /// True where nothing is left.
    pub(super) fn is_used_up(&self) -> bool {
        self.0.load(Ordering::Relaxed) == 0
    }
}

/// Addresses that only somebody of the same home or the same computer can have (RFC 1918, RFC 3927,
/// RFC 4193, RFC 4291).
pub(crate) const fn is_of_the_home(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doorman(clients: usize, flows: usize) -> Arc<Doorman> {
        Arc::new(Doorman::new(Limits { clients, flows, bytes: 10 }))
    }

    fn ip(last: u8) -> IpAddr {
        IpAddr::from([192, 168, 1, last])
    }

    #[test]
    fn there_is_room_for_so_many_clients_with_so_many_flows() {
        let doorman = doorman(2, 2);
        let first = [doorman.admit(ip(1)).unwrap(), doorman.admit(ip(1)).unwrap()];
        assert!(doorman.admit(ip(1)).is_none(), "a third flow");
        let second = doorman.admit(ip(2)).unwrap();
        assert!(doorman.admit(ip(3)).is_none(), "a third client");
        assert_eq!(doorman.idle_for(), Duration::ZERO);
        drop(second);
        let third = doorman.admit(ip(3)).unwrap();
        drop((first, third));
        assert!(doorman.admit(ip(1)).is_some());
    }

    #[test]
    fn bytes_are_a_clients_and_not_a_flows() {
        let doorman = doorman(2, 2);
        assert!(doorman.admit(ip(1)).unwrap().allowance.take(7));
        let again = doorman.admit(ip(1)).unwrap();
        assert!(!again.allowance.take(4));
        assert!(again.allowance.take(3) && again.allowance.is_used_up());
        assert!(doorman.admit(ip(2)).unwrap().allowance.take(10));
    }

    #[test]
    fn a_stranger_with_many_addresses_finds_no_room() {
        let doorman = doorman(REMEMBERED * 2, 1);
        let address = |n: usize| IpAddr::from(std::net::Ipv6Addr::from(n as u128));
        for n in 0..REMEMBERED {
            assert!(doorman.admit(address(n)).is_some());
        }
        assert!(doorman.admit(address(REMEMBERED)).is_none());
        assert!(doorman.admit(address(0)).is_some(), "whoever is known comes in");
    }

    #[test]
    fn homes_have_addresses_of_their_own() {
        for (ip, home) in [
            ("127.0.0.1", true),
            ("10.1.2.3", true),
            ("172.31.0.1", true),
            ("172.32.0.1", false),
            ("192.168.1.1", true),
            ("169.254.1.1", true),
            ("100.64.0.1", false),
            ("1.1.1.1", false),
            ("::1", true),
            ("fd00::1", true),
            ("fe80::1", true),
            ("2001:db8::1", false),
        ] {
            assert_eq!(is_of_the_home(ip.parse().unwrap()), home, "{ip}");
        }
    }
}
