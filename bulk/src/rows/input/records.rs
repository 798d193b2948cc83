//! The records of a CSV file (RFC 4180): where each one ends, and what is wrong with its quotes. The crate `csv-core`
//! reads the cells of a record that passes; it accepts any text.

use crate::rows::input::problems::position;
use crate::rows::input::reader::MAX_ROW_BYTES;

/// What a byte of a record follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// The start of a cell.
    #[default]
    Start,
    /// A cell without quotes.
    Plain,
    /// A quoted cell.
    Quoted,
    /// A quote inside of a quoted cell: its end, or the first one of two.
    Quote,
    /// A carriage return.
    Return,
    /// A problem. The rest of the line is ignored.
    Skip,
}

/// A problem in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordProblem {
    /// Its line, from 1.
    pub line: u32,
    /// Its column, from 1.
    pub column: u32,
    /// The reason and the fix.
    pub reason: &'static str,
    /// Whether the records that follow cannot be found.
    pub is_fatal: bool,
}

/// Finds the records.
#[derive(Debug)]
pub struct Records {
    state: State,
    /// The bytes of the record so far.
    record: Vec<u8>,
    /// The offsets of its cells.
    cells: Vec<usize>,
    /// The offset of the last opening quote.
    quote: usize,
    /// The line on which the record begins.
    first_line: u32,
    /// The lines that have ended.
    line: u32,
    problem: Option<RecordProblem>,
}

/// A record, without its newline.
#[derive(Debug)]
pub struct Record {
    /// Its text.
    pub text: Vec<u8>,
    /// The offsets of its cells.
    pub cells: Vec<usize>,
    /// The line on which it begins, from 1.
    pub line: u32,
    /// Whether the file ends with it, without a newline.
    pub is_last: bool,
}

impl Default for Records {
    fn default() -> Self {
        Records {
            state: State::Start,
            record: Vec::new(),
            cells: vec![0],
            quote: 0,
            first_line: 1,
            line: 1,
            problem: None,
        }
    }
}

impl Records {
    /// Reads a byte. Returns the record that it ends.
    pub fn byte(&mut self, byte: u8) -> Option<Result<Record, RecordProblem>> {
        if self.state == State::Skip {
            return (byte == b'\n').then(|| self.end(false));
        }
        self.state = match (self.state, byte) {
            (State::Quoted, b'"') => State::Quote,
            (State::Quoted, _) => {
                self.line += u32::from(byte == b'\n');
                State::Quoted
            }
            (_, b'\n') => return Some(self.end(false)),
            (State::Return, _) => self.fail(
                self.record.len().saturating_sub(1),
                "a carriage return without a newline. Put the cell in quotes, or convert the line ends.",
            ),
            (_, b'\r') => State::Return,
            (_, b',') => {
                self.cells.push(self.record.len() + 1);
                State::Start
            }
            (State::Start, b'"') => {
                self.quote = self.record.len();
                State::Quoted
            }
            (State::Quote, b'"') => State::Quoted,
            (State::Quote, _) => self.fail(
                self.record.len(),
                "text after the closing quote of a cell. Write a quote inside of a cell as two quotes.",
            ),
            (State::Plain, b'"') => self.fail(
                self.record.len(),
                "a quote inside of a cell without quotes. Put the cell in quotes, and write the quote as two quotes.",
            ),
            (state, _) => {
                if state == State::Start {
                    State::Plain
                } else {
                    state
                }
            }
        };
        if self.state != State::Skip {
            self.record.push(byte);
        }
        if self.record.len() <= MAX_ROW_BYTES {
            return None;
        }
        if self.state == State::Quoted {
            return Some(self.unclosed());
        }
        self.state = self.fail(0, "the row has more than 1 MB.");
        None
    }

    /// The file has ended. Returns the last record, if it has no newline.
    pub fn finish(&mut self) -> Option<Result<Record, RecordProblem>> {
        match self.state {
            State::Quoted => Some(self.unclosed()),
            State::Return => {
                self.state = self.fail(
                    self.record.len().saturating_sub(1),
                    "a carriage return without a newline. Put the cell in quotes, or convert the line ends.",
                );
                Some(self.end(true))
            }
            State::Skip => Some(self.end(true)),
            State::Start if self.record.is_empty() => None,
            _ => Some(self.end(true)),
        }
    }

