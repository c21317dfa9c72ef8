//! The proxies in the settings of the desktop.
//!
//! It is apart because each desktop keeps them in a place of its own, where programs go by them that
//! no variable of the session tells.

#[cfg(any(target_os = "linux", test))]
mod files;
#[cfg(target_os = "macos")]
mod macos;

use super::{Script, Setting};
#[cfg(target_os = "linux")]
pub(super) use files::look;
#[cfg(any(test, fuzzing))]
pub(super) use files::read_anything;
#[cfg(target_os = "macos")]
pub(super) use macos::look;

/// Nothing is known of its settings.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(super) fn look() -> Desktop {
    Desktop::default()
}

/// What a desktop is set to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Desktop {
    pub(super) proxies: Vec<Setting>,
    pub(super) script: Option<Script>,
}
