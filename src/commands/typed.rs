//! What the person types while a stream runs: keys on a terminal that was taken over, lines else.
//!
//! Apart because reading waits, which is done on a thread of its own. The thread is never ended: it
//! sits in a read that nobody can take back, and goes with the program.

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::io::BufRead as _;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Letters of a line that are kept; nobody calls a room by more.
const MOST: usize = 40;

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Typed {
    /// A line that is not done.
    SoFar(String),
    /// A line, without blanks around it.
    Line(String),
    /// The person has had enough: nothing or `q` and Enter, Ctrl-C, Ctrl-D, Escape.
    End,
}

impl Typed {
    fn line(text: &str) -> Self {
        match text.trim() {
            "" | "q" => Self::End,
            line => Self::Line(line.chars().take(MOST).collect()),
        }
    }
}

/// Keys as they are pressed, on a terminal that does not echo them.
pub(crate) fn keys() -> UnboundedReceiver<Typed> {
    reading(|send| {
        let mut line = String::new();
        while let Ok(event) = event::read() {
            let Event::Key(key) = event else { continue };
            if let Some(typed) = pressed(&mut line, key)
                && send.send(typed).is_err()
            {
                break;
            }
        }
    })
}

/// Lines of standard input. Its end ends nothing: a script may have no more to say.
pub(crate) fn lines() -> UnboundedReceiver<Typed> {
    reading(|send| {
        for line in std::io::stdin().lock().lines() {
            let Ok(line) = line else { break };
            if send.send(Typed::line(&line)).is_err() {
                break;
            }
        }
    })
}

fn reading(
    read: impl FnOnce(&UnboundedSender<Typed>) + Send + 'static,
) -> UnboundedReceiver<Typed> {
    let (send, receive) = unbounded_channel();
    std::thread::spawn(move || read(&send));
    receive
}

/// What a key makes of the line.
fn pressed(line: &mut String, key: KeyEvent) -> Option<Typed> {
    if key.kind == KeyEventKind::Release {
        return None;
    }
    match key.code {
        KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => {
            return Some(Typed::End);
        }
        KeyCode::Esc => return Some(Typed::End),
        KeyCode::Enter => return Some(Typed::line(&std::mem::take(line))),
        KeyCode::Backspace => {
            line.pop();
        }
        KeyCode::Char(char)
            if !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
                && line.chars().count() < MOST =>
        {
            line.push(char);
        }
        _ => return None,
    }
    Some(Typed::SoFar(line.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_lines_and_the_ways_out() {
        let mut line = String::new();
        let mut press = |code, modifiers| pressed(&mut line, KeyEvent::new(code, modifiers));
        let plain = KeyModifiers::NONE;
        for (code, line) in [
            (KeyCode::Char('s'), "s"),
            (KeyCode::Char('ó'), "só"),
            (KeyCode::Char('x'), "sóx"),
            (KeyCode::Backspace, "só"),
        ] {
            assert_eq!(press(code, plain), Some(Typed::SoFar(line.to_owned())));
        }
        assert_eq!(press(KeyCode::Left, plain), None);
        assert_eq!(press(KeyCode::Char('a'), KeyModifiers::CONTROL), None);
        assert_eq!(press(KeyCode::Enter, plain), Some(Typed::Line("só".to_owned())));
        for (code, modifiers) in [
            (KeyCode::Enter, plain),
            (KeyCode::Esc, plain),
            (KeyCode::Char('c'), KeyModifiers::CONTROL),
        ] {
            assert_eq!(press(code, modifiers), Some(Typed::End));
        }
    }

    #[test]
    fn a_room_may_begin_with_q() {
        assert_eq!(Typed::line(" quarto "), Typed::Line("quarto".to_owned()));
        for end in ["q", "", "  "] {
            assert_eq!(Typed::line(end), Typed::End);
        }
    }
}
