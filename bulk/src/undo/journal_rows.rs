//! The rows of the undo of a run, from its journal, which is read twice.

use std::collections::{BTreeMap, HashMap, HashSet};

use clerk_metadata::core::json;

use crate::journal::line_buffer::LineBuffer;
use crate::journal::reader::before_image;
use crate::journal::{Bitmap, Journal, JournalError};
use crate::rows::input::target_set::TargetSet;
use crate::rows::{Row, Target};
use crate::undo::origin::Origin;

/// The rows of an undo.
#[derive(Debug, Default)]
pub struct UndoRows {
    journal: Journal,
    buffer: LineBuffer,
    has_read: bool,
    /// The rows that have a before-image.
    images: Bitmap,
    /// The rows that were certainly not written.
    unwritten: Bitmap,
    targets: TargetSet,
    /// The targets that were changed several times.
    repeated: HashSet<Target>,
    /// Their rows.
    held: BTreeMap<u32, String>,
    /// The rows that were not taken yet.
    pub rows: Vec<String>,
}

impl UndoRows {
    /// Reads the next bytes, in the first pass and in the second one.
    ///
    /// # Errors
    /// [`JournalError`] at the first line that is not a line of a journal.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), JournalError> {
        let is_first_pass = !self.has_read;
        if is_first_pass {
            self.journal.feed(bytes)?;
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let _ = buffer.feed(bytes, |line| {
            let line = std::str::from_utf8(line).unwrap_or_default();
            if is_first_pass {
                self.scan(line);
            } else {
                self.collect(line);
            }
            Ok::<(), ()>(())
        });
        self.buffer = buffer;
        Ok(())
    }

    /// The first or the second pass has ended.
    pub fn finish(&mut self) {
        self.buffer = LineBuffer::default();
        if !self.has_read {
            self.has_read = true;
            self.targets = TargetSet::default();
            return;
        }
        let mut held = std::mem::take(&mut self.held);
        let mut origins: HashMap<Target, Origin> = HashMap::new();
        for row in held.values().filter_map(|text| Row::parse(text).ok()) {
            if let Some(written) = row.undo {
                origins.entry(row.target).or_default().add(&written.image);
            }
        }
        // The last change is undone first.
        while let Some((_, text)) = held.pop_last() {
            self.rows.push(with_origin(&text, &origins).unwrap_or(text));
        }
    }

    fn scan(&mut self, line: &str) {
        if let Some((number, row)) = before_image(line) {
            let is_first = self.images.insert(number);
            let is_new = self.targets.insert(&row.target);
            if !is_first || !is_new {
                self.repeated.insert(row.target);
            }
        } else if let Some(number) = unwritten(line) {
            self.unwritten.insert(number);
        }
    }

    fn collect(&mut self, line: &str) {
        let Some((number, row)) = before_image(line) else {
            return;
        };
        if self.unwritten.contains(number) {
            return;
        }
        if self.repeated.contains(&row.target) {
            // If a row was sent several times, the last before-image is that of the change that took effect.
            self.held.insert(number, row.canonical());
        } else {
            self.rows.push(row.canonical());
        }
    }
}

/// The row with the values from before the first change, if they are not those of its own image.
fn with_origin(text: &str, origins: &HashMap<Target, Origin>) -> Option<String> {
    let mut row = Row::parse(text).ok()?;
    let origin = origins.get(&row.target)?.fields();
    let written = row
        .undo
        .as_mut()
        .filter(|written| written.image != *origin)?;
    written.origin = origin.clone();
    Some(row.canonical())
}

/// The row of an outcome after which its change cannot take effect. A row that failed without a response may have been
/// changed.
fn unwritten(line: &str) -> Option<u32> {
    let failed = json::member(line, "failed").filter(|_| {
        let code = json::member(line, "code").and_then(json::string);
        !matches!(code.as_deref(), Some("timeout" | "connection_failed"))
    });
    let others = || {
        ["same", "missing", "conflict"]
            .iter()
            .find_map(|name| json::member(line, name))
    };
    failed.or_else(others)?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn returns_a_row_for_each_change() {
        let before = |row: u32, id: &str, image: u32| {
            format!(
                "{{\"before\":{row},\"id\":\"{id}\",\"patch\":{{\"publicMetadata\":{{\"a\":{row}}}}},\"image\":{{\"publicMetadata\":{{\"a\":{image}}}}}}}\n{{\"sent\":{row}}}\n"
            )
        };
        let mut journal = String::from("{\"clerk-metadata\":\"bulk\",\"version\":1}\n");
        journal.push_str("{\"rows\":9,\"digest\":\"0123456789abcdef\"}\n");
        journal.push_str(&before(0, "user_a", 10));
        journal.push_str(&before(1, "user_b", 11));
        journal.push_str(
            "{\"ok\":0}\n{\"failed\":1,\"code\":\"form_param_value_invalid\"}\n{\"same\":2}\n",
        );
        journal.push_str(&before(3, "user_c", 13));
        journal.push_str(&before(3, "user_c", 23));
        journal.push_str(&before(4, "user_c", 14));
        journal.push_str("{\"ok\":3}\n{\"failed\":4,\"code\":\"timeout\"}\n{\"before\":5");
        let mut undo = UndoRows::default();
        for pass in 0..2 {
            for part in journal.as_bytes().chunks(7) {
                undo.feed(part).unwrap();
            }
            assert!(undo.rows.len() == pass);
            undo.finish();
        }
        let expected = |id: &str, row: u32, image: u32| {
            format!(
                "{{\"id\":\"{id}\",\"undo\":{{\"patch\":{{\"publicMetadata\":{{\"a\":{row}}}}},\"image\":{{\"publicMetadata\":{{\"a\":{image}}}}}}}}}"
            )
        };
        assert_eq!(
            undo.rows,
            [
                expected("user_a", 0, 10),
                expected("user_c", 4, 14)
                    .replace("14}}", "14}},\"origin\":{\"publicMetadata\":{\"a\":23}}"),
                expected("user_c", 3, 23),
            ]
        );
    }

    #[test]
    fn another_file_is_rejected() {
        let error = UndoRows::default().feed(b"id,a\n").unwrap_err();
        assert_eq!(error.line, 1);
    }
}
