//! The calls that fetch values of the system configuration.
//!
//! It is apart because it is the only code that handles Core Foundation's types; what it hands out
//! is plain.
#![expect(unsafe_code, reason = "collections of Core Foundation do not know what they hold")]

use super::Value;
use objc2_core_foundation::{
    CFArray, CFBoolean, CFDictionary, CFNumber, CFRetained, CFString, CFType,
};
use objc2_system_configuration::{
    DHCPInfoGetOptionData, SCDynamicStore, SCNetworkInterface, kSCNetworkInterfaceTypeIEEE80211,
};
use std::collections::BTreeMap;

/// The value under a key; `None` where there is none, or nobody who would tell.
pub(crate) fn value(key: &str) -> Option<Value> {
    // Without a session of one's own the call makes one and ends it.
    let found = SCDynamicStore::value(None, &CFString::from_str(key))?;
    Some(plain(&found, DEPTH))
}

/// The keys that a pattern (a regular expression) fits.
pub(crate) fn keys(pattern: &str) -> Vec<String> {
    let Some(keys) = SCDynamicStore::key_list(None, &CFString::from_str(pattern)) else {
        return Vec::new();
    };
    items(&keys)
        .iter()
        .filter_map(|key| key.downcast_ref::<CFString>())
        .map(ToString::to_string)
        .collect()
}

/// Those of these options that the DHCP lease of a service has; `None` where it has no lease.
pub(crate) fn lease_options(service: &str, codes: &[u8]) -> Option<Vec<(u8, Vec<u8>)>> {
    let lease = SCDynamicStore::dhcp_info(None, Some(&CFString::from_str(service)))?;
    let option = |code: &u8| {
        // SAFETY: the dictionary is what the call for DHCP information gave.
        let data = unsafe { DHCPInfoGetOptionData(&lease, *code) }?;
        Some((*code, data.to_vec()))
    };
    Some(codes.iter().filter_map(option).collect())
}

/// The network hardware of this computer, by the names that the kernel gives it: true for a radio.
pub(crate) fn hardware() -> BTreeMap<String, bool> {
    let all = SCNetworkInterface::all();
    items(&all)
        .iter()
        .filter_map(|item| {
            let interface = item.downcast_ref::<SCNetworkInterface>()?;
            let name = interface.bsd_name()?.to_string();
            // SAFETY: the constant is a string that lives as long as the program.
            let radio = unsafe { kSCNetworkInterfaceTypeIEEE80211 };
            Some((name, interface.interface_type().is_some_and(|kind| *kind == *radio)))
        })
        .collect()
}

/// Deeper than any of these values is.
const DEPTH: u8 = 8;

/// What is in an array.
fn items(array: &CFArray) -> Vec<CFRetained<CFType>> {
    // SAFETY: arrays that the system hands out hold objects of Core Foundation.
    let array = unsafe { array.cast_unchecked::<CFType>() };
    array.to_vec()
}

fn plain(value: &CFType, depth: u8) -> Value {
    if let Some(text) = value.downcast_ref::<CFString>() {
        Value::Text(text.to_string())
    } else if let Some(truth) = value.downcast_ref::<CFBoolean>() {
        Value::Number(truth.as_bool().into())
    } else if let Some(number) = value.downcast_ref::<CFNumber>() {
        number.as_i64().map_or(Value::Other, Value::Number)
    } else if depth == 0 {
        Value::Other
    } else if let Some(array) = value.downcast_ref::<CFArray>() {
        Value::List(items(array).iter().map(|item| plain(item, depth - 1)).collect())
    } else if let Some(table) = value.downcast_ref::<CFDictionary>() {
        // SAFETY: dictionaries of property lists hold objects of Core Foundation under strings; what
        // is no string is left out below.
        let table = unsafe { table.cast_unchecked::<CFType, CFType>() };
        let (keys, values) = table.to_vecs();
        let named = |(key, value): (&CFRetained<CFType>, &CFRetained<CFType>)| {
            Some((key.downcast_ref::<CFString>()?.to_string(), plain(value, depth - 1)))
        };
        Value::Table(keys.iter().zip(&values).filter_map(named).collect())
    } else {
        Value::Other
    }
}
