//! The latency engine: rounds of questions to the gateway, the first hop beyond it and the far
//! ends, so close together that all of them see the same radio (CATALOGUE B.3).
//!
//! It runs on a thread of its own, because latency measured on a busy runtime is the runtime's. A
//! sweep finds out who answers what; the rounds then ask each target in the ways that it was seen
//! to answer; at fixed counts of rounds the analysis says whether that is enough.

mod facts;
mod targets;

use crate::analysis::loss::{self, LOOKS};
use crate::evidence::latency::{Kind, Latency, OtherFamily, Probe, Role};
use crate::evidence::{Family, Foreign, Outcome, Why};
use crate::probes::wire::{Answer, Wire, WireError};
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use targets::Live;

/// From one round to the next. 45 a second stay below the 50 that a far end is asked at most
/// (CATALOGUE B.3.4, manners).
pub(crate) const ROUND: Duration = Duration::from_millis(22);
/// The same while the far ends are asked through a tunnel as well: 40 a second leave room for that
/// series and for names.
pub(crate) const ROUND_BESIDE_TUNNEL: Duration = Duration::from_millis(25);
/// Gateway probes of a round: as many as far probes together.
const GATEWAY_PROBES: usize = 3;
/// Rounds of the sweep: every kind of question is put to everybody three times or more.
pub(crate) const SWEEP_ROUNDS: u32 = 9;
/// Distances at which packets are told to die: the gateway and three beyond it, which is enough
/// to see a second router of the home and the provider's own.
const HOPS: std::ops::RangeInclusive<u8> = 1..=4;
/// Long enough to call somebody silent. Satellites answer after 0.7 s.
pub(crate) const SILENCE: Duration = Duration::from_millis(2200);
/// The same for who has two seconds for everything.
pub(crate) const QUICK_SILENCE: Duration = Duration::from_millis(1300);
/// While nobody answers, everybody is asked again this often.
const ASK_AGAIN: Duration = Duration::from_millis(200);
/// An answer that takes longer counts as lost; below the second after which TCP asks by itself.
const PATIENCE: Duration = Duration::from_millis(950);
/// At a look, the last rounds get at least this long to be answered.
const LEAST_PATIENCE: Duration = Duration::from_millis(150);
/// With this, a fault is known in eight seconds however slow the line is.
pub(crate) const END: Duration = Duration::from_millis(7600);
/// While the other family has not answered, its far ends are asked again in every round so many:
/// four times a second, so that no burst of losses swallows all of it.
const OTHER_AGAIN: u32 = 11;
/// How often the kinds of question are reconsidered, in rounds.
const RECONSIDER: u32 = 22;

/// Whom to ask, and how long.
#[derive(Debug, Clone)]
pub(crate) struct Aim {
    pub(crate) family: Family,
    pub(crate) gateway: Option<IpAddr>,
    /// Name and address of each far end; without an address it is only reported.
    pub(crate) far: Vec<(String, Option<IpAddr>)>,
    /// The far ends of the other family, where there is a route for it.
    pub(crate) other_far: Vec<IpAddr>,
    /// Whoever stands on the way is looked for, and the first one beyond the home asked as well.
    pub(crate) hops: bool,
    /// From one round to the next, in the sweep as well.
    pub(crate) every: Duration,
    /// Rounds of the sweep.
    pub(crate) sweep_rounds: u32,
    /// 0 for the sweep alone.
    pub(crate) most_rounds: u32,
    /// All the rounds, whatever a look would say: the person set how many.
    pub(crate) exact: bool,
    /// Whoever has not answered for this long is silent.
    pub(crate) silence: Duration,
    /// When the last answer is waited for, from the start; `None` where the person set the rounds.
    pub(crate) end: Option<Duration>,
}

/// What the engine needs beside the wire.
pub(crate) struct Around<'a> {
    /// Times at which the radio scanned; the end is absent while it still does.
    pub(crate) scans: &'a Mutex<Vec<(Instant, Option<Instant>)>>,
    /// Set from outside to end the run.
    pub(crate) stop: &'a AtomicBool,
    /// Told the rounds sent, and the most there will be.
    pub(crate) progress: &'a mut dyn FnMut(u32, u32),
}

