//! A few lines at the bottom of the terminal that are drawn anew again and again.
//!
//! Apart because it takes the terminal over: keys come as they are pressed and are not echoed. It is
//! given back on every way out, by a guard and, where the program aborts, by a hook.

use super::plain::clipped;
use crossterm::cursor::{MoveToColumn, MoveUp};
use crossterm::terminal::{self, Clear, ClearType};
use crossterm::{QueueableCommand as _, style::Print};
use std::io::{self, Stdout, Write as _};
use std::sync::Once;

/// The lines, and the terminal that they have taken over.
#[derive(Debug)]
pub(crate) struct Live {
    out: Stdout,
    /// Lines that are on the screen now, below the cursor's own.
    below: u16,
}

impl Live {
    /// Takes the terminal over.
    pub(crate) fn begin() -> io::Result<Self> {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                // With a terminal that does not listen there is nothing left to do.
                let _ = terminal::disable_raw_mode();
                before(info);
            }));
        });
        terminal::enable_raw_mode()?;
        Ok(Self { out: io::stdout(), below: 0 })
    }

    /// Shows these lines in place of the last ones. The cursor stays behind the last of them.
    pub(crate) fn draw(&mut self, lines: &[String]) -> io::Result<()> {
        // A line that reaches the edge would go on below and be left behind.
        let (columns, rows) = terminal::size()?;
        let width = usize::from(columns.saturating_sub(1));
        let shown = &lines[lines.len().saturating_sub(usize::from(rows.saturating_sub(1)))..];
        self.wipe()?;
        for (at, line) in shown.iter().enumerate() {
            if at > 0 {
                self.out.queue(Print("\r\n"))?;
            }
            self.out.queue(Print(clipped(line, width)))?;
        }
        self.below = u16::try_from(shown.len().saturating_sub(1)).unwrap_or(u16::MAX);
        self.out.flush()
    }

    /// Takes the lines away.
    fn wipe(&mut self) -> io::Result<()> {
        self.out.queue(MoveToColumn(0))?;
        if self.below > 0 {
            self.out.queue(MoveUp(self.below))?;
        }
        self.out.queue(Clear(ClearType::FromCursorDown))?;
        self.below = 0;
        Ok(())
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing back.
        let _ = self.wipe();
        let _ = self.out.flush();
        let _ = terminal::disable_raw_mode();
    }
}

/// Empties the terminal before a page that takes the last one's place.
pub(crate) fn start_over() -> io::Result<()> {
    let mut out = io::stdout();
    out.queue(Clear(ClearType::All))?.queue(crossterm::cursor::MoveTo(0, 0))?;
    out.flush()
}
