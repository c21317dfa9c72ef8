//! What a walk through a home says: how the signal is at each spot, where it gives out, and where
//! a repeater belongs.
//!
//! Apart from the state of the link during a run, which stands still.

use super::interval::quantile;
use super::radio::{Grade, sorted, whole};
use crate::evidence::walk::{Reading, Spot, Walk};

/// Readings from which a spot has a signal of its own (CATALOGUE A.1): one reading of a radio lies.
pub(crate) const LEAST_READINGS: usize = 10;

/// The signal at one spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpotState {
    /// Too few readings to say anything.
    TooShort,
    /// Most of the time there was no signal to read: the connection was gone.
    CutOff,
    Heard {
        median_dbm: i32,
        /// 5th and 95th percentile of what was read.
        low_dbm: i32,
        high_dbm: i32,
    },
}

impl SpotState {
    /// Sums up a spot.
    pub(crate) fn of(spot: &Spot) -> Self {
        let heard = sorted(spot.rssi_dbm.iter().flatten().copied().map(f64::from));
        let at = |share| quantile(&heard, share).map(whole);
        if spot.rssi_dbm.len() < LEAST_READINGS {
            return Self::TooShort;
        }
        match (at(0.5), at(0.05), at(0.95)) {
            (Some(median_dbm), Some(low_dbm), Some(high_dbm))
                if heard.len() * 2 > spot.rssi_dbm.len() =>
            {
                Self::Heard { median_dbm, low_dbm, high_dbm }
            }
            _ => Self::CutOff,
        }
    }

    /// The signal there; a connection that was gone is below every signal.
    fn level(self) -> Option<i32> {
        match self {
            Self::TooShort => None,
            Self::CutOff => Some(i32::MIN),
            Self::Heard { median_dbm, .. } => Some(median_dbm),
        }
    }
}

/// What the walk says. Spots are named by their place in the walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Conclusion {
    /// Fewer than two spots with enough readings: nothing to compare.
    TooLittle,
    /// Enough for calls at every spot.
    EnoughEverywhere { weakest: usize },
    /// At these spots it is too weak, in the order of the walk.
    GivesOut { at: Vec<usize>, repeater: Repeater },
}

/// Where a repeater would have a good signal to pass on and still be on the way: half-way, never
/// where the signal is weak already (CATALOGUE R01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeater {
    /// At this spot.
    At(usize),
    /// Half-way between two spots: the first is right beside the router, at the second it is weak.
    Between(usize, usize),
    /// Nearer to the router than any of the spots: at none of them is there a good signal.
    NearerToRouter,
}

/// Several readings as one: the last one, with the median of their signals.
pub(crate) fn together(readings: &[Reading]) -> Option<Reading> {
    let heard = sorted(readings.iter().filter_map(|r| r.rssi_dbm).map(f64::from));
    let rssi_dbm = quantile(&heard, 0.5).map(whole);
    readings.last().map(|last| Reading { rssi_dbm, ..last.clone() })
}

/// The states of all spots, and what they say together.
pub(crate) fn of(walk: &Walk) -> (Vec<SpotState>, Conclusion) {
    let states: Vec<SpotState> = walk.spots.iter().map(SpotState::of).collect();
    let conclusion = conclusion(&states);
    (states, conclusion)
}

