//! The radio link: what the driver says of it, read over the whole run.
//!
//! It is apart because the same readings come from three systems behind [`Radio`]. Nothing is sent
//! while they are taken, and no scan is started: a scan takes the radio off its channel and would
//! disturb what the other probes measure.

#[cfg(any(target_os = "macos", test))]
mod corewlan;
mod counters;
pub(crate) mod elements;
#[cfg(any(target_os = "linux", test))]
pub(crate) mod frames;
#[cfg(target_os = "linux")]
pub(crate) mod linux;
#[cfg(target_os = "macos")]
pub(crate) mod macos;
pub(crate) mod manager;
pub(crate) mod meter;
pub(crate) mod networks;
pub(crate) mod scans;
#[cfg(test)]
pub(crate) mod scripted;

use super::net::{Link as NetLink, SystemError};
use crate::evidence::joining::What;
use crate::evidence::networks::Channel;
use crate::evidence::wifi::{Band, Capabilities, Link, Locks, PhyRate, Sample, Wifi};
use crate::evidence::{Foreign, Outcome, Why};
use counters::Counters;
use elements::Elements;
use elements::able::capabilities;
use elements::lock::Lock;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// From one reading to the next. A verdict needs ten readings (CATALOGUE A.1), and the shortest run
/// takes two seconds; beacons, which the signal is read from, come every 100 ms.
const READING_EVERY: Duration = Duration::from_millis(170);

/// Asks the driver about the radio of an interface. It never sends, but where it is asked to scan.
pub(crate) trait Radio: Send {
    /// The interface as it is set up now.
    fn interface(&mut self, link: u32) -> Result<Interface, SystemError>;

    /// The access point at the other end, `None` where there is none.
    fn station(&mut self, link: u32) -> Result<Option<Station>, SystemError>;

    /// The channel in use, `None` where the driver keeps no survey of it.
    fn survey(&mut self, link: u32) -> Result<Option<Survey>, SystemError>;

    /// What the adapter can do.
    fn capabilities(&mut self, link: u32) -> Result<Capabilities, SystemError>;

    /// The locks that the adapter can open.
    fn locks(&mut self, _link: u32) -> Result<Locks, SystemError> {
        Err(SystemError::Unsupported)
    }

    /// True where the radio sleeps between frames.
    fn power_save(&mut self, link: u32) -> Result<bool, SystemError>;

    /// The regulatory country.
    fn country(&mut self, link: u32) -> Result<String, SystemError>;

    /// The channels that it knows, with what the rules of the country say of each.
    fn channels(&mut self, link: u32) -> Result<Vec<Channel>, SystemError> {
        let _ = link;
        Err(SystemError::Unsupported)
    }

    /// Asks the system itself to listen for networks now, where this user may; the end is reported.
    fn scan(&mut self, link: u32) -> Result<(), SystemError> {
        let _ = link;
        Err(SystemError::Unsupported)
    }

    /// The names of the networks that the system itself is set up to join.
    fn known(&mut self, link: u32) -> Result<Vec<Foreign>, SystemError> {
        let _ = link;
        Err(SystemError::Unsupported)
    }

    /// The networks that were heard in the last scans of whoever scanned.
    fn heard(&mut self, link: u32) -> Result<Vec<Bss>, SystemError>;

    /// Reports of joining and scanning, from now on.
    fn subscribe(&mut self) -> Result<Box<dyn Reports>, SystemError>;
}

/// Reports of the kernel's about joining and scanning.
pub(crate) trait Reports: Send {
    /// What has been reported of an interface since the last call, without waiting.
    fn take(&mut self, link: u32) -> Result<Vec<Report>, SystemError>;
}

/// The way to ask this system.
#[cfg_attr(
    target_os = "macos",
    expect(clippy::unnecessary_wraps, reason = "elsewhere there is a socket or a handle to open")
)]
pub(crate) fn open() -> Result<Box<dyn Radio>, SystemError> {
    #[cfg(target_os = "linux")]
    return Ok(Box::new(linux::Nl80211::open()?));
    #[cfg(target_os = "macos")]
    return Ok(Box::new(macos::CoreWlan::default()));
    #[cfg(not(any(target_os = "linux", target_os = "macos")))]
    Err(SystemError::Unsupported)
}

