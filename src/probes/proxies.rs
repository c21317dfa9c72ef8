//! The proxies that this computer is set to use, and whether each makes a way to a far end.
//!
//! It is apart because it goes the way that other programs go, by the system's routes and names,
//! while all other probes are pinned to the interface under test. A password in a setting is
//! neither sent nor kept.

mod desktop;

use super::look_up;
use crate::evidence::between::{Proxy, ProxyAnswer, ProxyKind, Script, SetIn};
use crate::evidence::{Failure, Foreign};
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// How long a proxy has to take a connection and to answer. It is usually in the home or at work;
/// one that takes longer makes every page late by as much.
const PATIENCE: Duration = Duration::from_millis(2500);
/// The variables that programs look for. The upper-case form of the first is left to the few that
/// read it, so it comes last.
const VARIABLES: [&str; 6] =
    ["http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY"];
/// Different proxies that are asked at most: one each for pages, safe pages and the rest.
const MOST: usize = 3;
/// The file of variables for every session.
const SYSTEM_FILE: &str = "/etc/environment";
/// Longer than any file of settings; what is beyond is not read.
const MOST_BYTES: u64 = 1024 * 1024;
/// The head of an answer is shorter, and what is beyond is of no interest.
const MOST_ANSWER: usize = 4096;

/// A proxy as it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting {
    set_in: SetIn,
    kind: ProxyKind,
    host: String,
    port: u16,
    /// It holds a name to sign in with, which is not kept.
    signs_in: bool,
}

impl Script {
    /// The script at this address; to be looked for where there is none.
    fn of(set_in: SetIn, address: &str) -> Self {
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let place = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = place.rsplit_once('@').map_or(place, |(_, host)| host);
        Self { set_in, host: Foreign::new(host) }
    }
}

/// The settings of this computer.
pub(crate) fn settings() -> (Vec<Setting>, Option<Script>) {
    let variable = |name: &str| std::env::var(name).ok();
    let mut text = Vec::new();
    let file = std::fs::File::open(SYSTEM_FILE).and_then(|file| {
        file.take(MOST_BYTES).read_to_end(&mut text)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    });
    let desktop = desktop::look();
    (found(&variable, desktop.proxies, &file.unwrap_or_default()), desktop.script)
}

/// The settings in variables, of the desktop and in the system's file, each proxy once.
fn found(
    variable: &dyn Fn(&str) -> Option<String>,
    desktop: Vec<Setting>,
    file: &str,
) -> Vec<Setting> {
    let in_file = |name: &str| {
        file.lines().rev().find_map(|line| {
            let line = line.trim();
            let (key, value) = line.strip_prefix("export ").unwrap_or(line).split_once('=')?;
            let value = value.trim().trim_matches(['"', '\'']);
            (key.trim() == name).then(|| value.to_owned())
        })
    };
    let of_variables = |set_in, value: &dyn Fn(&str) -> Option<String>| {
        let nowhere = ["no_proxy", "NO_PROXY"]
            .iter()
            .any(|name| value(name).is_some_and(|hosts| hosts.trim() == "*"));
        let names = VARIABLES.iter().filter(|_| !nowhere);
        names.filter_map(|name| setting(set_in, &value(name)?)).collect::<Vec<_>>()
    };
    let session = of_variables(SetIn::Session, variable);
    let system = of_variables(SetIn::System, &in_file);
    let mut settings: Vec<Setting> = Vec::new();
    for setting in session.into_iter().chain(desktop).chain(system) {
        let place = |setting: &Setting| (setting.kind, setting.host.clone(), setting.port);
        let known = settings.iter().any(|known| place(known) == place(&setting));
        if !known && settings.len() < MOST {
            settings.push(setting);
        }
    }
    settings
}

/// Host and port of `[scheme://][user:password@]host[:port][/]`; nothing else of it is kept.
fn setting(set_in: SetIn, value: &str) -> Option<Setting> {
    let value = value.trim();
    let (scheme, rest) = value.split_once("://").unwrap_or(("http", value));
    let (kind, usual) = match scheme.to_ascii_lowercase().as_str() {
        "http" => (ProxyKind::Http, 80),
        "https" => (ProxyKind::Https, 443),
        "socks" | "socks4" | "socks4a" | "socks5" | "socks5h" => (ProxyKind::Socks, 1080),
        _ => return None,
    };
    let rest = rest.split(['/', '?', '#']).next()?;
    let (signs_in, place) = rest.rsplit_once('@').map_or((false, rest), |(_, place)| (true, place));
    let (host, port) = match place.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']')?;
            (host, port.strip_prefix(':').filter(|port| !port.is_empty()))
        }
        None => match place.split_once(':') {
            Some((host, port)) => (host, Some(port).filter(|port| !port.is_empty())),
            None => (place, None),
        },
    };
    let port = port.map_or(Some(usual), |port| port.parse().ok().filter(|port| *port != 0))?;
    let fine = !host.is_empty()
        && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | ':' | '-' | '_' | '%'));
    fine.then(|| Setting { set_in, kind, host: host.to_owned(), port, signs_in })
}

