//! Two vendors' pages with a known answer: what comes back in their place is a sign-in page, or a
//! block, or an unpaid bill (CATALOGUE D).

use super::door::Door;
use super::http::{self, Answer, Ask};
use super::lookup;
use crate::evidence::web::{ClockReading, Page, Resolved, SignIn};
use crate::evidence::{Family, Foreign, Outcome, Why};
use crate::plan::KnownPage;
use hyper::header;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// How long a connection may take: TCP asks again after a second, and that has to be in time too.
const CONNECT: Duration = Duration::from_millis(1600);
/// How long the page may take from then on.
const PAGE: Duration = Duration::from_millis(1600);
/// The scheme that a redirect to the same host may only make safer.
const SECURE: &str = "https://";

/// Whom to ask for addresses.
#[derive(Debug, Clone)]
pub(super) struct Resolvers {
    pub(super) configured: Vec<IpAddr>,
    /// Asked where those are silent.
    pub(super) others: Vec<IpAddr>,
}

/// Asks for one page, and reads the server's clock.
pub(super) async fn ask(
    door: Door,
    resolvers: Resolvers,
    page: &'static KnownPage,
    family: Family,
    until: Instant,
) -> (SignIn, Option<ClockReading>) {
    let looked_up =
        lookup::look_up(&door, &resolvers.configured, &resolvers.others, page.host, family);
    let found = timeout(super::left(until), looked_up).await.ok().flatten();
    let mut asked = SignIn {
        family,
        host: page.host.to_owned(),
        ip: found.map(|(ip, _)| ip),
        resolved: found.map_or(Resolved::Nobody, |(_, by)| by),
        connect_ms: Outcome::NotTried(Why::LowerLayerFailed),
        page: Page::NoName,
    };
    let Some((ip, _)) = found else { return (asked, None) };
    let begun = Instant::now();
    let stream =
        match door.connect(SocketAddr::new(ip, 80), None, CONNECT.min(super::left(until))).await {
            Ok(stream) => stream,
            Err(failure) => {
                asked.connect_ms = Outcome::Failed(failure);
                asked.page = Page::Failed { failure };
                return (asked, None);
            }
        };
    asked.connect_ms = Outcome::Measured(super::millis(begun.elapsed()));
    match http::exchange(stream, &Ask::get(page.host, page.path), PAGE.min(super::left(until)))
        .await
    {
        Ok(answer) => {
            let clock = super::clock(&answer, page.host, false);
            asked.page = read(&answer, page);
            // Whoever answers in the vendor's place has a clock of his own.
            (asked.clone(), clock.filter(|_| asked.page == Page::Open))
        }
        Err(failure) => {
            asked.page = Page::Failed { failure };
            (asked, None)
        }
    }
}

/// What the answer is beside the one that is known.
fn read(answer: &Answer, page: &KnownPage) -> Page {
    let status = answer.status;
    match status {
        _ if status == page.status && answer.whole && answer.body.trim_ascii() == page.body => {
            Page::Open
        }
        200..300 => Page::Other { status },
        300..400 => {
            let to = answer.header(&header::LOCATION);
            let host = to.and_then(host_of);
            Page::Redirect {
                status,
                upgrade: host == Some(page.host)
                    && to.is_some_and(|to| {
                        to.get(..SECURE.len())
                            .is_some_and(|scheme| scheme.eq_ignore_ascii_case(SECURE))
                    }),
                to: host.map(Foreign::new),
            }
        }
        _ => Page::Status { status },
    }
}

/// The host of an absolute address. The rest of it may tell who is asked to sign in, and is not kept.
pub(super) fn host_of(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next()?,
        None => host.split(':').next()?,
    };
    (!host.is_empty()).then_some(host)
}

/// Reads an answer as that of every known page; for the fuzz target.
#[cfg(fuzzing)]
pub(super) fn read_anything(answer: &Answer) {
    for page in &crate::plan::KNOWN_PAGES {
        let _ = read(answer, page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hyper::header::{HeaderMap, HeaderValue};
    use proptest::prelude::*;

    static PAGE: KnownPage =
        KnownPage { host: "check.test", path: "/", status: 200, body: b"success" };

    fn answer(status: u16, location: Option<&str>, body: &str) -> Answer {
        let mut headers = HeaderMap::new();
        if let Some(location) = location {
            headers.insert(header::LOCATION, HeaderValue::from_str(location).unwrap());
        }
        Answer { status, headers, body: body.into(), whole: true }
    }

    #[test]
    fn only_the_exact_page_is_the_open_internet() {
        let redirect = |to: Option<&str>, upgrade| Page::Redirect {
            status: 302,
            to: to.map(Foreign::new),
            upgrade,
        };
        for (answer, expected) in [
            (answer(200, None, "success"), Page::Open),
            (answer(200, None, "success\n"), Page::Open),
            (answer(200, None, "<html>success</html>"), Page::Other { status: 200 }),
            (answer(200, None, ""), Page::Other { status: 200 }),
            (answer(204, None, ""), Page::Other { status: 204 }),
            (answer(511, None, "success"), Page::Status { status: 511 }),
            (answer(404, None, ""), Page::Status { status: 404 }),
            (
                answer(302, Some("http://portal.test/login?mac=1"), ""),
                redirect(Some("portal.test"), false),
            ),
            (answer(302, Some("https://CHECK.test:8/x"), ""), redirect(Some("CHECK.test"), false)),
            (answer(302, Some("https://check.test/x"), ""), redirect(Some("check.test"), true)),
            (answer(302, Some("http://check.test/login"), ""), redirect(Some("check.test"), false)),
            (answer(302, Some("/login"), ""), redirect(None, false)),
            (answer(302, None, ""), redirect(None, false)),
        ] {
            assert_eq!(read(&answer, &PAGE), expected, "{answer:?}");
        }
        let cut = Answer { whole: false, ..answer(200, None, "success") };
        assert_eq!(read(&cut, &PAGE), Page::Other { status: 200 });
    }

    #[test]
    fn of_an_address_only_the_host_is_kept() {
        for (address, host) in [
            ("http://user:secret@portal.test:8080/x", Some("portal.test")),
            ("https://[2001:db8::1]:443/", Some("2001:db8::1")),
            ("http://portal.test?token=1", Some("portal.test")),
            ("http://", None),
            ("javascript://portal.test/", None),
            ("portal.test/login", None),
        ] {
            assert_eq!(host_of(address), host, "{address}");
        }
    }

    proptest! {
        #[test]
        fn no_address_makes_it_panic(address: String) {
            let _ = host_of(&address);
            let _ = host_of(&format!("http://{address}"));
        }
    }
}
