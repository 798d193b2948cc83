//! Reads a journal, in parts that may end anywhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use clerk_metadata::core::json;

use crate::journal::bitmap::Bitmap;
use crate::journal::digest::Digest;
use crate::journal::line_buffer::LineBuffer;
use crate::journal::lines::HEADER;
use crate::rows::Row;
use crate::run::status::{Counts, Failure, Status};

/// What a journal says about its rows.
#[derive(Debug, Default)]
pub struct Journal {
    /// The rows with an outcome.
    pub finished: Bitmap,
    /// The rows that were sent and have no outcome.
    pub unconfirmed: BTreeSet<u32>,
    /// The outcomes.
    pub counts: Counts,
    /// The rows that have failed.
    pub failed: BTreeMap<u32, Failure>,
    /// The digests of the first rows, by their number, in increasing order.
    pub digests: Vec<(u32, Digest)>,
    /// The number that identifies the jobs of its rows in a queue.
    pub name: Option<u32>,
    /// The complete lines.
    pub lines: u64,
    buffer: LineBuffer,
}

/// A line that is not a line of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalError {
    /// Its number, from 1.
    pub line: u64,
    reason: &'static str,
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for JournalError {}

impl Journal {
    /// Reads the next bytes.
    ///
    /// # Errors
    /// [`JournalError`] at the first line that is not a line of a journal.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), JournalError> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let result = buffer.feed(bytes, |line| self.line(line));
        self.buffer = buffer;
        result
    }

    /// Whether the last line is incomplete. It is ignored.
    #[must_use]
    pub fn is_torn(&self) -> bool {
        self.buffer.is_torn()
    }

    fn line(&mut self, line: &[u8]) -> Result<(), JournalError> {
        self.lines += 1;
        let fail = |reason| JournalError {
            line: self.lines,
            reason,
        };
        if self.lines == 1 {
            let is_header = line == HEADER.trim_end().as_bytes();
            return if is_header {
                Ok(())
            } else {
                Err(fail("this is not a journal of a bulk update."))
            };
        }
        // A second run has begun at the same time with the same store.
        if line == HEADER.trim_end().as_bytes() {
            return Ok(());
        }
        let (name, number, rest) =
            parse(line).ok_or_else(|| fail("this is not a line of a journal."))?;
        let is_covered = self.digests.last().is_some_and(|(rows, _)| number < *rows);
        // A power failure may have lost the line with the digest of a row that was sent.
        if !is_covered && !matches!(name, b"rows" | b"name" | b"before" | b"sent") {
            return Err(fail(
                "no earlier line has a digest of this row, so it is not known whose row it is.",
            ));
        }
        match name {
            b"name" => self.name = self.name.or(Some(number)),
            // The line after a before-image may be lost.
            b"before" | b"sent" => {
                if !self.finished.contains(number) {
                    self.unconfirmed.insert(number);
                }
            }
            b"rows" => {
                let text = std::str::from_utf8(rest).unwrap_or_default();
                let digest = text
                    .strip_prefix(",\"digest\":\"")
                    .and_then(|text| text.strip_suffix("\"}"));
                let digest = digest
                    .and_then(Digest::parse)
                    .ok_or_else(|| fail("the digest is invalid."))?;
                match self
                    .digests
                    .binary_search_by_key(&number, |(rows, _)| *rows)
                {
                    Err(at) => self.digests.insert(at, (number, digest)),
                    Ok(at) if self.digests.get(at) == Some(&(number, digest)) => {}
                    Ok(_) => {
                        return Err(fail(
                            "two runs with different rows have written this journal.",
                        ));
                    }
                }
            }
            _ => {
                let status =
                    Status::named(name).ok_or_else(|| fail("this is not a line of a journal."))?;
                if self.finished.insert(number) {
                    self.counts.add(status);
                    if status == Status::Failed {
                        self.failed.insert(number, failure(line));
                    }
                }
                self.unconfirmed.remove(&number);
            }
        }
        Ok(())
    }
}

/// Why the row of a line has failed.
fn failure(line: &[u8]) -> Failure {
    let line = std::str::from_utf8(line).unwrap_or_default();
    let text = |name| json::member(line, name).and_then(json::string);
    Failure {
        code: text("code").unwrap_or_default(),
        status: json::member(line, "status").and_then(|status| status.parse().ok()),
        trace_id: text("traceId"),
    }
}

/// The name and the number at the start of a line, `{"name":7`, and the rest of the line.
fn parse(line: &[u8]) -> Option<(&[u8], u32, &[u8])> {
    let line = line.strip_prefix(b"{\"")?;
    let (name, line) = line.split_at_checked(line.iter().position(|byte| *byte == b'"')?)?;
    let line = line.strip_prefix(b"\":")?;
    let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = line.split_at_checked(digits)?;
    let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
    matches!(rest, [b'}'] | [b',', .., b'}']).then_some((name, number, rest))
}

/// The row of a line with a before-image, and the row of an undo that reverts it.
#[must_use]
pub fn before_image(line: &str) -> Option<(u32, Row)> {
    let number = line.strip_prefix("{\"before\":")?;
    let (number, _) = number.split_once(',')?;
    let number = number.parse().ok()?;
    let mut row = String::from("{");
    let mut written = String::new();
    json::members(line, &mut |key, value| {
        let out = match key {
            "before" => return,
            "patch" | "image" | "nulls" | "storedNulls" => &mut written,
            _ => &mut row,
        };
        out.push('"');
        out.push_str(key);
        out.push_str("\":");
        out.push_str(value);
        out.push(',');
    })
    .ok()?;
    written.pop();
    row.push_str("\"undo\":[{");
    row.push_str(&written);
    row.push_str("}]}");
    Some((number, Row::parse(&row).ok()?))
}
