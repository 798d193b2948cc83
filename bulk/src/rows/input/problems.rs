//! The problems of a file.

/// So many problems are kept. Further ones are counted.
const MAX_KEPT: usize = 20;

/// A problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
    /// The path of the value or the name of the column; empty for the row itself.
    pub path: String,
    /// The reason and the fix.
    pub reason: String,
}

/// The first problems of a file, and the number of all.
#[derive(Debug, Default)]
pub struct Problems {
    /// The first ones.
    pub kept: Vec<Problem>,
    /// The number of all.
    pub count: u32,
}

impl Problems {
    /// Adds a problem.
    pub fn add(&mut self, problem: Problem) {
        self.count = self.count.saturating_add(1);
        if self.kept.len() < MAX_KEPT {
            self.kept.push(problem);
        }
    }
}

/// The line and the column of an offset in a text that begins on a line.
#[must_use]
pub fn position(text: &[u8], at: usize, first_line: u32) -> (u32, u32) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1);
    let lines = before.iter().filter(|byte| **byte == b'\n').count();
    // Every byte of a character but the first is a continuation.
    let chars = before
        .iter()
        .skip(line_start)
        .filter(|byte| **byte & 0xc0 != 0x80)
        .count();
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    (
        first_line.saturating_add(count(lines)),
        count(chars).saturating_add(1),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_an_editor() {
        let text = "é,a\nbé,c".as_bytes();
        assert_eq!(position(text, 0, 1), (1, 1));
        assert_eq!(position(text, 3, 1), (1, 3));
        assert_eq!(position(text, 5, 7), (8, 1));
        assert_eq!(position(text, 9, 7), (8, 4));
    }
}
