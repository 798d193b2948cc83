//! The rows of the undo of a run, from its journal, which is read twice.

use std::collections::{HashMap, HashSet};

use crate::journal::line_buffer::LineBuffer;
use crate::journal::reader::before_image;
use crate::journal::{Bitmap, Journal, JournalError};
use crate::rows::input::target_set::TargetSet;
use crate::rows::{Row, Target, Written};
use crate::undo::outcome::Outcome;

/// The rows of an undo: one for each target.
#[derive(Debug, Default)]
pub struct UndoRows {
    journal: Journal,
    buffer: LineBuffer,
    has_read: bool,
    /// The rows that have a before-image.
    images: Bitmap,
    /// The rows whose last request has taken effect.
    confirmed: Bitmap,
    /// The rows whose last request has certainly not taken effect.
    rejected: Bitmap,
    targets: TargetSet,
    /// The targets with several before-images.
    repeated: HashSet<Target>,
    /// The indexes of `held` by target.
    indexes: HashMap<Target, usize>,
    held: Vec<Held>,
    /// The rows that were not taken yet.
    pub rows: Vec<String>,
}

/// The requests for a target with several before-images, in their order.
#[derive(Debug)]
struct Held {
    target: Target,
    requests: Vec<(u32, Written)>,
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
        self.indexes.clear();
        for Held { target, requests } in std::mem::take(&mut self.held) {
            let changes = self.changes(requests);
            self.push(target, changes);
        }
    }

    fn scan(&mut self, line: &str) {
        if let Some((number, row)) = before_image(line) {
            let is_first = self.images.insert(number);
            let is_new = self.targets.insert(&row.target);
            if !is_first || !is_new {
                self.repeated.insert(row.target);
            }
            return;
        }
        match Outcome::parse(line) {
            Some(Outcome::Confirmed(number)) => _ = self.confirmed.insert(number),
            Some(Outcome::Rejected(number)) => _ = self.rejected.insert(number),
            None => {}
        }
    }

    fn collect(&mut self, line: &str) {
        let Some((number, row)) = before_image(line) else {
            return;
        };
        let requests = row.undo.into_iter().map(|written| (number, written));
        if !self.repeated.contains(&row.target) {
            let changes = self.changes(requests.collect());
            self.push(row.target, changes);
            return;
        }
        let next = self.held.len();
        let index = *self.indexes.entry(row.target.clone()).or_insert(next);
        if index == next {
            self.held.push(Held {
                target: row.target,
                requests: Vec::new(),
            });
        }
        if let Some(held) = self.held.get_mut(index) {
            held.requests.extend(requests);
        }
    }

    /// The requests that may have changed something. A row is sent again if it is not known whether an earlier request
    /// has taken effect.
    fn changes(&self, requests: Vec<(u32, Written)>) -> Vec<Written> {
        let mut changes: Vec<(u32, Written)> = Vec::new();
        for (number, written) in requests {
            if let Some((earlier, change)) = changes.last_mut()
                && *earlier == number
            {
                change.is_uncertain = true;
                // It had no effect, or the same one.
                if change.image == written.image && change.patch == written.patch {
                    changes.pop();
                }
            }
            changes.push((number, written));
        }
        let mut last = None;
        for (number, change) in changes.iter_mut().rev() {
            let is_last = last.replace(*number) != Some(*number);
            if is_last && self.rejected.contains(*number) {
                change.image = Default::default();
            }
            change.is_uncertain |= !self.confirmed.contains(*number);
        }
        let changes = changes.into_iter().map(|(_, change)| change);
        changes.filter(|change| !change.image.is_empty()).collect()
    }

    fn push(&mut self, target: Target, undo: Vec<Written>) {
        if undo.is_empty() {
            return;
        }
        let mut row = Row::new(target, Default::default());
        row.undo = undo;
        self.rows.push(row.canonical());
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn returns_a_row_for_each_target() {
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
        let change = |row: u32, image: u32, more: &str| {
            format!(
                "{{\"patch\":{{\"publicMetadata\":{{\"a\":{row}}}}},\"image\":{{\"publicMetadata\":{{\"a\":{image}}}}}{more}}}"
            )
        };
        let uncertain = ",\"uncertain\":true";
        let changes = [
            change(3, 13, uncertain),
            change(3, 23, ""),
            change(4, 14, uncertain),
        ];
        assert_eq!(
            undo.rows,
            [
                format!("{{\"id\":\"user_a\",\"undo\":[{}]}}", change(0, 10, "")),
                format!("{{\"id\":\"user_c\",\"undo\":[{}]}}", changes.join(",")),
            ]
        );
    }

    #[test]
    fn another_file_is_rejected() {
        let error = UndoRows::default().feed(b"id,a\n").unwrap_err();
        assert_eq!(error.line, 1);
    }
}
