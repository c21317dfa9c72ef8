//! The probes: what asks the system and the network, and fills the evidence.
//!
//! They are apart because they are the only part that waits. A probe returns an outcome and no
//! error: what went wrong is evidence. It never prints and never judges.

pub(crate) mod addresses;
mod air;
pub(crate) mod elsewhere;
pub(crate) mod host;
pub(crate) mod idle;
pub(crate) mod joining;
pub(crate) mod latency;
pub(crate) mod names;
pub(crate) mod net;
mod path;
pub(crate) mod proxies;
pub(crate) mod service;
#[cfg(any(target_os = "macos", test))]
mod store;
pub(crate) mod tunnel;
pub(crate) mod web;
pub(crate) mod wifi;
pub(crate) mod wire;

use crate::evidence::host::Medium;
use crate::evidence::{Evidence, Failure, Host, Os, Outcome, Part, Run, Why};
use crate::plan::{self, Plan};
use net::{Link, Net};
use std::cell::RefCell;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// What a run tells while it goes on. It carries facts; the screen makes sentences of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Progress<'a> {
    /// This part begins.
    Begun(Part),
    /// This part is done.
    Done(Part),
    /// Rounds sent, and the most there will be.
    Rounds { sent: u32, most: u32 },
    /// Nothing is joined, and attempts are waited for since this long.
    WaitsToJoin(Duration),
    /// All of this is measured, and only a scan is waited for: the verdict stands, and what it finds
    /// may refine it.
    Listens(&'a Evidence),
}

/// The system that this program was built for.
pub(crate) const THIS_OS: Os = if cfg!(target_os = "macos") {
    Os::Macos
} else if cfg!(target_os = "windows") {
    Os::Windows
} else {
    Os::Linux
};

/// Follows the plan until it is done or `interrupt` comes; what was under way then was not tried.
pub(crate) async fn run(
    plan: &Plan,
    interrupt: impl Future<Output = ()>,
    progress: &dyn Fn(Progress<'_>),
) -> Evidence {
    let started = Instant::now();
    let stop = Arc::new(AtomicBool::new(false));
    let evidence = RefCell::new(nothing_yet(plan));
    let probing = Probing { plan, evidence: &evidence, stop: &stop, progress, started };
    tokio::select! {
        biased;
        () = interrupt => {}
        () = probing.all() => {}
    }
    stop.store(true, Ordering::Relaxed);
    let mut evidence = evidence.into_inner();
    evidence.interrupted();
    evidence.run.took_ms = millis(started.elapsed());
    evidence
}

fn nothing_yet(plan: &Plan) -> Evidence {
    Evidence::pending(Run {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        os: THIS_OS,
        started: jiff::Zoned::now()
            .round(jiff::Unit::Second)
            .map_or_else(|_| String::new(), |now| now.to_string()),
        took_ms: 0,
        first_verdict_ms: None,
        bytes_sent: 0,
        bytes_received: 0,
        asked: plan.asked.clone(),
    })
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// What a quick run waits for at most before its questions, which take the rest of two seconds.
const QUICK_WAIT: Duration = Duration::from_millis(500);

/// A run under way.
struct Probing<'a> {
    plan: &'a Plan,
    evidence: &'a RefCell<Evidence>,
    stop: &'a Arc<AtomicBool>,
    progress: &'a dyn Fn(Progress<'_>),
    started: Instant,
}

impl Probing<'_> {
    /// When a part has to be done, from now on.
    fn deadline(&self, part: Part) -> Instant {
        let time = plan::policy_of(part).deadline;
        Instant::now() + if self.plan.asked.quick { time.min(QUICK_WAIT * 4) } else { time }
    }

    fn deliver(&self, part: Part, put: impl FnOnce(&mut Evidence)) {
        put(&mut self.evidence.borrow_mut());
        (self.progress)(Progress::Done(part));
    }

    /// Everything that is still pending was not tried, and why.
    fn leave_out(&self, why: Why) {
        self.evidence.borrow_mut().end_pending(why);
    }

    async fn all(&self) {
        tokio::join!(self.layers(), self.processor());
    }

    /// How busy the processor is, at the start, while everything else still waits.
    async fn processor(&self) {
        let busy = host::cpu_busy_percent().await;
        if let Outcome::Measured(host) = &mut self.evidence.borrow_mut().host {
            host.cpu_busy_percent = busy;
        }
    }

    async fn layers(&self) {
        (self.progress)(Progress::Begun(Part::Host));
        let mut net = match net::open() {
            Ok(net) => net,
            Err(error) => {
                self.deliver(Part::Host, |evidence| evidence.host = error.outcome());
                return self.leave_out(Why::LowerLayerFailed);
            }
        };
        let host = host::look(net.as_mut(), self.plan.interface.as_deref());
        let link = host.measured().and_then(|host| link_under_test(net.as_mut(), host));
        let medium = host.measured().and_then(Host::medium);
        self.deliver(Part::Host, |evidence| evidence.host = host);
        let Some(link) = link else {
            return self.leave_out(Why::LowerLayerFailed);
        };
        let joined = if medium == Some(Medium::Wifi) {
            self.join(net.as_mut(), &link).await
        } else {
            let evidence = &mut *self.evidence.borrow_mut();
            evidence.joining = Outcome::NotTried(Why::NotWifi);
            evidence.wifi = Outcome::NotTried(Why::NotWifi);
            evidence.networks = Outcome::NotTried(Why::NotWifi);
            true
        };
        if joined {
            self.beyond(net.as_mut(), &link, medium).await;
            // What no layer that was asked for needs.
            self.leave_out(Why::NotAsked);
        } else {
            self.leave_out(Why::LowerLayerFailed);
        }
        self.listen_anew(&link).await;
    }
}

/// Does work that waits on a thread of its own, because latency measured on a busy runtime is the
/// runtime's.
async fn on_thread<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    let (give, given) = oneshot::channel();
    let thread = std::thread::Builder::new().name(name.to_owned());
    thread.spawn(move || drop(give.send(work()))).map_err(|_| Failure::PermissionDenied)?;
    // The thread only goes without a word when it panics, which is a bug of ours.
    given.await.map_err(|_| Failure::BadAnswer)
}

/// How long a name that the person gave may take to resolve.
const LOOK_UP: Duration = Duration::from_secs(2);

/// The addresses of a host name by the system's own resolver.
async fn look_up(name: &str) -> Vec<IpAddr> {
    match tokio::time::timeout(LOOK_UP, tokio::net::lookup_host((name, 0))).await {
        Ok(Ok(found)) => found.map(|address| address.ip()).collect(),
        Ok(Err(_)) | Err(_) => Vec::new(),
    }
}

/// The link that the host facts name.
fn link_under_test(net: &mut dyn Net, host: &Host) -> Option<Link> {
    let under_test = host.under_test.measured()?;
    net.links().ok()?.into_iter().find(|link| link.name == under_test.name)
}
