//! A target and the ways to ask it: which ones it was seen to answer, and which one is next.

use crate::evidence::Foreign;
use crate::evidence::latency::{Kind, Role, Swept, Target};
use std::net::IpAddr;

/// What routers in homes may answer. A refused connection is an answer, so ports need no server.
const GATEWAY_KINDS: [Kind; 5] =
    [Kind::Echo, Kind::Tcp(80), Kind::Dns, Kind::Tcp(443), Kind::Tcp(53)];
/// What far ends may answer. A DNS question may be answered by somebody on the way instead, so it
/// comes last.
pub(super) const FAR_KINDS: [Kind; 3] = [Kind::Echo, Kind::Tcp(443), Kind::Dns];
/// What a provider's router may answer: it is asked for nothing but a sign of life.
const HOP_KINDS: [Kind; 2] = [Kind::Echo, Kind::Tcp(80)];

/// A target under way.
#[derive(Debug, Clone)]
pub(super) struct Live {
    pub(super) target: Target,
    /// The kinds the rounds use, in turn; all kinds of the role before that.
    kinds: Vec<Kind>,
    next: usize,
}

impl Live {
    pub(super) fn new(role: Role, name: &str, ip: Option<IpAddr>) -> Self {
        let kinds: &[Kind] = match role {
            Role::Gateway => &GATEWAY_KINDS,
            Role::FirstHop => &HOP_KINDS,
            Role::FarEnd => &FAR_KINDS,
        };
        let sweep = kinds.iter().map(|kind| Swept { kind: *kind, sent: 0, answered: 0 }).collect();
        let target = Target { role, name: Foreign::new(name), ip, sweep, probes: Vec::new() };
        Self { target, kinds: kinds.to_vec(), next: 0 }
    }

    /// True when it answered anything, or there is nobody to ask.
    pub(super) fn is_heard(&self) -> bool {
        self.target.ip.is_none() || self.target.answers()
    }

    /// The next question of the sweep, with its number in it.
    pub(super) fn next_swept(&mut self) -> Option<(usize, Kind)> {
        let kind = self.next_kind()?;
        let number = self.target.sweep.iter().position(|swept| swept.kind == kind)?;
        Some((number, kind))
    }

    /// The next question of the rounds.
    pub(super) fn next_kind(&mut self) -> Option<Kind> {
        let kind = *self.kinds.get(self.next % self.kinds.len().max(1))?;
        self.next += 1;
        Some(kind)
    }

    /// This user may not ask this kind of question.
    pub(super) fn refuse(&mut self, kind: Kind) {
        self.kinds.retain(|known| *known != kind);
    }

    /// After the sweep: keeps the kinds that were answered about as well as the best one, and of
    /// those an echo, one port and DNS: for the router, where nothing else is left, and where the
    /// port alone is left and was answered less often, since every question to a port is a new
    /// connection, which an overloaded router refuses. A kind more is a check on the others
    /// (`loss::trusted_kinds`).
    pub(super) fn settle_kinds(&mut self) {
        let share = |swept: &Swept| f64::from(swept.answered) / f64::from(swept.sent.max(1));
        let best = self.target.sweep.iter().map(share).fold(0.0, f64::max);
        let good: Vec<Kind> = self
            .target
            .sweep
            .iter()
            .filter(|swept| swept.answered > 0 && share(swept) >= best / 2.0)
            .map(|swept| swept.kind)
            .collect();
        let echo = good.iter().find(|kind| **kind == Kind::Echo);
        let port = good.iter().find(|kind| matches!(kind, Kind::Tcp(_)));
        let name = good.iter().find(|kind| **kind == Kind::Dns);
        let of = |kind: Option<&Kind>| {
            let swept = self.target.sweep.iter().find(|swept| Some(&swept.kind) == kind);
            swept.map_or(0.0, share)
        };
        let needs_a_check = echo.is_none() && of(port) < of(name);
        let name = name.filter(|_| self.target.role == Role::Gateway || needs_a_check);
        self.kinds = [echo, port, name].into_iter().flatten().copied().collect();
        self.next = 0;
    }

    /// Keeps only these kinds for the rounds to come; nothing changes where none would be left.
    pub(super) fn keep_kinds(&mut self, trusted: &[Kind]) {
        if self.kinds.iter().any(|kind| trusted.contains(kind)) {
            self.kinds.retain(|kind| trusted.contains(kind));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn swept(role: Role, answered: &[(Kind, u32)]) -> Live {
        let mut live = Live::new(role, "192.0.2.1", None);
        for swept in &mut live.target.sweep {
            swept.sent = 4;
            swept.answered =
                answered.iter().find(|(kind, _)| *kind == swept.kind).map_or(0, |(_, n)| *n);
        }
        live.settle_kinds();
        live
    }

    #[test]
    fn only_what_was_answered_is_asked_in_the_rounds() {
        use Kind::{Dns, Echo, Tcp};
        for (role, answered, kinds) in [
            (
                Role::Gateway,
                &[(Echo, 4), (Tcp(80), 4), (Tcp(443), 4), (Dns, 4)][..],
                &[Echo, Tcp(80), Dns][..],
            ),
            (Role::Gateway, &[(Tcp(53), 3)], &[Tcp(53)]),
            (Role::Gateway, &[(Echo, 1), (Tcp(443), 4)], &[Tcp(443)]),
            (Role::Gateway, &[], &[]),
            (Role::FarEnd, &[(Echo, 4), (Tcp(443), 4), (Dns, 4)], &[Echo, Tcp(443)]),
            (Role::FarEnd, &[(Dns, 4)], &[Dns]),
            (Role::FarEnd, &[(Tcp(443), 4), (Dns, 4)], &[Tcp(443)]),
            (Role::FarEnd, &[(Tcp(443), 3), (Dns, 4)], &[Tcp(443), Dns]),
            (Role::FarEnd, &[(Echo, 4), (Tcp(443), 3), (Dns, 4)], &[Echo, Tcp(443)]),
            (Role::FirstHop, &[(Tcp(80), 2)], &[Tcp(80)]),
        ] {
            assert_eq!(swept(role, answered).kinds, kinds, "{role:?} {answered:?}");
        }
    }

    #[test]
    fn kinds_that_lose_their_trust_are_dropped_but_never_all() {
        let mut live = swept(Role::FarEnd, &[(Kind::Echo, 4), (Kind::Tcp(443), 4)]);
        live.keep_kinds(&[Kind::Tcp(443)]);
        assert_eq!(live.kinds, [Kind::Tcp(443)]);
        live.keep_kinds(&[Kind::Echo]);
        assert_eq!(live.kinds, [Kind::Tcp(443)]);
    }
}
