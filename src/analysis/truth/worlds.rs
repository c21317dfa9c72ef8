//! The worlds of the simulated truth: what loses, how, who is asked how, and what has to come out.
//!
//! They are apart because a row is added here without touching what runs it.

use super::Dice;
use crate::analysis::loss::Loser;
use crate::evidence::latency::Kind;

/// How packets get lost somewhere.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Losing {
    pub(super) rate: f64,
    /// Mean length of a burst, in packets that cross one after the other; 0 is one by one.
    pub(super) burst: u32,
}

pub(super) const FINE: Losing = Losing { rate: 0.0, burst: 0 };

pub(super) const fn evenly(rate: f64) -> Losing {
    Losing { rate, burst: 0 }
}

pub(super) const fn in_bursts(rate: f64, burst: u32) -> Losing {
    Losing { rate, burst }
}

/// A home whose truth is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct World {
    pub(super) name: &'static str,
    pub(super) hop: Losing,
    pub(super) line: Losing,
    pub(super) one_network: Losing,
    /// What the router drops of what is addressed to it.
    pub(super) own: Losing,
    pub(super) gateway: Asked,
    pub(super) far: Asked,
    pub(super) far_ends: usize,
    /// Every so many rounds ten are under a scan, which loses one packet in four.
    pub(super) scans: bool,
    pub(super) right: &'static [Loser],
    pub(super) wrong: &'static [Loser],
}

/// By what a target is asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Asked {
    Nothing,
    Tcp,
    /// Echo, TCP and DNS in turn.
    Mixed,
    /// The same; of the echoes this share is answered.
    LimitedEcho(f64),
    /// The same; two echoes a second are answered, of those that come at 45 rounds a second.
    TwoEchoes,
}

impl Asked {
    pub(super) fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Nothing => &[],
            Self::Tcp => &[Kind::Tcp(80)],
            Self::Mixed | Self::LimitedEcho(_) | Self::TwoEchoes => {
                &[Kind::Echo, Kind::Tcp(80), Kind::Dns]
            }
        }
    }

    pub(super) fn refuses(self, kind: Kind, round: u32, dice: &mut Dice) -> bool {
        match self {
            _ if kind != Kind::Echo => false,
            Self::LimitedEcho(answered) => dice.share() >= answered,
            Self::TwoEchoes => !round.is_multiple_of(22),
            Self::Nothing | Self::Tcp | Self::Mixed => false,
        }
    }
}

pub(super) const HEALTHY: World = World {
    name: "nowhere",
    hop: FINE,
    line: FINE,
    one_network: FINE,
    own: FINE,
    gateway: Asked::Tcp,
    far: Asked::Tcp,
    far_ends: 3,
    scans: false,
    right: &[Loser::Nobody],
    wrong: &ANYBODY,
};

const ANYBODY: [Loser; 7] = [
    Loser::Hop,
    Loser::Line,
    Loser::Both,
    Loser::HopOrLine,
    Loser::OneNetwork(0),
    Loser::OneNetwork(1),
    Loser::OneNetwork(2),
];

pub(super) const fn hop(losing: Losing) -> World {
    World {
        name: "hop",
        hop: losing,
        right: &[Loser::Hop, Loser::Both],
        wrong: &[
            Loser::Line,
            Loser::HopOrLine,
            Loser::OneNetwork(0),
            Loser::OneNetwork(1),
            Loser::OneNetwork(2),
        ],
        ..HEALTHY
    }
}

pub(super) const fn line(losing: Losing) -> World {
    World {
        name: "line",
        line: losing,
        right: &[Loser::Line],
        wrong: &[
            Loser::Hop,
            Loser::Both,
            Loser::HopOrLine,
            Loser::OneNetwork(0),
            Loser::OneNetwork(1),
            Loser::OneNetwork(2),
        ],
        ..HEALTHY
    }
}

pub(super) const fn both(losing: Losing) -> World {
    World {
        name: "both",
        hop: losing,
        line: losing,
        right: &[Loser::Both],
        wrong: &[
            Loser::Line,
            Loser::HopOrLine,
            Loser::OneNetwork(0),
            Loser::OneNetwork(1),
            Loser::OneNetwork(2),
        ],
        ..HEALTHY
    }
}

pub(super) const fn one_network(losing: Losing) -> World {
    World {
        name: "one network",
        one_network: losing,
        right: &[Loser::OneNetwork(0)],
        wrong: &[
            Loser::Hop,
            Loser::Line,
            Loser::Both,
            Loser::HopOrLine,
            Loser::OneNetwork(1),
            Loser::OneNetwork(2),
        ],
        ..HEALTHY
    }
}

pub(super) const fn own(losing: Losing) -> World {
    World { name: "router's own", own: losing, ..HEALTHY }
}

