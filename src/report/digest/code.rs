//! The support code: sixteen letters and digits that carry a verdict over the telephone.
//!
//! Apart from the share text because it is spoken: one letter that was heard wrongly is mended, and
//! what cannot be mended is never taken for another verdict. Thirteen symbols of five bits carry the
//! message, three more are a Reed-Solomon code over them: any two codes differ in four places, which
//! mends one wrong symbol and still sees two.

use super::{Digest, LinkKind, Measures};
use crate::analysis::Analysis;
use crate::evidence::Os;
use crate::evidence::wifi::Band;
use crate::report::{Candidate, Conclusion, Entry, Report, State};
use crate::rules::{self, Finding, Rule, Side};
use jiff::civil::Date;

/// The number of this layout. A code of a newer one is told from a wrong code by it.
const LAYOUT: u64 = 1;

/// Digits and letters of which none looks like another in most hands: no 0 and O, no 1 and I.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Symbols in a code, and those of them that are the message.
pub(crate) const SYMBOLS: usize = 16;
const MESSAGE: usize = 13;

/// What a code carries.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Carried {
    pub(crate) state: State,
    pub(crate) cause: Cause,
    pub(crate) side: Option<Side>,
    /// How sure it was: 0 "only a hint" to 3 "sure"; absent when inconclusive.
    pub(crate) certainty: Option<u8>,
    pub(crate) os: Os,
    /// The day it was measured, by the clock of the computer that did.
    pub(crate) day: Option<Date>,
    /// Rounded to the code's steps.
    pub(crate) measures: Measures,
}

/// The cause; in the state inconclusive the likeliest candidate.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Cause {
    None,
    Known(&'static Rule),
    /// A cause that this version does not know; the side still says where it lies.
    Unknown,
}

impl PartialEq for Cause {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Known(one), Self::Known(other)) => one.code == other.code,
            (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
        }
    }
}

/// Why something is no support code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoCode {
    /// It has this many letters and digits instead of sixteen.
    Length(usize),
    /// More than one of them is wrong.
    Wrong,
    /// A newer version made it.
    Newer,
}

/// A code that was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Read {
    pub(crate) carried: Carried,
    /// The code as it was made, where one symbol had to be mended; to be confirmed.
    pub(crate) mended: Option<String>,
}

/// The code of a digest, in four groups of four.
pub(crate) fn write(digest: &Digest) -> String {
    let mut symbols = Carried::of(digest).packed();
    close(&mut symbols);
    spelled(&symbols)
}

/// Reads a code as people write it: in either case, with spaces or hyphens wherever.
pub(crate) fn read(text: &str) -> Result<Read, NoCode> {
    let written: Vec<char> =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.')).collect();
    let Ok(written) = <[char; SYMBOLS]>::try_from(written.as_slice()) else {
        return Err(NoCode::Length(written.len()));
    };
    // What is not in the alphabet is one wrong symbol, whichever it was meant to be.
    let mut symbols = written.map(|c| symbol(c).unwrap_or(0));
    let strange = written.iter().any(|c| symbol(*c).is_none());
    let moved = mend(&mut symbols).ok_or(NoCode::Wrong)?;
    let carried = Carried::unpacked(&symbols)?;
    Ok(Read { carried, mended: (moved || strange).then(|| spelled(&symbols)) })
}

/// What in a paste may be a code: sixteen letters and digits together or in four groups, or all of
/// the paste where it is about as long as a code.
pub(crate) fn candidates(paste: &str) -> Vec<String> {
    /// Words of a paste that are looked at.
    const MOST_WORDS: usize = 50_000;
    let words = paste.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.take(MOST_WORDS).collect();
    let length = |word: &&str| word.chars().count();
    let groups = words.windows(4).filter(|group| group.iter().all(|word| length(word) == 4));
    let alone = words.iter().filter(|word| length(word) == SYMBOLS).map(|word| (*word).to_owned());
    let letters: String = paste.chars().filter(|c| c.is_alphanumeric()).take(SYMBOLS + 2).collect();
    let whole = (letters.chars().count().abs_diff(SYMBOLS) <= 1).then_some(letters);
    groups.map(|group| group.join("-")).chain(alone).chain(whole).collect()
}

fn symbol(c: char) -> Option<u8> {
    let c = u8::try_from(c.to_ascii_uppercase()).ok()?;
    ALPHABET.iter().position(|letter| *letter == c).and_then(|at| u8::try_from(at).ok())
}

fn spelled(symbols: &[u8; SYMBOLS]) -> String {
    let groups: Vec<String> = symbols
        .chunks(4)
        .map(|group| group.iter().map(|at| char::from(ALPHABET[usize::from(*at)])).collect())
        .collect();
    groups.join("-")
}

