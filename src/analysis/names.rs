//! How each resolver answers: how often it fails, how long it takes, and whether it makes answers up.
//!
//! It is apart because six rules read the same answers, and because what counts as a failure
//! depends on what the others said: "no such name" is right for a name made up and wrong for a
//! site that everybody else finds.

use super::interval::Proportion;
use super::loss::Share;
use crate::evidence::Foreign;
use crate::evidence::names::{Answer, Kind, Lookup, Names, Resolver, Role};
use std::collections::BTreeSet;
use std::net::IpAddr;

/// A resolver that fails so much is dead (CATALOGUE D01).
const DEAD: f64 = 0.8;
/// A resolver that fails less does its work: the yardstick that a dead one is held against.
const WORKS: f64 = 0.5;
/// Fewer questions say nothing about a resolver: what a quick run asks.
const ENOUGH: u32 = 8;
/// So many real names have to fail, or to get one answer, to say something by themselves.
const REAL: u32 = 3;
/// Uncached names for a median (CATALOGUE D02).
const FOR_MEDIAN: usize = 8;
/// The same of a public one, of which some may be lost.
const FOR_YARDSTICK: usize = 5;
/// One-sided 95 %: only a resolver that fails more is of interest.
const Z95_ONE_SIDED: f64 = 1.645;

/// How the resolvers answer, in the order they were asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NamesState {
    resolvers: Vec<ResolverState>,
}

/// How one resolver answers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ResolverState {
    pub(crate) ip: IpAddr,
    pub(crate) role: Role,
    pub(crate) asked: u32,
    /// Questions without the answer that they should have had.
    pub(crate) failed: u32,
    /// Anything came back, be it that it could not find out.
    pub(crate) heard: bool,
    /// Of names that no cache had, where there are eight or more.
    pub(crate) median_ms: Option<f64>,
    /// Of fewer of them, to compare others with.
    yardstick_ms: Option<f64>,
    /// How many names the median is of.
    pub(crate) timed: u64,
    /// Names that nobody registered: how many were asked for and answered, and how many of these
    /// got an address.
    pub(crate) unregistered: u32,
    pub(crate) invented: u32,
    /// Real names that got an address, and how many got one that cannot be theirs.
    pub(crate) real: u32,
    pub(crate) bogus: u32,
    /// One of the addresses that cannot be right, and one of those for names that are nobody's.
    pub(crate) bogus_ip: Option<IpAddr>,
    pub(crate) invented_ip: Option<IpAddr>,
    /// Real names that it says are not there, though others find them.
    real_denied: u32,
    real_asked: u32,
}

impl ResolverState {
    /// True when it is of no use (CATALOGUE D01).
    pub(crate) fn is_dead(&self) -> bool {
        let nothing_real = self.real_asked >= REAL && self.real_denied == self.real_asked;
        self.asked >= ENOUGH && (self.share_failed() >= DEAD || nothing_real)
    }

    /// Failures and questions that show best that it is dead: all, or the real names alone.
    pub(crate) fn told_failures(&self) -> (u32, u32) {
        if self.share_failed() >= DEAD || self.real_denied < self.real_asked {
            (self.failed, self.asked)
        } else {
            (self.real_denied, self.real_asked)
        }
    }

    /// True for a box of the home's own network.
    pub(crate) fn is_in_a_home(&self) -> bool {
        serves_nobody(self.ip)
    }

    /// True when it answers well enough to say what is there.
    pub(crate) fn works(&self) -> bool {
        self.real > 0 && self.share_failed() <= WORKS && !self.is_dead()
    }

    /// The share of questions that failed, 0 to 1.
    pub(crate) fn share_failed(&self) -> f64 {
        if self.asked == 0 { 0.0 } else { f64::from(self.failed) / f64::from(self.asked) }
    }

    /// True when it fails more often than chance and what gets lost on the way to it would explain:
    /// than the public ones in the same run, and than packets on the way to far ends.
    fn fails_beyond(&self, public: Proportion, lost: Option<Share>) -> bool {
        let own = proportion(self.failed, self.asked);
        let lost = lost.map(|share| {
            let count = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
            proportion(count(share.lost), count(share.sent))
        });
        [Some(public).filter(|public| public.tries > 0.0), lost]
            .into_iter()
            .flatten()
            .all(|other| own.excess_over(other, Z95_ONE_SIDED) > 0.0)
    }