/// At least this share is right, at most this share is wrong.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bar {
    pub(super) right: f64,
    pub(super) wrong: f64,
}

const NO_BAR: Bar = Bar { right: 0.0, wrong: 0.02 };
const CLEAR: Bar = Bar { right: 0.97, wrong: 0.0 };
const FAINT: Bar = Bar { right: 0.95, wrong: 0.005 };
const BOTH: Bar = Bar { right: 0.70, wrong: 0.0 };
const HARMLESS: Bar = Bar { right: 0.99, wrong: 0.0 };

pub(super) const WORLDS: &[(World, Bar)] = &[
    (HEALTHY, HARMLESS),
    (World { hop: evenly(0.001), ..HEALTHY }, HARMLESS),
    (hop(evenly(0.003)), NO_BAR),
    (hop(evenly(0.01)), NO_BAR),
    (hop(evenly(0.03)), FAINT),
    (hop(evenly(0.1)), CLEAR),
    (hop(evenly(0.3)), CLEAR),
    (hop(in_bursts(0.03, 5)), NO_BAR),
    (hop(in_bursts(0.1, 5)), CLEAR),
    (hop(in_bursts(0.1, 20)), NO_BAR),
    (line(evenly(0.003)), NO_BAR),
    (line(evenly(0.01)), NO_BAR),
    (line(evenly(0.03)), FAINT),
    (line(evenly(0.1)), CLEAR),
    (line(evenly(0.3)), CLEAR),
    (line(in_bursts(0.03, 5)), NO_BAR),
    (line(in_bursts(0.1, 5)), CLEAR),
    (line(in_bursts(0.1, 20)), NO_BAR),
    (both(evenly(0.1)), BOTH),
    (both(in_bursts(0.1, 5)), NO_BAR),
    (one_network(evenly(0.1)), CLEAR),
    (one_network(evenly(0.03)), NO_BAR),
    (World { far_ends: 2, ..one_network(evenly(0.1)) }, CLEAR),
    (own(evenly(0.01)), HARMLESS),
    (own(evenly(0.02)), HARMLESS),
    (own(evenly(0.05)), HARMLESS),
    (own(evenly(0.4)), HARMLESS),
    (own(in_bursts(0.1, 5)), HARMLESS),
    (
        World {
            one_network: evenly(0.1),
            own: evenly(0.05),
            name: "network, own",
            ..one_network(FINE)
        },
        NO_BAR,
    ),
    (World { gateway: Asked::Mixed, ..hop(evenly(0.1)) }, CLEAR),
    (World { gateway: Asked::Mixed, ..hop(in_bursts(0.1, 5)) }, CLEAR),
    (World { gateway: Asked::Mixed, far: Asked::Mixed, ..line(evenly(0.1)) }, CLEAR),
    (World { gateway: Asked::Mixed, far: Asked::Mixed, ..line(in_bursts(0.1, 5)) }, CLEAR),
    (World { gateway: Asked::LimitedEcho(0.6), far: Asked::LimitedEcho(0.6), ..HEALTHY }, HARMLESS),
    (World { gateway: Asked::LimitedEcho(0.6), ..hop(evenly(0.1)) }, CLEAR),
    (World { gateway: Asked::LimitedEcho(0.6), ..hop(evenly(0.03)) }, NO_BAR),
    (World { gateway: Asked::LimitedEcho(0.6), ..line(evenly(0.03)) }, NO_BAR),
    (World { gateway: Asked::LimitedEcho(0.9), ..HEALTHY }, HARMLESS),
    (World { far: Asked::LimitedEcho(0.9), ..HEALTHY }, NO_BAR),
    (World { gateway: Asked::TwoEchoes, ..HEALTHY }, HARMLESS),
    (World { gateway: Asked::TwoEchoes, ..hop(evenly(0.1)) }, CLEAR),
    (World { gateway: Asked::Nothing, ..HEALTHY }, HARMLESS),
    (
        World {
            gateway: Asked::Nothing,
            right: &[Loser::HopOrLine],
            wrong: &[Loser::Hop, Loser::Line, Loser::Both],
            ..hop(evenly(0.1))
        },
        CLEAR,
    ),
    (World { scans: true, ..HEALTHY }, HARMLESS),
    (World { scans: true, ..line(evenly(0.03)) }, FAINT),
    (World { far_ends: 2, ..hop(evenly(0.1)) }, CLEAR),
    (World { far_ends: 2, ..line(evenly(0.1)) }, CLEAR),
    (World { far_ends: 1, ..hop(evenly(0.1)) }, CLEAR),
    (World { far_ends: 1, right: &[Loser::Undecided], ..line(evenly(0.1)) }, CLEAR),
];
