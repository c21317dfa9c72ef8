//! What a count says about the true share behind it: intervals, and quantiles of a series.
//!
//! It is apart because loss, delay and radio rest on the same few formulas, which are tested here
//! against known values and nowhere else.

/// 95 %, two-sided: what one may be wrong about once in twenty.
pub(crate) const Z95: f64 = 1.96;

/// Rounds in a block. Bursts on radio and line last some packets, so that sums over this many
/// rounds are nearly independent of one another (CATALOGUE B.3.4, `blocks of rounds`).
pub(crate) const BLOCK: usize = 5;

/// Lost and sent probes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    pub(crate) lost: u32,
    pub(crate) sent: u32,
}

impl Tally {
    /// Counts one more probe.
    pub(crate) fn count(&mut self, lost: bool) {
        self.sent = self.sent.saturating_add(1);
        self.lost = self.lost.saturating_add(u32::from(lost));
    }

    /// The two together.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            lost: self.lost.saturating_add(other.lost),
            sent: self.sent.saturating_add(other.sent),
        }
    }

    /// All of them together.
    pub(crate) fn sum(tallies: impl IntoIterator<Item = Self>) -> Self {
        tallies.into_iter().fold(Self::default(), Self::plus)
    }
}

/// A share with the number of independent tries that stand behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Proportion {
    pub(crate) share: f64,
    /// At most the number sent; less where losses come together.
    pub(crate) tries: f64,
}

impl Proportion {
    /// Weighs a total by how its blocks scatter: a burst counts as one event, not as its packets.
    pub(crate) fn of(total: Tally, blocks: &[Tally]) -> Self {
        let sent = f64::from(total.sent);
        if total.sent == 0 {
            return Self { share: 0.0, tries: 0.0 };
        }
        let share = f64::from(total.lost) / sent;
        Self { share, tries: sent / design_effect(share, blocks) }
    }

    /// Wilson's bounds of the true share.
    pub(crate) fn bounds(self, z: f64) -> (f64, f64) {
        if self.tries <= 0.0 {
            return (0.0, 1.0);
        }
        let (p, n, z2) = (self.share, self.tries, z * z);
        let scale = 1.0 + z2 / n;
        let centre = (p + z2 / (2.0 * n)) / scale;
        let half = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / scale;
        ((centre - half).max(0.0), (centre + half).min(1.0))
    }

    /// Newcombe's lower bound of how much larger this share is than the other.
    pub(crate) fn excess_over(self, other: Self, z: f64) -> f64 {
        let (low, _) = self.bounds(z);
        let (_, high) = other.bounds(z);
        self.share - other.share - (self.share - low).hypot(high - other.share)
    }
}

/// How many times more the sums over blocks vary than they would if every probe were lost on its
/// own; at least 1, so that chance never makes a sample better than its size.
fn design_effect(share: f64, blocks: &[Tally]) -> f64 {
    let all = Tally::sum(blocks.iter().copied());
    let within = share * (1.0 - share);
    if blocks.len() < 2 || all.sent == 0 || within <= 0.0 {
        return 1.0;
    }
    let mean = f64::from(all.lost) / f64::from(all.sent);
    let (mut squares, mut count) = (0.0, 0.0);
    for block in blocks {
        squares += (f64::from(block.lost) - f64::from(block.sent) * mean).powi(2);
        count += 1.0;
    }
    let expected = f64::from(all.sent) / count * within;
    (squares / (count - 1.0) / expected).max(1.0)
}

/// The value below which this share of a sorted series lies, between neighbours in proportion.
pub(crate) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a position in a series of some thousand values"
    )]
    let (at, rest) = {
        let place = share.clamp(0.0, 1.0) * sorted.len().saturating_sub(1) as f64;
        (place.floor() as usize, place.fract())
    };
    let low = *sorted.get(at)?;
    let high = sorted.get(at + 1).copied().unwrap_or(low);
    Some(low + (high - low) * rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: f64, right: f64) -> bool {
        (left - right).abs() < 5e-5
    }

    fn even(lost: u32, sent: u32) -> Proportion {
        Proportion::of(Tally { lost, sent }, &[])
    }

    #[test]
    fn wilson_gives_the_known_bounds() {
        for (lost, sent, low, high) in [
            (0, 10, 0.0, 0.27755),
            (10, 10, 0.72245, 1.0),
            (81, 263, 0.25529, 0.36621),
            (15, 148, 0.06239, 0.16052),
            (1, 29, 0.00611, 0.17175),
        ] {
            let bounds = even(lost, sent).bounds(Z95);
            assert!(close(bounds.0, low) && close(bounds.1, high), "{lost}/{sent}: {bounds:?}");
        }
    }

    #[test]
    fn newcombe_gives_the_known_bound() {
        // 56/70 less 48/80: the published interval is 0.0524 to 0.3339.
        let bound = even(56, 70).excess_over(even(48, 80), Z95);
        assert!((bound - 0.0524).abs() < 2e-4, "{bound}");
    }

    #[test]
    fn a_burst_counts_as_one_event() {
        let sent = 15;
        let blocks: Vec<Tally> =
            (0..20).map(|n| Tally { lost: if n % 10 == 0 { 15 } else { 0 }, sent }).collect();
        let burst = Proportion::of(Tally::sum(blocks.iter().copied()), &blocks);
        assert!(burst.tries < 25.0, "{burst:?}");
        let blocks = [Tally { lost: 2, sent }; 20];
        let steady = Proportion::of(Tally::sum(blocks), &blocks);
        assert!(close(steady.tries, 300.0), "{steady:?}");
    }

    #[test]
    fn nothing_sent_says_nothing() {
        let nothing = even(0, 0);
        assert_eq!(nothing.bounds(Z95), (0.0, 1.0));
        assert!(nothing.excess_over(nothing, Z95) <= -1.0);
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn quantiles_lie_between_neighbours() {
        let series = [1.0, 2.0, 3.0, 4.0];
        for (share, value) in [(0.0, 1.0), (0.5, 2.5), (0.95, 3.85), (1.0, 4.0), (7.0, 4.0)] {
            assert!(close(quantile(&series, share).unwrap(), value), "{share}");
        }
    }
}