/// Asks each proxy for a way to one of the far ends, all at the same time.
pub(crate) async fn run(settings: Vec<Setting>, far: Vec<IpAddr>) -> Vec<Proxy> {
    let asked: Vec<_> = settings
        .into_iter()
        .map(|setting| {
            let far = far.clone();
            tokio::spawn(async move {
                let answer = ask(&setting, far).await;
                Proxy {
                    set_in: setting.set_in,
                    kind: setting.kind,
                    host: Foreign::new(setting.host),
                    port: setting.port,
                    answer,
                }
            })
        })
        .collect();
    let mut proxies = Vec::new();
    for proxy in asked {
        proxies.extend(proxy.await);
    }
    proxies
}

async fn ask(setting: &Setting, far: Vec<IpAddr>) -> ProxyAnswer {
    let known: Option<IpAddr> = setting.host.parse().ok();
    let Some(ip) = known.or(look_up(&setting.host).await.first().copied()) else {
        return ProxyAnswer::Unknown;
    };
    // What the resolver takes is not the proxy's doing.
    let until = Instant::now() + PATIENCE;
    let (kind, to) = (setting.kind, SocketAddr::new(ip, setting.port));
    let signs_in = setting.signs_in;
    // Twice, to two far ends: neither one of these that is down nor a packet that gets lost becomes
    // the proxy's fault.
    let ways: Vec<_> = far
        .into_iter()
        .take(2)
        .map(|far| {
            tokio::task::spawn_blocking(move || way(to, kind, SocketAddr::new(far, 443), until))
        })
        .collect();
    let mut best = None;
    for way in ways {
        let Ok(found) = way.await else { continue };
        if best.is_none_or(|best: ProxyAnswer| best.is_dead() && !found.is_dead()) {
            best = Some(found);
        }
    }
    match best.unwrap_or(ProxyAnswer::NoConnection(Failure::TimedOut)) {
        // Whoever has a password to send was not asked for it by this program, which sends none.
        ProxyAnswer::WantsPassword if signs_in => ProxyAnswer::Refuses,
        answer => answer,
    }
}

/// Asks a proxy for a way to `far`, in a time that is bounded by `until`.
fn way(proxy: SocketAddr, kind: ProxyKind, far: SocketAddr, until: Instant) -> ProxyAnswer {
    let left = || until.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
    let mut stream = match TcpStream::connect_timeout(&proxy, left()) {
        Ok(stream) => stream,
        Err(error) => {
            return ProxyAnswer::NoConnection(match error.kind() {
                ErrorKind::ConnectionRefused => Failure::Refused,
                ErrorKind::TimedOut | ErrorKind::WouldBlock => Failure::TimedOut,
                ErrorKind::PermissionDenied => Failure::PermissionDenied,
                _ => Failure::Unreachable,
            });
        }
    };
    let question = match kind {
        ProxyKind::Http => format!("CONNECT {far} HTTP/1.1\r\nHost: {far}\r\n\r\n").into_bytes(),
        // Version 5, one way to sign in: none.
        ProxyKind::Socks => vec![5, 1, 0],
        ProxyKind::Https => return ProxyAnswer::Connects,
    };
    if stream.set_write_timeout(Some(left())).is_err() || stream.write_all(&question).is_err() {
        return ProxyAnswer::NoProxy;
    }
    if kind == ProxyKind::Http {
        return status(&read(&mut stream, &left, |bytes| {
            bytes.windows(4).any(|four| four == b"\r\n\r\n")
        }));
    }
    match read(&mut stream, &left, |bytes| bytes.len() >= 2).as_slice() {
        [5, 0, ..] => {}
        // None of the ways offered: it wants a name and a password.
        [5, 0xff, ..] => return ProxyAnswer::WantsPassword,
        [5, ..] => return ProxyAnswer::Refuses,
        _ => return ProxyAnswer::NoProxy,
    }
    if stream.write_all(&socks_request(far)).is_err() {
        return ProxyAnswer::NoProxy;
    }
    match read(&mut stream, &left, |bytes| bytes.len() >= 2).as_slice() {
        [5, 0, ..] => ProxyAnswer::Works,
        // General failure, network or host unreachable, refused, time over (RFC 1928).
        [5, 1 | 3 | 4 | 5 | 6, ..] => ProxyAnswer::NoWayOut,
        [5, ..] => ProxyAnswer::Refuses,
        _ => ProxyAnswer::NoProxy,
    }
}

