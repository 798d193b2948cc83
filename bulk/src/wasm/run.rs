//! A run, as an object that keeps its state.

use clerk_metadata::core::Field;
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::journal::Journal;
use crate::plan::planned::Mode;
use crate::rows::{Row, RowError, Target};
use crate::run::{Action, OtherRows, Problem, Run, Settings, Status, Stop, Users};

/// See [`crate::run`].
#[wasm_bindgen]
pub struct BulkRun {
    run: Run,
}

/// A journal that is being read.
#[wasm_bindgen]
#[derive(Default)]
pub struct BulkJournal {
    pub(super) journal: Journal,
}

#[wasm_bindgen]
impl BulkJournal {
    /// An empty journal.
    #[wasm_bindgen(constructor)]
    pub fn new() -> BulkJournal {
        BulkJournal::default()
    }

    /// Reads the next bytes, which may end anywhere. Throws an `Error` that describes the problem.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        Ok(self.journal.feed(bytes)?)
    }

    /// A run that continues where the journal ends. `plan`: `"patch"` or `"desired"` if nothing is to be sent.
    pub fn run(
        self,
        send_unchanged: bool,
        plan: Option<String>,
        max_failed: u32,
        concurrency: usize,
        max_offline_ms: f64,
    ) -> BulkRun {
        let settings = Settings {
            send_unchanged,
            plan: plan.map(|mode| match &*mode {
                "desired" => Mode::Desired,
                _ => Mode::Patch,
            }),
            max_failed,
            concurrency,
            max_offline_ms,
        };
        BulkRun {
            run: Run::new(settings, self.journal),
        }
    }
}

#[wasm_bindgen]
impl BulkRun {
    /// Whether another row can be pushed.
    #[wasm_bindgen(js_name = wantsRow)]
    pub fn wants_row(&self) -> bool {
        self.run.wants_row()
    }

    /// Adds the next row, from its JSON text. Returns whether it is unfinished; `[offset, path, reason]` if it is
    /// unfinished and invalid. Throws the number of rows that differ from those of the journal.
    pub fn push(&mut self, text: &str) -> Result<JsValue, JsValue> {
        let row = Row::parse(text);
        let error = row.as_ref().err().map(|RowError { at, path, reason }| {
            Array::of3(&(*at).into(), &path.into(), &reason.into()).into()
        });
        let is_unfinished = self.run.push(row).map_err(other_rows)?;
        Ok(error
            .filter(|_| is_unfinished)
            .unwrap_or_else(|| is_unfinished.into()))
    }

    /// Adds a row that JSON cannot represent.
    #[wasm_bindgen(js_name = pushInvalid)]
    pub fn push_invalid(&mut self, path: String) -> Result<bool, JsValue> {
        let error = RowError {
            at: 0,
            path,
            reason: String::new(),
        };
        self.run.push(Err(error)).map_err(other_rows)
    }

    /// There are no more rows. Throws as `push` does.
    pub fn end(&mut self) -> Result<(), JsValue> {
        self.run.end().map_err(other_rows)
    }

    /// The next action, until it is `undefined`: `["userId" | "externalId", …]` with the users to read, or
    /// `[row, user ID, text of each field]`.
    pub fn next(&mut self, now_ms: f64) -> Option<Array> {
        let action = Array::new();
        match self.run.next(now_ms)? {
            Action::Read(users) => {
                let (name, ids) = match users {
                    Users::Ids(ids) => ("userId", ids),
                    Users::ExternalIds(ids) => ("externalId", ids),
                };
                action.push(&name.into());
                for id in ids {
                    action.push(&id.into());
                }
            }
            Action::Send(row, id, patch) => {
                action.push(&row.into());
                action.push(&id.into());
                for field in Field::ALL {
                    action.push(&patch.get(field).into());
                }
            }
        }
        Some(action)
    }

    /// The time after which `next` must be called again, in milliseconds.
    pub fn wait(&mut self, now_ms: f64) -> Option<f64> {
        self.run.wait(now_ms)
    }

