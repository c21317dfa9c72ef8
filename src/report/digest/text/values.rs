//! The words of the share text: names as in the JSON, and numbers with their unit behind them.
//!
//! Apart from the lines because reading and writing have to agree on them.

use crate::rules::Argument;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Why something was not tested, beside the reasons of the evidence.
pub(super) const BECAUSE: &str = "because";
pub(super) const NOT_ENOUGH: &str = "not-enough";

/// The units, each with what tells an [`Argument`] of it from the others.
const SHARE: &str = "pct";
const DBM: &str = "dbm";
const DB: &str = "db";
const MS: &str = "ms";
const MBPS: &str = "mbps";
const SECONDS: &str = "s";

/// The name of a value of a closed list, as JSON has it.
pub(super) fn name<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The value with this name.
pub(super) fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
}

/// `key=value`, where the value is a word of ours already.
pub(super) fn word(key: &str, value: &str) -> String {
    format!("{key}={value}")
}

/// `key=value` of a number; empty for what is no number, which is not shared.
pub(super) fn pair(key: &str, argument: &Argument) -> String {
    let value = match argument {
        Argument::Share(share) => format!("{}{SHARE}", short(share * 100.0)),
        Argument::Count(count) => count.to_string(),
        Argument::Dbm(dbm) => format!("{dbm}{DBM}"),
        Argument::Db(db) => format!("{}{DB}", short(*db)),
        Argument::Ms(ms) => format!("{}{MS}", short(*ms)),
        Argument::Seconds(seconds) => format!("{}{SECONDS}", short(*seconds)),
        Argument::Mbps(mbps) => format!("{}{MBPS}", short(*mbps)),
        Argument::Ip(_) | Argument::Name(_) => return String::new(),
    };
    word(key, &value)
}

/// A number as any argument has it.
pub(super) fn argument(value: &str) -> Option<Argument> {
    let number = |unit: &str| {
        let number: f64 = value.strip_suffix(unit)?.parse().ok()?;
        number.is_finite().then_some(number)
    };
    if let Ok(count) = value.parse() {
        return Some(Argument::Count(count));
    }
    if let Some(dbm) = value.strip_suffix(DBM) {
        return dbm.parse().ok().map(Argument::Dbm);
    }
    // The longer units first: `s` ends several of them.
    number(SHARE)
        .map(|percent| Argument::Share(percent / 100.0))
        .or_else(|| number(DB).map(Argument::Db))
        .or_else(|| number(MBPS).map(Argument::Mbps))
        .or_else(|| number(MS).map(Argument::Ms))
        .or_else(|| number(SECONDS).map(Argument::Seconds))
}

/// A number with three significant digits: more than any sentence says.
fn short(value: f64) -> String {
    crate::text::figures::significant(value, 3, crate::text::Lang::En)
}