/// A SOCKS request to connect to an address (RFC 1928).
fn socks_request(far: SocketAddr) -> Vec<u8> {
    let mut request = vec![5, 1, 0];
    match far.ip() {
        IpAddr::V4(ip) => {
            request.push(1);
            request.extend(ip.octets());
        }
        IpAddr::V6(ip) => {
            request.push(4);
            request.extend(ip.octets());
        }
    }
    request.extend(far.port().to_be_bytes());
    request
}

/// Reads until there is enough, the time is over, or more has come than any answer has.
fn read(
    stream: &mut TcpStream,
    left: &dyn Fn() -> Duration,
    enough: impl Fn(&[u8]) -> bool,
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut buffer = [0; MOST_ANSWER];
    while !enough(&bytes) && bytes.len() < MOST_ANSWER && left() > Duration::from_millis(1) {
        if stream.set_read_timeout(Some(left())).is_err() {
            break;
        }
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
        }
    }
    bytes
}

/// What the head of an HTTP answer to a CONNECT means.
fn status(answer: &[u8]) -> ProxyAnswer {
    let head = String::from_utf8_lossy(answer);
    let mut lines = head.lines();
    let mut words = lines.next().unwrap_or_default().split_ascii_whitespace();
    let http = words.next().is_some_and(|word| word.starts_with("HTTP/"));
    let code: Option<u16> = words.next().and_then(|word| word.parse().ok());
    match code.filter(|_| http) {
        Some(200..=299) => ProxyAnswer::Works,
        Some(407) if lines.all(|line| !signs_in_by_itself(line)) => ProxyAnswer::WantsPassword,
        // Bad gateway, service unavailable, gateway timeout.
        Some(502..=504) => ProxyAnswer::NoWayOut,
        Some(300..=599) => ProxyAnswer::Refuses,
        _ => ProxyAnswer::NoProxy,
    }
}

/// True for a line that offers to sign in with what the person entered at the start of the session,
/// as the computers of companies do.
fn signs_in_by_itself(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, value)| {
        let way = value.split_ascii_whitespace().next().unwrap_or_default();
        name.eq_ignore_ascii_case("proxy-authenticate")
            && ["negotiate", "ntlm", "kerberos"].iter().any(|own| way.eq_ignore_ascii_case(own))
    })
}

