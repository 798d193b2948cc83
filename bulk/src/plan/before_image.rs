//! The before-image: the values that a patch is about to change.

use crate::plan::diff::path_of;
use crate::value::{Member, NULL, Value};

/// The before-image of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeforeImage<'a> {
    /// A patch that restores the values: `null` for a key that does not exist yet. It contains only what changes.
    pub patch: Value<'a>,
    /// The paths of the stored `null`s that it cannot restore, because `null` in a patch removes the key.
    pub nulls: Vec<String>,
}

/// The before-image of `current` for a patch that is about to be sent. `field` is the name of the field.
/// `stored_nulls`: the paths of the `null`s that are stored, instead of removing keys.
#[must_use]
pub fn before_image<'a>(
    current: &Value<'a>,
    patch: &Value<'a>,
    field: &'a str,
    stored_nulls: &[String],
) -> BeforeImage<'a> {
    let mut nulls = Nulls {
        path: vec![field],
        paths: Vec::new(),
        stored: stored_nulls,
    };
    let patch = match (current, patch) {
        (Value::Object(_), Value::Object(changes)) => {
            Value::Object(image(current, changes, &mut nulls))
        }
        _ => current.clone(),
    };
    BeforeImage {
        patch,
        nulls: nulls.paths,
    }
}

/// The values of the keys of a patch after it was merged: `null` for a key that was removed.
#[must_use]
pub fn after_image<'a>(merged: &Value<'a>, patch: &Value<'a>) -> Value<'a> {
    let (Value::Object(_), Value::Object(changes)) = (merged, patch) else {
        return merged.clone();
    };
    let after = changes.iter().map(|Member { key, value }| Member {
        key,
        value: merged
            .get(key)
            .map_or(NULL, |merged| after_image(merged, value)),
    });
    Value::Object(after.collect())
}

/// The `null`s that were found, and the path of the value that is visited.
struct Nulls<'s, 'a> {
    path: Vec<&'a str>,
    paths: Vec<String>,
    stored: &'s [String],
}

impl<'a> Nulls<'_, 'a> {
    /// Whether the `null` at the path is stored.
    fn is_stored(&self) -> bool {
        !self.stored.is_empty() && self.stored.contains(&path_of(&self.path))
    }

    /// Notes the `null`s of a value, except in arrays.
    fn find(&mut self, value: &Value<'a>) {
        if value.is_null() {
            self.paths.push(path_of(&self.path));
        }
        for Member { key, value } in value.members().unwrap_or_default() {
            self.path.push(key);
            self.find(value);
            self.path.pop();
        }
    }
}

/// Recurses as deep as the patch.
fn image<'a>(
    current: &Value<'a>,
    changes: &[Member<'a>],
    nulls: &mut Nulls<'_, 'a>,
) -> Vec<Member<'a>> {
    let mut members = Vec::new();
    for Member { key, value } in changes {
        nulls.path.push(key);
        let before = match current.get(key) {
            None => (!value.is_null() || nulls.is_stored()).then_some(NULL),
            Some(now) => match (now, value) {
                (Value::Object(_), Value::Object(inner)) => {
                    let inner = image(now, inner, nulls);
                    (!inner.is_empty()).then_some(Value::Object(inner))
                }
                // Numbers that are written in another way are changed too.
                _ if !value.is_null() && now == value => None,
                _ => {
                    nulls.find(now);
                    Some(now.clone())
                }
            },
        };
        nulls.path.pop();
        members.extend(before.map(|value| Member { key, value }));
    }
    members
}
