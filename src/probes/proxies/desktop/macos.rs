//! The proxies in the settings of macOS.
//!
//! It is apart because they are in the system configuration and in no file.

use super::super::{Script, Setting};
use super::Desktop;
use crate::evidence::between::SetIn;
use crate::probes::store;

/// What the network in use is set to.
pub(in crate::probes::proxies) fn look() -> Desktop {
    let Some(settings) = store::macos::value("State:/Network/Global/Proxies") else {
        return Desktop::default();
    };
    let (proxies, script) = store::proxies(&settings);
    let set = |proxy: store::Proxy| Setting {
        set_in: SetIn::Desktop,
        kind: proxy.kind,
        host: proxy.host,
        port: proxy.port,
        signs_in: proxy.signs_in,
    };
    Desktop {
        proxies: proxies.into_iter().map(set).collect(),
        script: script.map(|address| Script::of(SetIn::Desktop, &address)),
    }
}