/// Asks until the answers are enough or the time is over.
pub(crate) fn run(wire: &mut dyn Wire, aim: &Aim, around: &mut Around<'_>) -> Outcome<Latency> {
    if aim.gateway.is_none() && aim.far.iter().all(|(_, ip)| ip.is_none()) {
        return Outcome::Unavailable(Why::NothingThere);
    }
    let mut engine = Engine::new(wire, aim);
    engine.sweep(around.stop);
    let most = if engine.far_answers() || aim.far.is_empty() { aim.most_rounds } else { 0 };
    let rounds = engine.rounds(most, around);
    if around.stop.load(Ordering::Relaxed) {
        return Outcome::NotTried(Why::Interrupted);
    }
    Outcome::Measured(engine.latency(rounds, around))
}

/// Where an answer belongs.
#[derive(Debug, Clone, Copy)]
enum Slot {
    /// A question of the sweep: target, and number of the kind.
    Swept(usize, usize),
    /// A question of the rounds: target, and number of the probe.
    Round(usize, usize),
    /// A question over the other family.
    Other,
}

struct Engine<'w> {
    wire: &'w mut dyn Wire,
    aim: &'w Aim,
    targets: Vec<Live>,
    asked: HashMap<u32, (Slot, Instant)>,
    next_token: u32,
    hops: BTreeMap<u8, IpAddr>,
    unreachable_from: Vec<IpAddr>,
    other: OtherFamily,
    /// The longest round trip so far, by which patience is measured.
    longest: Duration,
    began: Instant,
    /// When each round was sent.
    sent_at: Vec<Instant>,
    /// The patience of the last look.
    patience: Duration,
}

impl<'w> Engine<'w> {
    fn new(wire: &'w mut dyn Wire, aim: &'w Aim) -> Self {
        let gateway = aim.gateway.map(|ip| Live::new(Role::Gateway, &ip.to_string(), Some(ip)));
        // Its address is only found on the way.
        let first_hop = Live::new(Role::FirstHop, "", None);
        let far = aim.far.iter().map(|(name, ip)| Live::new(Role::FarEnd, name, *ip));
        Self {
            began: wire.now(),
            wire,
            aim,
            targets: gateway.into_iter().chain([first_hop]).chain(far).collect(),
            asked: HashMap::new(),
            next_token: 0,
            hops: BTreeMap::new(),
            unreachable_from: Vec::new(),
            other: OtherFamily { sent: 0, answered: 0 },
            longest: Duration::ZERO,
            sent_at: Vec::new(),
            patience: PATIENCE,
        }
    }

    /// Finds out who answers what.
    fn sweep(&mut self, stop: &AtomicBool) {
        let start = self.wire.now();
        for round in 0..self.aim.sweep_rounds {
            if stop.load(Ordering::Relaxed) {
                return;
            }
            self.sweep_round(round);
            self.pump(start + self.aim.every * (round + 1), stop);
        }
        let last = self.wire.now();
        // As soon as the far ends are heard, whoever answers at all has answered by three of
        // the longest round trips; a router in the home far sooner.
        let mut again = last + ASK_AGAIN;
        while !stop.load(Ordering::Relaxed) {
            let now = self.wire.now();
            let heard = now >= last + LEAST_PATIENCE.max(self.longest * 3);
            let all_heard =
                self.targets.iter().all(Live::is_heard) && now >= last + self.longest * 2;
            if self.furthest_answers() && (heard || all_heard) || now >= start + self.aim.silence {
                break;
            }
            if now >= again {
                let half = u32::from(now > start + self.aim.silence / 2);
                self.sweep_round(self.aim.sweep_rounds + half);
                again = now + ASK_AGAIN;
            }
            self.pump(again.min(now + Duration::from_millis(10)), stop);
        }
        for target in &mut self.targets {
            target.settle_kinds();
        }
    }

    fn sweep_round(&mut self, round: u32) {
        if let Some(ip) = self.first_hop_ip()
            && let Some(live) =
                self.targets.iter_mut().find(|live| live.target.role == Role::FirstHop)
            && live.target.ip.is_none()
        {
            live.target.name = Foreign::new(ip.to_string());
            live.target.ip = Some(ip);
        }
        for at in 0..self.targets.len() {
            let times =
                if self.targets[at].target.role == Role::Gateway { GATEWAY_PROBES } else { 1 };
            for _ in 0..times {
                self.ask_swept(at);
            }
        }
        let far: Vec<IpAddr> = self.aim.far.iter().filter_map(|(_, ip)| *ip).collect();
        if self.aim.hops && round.is_multiple_of(3) && !far.is_empty() {
            let to = far[usize::try_from(round / 3).unwrap_or(0) % far.len()];
            for hops in HOPS {
                // What cannot be sent is simply not seen.
                let _ = self.wire.ask_dying(to, hops);
            }
        }
        if (1..=3).contains(&round) {
            self.ask_other_family(round);
        }
    }

