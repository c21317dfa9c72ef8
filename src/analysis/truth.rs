//! Simulated truth: how often the split of loss names the right side, in numbers.
//!
//! It is apart because it tests several files together, and because its table is kept in the tree.

mod worlds;

use super::loss::{LOOKS, Loser, LossSplit, settled, trusted_kinds};
use crate::evidence::latency::{Kind, Latency, Probe, Role, Swept, Target};
use crate::evidence::{Family, Foreign, Outcome, Why};
use std::fmt::Write as _;
use worlds::{Asked, Bar, FINE, HEALTHY, Losing, WORLDS, World, evenly, hop, in_bursts};

/// A small generator (`SplitMix64`), so that the numbers are the same everywhere and for ever.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Evenly from 0 to 1.
    pub(super) fn share(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
        let (above, range) = ((self.next() >> 11) as f64, (1_u64 << 53) as f64);
        above / range
    }
}

/// Simulated runs of each world.
const RUNS: u64 = 200;

/// A place that packets cross, with its state (Gilbert-Elliott: in a burst nine of ten get lost).
#[derive(Debug, Clone)]
struct Place {
    losing: Losing,
    bad: bool,
}

impl Place {
    fn new(losing: Losing, dice: &mut Dice) -> Self {
        Self { losing, bad: dice.share() < losing.rate / 0.9 }
    }

    fn loses(&mut self, dice: &mut Dice) -> bool {
        let Losing { rate, burst } = self.losing;
        if burst == 0 {
            return dice.share() < rate;
        }
        let ends = 1.0 / f64::from(burst);
        let bad = rate / 0.9;
        let begins = ends * bad / (1.0 - bad);
        self.bad = if self.bad { dice.share() >= ends } else { dice.share() < begins };
        self.bad && dice.share() < 0.9
    }
}

/// A run of a world under way.
struct Run {
    world: World,
    dice: Dice,
    hop: Place,
    line: Place,
    own: Place,
    one_network: Place,
    latency: Latency,
}

impl Run {
    fn new(world: World, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut place = |losing| Place::new(losing, &mut dice);
        let (hop, line, own, one_network) =
            (place(world.hop), place(world.line), place(world.own), place(world.one_network));
        let target = |role, asked: Asked| Target {
            role,
            name: Foreign::new("somebody"),
            ip: None,
            sweep: asked
                .kinds()
                .iter()
                .map(|kind| Swept { kind: *kind, sent: 4, answered: 4 })
                .collect(),
            probes: Vec::new(),
        };
        let mut targets = vec![target(Role::Gateway, world.gateway)];
        targets.extend((0..world.far_ends).map(|_| target(Role::FarEnd, world.far)));
        let latency = Latency {
            family: Family::V4,
            first_round_ms: 350.0,
            round_ms: 22.0,
            rounds: 0,
            scan_rounds: Vec::new(),
            patience_ms: 950.0,
            targets,
            hops: Vec::new(),
            unreachable_from: Vec::new(),
            other_family: Outcome::NotTried(Why::NotNeeded),
        };
        Self { world, dice, hop, line, own, one_network, latency }
    }

    /// Goes on until so many rounds were sent.
    fn until(&mut self, rounds: u32) {
        let Self { world, dice, hop, line, own, one_network, latency } = self;
        for round in latency.rounds..rounds {
            let scan = world.scans && round % 60 >= 50;
            if scan {
                latency.scan_rounds.push(round);
            }
            // The gateway's three probes and the far ends' stand in turn, as the engine sends them.
            for nth in 0..3_u32 {
                for (at, target) in latency.targets.iter_mut().enumerate() {
                    let far = target.role == Role::FarEnd;
                    let asked = if far { world.far } else { world.gateway };
                    let kinds = asked.kinds();
                    if kinds.is_empty() || (far && at != nth as usize + 1) {
                        continue;
                    }
                    // The gateway is asked by each kind in a round, a far end by one after the other.
                    let turn = if far { round + nth } else { nth } as usize;
                    let kind = kinds[turn % kinds.len()];
                    let mut lost = hop.loses(dice) || asked.refuses(kind, round, dice);
                    if far {
                        lost |= line.loses(dice);
                        lost |= at == 1 && one_network.loses(dice);
                    } else {
                        lost |= own.loses(dice);
                    }
                    lost |= scan && dice.share() < 0.25;
                    let rtt_ms = (!lost).then_some(10.0);
                    target.probes.push(Probe { round, kind, rtt_ms });
                }
            }
        }
        latency.rounds = rounds;
    }
}

/// What came out of the runs of a world.
#[derive(Debug, Default)]
struct Outcomes {
    losers: Vec<Loser>,
    /// Right already at the first look.
    right_at_once: usize,
    rounds: u32,
    confidence: f64,
}

fn outcomes(world: World) -> Outcomes {
    let mut outcomes = Outcomes::default();
    for seed in 0..RUNS {
        let mut run = Run::new(world, seed);
        for look in LOOKS {
            run.until(look);
            if settled(&run.latency) {
                break;
            }
        }
        let split = LossSplit::of(&run.latency).unwrap();
        outcomes.right_at_once +=
            usize::from(run.latency.rounds == LOOKS[0] && world.right.contains(&split.loser));
        outcomes.losers.push(split.loser);
        outcomes.rounds += run.latency.rounds;
        outcomes.confidence += split.confidence;
    }
    outcomes
}

fn count(outcomes: &Outcomes, losers: &[Loser]) -> usize {
    outcomes.losers.iter().filter(|loser| losers.contains(loser)).count()
}

