//! Whether the internet answers through other interfaces than the one under test.
//!
//! It is apart because it is asked about interfaces that are not under test, and only where there
//! are such: a computer with a dead cable beside a good radio is repaired by pulling the plug.

use super::latency::{self, Aim, Around};
use super::wire::Wire;
use crate::evidence::latency::{Elsewhere, OtherWay, Role};
use crate::evidence::{Outcome, Why};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

/// Asks the far ends through each of the wires, one after the other; a sweep each and no rounds.
pub(crate) fn run(
    wires: Vec<(String, Box<dyn Wire + Send>)>,
    aim: &Aim,
    stop: &AtomicBool,
) -> Outcome<Elsewhere> {
    if wires.is_empty() {
        return Outcome::NotTried(Why::NothingThere);
    }
    // Who stands on the other way is of no interest, and nobody there is asked in rounds.
    let aim =
        Aim { gateway: None, hops: false, other_far: Vec::new(), most_rounds: 0, ..aim.clone() };
    let mut ways = Vec::new();
    for (interface, mut wire) in wires {
        let mut around = Around { scans: &Mutex::new(Vec::new()), stop, progress: &mut |_, _| {} };
        match latency::run(wire.as_mut(), &aim, &mut around) {
            Outcome::Measured(latency) => {
                let swept = || latency.of(Role::FarEnd).flat_map(|target| &target.sweep);
                ways.push(OtherWay {
                    interface,
                    sent: swept().map(|swept| swept.sent).sum(),
                    answered: swept().map(|swept| swept.answered).sum(),
                });
            }
            Outcome::NotTried(why) => return Outcome::NotTried(why),
            Outcome::Pending | Outcome::Failed(_) | Outcome::Unavailable(_) => {
                ways.push(OtherWay { interface, sent: 0, answered: 0 });
            }
        }
    }
    Outcome::Measured(Elsewhere { ways })
}
