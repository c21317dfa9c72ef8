//! Which of the networks that were heard come from one radio, and whose it is.
//!
//! Apart because a radio sends once at a time whatever number of names it carries: counting names is
//! what channel advisers get wrong first.

use crate::analysis::home::middle;
use crate::evidence::networks::{Load, Network};
use crate::evidence::wifi::{Band, Security};
use std::cmp::Reverse;

/// Names of one radio are heard alike (CATALOGUE E.4).
const ALIKE_DB: i32 = 4;
/// A signal that the driver does not tell is taken for a fair one.
const UNTOLD_DBM: i32 = -75;
/// From the first of these a signal counts, from the second in full (CATALOGUE E.4).
const FAINT_DBM: f64 = -92.0;
const FULL_DBM: f64 = -57.0;

/// One radio with all of its names.
#[derive(Debug, Clone)]
pub(super) struct Radio<'a> {
    /// Its strongest name.
    pub(super) network: &'a Network,
    /// All of its names, the strongest first.
    pub(super) names: Vec<&'a Network>,
    /// The busiest that one of its names says its channel is, 0 to 1.
    pub(super) load: Option<f64>,
    pub(super) whose: Whose,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// The radio that is joined.
    Own,
    /// Another access point of the same network, or another radio of the same box.
    Home,
    Other,
}

impl Radio<'_> {
    pub(super) fn rssi_dbm(&self) -> i32 {
        rssi_dbm(self.network)
    }

    /// How much of what it sends holds up a frame here, 0 to 1.
    pub(super) fn strength(&self) -> f64 {
        ((f64::from(self.rssi_dbm()) - FAINT_DBM) / (FULL_DBM - FAINT_DBM)).clamp(0.0, 1.0)
    }
}

pub(super) fn rssi_dbm(network: &Network) -> i32 {
    network.rssi_dbm.unwrap_or(UNTOLD_DBM)
}

/// The share of time that an access point says its channel is busy.
pub(super) fn utilisation(load: Load) -> f64 {
    f64::from(load.utilisation) / 255.0
}

/// True when somebody counts: less than its own beacons take of a channel is a field that was never
/// filled in.
pub(super) const fn kept_up(load: Load) -> bool {
    load.utilisation > 0
}

/// The radios, in order of their channels. `own` is the access point that is joined.
pub(super) fn around<'a>(heard: &'a [Network], own: Option<&Network>) -> Vec<Radio<'a>> {
    let family = |network: &Network| (network.freq_mhz, middle(&network.bssid));
    let own_family = own.map(family);
    let locked =
        |network: &Network| !matches!(network.security, Some(Security::Open | Security::Owe));
    // Hotspot names are the same in many homes.
    let named = |network: &Network| {
        own.is_some_and(|own| {
            !own.ssid.is_empty() && network.ssid == own.ssid && locked(own) && locked(network)
        })
    };
    let mut sorted: Vec<(_, &Network)> = heard.iter().map(|one| (family(one), one)).collect();
    sorted.sort_by_key(|(family, network)| (*family, Reverse(rssi_dbm(network)), &network.bssid));
    let mut radios = Vec::new();
    let mut rest = &sorted[..];
    while let Some(((family, strongest), _)) = rest.split_first() {
        let is_own = own.is_some_and(|own| strongest.bssid == own.bssid)
            || family.1.is_some() && Some(*family) == own_family;
        let one = rest
            .iter()
            .take_while(|(other, network)| {
                // What shares our own access point's address and channel is its, however heard.
                family.1.is_some()
                    && other == family
                    && (is_own || rssi_dbm(network) >= rssi_dbm(strongest).saturating_sub(ALIKE_DB))
            })
            .count()
            .max(1);
        let (members, others) = rest.split_at(one);
        rest = others;
        let members = || members.iter().map(|(_, network)| *network);
        radios.push(Radio {
            network: strongest,
            names: members().collect(),
            load: members()
                .filter_map(|network| network.load)
                .filter(|load| kept_up(*load))
                .map(utilisation)
                .reduce(f64::max),
            whose: if is_own {
                Whose::Own
            } else if members().any(named)
                || family.1.is_some() && Some(family.1) == own_family.map(|own| own.1)
            {
                Whose::Home
            } else {
                Whose::Other
            },
        });
    }
    radios
}

/// The home's access point in another band: the strongest of the same name.
pub(super) fn twin<'a>(heard: &'a [Network], own: &Network, band: Band) -> Option<&'a Network> {
    heard
        .iter()
        .filter(|network| {
            Band::of_mhz(network.freq_mhz) == Some(band)
                && !own.ssid.is_empty()
                && network.ssid == own.ssid
                && network.security == own.security
        })
        .max_by_key(|network| (rssi_dbm(network), Reverse(&network.bssid)))
}
