//! The radio on macOS: `CoreWLAN`, asked as any program may.
//!
//! It is apart because it is the only code that calls it. Names and addresses of networks are
//! shown only to programs that may know where they are; signal, noise and rate to all.
#![expect(unsafe_code, reason = "the bindings mark every call of CoreWLAN as unsafe")]

use super::corewlan::{self, address, dbm};
use super::{Bss, Interface, Radio, Report, Reports, Station, Survey};
use crate::evidence::Foreign;
use crate::evidence::host::RadioSwitch;
use crate::evidence::networks::Channel;
use crate::evidence::wifi::{Capabilities, PhyRate};
use crate::probes::net::{SystemError, macos::name};
use objc2::rc::{Retained, autoreleasepool};
use objc2_core_wlan::{
    CWChannel, CWInterface, CWNetwork, CWNetworkProfile, CWSecurity, CWWiFiClient,
};
use objc2_foundation::NSString;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// `CoreWLAN`. Its objects are asked for anew at each call: an adapter may go away, and they belong to
/// the thread that asked.
#[derive(Default)]
pub(crate) struct CoreWlan {
    /// What this program's own scans report.
    scans: Arc<Mutex<Vec<Report>>>,
}

/// The switches of the radios: the one in the menu.
pub(crate) fn switches() -> Vec<RadioSwitch> {
    autoreleasepool(|_| {
        // SAFETY: these calls take nothing and may be made on any thread.
        let interfaces = unsafe { CWWiFiClient::sharedWiFiClient().interfaces() };
        let switch = |interface: Retained<CWInterface>| {
            // SAFETY: a property of an object that is there.
            let on = unsafe { interface.powerOn() };
            RadioSwitch { soft_blocked: !on, hard_blocked: false }
        };
        interfaces.map_or_else(Vec::new, |all| all.iter().map(switch).collect())
    })
}

/// Asks an interface; `NothingThere` where it is no radio.
fn with<T>(
    link: u32,
    ask: impl FnOnce(&CWInterface) -> Result<T, SystemError>,
) -> Result<T, SystemError> {
    let name = name(link)?;
    autoreleasepool(|_| {
        // SAFETY: the name is a string that lives through the call.
        let interface = unsafe {
            CWWiFiClient::sharedWiFiClient().interfaceWithName(Some(&NSString::from_str(&name)))
        };
        ask(&*interface.ok_or(SystemError::NothingThere)?)
    })
}

/// The system says 0 where there is no network.
fn is_joined(interface: &CWInterface) -> bool {
    // SAFETY: properties of an object that is there.
    unsafe { interface.powerOn() && interface.transmitRate() > 0.0 }
}

/// What a program that may not know where it is does not get, although there is something.
fn unshown(interface: &CWInterface) -> SystemError {
    if is_joined(interface) { SystemError::LocationOff } else { SystemError::NothingThere }
}

fn freq_mhz(channel: &CWChannel) -> Option<u32> {
    // SAFETY: properties of an object that is there.
    let (number, band) = unsafe { (channel.channelNumber(), channel.channelBand()) };
    corewlan::freq_mhz(number, corewlan::band(band.0)?)
}

fn width_mhz(channel: &CWChannel) -> Option<u16> {
    // SAFETY: a property of an object that is there.
    corewlan::width_mhz(unsafe { channel.channelWidth() }.0)
}

impl Radio for CoreWlan {
    fn interface(&mut self, link: u32) -> Result<Interface, SystemError> {
        with(link, |interface| {
            // SAFETY: properties of an object that is there.
            let (ssid, channel) = unsafe { (interface.ssidData(), interface.wlanChannel()) };
            Ok(Interface {
                ssid: ssid.map(|ssid| Foreign::new(ssid.to_vec())),
                freq_mhz: channel.as_deref().and_then(freq_mhz),
                width_mhz: channel.as_deref().and_then(width_mhz),
            })
        })
    }

    fn station(&mut self, link: u32) -> Result<Option<Station>, SystemError> {
        with(link, |interface| {
            if !is_joined(interface) {
                return Ok(None);
            }
            // SAFETY: properties of an object that is there.
            let (bssid, rssi, mbps, mode, channel) = unsafe {
                (
                    interface.bssid(),
                    interface.rssiValue(),
                    interface.transmitRate(),
                    interface.activePHYMode(),
                    interface.wlanChannel(),
                )
            };
            Ok(Some(Station {
                address: bssid.and_then(|text| address(&text.to_string())),
                rssi_dbm: dbm(rssi),
                tx: corewlan::generation(mode.0).map(|generation| PhyRate {
                    mbps,
                    generation,
                    mcs: None,
                    streams: None,
                    width_mhz: channel.as_deref().and_then(width_mhz),
                    guard_interval_ns: None,
                }),
                ..Station::default()
            }))
        })
    }

    fn survey(&mut self, link: u32) -> Result<Option<Survey>, SystemError> {
        with(link, |interface| {
            // SAFETY: a property of an object that is there.
            let noise_dbm = dbm(unsafe { interface.noiseMeasurement() });
            Ok(noise_dbm.map(|_| Survey { noise_dbm, active_ms: None, busy_ms: None }))
        })
    }

    /// The system names the channels of the adapter, and neither its generation nor its streams.
    fn capabilities(&mut self, _: u32) -> Result<Capabilities, SystemError> {
        Err(SystemError::Unsupported)
    }

