//! The nearest of some known words to one that was mistyped.
//!
//! Apart because clap does this for its own arguments only, and a code is looked up later.

/// The known word nearest to what was typed, if it is near enough to be meant.
pub(crate) fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed: Vec<char> = typed.to_lowercase().replace('_', "-").chars().take(LONGEST).collect();
    // A third of the letters may be wrong; beyond that the guess would be a random one.
    let limit = (typed.len() / 3).max(1);
    known
        .map(|word| (distance(&typed, &word.chars().collect::<Vec<_>>()), word))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, word)| word)
}

/// Letters of a word that are looked at; no code is as long.
const LONGEST: usize = 60;

/// Letters to insert, drop or change to make one word of the other (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (to, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[to + 1];
            row[to + 1] = changed.min(row[to] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_nonsense_finds_none() {
        let known = ["wifi-off", "wifi-loses-packets", "weak-signal"];
        for (typed, expected) in [
            ("wifi-of", Some("wifi-off")),
            ("weak_signal", Some("weak-signal")),
            ("WEAK-SIGNLA", Some("weak-signal")),
            ("wifi-loses-packet", Some("wifi-loses-packets")),
            ("bananas", None),
            ("", None),
        ] {
            assert_eq!(nearest(typed, known.into_iter()), expected, "{typed}");
        }
    }
}
