//! The one service that `--target` names: a web address, or a host with or without a port.
//!
//! Apart because it is read strictly: what is not understood is told, and nothing is contacted.

use crate::evidence::service::Speaks;
use std::net::IpAddr;

/// A service by name or address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) speaks: Speaks,
    /// What is asked for; never shown and never kept.
    pub(crate) path: String,
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// Why a text names no service that could be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadTarget {
    /// It is no web address and no host with a port.
    NotUnderstood,
    /// It is this computer.
    ThisComputer,
    /// It is an address that the internet does not have.
    NotOfTheInternet,
}

/// Longer names do not exist (RFC 1035).
const LONGEST_NAME: usize = 253;
const LONGEST_LABEL: usize = 63;

impl Target {
    /// Reads `https://host:port/path`, `host` or `host:port`.
    pub(crate) fn parse(text: &str) -> Result<Self, BadTarget> {
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => {
                (Some(Speaks::Https), rest)
            }
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => {
                (Some(Speaks::Http), rest)
            }
            Some(_) => return Err(BadTarget::NotUnderstood),
            None => (None, text),
        };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if scheme.is_none() && !path.is_empty() && path != "/" {
            // `host/page`, as people copy it from the browser's line.
            return Self::parse(&format!("https://{text}"));
        }
        let (host, port) = host_and_port(authority).ok_or(BadTarget::NotUnderstood)?;
        let speaks = match (scheme, port) {
            (Some(speaks), _) => speaks,
            (None, None | Some(443)) => Speaks::Https,
            (None, Some(80)) => Speaks::Http,
            (None, Some(_)) => Speaks::Other,
        };
        let usual = if speaks == Speaks::Http { 80 } else { 443 };
        let target =
            Self { host: known(host)?, port: port.unwrap_or(usual), speaks, path: asked_for(path) };
        Ok(target)
    }
}

/// The part of an address behind the host, as a request names it: what follows `#` stays at home.
fn asked_for(path: &str) -> String {
    let path = path.split('#').next().unwrap_or_default();
    let visible = path.bytes().all(|byte| byte.is_ascii_graphic());
    match path {
        _ if !visible => "/".to_owned(),
        path if path.starts_with('/') => path.to_owned(),
        path => format!("/{path}"),
    }
}

fn host_and_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let port = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|port| digits && *port != 0)
    };
    if let Some(v6) = authority.strip_prefix('[') {
        let (host, rest) = v6.split_once(']')?;
        host.parse::<std::net::Ipv6Addr>().ok()?;
        return match rest.strip_prefix(':') {
            Some(text) => Some((host, Some(port(text)?))),
            None => rest.is_empty().then_some((host, None)),
        };
    }
    if authority.parse::<std::net::Ipv6Addr>().is_ok() {
        return Some((authority, None));
    }
    match authority.split_once(':') {
        Some((host, text)) => Some((host, Some(port(text)?))),
        None => Some((authority, None)),
    }
}

