//! Joining a network: watching what the kernel reports while somebody else tries.
//!
//! It is apart because it never tries itself: it listens to the attempts of whoever manages the
//! radio, for as long as these take to show why they fail, and no longer.

use super::net::{Link, Net};
use super::wifi::{Radio, Report, elements};
use crate::evidence::joining::{Event, Heard, Joining, What};
use crate::evidence::{Outcome, Why};
use std::time::Duration;
use tokio::time::Instant;

/// From one look to the next.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// An attempt that failed once is over after this; a second one that comes sooner, or a network
/// that is joined after all, is still seen.
const AFTER_A_FAILURE: Duration = Duration::from_secs(3);
/// With no scan and no attempt for this long nobody is trying: the longest pause of
/// `wpa_supplicant` between its first failures (see [`PATIENCE`]). The kernel keeps what it heard
/// for as long, so that a scan from before the watch is known by its traces.
const NOBODY_TRIES: Duration = Duration::from_secs(30);
/// How long is watched at least, where there is no trace of anybody: `wpa_supplicant` scans every
/// five seconds while it looks for a network that it has not failed to join.
const AT_LEAST: Duration = Duration::from_secs(10);
/// The longest wait between two attempts that is worth waiting for: `wpa_supplicant` waits 10, 19
/// and 29 s after its first failures, and the attempt itself takes up to five. A second is left for
/// the rest of the run.
pub(crate) const PATIENCE: Duration = Duration::from_secs(34);
/// What is reported within this time belongs to one attempt: the frame that ends it and the link
/// that goes down with it are reported apart.
const ONE_ATTEMPT: Duration = Duration::from_millis(500);
/// Networks kept of those that were heard.
const NETWORKS: usize = 10;

/// Watches until a network is joined, or it is plain that none will be. `started` is the start of
/// the run; `on_wait` hears again and again how long the watch has gone on.
pub(crate) async fn watch(
    radio: &mut dyn Radio,
    net: &mut dyn Net,
    link: &Link,
    started: std::time::Instant,
    patience: Duration,
    on_wait: impl Fn(Duration),
) -> Outcome<Joining> {
    // Before the first look, so that nothing falls between the two.
    let mut reports = match radio.subscribe() {
        Ok(reports) => reports,
        Err(error) => return error.outcome(),
    };
    let (begun, started) = (Instant::now(), Instant::from_std(started));
    let mut joining = Joining {
        joined: false,
        watched_ms: 0,
        events: Vec::new(),
        scans: 0,
        networks: Outcome::NotTried(Why::NotNeeded),
    };
    let mut attempts = Attempts::new(begun, last_heard(radio, link.index));
    loop {
        let now = Instant::now();
        for report in reports.take(link.index).unwrap_or_default() {
            attempts.note(report, now);
            match report {
                Report::ScanStarted => joining.scans += 1,
                Report::ScanEnded => {}
                Report::Joining(what) => {
                    joining.events.push(Event { at_ms: millis(now - started), what });
                }
            }
        }
        let state = state(radio, net, link.index);
        joining.joined = state == State::Joined;
        if joining.joined || state == State::Off || attempts.over(now, patience) {
            break;
        }
        on_wait(now - begun);
        tokio::time::sleep(LOOK_EVERY).await;
    }
    if !joining.joined {
        joining.networks = networks(radio, link.index);
    }
    // Joined all along is not watched at all.
    joining.watched_ms = millis(begun.elapsed());
    Outcome::Measured(joining)
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Joined,
    NotJoined,
    /// Switched off or gone: nobody can join anything.
    Off,
}

/// Joined is associated *and* let in. While a WPA2 password is wrong the kernel shows an association
/// for seconds, again and again.
fn state(radio: &mut dyn Radio, net: &mut dyn Net, index: u32) -> State {
    let links = net.links().unwrap_or_default();
    let Some(link) = links.iter().find(|link| link.index == index && link.up) else {
        return State::Off;
    };
    let let_in = link.running
        && match radio.station(index) {
            Ok(Some(station)) => station.authorized != Some(false),
            Ok(None) => false,
            // A driver that does not tell leaves the interface's own word.
            Err(_) => true,
        };
    if let_in { State::Joined } else { State::NotJoined }
}

/// How long ago somebody's scan heard anything.
fn last_heard(radio: &mut dyn Radio, index: u32) -> Option<Duration> {
    let heard = radio.heard(index).unwrap_or_default();
    heard.iter().filter_map(|bss| bss.age_ms).min().map(Duration::from_millis)
}

