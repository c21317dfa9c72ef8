//! What the system configuration of macOS holds: values under keys, and what they say of resolvers,
//! services, leases and proxies.
//!
//! It is apart from the calls that fetch the values so that reading them compiles and is tested
//! everywhere. The words are Apple's constants (`SCSchemaDefinitions.h`), which no language changes.

#[cfg(target_os = "macos")]
pub(crate) mod macos;

use crate::evidence::between::ProxyKind;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// A value. Truth is a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Number(i64),
    List(Vec<Value>),
    Table(BTreeMap<String, Value>),
    /// Of a kind that nothing here reads.
    Other,
}

impl Value {
    fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Table(table) => table.get(key),
            _ => None,
        }
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn number(&self, key: &str) -> Option<i64> {
        match self.get(key)? {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    fn is_set(&self, key: &str) -> bool {
        self.number(key).is_some_and(|number| number != 0)
    }
}

/// Those that are asked for names, in their order (`…/DNS`).
pub(crate) fn resolvers(dns: &Value) -> Vec<IpAddr> {
    let Some(Value::List(servers)) = dns.get("ServerAddresses") else { return Vec::new() };
    servers
        .iter()
        .filter_map(|server| match server {
            // The scope of a link-local address follows a percent sign.
            Value::Text(text) => text.split('%').next()?.parse().ok(),
            _ => None,
        })
        .collect()
}

/// True where somebody wrote the addresses down (`Setup:…/IPv4`, `Setup:…/IPv6`).
pub(crate) fn is_manual(setup: &Value) -> bool {
    matches!(setup.text("ConfigMethod"), Some("Manual" | "INFORM"))
}

/// Whether a link has somebody at its other end (`State:…/Link`).
pub(crate) fn is_active(link: &Value) -> Option<bool> {
    link.number("Active").map(|number| number != 0)
}

/// A proxy, and whether its setting holds a name to sign in with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proxy {
    pub(crate) kind: ProxyKind,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) signs_in: bool,
}

/// The proxies that are switched on, and the address of the script that chooses one: empty where it
/// is to be looked for (`State:…/Proxies`).
pub(crate) fn proxies(settings: &Value) -> (Vec<Proxy>, Option<String>) {
    // The second is for safe pages, and is itself spoken to in the clear.
    let kinds =
        [("HTTP", ProxyKind::Http), ("HTTPS", ProxyKind::Http), ("SOCKS", ProxyKind::Socks)];
    let proxies = kinds
        .into_iter()
        .filter(|(name, _)| settings.is_set(&format!("{name}Enable")))
        .filter_map(|(name, kind)| {
            let host = settings.text(&format!("{name}Proxy"))?.to_owned();
            let usual = if kind == ProxyKind::Socks { 1080 } else { 80 };
            let port = match settings.number(&format!("{name}Port")) {
                Some(port) => u16::try_from(port).ok().filter(|port| *port != 0)?,
                None => usual,
            };
            let signs_in = settings.text(&format!("{name}User")).is_some();
            (!host.is_empty()).then_some(Proxy { kind, host, port, signs_in })
        })
        .collect();
    let script = if settings.is_set("ProxyAutoConfigEnable") {
        settings.text("ProxyAutoConfigURLString").map(str::to_owned)
    } else {
        settings.is_set("ProxyAutoDiscoveryEnable").then(String::new)
    };
    (proxies, script)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(entries: &[(&str, Value)]) -> Value {
        Value::Table(
            entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect(),
        )
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn resolvers_are_read_in_their_order_and_without_scope() {
        let servers = ["192.168.1.1", "fe80::1%en0", "nonsense"].map(text).to_vec();
        let dns = table(&[("ServerAddresses", Value::List(servers)), ("DomainName", text("lan"))]);
        let expected = ["192.168.1.1", "fe80::1"].map(|ip| ip.parse::<IpAddr>().unwrap());
        assert_eq!(resolvers(&dns), expected);
        assert_eq!(resolvers(&table(&[])), [] as [IpAddr; 0]);
        assert_eq!(resolvers(&Value::Other), [] as [IpAddr; 0]);
    }

    #[test]
    fn only_what_somebody_wrote_down_is_manual() {
        for (method, expected) in [
            ("Manual", true),
            ("INFORM", true),
            ("DHCP", false),
            ("Automatic", false),
            ("LinkLocal", false),
            ("PPP", false),
        ] {
            assert_eq!(is_manual(&table(&[("ConfigMethod", text(method))])), expected, "{method}");
        }
        assert!(!is_manual(&table(&[])));
    }

    #[test]
    fn a_link_that_says_nothing_of_itself_is_neither_active_nor_not() {
        assert_eq!(is_active(&table(&[("Active", Value::Number(1))])), Some(true));
        assert_eq!(is_active(&table(&[("Active", Value::Number(0))])), Some(false));
        assert_eq!(is_active(&table(&[])), None);
    }

    #[test]
    fn proxies_count_when_they_are_switched_on() {
        let on = Value::Number(1);
        let off = Value::Number(0);
        let proxy = |kind, port, signs_in| Proxy { kind, host: "p.lan".to_owned(), port, signs_in };
        for (settings, expected, script) in [
            (vec![], vec![], None),
            (
                vec![("HTTPEnable", on.clone()), ("HTTPProxy", text("p.lan"))],
                vec![proxy(ProxyKind::Http, 80, false)],
                None,
            ),
            (
                vec![
                    ("HTTPSEnable", on.clone()),
                    ("HTTPSProxy", text("p.lan")),
                    ("HTTPSPort", Value::Number(3128)),
                    ("HTTPSUser", text("ana")),
                    ("SOCKSEnable", on.clone()),
                    ("SOCKSProxy", text("p.lan")),
                ],
                vec![proxy(ProxyKind::Http, 3128, true), proxy(ProxyKind::Socks, 1080, false)],
                None,
            ),
            // Switched off, or not a port.
            (vec![("HTTPEnable", off.clone()), ("HTTPProxy", text("p.lan"))], vec![], None),
            (
                vec![
                    ("HTTPEnable", on.clone()),
                    ("HTTPProxy", text("p.lan")),
                    ("HTTPPort", Value::Number(70_000)),
                ],
                vec![],
                None,
            ),
            (
                vec![
                    ("ProxyAutoConfigEnable", on.clone()),
                    ("ProxyAutoConfigURLString", text("http://p.lan/x.pac")),
                ],
                vec![],
                Some("http://p.lan/x.pac".to_owned()),
            ),
            (vec![("ProxyAutoDiscoveryEnable", on.clone())], vec![], Some(String::new())),
            (vec![("ProxyAutoDiscoveryEnable", off.clone())], vec![], None),
        ] {
            assert_eq!(proxies(&table(&settings)), (expected, script), "{settings:?}");
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let key = prop::sample::select(vec![
            "ServerAddresses",
            "ConfigMethod",
            "Active",
            "HTTPEnable",
            "HTTPProxy",
            "HTTPPort",
            "SOCKSEnable",
            "SOCKSProxy",
            "ProxyAutoConfigEnable",
            "ProxyAutoConfigURLString",
        ]);
        let leaf = prop_oneof![
            any::<i64>().prop_map(Value::Number),
            any::<String>().prop_map(Value::Text),
            Just(Value::Other),
        ];
        leaf.prop_recursive(3, 32, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
                prop::collection::btree_map(key.clone().prop_map(str::to_owned), inner, 0..6)
                    .prop_map(Value::Table),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_value_is_read_without_panic(value in any_value()) {
            let _ = (resolvers(&value), is_manual(&value), is_active(&value), proxies(&value));
        }
    }
}
