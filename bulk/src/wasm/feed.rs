//! A feed, as an object that keeps its state. Its methods are those of a run that a host performs in the same way.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::feed::{Feed, Job};
use crate::rows::Row;
use crate::run::Stop;
use crate::wasm::push::{other_rows, push_invalid_row, push_row};
use crate::wasm::run::BulkJournal;

/// See [`crate::feed`].
#[wasm_bindgen]
pub struct BulkFeed {
    feed: Feed,
}

#[wasm_bindgen]
impl BulkFeed {
    /// A feed that continues where the journal ends.
    #[wasm_bindgen(constructor)]
    pub fn new(
        journal: BulkJournal,
        max_ahead: usize,
        max_failed: u32,
        ignores_expected: bool,
        name: u32,
    ) -> BulkFeed {
        let journal = journal.journal;
        BulkFeed {
            feed: Feed::new(max_ahead, max_failed, ignores_expected, journal, name),
        }
    }

    /// The number that identifies the jobs of the journal.
    pub fn name(&self) -> u32 {
        self.feed.name()
    }

    /// See `BulkRun`.
    #[wasm_bindgen(js_name = wantsRow)]
    pub fn wants_row(&self) -> bool {
        self.feed.wants_row()
    }

    /// See `BulkRun`.
    pub fn push(&mut self, text: &str) -> Result<JsValue, JsValue> {
        push_row(Row::parse(text), |row| self.feed.push(row))
    }

    /// See `BulkRun`.
    #[wasm_bindgen(js_name = pushInvalid)]
    pub fn push_invalid(&mut self, path: String) -> Result<bool, JsValue> {
        push_invalid_row(path, |row| self.feed.push(row))
    }

    /// See `BulkRun`.
    pub fn end(&mut self) -> Result<(), JsValue> {
        self.feed.end().map_err(other_rows)
    }

    /// The next job, until it is `undefined`: `[row, text of the row]`.
    pub fn next(&mut self) -> Option<Vec<JsValue>> {
        let Job { row, text } = self.feed.next_job()?;
        Some(vec![row.into(), text.into()])
    }

    /// See `BulkRun`.
    #[wasm_bindgen(js_name = takeLines)]
    pub fn take_lines(&mut self) -> String {
        self.feed.take_lines()
    }

    /// The rows that have finished: number, ID, status and code of each.
    #[wasm_bindgen(js_name = takeResults)]
    pub fn take_results(&mut self) -> Vec<JsValue> {
        let mut results = Vec::new();
        for finished in self.feed.take_results() {
            results.push(
                Array::of4(
                    &finished.row.into(),
                    &finished.id.into(),
                    &finished.status.name().into(),
                    &finished.failure.map(|failure| failure.code).into(),
                )
                .into(),
            );
        }
        results
    }

    /// A job has finished. `result`: its result, as JSON text.
    pub fn done(&mut self, row: u32, result: &str) {
        self.feed.done(row, result);
    }

    /// Nothing is known about a job, because the feed has stopped.
    pub fn abandoned(&mut self) {
        self.feed.abandoned();
    }

    /// Whether a row has an outcome.
    #[wasm_bindgen(js_name = isFinished)]
    pub fn is_finished(&self, row: u32) -> bool {
        self.feed.is_finished(row)
    }

    /// Adds no more jobs.
    pub fn cancel(&mut self) {
        self.feed.cancel();
    }

    /// Why the feed has stopped: `"canceled"` or `"failed"`.
    pub fn stopped(&self) -> Option<String> {
        let reason = match self.feed.stopped()? {
            Stop::TooManyFailed => "failed",
            _ => "canceled",
        };
        Some(reason.to_owned())
    }

    /// Whether nothing is left to do.
    #[wasm_bindgen(js_name = isDone)]
    pub fn is_done(&self) -> bool {
        self.feed.is_done()
    }

    /// See `BulkRun`.
    pub fn counts(&self) -> Vec<u32> {
        let counts = self.feed.counts();
        let rows = self.feed.rows();
        [rows]
            .into_iter()
            .chain(counts.all().map(|(_, count)| count))
            .collect()
    }
}
