//! What the answers of the web come to: a page in another's place, a clock that several servers
//! contradict, packets that get stuck by their size, connections that do not come about.
//!
//! Apart from the rules because several of them rest on the same statement: a wrong clock clears
//! whoever shows certificates, and a sign-in page clears the line.

use super::interval::{Proportion, Tally, Z95, quantile};
use crate::evidence::latency::{Kind, Latency, Role};
use crate::evidence::web::{Attempt, Connections, Handshake, Page, Secure, SignIn, Web};
use crate::evidence::{Failure, Outcome, Why};

/// Two clocks that differ by no more than this say the same: answers may wait in a cache.
const SAME_TIME_S: i64 = 60;

/// What the servers' clocks come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    /// Their time minus ours, in seconds.
    pub(crate) ahead_s: i64,
    /// Different servers that say so.
    pub(crate) servers: usize,
}

/// The time that most servers agree on; of two groups of one size, the one nearer to our own clock.
pub(crate) fn clock(web: &Web) -> Option<Clock> {
    let agreeing = |ahead_s: i64| {
        let mut hosts: Vec<&str> = web
            .clock
            .iter()
            .filter(|reading| ahead_s.abs_diff(reading.ahead_s) <= SAME_TIME_S.unsigned_abs())
            .map(|reading| reading.host.as_str())
            .collect();
        hosts.sort_unstable();
        hosts.dedup();
        hosts.len()
    };
    web.clock
        .iter()
        .map(|reading| Clock { ahead_s: reading.ahead_s, servers: agreeing(reading.ahead_s) })
        .max_by_key(|clock| (clock.servers, std::cmp::Reverse(clock.ahead_s.unsigned_abs())))
}

/// True for a page that somebody put in the place of the known one (CATALOGUE D, 3).
pub(crate) const fn is_in_its_place(page: &SignIn) -> bool {
    /// "Network Authentication Required" (RFC 6585).
    const SIGN_IN: u16 = 511;
    match page.page {
        Page::Redirect { upgrade, .. } => !upgrade,
        Page::Other { .. } => true,
        Page::Status { status } => status == SIGN_IN,
        Page::Open | Page::NoName | Page::Failed { .. } => false,
    }
}

/// Why no certificate could be looked at, where none was: some networks keep the servers out, which
/// are resolvers as well, and nothing else; otherwise nobody answered.
pub(crate) fn why_no_certificate(web: &Web) -> Why {
    let connected = web.anchors().any(|secure| secure.connect_ms.measured().is_some());
    let stands = |port: &Connections| port.port == 443 && port.stands();
    let elsewhere = web.connections.measured().is_some_and(|ports| ports.iter().any(stands));
    if !connected && elsewhere { Why::NothingThere } else { Why::NoAnswer }
}

/// Pages that came as they are.
pub(crate) fn open_pages(web: &Web) -> usize {
    web.pages().filter(|page| page.page == Page::Open).count()
}

/// Certificates that this system accepted.
pub(crate) fn verified(web: &Web) -> usize {
    web.anchors().filter(|secure| secure.handshake == Handshake::Verified).count()
}

/// True where the connection stood and then large packets did not come through, one way or the other.
pub(crate) fn is_stuck(secure: &Secure) -> bool {
    secure.handshake == Handshake::Stalled
        || matches!(secure.upload, Outcome::Failed(Failure::TimedOut))
}

/// True where large packets came through both ways.
pub(crate) fn is_through(secure: &Secure) -> bool {
    match (secure.handshake, &secure.upload) {
        (Handshake::Verified, upload) => !matches!(upload, Outcome::Failed(Failure::TimedOut)),
        // Whatever is wrong with the certificate, it arrived.
        (
            Handshake::NotYetValid
            | Handshake::Expired
            | Handshake::UnknownIssuer
            | Handshake::WrongName
            | Handshake::OtherCertificate,
            _,
        ) => true,
        (
            Handshake::Stalled | Handshake::Broken | Handshake::NotConnected | Handshake::NoStore,
            _,
        ) => false,
    }
}

/// New connections, beside packets of what was there before them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct NewConnections {
    pub(crate) tried: u32,
    pub(crate) stood: u32,
    /// At least this share of them fails, and at most that.
    pub(crate) failed_low: f64,
    pub(crate) failed_high: f64,
    pub(crate) median_ms: Option<f64>,
    /// A quarter of those that stood took no longer.
    pub(crate) quarter_ms: Option<f64>,
    /// The share lost of packets that need no new connection, at most.
    pub(crate) known_lost_high: f64,
    pub(crate) known_median_ms: f64,
}

/// Fewer packets of known flows are no yardstick: with none of forty lost, less than 9 % are.
const KNOWN: u32 = 40;
/// What was asked this long before or after a connection was begun met the same way: five rounds or more.
const MOMENT_MS: f64 = 75.0;
/// Fewer packets of known flows do not tell how the way was at a moment.
const OF_A_MOMENT: usize = 4;
/// Fewer connections are not counted: of ten, one failing for another reason is not the router's.
const LEAST_TRIED: usize = 10;

/// Questions over flows that stood before, each with when it was asked and whether it was lost.
struct Known(Vec<(f64, bool)>);

