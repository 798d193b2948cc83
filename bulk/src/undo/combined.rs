//! One patch that reverts all changes of a target.

use clerk_metadata::core::Field;

use crate::plan::diff::path_of;
use crate::plan::merge::merge;
use crate::rows::{Fields, Written};
use crate::run::stored::Stored;
use crate::undo::kept_keys::KeptKeys;
use crate::undo::search::{Search, Values};
use crate::value::{self, Member, NULL, Value};

/// A change of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'s, 'a> {
    /// The patch that was sent.
    pub patch: Value<'a>,
    /// Its before-image.
    pub image: Value<'a>,
    /// The paths of the `null`s of the patch that were stored.
    pub stored_nulls: &'s [String],
    /// Whether it certainly had an effect.
    pub is_certain: bool,
}

/// The result of [`undo`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undo<'a> {
    /// The patch to send. Without members if there is nothing to restore.
    pub patch: Value<'a>,
    /// The number of keys that hold another value than the one that was written. They are kept.
    pub kept: usize,
}

/// The patch that restores the values from before the first of `changes`, which are in the order in which they were
/// sent, if `stored` is stored. `field`: its name.
#[must_use]
pub fn undo<'a>(stored: &Value<'a>, changes: &[Change<'_, 'a>], field: &'a str) -> Undo<'a> {
    // What is stored if the undo is complete already.
    let original = changes
        .iter()
        .rev()
        .fold(stored.clone(), |now, change| merge(&now, &change.image));
    let mut kept = KeptKeys::default();
    let mut now = stored.clone();
    for change in changes.iter().rev() {
        let values = Values {
            now: Some(&now),
            stored: Some(stored),
            original: Some(&original),
        };
        let mut search = Search {
            stored_nulls: change.stored_nulls,
            is_certain: change.is_certain,
            path: vec![field],
            kept: &mut kept,
        };
        let patch = search.patch(values, change);
        now = merge(&now, &patch);
    }
    Undo {
        patch: Value::Object(difference(stored, &now)),
        kept: kept.count(),
    }
}

/// The patch of each field that restores what a row of an undo names, and the number of keys that hold other values
/// since. `None` if a field cannot be read.
#[must_use]
pub fn restore(written: &[Written], stored: &Stored) -> Option<(Fields<String>, u32)> {
    let (mut patches, mut kept) = (Fields::default(), 0);
    for field in Field::ALL {
        let mut changes = Vec::new();
        for change in written {
            let Some(image) = change.image.get(field) else {
                continue;
            };
            let patch = change.patch.get(field).map_or("{}", String::as_str);
            changes.push(Change {
                patch: value::parse(patch).ok()?,
                image: value::parse(image).ok()?,
                stored_nulls: &change.stored_nulls,
                is_certain: !change.is_uncertain,
            });
        }
        if changes.is_empty() {
            continue;
        }
        let now = value::parse(stored.field(field)).ok()?;
        let undo = undo(&now, &changes, field.name());
        kept += u32::try_from(undo.kept).unwrap_or(u32::MAX);
        let members = undo.patch.members().unwrap_or_default();
        if !members.is_empty() {
            patches.set(field, undo.patch.text());
        }
    }
    Some((patches, kept))
}

/// The paths of the `null`s from before the first change, which a patch cannot restore.
#[must_use]
pub fn original_nulls(written: &[Written]) -> Vec<String> {
    let mut nulls: Vec<String> = Vec::new();
    for (index, change) in written.iter().enumerate() {
        let earlier = written.get(..index).unwrap_or_default();
        let is_new = |path: &&String| {
            let images = || earlier.iter().flat_map(|change| change.image.iter());
            let is_changed_before = |(field, image): (Field, &String)| {
                value::parse(image)
                    .is_ok_and(|image| has_value_at(&image, &mut vec![field.name()], path))
            };
            !nulls.contains(path) && !images().any(is_changed_before)
        };
        let found: Vec<String> = change.nulls.iter().filter(is_new).cloned().collect();
        nulls.extend(found);
    }
    nulls
}

/// Whether a before-image has a value at a path, or at one that it begins with. Recurses as deep as the image.
fn has_value_at<'a>(image: &Value<'a>, keys: &mut Vec<&'a str>, path: &str) -> bool {
    let members = image.members().unwrap_or_default();
    members.iter().any(|Member { key, value }| {
        keys.push(key);
        let prefix = path_of(keys);
        let has_value = match (path.strip_prefix(&prefix), value) {
            (Some(""), _) => true,
            (Some(_), Value::Object(_)) => has_value_at(value, keys, path),
            (Some(rest), _) => rest.starts_with(['.', '[']),
            (None, _) => false,
        };
        keys.pop();
        has_value
    })
}

/// The smallest patch from one value to another, which has no `null` that the first one does not have. Numbers that are
/// equal and written in different ways are changed. Recurses as deep as both.
pub(super) fn difference<'a>(from: &Value<'a>, to: &Value<'a>) -> Vec<Member<'a>> {
    let mut patch = Vec::new();
    for Member { key, .. } in from.members().unwrap_or_default() {
        if to.get(key).is_none() {
            patch.push(Member { key, value: NULL });
        }
    }
    for Member { key, value } in to.members().unwrap_or_default() {
        match from.get(key) {
            Some(Value::Object(_)) if value.members().is_some() => {
                let inner = from.get(key).map(|from| difference(from, value));
                let inner = inner.unwrap_or_default();
                if !inner.is_empty() {
                    let value = Value::Object(inner);
                    patch.push(Member { key, value });
                }
            }
            Some(from) if from == value => {}
            _ => patch.push(Member {
                key,
                value: value.clone(),
            }),
        }
    }
    patch
}