/// The strongest networks in the kernel's list.
fn networks(radio: &mut dyn Radio, index: u32) -> Outcome<Vec<Heard>> {
    let heard = match radio.heard(index) {
        Ok(heard) => heard,
        Err(error) => return error.outcome(),
    };
    let mut networks: Vec<Heard> = heard
        .iter()
        .filter_map(|bss| {
            Some(Heard {
                ssid: elements::ssid(&bss.said()),
                freq_mhz: bss.freq_mhz,
                rssi_dbm: bss.rssi_dbm?,
                age_ms: bss.age_ms,
            })
        })
        .collect();
    networks.sort_by_key(|heard| std::cmp::Reverse(heard.rssi_dbm));
    networks.truncate(NETWORKS);
    Outcome::Measured(networks)
}

/// What an attempt failed by, as far as it decides how long to watch on. What it means is judged
/// elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failing {
    /// The keys did not fit.
    Keys,
    /// The network sent it away.
    Refused,
    /// Nobody answered, which one lost frame can do.
    Silence,
}

impl Failing {
    fn of(what: What) -> Option<Self> {
        // IEEE 802.11 table 9-77 (reasons) and 9-78 (statuses).
        const NO_LONGER_VALID: u16 = 2;
        const LEAVING: u16 = 3;
        const LEAVING_NETWORK: u16 = 8;
        const MIC_FAILURE: u16 = 14;
        const HANDSHAKE_TIMEOUT: u16 = 15;
        const REJECTED_BY_8021X: u16 = 23;
        const SAE: u16 = 3;
        const CONFIRM: u16 = 2;
        const SUCCESS: u16 = 0;
        const COME_BACK_LATER: u16 = 30;
        const ANTI_CLOGGING: u16 = 76;
        const HASH_TO_ELEMENT: u16 = 126;
        const PUBLIC_KEYS: u16 = 127;

        match what {
            What::Authenticated {
                status: SUCCESS | ANTI_CLOGGING | HASH_TO_ELEMENT | PUBLIC_KEYS,
                ..
            }
            | What::Associated { status: SUCCESS | COME_BACK_LATER }
            | What::Connected { status: SUCCESS } => None,
            What::Authenticated { algorithm: SAE, transaction: CONFIRM, .. } => Some(Self::Keys),
            What::Authenticated { .. } | What::Associated { .. } | What::Connected { .. } => {
                Some(Self::Refused)
            }
            What::AuthenticationTimedOut | What::AssociationTimedOut => Some(Self::Silence),
            What::Deauthenticated { reason, local } | What::Disconnected { reason, local } => {
                match reason {
                    HANDSHAKE_TIMEOUT | MIC_FAILURE => Some(Self::Keys),
                    NO_LONGER_VALID | REJECTED_BY_8021X if !local => Some(Self::Keys),
                    LEAVING | LEAVING_NETWORK => None,
                    _ => (!local).then_some(Self::Refused),
                }
            }
        }
    }
}

/// The attempts so far.
struct Attempts {
    begun: Instant,
    /// When somebody scanned or tried for the last time.
    sign: Option<Instant>,
    failed: Vec<(Instant, Failing)>,
}

impl Attempts {
    fn new(begun: Instant, last_heard: Option<Duration>) -> Self {
        let sign = last_heard.and_then(|ago| begun.checked_sub(ago));
        Self { begun, sign, failed: Vec::new() }
    }

    fn note(&mut self, report: Report, now: Instant) {
        self.sign = Some(now);
        let Report::Joining(what) = report else { return };
        let Some(failing) = Failing::of(what) else { return };
        if self.failed.last().is_none_or(|(at, _)| now - *at > ONE_ATTEMPT) {
            self.failed.push((now, failing));
        }
    }

