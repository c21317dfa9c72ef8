//! The network's own word on its sign-in page: where its lease says whom to ask (RFC 8910), the API is
//! asked (RFC 8908).
//!
//! Apart from the pages whose answer is known because here the network speaks of itself, and may lie.
//! Only an encrypted address is asked, with a certificate that this system trusts; nothing that
//! comes back is followed.

use super::door::Door;
use super::http::{self, Ask};
use super::sign_in::host_of;
use super::tls::Trust;
use super::{Aim, lookup};
use crate::evidence::service::Speaks;
use crate::evidence::web::{Announced, Word};
use crate::evidence::{Failure, Foreign, Outcome};
use crate::plan::{BadTarget, Target, lies};
use serde_json::Value;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::time::timeout;

/// What the API's answers are called (RFC 8908 section 4.1).
const KIND: &str = "application/captive+json";
/// In place of an address: no sign-in page (RFC 8910 section 2).
const UNRESTRICTED: &str = "urn:ietf:params:capport:unrestricted";
/// All of it may take this long: as long as a page and its connection.
const WITHIN: Duration = Duration::from_millis(3200);
/// The status of an answer that says something.
const FINE: u16 = 200;

/// Asks whomever the lease names.
pub(super) async fn ask(
    door: &Door,
    trust: &Trust,
    aim: &Aim,
    until: Instant,
) -> Outcome<Announced> {
    let given = match &aim.sign_in_api {
        Outcome::Measured(given) => given,
        Outcome::Failed(failure) => return Outcome::Failed(*failure),
        Outcome::Unavailable(why) => return Outcome::Unavailable(*why),
        Outcome::NotTried(why) => return Outcome::NotTried(*why),
        Outcome::Pending => return Outcome::Pending,
    };
    let mut announced = Announced { host: None, ip: None, word: Word::NoAddress };
    let api = match whom(given) {
        Ok(api) => api,
        Err(word) => return Outcome::Measured(Announced { word, ..announced }),
    };
    announced.host = Some(Foreign::new(api.host.clone()));
    let within = WITHIN.min(super::left(until));
    announced.word = Word::Failed { failure: Failure::TimedOut };
    if let Ok(word) = timeout(within, word(door, trust, aim, &api, &mut announced.ip)).await {
        announced.word = word;
    }
    Outcome::Measured(announced)
}

/// The API's address, or what the option says instead of one.
fn whom(given: &str) -> Result<Target, Word> {
    if given == UNRESTRICTED {
        return Err(Word::Unrestricted);
    }
    // Without a scheme it is no address, and not to be guessed.
    let api = given.contains("://").then(|| Target::parse(given).ok()).flatten();
    api.filter(|api| api.speaks == Speaks::Https).ok_or(Word::NoAddress)
}

async fn word(
    door: &Door,
    trust: &Trust,
    aim: &Aim,
    api: &Target,
    found: &mut Option<std::net::IpAddr>,
) -> Word {
    let named = http::Named::of(api);
    let ip = if let Ok(ip) = named.host.parse() {
        ip
    } else {
        let (configured, others) = aim.resolvers_in_turn(true);
        let ip = lookup::look_up(door, &configured, &others, &named.host, aim.family).await;
        let Some((ip, _)) = ip else { return Word::NoName };
        ip
    };
    // A name that leads to this computer would have it ask its own programs.
    if lies(ip) == Some(BadTarget::ThisComputer) {
        return Word::NoName;
    }
    *found = Some(ip);
    let stream = match door.connect(SocketAddr::new(ip, api.port), None, WITHIN).await {
        Ok(stream) => stream,
        Err(failure) => return Word::Failed { failure },
    };
    let stream = match trust.greet(stream, &named.host, WITHIN).await {
        Ok(stream) => stream,
        Err(handshake) => return Word::Distrusted { handshake },
    };
    let ask = Ask { accept: KIND, ..Ask::get(&named.authority, named.path) };
    match http::exchange(stream, &ask, WITHIN).await {
        Ok(answer) if answer.status == FINE && answer.whole => read(&answer.body),
        Ok(_) => Word::Failed { failure: Failure::BadAnswer },
        Err(failure) => Word::Failed { failure },
    }
}

/// The API's answer (RFC 8908 section 5). A key that says nothing sensible is as if it were not there;
/// without the one that has to be there it is no answer.
fn read(body: &[u8]) -> Word {
    let answer: Option<Value> = serde_json::from_slice(body).ok();
    let key = |name: &str| answer.as_ref().and_then(|answer| answer.get(name));
    let Some(captive) = key("captive").and_then(Value::as_bool) else {
        return Word::Failed { failure: Failure::BadAnswer };
    };
    Word::Told {
        captive,
        sign_in_at: key("user-portal-url")
            .and_then(Value::as_str)
            .and_then(host_of)
            .map(Foreign::new),
        seconds_remaining: key("seconds-remaining").and_then(Value::as_u64),
        bytes_remaining: key("bytes-remaining").and_then(Value::as_u64),
    }
}

/// Reads everything there is to read in any bytes; for property tests and the fuzz target.
#[cfg(any(test, fuzzing))]
pub(super) fn read_anything(bytes: &[u8]) {
    let _ = read(bytes);
    let given = String::from_utf8_lossy(bytes);
    let _ = (whom(&given), whom(&format!("https://{given}")));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_an_encrypted_address_is_asked() {
        for (given, expected) in [
            ("https://portal.test/api?x=1", Ok(("portal.test", 443, "/api?x=1"))),
            ("https://portal.test:8443", Ok(("portal.test", 8443, "/"))),
            (UNRESTRICTED, Err(Word::Unrestricted)),
            ("http://portal.test/api", Err(Word::NoAddress)),
            ("portal.test", Err(Word::NoAddress)),
            ("https://localhost/api", Err(Word::NoAddress)),
            ("https://127.0.0.1/api", Err(Word::NoAddress)),
            ("javascript:alert(1)", Err(Word::NoAddress)),
            ("", Err(Word::NoAddress)),
        ] {
            let whom = whom(given);
            let got = whom.as_ref().map(|api| (api.host.as_str(), api.port, api.path.as_str()));
            assert_eq!(got, expected.as_ref().map(|api| *api), "{given}");
        }
    }

    fn told(captive: bool, sign_in_at: Option<&str>, seconds_remaining: Option<u64>) -> Word {
        let sign_in_at = sign_in_at.map(Foreign::new);
        Word::Told { captive, sign_in_at, seconds_remaining, bytes_remaining: None }
    }

    #[test]
    fn an_answer_says_whether_the_door_is_shut_and_everything_else_is_extra() {
        let nothing = Word::Failed { failure: Failure::BadAnswer };
        for (body, expected) in [
            (
                r#"{"captive": true, "user-portal-url": "https://p.test/login?mac=1"}"#,
                told(true, Some("p.test"), None),
            ),
            (r#"{"captive": false, "seconds-remaining": 326}"#, told(false, None, Some(326))),
            (
                r#"{"captive": true, "user-portal-url": "javascript:1", "seconds-remaining": -1}"#,
                told(true, None, None),
            ),
            (r#"{"captive": "true"}"#, nothing.clone()),
            (r#"{"user-portal-url": "https://p.test/"}"#, nothing.clone()),
            ("[true]", nothing.clone()),
            ("<html>captive</html>", nothing.clone()),
            ("", nothing.clone()),
            (&"[".repeat(4000), nothing),
        ] {
            assert_eq!(read(body.as_bytes()), expected, "{body}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(body: Vec<u8>, given: String) {
            read_anything(&body);
            read_anything(given.as_bytes());
        }
    }
}
