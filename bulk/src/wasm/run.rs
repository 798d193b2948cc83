//! A run, as an object that keeps its state.

use clerk_metadata::core::Field;
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::journal::Journal;
use crate::plan::keys;
use crate::plan::planned::Mode;
use crate::rows::{Fields, Row, RowError, Target};
use crate::run::{Action, Finished, OnDrift, Problem, Resources, Run, Settings, Status, Stop};
use crate::wasm::push::{other_rows, push_invalid_row, push_row};

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

    /// A run that continues where the journal ends. `keys`: the managed keys of desired values; empty for all.
    /// `mode`: `"patch"`, `"desired"` or `"replace"`. `on_drift`: `"skip"`, `"recompute"` or `"force"`. Throws an `Error` if a key is invalid.
    #[allow(
        clippy::too_many_arguments,
        reason = "an object would need code to read its members"
    )]
    pub fn run(
        self,
        send_unchanged: bool,
        max_failed: u32,
        concurrency: usize,
        max_offline_ms: f64,
        is_plan: bool,
        mode: &str,
        keys: Vec<String>,
        transforms: bool,
        validates: bool,
        on_drift: &str,
        rejects_duplicates: bool,
    ) -> Result<BulkRun, JsError> {
        let keys = if keys.is_empty() {
            None
        } else {
            let parsed = keys::parse(&keys);
            Some(
                parsed
                    .map_err(|(index, reason)| JsError::new(&format!("keys[{index}] {reason}")))?,
            )
        };
        let settings = Settings {
            send_unchanged,
            is_plan,
            mode: match mode {
                "replace" => Mode::Replace,
                "desired" => Mode::Desired(keys),
                _ => Mode::Patch,
            },
            transforms,
            validates,
            rejects_duplicates,
            on_drift: match on_drift {
                "recompute" => OnDrift::Recompute,
                "force" => OnDrift::Force,
                _ => OnDrift::Skip,
            },
            max_failed,
            concurrency,
            max_offline_ms,
        };
        Ok(BulkRun {
            run: Run::new(settings, self.journal),
        })
    }
}

#[wasm_bindgen]
impl BulkRun {
    /// Whether another row can be pushed.
    #[wasm_bindgen(js_name = wantsRow)]
    pub fn wants_row(&self) -> bool {
        self.run.wants_row()
    }

    /// Adds the next row, from its JSON text. Returns whether it is unfinished; `[path, reason]` if it is unfinished
    /// and invalid. Throws `[rows, whether the journal only has more]` if they are
    /// not those of the journal.
    pub fn push(&mut self, text: &str) -> Result<JsValue, JsValue> {
        let row = if self.run.transforms() {
            Row::parse_name(text)
        } else {
            Row::parse(text)
        };
        push_row(row, |row| self.run.push(row))
    }

    /// Adds a row that JSON cannot represent.
    #[wasm_bindgen(js_name = pushInvalid)]
    pub fn push_invalid(&mut self, path: String) -> Result<bool, JsValue> {
        push_invalid_row(path, |row| self.run.push(row))
    }

    /// There are no more rows. Throws as `push` does.
    pub fn end(&mut self) -> Result<(), JsValue> {
        self.run.end().map_err(other_rows)
    }

    /// The next action, until it is `undefined`: `["userId" | "externalId" | "organizationId", ID …]` and
    /// `["membership", organization ID, user ID …]` read; `["transform", row, resource]`; `["validate", row, text of
    /// each field]`; `[row, user ID, organization ID, whether the fields are
    /// replaced, text of each field]` sends.
    pub fn next(&mut self, now_ms: f64) -> Option<Vec<JsValue>> {
        let mut action = Vec::new();
        match self.run.next(now_ms)? {
            Action::Read(resources) => {
                let (name, ids) = match resources {
                    Resources::Ids(ids) => ("userId", ids),
                    Resources::ExternalIds(ids) => ("externalId", ids),
                    Resources::Organizations(ids) => ("organizationId", ids),
                    Resources::Memberships(organization, mut ids) => {
                        ids.insert(0, organization);
                        ("membership", ids)
                    }
                };
                action.push(name.into());
                for id in ids {
                    action.push(id.into());
                }
            }
            Action::Send(row, target, patch) => {
                push_send(&mut action, row, target, false, &patch);
            }
            Action::Replace(row, target, fields) => {
                push_send(&mut action, row, target, true, &fields);
            }
            Action::Transform(row, resource) => {
                action.push("transform".into());
                action.push(row.into());
                action.push(resource.into());
            }
            Action::Validate(row, fields) => {
                action.push("validate".into());
                action.push(row.into());
                push_fields(&mut action, &fields);
            }
        }
        Some(action)
    }

