//! What a run does once there is a link: addresses, then the rounds, and beside them everything
//! that would otherwise cost a time of its own.
//!
//! It is apart from the order of the layers (`probes.rs`) because all of it goes on at once, and
//! because what is asked beside the rounds must not change what they measure.

use super::net::{Link, Net};
use super::web::door::Door;
use super::wifi::scans::Scan;
use super::{Probing, Progress, look_up, millis, on_thread};
use super::{
    addresses, elsewhere, idle, latency, names, net, proxies, service, tunnel, web, wifi, wire,
};
use crate::analysis::reach::{Answers, Reach};
use crate::evidence::between::Between;
use crate::evidence::host::{Medium, Traffic};
use crate::evidence::latency::{Elsewhere, Latency};
use crate::evidence::{Addresses, Failure, Family, Host, Outcome, Part, Why};
use crate::plan;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::sync::{mpsc, watch};

/// What was asked while the rounds went on, with the bytes it sent and received.
struct Beside {
    between: Between,
    bytes: (u64, u64),
}

/// What a wire brought home that nobody could work with, with no bytes.
const fn failed<T>(failure: Failure) -> (Outcome<T>, (u64, u64)) {
    (Outcome::Failed(failure), (0, 0))
}

impl Probing<'_> {
    /// Everything that needs a link: addresses and rounds, and the radio while they go on.
    pub(super) async fn beyond(&self, net: &mut dyn Net, link: &Link, medium: Option<Medium>) {
        let scans = Arc::new(Mutex::new(Vec::new()));
        let (done, is_done) = watch::channel(false);
        let path = async {
            self.path(net, link, &scans).await;
            done.send_replace(true);
        };
        tokio::join!(path, self.radio(link, medium, &scans, is_done));
    }

    /// Addresses, then the rounds to whomever they lead to.
    async fn path(&self, net: &mut dyn Net, link: &Link, scans: &Arc<Mutex<Vec<Scan>>>) {
        (self.progress)(Progress::Begun(Part::Addresses));
        let mut addresses = addresses::run(net, link, self.deadline(Part::Addresses)).await;
        let aim = match addresses.measured() {
            Some(found) if self.plan.wants(Part::Latency) => self.aim(found).await,
            _ => None,
        };
        let Some(aim) = aim else {
            if let Outcome::Measured(found) = &mut addresses {
                addresses::ask_for_gateways(net, link, found).await;
            }
            let no_latency =
                if self.plan.wants(Part::Latency) { Why::LowerLayerFailed } else { Why::NotAsked };
            return self.deliver(Part::Addresses, |evidence| {
                evidence.addresses = addresses;
                evidence.idle = Outcome::NotTried(no_latency);
                evidence.latency = Outcome::NotTried(no_latency);
                evidence.names = Outcome::NotTried(no_latency);
                evidence.web = Outcome::NotTried(no_latency);
                if self.plan.target.is_some() {
                    evidence.service = Outcome::NotTried(no_latency);
                }
            });
        };
        self.idle(link, aim.gateway).await;
        (self.progress)(Progress::Begun(Part::Latency));
        let names_aim = addresses.measured().and_then(|found| self.names_aim(net, link, found));
        let door = Door::new(link);
        let (reached, is_reached) = watch::channel(None);
        let lease = net.lease(link);
        let web_aim = addresses
            .measured()
            .and_then(|found| web::Aim::of(found, &lease, self.plan.asked.quick));
        let service_door = Door::new(link);
        let service_aim =
            addresses.measured().zip(self.plan.target.as_ref()).and_then(|(found, target)| {
                Some(service::Aim::of(target, found, web_aim.as_ref()?, self.plan.asks_the_web()))
            });
        let service = self.service(service_aim, &service_door, is_reached.clone());
        let asks_the_web = self.plan.wants(Part::Web) && self.plan.asks_the_web();
        let web = self.web(web_aim.filter(|_| asks_the_web), &door, is_reached);
        let elsewhere = self.elsewhere(net, &aim);
        let tunnel = self.tunnel(net).filter(|_| self.plan.wants(Part::Between));
        let before = net.bytes(link);
        let begun = Instant::now();
        let (answers, mut answered) = watch::channel(false);
        let rounds = async {
            let (latency, bytes) = self.latency(link, &aim, scans).await;
            let reach = latency.measured().map(Reach::of);
            let far = reach.map(|reach| reach.far);
            reached.send_replace(reach);
            // Whether a router is there is only of interest where nothing comes from beyond it.
            answers.send_replace(far == Some(Answers::Yes) || self.plan.asked.quick);
            (latency, bytes, begun.elapsed())
        };
        let path = async {
            let gateways = async {
                if let Outcome::Measured(found) = &mut addresses {
                    tokio::select! {
                        () = addresses::ask_for_gateways(net, link, found) => {}
                        _ = answered.wait_for(|answered| *answered) => {}
                    }
                }
            };
            let names = self.names(link, names_aim);
            let beside = self.beside(tunnel.as_ref(), &aim);
            let (rounds, elsewhere, (), names_bytes, beside) =
                tokio::join!(rounds, elsewhere, gateways, names, beside);
            let (latency, (sent, received), over) = rounds;
            let (sent, received) = (sent + names_bytes.0, received + names_bytes.1);
            let doors = [door.bytes(), service_door.bytes()];
            let through_doors: u64 = doors.iter().map(|(sent, received)| sent + received).sum();
            let traffic = match (before, net.bytes(link)) {
                (Ok(before), Ok(after)) => Outcome::Measured(Traffic {
                    over_ms: millis(over),
                    total_bytes: (after.sent + after.received)
                        .saturating_sub(before.sent + before.received),
                    own_bytes: sent + received + through_doors,
                }),
                (Err(error), _) | (_, Err(error)) => error.outcome(),
            };
            if let (Outcome::Measured(found), Some(latency)) = (&mut addresses, latency.measured())
                && Reach::of(latency).far == Answers::No
            {
                found.other_routers = addresses::other_routers(net, link, found).await;
            }
            let (between, through) = self.between(tunnel.as_ref(), &aim, beside, &latency).await;
            // Together, so that no verdict is shown on addresses alone that the rounds would turn.
            self.deliver(Part::Latency, |evidence| {
                evidence.run.bytes_sent += sent + through.0;
                evidence.run.bytes_received += received + through.1;
                evidence.addresses = addresses;
                evidence.latency = latency;
                evidence.elsewhere = elsewhere;
                evidence.between = between;
                evidence.traffic = traffic;
            });
        };
        tokio::join!(path, web, service);
    }

    /// How the router answers while nothing else is under way, where the radio may sleep meanwhile.
    async fn idle(&self, link: &Link, gateway: Option<IpAddr>) {
        let saves_power = || wifi::open()?.power_save(link.index);
        let idle = match (gateway, self.plan.wants(Part::Idle)) {
            (_, false) => Outcome::NotTried(Why::NotAsked),
            (None, true) => Outcome::NotTried(Why::NothingThere),
            (Some(_), true) if link.medium != Medium::Wifi => Outcome::NotTried(Why::NotWifi),
            (Some(gateway), true) => match (saves_power(), wire::open(link)) {
                (Err(error), _) => error.outcome(),
                (Ok(false), _) => Outcome::NotTried(Why::NotNeeded),
                (Ok(true), Err(error)) => net::SystemError::from(error).outcome(),
                (Ok(true), Ok(mut wire)) => {
                    (self.progress)(Progress::Begun(Part::Idle));
                    let (policy, stop) = (plan::policy_of(Part::Idle), self.stop.clone());
                    let asked = on_thread("idle", move || {
                        let idle = idle::run(wire.as_mut(), gateway, policy, &stop);
                        (Outcome::or_unavailable(idle, Why::Interrupted), wire.bytes())
                    });
                    let (idle, (sent, received)) = asked.await.unwrap_or_else(failed);
                    let run = &mut self.evidence.borrow_mut().run;
                    run.bytes_sent += sent;
                    run.bytes_received += received;
                    idle
                }
            },
        };
        self.deliver(Part::Idle, |evidence| evidence.idle = idle);
    }

    /// The service that the person named, as long as somebody beyond the router answers.
    async fn service(
        &self,
        aim: Option<service::Aim>,
        door: &Door,
        mut reached: watch::Receiver<Option<Reach>>,
    ) {
        let Some(aim) = aim else { return };
        (self.progress)(Progress::Begun(Part::Service));
        let cut_off = async {
            let silent =
                |reach: &Option<Reach>| reach.is_some_and(|reach| reach.far == Answers::No);
            if reached.wait_for(silent).await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        let service = tokio::select! {
            service = service::run(&aim, door, self.deadline(Part::Service)) => {
                Outcome::Measured(service)
            }
            () = cut_off => Outcome::NotTried(Why::LowerLayerFailed),
        };
        let (sent, received) = door.bytes();
        self.deliver(Part::Service, |evidence| {
            evidence.run.bytes_sent += sent;
            evidence.run.bytes_received += received;
            evidence.service = service;
        });
    }

    /// The web, as long as the rounds do not show that nobody can be reached.
    async fn web(
        &self,
        aim: Option<web::Aim>,
        door: &Door,
        mut reached: watch::Receiver<Option<Reach>>,
    ) {
        let Some(aim) = aim else {
            return self
                .deliver(Part::Web, |evidence| evidence.web = Outcome::NotTried(Why::NotAsked));
        };
        (self.progress)(Progress::Begun(Part::Web));
        let cut_off = async {
            let silent = |reach: &Option<Reach>| {
                reach.is_some_and(|reach| reach.far == Answers::No && reach.gateway != Answers::Yes)
            };
            let is_cut_off = reached.wait_for(silent).await.is_ok();
            // A router may answer for the web and for nothing else.
            if !is_cut_off || door.bytes().1 > 0 {
                std::future::pending::<()>().await;
            }
        };
        let web = tokio::select! {
            web = web::run(&aim, door, self.deadline(Part::Web)) => Some(web),
            () = cut_off => None,
        };
        // Nothing there, and nothing beyond the router: there was no web to look at.
        let far = reached.borrow().map(|reach| reach.far);
        let web = match web.filter(|web| web.answers() || far != Some(Answers::No)) {
            Some(web) => Outcome::Measured(web),
            None => Outcome::NotTried(Why::LowerLayerFailed),
        };
        let (sent, received) = door.bytes();
        self.deliver(Part::Web, |evidence| {
            evidence.run.bytes_sent += sent;
            evidence.run.bytes_received += received;
            evidence.web = web;
        });
    }

    /// True where the far ends are asked through a tunnel as well.
    fn through_tunnel(&self) -> bool {
        let evidence = self.evidence.borrow();
        let tunnel = evidence.host.measured().is_some_and(|host| host.tunnel.is_some());
        tunnel && self.plan.wants(Part::Between)
    }

    /// The tunnel that carries the default route above the interface under test.
    fn tunnel(&self, net: &mut dyn Net) -> Option<Link> {
        let name = self.evidence.borrow().host.measured()?.tunnel.clone()?;
        net.links().ok()?.into_iter().find(|link| link.name == name)
    }

    /// The far ends through the tunnel and the proxies, while the rounds go beside them.
    async fn beside(&self, tunnel: Option<&Link>, aim: &latency::Aim) -> Beside {
        let through = async {
            match tunnel {
                Some(tunnel) => tunnel::beside(tunnel, aim, self.stop).await,
                None => (Outcome::NotTried(Why::NothingThere), (0, 0)),
            }
        };
        let far: Vec<IpAddr> = aim.far.iter().filter_map(|(_, ip)| *ip).collect();
        let proxies = async {
            if far.is_empty() || !self.plan.wants(Part::Between) {
                return (Outcome::NotTried(Why::NotAsked), None);
            }
            let (settings, script) = proxies::settings();
            (Outcome::Measured(proxies::run(settings, far).await), script)
        };
        let ((tunnel, bytes), (proxies, proxy_script)) = tokio::join!(through, proxies);
        Beside { between: Between { tunnel, proxies, proxy_script }, bytes }
    }

    /// What stands in between, with a longer look at it where the first one calls for that.
    async fn between(
        &self,
        tunnel: Option<&Link>,
        aim: &latency::Aim,
        beside: Beside,
        latency: &Outcome<Latency>,
    ) -> (Outcome<Between>, (u64, u64)) {
        let Beside { mut between, bytes: (mut sent, mut received) } = beside;
        if let (Outcome::Measured(first), Some(link), Some(pinned)) =
            (&between.tunnel, tunnel, latency.measured())
        {
            let (both, bytes) = tunnel::again(link, aim, first.clone(), pinned, self.stop).await;
            (sent, received) = (sent + bytes.0, received + bytes.1);
            between.tunnel = Outcome::Measured(both);
        }
        (Outcome::Measured(between), (sent, received))
    }

    /// Whom the rounds ask; `None` without any way out and any router.
    async fn aim(&self, addresses: &Addresses) -> Option<latency::Aim> {
        let family = [Family::V4, Family::V6]
            .into_iter()
            .find(|family| addresses.has(*family) && addresses.leads_out(*family))?;
        let other = if family == Family::V4 { Family::V6 } else { Family::V4 };
        let other_routed = addresses.has(other) && addresses.leads_out(other);
        let mut far = Vec::new();
        let mut other_far = Vec::new();
        for end in &self.plan.far {
            let known: Vec<IpAddr> =
                end.v4.map(IpAddr::V4).into_iter().chain(end.v6.map(IpAddr::V6)).collect();
            let found = if known.is_empty() { look_up(&end.name).await } else { known };
            let of = |family| found.iter().copied().find(|ip| Family::of(*ip) == family);
            far.push((end.name.clone(), of(family)));
            other_far.extend(of(other).filter(|_| other_routed));
        }
        Some(latency::Aim {
            family,
            gateway: addresses.route(family).map(|route| route.gateway),
            far,
            other_far,
            hops: true,
            every: if self.through_tunnel() {
                latency::ROUND_BESIDE_TUNNEL
            } else {
                latency::ROUND
            },
            sweep_rounds: latency::SWEEP_ROUNDS,
            most_rounds: self.plan.most_rounds,
            exact: self.plan.exact_rounds,
            // Who names far ends and rounds has his own idea of time.
            end: self.plan.asked.far.is_empty().then_some(latency::END),
            silence: if self.plan.asked.quick { latency::QUICK_SILENCE } else { latency::SILENCE },
        })
    }

    /// Whom to ask for names; `None` where nobody is to be asked.
    fn names_aim(
        &self,
        net: &mut dyn Net,
        link: &Link,
        addresses: &Addresses,
    ) -> Option<names::Aim> {
        let asked = &self.plan.asked;
        if !self.plan.wants(Part::Names) || asked.offline {
            return None;
        }
        let public = self.plan.public_resolvers();
        let of = |end: &crate::plan::FarEnd| [end.v4.map(IpAddr::V4), end.v6.map(IpAddr::V6)];
        let public = public.iter().flat_map(of).flatten();
        Some(names::Aim::of(net, link, addresses, public, asked.quick))
    }

    /// Asks for names while the rounds go on; returns the bytes it sent and received.
    async fn names(&self, link: &Link, aim: Option<names::Aim>) -> (u64, u64) {
        let Some(aim) = aim else { return (0, 0) };
        (self.progress)(Progress::Begun(Part::Names));
        let (names, bytes) = match net::open() {
            Ok(net) => names::run(net, link, &aim, self.deadline(Part::Names)).await,
            Err(error) => (error.outcome(), (0, 0)),
        };
        self.deliver(Part::Names, |evidence| evidence.names = names);
        bytes
    }

    /// The rounds, on a thread of their own, with the bytes they sent and received.
    async fn latency(
        &self,
        link: &Link,
        aim: &latency::Aim,
        scans: &Arc<Mutex<Vec<Scan>>>,
    ) -> (Outcome<Latency>, (u64, u64)) {
        let mut wire = match wire::open(link) {
            Ok(wire) => wire,
            Err(error) => return (net::SystemError::from(error).outcome(), (0, 0)),
        };
        let (aim, stop, scans) = (aim.clone(), self.stop.clone(), scans.clone());
        let (tell, mut told) = mpsc::unbounded_channel();
        let rounds = on_thread("latency", move || {
            let mut around = latency::Around {
                scans: &scans,
                stop: &stop,
                // Nobody listens any more once the run was stopped.
                progress: &mut |sent, most| _ = tell.send((sent, most)),
            };
            (latency::run(wire.as_mut(), &aim, &mut around), wire.bytes())
        });
        tokio::pin!(rounds);
        loop {
            tokio::select! {
                Some((sent, most)) = told.recv() => (self.progress)(Progress::Rounds { sent, most }),
                latency = &mut rounds => return latency.unwrap_or_else(failed),
            }
        }
    }

    /// The way out through every other interface that has one.
    fn elsewhere(
        &self,
        net: &mut dyn Net,
        aim: &latency::Aim,
    ) -> impl Future<Output = Outcome<Elsewhere>> + use<> {
        let others: Vec<_> = {
            let evidence = self.evidence.borrow();
            let host = evidence.host.measured();
            let under_test = host.and_then(Host::interface).map(|interface| interface.name.clone());
            let tunnel = host.and_then(|host| host.tunnel.clone());
            let links = net.links().unwrap_or_default();
            let leads_out = |link: &Link| {
                host.is_some_and(|host| {
                    host.interfaces.iter().any(|interface| {
                        interface.name == link.name && interface.default_route_metric.is_some()
                    })
                })
            };
            links
                .into_iter()
                .filter(|link| {
                    Some(&link.name) != under_test.as_ref() && Some(&link.name) != tunnel.as_ref()
                })
                .filter(|link| link.running && leads_out(link))
                .collect()
        };
        let wires: Vec<_> = others
            .iter()
            .filter_map(|link| Some((link.name.clone(), wire::open(link).ok()?)))
            .collect();
        let wanted = self.plan.wants(Part::Elsewhere);
        let (aim, stop) = (aim.clone(), self.stop.clone());
        async move {
            if !wanted || aim.far.is_empty() {
                return Outcome::NotTried(Why::NotAsked);
            }
            let elsewhere = on_thread("elsewhere", move || elsewhere::run(wires, &aim, &stop));
            elsewhere.await.unwrap_or_else(Outcome::Failed)
        }
    }
}
