//! What is in sight from this computer: the networks by radio, and how much of each channel others
//! take.
//!
//! Apart from the advice because it is there without a network of one's own as well.

use super::lanes::Lane;
use super::radios::{self, Whose};
use crate::evidence::networks::{Network, Networks};
use crate::evidence::wifi::{Band, channel_of_mhz};

/// The air as a picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen<'a> {
    /// The names of each radio, the strongest first, and so the radios.
    pub(crate) radios: Vec<Vec<&'a Network>>,
    /// By frequency.
    pub(crate) channels: Vec<Taken>,
    /// The access point that is joined, and the home's others on other bands.
    home: Vec<&'a Network>,
}

/// How much of a channel of 20 MHz others take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Taken {
    pub(crate) band: Band,
    pub(crate) channel: u32,
    pub(crate) freq_mhz: u32,
    /// Share of the time, 0 to 1.
    pub(crate) share: f64,
}

impl<'a> Seen<'a> {
    /// Sums up what was heard. The channels are those that the radio may use, and those on which
    /// somebody is heard anyway.
    pub(crate) fn of(networks: &'a Networks) -> Self {
        let mut around = radios::around(&networks.heard, networks.own());
        let others: Vec<_> = around.iter().filter(|radio| radio.whose == Whose::Other).collect();
        let open = networks.channels.measured().into_iter().flatten();
        let open = open.filter(|channel| !channel.disabled).map(|channel| channel.freq_mhz);
        let mut all: Vec<u32> =
            open.chain(networks.heard.iter().map(|network| network.freq_mhz)).collect();
        all.sort_unstable();
        all.dedup();
        let taken = |freq_mhz| {
            let band = Band::of_mhz(freq_mhz)?;
            let channel = channel_of_mhz(freq_mhz)?;
            let share = super::score(&Lane::at(freq_mhz, band), &others).taken.min(1.0);
            Some(Taken { band, channel, freq_mhz, share })
        };
        let channels = all.into_iter().filter_map(taken).collect();
        around.sort_by_key(|radio| std::cmp::Reverse(radio.rssi_dbm()));
        let home = networks.own().map_or_else(Vec::new, |own| {
            let band = Band::of_mhz(own.freq_mhz);
            let others = Band::ALL.into_iter().filter(|other| Some(*other) != band);
            let twins = others.filter_map(|other| radios::twin(&networks.heard, own, other));
            std::iter::once(own).chain(twins).collect()
        });
        Self { radios: around.into_iter().map(|radio| radio.names).collect(), channels, home }
    }

    /// The home's access point on a band.
    pub(crate) fn home(&self, band: Band) -> Option<&'a Network> {
        self.home.iter().copied().find(|network| Band::of_mhz(network.freq_mhz) == Some(band))
    }
}
