//! The plan for a row: what would be sent, and what it does.

use clerk_metadata::core::Field;
use clerk_metadata::core::limits::MAX_FIELD_BYTES;

use crate::plan::before_image::before_image;
use crate::plan::diff::{diff, removals};
use crate::plan::merge::{changes_nothing, merge};
use crate::rows::{Fields, Row};
use crate::run::stored::Stored;
use crate::value::{self, Value};

/// The size of the public metadata that a session token can carry, in bytes. Clerk documents 1.2 KB for all custom
/// claims of a token; that 1 KB is 1000 bytes is inferred.
pub const SESSION_TOKEN_BYTES: usize = 1_200;

/// What the fields of a row contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Patches.
    Patch,
    /// The values that should be stored. Other keys are removed.
    Desired,
}

/// The plan for a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The smallest patch of each field that changes. Empty if nothing is to be sent.
    pub patch: Fields<String>,
    /// The values before, as a patch that restores them.
    pub before: Fields<String>,
    /// The paths of the keys that are removed, such as `publicMetadata.plan.trial`.
    pub removals: Vec<String>,
    /// The first field that would exceed the size limit, and its size in bytes.
    pub too_large: Option<(Field, usize)>,
    /// Whether the public metadata would exceed [`SESSION_TOKEN_BYTES`], and does not now.
    pub exceeds_session_token: bool,
}

/// Why a row cannot be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanError {
    /// A stored field cannot be read.
    Unreadable,
    /// The keys of a desired `null`, which a patch cannot set.
    CannotSetNull(Field, Vec<String>),
}

/// Plans a row whose user was read.
///
/// # Errors
/// [`PlanError`].
pub fn plan(row: &Row, stored: &Stored, mode: Mode) -> Result<Planned, PlanError> {
    let mut planned = Planned {
        patch: Fields::default(),
        before: Fields::default(),
        removals: Vec::new(),
        too_large: None,
        exceeds_session_token: false,
    };
    for (field, text) in row.patch.iter() {
        let parse = |text| value::parse(text).map_err(|_| PlanError::Unreadable);
        let (now, input) = (parse(stored.field(field))?, parse(text)?);
        let patch = match mode {
            Mode::Patch => minimized(&now, &input),
            Mode::Desired => diff(&now, &input).map_err(|keys| {
                let keys = keys.into_iter().map(clerk_metadata::core::json::unescape);
                PlanError::CannotSetNull(field, keys.collect())
            })?,
        };
        if changes_nothing(&now, &patch) {
            continue;
        }
        let size = merge(&now, &patch).text().len();
        if size > MAX_FIELD_BYTES && planned.too_large.is_none() {
            planned.too_large = Some((field, size));
        }
        planned.exceeds_session_token |= field == Field::Public
            && size > SESSION_TOKEN_BYTES
            && now.text().len() <= SESSION_TOKEN_BYTES;
        removals(&patch, &mut vec![field.name()], &mut planned.removals);
        planned
            .before
            .set(field, before_image(&now, &patch).patch.text());
        planned.patch.set(field, patch.text());
    }
    Ok(planned)
}

/// A patch without the parts that change nothing.
fn minimized<'a>(now: &Value<'a>, patch: &Value<'a>) -> Value<'a> {
    let Value::Object(changes) = patch else {
        return patch.clone();
    };
    let kept = changes.iter().filter_map(|change| {
        let value = match (now.get(change.key), &change.value) {
            (None, value) if value.is_null() => return None,
            (Some(now), value) if !value.is_null() && changes_nothing(now, value) => return None,
            (Some(now @ Value::Object(_)), value) => minimized(now, value),
            (_, value) => value.clone(),
        };
        Some(value::Member {
            key: change.key,
            value,
        })
    });
    Value::Object(kept.collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    fn plan_for(public: &str, stored: &str, mode: Mode) -> Result<Planned, PlanError> {
        let row = format!(r#"{{"id":"user_1","publicMetadata":{public}}}"#);
        let stored = format!(r#"{{"id":"user_1","public_metadata":{stored}}}"#);
        plan(
            &Row::parse(&row).unwrap(),
            &Stored::parse(&stored).unwrap(),
            mode,
        )
    }

    #[test]
    fn plans_the_smallest_patch() {
        let stored = r#"{"plan":{"name":"pro","seats":2.0},"old":1,"big":12345678901234567890}"#;
        let planned = plan_for(
            r#"{"plan":{"name":"pro","seats":2,"x":1},"old":null,"no":null}"#,
            stored,
            Mode::Patch,
        );
        let planned = planned.unwrap();
        assert_eq!(
            planned.patch.get(Field::Public).unwrap(),
            r#"{"plan":{"x":1},"old":null}"#
        );
        assert_eq!(
            planned.before.get(Field::Public).unwrap(),
            r#"{"plan":{"x":null},"old":1}"#
        );
        assert_eq!(planned.removals, ["publicMetadata.old"]);

        let planned = plan_for(
            r#"{"plan":{"seats":2},"big":12345678901234567890}"#,
            stored,
            Mode::Desired,
        )
        .unwrap();
        assert_eq!(
            planned.patch.get(Field::Public).unwrap(),
            r#"{"old":null,"plan":{"name":null}}"#
        );
        assert_eq!(
            planned.removals,
            ["publicMetadata.old", "publicMetadata.plan.name"]
        );

        let planned = plan_for(r#"{"old":1.0}"#, stored, Mode::Patch).unwrap();
        assert_eq!(planned.patch, Fields::default());
        let error = plan_for(r#"{"a":{"b":null}}"#, stored, Mode::Desired).unwrap_err();
        assert_eq!(
            error,
            PlanError::CannotSetNull(Field::Public, vec!["a".into(), "b".into()])
        );
    }

    #[test]
    fn sizes_are_those_of_the_merged_value() {
        let stored = format!(r#"{{"a":"{}"}}"#, "x".repeat(8_000));
        let planned = plan_for(
            &format!(r#"{{"b":"{}"}}"#, "y".repeat(200)),
            &stored,
            Mode::Patch,
        )
        .unwrap();
        assert_eq!(planned.too_large, Some((Field::Public, 8_215)));
        assert!(!planned.exceeds_session_token);
        let planned = plan_for(
            &format!(r#"{{"a":null,"b":"{}"}}"#, "y".repeat(200)),
            &stored,
            Mode::Patch,
        )
        .unwrap();
        assert_eq!(planned.too_large, None);
        let planned = plan_for(&stored, "{}", Mode::Patch).unwrap();
        assert!(planned.exceeds_session_token);
    }
}