/// One report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Report {
    ScanStarted,
    ScanEnded,
    #[cfg_attr(
        all(target_os = "macos", not(test)),
        expect(dead_code, reason = "macOS does not report attempts")
    )]
    Joining(What),
}

/// A radio interface as it is set up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Interface {
    pub(crate) ssid: Option<Foreign>,
    pub(crate) freq_mhz: Option<u32>,
    pub(crate) width_mhz: Option<u16>,
}

/// The access point as the driver sees it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Station {
    /// `None` where the system does not show it to this program.
    pub(crate) address: Option<[u8; 6]>,
    /// The keys are set and data may pass.
    pub(crate) authorized: Option<bool>,
    pub(crate) rssi_dbm: Option<i32>,
    pub(crate) tx: Option<PhyRate>,
    pub(crate) rx: Option<PhyRate>,
    /// Counters since it was joined.
    pub(crate) frames_sent: Option<u64>,
    pub(crate) retries: Option<u64>,
    pub(crate) frames_failed: Option<u64>,
    pub(crate) beacons_lost: Option<u64>,
    pub(crate) connected_s: Option<u32>,
}

/// The channel in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Survey {
    pub(crate) noise_dbm: Option<i32>,
    /// Time on the channel, and how much of it the channel was busy.
    pub(crate) active_ms: Option<u64>,
    pub(crate) busy_ms: Option<u64>,
}

/// A network that was heard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Bss {
    pub(crate) address: [u8; 6],
    pub(crate) freq_mhz: u32,
    pub(crate) rssi_dbm: Option<i32>,
    /// `None` where the system does not say.
    pub(crate) age_ms: Option<u64>,
    /// It is the one that is joined.
    pub(crate) associated: bool,
    /// It says that it is locked.
    pub(crate) privacy: bool,
    /// From one beacon to the next, in units of 1.024 ms.
    pub(crate) beacon_interval_tu: Option<u16>,
    /// The information elements of the last frame that was heard, as they came.
    pub(crate) elements: Vec<u8>,
    /// Those of its last beacon, where that was another frame: an answer to a scan says more of
    /// some things, a beacon of others.
    pub(crate) beacon_elements: Vec<u8>,
}

impl Bss {
    pub(crate) fn said(&self) -> Elements<'_> {
        Elements::of([&self.elements, &self.beacon_elements])
    }

    /// True where it tells its name only to those who know it: its beacons do not.
    pub(crate) fn hides_its_name(&self) -> bool {
        let beacon =
            if self.beacon_elements.is_empty() { &self.elements } else { &self.beacon_elements };
        !beacon.is_empty() && elements::ssid(&Elements::of([beacon])).is_empty()
    }
}

/// Reads the radio until it is told to stop or the time is over. `started` is the start of the run.
pub(crate) async fn sample(
    radio: &mut dyn Radio,
    link: &NetLink,
    started: std::time::Instant,
    mut stop: watch::Receiver<bool>,
    deadline: std::time::Instant,
) -> Outcome<Wifi> {
    let (started, deadline) = (Instant::from_std(started), Instant::from_std(deadline));
    let interface = match radio.interface(link.index) {
        Ok(interface) => interface,
        Err(SystemError::NothingThere) => return Outcome::Unavailable(Why::NoHardware),
        Err(error) => return error.outcome(),
    };
    let mut wifi = Wifi {
        country: from(radio.country(link.index)),
        adapter: from(radio.capabilities(link.index)),
        locks: from(radio.locks(link.index)),
        power_save: from(radio.power_save(link.index)),
        link: Outcome::Unavailable(Why::NotJoined),
    };
    let first = match radio.station(link.index) {
        Ok(Some(station)) if station.authorized != Some(false) => station,
        Ok(_) => return Outcome::Measured(wifi),
        Err(error) => {
            wifi.link = error.outcome();
            return Outcome::Measured(wifi);
        }
    };
    let Some(mut measured) = joined(radio, link.index, &interface, &first) else {
        return Outcome::Measured(wifi);
    };
    let survey_before = radio.survey(link.index).ok().flatten();
    let mut counters = Counters::new(&first);
    measured.samples.push(reading(&first, started));
    loop {
        let rest = deadline.saturating_duration_since(Instant::now());
        if rest.is_zero() || *stop.borrow() {
            break;
        }
        tokio::select! {
            () = tokio::time::sleep(READING_EVERY.min(rest)) => {}
            // A sender that is gone has nothing more to say; the deadline still holds.
            Ok(()) = stop.changed() => continue,
        }
        // A link that is lost for a moment has no reading then.
        if let Ok(Some(station)) = radio.station(link.index) {
            counters.add(&station);
            measured.samples.push(reading(&station, started));
        }
    }
    let survey = radio.survey(link.index).ok().flatten();
    (measured.noise_dbm, measured.busy_percent) = channel(survey_before, survey);
    measured.frames_sent = counters.frames_sent.outcome();
    measured.retries = counters.retries.outcome();
    measured.frames_failed = counters.frames_failed.outcome();
    measured.beacons_lost = counters.beacons_lost.outcome();
    wifi.link = Outcome::Measured(measured);
    Outcome::Measured(wifi)
}