    fn power_save(&mut self, _: u32) -> Result<bool, SystemError> {
        Err(SystemError::Unsupported)
    }

    fn country(&mut self, link: u32) -> Result<String, SystemError> {
        with(link, |interface| {
            // SAFETY: a property of an object that is there.
            let country = unsafe { interface.countryCode() };
            let country = country.map(|country| country.to_string());
            country.filter(|country| country.len() == 2).ok_or_else(|| unshown(interface))
        })
    }

    /// Those that the adapter may use in this country; the others are not named.
    fn channels(&mut self, link: u32) -> Result<Vec<Channel>, SystemError> {
        with(link, |interface| {
            // SAFETY: a property of an object that is there.
            let all = unsafe { interface.supportedWLANChannels() };
            let all = all.ok_or(SystemError::NothingThere)?;
            // Each comes once for every width.
            let frequencies: BTreeSet<u32> =
                all.to_vec().iter().filter_map(|channel| freq_mhz(channel)).collect();
            let channel = |freq_mhz| Channel {
                freq_mhz,
                disabled: false,
                passive: false,
                radar: corewlan::radar(freq_mhz),
                max_power_dbm: None,
            };
            Ok(frequencies.into_iter().map(channel).collect())
        })
    }

    /// The call comes back when the scan is over, so that a thread waits for it.
    fn scan(&mut self, link: u32) -> Result<(), SystemError> {
        with(link, |interface| {
            // SAFETY: a property of an object that is there.
            if unsafe { interface.powerOn() } { Ok(()) } else { Err(SystemError::NothingThere) }
        })?;
        let scans = self.scans.clone();
        let report = move |report| {
            if let Ok(mut scans) = scans.lock() {
                scans.push(report);
            }
        };
        let listen = move || {
            report(Report::ScanStarted);
            // What was heard is in the system's list, and one that failed is over too.
            let _ = with(link, |interface| {
                // SAFETY: without a name every network is looked for.
                let heard =
                    unsafe { interface.scanForNetworksWithName_includeHidden_error(None, true) };
                heard.map(|_| ()).map_err(|_| SystemError::BadAnswer)
            });
            report(Report::ScanEnded);
        };
        std::thread::Builder::new().name("scan".to_owned()).spawn(listen)?;
        Ok(())
    }

    fn known(&mut self, link: u32) -> Result<Vec<Foreign>, SystemError> {
        with(link, |interface| {
            // SAFETY: properties of objects that are there.
            let profiles = unsafe {
                interface.configuration().map(|configuration| configuration.networkProfiles())
            };
            let profiles = profiles.ok_or_else(|| unshown(interface))?;
            // SAFETY: a property of an object that is there.
            let name = |profile: Retained<CWNetworkProfile>| unsafe { profile.ssidData() };
            let names = profiles.array().to_vec().into_iter().filter_map(name);
            Ok(names.map(|name| Foreign::new(name.to_vec())).collect())
        })
    }

    fn heard(&mut self, link: u32) -> Result<Vec<Bss>, SystemError> {
        with(link, |interface| {
            // SAFETY: properties of an object that is there.
            let (own, cached) = unsafe { (interface.bssid(), interface.cachedScanResults()) };
            let own = own.and_then(|text| address(&text.to_string()));
            if own.is_none() && is_joined(interface) {
                return Err(SystemError::LocationOff);
            }
            let cached = cached.map_or_else(Vec::new, |set| set.to_vec());
            let heard: Vec<Bss> = cached.iter().filter_map(|network| bss(network, own)).collect();
            // Entries without an address are what a program is shown that may not see them.
            if heard.is_empty() && !cached.is_empty() {
                return Err(SystemError::LocationOff);
            }
            Ok(heard)
        })
    }

    /// Of joining the system reports no more than that it came about, and that only to programs with
    /// a loop of their own: whoever waits for it looks again and again.
    fn subscribe(&mut self) -> Result<Box<dyn Reports>, SystemError> {
        Ok(Box::new(OwnScans(self.scans.clone())))
    }
}

/// What this program's own scans report.
struct OwnScans(Arc<Mutex<Vec<Report>>>);

impl Reports for OwnScans {
    fn take(&mut self, _: u32) -> Result<Vec<Report>, SystemError> {
        Ok(std::mem::take(&mut *self.0.lock().map_err(|_| SystemError::BadAnswer)?))
    }
}

fn bss(network: &CWNetwork, own: Option<[u8; 6]>) -> Option<Bss> {
    // SAFETY: properties of an object that is there.
    let (bssid, channel, rssi, interval, elements, open) = unsafe {
        (
            network.bssid()?,
            network.wlanChannel()?,
            network.rssiValue(),
            network.beaconInterval(),
            network.informationElementData(),
            network.supportsSecurity(CWSecurity::None),
        )
    };
    let address = address(&bssid.to_string())?;
    Some(Bss {
        address,
        freq_mhz: freq_mhz(&channel)?,
        rssi_dbm: dbm(rssi),
        age_ms: None,
        associated: own == Some(address),
        privacy: !open,
        beacon_interval_tu: u16::try_from(interval).ok().filter(|interval| *interval > 0),
        elements: elements.map_or_else(Vec::new, |bytes| bytes.to_vec()),
        ..Bss::default()
    })
}
