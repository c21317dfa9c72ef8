//! Whether the router's answers have to wait for a radio that sleeps between messages.
//!
//! It is apart from the rounds because these come so close together that they keep the radio
//! awake: only questions with a pause before each show what a person's own clicks meet.

use super::wire::{Answer, Wire};
use crate::evidence::latency::{Idle, Kind};
use crate::plan::Policy;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The ways to ask at once, of which the first answer counts: not every router answers an echo, and
/// not every user may send one.
const KINDS: [Kind; 3] = [Kind::Echo, Kind::Tcp(80), Kind::Dns];
/// An answer that comes by then has not waited for the radio: the least delay that counts
/// (CATALOGUE C05).
const IN_TIME: Duration = Duration::from_millis(20);

/// Asks the router with a pause before each question: as often as the policy has it at least, and at
/// most when one of these was late. `wire` carries nothing else meanwhile. `None` where nothing could
/// be asked.
pub(crate) fn run(
    wire: &mut dyn Wire,
    gateway: IpAddr,
    policy: Policy,
    stop: &AtomicBool,
) -> Option<Idle> {
    let mut rtts: Vec<Option<Duration>> = Vec::new();
    let end = wire.now() + policy.deadline;
    while rtts.len() < policy.most as usize && wire.now() + policy.every <= end {
        let asked = ask(wire, gateway, rtts.len());
        rtts.push(None);
        let due = wire.now() + policy.every;
        let enough = rtts.len() >= policy.least as usize;
        while asked && wire.now() < due && !(enough && all_in_time(&rtts)) {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            take(wire, due, &mut rtts);
        }
        let silent = rtts.iter().all(Option::is_none);
        if !asked || enough && (silent || all_in_time(&rtts)) {
            break;
        }
    }
    (0..rtts.len()).flat_map(tokens).for_each(|token| wire.forget(token));
    // Microseconds, so that a file holds just what was judged.
    let millis =
        |time: Duration| f64::from(u32::try_from(time.as_micros()).unwrap_or(u32::MAX)) / 1e3;
    Some(Idle {
        pause_ms: millis(policy.every),
        rtt_ms: rtts.into_iter().map(|rtt| rtt.map(millis)).collect(),
    })
}

fn all_in_time(rtts: &[Option<Duration>]) -> bool {
    rtts.iter().all(|rtt| rtt.is_some_and(|rtt| rtt < IN_TIME))
}

/// The tokens of a question, one for each way to ask it.
fn tokens(question: usize) -> impl Iterator<Item = u32> {
    let first = question * KINDS.len();
    (first..first + KINDS.len()).filter_map(|token| u32::try_from(token).ok())
}

/// Puts a question in every way that this user may use; false where there is none.
fn ask(wire: &mut dyn Wire, gateway: IpAddr, question: usize) -> bool {
    let mut asked = false;
    for (token, kind) in tokens(question).zip(KINDS) {
        asked |= wire.ask(token, gateway, kind).is_ok();
    }
    asked
}

/// Takes in what comes until then; of the answers to one question the first one counts.
fn take(wire: &mut dyn Wire, until: Instant, rtts: &mut [Option<Duration>]) {
    let mut answers = Vec::new();
    wire.wait(until, &mut answers);
    for answer in answers {
        let Answer::Reply { token, rtt } = answer else { continue };
        if let Some(slot) = rtts.get_mut(token as usize / KINDS.len()) {
            *slot = Some(slot.map_or(rtt, |before| before.min(rtt)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::probes::wire::WireError;
    use std::cell::Cell;

    /// A router behind a radio: it answers each question after the time that is its turn.
    struct Sleeper {
        start: Instant,
        now: Cell<Duration>,
        /// Of each question, in milliseconds; without one there is no answer.
        after_ms: Vec<Option<u64>>,
        coming: Vec<(Duration, Answer)>,
        allowed: &'static [Kind],
    }

    impl Wire for Sleeper {
        fn now(&self) -> Instant {
            self.start + self.now.get()
        }

        fn ask(&mut self, token: u32, _: IpAddr, kind: Kind) -> Result<(), WireError> {
            if !self.allowed.contains(&kind) {
                return Err(WireError::NotAllowed);
            }
            if let Some(Some(ms)) = self.after_ms.get(token as usize / KINDS.len()) {
                let rtt = Duration::from_millis(*ms);
                self.coming.push((self.now.get() + rtt, Answer::Reply { token, rtt }));
            }
            Ok(())
        }

        fn ask_dying(&mut self, _: IpAddr, _: u8) -> Result<(), WireError> {
            Err(WireError::NotAllowed)
        }

        fn wait(&mut self, until: Instant, answers: &mut Vec<Answer>) {
            let until = until.duration_since(self.start);
            let next = self.coming.iter().map(|(at, _)| *at).min().filter(|at| *at <= until);
            self.now.set(next.unwrap_or(until));
            let now = self.now.get();
            answers.extend(self.coming.extract_if(.., |(at, _)| *at <= now).map(|(_, a)| a));
        }

        fn forget(&mut self, token: u32) {
            self.coming.retain(
                |(_, answer)| !matches!(answer, Answer::Reply { token: of, .. } if *of == token),
            );
        }

        fn bytes(&self) -> (u64, u64) {
            (0, 0)
        }
    }

    fn asked(allowed: &'static [Kind], after_ms: &[Option<u64>]) -> (Vec<Option<f64>>, u128) {
        let mut wire = Sleeper {
            start: Instant::now(),
            now: Cell::new(Duration::ZERO),
            after_ms: after_ms.to_vec(),
            coming: Vec::new(),
            allowed,
        };
        let gateway = "192.168.1.1".parse().unwrap();
        let planned = crate::plan::TABLE.iter().find(|p| p.part == crate::evidence::Part::Idle);
        let idle = run(&mut wire, gateway, planned.unwrap().policy, &AtomicBool::new(false));
        assert!(wire.coming.is_empty());
        (idle.unwrap().rtt_ms, wire.now.get().as_millis())
    }

    #[test]
    fn two_answers_in_time_are_enough_and_a_late_one_is_looked_into() {
        for (after_ms, rtt_ms, took_ms) in [
            (&[Some(3), Some(5)][..], &[Some(3.0), Some(5.0)][..], 305),
            (
                &[Some(3), Some(20), Some(90), Some(4), Some(60)],
                &[Some(3.0), Some(20.0), Some(90.0), Some(4.0), Some(60.0)],
                1500,
            ),
            // A router that answers nothing is not waited for.
            (&[], &[None, None], 600),
            (
                &[None, Some(4), None, None, Some(2)],
                &[None, Some(4.0), None, None, Some(2.0)],
                1500,
            ),
            // An answer to an earlier question is still taken for that one.
            (&[Some(350), Some(3)], &[Some(350.0), Some(3.0), None, None, None], 1500),
        ] {
            assert_eq!(asked(&KINDS, after_ms), (rtt_ms.to_vec(), took_ms), "{after_ms:?}");
        }
    }

    #[test]
    fn who_may_not_ping_asks_another_way() {
        assert_eq!(asked(&[Kind::Dns], &[Some(3), Some(3)]).0, [Some(3.0), Some(3.0)]);
        assert_eq!(asked(&[], &[Some(3), Some(3)]).0, [None]);
    }
}