fn from<T>(answer: Result<T, SystemError>) -> Outcome<T> {
    match answer {
        Ok(value) => Outcome::Measured(value),
        Err(SystemError::NothingThere) => Outcome::Unavailable(Why::NotReported),
        Err(error) => error.outcome(),
    }
}

/// What stays the same while a network is joined; `None` where none is.
fn joined(
    radio: &mut dyn Radio,
    link: u32,
    interface: &Interface,
    station: &Station,
) -> Option<Link> {
    let heard = radio.heard(link);
    // Who may not see the networks is not told the name of the one that is joined either.
    let unseen = match &heard {
        Ok(_) => SystemError::NothingThere,
        Err(error) => *error,
    };
    let heard = heard.unwrap_or_default();
    let own = heard
        .iter()
        .find(|bss| bss.associated)
        .or_else(|| heard.iter().find(|bss| Some(bss.address) == station.address));
    let freq_mhz = interface.freq_mhz.or(own.map(|own| own.freq_mhz))?;
    let later = Outcome::Unavailable(Why::NotReported);
    Some(Link {
        ssid: from(
            interface
                .ssid
                .clone()
                .or_else(|| own.map(|own| elements::ssid(&own.said())))
                .ok_or(unseen),
        ),
        bssid: from(own.map(|own| own.address).or(station.address).map(spelled).ok_or(unseen)),
        freq_mhz,
        width_mhz: Outcome::or_unavailable(interface.width_mhz, Why::NotReported),
        security: security(own),
        access_point: Outcome::or_unavailable(
            own.map(|own| capabilities(&own.said(), Band::of_mhz(freq_mhz))),
            Why::NotReported,
        ),
        connected_s: Outcome::or_unavailable(station.connected_s, Why::NotReported),
        samples: Vec::new(),
        noise_dbm: Outcome::Unavailable(Why::NotReported),
        busy_percent: Outcome::Unavailable(Why::NotReported),
        frames_sent: later,
        retries: later,
        frames_failed: later,
        beacons_lost: later,
    })
}

fn security(own: Option<&Bss>) -> Outcome<crate::evidence::wifi::Security> {
    let security = own.and_then(|own| Lock::of(&own.said(), own.privacy).security);
    Outcome::or_unavailable(security, Why::NotReported)
}

/// An address as people write it.
pub(super) fn spelled(address: [u8; 6]) -> String {
    address.map(|byte| format!("{byte:02x}")).join(":")
}

fn reading(station: &Station, started: Instant) -> Sample {
    Sample {
        at_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        rssi_dbm: station.rssi_dbm,
        tx: station.tx.clone(),
        rx: station.rx.clone(),
    }
}

/// The share of time that the channel in use was busy since the driver began to count, in percent.
pub(crate) fn busy_percent(radio: &mut dyn Radio, link: u32) -> Outcome<f64> {
    match radio.survey(link) {
        Ok(survey) => channel(None, survey).1,
        Err(error) => error.outcome(),
    }
}

