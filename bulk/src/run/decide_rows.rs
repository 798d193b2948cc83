//! What happens to a row whose resource was read. It may depend on the caller.
//!
//! ```text
//! decide ─┬─ plan ─► (transform) ─► plan_row ─► (validate) ─► finish
//!         └─ run ──► decide_row ─┬─► (validate) ─► ready, finish
//!                                └─ drifted ─► (transform) ─► the patch is computed again ─► decide_row
//! ```

use std::iter;

use clerk_metadata::core::Field;
use clerk_metadata::core::text::path;

use crate::plan::planned::{Mode, PlanError, Planned, plan};
use crate::rows::{Fields, Row, RowError, Target, row_reader};
use crate::run::decision::{Decision, decide};
use crate::run::engine::Run;
use crate::run::status::{Failure, Status};
use crate::run::stored::Stored;
use crate::run::types::{Action, OnDrift};
use crate::run::window::Stage;
use crate::undo::combined::restore;

impl Run {
    /// Decides about a row whose resource was read, and about the next rows for it as long as nothing is sent.
    pub(super) fn decide(&mut self, number: u32, stored: &Stored) {
        self.unread.remove(&number);
        let Some(pending) = self.window.get_mut(number) else {
            return;
        };
        pending.is_validated = false;
        let is_plan = self.settings.is_plan;
        if is_plan && self.settings.rejects_duplicates && !self.planned.insert(&stored.target) {
            let name = match pending.row.target {
                Target::ExternalId(_) => "externalId",
                _ => "id",
            };
            return self.fail(number, &format!("duplicate_user {name}"), Some(stored));
        }
        if !pending.row.undo.is_empty() {
            let Some((patch, kept)) = restore(&pending.row.undo, stored) else {
                return self.fail(number, "unexpected_response", None);
            };
            let status = match (patch.is_empty(), pending.was_sent, kept) {
                (false, ..) => None,
                (true, true, _) => Some(Status::Recovered),
                (true, false, 0) => Some(Status::Same),
                (true, false, _) => Some(Status::Conflict),
            };
            pending.row.patch = patch;
            pending.kept = kept;
            if let Some(status) = status {
                return self.finish(number, Some(stored), status, None);
            }
        } else if is_plan && self.settings.transforms {
            return self.ask_to_transform(number, stored);
        }
        if is_plan {
            self.plan_row(number, stored);
        } else {
            self.decide_row(number, stored);
        }
    }

    fn decide_row(&mut self, number: u32, stored: &Stored) {
        let Some(pending) = self.window.get_mut(number) else {
            return;
        };
        let send_unchanged = self.settings.send_unchanged;
        match decide(&pending.row, stored, pending.was_sent, send_unchanged) {
            Decision::Finished(status) => self.finish(number, Some(stored), status, None),
            Decision::Send(_)
                if self.settings.validates
                    && !pending.is_validated
                    && pending.row.undo.is_empty() =>
            {
                self.ask_to_validate(number, stored);
            }
            Decision::Send(images) => {
                pending.stage = Stage::Ready(images);
                self.ready.insert(number);
            }
            Decision::Unreadable => self.fail(number, "unexpected_response", None),
            Decision::Drifted => match self.settings.on_drift {
                OnDrift::Force => {
                    pending.row.expected = Fields::default();
                    self.decide_row(number, stored);
                }
                OnDrift::Recompute if self.settings.transforms => {
                    self.ask_to_transform(number, stored);
                }
                OnDrift::Recompute if !pending.row.desired.is_empty() => {
                    let desired = Row::new(pending.row.target.clone(), pending.row.desired.clone());
                    self.recompute(number, &desired, stored, true);
                }
                OnDrift::Recompute | OnDrift::Skip => {
                    self.finish(number, Some(stored), Status::Conflict, None);
                }
            },
        }
    }

    /// Computes the patch of a row from other fields.
    fn recompute(&mut self, number: u32, input: &Row, stored: &Stored, is_desired: bool) {
        let replaces = self
            .window
            .get(number)
            .is_some_and(|pending| pending.row.replaces);
        let mode = match &self.settings.mode {
            _ if is_desired && replaces => &Mode::Replace,
            Mode::Patch if is_desired => &Mode::Desired(None),
            mode => mode,
        };
        let replaces = *mode == Mode::Replace;
        let planned = match plan(input, stored, mode) {
            Ok(planned) => planned,
            Err(error) => return self.fail(number, &code_of(&error), Some(stored)),
        };
        if let Some(code) = too_large(&planned) {
            return self.fail(number, &code, Some(stored));
        }
        let Some(pending) = self.window.get_mut(number) else {
            return;
        };
        if planned.patch.is_empty() {
            let status = if pending.was_sent {
                Status::Recovered
            } else {
                Status::Same
            };
            return self.finish(number, Some(stored), status, None);
        }
        pending.row.patch = planned.patch;
        pending.row.expected = planned.before;
        pending.row.expected_nulls = planned.before_nulls;
        pending.row.replaces = replaces;
        if replaces {
            pending.row.desired = input.patch.clone();
        }
        self.decide_row(number, stored);
    }

