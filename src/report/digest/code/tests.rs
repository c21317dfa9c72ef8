//! The support code, wronged in every way in which people wrong it.

use super::*;
use crate::evidence::composed::Changed;
use crate::report::Report;
use std::collections::BTreeSet;

/// Trials of each way.
const TRIALS: u32 = 100_000;

/// A generator of its own, so that the trials are the same everywhere (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % bound
    }

    /// A code of any message.
    fn code(&mut self) -> [u8; SYMBOLS] {
        let mut symbols = [0; SYMBOLS];
        for symbol in &mut symbols {
            *symbol = u8::try_from(self.below(32)).unwrap();
        }
        close(&mut symbols);
        symbols
    }

    /// Another symbol in this place.
    fn wrong(&mut self, symbols: &mut [u8; SYMBOLS], place: usize) {
        symbols[place] ^= u8::try_from(1 + self.below(31)).unwrap();
    }
}

fn carried(changed: &Changed) -> (String, Carried) {
    let digest = Digest::of(&Report::of(&changed.0), &changed.0);
    let code = write(&digest);
    let read = read(&code).unwrap();
    assert_eq!(read.mended, None);
    assert_eq!(read.carried, Carried::of(&digest));
    (code, read.carried)
}

#[test]
fn a_code_carries_the_verdict_and_the_measures() {
    let (code, healthy) = carried(&Changed::healthy_wifi());
    assert_eq!(code.len(), 19);
    assert_eq!((healthy.state, healthy.cause), (State::Healthy, Cause::None));
    assert_eq!(healthy.day, Some(jiff::civil::date(2026, 11, 23)));
    assert_eq!(healthy.measures.link, Some(LinkKind::Radio(Band::Five)));
    assert_eq!(healthy.measures.rssi_dbm, Some(-50));
    assert_eq!((healthy.measures.hop_loss, healthy.measures.beyond_loss), (Some(0.0), Some(0.0)));
    let near = |ms: Option<f64>, wanted: f64| (wanted / 1.15..wanted * 1.15).contains(&ms.unwrap());
    assert!(near(healthy.measures.gateway_ms, 3.6), "{healthy:?}");
    assert!(near(healthy.measures.far_ms, 15.6), "{healthy:?}");

    let (_, lossy) = carried(&Changed::healthy_wifi().losing(10, 10));
    let Cause::Known(rule) = lossy.cause else { panic!("{lossy:?}") };
    assert_eq!((rule.code, lossy.side), ("wifi-loses-packets", Some(Side::Wifi)));
    assert_eq!((lossy.certainty, lossy.measures.hop_loss), (Some(3), Some(0.1)));
}

#[test]
fn every_step_comes_back_as_itself() {
    for number in 1..=31 {
        assert_eq!(signal_number(signal(number).unwrap()), number);
        assert_eq!(trip_number(trip_ms(number).unwrap()), number);
    }
    for number in 1..=15 {
        assert_eq!(loss_number(loss(number).unwrap()), number);
    }
    for (day_in, number) in [
        (jiff::civil::date(2025, 12, 31), 0),
        (jiff::civil::date(2026, 1, 1), 1),
        (jiff::civil::date(2037, 3, 17), 4094),
        (jiff::civil::date(2040, 1, 1), 0),
    ] {
        assert_eq!(day_number(day_in), number, "{day_in}");
        assert_eq!(day(number), (number > 0).then_some(day_in));
    }
    for (value, step) in [(-120, 31), (0, 1), (-67, 19), (i32::MIN, 31), (i32::MAX, 1)] {
        assert_eq!(signal_number(value), step, "{value}");
    }
    for ms in [f64::NAN, f64::INFINITY, -1.0, 0.0, 1e9] {
        assert!((1..=31).contains(&trip_number(ms)), "{ms}");
        assert!((1..=15).contains(&loss_number(ms)), "{ms}");
    }
}