    fn of(resolver: &Resolver, found: &BTreeSet<&Foreign>) -> Self {
        let lookups = || resolver.lookups.iter();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let failed = |lookup: &&Lookup| fails(lookup, found);
        let real = || lookups().filter(|lookup| lookup.kind == Kind::Real);
        let unregistered = || {
            lookups().filter(|lookup| lookup.kind == Kind::Unregistered && is_answer(lookup.answer))
        };
        let answered: Vec<&Lookup> =
            real().filter(|lookup| lookup.answer == Answer::Addresses).collect();
        let bogus: Vec<IpAddr> = bogus(&answered);
        let mut took_ms: Vec<f64> = lookups()
            .filter(|lookup| lookup.kind != Kind::Real && is_answer(lookup.answer))
            .filter_map(|lookup| lookup.took_ms)
            .filter(|ms| ms.is_finite() && *ms >= 0.0)
            .collect();
        took_ms.sort_by(f64::total_cmp);
        let median = super::interval::quantile(&took_ms, 0.5);
        Self {
            ip: resolver.ip,
            role: resolver.role,
            asked: count(resolver.lookups.len()),
            failed: count(lookups().filter(failed).count()),
            heard: lookups().any(|l| !matches!(l.answer, Answer::TimedOut | Answer::Unreachable)),
            median_ms: median.filter(|_| took_ms.len() >= FOR_MEDIAN),
            yardstick_ms: median.filter(|_| took_ms.len() >= FOR_YARDSTICK),
            timed: took_ms.len() as u64,
            unregistered: count(unregistered().count()),
            invented: count(unregistered().filter(|l| l.answer == Answer::Addresses).count()),
            real: count(answered.len()),
            bogus: count(bogus.len()),
            bogus_ip: bogus.first().copied(),
            invented_ip: unregistered().find_map(|lookup| lookup.addresses.first().copied()),
            real_denied: count(real().filter(failed).filter(|l| is_answer(l.answer)).count()),
            real_asked: count(real().count()),
        }
    }
}

impl NamesState {
    /// Reads it from the answers.
    pub(crate) fn of(names: &Names) -> Self {
        // A site is there when anybody found it.
        let found: BTreeSet<&Foreign> = names
            .resolvers
            .iter()
            .flat_map(|resolver| &resolver.lookups)
            .filter(|lookup| lookup.kind == Kind::Real && lookup.answer == Answer::Addresses)
            .map(|lookup| &lookup.name)
            .collect();
        let resolvers = names.resolvers.iter().map(|resolver| ResolverState::of(resolver, &found));
        Self { resolvers: resolvers.collect() }
    }

    /// Every resolver, in the order of the evidence.
    pub(crate) fn all(&self) -> impl Iterator<Item = &ResolverState> {
        self.resolvers.iter()
    }

    /// Those that the system asks, in its order.
    pub(crate) fn configured(&self) -> impl Iterator<Item = &ResolverState> + Clone {
        self.resolvers.iter().filter(|resolver| resolver.role.is_configured())
    }

    /// Those that the router would have the system ask, and that it does not ask.
    pub(crate) fn by_router(&self) -> impl Iterator<Item = &ResolverState> {
        self.resolvers.iter().filter(|resolver| resolver.role == Role::Router)
    }

    pub(crate) fn public(&self) -> impl Iterator<Item = &ResolverState> + Clone {
        self.resolvers.iter().filter(|resolver| resolver.role == Role::Public)
    }

    /// Every resolver of the system, where there is one, is dead.
    pub(crate) fn all_dead(&self) -> bool {
        self.configured().next().is_some() && self.configured().all(ResolverState::is_dead)
    }

    /// Somebody answers from beyond the home for certain.
    pub(crate) fn anybody_found_something(&self) -> bool {
        self.resolvers.iter().any(|resolver| resolver.real > 0)
    }

    /// The system's first resolver that is of use and whose time is known.
    pub(crate) fn in_use(&self) -> Option<&ResolverState> {
        self.configured().find(|resolver| !resolver.is_dead() && resolver.median_ms.is_some())
    }

    /// How long the fastest public resolver takes in the same run.
    pub(crate) fn public_ms(&self) -> Option<f64> {
        self.public().filter_map(|resolver| resolver.yardstick_ms).min_by(f64::total_cmp)
    }

    /// Those of the system that fail more than chance, the public ones and the way would explain.
    pub(crate) fn failing(&self, lost: Option<Share>) -> Vec<&ResolverState> {
        let sum = |of: fn(&ResolverState) -> u32| {
            // One that is blocked altogether is no yardstick.
            self.public().filter(|public| public.heard).map(of).fold(0, u32::saturating_add)
        };
        let public = proportion(sum(|public| public.failed), sum(|public| public.asked));
        self.configured().filter(|resolver| resolver.fails_beyond(public, lost)).collect()
    }
}