    /// Plans a row. The next row of the same resource is planned as if this one had been sent.
    fn plan_row(&mut self, number: u32, stored: &Stored) {
        let Some(pending) = self.window.get_mut(number) else {
            return;
        };
        let is_undo = !pending.row.undo.is_empty();
        let mode = if is_undo {
            &Mode::Patch
        } else {
            &self.settings.mode
        };
        if matches!(mode, Mode::Desired(_) | Mode::Replace) {
            pending.desired = pending.row.patch.clone();
        }
        let planned = match plan(&pending.row, stored, mode) {
            Ok(planned) => planned,
            Err(error) => return self.fail(number, &code_of(&error), Some(stored)),
        };
        if let Some(code) = too_large(&planned) {
            return self.fail(number, &code, Some(stored));
        }
        if planned.patch.is_empty() {
            return self.finish_planned(number, Some(stored), Status::Same, None, Some(planned));
        }
        if self.settings.validates && !is_undo {
            let merged = planned.merged.clone();
            pending.stage = Stage::Asking(Box::new((stored.clone(), Some(planned))));
            self.questions.push_back(Action::Validate(number, merged));
            return;
        }
        self.finish_change(number, stored, planned);
    }

    fn finish_change(&mut self, number: u32, stored: &Stored, planned: Planned) {
        let mut after = stored.clone();
        for (field, merged) in planned.merged.iter() {
            after.fields.set(field, merged.clone());
        }
        self.finish_planned(number, Some(&after), Status::Ok, None, Some(planned));
    }

    fn ask_to_transform(&mut self, number: u32, stored: &Stored) {
        let Some(pending) = self.window.get_mut(number) else {
            return;
        };
        pending.stage = Stage::Asking(Box::new((stored.clone(), None)));
        let object = stored.object();
        self.questions.push_back(Action::Transform(number, object));
    }

    /// Asks about the values that a row that can be sent would store.
    fn ask_to_validate(&mut self, number: u32, stored: &Stored) {
        let Some(pending) = self.window.get_mut(number) else {
            return;
        };
        let row = &pending.row;
        let (mode, fields) = if row.replaces {
            let mut fields = Fields::default();
            for (field, _) in row.patch.iter() {
                fields.set(field, row.desired.get(field).cloned().unwrap_or_default());
            }
            (Mode::Replace, fields)
        } else {
            (Mode::Patch, row.patch.clone())
        };
        match plan(&Row::new(row.target.clone(), fields), stored, &mode) {
            Ok(planned) => {
                let merged = planned.merged.clone();
                pending.stage = Stage::Asking(Box::new((stored.clone(), Some(planned))));
                self.questions.push_back(Action::Validate(number, merged));
            }
            Err(error) => self.fail(number, &code_of(&error), Some(stored)),
        }
    }

    fn take_question(&mut self, number: u32) -> Option<(Stored, Option<Planned>)> {
        self.asking = self.asking.saturating_sub(1);
        let pending = self.window.get_mut(number)?;
        match std::mem::replace(&mut pending.stage, Stage::Unread) {
            Stage::Asking(asked) => Some(*asked),
            _ => None,
        }
    }

    /// What the caller's function has returned: the fields as a JSON object, or nothing to leave the row as it is.
    ///
    /// # Errors
    /// Why the result is invalid. The row has failed.
    pub fn transformed(&mut self, number: u32, fields: Option<&str>) -> Result<(), RowError> {
        let Some((stored, _)) = self.take_question(number) else {
            return Ok(());
        };
        let Some(text) = fields else {
            self.finish(number, Some(&stored), Status::Same, None);
            return Ok(());
        };
        let fields = match row_reader::read_transformed(text, stored.target.is_user()) {
            Ok(fields) => fields,
            Err(error) => {
                self.fail(number, "invalid_row", Some(&stored));
                return Err(error);
            }
        };
        if self.settings.is_plan {
            if let Some(pending) = self.window.get_mut(number) {
                pending.row.patch = fields;
            }
            self.plan_row(number, &stored);
        } else {
            let row = Row::new(stored.target.clone(), fields);
            self.recompute(number, &row, &stored, false);
        }
        Ok(())
    }

    /// Whether the caller accepts the values that a row would store.
    pub fn validated(&mut self, number: u32, is_valid: bool) {
        match self.take_question(number) {
            Some((stored, Some(planned))) if is_valid && self.settings.is_plan => {
                self.finish_change(number, &stored, planned);
            }
            Some((stored, Some(_))) if is_valid => {
                if let Some(pending) = self.window.get_mut(number) {
                    pending.is_validated = true;
                }
                self.decide_row(number, &stored);
            }
            Some((stored, _)) => self.fail(number, "invalid_row", Some(&stored)),
            None => {}
        }
    }

    /// The caller's function or schema has thrown.
    pub fn answer_failed(&mut self, number: u32) {
        if let Some((stored, _)) = self.take_question(number) {
            self.fail(number, "invalid_row", Some(&stored));
        }
    }

    fn fail(&mut self, number: u32, code: &str, stored: Option<&Stored>) {
        self.finish(number, stored, Status::Failed, Some(Failure::new(code)));
    }
}

/// The code of a row whose field would exceed the size limit, with the field and its size.
fn too_large(planned: &Planned) -> Option<String> {
    let (field, bytes) = planned.too_large?;
    Some(format!("too_large {} {bytes}", field.name()))
}

/// The code of a row that cannot be planned, with the path of the value.
fn code_of(error: &PlanError) -> String {
    let with_path = |code, field: &Field, keys: &[String]| {
        let keys = iter::once(field.name()).chain(keys.iter().map(String::as_str));
        format!("{code} {}", path::of(&keys.collect::<Vec<_>>()))
    };
    match error {
        PlanError::Unreadable => "unexpected_response".to_owned(),
        PlanError::CannotSetNull(field, keys) => with_path("cannot_set_null", field, keys),
        PlanError::NotManaged(field, keys) => with_path("not_managed", field, keys),
        PlanError::CannotReplace(field) => with_path("cannot_replace", field, &[]),
    }
}
