//! The wire types of `signal --format json`: an object a second, and one at the end.
//!
//! Apart from the report's because it is a stream of its own, with a number of its own.

use crate::analysis::radio::Grade;
use crate::analysis::walk::{Conclusion, Repeater, SpotState};
use crate::evidence::Foreign;
use crate::evidence::walk::{Reading, Walk};
use crate::evidence::wifi::channel_of_mhz;
use serde::Serialize;

/// The number of this format.
const SCHEMA: u32 = 1;

/// One object of the stream.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub(crate) enum Json<'a> {
    Reading(Now<'a>),
    End(End<'a>),
}

/// One second.
#[derive(Debug, Serialize)]
pub(crate) struct Now<'a> {
    schema: u32,
    at_ms: u64,
    joined: bool,
    rssi_dbm: Option<i32>,
    grade: Option<Grade>,
    bssid: Option<&'a str>,
    freq_mhz: Option<u32>,
    channel: Option<u32>,
    tx_mbps: Option<f64>,
    rx_mbps: Option<f64>,
    /// The spot that is being measured.
    spot: Option<&'a Foreign>,
}

/// What the walk says.
#[derive(Debug, Serialize)]
pub(crate) struct End<'a> {
    schema: u32,
    spots: Vec<SpotJson<'a>>,
    conclusion: &'static str,
    weakest: Option<&'a Foreign>,
    gives_out_at: Vec<&'a Foreign>,
    repeater: Option<RepeaterJson<'a>>,
}

#[derive(Debug, Serialize)]
struct SpotJson<'a> {
    name: &'a Foreign,
    readings: usize,
    state: &'static str,
    rssi_dbm: Option<i32>,
    low_dbm: Option<i32>,
    high_dbm: Option<i32>,
    grade: Option<Grade>,
}

#[derive(Debug, Serialize)]
struct RepeaterJson<'a> {
    place: &'static str,
    spots: Vec<&'a Foreign>,
}

impl<'a> Json<'a> {
    /// One second, and the spot that is being measured.
    pub(crate) fn reading(now: &'a Reading, spot: Option<&'a Foreign>) -> Self {
        Self::Reading(Now {
            schema: SCHEMA,
            at_ms: now.at_ms,
            joined: now.joined,
            rssi_dbm: now.rssi_dbm,
            grade: now.rssi_dbm.map(Grade::of),
            bssid: now.bssid.as_deref(),
            freq_mhz: now.freq_mhz,
            channel: now.freq_mhz.and_then(channel_of_mhz),
            tx_mbps: now.tx_mbps,
            rx_mbps: now.rx_mbps,
            spot,
        })
    }

    /// The end of the walk.
    pub(crate) fn end(walk: &'a Walk, states: &[SpotState], conclusion: &Conclusion) -> Self {
        let name = |at: usize| &walk.spots[at].name;
        let mut end = End {
            schema: SCHEMA,
            spots: walk
                .spots
                .iter()
                .zip(states)
                .map(|(spot, state)| {
                    let (state_name, heard) = match *state {
                        SpotState::TooShort => ("too-short", None),
                        SpotState::CutOff => ("cut-off", None),
                        SpotState::Heard { median_dbm, low_dbm, high_dbm } => {
                            ("heard", Some((median_dbm, low_dbm, high_dbm)))
                        }
                    };
                    SpotJson {
                        name: &spot.name,
                        readings: spot.rssi_dbm.len(),
                        state: state_name,
                        rssi_dbm: heard.map(|(median, ..)| median),
                        low_dbm: heard.map(|(_, low, _)| low),
                        high_dbm: heard.map(|(.., high)| high),
                        grade: heard.map(|(median, ..)| Grade::of(median)),
                    }
                })
                .collect(),
            conclusion: "too-little",
            weakest: None,
            gives_out_at: Vec::new(),
            repeater: None,
        };
        match conclusion {
            Conclusion::TooLittle => {}
            Conclusion::EnoughEverywhere { weakest } => {
                end.conclusion = "enough-everywhere";
                end.weakest = Some(name(*weakest));
            }
            Conclusion::GivesOut { at, repeater } => {
                end.conclusion = "gives-out";
                end.gives_out_at = at.iter().map(|at| name(*at)).collect();
                let (place, spots) = match *repeater {
                    Repeater::At(spot) => ("at", vec![spot]),
                    Repeater::Between(near, far) => ("between", vec![near, far]),
                    Repeater::NearerToRouter => ("nearer-to-router", Vec::new()),
                };
                let spots = spots.into_iter().map(name).collect();
                end.repeater = Some(RepeaterJson { place, spots });
            }
        }
        Self::End(end)
    }
}
