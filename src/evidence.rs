//! What was measured, with nothing in it about what that means.
//!
//! It is apart from everything because it is what a file holds: `--record` writes an [`Evidence`],
//! `--replay` reads one, and the same evidence gives the same report anywhere. Units are in the
//! names. A value that is not there is an [`Outcome`] with its reason, never a zero.

pub(crate) mod addresses;
pub(crate) mod between;
#[cfg(test)]
pub(crate) mod composed;
pub(crate) mod foreign;
pub(crate) mod host;
pub(crate) mod joining;
pub(crate) mod latency;
pub(crate) mod names;
pub(crate) mod networks;
pub(crate) mod service;
pub(crate) mod walk;
pub(crate) mod web;
pub(crate) mod wifi;

use serde::{Deserialize, Serialize};

pub(crate) use addresses::Addresses;
pub(crate) use between::Between;
pub(crate) use foreign::Foreign;
pub(crate) use host::{Host, Traffic};
pub(crate) use joining::Joining;
pub(crate) use latency::{Elsewhere, Idle, Latency};
pub(crate) use names::Names;
pub(crate) use networks::Networks;
pub(crate) use service::Service;
pub(crate) use web::Web;
pub(crate) use wifi::Wifi;

/// The number of this format. Older numbers are read and converted up, newer ones refused.
pub(crate) const SCHEMA: u32 = 1;

/// Everything one run learned. This is the file that `--record` writes and `--replay` reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Evidence {
    /// See [`SCHEMA`].
    pub(crate) schema: u32,
    /// Where it comes from: a run, or somebody's desk.
    pub(crate) origin: Origin,
    pub(crate) run: Run,
    pub(crate) host: Outcome<Host>,
    pub(crate) wifi: Outcome<Wifi>,
    pub(crate) joining: Outcome<Joining>,
    /// The networks around.
    pub(crate) networks: Outcome<Networks>,
    pub(crate) addresses: Outcome<Addresses>,
    /// How the router answers a radio that sleeps between messages.
    pub(crate) idle: Outcome<Idle>,
    pub(crate) latency: Outcome<Latency>,
    /// The ways out through other interfaces than the one under test.
    pub(crate) elsewhere: Outcome<Elsewhere>,
    /// What takes the traffic another way than the interface under test.
    pub(crate) between: Outcome<Between>,
    pub(crate) traffic: Outcome<Traffic>,
    pub(crate) names: Outcome<Names>,
    pub(crate) web: Outcome<Web>,
    /// The service that the person named.
    pub(crate) service: Outcome<Service>,
}

impl Evidence {
    /// A run that has measured nothing yet.
    pub(crate) fn pending(run: Run) -> Self {
        Self {
            schema: SCHEMA,
            origin: Origin::Measured,
            run,
            host: Outcome::Pending,
            wifi: Outcome::Pending,
            joining: Outcome::Pending,
            networks: Outcome::Pending,
            addresses: Outcome::Pending,
            idle: Outcome::Pending,
            latency: Outcome::Pending,
            elsewhere: Outcome::Pending,
            between: Outcome::Pending,
            traffic: Outcome::Pending,
            names: Outcome::Pending,
            web: Outcome::Pending,
            service: Outcome::Pending,
        }
    }

    /// A run of which nothing but itself is known.
    pub(crate) fn not_asked(run: Run) -> Self {
        let mut evidence = Self::pending(run);
        evidence.end_pending(Why::NotAsked);
        evidence
    }

    /// What is under way will not come any more: the run was stopped.
    pub(crate) fn interrupted(&mut self) {
        if let Outcome::Measured(host) = &mut self.host {
            host.cpu_busy_percent.end(Why::Interrupted);
        }
        self.end_pending(Why::Interrupted);
    }

    /// Every part that is still under way was not tried, and why.
    pub(crate) fn end_pending(&mut self, why: Why) {
        self.host.end(why);
        self.wifi.end(why);
        self.joining.end(why);
        self.networks.end(why);
        self.addresses.end(why);
        self.idle.end(why);
        self.latency.end(why);
        self.elsewhere.end(why);
        self.between.end(why);
        self.traffic.end(why);
        self.names.end(why);
        self.web.end(why);
        self.service.end(why);
    }
}

/// Where evidence comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Origin {
    /// A run of the program measured it.
    Measured,
    /// Somebody wrote it, for a test of what no lab can make.
    Composed,
}

