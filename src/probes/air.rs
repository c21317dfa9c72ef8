//! What a run learns from the radio: readings while the rounds go on, and the networks around.
//!
//! It is apart from the way to the internet (`path.rs`) because it needs none: it is there when
//! nothing is joined as well.

use super::net::{Link, Net};
use super::wifi::{self, manager, networks, scans};
use super::{Probing, Progress, QUICK_WAIT, joining, millis};
use crate::analysis::neighbours;
use crate::evidence::host::Medium;
use crate::evidence::networks::Scan;
use crate::evidence::{Host, Joining, Outcome, Part};
use std::sync::Mutex;
use std::time::Instant;
use tokio::sync::watch;

impl Probing<'_> {
    /// Waits until a network is joined, or it is known that none will be.
    pub(super) async fn join(&self, net: &mut dyn Net, link: &Link) -> bool {
        let mut radio = match wifi::open() {
            Ok(radio) => radio,
            Err(error) => {
                // A radio that cannot be asked is not one that is not joined: the link carries on.
                let evidence = &mut *self.evidence.borrow_mut();
                evidence.wifi = error.outcome();
                evidence.joining = error.outcome();
                evidence.networks = error.outcome();
                return link.running;
            }
        };
        let switched_off =
            !link.up || self.evidence.borrow().host.measured().is_some_and(Host::radio_blocked);
        if switched_off {
            return false;
        }
        (self.progress)(Progress::Begun(Part::Joining));
        let on_wait = |waited| (self.progress)(Progress::WaitsToJoin(waited));
        let radio = radio.as_mut();
        let patience = if self.plan.asked.quick { QUICK_WAIT } else { joining::PATIENCE };
        let joining = joining::watch(radio, net, link, self.started, patience, on_wait).await;
        let joined = joining.measured().map_or(link.running, |joining: &Joining| joining.joined);
        self.deliver(Part::Joining, |evidence| evidence.joining = joining);
        if !joined {
            let (_, stop) = watch::channel(true);
            let wifi = wifi::sample(radio, link, self.started, stop, Instant::now()).await;
            let known = radio.known(link.index);
            let known = networks::known(known, &manager::System::open(), link).await;
            let networks = networks::read(radio, link, Scan::Cached, known);
            self.deliver(Part::Wifi, |evidence| {
                evidence.wifi = wifi;
                evidence.networks = networks;
            });
        }
        joined
    }

    /// The radio's own readings and its scans, until the rounds are done.
    pub(super) async fn radio(
        &self,
        link: &Link,
        medium: Option<Medium>,
        seen: &Mutex<Vec<scans::Scan>>,
        is_done: watch::Receiver<bool>,
    ) {
        if medium != Some(Medium::Wifi) || !self.evidence.borrow().wifi.is_pending() {
            return;
        }
        let (mut readings, mut reports) = match (wifi::open(), wifi::open()) {
            (Ok(readings), Ok(reports)) => (readings, reports),
            (Err(error), _) | (_, Err(error)) => {
                return self.deliver(Part::Wifi, |evidence| {
                    evidence.wifi = error.outcome();
                    evidence.networks = error.outcome();
                });
            }
        };
        let until = self.deadline(Part::Wifi);
        let known = readings.known(link.index);
        let manager = manager::System::open();
        let (wifi, (), known) = tokio::join!(
            wifi::sample(readings.as_mut(), link, self.started, is_done.clone(), until),
            scans::watch(reports.as_mut(), link, seen, is_done, until),
            networks::known(known, &manager, link),
        );
        let networks = networks::read(readings.as_mut(), link, Scan::Cached, known);
        self.deliver(Part::Wifi, |evidence| {
            evidence.wifi = wifi;
            evidence.networks = networks;
        });
    }

    /// Asks for a scan where the networks around could explain what was measured. Everything else is
    /// measured by then: the radio leaves its channel.
    pub(super) async fn listen_anew(&self, link: &Link) {
        let wanted = self.plan.wants(Part::Networks) && !self.plan.asked.quick;
        if !wanted || !neighbours::wanted(&self.evidence.borrow()) {
            return;
        }
        let Ok(mut radio) = wifi::open() else { return };
        self.evidence.borrow_mut().run.first_verdict_ms = Some(millis(self.started.elapsed()));
        (self.progress)(Progress::Listens(&self.evidence.borrow()));
        let until = self.deadline(Part::Networks);
        let who = scans::afresh(radio.as_mut(), &manager::System::open(), link, until).await;
        if who != Scan::Cached {
            self.deliver(Part::Networks, |evidence| {
                if let Outcome::Measured(networks) = &mut evidence.networks {
                    networks::read_again(radio.as_mut(), link, who, networks);
                }
            });
        }
    }
}
