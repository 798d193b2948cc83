//! The plan for a row: what would be sent, and what it does.

use clerk_metadata::core::limits::MAX_FIELD_BYTES;
use clerk_metadata::core::{Field, json};

use crate::plan::before_image::{after_image, before_image};
use crate::plan::diff::{DiffError, diff, removals, replacement};
use crate::plan::keys::Keys;
use crate::plan::merge::{changes_nothing, merge};
use crate::rows::{Fields, Row, Target};
use crate::run::stored::Stored;
use crate::value::{self, Value, equal};

/// The size of the public metadata that a session token can carry, in bytes. Clerk documents 1.2 KB for all custom
/// claims of a token; that 1 KB is 1000 bytes is inferred.
pub const SESSION_TOKEN_BYTES: usize = 1_200;

/// What the fields of a row contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mode {
    /// Patches.
    Patch,
    /// The values that should be stored. Other keys are removed; if some keys of any field are named, only those.
    Desired(Option<Fields<Keys>>),
    /// The values that replace the whole field, which may contain `null`.
    Replace,
}

/// The plan for a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Planned {
    /// The smallest patch of each field that changes. Empty if nothing is to be sent.
    pub patch: Fields<String>,
    /// The values before, as a patch that restores them. The whole fields, if they are replaced.
    pub before: Fields<String>,
    /// The paths of the stored `null`s among them.
    pub before_nulls: Vec<String>,
    /// The values of the same keys after the change: `null` for a removed one.
    pub after: Fields<String>,
    /// The whole fields after the change.
    pub merged: Fields<String>,
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
    /// The keys of a desired value that is not managed.
    NotManaged(Field, Vec<String>),
    /// No request replaces the metadata of a membership.
    CannotReplace(Field),
}

/// The smallest patch of each field that a row changes.
///
/// # Errors
/// [`PlanError`].
pub fn patch_of(
    row: &Fields<String>,
    stored: &Stored,
    mode: &Mode,
) -> Result<Fields<String>, PlanError> {
    let mut patches = Fields::default();
    for (field, text) in row.iter() {
        let parse = |text| value::parse(text).map_err(|_| PlanError::Unreadable);
        let (now, input) = (parse(stored.field(field))?, parse(text)?);
        let patch = match mode {
            Mode::Patch => minimized(&now, &input),
            Mode::Replace if matches!(stored.target, Target::Membership(..)) => {
                return Err(PlanError::CannotReplace(field));
            }
            Mode::Replace => {
                let (patch, _) = replacement(&now, &input, field.name());
                if !equal(&now, &input) {
                    patches.set(field, patch.text());
                }
                continue;
            }
            Mode::Desired(keys) => {
                let managed = keys.as_ref().map(|keys| keys.get(field));
                if managed == Some(None) {
                    return Err(PlanError::NotManaged(field, Vec::new()));
                }
                let managed = managed.flatten().filter(|keys| !keys.is_all());
                diff(&now, &input, managed).map_err(|error| {
                    let owned = |keys: Vec<&str>| keys.into_iter().map(json::unescape).collect();
                    match error {
                        DiffError::CannotSetNull(keys) => {
                            PlanError::CannotSetNull(field, owned(keys))
                        }
                        DiffError::NotManaged(keys) => PlanError::NotManaged(field, owned(keys)),
                    }
                })?
            }
        };
        if !changes_nothing(&now, &patch) {
            patches.set(field, patch.text());
        }
    }
    Ok(patches)
}