    /// One question to each far end over the other family, of another kind each time.
    fn ask_other_family(&mut self, turn: u32) {
        let kinds = targets::FAR_KINDS;
        let kind = kinds[usize::try_from(turn).unwrap_or(0) % kinds.len()];
        for to in self.aim.other_far.clone() {
            if self.ask(Slot::Other, to, kind).is_ok() {
                self.other.sent += 1;
            }
        }
    }

    /// The first hop beyond the home, once it is known and unless it is a far end itself.
    fn first_hop_ip(&self) -> Option<IpAddr> {
        let far = |ip: IpAddr| self.targets.iter().any(|live| live.target.ip == Some(ip));
        self.hops.range(2..).map(|(_, ip)| *ip).find(|ip| !is_private(*ip)).filter(|ip| !far(*ip))
    }

    fn ask_swept(&mut self, at: usize) {
        let live = &mut self.targets[at];
        let (Some(to), Some((number, kind))) = (live.target.ip, live.next_swept()) else { return };
        match self.ask(Slot::Swept(at, number), to, kind) {
            Ok(()) => self.targets[at].target.sweep[number].sent += 1,
            Err(WireError::NotAllowed) => self.targets[at].refuse(kind),
            Err(WireError::NoRoute | WireError::Failed) => {}
        }
    }

    fn ask(&mut self, slot: Slot, to: IpAddr, kind: Kind) -> Result<(), WireError> {
        self.next_token += 1;
        let now = self.wire.now();
        self.wire.ask(self.next_token, to, kind)?;
        self.asked.insert(self.next_token, (slot, now));
        Ok(())
    }

    /// Sends rounds until a look says that they are enough; returns how many count.
    ///
    /// The rounds go on while the answers that a look waits for come in, so that a look costs no
    /// time; what was sent beyond a look that was enough does not count.
    fn rounds(&mut self, most: u32, around: &mut Around<'_>) -> u32 {
        let start = self.wire.now();
        let most = most.min(self.rounds_in_time(start));
        let mut looks = LOOKS.into_iter().filter(|look| *look < most && !self.aim.exact);
        let mut look = looks.next();
        for round in 0..most {
            if around.stop.load(Ordering::Relaxed) {
                return round;
            }
            if round.is_multiple_of(RECONSIDER) && round > RECONSIDER {
                self.reconsider(around);
            }
            self.round(round);
            if round.is_multiple_of(OTHER_AGAIN) && self.other.answered == 0 {
                self.ask_other_family(round / OTHER_AGAIN);
            }
            (around.progress)(round + 1, most);
            self.pump(start + self.aim.every * (round + 1), around.stop);
            if let Some(due) = look.filter(|look| *look <= round + 1 && !self.waits_for(*look)) {
                if loss::settled(&self.latency(due, around)) {
                    return due;
                }
                look = looks.next();
            }
        }
        self.let_answers_come(most, around.stop);
        // The last ones may have been what an earlier look still waited for.
        match look {
            Some(due) if loss::settled(&self.latency(due, around)) => due,
            _ => most,
        }
    }

    /// How many rounds fit into the time, with the patience for the last of them.
    fn rounds_in_time(&self, start: Instant) -> u32 {
        let left = self.aim.end.map(|end| (self.began + end).saturating_duration_since(start));
        left.map_or(u32::MAX, |left| {
            let rounds = left.saturating_sub(self.patience()).as_micros()
                / self.aim.every.as_micros().max(1);
            u32::try_from(rounds).unwrap_or(u32::MAX)
        })
    }

    /// One question to everybody, the gateway's in between so that a burst of losses hits all alike.
    fn round(&mut self, round: u32) {
        self.sent_at.push(self.wire.now());
        let mut others = (0..self.targets.len())
            .filter(|at| self.targets[*at].target.role != Role::Gateway)
            .collect::<Vec<_>>()
            .into_iter();
        if self.aim.gateway.is_some() {
            for _ in 0..GATEWAY_PROBES {
                self.ask_in_round(0, round);
                if let Some(at) = others.next() {
                    self.ask_in_round(at, round);
                }
            }
        }
        for at in others {
            self.ask_in_round(at, round);
        }
    }

    fn ask_in_round(&mut self, at: usize, round: u32) {
        let live = &mut self.targets[at];
        let (Some(to), Some(kind)) = (live.target.ip, live.next_kind()) else { return };
        let number = live.target.probes.len();
        live.target.probes.push(Probe { round, kind, rtt_ms: None });
        if self.ask(Slot::Round(at, number), to, kind).is_err() {
            // What could not be sent is not lost.
            self.targets[at].target.probes.pop();
        }
    }

