//! What is being looked at, on stderr while the run goes on.
//!
//! Apart from the report, which goes to stdout: a script or a file never sees progress. It shows
//! only where stderr is a terminal.

use crate::evidence::Part;
use crate::text::Lang;
use crate::text::words::{plan, sheet};
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
    /// What it speaks of now, so that nothing is said twice.
    what: &'static str,
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
        Self { lang, kind, what: "" }
    }

    /// This part is being looked at.
    pub(crate) fn looking_at(&mut self, part: Part) {
        let text = sheet::looking_at(plan::part(part).get(self.lang), self.lang);
        self.say(plan::part(part).en, &text);
    }

    /// Nothing is joined; the next attempt is waited for, at most so long.
    pub(crate) fn waiting_to_join(&mut self, at_most: Duration) {
        self.say("waiting", &sheet::waiting_to_join(at_most.as_secs(), self.lang));
    }

    /// The verdict stands so far, and the networks around are listened for, at most so long.
    pub(crate) fn listening(&mut self, verdict: &str, at_most: Duration) {
        let text = sheet::listening(verdict, at_most.as_secs(), self.lang);
        self.say("listening", &text);
    }

    /// Says it, and to a screen reader only when it is something else than before.
    fn say(&mut self, what: &'static str, text: &str) {
        match &self.kind {
            Kind::Lines if self.what != what => {
                // Nobody to tell is no reason to stop.
                let _ = writeln!(std::io::stderr(), "{text}");
            }
            Kind::Silent | Kind::Lines => {}
            Kind::Moving(bar) => bar.set_message(text.to_owned()),
        }
        self.what = what;
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Kind::Moving(bar) = &self.kind {
            bar.finish_and_clear();
        }
    }
}
