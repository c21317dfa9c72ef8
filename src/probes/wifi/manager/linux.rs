//! The managers of Linux over D-Bus: `NetworkManager`, iwd, `wpa_supplicant`.
//!
//! Apart because it is the only code that knows D-Bus. It asks only whoever runs: a question to
//! one who does not would start it.

use super::Manager;
use crate::evidence::Foreign;
use crate::probes::net::SystemError;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::time::Duration;
use zbus::{Connection, DynamicType, OwnedObjectPath, OwnedVariant, Variant, fdo};

/// The longest wait for one thing that is asked, with all the questions it takes. A manager answers
/// in milliseconds; one that hangs must not hold up a run.
const PATIENCE: Duration = Duration::from_secs(2);

/// The system's bus; who is on it is looked at when something is asked.
pub(crate) struct Bus {
    /// `None` for the one where all systems have it.
    address: Option<String>,
}

/// Who manages radios on Linux, in the order in which they are asked: where the first runs, it uses
/// one of the others for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    NetworkManager,
    Iwd,
    Supplicant,
}

impl Who {
    const ALL: [Self; 3] = [Self::NetworkManager, Self::Iwd, Self::Supplicant];

    /// Its name on the bus.
    const fn service(self) -> &'static str {
        match self {
            Self::NetworkManager => "org.freedesktop.NetworkManager",
            Self::Iwd => "net.connman.iwd",
            Self::Supplicant => "fi.w1.wpa_supplicant1",
        }
    }
}

impl Manager for Bus {
    async fn scan(&self, link: &str) -> Result<(), SystemError> {
        self.ask(async |asking| asking.scan(link).await).await
    }

    async fn known(&self, link: &str) -> Result<Vec<Foreign>, SystemError> {
        self.ask(async |asking| asking.known(link).await).await
    }
}

impl Bus {
    /// The one that the system's programs meet on.
    pub(crate) const fn open() -> Self {
        Self { address: None }
    }

    /// Asks one after the other until somebody answers; the first refusal counts where nobody does.
    async fn ask<T>(
        &self,
        question: impl AsyncFn(&Asking<'_>) -> zbus::Result<T>,
    ) -> Result<T, SystemError> {
        let asked = async {
            let connection = match &self.address {
                Some(address) => zbus::connection::Builder::address(address.as_str()).build().await,
                None => Connection::system().await,
            };
            // Without a bus there is nobody on it.
            let Ok(connection) = connection else { return Err(SystemError::NothingThere) };
            let there = names(&connection).await.map_err(|error| reason(&error))?;
            let mut refusal = SystemError::NothingThere;
            for who in Who::ALL {
                if !there.iter().any(|name| name == who.service()) {
                    continue;
                }
                match question(&Asking { connection: &connection, who }).await {
                    Ok(answer) => return Ok(answer),
                    Err(error) if refusal == SystemError::NothingThere => refusal = reason(&error),
                    Err(_) => {}
                }
            }
            Err(refusal)
        };
        tokio::time::timeout(PATIENCE, asked).await.unwrap_or(Err(SystemError::TimedOut))
    }
}

/// Who is on the bus.
async fn names(connection: &Connection) -> zbus::Result<Vec<String>> {
    const BUS: &str = "org.freedesktop.DBus";
    let path = "/org/freedesktop/DBus";
    let answer = connection.call_method(Some(BUS), path, Some(BUS), "ListNames", &()).await?;
    answer.body().deserialize()
}

fn reason(error: &zbus::Error) -> SystemError {
    match error {
        zbus::Error::FDO(named) => match **named {
            fdo::Error::AccessDenied(_) | fdo::Error::AuthFailed(_) => SystemError::Denied,
            fdo::Error::NoReply(_) | fdo::Error::Timeout(_) | fdo::Error::TimedOut(_) => {
                SystemError::TimedOut
            }
            fdo::Error::ServiceUnknown(_) | fdo::Error::UnknownObject(_) => {
                SystemError::NothingThere
            }
            _ => SystemError::BadAnswer,
        },
        zbus::Error::MethodError(name, ..) if name.ends_with("PermissionDenied") => {
            SystemError::Denied
        }
        // It has no such interface, or manages another.
        zbus::Error::MethodError(..) => SystemError::NothingThere,
        _ => SystemError::BadAnswer,
    }
}

/// What somebody says of a thing: properties by their names.
type Properties = HashMap<String, OwnedVariant>;

/// One manager that runs.
struct Asking<'a> {
    connection: &'a Connection,
    who: Who,
}

