//! A radio that says what a test wrote down.

use super::{Bss, Interface, Radio, Report, Reports, Station, Survey};
use crate::evidence::Foreign;
use crate::evidence::wifi::{Band, Capabilities, Generation};
use crate::probes::net::SystemError;
use std::time::Duration;
use tokio::time::Instant;

#[derive(Debug, Clone)]
pub(crate) struct Script {
    pub(crate) station: Option<Station>,
    /// What each reading adds to the counters.
    pub(crate) each_reading: u64,
    pub(crate) surveys: Vec<Survey>,
    pub(crate) heard: Vec<Bss>,
    /// What it answers to one who asks for a scan.
    pub(crate) scan: Result<(), SystemError>,
    /// Reports, and milliseconds after somebody subscribed.
    pub(crate) reports: Vec<(u64, Report)>,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            station: None,
            each_reading: 0,
            surveys: Vec::new(),
            heard: Vec::new(),
            scan: Err(SystemError::Denied),
            reports: Vec::new(),
        }
    }
}

/// An access point that lets the computer in.
pub(crate) fn joined_station() -> Station {
    Station {
        address: Some([2, 0, 0, 0, 1, 0]),
        authorized: Some(true),
        rssi_dbm: Some(-50),
        frames_sent: Some(1000),
        retries: Some(10),
        connected_s: Some(60),
        ..Station::default()
    }
}

impl Radio for Script {
    fn interface(&mut self, _: u32) -> Result<Interface, SystemError> {
        Ok(Interface {
            ssid: self.station.is_some().then(|| Foreign::new("HomeNet")),
            freq_mhz: self.station.is_some().then_some(5180),
            width_mhz: Some(80),
        })
    }

    fn station(&mut self, _: u32) -> Result<Option<Station>, SystemError> {
        if let Some(sent) = self.station.as_mut().and_then(|station| station.frames_sent.as_mut()) {
            *sent += self.each_reading;
        }
        Ok(self.station.clone())
    }

    fn survey(&mut self, _: u32) -> Result<Option<Survey>, SystemError> {
        Ok((!self.surveys.is_empty()).then(|| self.surveys.remove(0)))
    }

    fn capabilities(&mut self, _: u32) -> Result<Capabilities, SystemError> {
        Ok(Capabilities {
            bands: vec![Band::Five],
            generation: Generation::Vht,
            streams: 2,
            width_mhz: 80,
        })
    }

    fn power_save(&mut self, _: u32) -> Result<bool, SystemError> {
        Err(SystemError::Unsupported)
    }

    fn country(&mut self, _: u32) -> Result<String, SystemError> {
        Ok("ES".to_owned())
    }

    fn heard(&mut self, _: u32) -> Result<Vec<Bss>, SystemError> {
        Ok(self.heard.clone())
    }

    fn scan(&mut self, _: u32) -> Result<(), SystemError> {
        self.scan
    }

    fn subscribe(&mut self) -> Result<Box<dyn Reports>, SystemError> {
        let since = Instant::now();
        let due = |(ms, report): &(u64, Report)| (since + Duration::from_millis(*ms), *report);
        Ok(Box::new(Due(self.reports.iter().map(due).collect())))
    }
}

/// Reports that come at their time.
struct Due(Vec<(Instant, Report)>);

impl Reports for Due {
    fn take(&mut self, _: u32) -> Result<Vec<Report>, SystemError> {
        let (due, later) = self.0.iter().partition(|(at, _)| *at <= Instant::now());
        self.0 = later;
        Ok(due.into_iter().map(|(_, report)| report).collect())
    }
}
