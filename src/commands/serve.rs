//! `serve`: listens until it is stopped or nobody has been there for a while.

use super::{Input, say, stopped};
use crate::cli::serve::Serve;
use crate::exit::Exit;
use crate::probes::net;
use crate::server::{Limits, Server, Settings, is_of_the_home};
use crate::text::words::serve as words;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};

/// Computers at once: a family's.
const CLIENTS: usize = 8;
/// Connections of one computer at once: the most flows of a test by the draft of responsiveness,
/// and its probes beside them.
const FLOWS: usize = 32;

/// Serves as asked.
pub(crate) fn run(serve: &Serve) -> anyhow::Result<Exit> {
    let ip = serve.listen.ip().to_canonical();
    if !serve.allow_public && !ip.is_unspecified() && !is_of_the_home(ip) {
        return Err(Input(words::public(&serve.listen.to_string(), serve.lang)).into());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        let settings = Settings {
            listen: serve.listen,
            allow_public: serve.allow_public,
            idle: serve.idle,
            limits: Limits { clients: CLIENTS, flows: FLOWS, bytes: serve.most_bytes },
        };
        let server = Server::bind(settings).await.map_err(|error| {
            let why = match error.kind() {
                ErrorKind::AddrInUse => words::Deaf::InUse,
                ErrorKind::AddrNotAvailable => words::Deaf::NotOurs,
                ErrorKind::PermissionDenied => words::Deaf::NotAllowed,
                _ => words::Deaf::Other,
            };
            Input(words::deaf(&serve.listen.to_string(), why, serve.lang))
        })?;
        let stop = stopped()?;
        let minutes = serve.idle.map(|idle| idle.as_secs() / 60);
        let reached = addresses(&server, serve.allow_public)?;
        say(&words::listening(&reached, minutes, serve.lang))?;
        tokio::select! {
            // Stopping it is how it is meant to end.
            _ = stop => {}
            () = server.run() => {}
        }
        Ok(Exit::Done)
    });
    // Whoever is still being answered is not waited for.
    runtime.shutdown_background();
    done
}

/// How it is reached: each address, plain and encrypted.
fn addresses(server: &Server, public: bool) -> anyhow::Result<Vec<String>> {
    let here = server.address()?;
    let ips =
        if here.ip().is_unspecified() { own(here.is_ipv6(), public) } else { vec![here.ip()] };
    let reached = ips.into_iter().map(|ip| SocketAddr::new(ip, here.port()));
    let fingerprint = server.fingerprint();
    Ok(reached
        .flat_map(|at| [format!("http://{at}"), format!("https://{at}/#sha256={fingerprint}")])
        .collect())
}

/// This computer's addresses that others can use; those of the loopback where there are no others.
fn own(v6: bool, public: bool) -> Vec<IpAddr> {
    let mut found = Vec::new();
    if let Ok(mut net) = net::open() {
        for link in net.links().unwrap_or_default().iter().filter(|link| link.running) {
            found.extend(net.addresses(link.index).unwrap_or_default().iter().map(|own| own.ip));
        }
    }
    let link_local = |ip: &IpAddr| match ip {
        IpAddr::V4(v4) => v4.is_link_local(),
        // Of use only together with an interface, which no web address can name.
        IpAddr::V6(v6) => v6.is_unicast_link_local(),
    };
    found.retain(|ip| (v6 || ip.is_ipv4()) && !link_local(ip) && (public || is_of_the_home(*ip)));
    if found.is_empty() {
        found.push(IpAddr::from([127, 0, 0, 1]));
    }
    found
}