const NETWORKS: [Loser; 3] = [Loser::OneNetwork(0), Loser::OneNetwork(1), Loser::OneNetwork(2)];

fn row(world: World, outcomes: &Outcomes) -> String {
    let mut what = vec![world.name.to_owned()];
    let losing = [world.hop, world.line, world.one_network, world.own]
        .into_iter()
        .find(|losing| losing.rate > 0.0)
        .unwrap_or(FINE);
    let how = match losing {
        FINE => "-".to_owned(),
        Losing { burst: 0, .. } => "one by one".to_owned(),
        Losing { burst, .. } => format!("bursts of {burst}"),
    };
    for (asked, whom) in [(world.gateway, "router"), (world.far, "far ends")] {
        match asked {
            Asked::Tcp => {}
            Asked::Nothing => what.push(format!("{whom} silent")),
            Asked::Mixed => what.push(format!("{whom}: three kinds")),
            Asked::LimitedEcho(share) => {
                what.push(format!("{whom}: {:.0} % of echoes", share * 100.0));
            }
            Asked::TwoEchoes => what.push(format!("{whom}: 2 echoes a second")),
        }
    }
    if world.far_ends != 3 {
        what.push(format!("far ends: {}", world.far_ends));
    }
    if world.scans {
        what.push("scans".to_owned());
    }
    let what = what.join("; ");
    let runs = f64::from(u32::try_from(RUNS).unwrap());
    let n = |losers: &[Loser]| count(outcomes, losers);
    format!(
        "| {what} | {how} | {:.1} % | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {:.0} | {:.2} |",
        losing.rate * 100.0,
        n(world.right),
        n(world.wrong),
        outcomes.right_at_once,
        n(&[Loser::Nobody]),
        n(&[Loser::Hop]),
        n(&[Loser::Line]),
        n(&[Loser::Both]),
        n(&NETWORKS),
        n(&[Loser::HopOrLine]),
        n(&[Loser::Undecided]),
        f64::from(outcomes.rounds) / runs,
        outcomes.confidence / runs,
    )
}

fn head() -> String {
    format!(
        "# Who is blamed for loss, on simulated truth\n\n\
         Written by the test `analysis::truth` (`UPDATE=1` writes it anew). Each row is {RUNS} runs of one world with\n\
         the looks of the latency engine, at {LOOKS:?} rounds. A round is three probes to the router and one to each\n\
         far end. *Right* and *wrong* count runs; what is neither was left open. *At once* is right at the first look.\n\
         *Sure* is the mean confidence.\n\n\
         | loses | how | rate | right | wrong | at once | nobody | hop | line | both | one network | hop or line | undecided | rounds | sure |\n\
         |---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
    )
}

#[test]
fn the_right_side_is_named_as_often_as_the_table_says() {
    let mut table = head();
    let mut short = String::new();
    let runs = f64::from(u32::try_from(RUNS).unwrap());
    // Two at a time, for it is the longest of the tests.
    let (first, second) = WORLDS.split_at(WORLDS.len() / 2);
    let run = |worlds: &[(World, Bar)]| -> Vec<Outcomes> {
        worlds.iter().map(|(world, _)| outcomes(*world)).collect()
    };
    let all = std::thread::scope(|scope| {
        let second = scope.spawn(|| run(second));
        let first = run(first);
        first.into_iter().chain(second.join().unwrap()).collect::<Vec<_>>()
    });
    for ((world, bar), outcomes) in WORLDS.iter().zip(all) {
        let row = row(*world, &outcomes);
        let share = |losers| f64::from(u32::try_from(count(&outcomes, losers)).unwrap()) / runs;
        if share(world.right) < bar.right || share(world.wrong) > bar.wrong {
            writeln!(short, "{bar:?}: {row}").unwrap();
        }
        writeln!(table, "{row}").unwrap();
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/truth.md");
    #[expect(clippy::disallowed_methods, reason = "a test compares with a file of the tree")]
    let (update, kept) =
        (std::env::var("UPDATE").is_ok(), std::fs::read_to_string(path).unwrap_or_default());
    if update {
        std::fs::write(path, &table).unwrap();
    } else {
        assert_eq!(kept, table, "run the test with UPDATE=1 and read the difference");
    }
    assert!(short.is_empty(), "short of the bar:\n{short}");
}
#[test]
fn no_kind_is_given_up_without_need() {
    let mut given_up = 0;
    let mut runs = 0;
    for losing in [evenly(0.1), evenly(0.3), in_bursts(0.1, 5), in_bursts(0.1, 20)] {
        for seed in 0..RUNS / 4 {
            let world = World { gateway: Asked::Mixed, far: Asked::Mixed, ..hop(losing) };
            let mut run = Run::new(world, seed);
            let mut whole = true;
            for look in LOOKS {
                run.until(look);
                whole &= run.latency.targets.iter().all(|t| trusted_kinds(t, &[]).len() == 3);
            }
            given_up += u32::from(!whole);
            runs += 1;
        }
    }
    assert!(given_up * 200 <= runs, "{given_up} of {runs}");
}

#[test]
fn a_limited_kind_is_given_up_early() {
    for asked in [Asked::LimitedEcho(0.6), Asked::TwoEchoes] {
        for seed in 0..RUNS {
            let mut run = Run::new(World { gateway: asked, ..HEALTHY }, seed);
            run.until(LOOKS[0]);
            let kinds = trusted_kinds(&run.latency.targets[0], &[]);
            assert_eq!(kinds, [Kind::Tcp(80), Kind::Dns], "{asked:?} {seed}");
        }
    }
}
