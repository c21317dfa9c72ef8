//! The far ends through the tunnel that carries the default route, beside the rounds that go past
//! it on the interface below.
//!
//! It is apart because the two are asked at the same time, and the same far ends: the pace of this
//! series is what the rounds, which are slower then, leave of the fifty questions a second that a far
//! end is asked at most.

use super::latency::{self, Aim, Around};
use super::net::Link;
use super::wire;
use crate::evidence::between::Tunnel;
use crate::evidence::latency::{Latency, Role};
use crate::evidence::{Failure, Outcome, Why};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::oneshot;

/// From one round to the next beside the pinned rounds, the sweep's as well: 5 in any second at
/// most, with the 40 of these and 4 for names below the 50 that manners allow (CATALOGUE B.3.4).
const BESIDE: Duration = Duration::from_millis(240);
/// Rounds of the sweep: each kind of question twice, since the pinned sweep asks the same far ends.
const BESIDE_SWEEP: u32 = 6;
/// Rounds beside the pinned ones: about as long as these take to their first look.
const BESIDE_ROUNDS: u32 = 8;
/// Rounds of the second series, with nobody beside it.
const MORE_ROUNDS: u32 = 110;
/// A silent tunnel over a line that loses messages is asked for this long again: `WireGuard` and others
/// repeat a first message that got lost after five seconds.
const HANDSHAKE: Duration = Duration::from_millis(3200);
/// A second series is worth its time when the first one, of some fifty questions, lost at least this
/// many: one is chance.
const SUSPICIOUS: u32 = 2;
/// Rounds of a second series where the first one found no time for any, for the time they take alone.
const FOR_TIME: u32 = 20;
/// And this many times what the path below it would have lost of them: the rest is that path's doing.
const BEYOND: f64 = 2.0;
/// A second series is sent only after so many pinned rounds or fewer, so that both together stay
/// below 300 questions to a far end (CATALOGUE B.3.4).
const PINNED_AT_MOST: u32 = 160;

/// Bytes sent and received.
type Bytes = (u64, u64);

/// A small series through the tunnel while the pinned rounds go on.
pub(crate) async fn beside(
    tunnel: &Link,
    aim: &Aim,
    stop: &Arc<AtomicBool>,
) -> (Outcome<Tunnel>, Bytes) {
    let aim = Aim {
        every: BESIDE,
        sweep_rounds: BESIDE_SWEEP,
        most_rounds: BESIDE_ROUNDS.min(aim.most_rounds),
        ..alone(aim)
    };
    ask(tunnel, aim, stop).await
}

/// A second series, without the rounds beside it, where the first one calls for it and there is room
/// for more. The counts are of both, the median is of the longer one.
pub(crate) async fn again(
    tunnel: &Link,
    aim: &Aim,
    first: Tunnel,
    pinned: &Latency,
    stop: &Arc<AtomicBool>,
) -> (Tunnel, Bytes) {
    let Some(aim) = second_look(aim, &first, pinned) else { return (first, (0, 0)) };
    match ask(tunnel, aim, stop).await {
        (Outcome::Measured(second), bytes) => {
            let both = Tunnel {
                interface: second.interface,
                swept: first.swept + second.swept,
                swept_answered: first.swept_answered + second.swept_answered,
                swept_lost: first.swept_lost + second.swept_lost,
                sent: first.sent + second.sent,
                lost: first.lost + second.lost,
                median_ms: second.median_ms.or(first.median_ms),
            };
            (both, bytes)
        }
        (_, bytes) => (first, bytes),
    }
}

/// What a second look would ask; `None` where it would tell nothing new or ask too much.
fn second_look(aim: &Aim, first: &Tunnel, pinned: &Latency) -> Option<Aim> {
    if pinned.rounds > PINNED_AT_MOST || aim.most_rounds < MORE_ROUNDS {
        return None;
    }
    if first.answers() {
        if first.sent == 0 {
            return Some(Aim { most_rounds: FOR_TIME, ..alone(aim) });
        }
        let lost = first.lost + first.swept_lost;
        let of_the_path = f64::from(first.asked()) * share_lost(pinned);
        let suspicious = lost >= SUSPICIOUS && f64::from(lost) > BEYOND * of_the_path;
        return suspicious.then(|| Aim { most_rounds: MORE_ROUNDS, ..alone(aim) });
    }
    let lossy = pinned.of(Role::FarEnd).flat_map(|far| &far.probes).any(|p| p.rtt_ms.is_none());
    (lossy && pinned.rounds > 0).then(|| Aim { most_rounds: 0, silence: HANDSHAKE, ..alone(aim) })
}

/// What the far ends missed of the pinned rounds, as a share.
fn share_lost(pinned: &Latency) -> f64 {
    let probes = || pinned.of(Role::FarEnd).flat_map(|far| &far.probes);
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    count(probes().filter(|probe| probe.rtt_ms.is_none()).count())
        / count(probes().count()).max(1.0)
}