/// The host, where it is one of the internet.
fn known(host: &str) -> Result<String, BadTarget> {
    if let Ok(ip) = host.parse::<IpAddr>() {
        let ip = ip.to_canonical();
        return match lies(ip) {
            Some(bad) => Err(bad),
            None => Ok(ip.to_string()),
        };
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    let lower = name.to_lowercase();
    if lower == "localhost" || lower.ends_with(".localhost") {
        return Err(BadTarget::ThisComputer);
    }
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= LONGEST_LABEL
            && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    // A last label of digits alone is an address that was mistyped.
    let is_number =
        name.rsplit('.').next().is_none_or(|last| last.bytes().all(|b| b.is_ascii_digit()));
    let fine = name.len() <= LONGEST_NAME && name.split('.').all(label) && !is_number;
    if fine { Ok(name.to_owned()) } else { Err(BadTarget::NotUnderstood) }
}

/// Why an address is not asked as a service of the internet, where it is not.
pub(crate) const fn lies(ip: IpAddr) -> Option<BadTarget> {
    let (here, inside) = match ip {
        IpAddr::V4(v4) => (
            v4.is_loopback() || v4.is_unspecified(),
            v4.is_private() || v4.is_link_local() || v4.is_multicast() || v4.is_broadcast(),
        ),
        IpAddr::V6(v6) => (
            v6.is_loopback() || v6.is_unspecified(),
            v6.is_unique_local() || v6.is_unicast_link_local() || v6.is_multicast(),
        ),
    };
    match (here, inside) {
        (true, _) => Some(BadTarget::ThisComputer),
        (false, true) => Some(BadTarget::NotOfTheInternet),
        (false, false) => None,
    }
}

/// Reads everything there is to read in any bytes; for property tests and the fuzz target.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_anything(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for text in [text.clone(), format!("https://{text}").into()] {
        if let Ok(target) = Target::parse(&text) {
            let again = Target::parse(&target.to_string());
            assert!(again.is_ok_and(|again| again.host == target.host), "{target}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_service_is_read_as_people_write_it() {
        for (text, host, port, speaks, path) in [
            ("example.org", "example.org", 443, Speaks::Https, "/"),
            ("example.org.", "example.org", 443, Speaks::Https, "/"),
            ("example.org/", "example.org", 443, Speaks::Https, "/"),
            ("example.org/mail?x=1", "example.org", 443, Speaks::Https, "/mail?x=1"),
            ("example.org:80", "example.org", 80, Speaks::Http, "/"),
            ("example.org:993", "example.org", 993, Speaks::Other, "/"),
            ("https://example.org", "example.org", 443, Speaks::Https, "/"),
            ("HTTPS://example.org:8443/a#b", "example.org", 8443, Speaks::Https, "/a"),
            ("http://example.org?q", "example.org", 80, Speaks::Http, "/?q"),
            ("https://example.org/\u{e1}", "example.org", 443, Speaks::Https, "/"),
            ("192.0.2.1:8443", "192.0.2.1", 8443, Speaks::Other, "/"),
            ("2001:db8::1", "2001:db8::1", 443, Speaks::Https, "/"),
            ("[2001:db8::1]:80", "2001:db8::1", 80, Speaks::Http, "/"),
            ("a\u{f1}o.es", "a\u{f1}o.es", 443, Speaks::Https, "/"),
        ] {
            let expected = Target { host: host.into(), port, speaks, path: path.into() };
            assert_eq!(Target::parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_service_is_told_apart_from_what_is_not_out_there() {
        for (text, expected) in [
            ("", BadTarget::NotUnderstood),
            ("my bank", BadTarget::NotUnderstood),
            ("ftp://example.org", BadTarget::NotUnderstood),
            ("https://", BadTarget::NotUnderstood),
            ("https://user:secret@example.org", BadTarget::NotUnderstood),
            ("example..org", BadTarget::NotUnderstood),
            ("example.org:", BadTarget::NotUnderstood),
            ("example.org:0", BadTarget::NotUnderstood),
            ("example.org:65536", BadTarget::NotUnderstood),
            ("example.org:+80", BadTarget::NotUnderstood),
            ("1.2.3", BadTarget::NotUnderstood),
            ("1.2.3.999", BadTarget::NotUnderstood),
            ("[::1", BadTarget::NotUnderstood),
            ("localhost:8080", BadTarget::ThisComputer),
            ("http://127.0.0.1", BadTarget::ThisComputer),
            ("::1", BadTarget::ThisComputer),
            ("[::ffff:127.0.0.1]:80", BadTarget::ThisComputer),
            ("0.0.0.0", BadTarget::ThisComputer),
            ("192.168.1.1", BadTarget::NotOfTheInternet),
            ("http://[fe80::1]/", BadTarget::NotOfTheInternet),
        ] {
            assert_eq!(Target::parse(text), Err(expected), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_an_end(text: String) {
            read_anything(text.as_bytes());
        }
    }
}
