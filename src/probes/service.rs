//! The service that the person named: its name, a connection, the greeting, the first word of its
//! answer, a few times over.
//!
//! Apart from the web because it is one stranger's server: it is asked little, and only in the way
//! that its own users ask it.

use super::web::door::Door;
use super::web::http::{self, Ask};
use super::web::lookup;
use super::web::tls::Trust;
use crate::evidence::service::{Attempt, Lies, Service, Speaks};
use crate::evidence::web::Resolved;
use crate::evidence::{Addresses, Family, Foreign, Outcome, Why};
use crate::plan::{self, BadTarget, Target};
use hickory_resolver::proto::rr::Name;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};

/// So many tries, so that one lost packet is not taken for the service's.
const TRIES: u32 = 3;
/// From one try to the next.
const NEXT: Duration = Duration::from_millis(400);
/// How long a connection may take: TCP asks again after a second, and that has to be in time too.
const CONNECT: Duration = Duration::from_millis(1600);
/// How long the greeting may take; 300 ms away it takes 600.
const GREET: Duration = Duration::from_secs(2);
/// How long the answer may take.
const ANSWER: Duration = Duration::from_millis(2500);

/// Whom to ask, and by whose word.
#[derive(Debug, Clone)]
pub(crate) struct Aim {
    target: Target,
    /// Families with a way out, the one that is asked first.
    families: Vec<Family>,
    own: Vec<IpAddr>,
    configured: Vec<IpAddr>,
    others: Vec<IpAddr>,
}

impl Aim {
    /// The resolvers are those of the web; `public`: public ones too where those are silent.
    pub(crate) fn of(
        target: &Target,
        addresses: &Addresses,
        web: &super::web::Aim,
        public: bool,
    ) -> Self {
        let (configured, others) = web.resolvers_in_turn(public);
        Self {
            target: target.clone(),
            families: [Some(web.family), web.other].into_iter().flatten().collect(),
            own: addresses.own.iter().map(|address| address.ip).collect(),
            configured,
            others,
        }
    }
}

/// Asks the service; what has not come when it is `until` did not come in time.
pub(crate) async fn run(aim: &Aim, door: &Door, until: Instant) -> Service {
    let target = &aim.target;
    let begun = Instant::now();
    let (ip, resolved, lookup_ms) = match target.host.parse::<IpAddr>() {
        Ok(ip) => (Some(ip), Resolved::Configured, Outcome::NotTried(Why::NotNeeded)),
        Err(_) => match look_up(aim, door, until).await {
            Some((ip, by)) => {
                (Some(ip), by, Outcome::Measured(super::web::millis(begun.elapsed())))
            }
            None => (None, Resolved::Nobody, Outcome::Unavailable(Why::NoAnswer)),
        },
    };
    let lies = lies(ip, aim);
    let attempts = match ip {
        Some(ip) if lies == Lies::Beyond => attempts(target, ip, door, until).await,
        _ => Vec::new(),
    };
    Service {
        host: Foreign::new(target.host.as_str()),
        port: target.port,
        speaks: target.speaks,
        resolved,
        ip,
        lookup_ms,
        lies,
        attempts,
    }
}

/// The name's address in the first family that has one.
async fn look_up(aim: &Aim, door: &Door, until: Instant) -> Option<(IpAddr, Resolved)> {
    // Names are asked for in the letters that servers know (RFC 5890).
    let name = Name::from_utf8(&aim.target.host).ok()?.to_ascii();
    let name = name.trim_end_matches('.');
    for family in &aim.families {
        let asked = lookup::look_up(door, &aim.configured, &aim.others, name, *family);
        if let Some(found) = timeout(super::web::left(until), asked).await.ok().flatten() {
            return Some(found);
        }
    }
    None
}

fn lies(ip: Option<IpAddr>, aim: &Aim) -> Lies {
    let Some(ip) = ip else { return Lies::Nowhere };
    match plan::lies(ip.to_canonical()) {
        Some(BadTarget::ThisComputer) => Lies::Here,
        _ if aim.own.contains(&ip) => Lies::Here,
        Some(_) => Lies::Inside,
        None if !aim.families.contains(&Family::of(ip)) => Lies::OutOfReach,
        None => Lies::Beyond,
    }
}

async fn attempts(target: &Target, ip: IpAddr, door: &Door, until: Instant) -> Vec<Attempt> {
    let trust = (target.speaks == Speaks::Https).then(Trust::of_this_system);
    let tries = (0..TRIES).map(|number| {
        let (target, door, trust) = (target.clone(), door.clone(), trust.clone());
        async move {
            sleep(NEXT * number).await;
            attempt(&target, ip, &door, trust.as_ref(), until).await
        }
    });
    super::web::all(tries).await
}

