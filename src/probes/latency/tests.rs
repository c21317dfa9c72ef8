//! The engine against a simulated network with a clock of its own: what it measures must be what
//! the network does.

use super::*;
use crate::analysis::loss::{Loser, LossSplit, MOST_ROUNDS};
use crate::analysis::reach::{Answers, Reach};
use std::cell::Cell;

const GATEWAY: &str = "192.168.1.1";
const HOP: &str = "198.51.100.1";
const FAR: [&str; 3] = ["1.1.1.1", "8.8.8.8", "9.9.9.9"];

/// A network that answers by its settings.
struct Simulated {
    start: Instant,
    now: Cell<Duration>,
    /// Answers under way, with their time of arrival.
    coming: Vec<(Duration, Answer)>,
    /// Shares of round trips lost on the hop to the router and beyond it.
    hop_loss: f64,
    line_loss: f64,
    /// What the gateway and the far ends answer.
    gateway_kinds: Vec<Kind>,
    far_kinds: Vec<Kind>,
    /// The gateway answers this many echoes and no more.
    echoes: usize,
    ping_allowed: bool,
    far_ms: u64,
    asked: usize,
    random: u64,
}

impl Simulated {
    fn new() -> Self {
        let kinds = vec![Kind::Echo, Kind::Tcp(80), Kind::Tcp(443), Kind::Dns];
        Self {
            start: Instant::now(),
            now: Cell::new(Duration::ZERO),
            coming: Vec::new(),
            hop_loss: 0.0,
            line_loss: 0.0,
            gateway_kinds: kinds.clone(),
            far_kinds: kinds,
            echoes: usize::MAX,
            ping_allowed: true,
            far_ms: 15,
            asked: 0,
            random: 7,
        }
    }

    fn lost(&mut self, share: f64) -> bool {
        // SplitMix64.
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.random;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        #[expect(clippy::cast_precision_loss, reason = "a random share")]
        let drawn = ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64;
        drawn < share
    }

    fn answer(&mut self, after_ms: u64, answer: impl FnOnce(Duration) -> Answer) {
        let rtt = Duration::from_millis(after_ms);
        self.coming.push((self.now.get() + rtt, answer(rtt)));
    }
}

impl Wire for Simulated {
    fn now(&self) -> Instant {
        self.start + self.now.get()
    }

    fn ask(&mut self, token: u32, to: IpAddr, kind: Kind) -> Result<(), WireError> {
        if kind == Kind::Echo && !self.ping_allowed {
            return Err(WireError::NotAllowed);
        }
        self.asked += 1;
        let near = to.to_string() == GATEWAY;
        let lost = self.lost(self.hop_loss) | (self.lost(self.line_loss) && !near);
        let answers = match to.to_string().as_str() {
            GATEWAY => self.gateway_kinds.contains(&kind),
            HOP => kind == Kind::Tcp(80),
            _ => self.far_kinds.contains(&kind),
        };
        if near && kind == Kind::Echo {
            self.echoes = self.echoes.saturating_sub(1);
        }
        let limited = near && kind == Kind::Echo && self.echoes == 0;
        if answers && !lost && !limited {
            self.answer(if near { 3 } else { self.far_ms }, |rtt| Answer::Reply { token, rtt });
        }
        Ok(())
    }

    fn ask_dying(&mut self, _: IpAddr, hops: u8) -> Result<(), WireError> {
        if let Some(at) = [GATEWAY, HOP].get(usize::from(hops) - 1) {
            self.answer(4, |_| Answer::Died { hops, at: at.parse().unwrap() });
        }
        Ok(())
    }

    fn wait(&mut self, until: Instant, answers: &mut Vec<Answer>) {
        let until = until.duration_since(self.start);
        let next = self.coming.iter().map(|(at, _)| *at).min().filter(|at| *at <= until);
        self.now.set(self.now.get().max(next.unwrap_or(until)));
        let now = self.now.get();
        answers.extend(self.coming.iter().filter(|(at, _)| *at <= now).map(|(_, answer)| *answer));
        self.coming.retain(|(at, _)| *at > now);
    }

    fn forget(&mut self, _: u32) {}

    fn bytes(&self) -> (u64, u64) {
        (0, 0)
    }
}

fn aim() -> Aim {
    Aim {
        hops: true,
        family: Family::V4,
        gateway: Some(GATEWAY.parse().unwrap()),
        far: FAR.map(|name| (name.to_owned(), name.parse().ok())).to_vec(),
        other_far: Vec::new(),
        every: ROUND,
        sweep_rounds: SWEEP_ROUNDS,
        most_rounds: MOST_ROUNDS,
        exact: false,
        silence: SILENCE,
        end: Some(END),
    }
}

/// Runs the engine; returns what it measured and how long that took.
fn measure(mut network: Simulated, aim: &Aim) -> (Latency, Duration) {
    let mut around = Around {
        scans: &Mutex::new(Vec::new()),
        stop: &AtomicBool::new(false),
        progress: &mut |_, _| {},
    };
    match run(&mut network, aim, &mut around) {
        Outcome::Measured(latency) => (latency, network.now.get()),
        other => panic!("{other:?}"),
    }
}

fn loser(latency: &Latency) -> Loser {
    LossSplit::of(latency).unwrap().loser
}

