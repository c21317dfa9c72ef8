//! The radio on Linux: nl80211, asked as any user may.
//!
//! It is apart because it is the only code that knows nl80211. Attributes are read one by one from
//! the bytes, so that one that a newer kernel or an odd driver sends does not hide the others.
//! Numbers are those of linux/nl80211.h.

mod adapter;

use super::{Bss, Interface, Radio, Report, Reports, Station, Survey, frames};
use crate::evidence::Foreign;
use crate::evidence::joining::What;
use crate::evidence::networks::Channel;
use crate::evidence::wifi::{Capabilities, Generation, Locks, PhyRate};
use crate::probes::net::SystemError;
use crate::probes::net::linux::kernel::{
    self, Extent, Kernel, Message, as_u8, as_u16, as_u32, as_u64, attributes, find, generic,
};

/// Commands.
mod command {
    pub(super) const GET_WIPHY: u8 = 1;
    pub(super) const GET_INTERFACE: u8 = 5;
    pub(super) const GET_STATION: u8 = 17;
    pub(super) const GET_REG: u8 = 31;
    pub(super) const GET_SCAN: u8 = 32;
    pub(super) const TRIGGER_SCAN: u8 = 33;
    pub(super) const NEW_SCAN_RESULTS: u8 = 34;
    pub(super) const SCAN_ABORTED: u8 = 35;
    pub(super) const AUTHENTICATE: u8 = 37;
    pub(super) const ASSOCIATE: u8 = 38;
    pub(super) const DEAUTHENTICATE: u8 = 39;
    pub(super) const DISASSOCIATE: u8 = 40;
    pub(super) const CONNECT: u8 = 46;
    pub(super) const DISCONNECT: u8 = 48;
    pub(super) const GET_SURVEY: u8 = 50;
    pub(super) const GET_POWER_SAVE: u8 = 62;
}

/// Attributes of messages.
mod attribute {
    pub(super) const WIPHY: u16 = 1;
    pub(super) const IFINDEX: u16 = 3;
    pub(super) const MAC: u16 = 6;
    pub(super) const STA_INFO: u16 = 21;
    pub(super) const WIPHY_BANDS: u16 = 22;
    pub(super) const REG_ALPHA2: u16 = 33;
    pub(super) const WIPHY_FREQ: u16 = 38;
    pub(super) const SCAN_SSIDS: u16 = 45;
    pub(super) const BSS: u16 = 47;
    pub(super) const FRAME: u16 = 51;
    pub(super) const SSID: u16 = 52;
    pub(super) const REASON_CODE: u16 = 54;
    pub(super) const CIPHER_SUITES: u16 = 57;
    pub(super) const TIMED_OUT: u16 = 65;
    pub(super) const DISCONNECTED_BY_AP: u16 = 71;
    pub(super) const STATUS_CODE: u16 = 72;
    pub(super) const SURVEY_INFO: u16 = 84;
    pub(super) const PS_STATE: u16 = 93;
    pub(super) const FEATURE_FLAGS: u16 = 143;
    pub(super) const CHANNEL_WIDTH: u16 = 159;
    pub(super) const SPLIT_WIPHY_DUMP: u16 = 174;
    pub(super) const EXT_FEATURES: u16 = 217;
    pub(super) const TIMEOUT_REASON: u16 = 248;
    pub(super) const MLO_LINKS: u16 = 312;
}

/// nl80211, asked over a socket of its own.
pub(crate) struct Nl80211 {
    kernel: Kernel,
    family: u16,
}

impl Nl80211 {
    pub(crate) fn open() -> Result<Self, SystemError> {
        let mut kernel = Kernel::open(netlink_sys::protocols::NETLINK_GENERIC)?;
        // Without a radio the kernel does not know the family: `NothingThere`.
        let (family, _) = kernel::family(&mut kernel, "nl80211")?;
        Ok(Self { kernel, family })
    }

    fn ask(
        &mut self,
        command: u8,
        extent: Extent,
        attributes: &[(u16, &[u8])],
    ) -> Result<Vec<Message>, SystemError> {
        self.kernel.ask(self.family, extent, &generic(command, attributes))
    }

    /// Asks for one thing about an interface.
    fn one(&mut self, command: u8, link: u32) -> Result<Message, SystemError> {
        let index = link.to_ne_bytes();
        let answers = self.ask(command, Extent::One, &[(attribute::IFINDEX, &index)])?;
        answers.into_iter().next().ok_or(SystemError::BadAnswer)
    }

    /// The description of the radio that an interface belongs to, which comes in many parts.
    fn wiphy(&mut self, link: u32) -> Result<Vec<Message>, SystemError> {
        let index = link.to_ne_bytes();
        let asked: [(u16, &[u8]); 2] =
            [(attribute::SPLIT_WIPHY_DUMP, &[]), (attribute::IFINDEX, &index)];
        self.ask(command::GET_WIPHY, Extent::All, &asked)
    }