fn conclusion(states: &[SpotState]) -> Conclusion {
    let levels: Vec<(usize, i32)> = states
        .iter()
        .enumerate()
        .filter_map(|(at, state)| state.level().map(|level| (at, level)))
        .collect();
    let Some(&(weakest, _)) = levels.iter().min_by_key(|(_, level)| *level) else {
        return Conclusion::TooLittle;
    };
    if levels.len() < 2 {
        return Conclusion::TooLittle;
    }
    let weak: Vec<(usize, i32)> =
        levels.iter().copied().filter(|(_, level)| Grade::of(*level) >= Grade::Weak).collect();
    let Some(&(nearest_weak, _)) = weak.iter().max_by_key(|(_, level)| *level) else {
        return Conclusion::EnoughEverywhere { weakest };
    };
    let farthest = |grades: &[Grade]| {
        let fits = |(_, level): &&(usize, i32)| grades.contains(&Grade::of(*level));
        levels.iter().filter(fits).min_by_key(|(_, level)| *level).map(|(at, _)| *at)
    };
    // Of those that still have a signal worth passing on.
    let half_way = farthest(&[Grade::VeryGood, Grade::Good]);
    let beside = farthest(&[Grade::Excellent]);
    let repeater = match (half_way, beside) {
        (Some(at), _) => Repeater::At(at),
        (None, Some(beside)) => Repeater::Between(beside, nearest_weak),
        (None, None) => Repeater::NearerToRouter,
    };
    Conclusion::GivesOut { at: weak.into_iter().map(|(at, _)| at).collect(), repeater }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Foreign;
    use proptest::prelude::*;

    fn spot(rssi_dbm: &[Option<i32>]) -> Spot {
        Spot { name: Foreign::new("here"), rssi_dbm: rssi_dbm.to_vec() }
    }

    /// A spot with twelve readings around a signal.
    fn around(dbm: i32) -> Spot {
        spot(&(0..12).map(|n| Some(dbm + n % 3 - 1)).collect::<Vec<_>>())
    }

    fn concluded(levels: &[i32]) -> Conclusion {
        let spots = levels.iter().map(|dbm| around(*dbm)).collect();
        of(&Walk { readings: Vec::new(), spots }).1
    }

    #[test]
    fn a_spot_is_its_median_and_one_lost_reading_changes_nothing() {
        let mut readings: Vec<_> = (0..12).map(|n| Some(-60 + n % 3 - 1)).collect();
        let heard = SpotState::Heard { median_dbm: -60, low_dbm: -61, high_dbm: -59 };
        assert_eq!(SpotState::of(&spot(&readings)), heard);
        readings.push(None);
        readings.push(Some(-59));
        assert_eq!(SpotState::of(&spot(&readings)), heard);
    }

    #[test]
    fn too_few_readings_say_nothing_and_no_connection_is_no_signal_of_zero() {
        assert_eq!(SpotState::of(&spot(&[Some(-50); 9])), SpotState::TooShort);
        assert_ne!(SpotState::of(&spot(&[Some(-50); 10])), SpotState::TooShort);
        let gone: Vec<_> = (0..12).map(|n| (n % 3 == 0).then_some(-70)).collect();
        assert_eq!(SpotState::of(&spot(&gone)), SpotState::CutOff);
        let walk = Walk { readings: Vec::new(), spots: vec![around(-60), spot(&gone)] };
        let weakest = Conclusion::GivesOut { at: vec![1], repeater: Repeater::At(0) };
        assert_eq!(of(&walk).1, weakest);
    }

    #[test]
    fn a_repeater_belongs_where_the_signal_is_still_good() {
        let gives_out = |at: &[usize], repeater| Conclusion::GivesOut { at: at.to_vec(), repeater };
        for (levels, conclusion) in [
            (&[][..], Conclusion::TooLittle),
            (&[-80], Conclusion::TooLittle),
            (&[-45, -62], Conclusion::EnoughEverywhere { weakest: 1 }),
            (&[-70, -62], Conclusion::EnoughEverywhere { weakest: 0 }),
            // Of two good spots the one farther out.
            (&[-45, -55, -64, -78], gives_out(&[3], Repeater::At(2))),
            (&[-78, -64, -71, -45], gives_out(&[0, 2], Repeater::At(1))),
            // Enough for calls is not enough to pass on.
            (&[-45, -69, -78], gives_out(&[2], Repeater::Between(0, 2))),
            (&[-40, -82, -76], gives_out(&[1, 2], Repeater::Between(0, 2))),
            (&[-72, -85], gives_out(&[0, 1], Repeater::NearerToRouter)),
            (&[-69, -85], gives_out(&[1], Repeater::NearerToRouter)),
        ] {
            assert_eq!(concluded(levels), conclusion, "{levels:?}");
        }
    }

    #[test]
    fn a_spot_that_was_left_at_once_is_no_part_of_it() {
        let spots = vec![around(-45), spot(&[Some(-90); 3]), around(-60)];
        let (states, conclusion) = of(&Walk { readings: Vec::new(), spots });
        assert_eq!(states[1], SpotState::TooShort);
        assert_eq!(conclusion, Conclusion::EnoughEverywhere { weakest: 2 });
    }

    proptest! {
        #[test]
        fn a_repeater_is_never_put_where_the_signal_is_weak(
            levels in proptest::collection::vec(-95..-25_i32, 0..8)
        ) {
            match concluded(&levels) {
                Conclusion::TooLittle => prop_assert!(levels.len() < 2),
                Conclusion::EnoughEverywhere { weakest } => {
                    prop_assert!(levels.iter().all(|dbm| *dbm >= levels[weakest]));
                    prop_assert!(levels[weakest] >= -70);
                }
                Conclusion::GivesOut { at, repeater } => {
                    prop_assert!(at.iter().all(|at| levels[*at] < -70));
                    match repeater {
                        Repeater::At(at) => prop_assert!((-67..-50).contains(&levels[at])),
                        Repeater::Between(beside, weak) => {
                            prop_assert!(levels[beside] >= -50 && levels[weak] < -70);
                        }
                        Repeater::NearerToRouter => {
                            let none = levels.iter().all(|dbm| *dbm < -67);
                            prop_assert!(none);
                        }
                    }
                }
            }
        }
    }
}