    /// The lines to append to the journal, before the actions start that were returned so far.
    #[wasm_bindgen(js_name = takeLines)]
    pub fn take_lines(&mut self) -> String {
        self.run.take_lines()
    }

    /// The rows that have finished: number, user ID, status and code of each; of a planned one, the row to send, the
    /// paths of the removed keys, and whether the public metadata will exceed a session token.
    #[wasm_bindgen(js_name = takeResults)]
    pub fn take_results(&mut self) -> Array {
        let results = Array::new();
        for finished in self.run.take_results() {
            results.push(&finished.row.into());
            results.push(&finished.id.as_deref().into());
            results.push(&finished.status.name().into());
            results.push(&finished.failure.map(|failure| failure.code).into());
            let planned = finished.planned.filter(|_| finished.status == Status::Ok);
            let row = planned.as_ref().zip(finished.id).map(|(planned, id)| {
                let row = Row {
                    target: Target::Id(id),
                    patch: planned.patch.clone(),
                    expected: planned.before.clone(),
                };
                row.canonical()
            });
            results.push(&row.into());
            let removals = Array::new();
            for path in planned.iter().flat_map(|planned| &planned.removals) {
                removals.push(&path.into());
            }
            results.push(&removals);
            results.push(
                &planned
                    .is_some_and(|planned| planned.exceeds_session_token)
                    .into(),
            );
        }
        results
    }

    /// The response to the read.
    #[wasm_bindgen(js_name = readDone)]
    pub fn read_done(&mut self, response: &str, now_ms: f64) {
        self.run.read_done(response, now_ms);
    }

    /// The read had no usable response.
    #[wasm_bindgen(js_name = readFailed)]
    pub fn read_failed(
        &mut self,
        now_ms: f64,
        code: String,
        status: Option<u16>,
        trace_id: Option<String>,
        retry_after: Option<u32>,
    ) {
        self.run
            .read_failed(&problem(code, status, trace_id, retry_after), now_ms);
    }

    /// The response to a row.
    #[wasm_bindgen(js_name = sendDone)]
    pub fn send_done(&mut self, row: u32, response: &str) {
        self.run.send_done(row, response);
    }

    /// A row had no usable response.
    #[wasm_bindgen(js_name = sendFailed)]
    pub fn send_failed(
        &mut self,
        row: u32,
        now_ms: f64,
        code: String,
        status: Option<u16>,
        trace_id: Option<String>,
        retry_after: Option<u32>,
    ) {
        self.run
            .send_failed(row, &problem(code, status, trace_id, retry_after), now_ms);
    }

    /// Stops sending. Requests in flight still have an outcome.
    pub fn cancel(&mut self) {
        self.run.cancel();
    }

    /// Why the run has stopped: `"canceled"`, `"rejected"`, `"offline"` or `"failed"`.
    pub fn stopped(&self) -> Option<String> {
        let reason = match self.run.stopped()? {
            Stop::Canceled => "canceled",
            Stop::Rejected => "rejected",
            Stop::Offline => "offline",
            Stop::TooManyFailed => "failed",
        };
        Some(reason.to_owned())
    }

    /// Whether nothing is left to do.
    #[wasm_bindgen(js_name = isDone)]
    pub fn is_done(&self) -> bool {
        self.run.is_done()
    }

    /// The number of rows that were pushed, and of those with each status, including those of earlier runs.
    pub fn counts(&self) -> Vec<u32> {
        let counts = self.run.counts();
        let rows = self.run.rows();
        [rows]
            .into_iter()
            .chain(counts.all().map(|(_, count)| count))
            .collect()
    }
}

fn problem(
    code: String,
    status: Option<u16>,
    trace_id: Option<String>,
    retry_after: Option<u32>,
) -> Problem {
    Problem {
        code,
        status,
        trace_id,
        retry_after,
    }
}

pub(super) fn other_rows(OtherRows { rows }: OtherRows) -> JsValue {
    rows.into()
}