/// The message: fields, each with its width in bits, from the highest down.
#[derive(Default)]
struct Bits {
    value: u128,
    used: u32,
}

/// Bits of the message.
const BITS: u32 = 65;

impl Bits {
    fn put(&mut self, width: u32, value: u64) {
        debug_assert!(value < 1 << width, "{value} does not fit {width} bits");
        self.value = self.value << width | u128::from(value);
        self.used += width;
    }

    fn take(&mut self, width: u32) -> u64 {
        self.used += width;
        let field = self.value >> (BITS - self.used) & ((1 << width) - 1);
        u64::try_from(field).unwrap_or(0)
    }
}

/// Bits of the cause's number: the first bits of its hash, so that a new cause needs no new list.
const CAUSE_BITS: u32 = 12;
/// Days from here on, for eleven years; 0 is unknown.
const FIRST_DAY: Date = jiff::civil::date(2026, 1, 1);
const DAY_BITS: u32 = 12;

const STATES: [State; 3] = [State::Healthy, State::Problem, State::Inconclusive];
const SIDES: [Side; 5] = [Side::Computer, Side::Wifi, Side::Router, Side::Line, Side::FarEnd];
const SYSTEMS: [Os; 3] = [Os::Linux, Os::Macos, Os::Windows];
const LINKS: [LinkKind; 4] = [
    LinkKind::Cable,
    LinkKind::Radio(Band::Two),
    LinkKind::Radio(Band::Five),
    LinkKind::Radio(Band::Six),
];

/// Steps of the signal, in dBm: 2 dB each, from the strongest down.
const STRONGEST_DBM: i32 = -30;
const WEAKEST_DBM: i32 = -90;
/// Steps of a loss: up to this share. The first is exactly nothing.
const LOSSES: [f64; 15] =
    [0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0];
/// Steps of a round trip: each a third longer than the one before, from 1 ms to 4 s.
const FIRST_MS: f64 = 1.0;
const LONGER: f64 = 1.32;
const ROUND_TRIPS: i32 = 31;

impl Carried {
    fn of(digest: &Digest) -> Self {
        let conclusion = digest.report.conclusion.as_ref();
        let measures = digest.measures;
        Self {
            state: conclusion.map_or(State::Inconclusive, |c| c.state),
            cause: digest.cause().map_or(Cause::None, Cause::Known),
            side: conclusion.and_then(|c| c.side),
            certainty: conclusion.and_then(|c| c.confidence).map(certainty),
            os: digest.os,
            day: digest.made.map(jiff::civil::DateTime::date).filter(|day| day_number(*day) > 0),
            measures: Measures {
                link: measures.link,
                rssi_dbm: measures.rssi_dbm.map(signal_number).and_then(signal),
                hop_loss: measures.hop_loss.map(loss_number).and_then(loss),
                beyond_loss: measures.beyond_loss.map(loss_number).and_then(loss),
                gateway_ms: measures.gateway_ms.map(trip_number).and_then(trip_ms),
                far_ms: measures.far_ms.map(trip_number).and_then(trip_ms),
            },
        }
    }

    /// What the code says, as a digest: the rest was never in it.
    pub(crate) fn digest(&self) -> Digest {
        /// A confidence within each step of certainty.
        const CONFIDENCES: [f64; 4] = [0.25, 0.6, 0.8, 0.95];
        let rule = match self.cause {
            Cause::Known(rule) => Some(rule),
            Cause::None | Cause::Unknown => None,
        };
        let is_problem = self.state == State::Problem;
        let confidence = self.certainty.and_then(|at| CONFIDENCES.get(usize::from(at)).copied());
        let finding = rule.filter(|_| is_problem).map(|rule| Entry {
            rule,
            finding: Finding {
                severity: rule.worst,
                confidence: confidence.unwrap_or_default(),
                arguments: Vec::new(),
                evidence: &[],
            },
            explained_by: None,
        });
        let conclusion = Conclusion {
            state: self.state,
            cause: rule.filter(|_| is_problem),
            side: self.side,
            severity: finding.as_ref().map(|entry| entry.finding.severity),
            confidence,
            candidates: rule
                .filter(|_| !is_problem)
                .map(|rule| Candidate { rule, weight: 1.0 })
                .into_iter()
                .collect(),
            contributors: Vec::new(),
            experiment: None,
        };
        Digest {
            made: self.day.map(|day| day.at(0, 0, 0, 0)),
            zone: None,
            version: String::new(),
            os: self.os,
            took_ms: 0,
            report: Report {
                conclusion: Some(conclusion),
                findings: finding.into_iter().collect(),
                ruled_out: Vec::new(),
                not_tested: Vec::new(),
                analysis: Analysis::default(),
            },
            measures: self.measures,
        }
    }