/// Only the far ends: the tunnel has no router at home and one family.
fn alone(aim: &Aim) -> Aim {
    Aim { gateway: None, hops: false, other_far: Vec::new(), ..aim.clone() }
}

/// On a thread of its own, as all latency.
async fn ask(tunnel: &Link, aim: Aim, stop: &Arc<AtomicBool>) -> (Outcome<Tunnel>, Bytes) {
    if aim.far.iter().all(|(_, ip)| ip.is_none()) {
        return (Outcome::NotTried(Why::NotAsked), (0, 0));
    }
    let mut wire = match wire::open(tunnel) {
        Ok(wire) => wire,
        Err(error) => return (super::net::SystemError::from(error).outcome(), (0, 0)),
    };
    let (interface, stop) = (tunnel.name.clone(), stop.clone());
    let (give, given) = oneshot::channel();
    let thread = std::thread::Builder::new().name("tunnel".to_owned()).spawn(move || {
        let mut around =
            Around { scans: &Mutex::new(Vec::new()), stop: &stop, progress: &mut |_, _| {} };
        let through = match latency::run(wire.as_mut(), &aim, &mut around) {
            Outcome::Measured(latency) => Outcome::Measured(summed_up(interface, &latency)),
            Outcome::Failed(failure) => Outcome::Failed(failure),
            Outcome::Unavailable(why) => Outcome::Unavailable(why),
            Outcome::NotTried(why) => Outcome::NotTried(why),
            Outcome::Pending => Outcome::Pending,
        };
        drop(give.send((through, wire.bytes())));
    });
    match thread {
        // The thread only goes without a word when it panics, which is a bug of ours.
        Ok(_) => given.await.unwrap_or((Outcome::Failed(Failure::BadAnswer), (0, 0))),
        Err(_) => (Outcome::Failed(Failure::PermissionDenied), (0, 0)),
    }
}

fn summed_up(interface: String, latency: &Latency) -> Tunnel {
    let swept = || latency.of(Role::FarEnd).flat_map(|target| &target.sweep);
    let probes = || latency.of(Role::FarEnd).flat_map(|target| &target.probes);
    let mut rtt_ms: Vec<f64> = probes().filter_map(|probe| probe.rtt_ms).collect();
    rtt_ms.sort_by(f64::total_cmp);
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Tunnel {
        interface,
        swept: swept().map(|swept| swept.sent).sum(),
        swept_answered: swept().map(|swept| swept.answered).sum(),
        swept_lost: swept()
            .filter(|swept| swept.answered > 0)
            .map(|swept| swept.sent.saturating_sub(swept.answered))
            .sum(),
        sent: count(probes().count()),
        lost: count(probes().filter(|probe| probe.rtt_ms.is_none()).count()),
        median_ms: rtt_ms.get(rtt_ms.len() / 2).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Family;
    use crate::evidence::composed::Changed;

    fn first(swept_answered: u32, swept_lost: u32, lost: u32) -> Tunnel {
        Tunnel {
            interface: "wg0".to_owned(),
            swept: 27,
            swept_answered,
            swept_lost,
            sent: if swept_answered > 0 { 30 } else { 0 },
            lost,
            median_ms: None,
        }
    }

    #[test]
    fn a_second_look_is_taken_where_it_tells_something_and_bothers_nobody() {
        let aim = Aim {
            family: Family::V4,
            gateway: None,
            far: vec![("1.1.1.1".to_owned(), "1.1.1.1".parse().ok())],
            other_far: Vec::new(),
            hops: false,
            every: latency::ROUND_BESIDE_TUNNEL,
            sweep_rounds: latency::SWEEP_ROUNDS,
            most_rounds: 290,
            exact: false,
            end: None,
            silence: latency::SILENCE,
        };
        let pinned = |lossy: bool, rounds| {
            let mut home = Changed::healthy_wifi();
            if lossy {
                home = home.losing(0, 10);
            }
            let mut latency = home.0.latency.measured().unwrap().clone();
            latency.rounds = rounds;
            latency
        };
        for (first, pinned, expected) in [
            (first(27, 0, 0), pinned(false, 133), None),
            (first(27, 1, 0), pinned(false, 133), None),
            (first(25, 1, 1), pinned(false, 133), Some(MORE_ROUNDS)),
            (first(25, 1, 1), pinned(false, 200), None),
            (Tunnel { sent: 0, ..first(25, 1, 0) }, pinned(false, 133), Some(FOR_TIME)),
            // What the path below loses as well is no reason to look again.
            (first(25, 2, 6), pinned(true, 133), None),
            (first(25, 2, 12), pinned(true, 133), Some(MORE_ROUNDS)),
            (first(0, 0, 0), pinned(false, 133), None),
            (first(0, 0, 0), pinned(true, 133), Some(0)),
        ] {
            let rounds = second_look(&aim, &first, &pinned).map(|aim| aim.most_rounds);
            assert_eq!(rounds, expected, "{first:?}");
        }
        let quick = Aim { most_rounds: 0, ..aim };
        assert!(second_look(&quick, &first(25, 1, 1), &pinned(false, 133)).is_none());
    }
}