fn proportion(failed: u32, asked: u32) -> Proportion {
    Proportion::of(super::interval::Tally { lost: failed, sent: asked }, &[])
}

/// True for what a resolver says that does its work.
const fn is_answer(answer: Answer) -> bool {
    matches!(answer, Answer::Addresses | Answer::NoAddress | Answer::NoSuchName)
}

/// A name without the answer that it should have.
fn fails(lookup: &Lookup, found: &BTreeSet<&Foreign>) -> bool {
    match lookup.kind {
        Kind::Real => {
            lookup.answer != Answer::Addresses && found.contains(&lookup.name)
                || !is_answer(lookup.answer)
        }
        Kind::Unique | Kind::Unregistered => !is_answer(lookup.answer),
    }
}

/// An address for each real name whose answer cannot be right: addresses that serve nobody on the
/// internet, or one address for sites that have nothing to do with each other.
fn bogus(answered: &[&Lookup]) -> Vec<IpAddr> {
    let all_one = u32::try_from(answered.len()).is_ok_and(|count| count >= REAL)
        && answered.windows(2).all(|pair| pair[0].addresses == pair[1].addresses);
    answered
        .iter()
        .filter(|lookup| all_one || lookup.addresses.iter().all(|ip| serves_nobody(*ip)))
        .filter_map(|lookup| lookup.addresses.first().copied())
        .collect()
}

/// Addresses that no site on the internet has (RFC 6890).
fn serves_nobody(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => {
            let carrier = v4.octets()[0] == 100 && v4.octets()[1] & 0xc0 == 64;
            v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.octets()[0] == 0
                || carrier
        }
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::composed::{Changed, ip};

    fn state(changed: &Changed) -> NamesState {
        NamesState::of(changed.0.names.measured().unwrap())
    }

    #[test]
    fn a_healthy_resolver_works_and_has_a_median() {
        let state = state(&Changed::healthy_wifi());
        let own = state.configured().next().unwrap();
        assert!(own.works() && !own.is_dead() && own.failed == 0 && own.invented == 0);
        assert_eq!((own.median_ms, state.public_ms()), (Some(21.0), Some(16.0)));
        assert!(state.failing(None).is_empty());
    }

    #[test]
    fn no_such_name_is_right_for_a_made_up_name_and_wrong_for_a_real_one() {
        let lying = Changed::healthy_wifi().answering(Role::is_configured, Answer::NoSuchName);
        assert!(state(&lying).all_dead());
        let all = Changed::healthy_wifi().answering(|_| true, Answer::NoSuchName);
        assert!(!state(&all).all_dead(), "nobody finds the sites, so nobody is wrong");
    }

    #[test]
    fn addresses_of_nobody_and_one_address_for_all_cannot_be_right() {
        let with = |addresses: fn(usize) -> IpAddr| {
            let changed = Changed::healthy_wifi().names(|names| {
                for (at, lookup) in names.resolvers[0].lookups.iter_mut().enumerate() {
                    lookup.answer = Answer::Addresses;
                    lookup.addresses = vec![addresses(at)];
                }
            });
            state(&changed).configured().next().unwrap().bogus
        };
        for (addresses, bogus) in [
            ((|at| IpAddr::from([203, 0, 113, u8::try_from(at).unwrap()])) as fn(usize) -> _, 0),
            (|at| IpAddr::from([10, 0, 0, u8::try_from(at).unwrap()]), 4),
            (|at| IpAddr::from([100, 64, 0, u8::try_from(at).unwrap()]), 4),
            (|_| ip("203.0.113.7"), 4),
            (|_| ip("0.0.0.0"), 4),
            (
                |at| {
                    if at == 0 {
                        ip("127.0.0.1")
                    } else {
                        IpAddr::from([9, 9, 9, u8::try_from(at).unwrap()])
                    }
                },
                1,
            ),
        ] {
            assert_eq!(with(addresses), bogus);
        }
    }

    #[test]
    fn who_fails_no_more_than_the_way_to_him_loses_is_not_failing() {
        let failing = |every: usize, lost: u64| {
            let changed = Changed::healthy_wifi().names(|names| {
                for lookup in names.resolvers[0].lookups.iter_mut().step_by(every) {
                    lookup.answer = Answer::TimedOut;
                    lookup.took_ms = None;
                }
            });
            let lost = Share { lost, sent: 450, low: 0.0, high: 0.0 };
            !state(&changed).failing(Some(lost)).is_empty()
        };
        assert!(failing(5, 0) && failing(10, 0));
        assert!(!failing(40, 0), "one of forty is chance");
        assert!(!failing(10, 45) && !failing(5, 90), "the way loses as much");
    }
}
