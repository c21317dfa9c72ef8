//! What is being looked at, on stderr while the run goes on.
//!
//! Apart from the report, which goes to stdout: a script or a file never sees progress. It shows
//! only where stderr is a terminal.

use crate::evidence::Layer;
use crate::text::Lang;
use crate::text::words::{self, sheet};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

/// How often the sign of life moves.
const TICK: Duration = Duration::from_millis(100);

/// The line of progress. It is taken away when this is dropped.
#[derive(Debug)]
pub(crate) struct Line {
    lang: Lang,
    kind: Kind,
    /// What it says now, so that nothing is said twice.
    said: String,
}

#[derive(Debug)]
enum Kind {
    /// Nobody watches.
    Silent,
    /// A line that changes.
    Moving(ProgressBar),
    /// A line after the other, for screen readers.
    Lines,
}

impl Line {
    /// For stderr as it is.
    pub(crate) fn on_stderr(lang: Lang, plain: bool) -> Self {
        let kind = if !std::io::stderr().is_terminal() {
            Kind::Silent
        } else if plain {
            Kind::Lines
        } else {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {wide_msg} {elapsed}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(TICK);
            Kind::Moving(bar)
        };
        Self { lang, kind, said: String::new() }
    }

    /// This layer is being looked at.
    pub(crate) fn looking_at(&mut self, layer: Layer) {
        self.say(sheet::looking_at(words::layer(layer).get(self.lang), self.lang));
    }

    /// Nothing is joined; the next attempt is waited for, at most so long.
    pub(crate) fn waiting_to_join(&mut self, most_seconds: u64) {
        self.say(sheet::waiting_to_join(most_seconds, self.lang));
    }

    fn say(&mut self, text: String) {
        if text == self.said {
            return;
        }
        match &self.kind {
            Kind::Silent => {}
            Kind::Moving(bar) => bar.set_message(text.clone()),
            Kind::Lines => {
                // Nobody to tell is no reason to stop.
                let _ = writeln!(std::io::stderr(), "{text}");
            }
        }
        self.said = text;
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Kind::Moving(bar) = &self.kind {
            bar.finish_and_clear();
        }
    }
}
