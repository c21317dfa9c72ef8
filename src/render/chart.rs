//! Small drawings in text: a bar, a history, columns of a chart.
//!
//! Apart because a terminal may not have the signs for them; the same drawing is made with letters
//! that every terminal has.

/// The signs a drawing is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signs {
    /// Blocks in eighths.
    Blocks,
    Ascii,
}

impl Signs {
    /// From empty to full.
    const fn steps(self) -> &'static [char] {
        match self {
            Self::Blocks => &[' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
            Self::Ascii => &[' ', '.', ':', '=', '#'],
        }
    }

    /// One cell of a column that is filled from below.
    fn cell(self, share: f64) -> char {
        let steps = self.steps();
        #[expect(clippy::cast_precision_loss, reason = "a handful of steps")]
        let last = (steps.len() - 1) as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the last step"
        )]
        let at = (share.clamp(0.0, 1.0) * last).round() as usize;
        steps[at.min(steps.len() - 1)]
    }

    /// Shares, 0 to 1, one column each; what is there at all is seen. `None` is a gap.
    pub(crate) fn history(self, shares: impl IntoIterator<Item = Option<f64>>) -> String {
        let seen = |share| Some(self.cell(share)).filter(|cell| *cell != ' ');
        shares
            .into_iter()
            .map(|share| share.map_or(' ', |share| seen(share).unwrap_or(self.steps()[1])))
            .collect()
    }

    /// A bar that fills from the left, and what is left of it.
    pub(crate) fn bar(self, share: f64, columns: usize) -> String {
        let (full, rest) = match self {
            Self::Blocks => ('█', '░'),
            Self::Ascii => ('#', '.'),
        };
        #[expect(clippy::cast_precision_loss, reason = "columns of a terminal")]
        let all = columns as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the number of columns"
        )]
        let filled = (share.clamp(0.0, 1.0) * all).round() as usize;
        (0..columns).map(|at| if at < filled { full } else { rest }).collect()
    }

    /// Columns side by side, filled from below, as lines from the top down. Each column is `wide`
    /// and has a gap behind it.
    pub(crate) fn columns(self, shares: &[f64], wide: usize, gap: usize, high: u8) -> Vec<String> {
        (0..high)
            .rev()
            .map(|row| {
                let mut line = String::new();
                for share in shares {
                    let cell = self.cell(share * f64::from(high) - f64::from(row));
                    // What is there at all is seen in the lowest row.
                    let seen = row == 0 && *share > 0.0 && cell == ' ';
                    let cell = if seen { self.steps()[1] } else { cell };
                    line.extend(std::iter::repeat_n(cell, wide));
                    line.extend(std::iter::repeat_n(' ', gap));
                }
                line.trim_end().to_owned()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        assert_eq!(Signs::Blocks.bar(0.5, 8), "████░░░░");
        assert_eq!(Signs::Ascii.bar(0.26, 8), "##......");
        assert_eq!(Signs::Ascii.bar(f64::NAN, 3), "...");
        assert_eq!(Signs::Ascii.bar(7.0, 3), "###");
    }

    #[test]
    fn a_history_shows_a_gap_where_nothing_was_read() {
        let history = [Some(0.0), Some(0.5), None, Some(1.0)];
        assert_eq!(Signs::Blocks.history(history), "▁▄ █");
        assert_eq!(Signs::Ascii.history(history), ".: #");
    }

    #[test]
    fn columns_rise_from_below_and_the_least_is_seen() {
        let lines = Signs::Blocks.columns(&[1.0, 0.5, 0.01, 0.0], 2, 1, 2);
        assert_eq!(lines, ["██", "██ ██ ▁▁"]);
        assert_eq!(Signs::Ascii.columns(&[0.75, 0.25], 1, 1, 2), [":", "# :"]);
    }
}