async fn attempt(
    target: &Target,
    ip: IpAddr,
    door: &Door,
    trust: Option<&Trust>,
    until: Instant,
) -> Attempt {
    let mut attempt = Attempt {
        connect_ms: Outcome::NotTried(Why::NoTime),
        handshake: Outcome::NotTried(Why::LowerLayerFailed),
        answer_ms: Outcome::NotTried(Why::LowerLayerFailed),
        status: None,
    };
    let in_time = |patience: Duration| patience.min(super::web::left(until));
    let begun = Instant::now();
    let to = SocketAddr::new(ip, target.port);
    let stream = match door.connect(to, None, in_time(CONNECT)).await {
        Ok(stream) => stream,
        Err(failure) => {
            attempt.connect_ms = Outcome::Failed(failure);
            return attempt;
        }
    };
    attempt.connect_ms = Outcome::Measured(super::web::millis(begun.elapsed()));
    let named = http::Named::of(target);
    let ask = Ask::get(&named.authority, named.path);
    let answer = match (target.speaks, trust) {
        (Speaks::Other, _) => {
            attempt.handshake = Outcome::NotTried(Why::NotNeeded);
            attempt.answer_ms = Outcome::NotTried(Why::NotNeeded);
            return attempt;
        }
        (Speaks::Https, Some(trust)) => {
            let stream = match trust.greet(stream, &named.host, in_time(GREET)).await {
                Ok(stream) => stream,
                Err(handshake) => {
                    attempt.handshake = Outcome::Measured(handshake);
                    return attempt;
                }
            };
            attempt.handshake = Outcome::Measured(crate::evidence::web::Handshake::Verified);
            timed(http::exchange(stream, &ask, in_time(ANSWER))).await
        }
        (Speaks::Https | Speaks::Http, _) => {
            attempt.handshake = Outcome::NotTried(Why::NotNeeded);
            timed(http::exchange(stream, &ask, in_time(ANSWER))).await
        }
    };
    match answer {
        (Ok(answer), took) => {
            attempt.answer_ms = Outcome::Measured(super::web::millis(took));
            attempt.status = Some(answer.status);
        }
        (Err(failure), _) => attempt.answer_ms = Outcome::Failed(failure),
    }
    attempt
}

async fn timed<T>(future: impl Future<Output = T>) -> (T, Duration) {
    let begun = Instant::now();
    let output = future.await;
    (output, begun.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Failure;
    use crate::evidence::host::Medium;
    use crate::probes::net::scripted::link;
    use tokio::io::AsyncWriteExt as _;
    use tokio::net::TcpListener;

    fn aim(own: &[&str]) -> Aim {
        Aim {
            target: Target::parse("example.org").unwrap(),
            families: vec![Family::V4],
            own: own.iter().map(|ip| ip.parse().unwrap()).collect(),
            configured: Vec::new(),
            others: Vec::new(),
        }
    }

    #[test]
    fn only_what_lies_beyond_is_asked() {
        for (ip, expected) in [
            (None, Lies::Nowhere),
            (Some("127.0.0.1"), Lies::Here),
            (Some("198.51.100.7"), Lies::Here),
            (Some("192.168.1.1"), Lies::Inside),
            (Some("2001:db8::1"), Lies::OutOfReach),
            (Some("192.0.2.1"), Lies::Beyond),
        ] {
            let ip = ip.map(|ip: &str| ip.parse().unwrap());
            assert_eq!(lies(ip, &aim(&["198.51.100.7"])), expected, "{ip:?}");
        }
    }

    /// What comes of three tries at a server of this computer that says this to each.
    async fn asked(speaks: Speaks, says: &'static [u8]) -> Vec<Attempt> {
        let server = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = server.local_addr().unwrap();
        let target =
            Target { host: "127.0.0.1".into(), port: address.port(), speaks, path: "/".into() };
        let serve = async {
            loop {
                let (mut stream, _) = server.accept().await.unwrap();
                stream.write_all(says).await.unwrap();
                // Whatever was asked is thrown away, so that the end is an end and no reset.
                let mut question = [0; 4096];
                let _ = tokio::io::AsyncReadExt::read(&mut stream, &mut question).await;
            }
        };
        let until = Instant::now() + Duration::from_secs(5);
        let door = Door::new(&link(1, "lo", Medium::Other));
        tokio::select! {
            attempts = attempts(&target, address.ip(), &door, until) => attempts,
            () = serve => unreachable!(),
        }
    }

    #[tokio::test]
    async fn each_step_is_kept_as_far_as_it_got() {
        let answers = asked(Speaks::Http, b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n").await;
        assert_eq!(answers.len(), 3);
        for attempt in answers {
            assert!(attempt.connect_ms.measured().is_some());
            assert_eq!(attempt.status, Some(503));
        }
        for attempt in asked(Speaks::Http, b"220 mail ready\r\n").await {
            assert_eq!(attempt.answer_ms, Outcome::Failed(Failure::BadAnswer));
        }
        for attempt in asked(Speaks::Other, b"").await {
            assert!(attempt.connect_ms.measured().is_some());
            assert_eq!(attempt.answer_ms, Outcome::NotTried(Why::NotNeeded));
        }
    }

    #[tokio::test]
    async fn nobody_at_the_port_is_a_refusal() {
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let target = Target {
            host: "127.0.0.1".into(),
            port: free.port(),
            speaks: Speaks::Other,
            path: "/".into(),
        };
        let until = Instant::now() + Duration::from_secs(5);
        for attempt in
            attempts(&target, free.ip(), &Door::new(&link(1, "lo", Medium::Other)), until).await
        {
            assert_eq!(attempt.connect_ms, Outcome::Failed(Failure::Refused));
        }
    }
}