    /// What the caller's function has returned, as the JSON text of an object with metadata fields. Returns
    /// `[path, reason]` if it is invalid.
    pub fn transformed(&mut self, row: u32, fields: Option<String>) -> Option<Vec<String>> {
        let RowError { path, reason, .. } = self.run.transformed(row, fields.as_deref()).err()?;
        Some(vec![path, reason])
    }

    /// Whether the caller accepts the values that a row would store.
    pub fn validated(&mut self, row: u32, is_valid: bool) {
        self.run.validated(row, is_valid);
    }

    /// The caller's function or schema has thrown.
    #[wasm_bindgen(js_name = answerFailed)]
    pub fn answer_failed(&mut self, row: u32) {
        self.run.answer_failed(row);
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

    /// The rows that have finished: number, ID, status, code, plan and undo of each.
    ///
    /// The plan of a row with a change is `[row to send, patch, before, after, whether the public metadata will exceed a
    /// session token, path of each removed key …]`. The undo is `[number of kept keys, path of each null that cannot be
    /// restored …]`, if there is one of either.
    #[wasm_bindgen(js_name = takeResults)]
    pub fn take_results(&mut self) -> Vec<JsValue> {
        let mut results = Vec::new();
        for finished in self.run.take_results() {
            let id = finished.target.as_ref().map(Target::name);
            results.push(finished.row.into());
            results.push(id.into());
            results.push(finished.status.name().into());
            results.push(
                finished
                    .failure
                    .as_ref()
                    .map(|failure| &*failure.code)
                    .into(),
            );
            results.push(plan_of(&finished));
            results.push(undo_of(&finished));
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
    pub fn send_done(&mut self, row: u32, response: &str, now_ms: f64) {
        self.run.send_done(row, response, now_ms);
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

    /// Why the run has stopped: `"canceled"`, `"rejected"`, `"offline"`, `"unusable"` or `"failed"`.
    pub fn stopped(&self) -> Option<String> {
        let reason = match self.run.stopped()? {
            Stop::Canceled => "canceled",
            Stop::Rejected => "rejected",
            Stop::Offline => "offline",
            Stop::Unusable => "unusable",
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

fn push_send(
    action: &mut Vec<JsValue>,
    row: u32,
    target: Target,
    replaces: bool,
    fields: &Fields<String>,
) {
    let (user, organization) = match target {
        Target::Id(id) | Target::ExternalId(id) => (Some(id), None),
        Target::Organization(id) => (None, Some(id)),
        Target::Membership(organization, user) => (Some(user), Some(organization)),
    };
    action.push(row.into());
    action.push(user.into());
    action.push(organization.into());
    action.push(replaces.into());
    push_fields(action, fields);
}

fn push_fields(values: &mut Vec<JsValue>, fields: &Fields<String>) {
    for field in Field::ALL {
        values.push(fields.get(field).into());
    }
}

fn plan_of(finished: &Finished) -> JsValue {
    let planned = finished.planned.as_ref();
    let (Status::Ok, Some(planned), Some(target)) = (finished.status, planned, &finished.target)
    else {
        return JsValue::UNDEFINED;
    };
    let mut row = Row::new(target.clone(), planned.patch.clone());
    row.expected = planned.before.clone();
    row.expected_nulls = planned.before_nulls.clone();
    row.desired = finished.desired.clone();
    row.replaces = finished.replaces;
    let plan = Array::new();
    plan.push(&row.canonical().into());
    for fields in [&planned.patch, &planned.before, &planned.after] {
        plan.push(&fields.object().into());
    }
    plan.push(&planned.exceeds_session_token.into());
    for path in &planned.removals {
        plan.push(&path.into());
    }
    plan.into()
}

fn undo_of(finished: &Finished) -> JsValue {
    if finished.kept == 0 && finished.nulls.is_empty() {
        return JsValue::UNDEFINED;
    }
    let undo = Array::new();
    undo.push(&finished.kept.into());
    for path in &finished.nulls {
        undo.push(&path.into());
    }
    undo.into()
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