impl Known {
    /// False where most of what was asked at that moment was lost as well, as in the seconds in which
    /// a radio stalls, and where too little was asked to tell: what became of a connection then
    /// says nothing about a router that takes no new ones.
    fn passed_at(&self, at_ms: f64) -> bool {
        let meant = |(asked_ms, _): &&(f64, bool)| (asked_ms - at_ms).abs() <= MOMENT_MS;
        let lost = self.0.iter().filter(meant).filter(|(_, lost)| *lost).count();
        let asked = self.0.iter().filter(meant).count();
        asked >= OF_A_MOMENT && 2 * lost < asked
    }
}

impl NewConnections {
    /// `None` where too few connections were tried while what stood before passed, or where no flow
    /// that stood before could be asked.
    pub(crate) fn of(web: &Web, latency: &Latency) -> Option<Self> {
        let ports = web.connections.measured()?;
        // A port on which nothing ever stands while another does is blocked, which is another matter.
        let some_stand = ports.iter().any(Connections::stands);
        let ports = || ports.iter().filter(|port| !some_stand || port.stands());
        // An echo and a question for a name belong to one flow from the first to the last;
        // a connection of the rounds is new each time, and would prove itself.
        let known: Vec<_> = latency
            .of(Role::FarEnd)
            .flat_map(|target| &target.probes)
            .filter(|probe| matches!(probe.kind, Kind::Echo | Kind::Dns))
            .filter(|probe| !latency.scan_rounds.contains(&probe.round))
            .collect();
        let mut tally = Tally::default();
        for probe in &known {
            tally.count(probe.rtt_ms.is_none());
        }
        let mut known_ms: Vec<f64> = known.iter().filter_map(|probe| probe.rtt_ms).collect();
        let sent_ms = |round: u32| latency.first_round_ms + f64::from(round) * latency.round_ms;
        let moments = Known(
            known.iter().map(|probe| (sent_ms(probe.round), probe.rtt_ms.is_none())).collect(),
        );
        let counted: Vec<&Attempt> = ports()
            .flat_map(|port| &port.attempts)
            .filter(|attempt| moments.passed_at(attempt.at_ms))
            .collect();
        if counted.len() < LEAST_TRIED || tally.sent < KNOWN {
            return None;
        }
        let mut took: Vec<f64> = counted.iter().filter_map(|attempt| attempt.stood_ms).collect();
        let (tried, stood) = (u32::try_from(counted.len()).ok()?, u32::try_from(took.len()).ok()?);
        let failed = Proportion::of(Tally { lost: tried - stood, sent: tried }, &[]);
        let (failed_low, failed_high) = failed.bounds(Z95);
        let (_, known_lost_high) = Proportion::of(tally, &[]).bounds(Z95);
        Some(Self {
            tried,
            stood,
            failed_low,
            failed_high,
            median_ms: median(&mut took),
            quarter_ms: quantile(&took, 0.25),
            known_lost_high,
            known_median_ms: median(&mut known_ms)?,
        })
    }
}

fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    quantile(values, 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::Changed;
    use crate::evidence::web::ClockReading;

    fn web(ahead_s: &[i64]) -> Web {
        let Changed(evidence) = Changed::healthy_wifi().web(|web| {
            web.clock = (0..)
                .zip(ahead_s)
                .map(|(n, ahead_s)| ClockReading {
                    host: format!("{n}.test"),
                    verified: false,
                    ahead_s: *ahead_s,
                })
                .collect();
        });
        evidence.web.measured().unwrap().clone()
    }

    #[test]
    fn the_time_is_what_most_servers_say() {
        for (ahead_s, expected) in [
            (&[][..], None),
            (&[5], Some((5, 1))),
            (&[3600, 3630, 0], Some((3600, 2))),
            (&[i64::MIN, i64::MAX, 1], Some((1, 1))),
            // Two against two: nobody is accused.
            (&[7200, 7200, 0, 0], Some((0, 2))),
        ] {
            let clock = clock(&web(ahead_s)).map(|clock| (clock.ahead_s, clock.servers));
            assert_eq!(clock, expected, "{ahead_s:?}");
        }
    }

    #[test]
    fn one_server_that_is_asked_twice_is_one_server() {
        let mut web = web(&[600, 600]);
        web.clock.iter_mut().for_each(|reading| reading.host = "one.test".to_owned());
        assert_eq!(clock(&web).map(|clock| clock.servers), Some(1));
    }

    #[test]
    fn a_connection_that_the_rounds_made_proves_nothing_about_new_ones() {
        let Changed(evidence) = Changed::healthy_wifi().latency(|latency| {
            for target in &mut latency.targets {
                // Every second question is a connection, and every second of these is lost.
                for (at, probe) in target.probes.iter_mut().enumerate() {
                    if at % 2 == 0 {
                        probe.kind = Kind::Tcp(443);
                        probe.rtt_ms = probe.rtt_ms.filter(|_| at % 4 == 0);
                    }
                }
            }
        });
        let new = NewConnections::of(
            evidence.web.measured().unwrap(),
            evidence.latency.measured().unwrap(),
        )
        .unwrap();
        assert!(new.known_lost_high < 0.03, "{new:?}");
        assert_eq!((new.tried, new.stood), (20, 20));
    }
}
