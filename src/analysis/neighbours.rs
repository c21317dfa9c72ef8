//! Whether it would help to know the networks around.
//!
//! Apart because the probes ask it, before any rule has spoken: listening takes the radio off its
//! channel for seconds, which nobody is made to wait for without need.

use super::Analysis;
use super::loss::Loser;
use crate::evidence::{Evidence, Symptom};

/// Below this a signal is worth a look at what else there is (CATALOGUE T1, `weak-signal`).
const WEAK_BELOW_DBM: i32 = -67;
/// Less than this above the noise, and frames get lost (CATALOGUE T2, `radio-noise`).
const LOW_SNR_DB: i32 = 20;
/// More of the time than this and a channel is crowded (CODES R03).
const BUSY_PERCENT: f64 = 50.0;
/// Frames sent again beyond this share are many (CATALOGUE T5, `many-retries`).
const MANY_RETRIES: f64 = 0.20;
/// A hop that is late by fits: from here on it is a finding (CODES N11).
const LATE_SPREAD_MS: f64 = 30.0;

/// True when the networks around could explain what was measured, or the person asks about them,
/// and nobody has listened for them lately.
pub(crate) fn wanted(evidence: &Evidence) -> bool {
    let Some(networks) = evidence.networks.measured() else { return false };
    if networks.swept() {
        return false;
    }
    let joined = evidence.wifi.measured().is_some_and(|wifi| wifi.link.measured().is_some());
    evidence.run.asked.symptom == Some(Symptom::Gadget) || !joined || troubled(evidence)
}

/// True when something is wrong at the radio hop that its neighbours could explain.
fn troubled(evidence: &Evidence) -> bool {
    let analysis = Analysis::of(evidence);
    let loses = analysis.loss.is_some_and(|split| {
        matches!(split.loser, Loser::Hop | Loser::Both | Loser::HopOrLine | Loser::Undecided)
    });
    let late = analysis
        .delay
        .and_then(|split| split.hop)
        .is_some_and(|hop| hop.spread_ms() > LATE_SPREAD_MS || hop.median_ms > LATE_SPREAD_MS);
    let weak = analysis.radio.is_some_and(|radio| {
        radio.rssi_median_dbm < WEAK_BELOW_DBM
            || radio.snr_db.is_some_and(|snr_db| snr_db < LOW_SNR_DB)
            || radio.retries.is_some_and(|retries| retries > MANY_RETRIES)
    });
    let link = evidence.wifi.measured().and_then(|wifi| wifi.link.measured());
    let busy = link
        .and_then(|link| link.busy_percent.measured())
        .is_some_and(|percent| *percent >= BUSY_PERCENT);
    loses || late || weak || busy
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::Changed;
    use crate::evidence::networks::{Network, Scan};
    use crate::evidence::{Outcome, Why};

    /// A healthy home whose list holds its own access point alone.
    fn alone() -> Changed {
        Changed::healthy_wifi().networks(|networks| {
            networks.scan = Scan::Cached;
            networks.heard.retain(|network| network.associated);
        })
    }

    #[test]
    fn nobody_is_made_to_wait_for_neighbours_of_a_healthy_link() {
        assert!(!wanted(&alone().0));
    }

    #[test]
    fn each_trouble_of_the_hop_and_the_symptom_asks_for_the_neighbours() {
        let mut gadget = alone();
        gadget.0.run.asked.symptom = Some(Symptom::Gadget);
        let mut slow = alone();
        slow.0.run.asked.symptom = Some(Symptom::Slow);
        for (changed, expected) in vec![
            (gadget, true),
            (slow, false),
            (alone().losing(10, 10), true),
            (alone().losing(0, 10), false),
            (alone().rssi(-67), false),
            (alone().rssi(-68), true),
            (alone().link(|link| link.busy_percent = Outcome::Measured(49.0)), false),
            (alone().link(|link| link.busy_percent = Outcome::Measured(50.0)), true),
            (alone().link(|link| link.noise_dbm = Outcome::Measured(-65)), true),
            (alone().wifi(|wifi| wifi.link = Outcome::NotTried(Why::NotJoined)), true),
        ] {
            assert_eq!(wanted(&changed.0), expected, "{:?}", changed.0);
        }
    }

    #[test]
    fn who_has_listened_lately_is_not_asked_again() {
        let other =
            |network: &Network| Network { associated: false, freq_mhz: 2412, ..network.clone() };
        let heard = alone().rssi(-80).networks(|networks| {
            networks.scan = Scan::Cached;
            networks.heard.push(other(&networks.heard[0]));
        });
        assert!(!wanted(&heard.0));
        assert!(!wanted(&alone().rssi(-80).networks(|networks| networks.scan = Scan::Driver).0));
        let unheard = {
            let mut changed = alone().rssi(-80);
            changed.0.networks = Outcome::NotTried(Why::NotAsked);
            changed
        };
        assert!(!wanted(&unheard.0));
    }
}