    /// Asks for everything of a kind about an interface.
    fn all(&mut self, command: u8, link: u32) -> Result<Vec<Message>, SystemError> {
        let index = link.to_ne_bytes();
        self.ask(command, Extent::All, &[(attribute::IFINDEX, &index)])
    }
}

/// An attribute without content, as it is found inside of another.
const fn attribute_of_nothing(kind: u16) -> [u8; 4] {
    let ([length0, length1], [kind0, kind1]) = (4_u16.to_ne_bytes(), kind.to_ne_bytes());
    [length0, length1, kind0, kind1]
}

/// The attributes of a message.
fn body(message: &Message) -> &[u8] {
    message.generic().map_or(&[], |(_, body)| body)
}

impl Radio for Nl80211 {
    fn interface(&mut self, link: u32) -> Result<Interface, SystemError> {
        Ok(interface(body(&self.one(command::GET_INTERFACE, link)?)))
    }

    fn station(&mut self, link: u32) -> Result<Option<Station>, SystemError> {
        match self.all(command::GET_STATION, link) {
            Ok(answers) => Ok(answers.first().and_then(|answer| station(body(answer)))),
            Err(SystemError::NothingThere) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn survey(&mut self, link: u32) -> Result<Option<Survey>, SystemError> {
        let answers = self.all(command::GET_SURVEY, link)?;
        Ok(answers
            .iter()
            .filter_map(|answer| find(body(answer), attribute::SURVEY_INFO))
            .find_map(survey_in_use))
    }

    fn capabilities(&mut self, link: u32) -> Result<Capabilities, SystemError> {
        Ok(adapter::capabilities(self.wiphy(link)?.iter().map(body)))
    }

    fn channels(&mut self, link: u32) -> Result<Vec<Channel>, SystemError> {
        Ok(adapter::channels(self.wiphy(link)?.iter().map(body)))
    }

    fn locks(&mut self, link: u32) -> Result<Locks, SystemError> {
        adapter::locks(self.wiphy(link)?.iter().map(body)).ok_or(SystemError::NothingThere)
    }

    fn power_save(&mut self, link: u32) -> Result<bool, SystemError> {
        let answer = self.one(command::GET_POWER_SAVE, link)?;
        let state = find(body(&answer), attribute::PS_STATE).and_then(as_u32);
        Ok(state.ok_or(SystemError::BadAnswer)? != 0)
    }

    fn country(&mut self, link: u32) -> Result<String, SystemError> {
        let interface = self.one(command::GET_INTERFACE, link)?;
        let radio = find(body(&interface), attribute::WIPHY).ok_or(SystemError::BadAnswer)?;
        let answers = self.ask(command::GET_REG, Extent::One, &[(attribute::WIPHY, radio)])?;
        answers
            .first()
            .and_then(|answer| find(body(answer), attribute::REG_ALPHA2)?.first_chunk::<2>())
            .filter(|letters| letters.iter().all(u8::is_ascii_alphanumeric))
            .map(|letters| letters.map(char::from).iter().collect())
            .ok_or(SystemError::BadAnswer)
    }

    fn heard(&mut self, link: u32) -> Result<Vec<Bss>, SystemError> {
        let answers = self.all(command::GET_SCAN, link)?;
        Ok(answers
            .iter()
            .filter_map(|answer| find(body(answer), attribute::BSS))
            .filter_map(bss)
            .collect())
    }

    fn scan(&mut self, link: u32) -> Result<(), SystemError> {
        /// One name to call, an empty one, which every access point answers.
        const ANYBODY: [u8; 4] = attribute_of_nothing(1);
        let index = link.to_ne_bytes();
        let question: [(u16, &[u8]); 2] =
            [(attribute::IFINDEX, &index), (attribute::SCAN_SSIDS, &ANYBODY)];
        match self.ask(command::TRIGGER_SCAN, Extent::One, &question) {
            // Busy: somebody's scan goes on already, and its end is reported as well.
            Ok(_) | Err(SystemError::Errno(libc::EBUSY)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn subscribe(&mut self) -> Result<Box<dyn Reports>, SystemError> {
        let mut kernel = Kernel::open(netlink_sys::protocols::NETLINK_GENERIC)?;
        let (_, groups) = kernel::family(&mut kernel, "nl80211")?;
        for wanted in ["mlme", "scan"] {
            let (_, group) =
                groups.iter().find(|(name, _)| name == wanted).ok_or(SystemError::BadAnswer)?;
            kernel.join(*group)?;
        }
        Ok(Box::new(Subscription { kernel }))
    }
}

/// A socket that the kernel reports to.
struct Subscription {
    kernel: Kernel,
}

impl Reports for Subscription {
    fn take(&mut self, link: u32) -> Result<Vec<Report>, SystemError> {
        Ok(self
            .kernel
            .reported()?
            .iter()
            .filter_map(Message::generic)
            .filter(|(_, body)| find(body, attribute::IFINDEX).and_then(as_u32) == Some(link))
            .filter_map(|(command, body)| report(command, body))
            .collect())
    }
}

fn interface(body: &[u8]) -> Interface {
    // With several links at once (Wi-Fi 7) each has its own channel; the first one stands for all.
    let first = find(body, attribute::MLO_LINKS)
        .and_then(|links| attributes(links).next())
        .map_or(body, |(_, link)| link);
    let read = |kind| find(body, kind).or_else(|| find(first, kind)).and_then(as_u32);
    Interface {
        ssid: find(body, attribute::SSID).map(Foreign::new),
        freq_mhz: read(attribute::WIPHY_FREQ),
        width_mhz: read(attribute::CHANNEL_WIDTH).and_then(width_mhz),
    }
}

/// `enum nl80211_chan_width`. Two halves of 80 MHz carry as much as one of 160.
const fn width_mhz(code: u32) -> Option<u16> {
    match code {
        0 | 1 => Some(20),
        2 => Some(40),
        3 => Some(80),
        4 | 5 => Some(160),
        6 => Some(5),
        7 => Some(10),
        13 => Some(320),
        _ => None,
    }
}

fn station(body: &[u8]) -> Option<Station> {
    // `enum nl80211_sta_info`.
    const SIGNAL: u16 = 7;
    const TX_BITRATE: u16 = 8;
    const TX_PACKETS: u16 = 10;
    const TX_RETRIES: u16 = 11;
    const TX_FAILED: u16 = 12;
    const SIGNAL_AVG: u16 = 13;
    const RX_BITRATE: u16 = 14;
    const CONNECTED_TIME: u16 = 16;
    const STA_FLAGS: u16 = 17;
    const BEACON_LOSS: u16 = 18;
    const BEACON_SIGNAL_AVG: u16 = 30;

    let info = find(body, attribute::STA_INFO)?;
    let signal = |kind| find(info, kind).and_then(as_u8).and_then(dbm);
    let counter = |kind| find(info, kind).and_then(as_u32).map(u64::from);
    Some(Station {
        address: Some(*find(body, attribute::MAC)?.first_chunk()?),
        authorized: find(info, STA_FLAGS).and_then(authorized),
        rssi_dbm: signal(SIGNAL)
            .or_else(|| signal(SIGNAL_AVG))
            .or_else(|| signal(BEACON_SIGNAL_AVG)),
        tx: find(info, TX_BITRATE).and_then(rate),
        rx: find(info, RX_BITRATE).and_then(rate),
        frames_sent: counter(TX_PACKETS),
        retries: counter(TX_RETRIES),
        frames_failed: counter(TX_FAILED),
        beacons_lost: counter(BEACON_LOSS),
        connected_s: find(info, CONNECTED_TIME).and_then(as_u32),
    })
}

/// A signed byte; what is not below zero is a driver that does not know.
fn dbm(byte: u8) -> Option<i32> {
    Some(i32::from(byte.cast_signed())).filter(|dbm| *dbm < 0)
}

/// `struct nl80211_sta_flag_update`: which flags are told, and those that are set.
fn authorized(flags: &[u8]) -> Option<bool> {
    const AUTHORIZED: u32 = 1 << 1;
    let told = as_u32(flags)? & AUTHORIZED != 0;
    let set = as_u32(flags.get(4..)?)? & AUTHORIZED != 0;
    told.then_some(set)
}

/// `enum nl80211_rate_info`.
fn rate(info: &[u8]) -> Option<PhyRate> {
    const HUNDREDS_OF_KBPS: f64 = 10.0;
    let byte = |kind| find(info, kind).and_then(as_u8);
    let flag = |kind| find(info, kind).is_some();
    let hundreds =
        find(info, 5).and_then(as_u32).or_else(|| find(info, 1).and_then(as_u16).map(u32::from))?;
    // What a driver sends before the first frame.
    if hundreds == 0 {
        return None;
    }
    let long_interval = |code: u8| match code {
        0 => Some(800),
        1 => Some(1600),
        2 => Some(3200),
        _ => None,
    };
    let short = if flag(4) { 400 } else { 800 };
    let (generation, mcs, streams, guard_interval_ns) = if let Some(mcs) = byte(19) {
        (Generation::Eht, Some(mcs), byte(20), byte(21).and_then(long_interval))
    } else if let Some(mcs) = byte(13) {
        (Generation::He, Some(mcs), byte(14), byte(15).and_then(long_interval))
    } else if let Some(mcs) = byte(6) {
        (Generation::Vht, Some(mcs), byte(7), Some(short))
    } else if let Some(mcs) = byte(2) {
        // HT numbers its rates through all streams, eight each; 32 is one stream repeated.
        let streams = if mcs < 32 { Some(mcs / 8 + 1) } else { None };
        (Generation::Ht, Some(mcs), streams, Some(short))
    } else {
        (Generation::Legacy, None, None, None)
    };
    let width_mhz = [(18, 320), (10, 160), (9, 160), (8, 80), (3, 40), (11, 10), (12, 5)]
        .into_iter()
        .find_map(|(kind, width)| flag(kind).then_some(width))
        .unwrap_or(20);
    Some(PhyRate {
        mbps: f64::from(hundreds) / HUNDREDS_OF_KBPS,
        generation,
        mcs,
        streams,
        width_mhz: Some(width_mhz),
        guard_interval_ns,
    })
}

/// `enum nl80211_survey_info`, of the channel in use only.
fn survey_in_use(info: &[u8]) -> Option<Survey> {
    find(info, 3)?;
    Some(Survey {
        noise_dbm: find(info, 2).and_then(as_u8).and_then(dbm),
        active_ms: find(info, 4).and_then(as_u64),
        busy_ms: find(info, 5).and_then(as_u64),
    })
}

/// `enum nl80211_bss`.
fn bss(info: &[u8]) -> Option<Bss> {
    const PRIVACY: u16 = 1 << 4;
    const ASSOCIATED: u32 = 1;
    const JOINED_AD_HOC: u32 = 2;
    let mbm = find(info, 7).and_then(as_u32).map(u32::cast_signed);
    let last = find(info, 6).unwrap_or_default();
    let beacon = find(info, 11).filter(|beacon| *beacon != last).unwrap_or_default();
    Some(Bss {
        address: *find(info, 1)?.first_chunk()?,
        freq_mhz: find(info, 2).and_then(as_u32)?,
        rssi_dbm: mbm.map(|mbm| mbm / 100),
        age_ms: find(info, 10).and_then(as_u32).map(u64::from),
        associated: find(info, 9)
            .and_then(as_u32)
            .is_some_and(|status| status == ASSOCIATED || status == JOINED_AD_HOC),
        privacy: find(info, 5).and_then(as_u16).is_some_and(|bits| bits & PRIVACY != 0),
        beacon_interval_tu: find(info, 4).and_then(as_u16),
        elements: last.to_vec(),
        beacon_elements: beacon.to_vec(),
    })
}

fn report(command: u8, body: &[u8]) -> Option<Report> {
    // `enum nl80211_timeout_reason`.
    const AUTHENTICATION: u32 = 2;
    const ASSOCIATION: u32 = 3;

    let timed_out = find(body, attribute::TIMED_OUT).is_some();
    let frame = || frames::read(find(body, attribute::FRAME)?);
    let what = match command {
        command::TRIGGER_SCAN => return Some(Report::ScanStarted),
        command::NEW_SCAN_RESULTS | command::SCAN_ABORTED => return Some(Report::ScanEnded),
        command::AUTHENTICATE if timed_out => What::AuthenticationTimedOut,
        command::ASSOCIATE if timed_out => What::AssociationTimedOut,
        command::AUTHENTICATE
        | command::ASSOCIATE
        | command::DEAUTHENTICATE
        | command::DISASSOCIATE => frame()?,
        command::CONNECT => match find(body, attribute::TIMEOUT_REASON).and_then(as_u32) {
            Some(AUTHENTICATION) if timed_out => What::AuthenticationTimedOut,
            Some(ASSOCIATION) if timed_out => What::AssociationTimedOut,
            _ => What::Connected { status: find(body, attribute::STATUS_CODE).and_then(as_u16)? },
        },
        command::DISCONNECT => What::Disconnected {
            reason: find(body, attribute::REASON_CODE).and_then(as_u16).unwrap_or(0),
            local: find(body, attribute::DISCONNECTED_BY_AP).is_none(),
        },
        _ => return None,
    };
    Some(Report::Joining(what))
}

/// Reads everything there is to read in any bytes; for the fuzz target.
#[cfg(fuzzing)]
pub(crate) fn read_anything(bytes: &[u8]) {
    let _ = (interface(bytes), station(bytes), rate(bytes), survey_in_use(bytes), bss(bytes));
    let _ = capabilities([bytes].into_iter());
    for command in 0..=u8::MAX {
        let _ = report(command, bytes);
    }
}
