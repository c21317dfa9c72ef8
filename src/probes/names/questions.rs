//! What resolvers are asked: names whose right answer is known, whoever is asked.
//!
//! Apart because these lists are a choice about other people's zones. Nobody is asked for a name
//! that stands for anything: what is asked of a zone is a label that was made up just now.

use crate::evidence::names::Kind;
use std::hash::{BuildHasher, RandomState};

/// How much a resolver is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// Whether it is dead, and no more.
    Quick,
    /// As the yardstick for others: a median.
    Comparison,
    /// To see how often it fails.
    Often,
}

/// A question for an IPv4 address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) kind: Kind,
    /// With the full stop at its end, so that no search list is tried.
    pub(crate) name: String,
}

/// Sites of four owners that answer everywhere, each from addresses of its own.
const REAL: [&str; 4] =
    ["www.google.com.", "www.wikipedia.org.", "www.mozilla.org.", "www.cloudflare.com."];

/// Top-level domains in which every name that is not registered does not exist.
const TOP: [&str; 3] = ["com.", "net.", "org."];

/// Zones of many owners, whose servers are everywhere and answer at once that there is no such
/// name. With a label of its own, no cache has the answer.
const ZONES: [&str; 33] = [
    "wikipedia.org.",
    "google.com.",
    "amazon.com.",
    "microsoft.com.",
    "apple.com.",
    "mozilla.org.",
    "debian.org.",
    "bbc.co.uk.",
    "netflix.com.",
    "github.com.",
    "linkedin.com.",
    "cloudflare.com.",
    "akamai.com.",
    "oracle.com.",
    "ibm.com.",
    "intel.com.",
    "adobe.com.",
    "spotify.com.",
    "paypal.com.",
    "ebay.com.",
    "nytimes.com.",
    "cnn.com.",
    "elpais.com.",
    "globo.com.",
    "uol.com.br.",
    "lemonde.fr.",
    "spiegel.de.",
    "ubuntu.com.",
    "kernel.org.",
    "python.org.",
    "archive.org.",
    "mit.edu.",
    "ietf.org.",
];

/// Unique names for a comparison: with those that nobody registered they make eight, as a median
/// needs (CATALOGUE D02).
const FOR_COMPARISON: usize = 5;
/// Unique names in a quick run.
const QUICK: usize = 4;

/// What a resolver is asked, in this order: first what tells at once whether it works.
pub(super) fn of(extent: Extent) -> Vec<Question> {
    let (unregistered, unique) = match extent {
        Extent::Quick => (0, QUICK),
        Extent::Comparison => (TOP.len(), FOR_COMPARISON),
        Extent::Often => (TOP.len(), ZONES.len()),
    };
    let made_up = |kind, below: &str| Question { kind, name: format!("{}.{below}", label()) };
    let real = REAL.iter().map(|name| Question { kind: Kind::Real, name: (*name).to_owned() });
    let tops = TOP.iter().take(unregistered).map(|top| made_up(Kind::Unregistered, top));
    let zones = ZONES.iter().take(unique).map(|zone| made_up(Kind::Unique, zone));
    real.chain(tops).chain(zones).collect()
}

/// A label that nobody has used: 60 bits of the system's chance.
fn label() -> String {
    let random = RandomState::new().hash_one(std::time::Instant::now());
    format!("wd{:015x}", random >> 4)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_question_but_those_for_real_names_is_asked_twice_anywhere() {
        let all: Vec<Question> = (0..3).flat_map(|_| of(Extent::Often)).collect();
        let made_up: Vec<_> = all.iter().filter(|question| question.kind != Kind::Real).collect();
        let names: HashSet<_> = made_up.iter().map(|question| &question.name).collect();
        assert_eq!(names.len(), made_up.len());
        for question in &all {
            assert!(question.name.ends_with('.') && question.name.is_ascii(), "{question:?}");
            assert!(question.name.split('.').all(|label| label.len() <= 63), "{question:?}");
        }
    }

    #[test]
    fn manners_allow_forty_questions_and_a_median_needs_eight() {
        for (extent, most) in [(Extent::Often, 40), (Extent::Comparison, 12), (Extent::Quick, 8)] {
            let questions = of(extent);
            assert_eq!(questions.len(), most, "{extent:?}");
            let unique = questions.iter().filter(|question| question.kind != Kind::Real).count();
            assert!(unique >= 8 || extent == Extent::Quick, "{extent:?}: {unique}");
        }
    }
}
