//! wifidoc finds out why the internet at home is bad and says the one cause.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test fails by panicking"))]
#![expect(dead_code, reason = "the pipe is being laid")]

mod analysis;
mod cli;
mod evidence;
mod exit;
mod plan;
mod probes;
mod report;
mod rules;
mod text;
