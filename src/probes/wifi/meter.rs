//! The signal meter: what the driver says of the link at one moment, asked again and again.
//!
//! Apart from the link of a run, which is summed up: here every reading is shown as it comes.

use super::{NetLink, Radio, spelled};
use crate::evidence::Foreign;
use crate::evidence::walk::Reading;
use crate::probes::net::SystemError;
use std::time::{Duration, Instant};

/// From one reading to the next. Beacons, which the signal is read from, come every 100 ms.
pub(crate) const READING_EVERY: Duration = Duration::from_millis(200);

/// Reads the link of one interface.
pub(crate) struct Meter {
    radio: Box<dyn Radio>,
    link: u32,
    started: Instant,
}

impl Meter {
    pub(crate) fn new(radio: Box<dyn Radio>, link: &NetLink) -> Self {
        Self { radio, link: link.index, started: Instant::now() }
    }

    /// The name of the network that is joined; `None` where the system does not show it.
    pub(crate) fn network(&mut self) -> Result<Option<Foreign>, SystemError> {
        Ok(self.radio.interface(self.link)?.ssid)
    }

    /// The link now.
    pub(crate) fn read(&mut self) -> Result<Reading, SystemError> {
        let at_ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let Some(station) = self.radio.station(self.link)? else {
            return Ok(Reading {
                at_ms,
                joined: false,
                rssi_dbm: None,
                bssid: None,
                freq_mhz: None,
                tx_mbps: None,
                rx_mbps: None,
            });
        };
        Ok(Reading {
            at_ms,
            joined: true,
            rssi_dbm: station.rssi_dbm,
            bssid: station.address.map(spelled),
            freq_mhz: self.radio.interface(self.link)?.freq_mhz,
            tx_mbps: station.tx.map(|rate| rate.mbps),
            rx_mbps: station.rx.map(|rate| rate.mbps),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::scripted::{Script, joined_station};
    use super::*;
    use crate::evidence::host::Medium;
    use crate::probes::net::scripted::link;

    fn read(script: Script) -> Reading {
        let link = link(3, "wlan0", Medium::Wifi);
        Meter::new(Box::new(script), &link).read().unwrap()
    }

    #[test]
    fn a_joined_link_is_read_with_its_access_point_and_channel() {
        let reading = read(Script { station: Some(joined_station()), ..Script::default() });
        assert_eq!(reading.rssi_dbm, Some(-50));
        assert_eq!(reading.bssid.as_deref(), Some("02:00:00:00:01:00"));
        assert_eq!(reading.freq_mhz, Some(5180));
    }

    #[test]
    fn without_a_network_there_is_no_signal_and_no_error() {
        let reading = read(Script::default());
        assert!(!reading.joined && reading.rssi_dbm.is_none() && reading.bssid.is_none());
    }
}