/// Noise, and the share of busy time: of the run where the driver counted during it, else of the
/// time since it began to count.
fn channel(before: Option<Survey>, after: Option<Survey>) -> (Outcome<i32>, Outcome<f64>) {
    /// Shorter than this, the channel's time is not known well enough for a share of it.
    const LEAST_MS: u64 = 200;
    let after = after.or(before);
    let noise = after.and_then(|after| after.noise_dbm);
    let times = |survey: Survey| survey.active_ms.zip(survey.busy_ms);
    let total = after.and_then(times);
    let during = before.and_then(times).zip(total).and_then(|(before, after)| {
        Some((after.0.checked_sub(before.0)?, after.1.checked_sub(before.1)?))
    });
    let share = during
        .filter(|(active, _)| *active >= LEAST_MS)
        .or(total)
        .filter(|(active, busy)| *active > 0 && busy <= active)
        .map(|(active, busy)| {
            #[expect(clippy::cast_precision_loss, reason = "a share in percent")]
            let share = busy as f64 / active as f64 * 100.0;
            share
        });
    (
        Outcome::or_unavailable(noise, Why::NotReported),
        Outcome::or_unavailable(share, Why::NotReported),
    )
}

#[cfg(test)]
mod tests {
    use super::scripted::{Script, joined_station};
    use super::*;
    use crate::evidence::host::Medium;
    use crate::probes::net::scripted::link;

    async fn sampled(radio: &mut Script, ms: u64) -> Wifi {
        let (_stop, stopped) = watch::channel(false);
        let now = Instant::now();
        let deadline = now + Duration::from_millis(ms);
        let link = link(3, "wlan0", Medium::Wifi);
        match sample(radio, &link, now.into_std(), stopped, deadline.into_std()).await {
            Outcome::Measured(wifi) => wifi,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_shortest_run_has_ten_readings_and_counts_only_itself() {
        let mut radio =
            Script { station: Some(joined_station()), each_reading: 7, ..Script::default() };
        let wifi = sampled(&mut radio, 2000).await;
        let link = wifi.link.measured().unwrap();
        assert!(link.samples.len() >= 10, "{}", link.samples.len());
        assert!(link.samples.last().unwrap().at_ms <= 2000);
        let sent = 7 * (link.samples.len() as u64 - 1);
        assert_eq!(link.frames_sent, Outcome::Measured(sent));
        assert_eq!(link.retries, Outcome::Measured(0));
        assert_eq!(link.frames_failed, Outcome::Unavailable(Why::NotReported));
        assert_eq!(wifi.power_save, Outcome::Unavailable(Why::NotSupported));
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_network_there_is_no_link_and_the_adapter_is_still_described() {
        for station in [None, Some(Station { authorized: Some(false), ..joined_station() })] {
            let wifi = sampled(&mut Script { station, ..Script::default() }, 2000).await;
            assert_eq!(wifi.link, Outcome::Unavailable(Why::NotJoined));
            assert_eq!(wifi.country, Outcome::Measured("ES".to_owned()));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_reading_stops_when_it_is_told_to() {
        let (stop, stopped) = watch::channel(false);
        let mut radio = Script { station: Some(joined_station()), ..Script::default() };
        let now = Instant::now();
        let late = (now + Duration::from_mins(1)).into_std();
        let link = link(3, "wlan0", Medium::Wifi);
        let sampling = sample(&mut radio, &link, now.into_std(), stopped, late);
        let stopping = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            stop.send(true).unwrap();
        };
        tokio::join!(sampling, stopping);
        assert!(now.elapsed() < Duration::from_secs(2));
    }

    #[test]
    fn busy_time_is_that_of_the_run_where_the_driver_counts_during_it() {
        let survey = |active_ms, busy_ms| {
            Some(Survey {
                noise_dbm: Some(-92),
                active_ms: Some(active_ms),
                busy_ms: Some(busy_ms),
            })
        };
        for (before, after, expected) in [
            (survey(1000, 900), survey(2000, 1000), Some(10.0)),
            // It did not count on, or was set back.
            (survey(1000, 500), survey(1000, 500), Some(50.0)),
            (survey(9000, 500), survey(1000, 200), Some(20.0)),
            (None, survey(1000, 200), Some(20.0)),
            (survey(1000, 200), None, Some(20.0)),
            (None, None, None),
            (None, survey(0, 0), None),
        ] {
            let (_, busy) = channel(before, after);
            assert_eq!(busy.measured().copied(), expected, "{before:?} {after:?}");
        }
    }
}