/// The run itself: when, on what, and what it was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Run {
    /// Version of the program that measured.
    pub(crate) version: String,
    pub(crate) os: Os,
    /// Local time with its zone, as in `2026-11-23T19:41:05+01:00[Europe/Madrid]`.
    pub(crate) started: String,
    /// From the start to the last probe's end, in milliseconds.
    pub(crate) took_ms: u64,
    /// From the start to the moment from which on only a scan was waited for, whose findings refine
    /// the verdict; absent where none was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) first_verdict_ms: Option<u64>,
    /// What the run itself sent over the interface under test, headers left out.
    pub(crate) bytes_sent: u64,
    pub(crate) bytes_received: u64,
    pub(crate) asked: Asked,
}

/// What the person asked for, as far as it changes how the evidence is judged.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) symptom: Option<Symptom>,
    /// The Wi-Fi that is home, by `--network`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) network: Option<Foreign>,
    /// Two seconds only: hard failures are judged and nothing else.
    pub(crate) quick: bool,
    /// This machine and the router only.
    pub(crate) offline: bool,
    /// The layers left out by `--only` and `--skip`.
    pub(crate) left_out: Vec<Layer>,
    /// Far ends named by `--far`; empty where the program chose.
    pub(crate) far: Vec<String>,
    /// The service named by `--target`, host and port.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub(crate) target: Option<String>,
}

/// The operating systems the program measures on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Os {
    Linux,
    Macos,
    Windows,
}

/// What the person notices (`--symptom`); it weighs causes and never makes one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Symptom {
    Slow,
    Calls,
    Pages,
    Drops,
    Nothing,
    OneSite,
    Gadget,
}

impl Symptom {
    /// Every symptom with its name in `--symptom`, in the order of the help.
    pub(crate) const ALL: [(Self, &'static str); 7] = [
        (Self::Slow, "slow"),
        (Self::Calls, "calls"),
        (Self::Pages, "pages"),
        (Self::Drops, "drops"),
        (Self::Nothing, "nothing"),
        (Self::OneSite, "one-site"),
        (Self::Gadget, "gadget"),
    ];
}

/// The layers of a connection, bottom-up. `--only` and `--skip` take these names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Layer {
    Host,
    Radio,
    Joining,
    Addresses,
    Router,
    Line,
    Names,
    Web,
    Throughput,
    Service,
}

impl Layer {
    /// Every layer, bottom-up.
    pub(crate) const ALL: [Self; 10] = [
        Self::Host,
        Self::Radio,
        Self::Joining,
        Self::Addresses,
        Self::Router,
        Self::Line,
        Self::Names,
        Self::Web,
        Self::Throughput,
        Self::Service,
    ];

    /// The name in options, JSON and `CODES.md`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Radio => "radio",
            Self::Joining => "joining",
            Self::Addresses => "addresses",
            Self::Router => "router",
            Self::Line => "line",
            Self::Names => "names",
            Self::Web => "web",
            Self::Throughput => "throughput",
            Self::Service => "service",
        }
    }

    /// The layer with this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.name() == name)
    }
}

/// What became of one measurement.
///
/// A missing value is never a zero, an empty string or an absent field, so a rule has to say what
/// it does in each of the cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", content = "data", rename_all = "kebab-case")]
pub(crate) enum Outcome<T> {
    /// It is under way and will be delivered. Never in a file.
    #[serde(skip)]
    Pending,
    /// It was measured.
    Measured(T),
    /// It was tried and it failed. The failure is evidence too.
    Failed(Failure),
    /// This machine cannot tell.
    Unavailable(Why),
    /// It was not tried.
    NotTried(Why),
}

impl<T> Outcome<T> {
    /// What is still under way was not tried.
    fn end(&mut self, why: Why) {
        if self.is_pending() {
            *self = Self::NotTried(why);
        }
    }

    /// The measurement, where there is one.
    pub(crate) const fn measured(&self) -> Option<&T> {
        match self {
            Self::Measured(value) => Some(value),
            Self::Pending | Self::Failed(_) | Self::Unavailable(_) | Self::NotTried(_) => None,
        }
    }

    /// True while it is under way.
    pub(crate) const fn is_pending(&self) -> bool {
        matches!(self, Self::Pending)
    }