#[test]
fn no_two_causes_have_the_same_number() {
    let numbers: BTreeSet<u64> = rules::ALL.iter().map(|rule| number(rule.code)).collect();
    assert_eq!(numbers.len(), rules::ALL.len());
    assert!(!numbers.contains(&0) && !numbers.contains(&Cause::Unknown.number()));
    let unknown = (1..4095).find(|number| !numbers.contains(number)).unwrap();
    assert_eq!(Cause::of(unknown), Cause::Unknown);
}

#[test]
fn one_wrong_symbol_is_always_mended() {
    let mut random = Random(1);
    for _ in 0..TRIALS / 496 {
        let right = random.code();
        for place in 0..SYMBOLS {
            for change in 1..32 {
                let mut wrong = right;
                wrong[place] ^= change;
                assert_eq!(mend(&mut wrong), Some(true));
                assert_eq!(wrong, right);
            }
        }
    }
}

#[test]
fn two_wrong_symbols_are_seen_and_never_become_another_code() {
    let mut random = Random(2);
    for _ in 0..TRIALS {
        let mut symbols = random.code();
        let first = random.below(SYMBOLS);
        let second = (first + 1 + random.below(SYMBOLS - 1)) % SYMBOLS;
        random.wrong(&mut symbols, first);
        random.wrong(&mut symbols, second);
        assert_eq!(mend(&mut symbols), None);
    }
}

#[test]
fn two_swapped_symbols_are_seen() {
    let mut random = Random(3);
    let mut swapped = 0;
    while swapped < TRIALS {
        let mut symbols = random.code();
        let place = random.below(SYMBOLS - 1);
        if symbols[place] == symbols[place + 1] {
            continue;
        }
        symbols.swap(place, place + 1);
        assert_eq!(mend(&mut symbols), None);
        swapped += 1;
    }
}

#[test]
fn a_dropped_or_doubled_symbol_is_seen_by_the_length() {
    let mut random = Random(4);
    for _ in 0..TRIALS {
        let code = spelled(&random.code()).replace('-', "");
        let place = random.below(SYMBOLS);
        let dropped = format!("{}{}", &code[..place], &code[place + 1..]);
        assert_eq!(read(&dropped), Err(NoCode::Length(15)));
        let doubled = format!("{}{}", &code[..=place], &code[place..]);
        assert_eq!(read(&doubled), Err(NoCode::Length(17)));
    }
}

#[test]
fn people_write_it_as_they_like() {
    let (code, carried) = carried(&Changed::healthy_wifi());
    for written in [
        code.to_lowercase(),
        code.replace('-', " "),
        code.replace('-', ""),
        format!("  {}\n", code.replace('-', " - ")),
        code.chars().flat_map(|c| [c, '.']).collect(),
    ] {
        let read = read(&written).unwrap();
        assert_eq!((read.carried, read.mended), (carried.clone(), None), "{written}");
    }
    // A letter that is in no code is one wrong letter, and what is mended is said.
    let strange = format!("0{}", &code[1..]);
    let read = read(&strange).unwrap();
    assert_eq!((read.carried, read.mended), (carried, Some(code)));
}

#[test]
fn what_is_no_code_of_this_layout_says_why() {
    for (text, why) in [
        ("", NoCode::Length(0)),
        ("ñ", NoCode::Length(1)),
        ("00OO-11II-????-\u{202e}abc", NoCode::Wrong),
    ] {
        assert_eq!(read(text), Err(why), "{text}");
    }
    let mut newer = [0; SYMBOLS];
    newer[0] = 0b0_1100;
    close(&mut newer);
    assert_eq!(read(&spelled(&newer)), Err(NoCode::Newer));
    let mut spare = Carried::of(&digest()).packed();
    spare[MESSAGE - 1] |= 1;
    close(&mut spare);
    assert_eq!(read(&spelled(&spare)), Err(NoCode::Wrong));
}

fn digest() -> Digest {
    let changed = Changed::healthy_cable();
    Digest::of(&Report::of(&changed.0), &changed.0)
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(text: String, symbols in proptest::array::uniform16(0_u8..32)) {
        let _ = read(&text);
        let _ = read(&spelled(&symbols));
    }
}