impl Asking<'_> {
    /// Calls a method of an interface, whose name is given without the manager's.
    async fn call(
        &self,
        path: &str,
        interface: &str,
        method: &str,
        body: &(impl serde::Serialize + DynamicType),
    ) -> zbus::Result<zbus::Message> {
        let interface = format!("{}{interface}", self.who.service());
        let to = Some(self.who.service());
        self.connection.call_method(to, path, Some(interface), method, body).await
    }

    /// A property of a thing.
    async fn property(
        &self,
        path: &str,
        interface: &str,
        name: &str,
    ) -> zbus::Result<OwnedVariant> {
        const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
        let body = (format!("{}{interface}", self.who.service()), name);
        let to = Some(self.who.service());
        let answer = self.connection.call_method(to, path, Some(PROPERTIES), "Get", &body).await?;
        answer.body().deserialize()
    }

    async fn scan(&self, link: &str) -> zbus::Result<()> {
        let no_options: HashMap<&str, Variant<'_>> = HashMap::new();
        match self.who {
            Who::NetworkManager => {
                let device = self.device(link).await?;
                self.call(&device, ".Device.Wireless", "RequestScan", &(no_options,)).await
            }
            Who::Iwd => {
                let objects = self.objects().await?;
                let station = objects
                    .iter()
                    .find(|(_, interfaces)| {
                        let device = interfaces.get("net.connman.iwd.Device");
                        device.and_then(|device| text(device, "Name")).as_deref() == Some(link)
                    })
                    .ok_or(zbus::Error::InvalidObjectPath)?;
                self.call(station.0.as_str(), ".Station", "Scan", &()).await
            }
            Who::Supplicant => {
                let interface = self.interface(link).await?;
                let how: HashMap<&str, Variant<'_>> = [("Type", Variant::new("active"))].into();
                self.call(&interface, ".Interface", "Scan", &(how,)).await
            }
        }
        .map(|_| ())
    }

    async fn known(&self, link: &str) -> zbus::Result<Vec<Foreign>> {
        match self.who {
            Who::NetworkManager => self.known_to_network_manager().await,
            Who::Iwd => {
                let objects = self.objects().await?;
                let known = objects.values().filter_map(|interfaces| {
                    let network = interfaces.get("net.connman.iwd.KnownNetwork")?;
                    // A time as ISO 8601, which sorts as text.
                    Some((text(network, "LastConnectedTime"), Foreign::new(text(network, "Name")?)))
                });
                Ok(last_used_first(known.collect()))
            }
            Who::Supplicant => {
                let interface = self.interface(link).await?;
                let networks = self.property(&interface, ".Interface", "Networks").await?;
                let networks = Vec::<OwnedObjectPath>::try_from(networks)?;
                let mut known = Vec::new();
                for network in &networks {
                    let network = self.property(network.as_str(), ".Network", "Properties").await?;
                    known.extend(supplicant_name(&Properties::try_from(network)?));
                }
                Ok(known)
            }
        }
    }

    /// `NetworkManager`'s object for an interface.
    async fn device(&self, link: &str) -> zbus::Result<String> {
        let answer = self
            .call("/org/freedesktop/NetworkManager", "", "GetDeviceByIpIface", &(link,))
            .await?;
        Ok(answer.body().deserialize::<OwnedObjectPath>()?.to_string())
    }

    async fn known_to_network_manager(&self) -> zbus::Result<Vec<Foreign>> {
        let settings = "/org/freedesktop/NetworkManager/Settings";
        let answer = self.call(settings, ".Settings", "ListConnections", &()).await?;
        let mut known = Vec::new();
        for connection in answer.body().deserialize::<Vec<OwnedObjectPath>>()? {
            let answer =
                self.call(connection.as_str(), ".Settings.Connection", "GetSettings", &()).await;
            // Another user's own connection is not told.
            let Ok(answer) = answer else { continue };
            known.extend(network_manager_name(&answer.body().deserialize()?));
        }
        Ok(last_used_first(known))
    }

    /// Everything that iwd has.
    async fn objects(&self) -> zbus::Result<HashMap<OwnedObjectPath, HashMap<String, Properties>>> {
        const MANAGER: &str = "org.freedesktop.DBus.ObjectManager";
        let to = Some(self.who.service());
        let answer =
            self.connection.call_method(to, "/", Some(MANAGER), "GetManagedObjects", &()).await?;
        answer.body().deserialize()
    }

    /// The supplicant's object for an interface.
    async fn interface(&self, link: &str) -> zbus::Result<String> {
        let answer = self.call("/fi/w1/wpa_supplicant1", "", "GetInterface", &(link,)).await?;
        Ok(answer.body().deserialize::<OwnedObjectPath>()?.to_string())
    }
}

fn text(properties: &Properties, name: &str) -> Option<String> {
    Some(<&str>::try_from(properties.get(name)?).ok()?.to_owned())
}