    fn packed(&self) -> [u8; SYMBOLS] {
        let measures = &self.measures;
        let mut bits = Bits::default();
        bits.put(3, LAYOUT);
        bits.put(2, place(&STATES, Some(&self.state)) - 1);
        bits.put(CAUSE_BITS, self.cause.number());
        bits.put(3, place(&SIDES, self.side.as_ref()));
        bits.put(3, self.certainty.map_or(0, |certainty| u64::from(certainty) + 1));
        bits.put(2, place(&SYSTEMS, Some(&self.os)) - 1);
        bits.put(3, place(&LINKS, measures.link.as_ref()));
        bits.put(DAY_BITS, self.day.map_or(0, day_number));
        bits.put(5, measures.rssi_dbm.map_or(0, signal_number));
        bits.put(4, measures.hop_loss.map_or(0, loss_number));
        bits.put(4, measures.beyond_loss.map_or(0, loss_number));
        bits.put(5, measures.gateway_ms.map_or(0, trip_number));
        bits.put(5, measures.far_ms.map_or(0, trip_number));
        bits.put(BITS - bits.used, 0);
        let mut symbols = [0; SYMBOLS];
        for (at, symbol) in symbols[..MESSAGE].iter_mut().rev().enumerate() {
            *symbol = u8::try_from(bits.value >> (5 * at) & 0b1_1111).unwrap_or(0);
        }
        symbols
    }

    fn unpacked(symbols: &[u8; SYMBOLS]) -> Result<Self, NoCode> {
        let message = symbols[..MESSAGE].iter();
        let value = message.fold(0, |value, symbol| value << 5 | u128::from(*symbol));
        let mut bits = Bits { value, used: 0 };
        let layout = bits.take(3);
        if layout != LAYOUT {
            return Err(if layout > LAYOUT { NoCode::Newer } else { NoCode::Wrong });
        }
        let carried = Self {
            state: *at(&STATES, bits.take(2) + 1)?.ok_or(NoCode::Wrong)?,
            cause: Cause::of(bits.take(CAUSE_BITS)),
            side: at(&SIDES, bits.take(3))?.copied(),
            certainty: match bits.take(3) {
                0 => None,
                one @ 1..=4 => u8::try_from(one - 1).ok(),
                _ => return Err(NoCode::Wrong),
            },
            os: *at(&SYSTEMS, bits.take(2) + 1)?.ok_or(NoCode::Wrong)?,
            measures: Measures { link: at(&LINKS, bits.take(3))?.copied(), ..Measures::default() },
            day: day(bits.take(DAY_BITS)),
        };
        let measures = Measures {
            rssi_dbm: signal(bits.take(5)),
            hop_loss: loss(bits.take(4)),
            beyond_loss: loss(bits.take(4)),
            gateway_ms: trip_ms(bits.take(5)),
            far_ms: trip_ms(bits.take(5)),
            ..carried.measures
        };
        // No layout of this number ever used the rest.
        let spare = bits.take(BITS - bits.used);
        if spare == 0 { Ok(Self { measures, ..carried }) } else { Err(NoCode::Wrong) }
    }
}

/// Where something stands in a list, from 1 on; 0 for nothing.
fn place<T: PartialEq>(list: &[T], one: Option<&T>) -> u64 {
    one.and_then(|one| list.iter().position(|other| other == one)).map_or(0, |at| at as u64 + 1)
}

/// What stands at a place of a list; a place beyond its end is no code of ours.
fn at<T>(list: &[T], place: u64) -> Result<Option<&T>, NoCode> {
    let Some(place) = place.checked_sub(1) else { return Ok(None) };
    let place = usize::try_from(place).map_err(|_| NoCode::Wrong)?;
    list.get(place).map(Some).ok_or(NoCode::Wrong)
}

impl Cause {
    /// 0 for none; a hash of the code's name (FNV-1a, folded) for any other, which is never 0.
    fn number(self) -> u64 {
        match self {
            Self::None => 0,
            Self::Known(rule) => number(rule.code),
            Self::Unknown => (1 << CAUSE_BITS) - 1,
        }
    }

    fn of(stated: u64) -> Self {
        if stated == 0 {
            return Self::None;
        }
        let known = rules::ALL.iter().copied().find(|rule| number(rule.code) == stated);
        known.map_or(Self::Unknown, Self::Known)
    }
}

/// The number of a code's name, from 1 to all bits but the last value.
fn number(code: &str) -> u64 {
    let hash = code.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash % ((1 << CAUSE_BITS) - 2) + 1
}

/// Steps of certainty, in the bounds of the four words that the report uses.
fn certainty(confidence: f64) -> u8 {
    let reached = [0.5, 0.75, 0.9].iter().filter(|bound| confidence >= **bound).count();
    u8::try_from(reached).unwrap_or(0)
}

