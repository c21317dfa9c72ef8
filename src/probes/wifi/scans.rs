//! Scans: noticing those of others, and asking for one.
//!
//! Apart from the readings because a scan takes the radio off its channel: what was measured during
//! one is not the link's doing, and we ask for one only when nothing is measured.

use super::manager::Manager;
use super::{NetLink, Radio, Report};
use crate::evidence::networks;
use std::sync::Mutex;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// A time during which the radio scanned; the end is absent while it still does.
pub(crate) type Scan = (std::time::Instant, Option<std::time::Instant>);

/// Notes the times during which the radio scans, until it is told to stop. Who watches from the
/// start of a run sees every scan that began in it.
pub(crate) async fn watch(
    radio: &mut dyn Radio,
    link: &NetLink,
    scans: &Mutex<Vec<Scan>>,
    mut stop: watch::Receiver<bool>,
    deadline: std::time::Instant,
) {
    /// A round takes 20 ms and more; a scan that is seen this late has not spoiled one before.
    const LOOK_EVERY: Duration = Duration::from_millis(40);
    let (begun, deadline) = (Instant::now(), Instant::from_std(deadline));
    let Ok(mut reports) = radio.subscribe() else { return };
    loop {
        let now = Instant::now();
        for report in reports.take(link.index).unwrap_or_default() {
            let Ok(mut scans) = scans.lock() else { return };
            match (report, scans.last_mut()) {
                (Report::ScanStarted, _) => scans.push((now.into_std(), None)),
                (Report::ScanEnded, Some((_, end @ None))) => *end = Some(now.into_std()),
                // One that began before the watch.
                (Report::ScanEnded, _) => scans.push((begun.into_std(), Some(now.into_std()))),
                (Report::Joining(_), _) => {}
            }
        }
        if now >= deadline || *stop.borrow() {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            Ok(()) = stop.changed() => {}
        }
    }
}

/// Asks for a scan and waits until it is over or the time is. Says who listened; where nobody may
/// be asked, nothing is waited for.
pub(crate) async fn afresh(
    radio: &mut dyn Radio,
    manager: &impl Manager,
    link: &NetLink,
    deadline: std::time::Instant,
) -> networks::Scan {
    const LOOK_EVERY: Duration = Duration::from_millis(50);
    let deadline = Instant::from_std(deadline);
    // Before the question, so that the end is not missed.
    let Ok(mut reports) = radio.subscribe() else { return networks::Scan::Cached };
    let who = if radio.scan(link.index).is_ok() {
        networks::Scan::Driver
    } else {
        let asked = tokio::time::timeout_at(deadline, manager.scan(&link.name)).await;
        if !matches!(asked, Ok(Ok(()))) {
            return networks::Scan::Cached;
        }
        networks::Scan::Manager
    };
    // What was heard until then is in the list, even where the scan takes longer.
    while Instant::now() < deadline {
        let reported = reports.take(link.index).unwrap_or_default();
        if reported.contains(&Report::ScanEnded) {
            break;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    who
}

#[cfg(test)]
mod tests {
    use super::super::scripted::Script;
    use super::*;
    use crate::evidence::Foreign;
    use crate::evidence::host::Medium;
    use crate::probes::net::SystemError;
    use crate::probes::net::scripted::link;

    #[tokio::test(start_paused = true)]
    async fn scans_are_seen_with_their_times() {
        let mut radio = Script {
            reports: vec![
                // One that was under way, a whole one, and one that outlasts the watch.
                (100, Report::ScanEnded),
                (1000, Report::ScanStarted),
                (1500, Report::ScanEnded),
                (1900, Report::ScanStarted),
            ],
            ..Script::default()
        };
        let (_stop, stopped) = watch::channel(false);
        let begun = Instant::now();
        let deadline = (begun + Duration::from_secs(2)).into_std();
        let link = link(3, "wlan0", Medium::Wifi);
        let scans = Mutex::new(Vec::new());
        watch(&mut radio, &link, &scans, stopped, deadline).await;
        let tenths = |at: std::time::Instant| (at - begun.into_std()).as_millis().div_ceil(50) / 2;
        let scans = scans.into_inner().unwrap();
        let seen: Vec<_> = scans.iter().map(|(from, to)| (tenths(*from), to.map(tenths))).collect();
        assert_eq!(seen, [(0, Some(1)), (10, Some(15)), (19, None)]);
    }

    /// A manager that does as it is told, or never answers.
    struct Scripted(Option<Result<(), SystemError>>);

    impl Manager for Scripted {
        async fn scan(&self, _: &str) -> Result<(), SystemError> {
            match self.0 {
                Some(answer) => answer,
                None => std::future::pending().await,
            }
        }

        async fn known(&self, _: &str) -> Result<Vec<Foreign>, SystemError> {
            Err(SystemError::Unsupported)
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_scan_is_waited_for_until_its_end_and_never_beyond_the_deadline() {
        let allowed = || Some(Ok(()));
        let denied = Err(SystemError::Denied);
        let ended = vec![(700, Report::ScanStarted), (2000, Report::ScanEnded)];
        for (driver, manager, reports, who, ms) in [
            (Ok(()), None, ended.clone(), networks::Scan::Driver, 2000),
            (denied, allowed(), ended.clone(), networks::Scan::Manager, 2000),
            // It has no end.
            (Ok(()), None, vec![(700, Report::ScanStarted)], networks::Scan::Driver, 5000),
            (denied, allowed(), Vec::new(), networks::Scan::Manager, 5000),
            // Nobody may be asked.
            (denied, Some(denied), ended.clone(), networks::Scan::Cached, 0),
            // A manager that hangs.
            (denied, None, ended.clone(), networks::Scan::Cached, 5000),
        ] {
            let mut radio = Script { scan: driver, reports, ..Script::default() };
            let begun = Instant::now();
            let deadline = (begun + Duration::from_secs(5)).into_std();
            let link = link(3, "wlan0", Medium::Wifi);
            let got = afresh(&mut radio, &Scripted(manager), &link, deadline).await;
            let waited = u64::try_from(begun.elapsed().as_millis()).unwrap();
            assert_eq!(got, who, "{driver:?} {manager:?}");
            assert!((ms..ms + 100).contains(&waited), "{driver:?} {manager:?}: {waited} ms");
        }
    }
}