/// The last time that `NetworkManager` used a Wi-Fi network, in seconds since 1970, and its name;
/// `None` for what is no network to join.
fn network_manager_name(settings: &HashMap<String, Properties>) -> Option<(Option<u64>, Foreign)> {
    let wifi = settings.get("802-11-wireless")?;
    // What this computer offers itself.
    if matches!(text(wifi, "mode").as_deref(), Some("ap" | "adhoc" | "mesh")) {
        return None;
    }
    let name = Vec::<u8>::try_from(wifi.get("ssid")?.try_clone().ok()?).ok()?;
    let used = settings.get("connection").and_then(|connection| connection.get("timestamp"));
    Some((used.and_then(|used| u64::try_from(used).ok()), Foreign::new(name)))
}

/// The name of a network that the supplicant may join: quoted where it is plain text, else in
/// hexadecimal digits.
fn supplicant_name(network: &Properties) -> Option<Foreign> {
    if text(network, "disabled").is_some_and(|disabled| disabled != "0") {
        return None;
    }
    let written = text(network, "ssid")?;
    let quoted = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    if let Some(name) = quoted {
        return Some(Foreign::new(name));
    }
    let digits: Option<Vec<u8>> = written
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect();
    digits.map(Foreign::new)
}

/// Names by the time they were last used, those never used last, each once.
fn last_used_first<T: Ord>(mut known: Vec<(Option<T>, Foreign)>) -> Vec<Foreign> {
    known.sort_by(|one, other| Reverse(&one.0).cmp(&Reverse(&other.0)));
    let mut names: Vec<Foreign> = Vec::new();
    for (_, name) in known {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn properties(of: &[(&str, Variant<'_>)]) -> Properties {
        of.iter().map(|(name, value)| ((*name).to_owned(), value.try_to_owned().unwrap())).collect()
    }

    #[test]
    fn the_supplicants_names_are_quoted_or_in_digits() {
        for (written, expected) in [
            ("\"HomeNet\"", Some(Foreign::new("HomeNet"))),
            ("\"a\"b\"", Some(Foreign::new("a\"b"))),
            ("486f6dff", Some(Foreign::new(*b"Hom\xff"))),
            ("4", Some(Foreign::new([4]))),
            ("xy", None),
            ("é", None),
        ] {
            let network = properties(&[("ssid", Variant::new(written))]);
            assert_eq!(supplicant_name(&network), expected, "{written}");
        }
        let disabled =
            properties(&[("ssid", Variant::new("\"x\"")), ("disabled", Variant::new("1"))]);
        assert_eq!(supplicant_name(&disabled), None);
        assert_eq!(supplicant_name(&HashMap::new()), None);
    }

    #[test]
    fn a_hotspot_of_this_computer_is_no_network_to_join() {
        let settings = |mode: &str| {
            HashMap::from([
                ("connection".to_owned(), properties(&[("timestamp", Variant::new(7_u64))])),
                (
                    "802-11-wireless".to_owned(),
                    properties(&[
                        ("ssid", Variant::new(b"HomeNet".to_vec())),
                        ("mode", Variant::new(mode)),
                    ]),
                ),
            ])
        };
        let home = (Some(7), Foreign::new("HomeNet"));
        assert_eq!(network_manager_name(&settings("infrastructure")), Some(home));
        assert_eq!(network_manager_name(&settings("ap")), None);
        assert_eq!(network_manager_name(&HashMap::new()), None);
    }

    #[test]
    fn the_last_used_comes_first_and_each_once() {
        let known = [(Some(1), "Old"), (None, "Never"), (Some(9), "New"), (Some(0), "New")];
        let known = known.map(|(used, name)| (used, Foreign::new(name)));
        let expected = ["New", "Old", "Never"].map(Foreign::new);
        assert_eq!(last_used_first(known.to_vec()), expected);
    }

    #[tokio::test]
    async fn without_a_bus_there_is_nobody_to_ask() {
        let bus = Bus { address: Some("unix:path=/nonexistent/bus".to_owned()) };
        assert_eq!(bus.known("wlan0").await, Err(SystemError::NothingThere));
    }

    #[tokio::test(start_paused = true)]
    async fn a_bus_that_never_answers_is_waited_for_no_longer_than_is_set() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bus");
        let _silent = std::os::unix::net::UnixListener::bind(&path).unwrap();
        let bus = Bus { address: Some(format!("unix:path={}", path.display())) };
        let begun = tokio::time::Instant::now();
        assert_eq!(bus.scan("wlan0").await, Err(SystemError::TimedOut));
        assert_eq!(begun.elapsed().as_secs(), PATIENCE.as_secs());
    }
}