#[test]
fn a_healthy_network_is_measured_in_less_than_four_seconds() {
    for ping_allowed in [true, false] {
        let (latency, took) = measure(Simulated { ping_allowed, ..Simulated::new() }, &aim());
        assert_eq!(latency.rounds, LOOKS[0]);
        assert_eq!(loser(&latency), Loser::Nobody);
        assert!(took < Duration::from_millis(3500), "{took:?}");
        let far = latency.of(Role::FarEnd).next().unwrap();
        assert_eq!(far.probes.len(), LOOKS[0] as usize);
        assert_eq!(far.probes[0].rtt_ms, Some(15.0));
        assert_eq!(latency.gateway().unwrap().probes.len(), 3 * LOOKS[0] as usize);
        assert_eq!(latency.of(Role::FirstHop).next().unwrap().ip, HOP.parse().ok());
    }
}

#[test]
fn as_many_rounds_are_sent_as_the_person_set() {
    for most_rounds in [50, 200, 600] {
        let aim = Aim { most_rounds, exact: true, end: None, ..aim() };
        let (latency, _) = measure(Simulated::new(), &aim);
        assert_eq!(latency.rounds, most_rounds);
        assert_eq!(latency.of(Role::FarEnd).next().unwrap().probes.len(), most_rounds as usize);
    }
}

#[test]
fn without_far_ends_the_hop_is_blamed_only_when_every_kind_of_question_suffers() {
    for (hop_loss, echoes, expected) in
        [(0.0, usize::MAX, Loser::Nobody), (0.1, usize::MAX, Loser::Hop), (0.0, 8, Loser::Nobody)]
    {
        let network = Simulated { hop_loss, echoes, ..Simulated::new() };
        let (latency, took) = measure(network, &Aim { far: Vec::new(), ..aim() });
        assert_eq!(loser(&latency), expected, "{hop_loss} {echoes}");
        assert!(took < Duration::from_secs(4), "{took:?}");
    }
}

#[test]
fn loss_is_found_on_its_side_whatever_may_be_asked() {
    for (hop_loss, line_loss, expected) in [
        (0.1, 0.0, Loser::Hop),
        (0.0, 0.1, Loser::Line),
        (0.3, 0.0, Loser::Hop),
        (0.0, 0.3, Loser::Line),
    ] {
        for ping_allowed in [true, false] {
            let network = Simulated { hop_loss, line_loss, ping_allowed, ..Simulated::new() };
            assert_eq!(loser(&measure(network, &aim()).0), expected, "{hop_loss} {line_loss}");
        }
    }
}

#[test]
fn a_router_that_answers_nothing_or_few_echoes_is_no_fault() {
    for (gateway_kinds, echoes) in
        [(vec![], usize::MAX), (vec![Kind::Echo, Kind::Dns], 8), (vec![Kind::Tcp(53)], usize::MAX)]
    {
        let network = Simulated { gateway_kinds, echoes, ..Simulated::new() };
        let (latency, took) = measure(network, &aim());
        assert_eq!(loser(&latency), Loser::Nobody);
        assert!(took < Duration::from_secs(4), "{took:?}");
    }
}

#[test]
fn kinds_that_the_router_limits_are_not_asked_for_long() {
    let network = Simulated { echoes: 8, ..Simulated::new() };
    let (latency, _) = measure(network, &aim());
    let late = latency.gateway().unwrap().probes.iter().filter(|probe| probe.round > 100);
    assert!(late.clone().count() > 90 && late.clone().all(|probe| probe.kind != Kind::Echo));
}

#[test]
fn silence_beyond_the_router_is_known_in_less_than_three_seconds() {
    let network = Simulated { far_kinds: vec![], ..Simulated::new() };
    let (latency, took) = measure(network, &aim());
    assert!(took < Duration::from_secs(3), "{took:?}");
    let reach = Reach::of(&latency);
    assert_eq!(
        (reach.gateway, reach.first_hop, reach.far),
        (Answers::Yes, Answers::Yes, Answers::No)
    );
}

#[test]
fn a_slow_line_is_waited_for() {
    let (latency, _) = measure(Simulated { far_ms: 700, ..Simulated::new() }, &aim());
    assert_eq!(loser(&latency), Loser::Nobody);
    assert_eq!(latency.rounds, LOOKS[0]);
}

#[test]
fn a_far_end_gets_no_more_than_its_manners_allow() {
    let network = Simulated { line_loss: 0.01, ..Simulated::new() };
    let (latency, took) = measure(network, &aim());
    for far in latency.of(Role::FarEnd) {
        assert!(far.sent() <= 300, "{}", far.sent());
        assert!(far.sent() * 20 <= usize::try_from(took.as_millis()).unwrap(), "{took:?}");
    }
}

#[test]
fn rounds_during_a_scan_are_marked() {
    let mut network = Simulated::new();
    let start = network.start;
    let scan = (start + Duration::from_secs(1), Some(start + Duration::from_millis(1500)));
    let mut around = Around {
        scans: &Mutex::new(vec![scan]),
        stop: &AtomicBool::new(false),
        progress: &mut |_, _| {},
    };
    let Outcome::Measured(latency) = run(&mut network, &aim(), &mut around) else { panic!() };
    let count = latency.scan_rounds.len();
    assert!((22..=30).contains(&count), "{count}");
}

#[test]
fn a_stopped_run_says_so_and_sends_nothing_more() {
    let mut network = Simulated::new();
    let mut around = Around {
        scans: &Mutex::new(Vec::new()),
        stop: &AtomicBool::new(true),
        progress: &mut |_, _| {},
    };
    assert_eq!(run(&mut network, &aim(), &mut around), Outcome::NotTried(Why::Interrupted));
    assert!(network.asked < 30);
}

#[test]
fn without_a_sweep_answer_from_the_far_ends_no_rounds_are_sent() {
    let (latency, _) = measure(Simulated { far_kinds: vec![], ..Simulated::new() }, &aim());
    assert_eq!(latency.rounds, 0);
    assert!(latency.targets.iter().all(|target| target.probes.is_empty()));
}