    fn unclosed(&mut self) -> Result<Record, RecordProblem> {
        self.fail(self.quote, "the quote that begins here is not closed.");
        let mut result = self.end(true);
        if let Err(problem) = &mut result {
            problem.is_fatal = true;
        }
        result
    }

    /// Notes a problem at an offset of the record.
    fn fail(&mut self, at: usize, reason: &'static str) -> State {
        let (line, column) = position(&self.record, at, self.first_line);
        self.problem = Some(RecordProblem {
            line,
            column,
            reason,
            is_fatal: false,
        });
        State::Skip
    }

    fn end(&mut self, is_last: bool) -> Result<Record, RecordProblem> {
        if self.state == State::Return {
            self.record.pop();
        }
        let line = self.first_line;
        self.line += 1;
        self.first_line = self.line;
        self.state = State::Start;
        let cells = std::mem::replace(&mut self.cells, vec![0]);
        let text = std::mem::take(&mut self.record);
        match self.problem.take() {
            Some(problem) => Err(problem),
            None => Ok(Record {
                text,
                cells,
                line,
                is_last,
            }),
        }
    }
}

/// Reads the cells of the records that [`Records`] has returned.
#[derive(Debug)]
pub struct Cells {
    reader: csv_core::Reader,
}

impl Default for Cells {
    fn default() -> Self {
        // `csv_core::Reader::default()` reads every text as one cell.
        Cells {
            reader: csv_core::Reader::new(),
        }
    }
}

impl Cells {
    /// The cells of a record.
    pub fn read(&mut self, record: &str, count: usize) -> Vec<String> {
        let input = format!("{record}\n");
        let mut text = vec![0; input.len()];
        let mut ends = vec![0; count + 1];
        let (.., cells) = self
            .reader
            .read_record(input.as_bytes(), &mut text, &mut ends);
        let mut start = 0;
        let ends = ends.get(..cells).unwrap_or_default();
        let cells = ends.iter().map(|end| {
            let cell = text.get(start..*end).unwrap_or_default();
            start = *end;
            String::from_utf8_lossy(cell).into_owned()
        });
        cells.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells of each record, or `line:column reason`.
    fn read(text: &str) -> Vec<String> {
        let mut records = Records::default();
        let mut cells = Cells::default();
        let mut results: Vec<_> = text.bytes().filter_map(|byte| records.byte(byte)).collect();
        results.extend(records.finish());
        let describe = |result: Result<Record, RecordProblem>| match result {
            Ok(record) => {
                let text = String::from_utf8_lossy(&record.text).into_owned();
                let all = cells.read(&text, record.cells.len());
                assert_eq!(all.len(), record.cells.len(), "{text}");
                format!("{} {all:?}", record.line)
            }
            Err(problem) => format!("{}:{} {}", problem.line, problem.column, problem.reason),
        };
        results.into_iter().map(describe).collect()
    }

    #[test]
    fn finds_records() {
        assert_eq!(
            read("id,a\r\n1,\"x\ny\"\"z\"\n2,\n,\n3,\u{feff}é"),
            [
                r#"1 ["id", "a"]"#,
                r#"2 ["1", "x\ny\"z"]"#,
                r#"4 ["2", ""]"#,
                r#"5 ["", ""]"#,
                "6 [\"3\", \"\\u{feff}é\"]",
            ]
        );
    }

    #[test]
    fn finds_wrong_quotes_and_continues_on_the_next_line() {
        let found = read("a,b\n1,\"x\"y\n2,x\"y\n3,x\ry\n4,\"z\"\n\"5\",\"open\n6,7\n");
        for (found, expected) in found.iter().zip([
            "1 [",
            "2:6 text after the closing quote",
            "3:4 a quote inside of a cell",
            "4:4 a carriage return without",
            "5 [",
            "6:5 the quote that begins here is not closed",
        ]) {
            assert!(found.starts_with(expected), "{found}: {expected}");
        }
        assert_eq!(found.len(), 6);
    }

    #[test]
    fn memory_is_bounded() {
        let open = format!("a\n\"{}", "x\n".repeat(MAX_ROW_BYTES));
        let mut records = Records::default();
        let first = open.bytes().filter_map(|byte| records.byte(byte)).nth(1);
        assert!(matches!(first, Some(Err(problem)) if problem.is_fatal && problem.line == 2));
        let long = format!("a\n{}\nb\n", "x".repeat(MAX_ROW_BYTES * 2));
        assert_eq!(read(&long).len(), 3);
    }
}