/// Reads everything there is to read in any bytes; for property tests and the fuzz target.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_anything(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = setting(SetIn::System, &text);
    let _ = found(&|_| Some(text.clone().into_owned()), Vec::new(), &text);
    let _ = (Script::of(SetIn::System, &text), status(bytes));
    desktop::read_anything(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::net::TcpListener;

    fn place(value: &str) -> Option<(ProxyKind, String, u16)> {
        setting(SetIn::Session, value).map(|setting| (setting.kind, setting.host, setting.port))
    }

    #[test]
    fn of_a_setting_host_and_port_are_kept_and_no_password() {
        use ProxyKind::{Http, Https, Socks};
        for (value, expected) in [
            ("http://192.168.50.77:3128", Some((Http, "192.168.50.77", 3128))),
            ("proxy.lan:8080/", Some((Http, "proxy.lan", 8080))),
            ("proxy.lan", Some((Http, "proxy.lan", 80))),
            ("http://ana:s3cret@proxy.lan:8080", Some((Http, "proxy.lan", 8080))),
            ("http://ana:s@cr@t@proxy.lan:8080", Some((Http, "proxy.lan", 8080))),
            ("https://proxy.lan", Some((Https, "proxy.lan", 443))),
            ("socks5h://[2001:db8::1]:1081", Some((Socks, "2001:db8::1", 1081))),
            ("SOCKS://localhost:", Some((Socks, "localhost", 1080))),
            ("ftp://proxy.lan", None),
            ("http://", None),
            ("http://proxy.lan:0", None),
            ("http://proxy.lan:99999", None),
            ("http://a b:80", None),
            ("", None),
        ] {
            let expected = expected.map(|(kind, host, port)| (kind, host.to_owned(), port));
            assert_eq!(place(value), expected, "{value}");
        }
    }

    #[test]
    fn each_proxy_is_taken_once_and_none_where_all_hosts_are_excepted() {
        let variables = |pairs: &'static [(&str, &str)]| {
            move |name: &str| {
                pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
            }
        };
        let count = |variable: &dyn Fn(&str) -> Option<String>, file: &str| {
            let desktop = setting(SetIn::Desktop, "http://a:1");
            let found = found(variable, desktop.into_iter().collect(), file);
            found.iter().map(|s| (s.set_in, s.port)).collect::<Vec<_>>()
        };
        let both = variables(&[("http_proxy", "http://a:1"), ("HTTPS_PROXY", "http://a:1")]);
        assert_eq!(count(&both, ""), [(SetIn::Session, 1)]);
        let file = "# http_proxy=x\nhttp_proxy=\"http://b:2\"\nexport all_proxy='socks://c:3'\n";
        let expected = [(SetIn::Session, 1), (SetIn::System, 2), (SetIn::System, 3)];
        assert_eq!(count(&both, file), expected);
        let excepted = variables(&[("http_proxy", "http://a:1"), ("no_proxy", "*")]);
        assert_eq!(count(&excepted, ""), [(SetIn::Desktop, 1)]);
        assert_eq!(count(&variables(&[]), "http_proxy=\n"), [(SetIn::Desktop, 1)]);
    }

    #[test]
    fn only_a_proxy_without_a_way_out_is_told_by_its_status() {
        for (line, expected) in [
            ("HTTP/1.1 200 Connection established\r\n", ProxyAnswer::Works),
            ("HTTP/1.0 407 Proxy Authentication Required\r\n", ProxyAnswer::WantsPassword),
            (
                "HTTP/1.1 407 x\r\nProxy-Authenticate: Basic realm=x\r\n\r\n",
                ProxyAnswer::WantsPassword,
            ),
            ("HTTP/1.1 407 x\r\nVia: x\r\nproxy-authenticate: NTLM\r\n\r\n", ProxyAnswer::Refuses),
            ("HTTP/1.1 403 Forbidden\r\n", ProxyAnswer::Refuses),
            ("HTTP/1.1 502 Bad Gateway\n", ProxyAnswer::NoWayOut),
            ("HTTP/1.1 504 x\n", ProxyAnswer::NoWayOut),
            ("SSH-2.0-OpenSSH\r\n", ProxyAnswer::NoProxy),
            ("HTTP/1.1 99999\r\n", ProxyAnswer::NoProxy),
            ("", ProxyAnswer::NoProxy),
        ] {
            assert_eq!(status(line.as_bytes()), expected, "{line}");
        }
    }

    /// Somebody who answers every connection so, and then waits for what comes.
    fn server(answers: Vec<Vec<u8>>) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut buffer = [0; 512];
                for answer in &answers {
                    if stream.read(&mut buffer).is_err() || stream.write_all(answer).is_err() {
                        break;
                    }
                }
                let _ = stream.read(&mut buffer);
            }
        });
        at
    }

    #[test]
    fn a_way_through_is_asked_for_as_programs_do() {
        let far = "1.1.1.1:443".parse().unwrap();
        let answer = |kind, answers: &[&[u8]]| {
            let until = Instant::now() + Duration::from_secs(20);
            way(server(answers.iter().map(|answer| answer.to_vec()).collect()), kind, far, until)
        };
        for (head, expected) in [
            (&b"HTTP/1.1 200 OK\r\n\r\n"[..], ProxyAnswer::Works),
            (b"HTTP/1.1 503 no\r\n\r\n", ProxyAnswer::NoWayOut),
            (b"HTTP/1.1 407 no\r\n\r\n", ProxyAnswer::WantsPassword),
            (&[b'x'; 5000], ProxyAnswer::NoProxy),
        ] {
            assert_eq!(answer(ProxyKind::Http, &[head]), expected);
        }
        for (reply, expected) in
            [(0, ProxyAnswer::Works), (2, ProxyAnswer::Refuses), (4, ProxyAnswer::NoWayOut)]
        {
            assert_eq!(answer(ProxyKind::Socks, &[&[5, 0], &[5, reply, 0, 1]]), expected);
        }
        assert_eq!(answer(ProxyKind::Socks, &[&[5, 0xff]]), ProxyAnswer::WantsPassword);
        assert_eq!(answer(ProxyKind::Https, &[]), ProxyAnswer::Connects);
        let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let until = Instant::now() + Duration::from_secs(20);
        let refused = ProxyAnswer::NoConnection(Failure::Refused);
        assert_eq!(way(closed, ProxyKind::Http, far, until), refused);
    }

    #[test]
    fn somebody_who_takes_the_connection_and_says_nothing_is_not_waited_for_for_ever() {
        let until = Instant::now() + Duration::from_millis(60);
        let far = "1.1.1.1:443".parse().unwrap();
        assert_eq!(way(server(Vec::new()), ProxyKind::Http, far, until), ProxyAnswer::NoProxy);
    }

    proptest! {
        #[test]
        fn any_setting_and_any_answer_is_read_without_panic(text: String, bytes: Vec<u8>) {
            read_anything(text.as_bytes());
            read_anything(&bytes);
        }
    }
}