/// Days since the first, which is 1; 0 outside the years that fit.
fn day_number(day: Date) -> u64 {
    let since = day.since(FIRST_DAY).map_or(-1, |span| i64::from(span.get_days()));
    u64::try_from(since + 1).ok().filter(|number| *number < 1 << DAY_BITS).unwrap_or(0)
}

fn day(number: u64) -> Option<Date> {
    let since = i64::try_from(number).ok()?.checked_sub(1).filter(|since| *since >= 0)?;
    FIRST_DAY.checked_add(jiff::Span::new().days(since)).ok()
}

fn signal_number(rssi_dbm: i32) -> u64 {
    let below = STRONGEST_DBM - rssi_dbm.clamp(WEAKEST_DBM, STRONGEST_DBM);
    u64::try_from(below / 2 + 1).unwrap_or(1).min(31)
}

fn signal(number: u64) -> Option<i32> {
    let steps = i32::try_from(number.checked_sub(1)?).ok()?;
    Some(STRONGEST_DBM - 2 * steps)
}

fn loss_number(share: f64) -> u64 {
    let above = LOSSES.iter().filter(|step| share > **step).count();
    above.min(LOSSES.len() - 1) as u64 + 1
}

fn loss(number: u64) -> Option<f64> {
    LOSSES.get(usize::try_from(number.checked_sub(1)?).ok()?).copied()
}

fn trip_number(ms: f64) -> u64 {
    let steps = (1..ROUND_TRIPS).take_while(|step| ms > trip(*step) / LONGER.sqrt()).count();
    steps as u64 + 1
}

fn trip_ms(number: u64) -> Option<f64> {
    i32::try_from(number.checked_sub(1)?).ok().map(trip)
}

/// The length of a step, whole milliseconds from 10 on.
fn trip(step: i32) -> f64 {
    let ms = FIRST_MS * LONGER.powi(step);
    if ms < 10.0 { (ms * 10.0).round() / 10.0 } else { ms.round() }
}

// The Reed-Solomon code over the field of 32 elements, with the roots a, a^2 and a^3, shortened.

/// Powers of a, a root of x^5 + x^2 + 1, which run through all 31 elements but 0.
const POWERS: [u8; 31] = {
    let mut powers = [0; 31];
    let (mut at, mut power) = (0, 1_u8);
    while at < 31 {
        powers[at] = power;
        power = if power & 0b1_0000 == 0 { power << 1 } else { (power << 1) ^ 0b10_0101 };
        at += 1;
    }
    powers
};

/// The exponent of an element other than 0.
fn exponent(element: u8) -> usize {
    POWERS.iter().position(|power| *power == element).unwrap_or(0)
}

fn times(one: u8, other: u8) -> u8 {
    if one == 0 || other == 0 { 0 } else { POWERS[(exponent(one) + exponent(other)) % 31] }
}

/// The value of the code word, as a polynomial with its first symbol highest, at a root.
fn at_root(symbols: &[u8], root: usize) -> u8 {
    symbols.iter().fold(0, |sum, symbol| times(sum, POWERS[root]) ^ symbol)
}

/// Fills the last three symbols so that the word is 0 at all three roots: division by their product.
fn close(symbols: &mut [u8; SYMBOLS]) {
    // (x - a)(x - a^2)(x - a^3), the highest first, without the leading 1.
    let mut product = [0_u8; 4];
    product[3] = 1;
    for root in &POWERS[1..=3] {
        for at in 0..4 {
            let lower = if at < 3 { product[at + 1] } else { 0 };
            product[at] = lower ^ times(product[at], *root);
        }
    }
    symbols[MESSAGE..].fill(0);
    let mut rest = *symbols;
    for at in 0..MESSAGE {
        let lead = rest[at];
        for (behind, factor) in product[1..].iter().enumerate() {
            rest[at + 1 + behind] ^= times(lead, *factor);
        }
    }
    symbols[MESSAGE..].copy_from_slice(&rest[MESSAGE..]);
}

/// Mends at most one symbol; true where it did, `None` where more than one is wrong.
fn mend(symbols: &mut [u8; SYMBOLS]) -> Option<bool> {
    let at = [1, 2, 3].map(|root| at_root(symbols, root));
    if at == [0; 3] {
        return Some(false);
    }
    // One error e at x^p gives e a^p, e a^2p, e a^3p.
    if at.contains(&0) || times(at[1], at[1]) != times(at[0], at[2]) {
        return None;
    }
    let power = (exponent(at[1]) + 31 - exponent(at[0])) % 31;
    let place = (SYMBOLS - 1).checked_sub(power)?;
    symbols[place] ^= times(at[0], POWERS[(31 - power) % 31]);
    Some(true)
}

#[cfg(test)]
mod tests;