    /// True when watching on would tell nothing more.
    fn over(&self, now: Instant, patience: Duration) -> bool {
        let watched = now - self.begun;
        let count = |kind| self.failed.iter().filter(|(_, failing)| *failing == kind).count();
        let twice =
            [Failing::Keys, Failing::Refused, Failing::Silence].into_iter().any(|k| count(k) >= 2);
        let once = self
            .failed
            .iter()
            .any(|(at, failing)| *failing != Failing::Silence && now - *at >= AFTER_A_FAILURE);
        let quiet = self.sign.is_none_or(|sign| now - sign >= NOBODY_TRIES);
        twice || once || watched >= patience || (quiet && watched >= AT_LEAST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::host::Medium;
    use crate::probes::net::scripted::{Scripted, link};
    use crate::probes::wifi::scripted::{Script, joined_station};
    use crate::probes::wifi::{Bss, Station};

    const SCAN: Report = Report::ScanStarted;

    fn frame(status: u16) -> Report {
        Report::Joining(What::Authenticated { algorithm: 3, transaction: 2, status })
    }

    fn heard(seconds_ago: u64) -> Bss {
        Bss {
            address: [2; 6],
            freq_mhz: 2437,
            rssi_dbm: Some(-50),
            age_ms: Some(seconds_ago * 1000),
            privacy: true,
            ..Bss::default()
        }
    }

    fn sent_away(reason: u16) -> Report {
        Report::Joining(What::Deauthenticated { reason, local: false })
    }

    /// What is seen of these reports, at these milliseconds, where a network is joined at the end
    /// of the time given for it. `heard_s` is how long ago the last scan was.
    async fn seen(
        heard_s: Option<u64>,
        reports: &[(u64, Report)],
        joined_ms: Option<u64>,
    ) -> Joining {
        let mut radio = Script {
            station: Some(joined_station()),
            reports: reports.to_vec(),
            heard: heard_s.into_iter().map(heard).collect(),
            ..Script::default()
        };
        let looks = joined_ms.map_or(usize::MAX, |ms| usize::try_from(ms / 100).unwrap());
        let link = link(3, "wlan0", Medium::Wifi);
        let mut net = Scripted { links: vec![link.clone()], runs: looks, ..Scripted::default() };
        let started = Instant::now().into_std();
        match watch(&mut radio, &mut net, &link, started, PATIENCE, |_| {}).await {
            Outcome::Measured(joining) => joining,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_watched_for_as_long_as_it_tells_something() {
        let timed_out = Report::Joining(What::AuthenticationTimedOut);
        for (name, heard_s, reports, joined_ms, joined, seconds) in [
            ("joined all along", None, vec![], Some(0), true, 0),
            ("joined on the way", None, vec![(500, SCAN)], Some(5000), true, 5),
            ("nobody tries", None, vec![], None, false, 10),
            ("nobody has tried for long", Some(29), vec![], None, false, 10),
            ("nobody tries any more", Some(5), vec![], None, false, 25),
            ("somebody scans", None, vec![(4000, SCAN)], None, false, 34),
            ("a wrong password", None, vec![(2000, sent_away(15))], None, false, 5),
            (
                "an attempt that is reported twice",
                None,
                vec![(2000, sent_away(15)), (2100, sent_away(15))],
                None,
                false,
                5,
            ),
            ("two wrong passwords", None, vec![(1000, frame(1)), (2500, frame(1))], None, false, 2),
            (
                "the pause between two attempts",
                Some(1),
                vec![(25_000, SCAN), (30_000, sent_away(15))],
                None,
                false,
                33,
            ),
            ("a lost frame, then joined", None, vec![(1000, timed_out)], Some(6000), true, 6),
            ("silence twice", None, vec![(1000, timed_out), (7000, timed_out)], None, false, 7),
            ("it left by itself", None, vec![(1000, sent_away(3))], None, false, 31),
        ] {
            let joining = seen(heard_s, &reports, joined_ms).await;
            assert_eq!((joining.joined, joining.watched_ms / 1000), (joined, seconds), "{name}");
            let events = reports.iter().filter(|(_, report)| *report != SCAN).count();
            assert_eq!(joining.events.len(), events, "{name}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_radio_that_is_off_is_not_watched() {
        let off = Link { up: false, running: false, ..link(3, "wlan0", Medium::Wifi) };
        let mut net = Scripted { links: vec![off.clone()], ..Scripted::default() };
        let started = Instant::now().into_std();
        let outcome =
            watch(&mut Script::default(), &mut net, &off, started, PATIENCE, |_| {}).await;
        let joining = outcome.measured().unwrap();
        assert_eq!((joining.joined, joining.watched_ms), (false, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn an_association_that_is_not_let_in_is_not_joined() {
        let station = Station { authorized: Some(false), ..joined_station() };
        let mut radio = Script { station: Some(station), ..Script::default() };
        let link = link(3, "wlan0", Medium::Wifi);
        let mut net = Scripted { links: vec![link.clone()], ..Scripted::default() };
        let started = Instant::now().into_std();
        let outcome = watch(&mut radio, &mut net, &link, started, PATIENCE, |_| {}).await;
        assert!(!outcome.measured().unwrap().joined);
    }
}