    /// A measurement, or the reason why an optional value is not there.
    pub(crate) fn or_unavailable(value: Option<T>, why: Why) -> Self {
        value.map_or(Self::Unavailable(why), Self::Measured)
    }
}

/// The parts of the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Part {
    Host,
    Wifi,
    Joining,
    Networks,
    Addresses,
    Idle,
    Latency,
    Elsewhere,
    Between,
    Traffic,
    Names,
    Web,
    Service,
}

impl Part {
    /// Every part, in the order they are usually delivered.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 13] = [
        Self::Host,
        Self::Joining,
        Self::Addresses,
        Self::Idle,
        Self::Latency,
        Self::Wifi,
        Self::Networks,
        Self::Elsewhere,
        Self::Between,
        Self::Traffic,
        Self::Names,
        Self::Web,
        Self::Service,
    ];

    /// True while the part is under way.
    pub(crate) const fn is_pending(self, evidence: &Evidence) -> bool {
        match self {
            Self::Host => evidence.host.is_pending(),
            Self::Wifi => evidence.wifi.is_pending(),
            Self::Joining => evidence.joining.is_pending(),
            Self::Networks => evidence.networks.is_pending(),
            Self::Addresses => evidence.addresses.is_pending(),
            Self::Idle => evidence.idle.is_pending(),
            Self::Latency => evidence.latency.is_pending(),
            Self::Elsewhere => evidence.elsewhere.is_pending(),
            Self::Between => evidence.between.is_pending(),
            Self::Traffic => evidence.traffic.is_pending(),
            Self::Names => evidence.names.is_pending(),
            Self::Web => evidence.web.is_pending(),
            Self::Service => evidence.service.is_pending(),
        }
    }
}

/// How an operation failed, in one vocabulary for all systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Failure {
    TimedOut,
    Refused,
    /// The other side ended it before it said what was asked.
    Closed,
    Unreachable,
    PermissionDenied,
    /// The system's answer made no sense.
    BadAnswer,
}

/// Why something was not measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Why {
    /// The person left it out (`--only`, `--skip`, `--offline`, `--quick`).
    NotAsked,
    /// The run was stopped before it came to it.
    Interrupted,
    /// What it needs had already failed in a lower layer.
    LowerLayerFailed,
    /// The link under test is no radio link.
    NotWifi,
    /// No network is joined.
    NotJoined,
    /// There is no such hardware.
    NoHardware,
    /// There is nothing of the kind here (no second interface, no gateway, …).
    NothingThere,
    /// The system does not let this user look.
    PermissionDenied,
    /// The system shows the radio's surroundings only to programs that may know where they are.
    LocationOff,
    /// The driver does not report it.
    NotReported,
    /// This system has no way to ask for it.
    NotSupported,
    /// It did not answer any probe that it was offered.
    NoAnswer,
    /// There was not enough time for it.
    NoTime,
    /// Nothing called for it.
    NotNeeded,
}

impl Why {
    /// True where what was to be looked at does not exist here, so that nobody misses it.
    pub(crate) const fn is_absence(self) -> bool {
        matches!(self, Self::NothingThere | Self::NotNeeded | Self::NotWifi | Self::NoHardware)
    }
}

/// The two address families, which are measured apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Family {
    V4,
    V6,
}

impl Family {
    /// The family of an address.
    pub(crate) const fn of(address: std::net::IpAddr) -> Self {
        match address {
            std::net::IpAddr::V4(_) => Self::V4,
            std::net::IpAddr::V6(_) => Self::V6,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_stand_bottom_up_under_their_names() {
        assert!(Layer::ALL.is_sorted());
        for layer in Layer::ALL {
            assert_eq!(Layer::from_name(layer.name()), Some(layer));
        }
        assert_eq!(Layer::from_name("Radio"), None);
    }

    #[test]
    fn every_outcome_but_a_pending_one_comes_back_from_a_file() {
        for outcome in [
            Outcome::Measured(3),
            Outcome::Failed(Failure::TimedOut),
            Outcome::Unavailable(Why::NotReported),
            Outcome::NotTried(Why::NotAsked),
        ] {
            let file = serde_json::to_string(&outcome).unwrap();
            assert_eq!(serde_json::from_str::<Outcome<i32>>(&file).unwrap(), outcome);
        }
        assert!(serde_json::to_string(&Outcome::<i32>::Pending).is_err());
    }
}