    fn reconsider(&mut self, around: &Around<'_>) {
        // What may still be answered is not lost yet.
        let so_far = self.latency(self.answered_rounds(), around);
        for target in &so_far.targets {
            let trusted = loss::trusted_kinds(target, &so_far.scan_rounds);
            if let Some(live) = self.targets.iter_mut().find(|live| live.target.ip == target.ip) {
                live.keep_kinds(&trusted);
            }
        }
    }

    /// The rounds that nobody is waited for any more.
    fn answered_rounds(&self) -> u32 {
        let waiting = self.asked.values().filter_map(|(slot, _)| match slot {
            Slot::Round(target, probe) => Some(self.targets[*target].target.probes[*probe].round),
            Slot::Swept(..) | Slot::Other => None,
        });
        let sent = u32::try_from(self.sent_at.len()).unwrap_or(u32::MAX);
        waiting.min().unwrap_or(sent)
    }

    /// How long an answer is waited for here: thrice the longest that came.
    fn patience(&self) -> Duration {
        (self.longest * 3).clamp(LEAST_PATIENCE, PATIENCE)
    }

    /// True while an answer to a round before `look` may still come.
    fn waits_for(&mut self, look: u32) -> bool {
        self.patience = self.patience();
        let now = self.wire.now();
        self.asked.values().any(|(slot, sent)| match slot {
            Slot::Round(target, probe) => {
                let round = self.targets[*target].target.probes[*probe].round;
                round < look && now < *sent + self.patience
            }
            Slot::Swept(..) | Slot::Other => false,
        })
    }

    /// Waits until the rounds before `look` are answered, or long enough for what is slow here.
    fn let_answers_come(&mut self, look: u32, stop: &AtomicBool) {
        let end = self.wire.now() + PATIENCE;
        while self.waits_for(look) && self.wire.now() < end && !stop.load(Ordering::Relaxed) {
            self.pump(self.wire.now() + Duration::from_millis(5), stop);
        }
    }

    /// Takes in answers until `until`.
    fn pump(&mut self, until: Instant, stop: &AtomicBool) {
        let mut answers = Vec::new();
        loop {
            self.wire.wait(until, &mut answers);
            for answer in answers.drain(..) {
                self.take(answer);
            }
            if self.wire.now() >= until || stop.load(Ordering::Relaxed) {
                break;
            }
        }
        // Whoever is waited for no longer gives his socket back.
        let now = self.wire.now();
        let given_up: Vec<u32> = self
            .asked
            .iter()
            .filter(|(_, (_, sent))| now >= *sent + PATIENCE)
            .map(|(token, _)| *token)
            .collect();
        for token in given_up {
            self.asked.remove(&token);
            self.wire.forget(token);
        }
    }

    fn take(&mut self, answer: Answer) {
        match answer {
            Answer::Reply { token, rtt } => {
                let Some((slot, _)) = self.asked.remove(&token) else { return };
                if rtt > PATIENCE {
                    return;
                }
                self.longest = self.longest.max(rtt);
                match slot {
                    Slot::Swept(target, number) => {
                        self.targets[target].target.sweep[number].answered += 1;
                    }
                    Slot::Round(target, number) => {
                        // Microseconds, so that a file holds just what was judged.
                        let micros = u32::try_from(rtt.as_micros()).unwrap_or(u32::MAX);
                        self.targets[target].target.probes[number].rtt_ms =
                            Some(f64::from(micros) / 1000.0);
                    }
                    Slot::Other => self.other.answered += 1,
                }
            }
            Answer::Died { hops, at } => {
                self.hops.entry(hops).or_insert(at);
            }
            Answer::Unreachable { from } => {
                if !self.unreachable_from.contains(&from) && self.unreachable_from.len() < 8 {
                    self.unreachable_from.push(from);
                }
            }
        }
    }

    /// True when an answer came from as far as is asked: a far end, or the router where there is
    /// nobody beyond.
    fn furthest_answers(&self) -> bool {
        if self.aim.far.is_empty() {
            return self.targets.iter().any(|live| live.target.answers());
        }
        self.far_answers()
    }

    fn far_answers(&self) -> bool {
        self.targets.iter().any(|live| live.target.role == Role::FarEnd && live.target.answers())
    }
}

/// Addresses that homes use behind their routers (RFC 1918, RFC 4193) or on one link.
fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests;