/// Plans a row whose user was read.
///
/// # Errors
/// [`PlanError`].
pub fn plan(row: &Row, stored: &Stored, mode: &Mode) -> Result<Planned, PlanError> {
    let mut planned = Planned {
        patch: patch_of(&row.patch, stored, mode)?,
        ..Planned::default()
    };
    for (field, patch) in planned.patch.iter() {
        let parse = |text| value::parse(text).map_err(|_| PlanError::Unreadable);
        let (now, patch) = (parse(stored.field(field))?, parse(patch)?);
        let desired = row.patch.get(field).filter(|_| *mode == Mode::Replace);
        let desired = desired.map(|text| parse(text)).transpose()?;
        let merged = desired.clone().unwrap_or_else(|| merge(&now, &patch));
        let size = value::size(&merged);
        if size > MAX_FIELD_BYTES && planned.too_large.is_none() {
            planned.too_large = Some((field, size));
        }
        planned.exceeds_session_token |= field == Field::Public
            && size > SESSION_TOKEN_BYTES
            && value::size(&now) <= SESSION_TOKEN_BYTES;
        removals(&patch, &mut vec![field.name()], &mut planned.removals);
        let text = merged.text();
        if let Some(desired) = desired {
            let (_, nulls) = replacement(&now, &desired, field.name());
            planned.removals.retain(|path| !nulls.contains(path));
            planned.before.set(field, now.text());
            planned.after.set(field, text.clone());
        } else {
            let before = before_image(&now, &patch, field.name(), &[]);
            planned.before.set(field, before.patch.text());
            planned.before_nulls.extend(before.nulls);
            planned
                .after
                .set(field, after_image(&merged, &patch).text());
        }
        planned.merged.set(field, text);
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
    use crate::plan::keys;

    fn plan_for(public: &str, stored: &str, mode: &Mode) -> Result<Planned, PlanError> {
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
            &Mode::Patch,
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
            &Mode::Desired(None),
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

        assert_eq!(
            planned.after.get(Field::Public).unwrap(),
            r#"{"old":null,"plan":{"name":null}}"#
        );

        let planned = plan_for(r#"{"old":1.0}"#, stored, &Mode::Patch).unwrap();
        assert_eq!(planned.patch, Fields::default());
        let error = plan_for(r#"{"a":{"b":null}}"#, stored, &Mode::Desired(None)).unwrap_err();
        assert_eq!(
            error,
            PlanError::CannotSetNull(Field::Public, vec!["a".into(), "b".into()])
        );
    }

    #[test]
    fn only_managed_keys_are_set_and_removed() {
        let keys = |paths: &[&str]| {
            let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
            Mode::Desired(Some(keys::parse(&paths).unwrap()))
        };
        let stored = r#"{"plan":{"name":"pro","seats":2,"note":"x"},"old":1,"other":{"a":1}}"#;
        let managed = keys(&[
            "publicMetadata.plan.seats",
            "publicMetadata.plan.trial",
            "publicMetadata.old",
        ]);
        for (desired, patch) in [
            ("{}", r#"{"plan":{"seats":null},"old":null}"#),
            (
                r#"{"plan":{"seats":2.0,"trial":{"a":{}}}}"#,
                r#"{"plan":{"trial":{"a":{}}},"old":null}"#,
            ),
            (r#"{"old":1,"plan":{"seats":3}}"#, r#"{"plan":{"seats":3}}"#),
        ] {
            let planned = plan_for(desired, stored, &managed).unwrap();
            assert_eq!(
                planned.patch.get(Field::Public).unwrap(),
                patch,
                "{desired}"
            );
        }
        for (desired, path) in [
            (r#"{"plan":{"name":"pro"}}"#, &["plan", "name"][..]),
            (r#"{"plan":"pro"}"#, &["plan"]),
            (r#"{"other":{}}"#, &["other"]),
        ] {
            let path = path.iter().map(|key| (*key).to_owned()).collect();
            let error = plan_for(desired, stored, &managed).unwrap_err();
            assert_eq!(
                error,
                PlanError::NotManaged(Field::Public, path),
                "{desired}"
            );
        }
        let other_field = keys(&["privateMetadata"]);
        let error = plan_for("{}", stored, &other_field).unwrap_err();
        assert_eq!(error, PlanError::NotManaged(Field::Public, Vec::new()));
        let whole_field = keys(&["publicMetadata"]);
        let planned = plan_for(r#"{"old":1}"#, stored, &whole_field).unwrap();
        assert_eq!(
            planned.patch.get(Field::Public).unwrap(),
            r#"{"plan":null,"other":null}"#
        );
    }

    #[test]
    fn sizes_are_those_of_the_merged_value() {
        let stored = format!(r#"{{"a":"{}"}}"#, "x".repeat(8_000));
        let planned = plan_for(
            &format!(r#"{{"b":"{}"}}"#, "y".repeat(200)),
            &stored,
            &Mode::Patch,
        )
        .unwrap();
        assert_eq!(planned.too_large, Some((Field::Public, 8_215)));
        assert!(!planned.exceeds_session_token);
        let planned = plan_for(
            &format!(r#"{{"a":null,"b":"{}"}}"#, "y".repeat(200)),
            &stored,
            &Mode::Patch,
        )
        .unwrap();
        assert_eq!(planned.too_large, None);
        let planned = plan_for(&stored, "{}", &Mode::Patch).unwrap();
        assert!(planned.exceeds_session_token);
    }
}
