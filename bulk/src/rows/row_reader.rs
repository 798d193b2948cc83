//! Reads the JSON text of a row.

use clerk_metadata::core::text::path;
use clerk_metadata::core::{Field, json};

use crate::rows::fields::Fields;
use crate::rows::row::{Row, RowError, Written};
use crate::rows::target::{Names, Target};
use crate::value::{self, ParseError, Value, same_key};

/// Reads a row that may only name whom it is for.
pub(super) fn read(text: &str) -> Result<Row, RowError> {
    Reader {
        text,
        allowed: ROW_MEMBERS,
    }
    .row()
}

/// Reads the metadata fields that the caller's function has returned for a row.
pub(crate) fn read_transformed(text: &str, is_user: bool) -> Result<Fields<String>, RowError> {
    let (allowed, fields) = if is_user {
        (
            "transform has returned an unknown field. It may return publicMetadata, privateMetadata and unsafeMetadata.",
            "publicMetadata, privateMetadata and unsafeMetadata",
        )
    } else {
        (
            "transform has returned an unknown field. It may return publicMetadata and privateMetadata.",
            "publicMetadata and privateMetadata",
        )
    };
    let reader = Reader { text, allowed };
    let value = reader.value()?;
    for member in value.members().unwrap_or_default() {
        let name = json::unescape(member.key);
        if Names::key(&name).is_some() {
            let reason = format!(
                "transform has returned an ID, and cannot change whom a row is for. It may return {fields}."
            );
            return Err(reject(0, &name, &reason));
        }
    }
    let fields = reader.fields(0, "", &value)?;
    if !is_user && fields.get(Field::Unsafe).is_some() {
        return Err(reject(0, "unsafeMetadata", NO_UNSAFE_METADATA));
    }
    Ok(fields)
}

const NO_UNSAFE_METADATA: &str = "organizations and memberships have no unsafe metadata.";

/// See <https://clerk.com/docs/reference/backend-api>: memberships have no PUT.
const CANNOT_REPLACE: &str =
    "the Backend API cannot replace the metadata of a membership. Send the values as a patch.";

/// The reason of an unknown member of a row.
const ROW_MEMBERS: &str = "unknown field. Expected id, externalId, organizationId, userId, publicMetadata, privateMetadata or unsafeMetadata.";

/// The reason of an unknown member of `expected` and others.
const METADATA_FIELDS: &str =
    "unknown field. Expected publicMetadata, privateMetadata or unsafeMetadata.";

/// The reason of a row that is another JSON value.
const NOT_AN_OBJECT: &str =
    "a row must be an object such as {\"id\":\"user_1\",\"publicMetadata\":{\"plan\":\"pro\"}}.";

/// The reason of a row that begins an array, such as the first line of a JSON file.
const AN_ARRAY: &str = "a row must be an object on a line of its own, not an array of rows. Convert the file with jq -c \".[]\".";

struct Reader<'a> {
    text: &'a str,
    /// The reason of an unknown member.
    allowed: &'static str,
}

impl<'a> Reader<'a> {
    fn value(&self) -> Result<Value<'a>, RowError> {
        value::parse(self.text).map_err(|error| match error {
            ParseError::NotJson(at) => reject(at.at, "", "the row is not valid JSON."),
            ParseError::TooDeep => reject(
                0,
                "",
                "metadata is limited to 100 levels. Store part of it as a string.",
            ),
        })
    }

    fn row(&self) -> Result<Row, RowError> {
        if self.text.trim_start().starts_with('[') {
            return Err(reject(0, "", AN_ARRAY));
        }
        let value = self.value()?;
        let members = value
            .members()
            .ok_or_else(|| reject(0, "", NOT_AN_OBJECT))?;
        self.reject_repeated_keys()?;
        let mut names = Names::default();
        let (mut patch, mut expected) = (Fields::default(), Fields::default());
        let (mut desired, mut undo) = (Fields::default(), Vec::new());
        let (mut expected_nulls, mut replaces) = (Vec::new(), false);
        let mut offsets = Vec::new();
        for member in members {
            let name = json::unescape(member.key);
            let at = self.offset(member.key);
            if let Some(key) = Names::key(&name) {
                offsets.push((key, at));
                names
                    .set(key, &member.value)
                    .map_err(|reason| reject(at, &name, &reason))?;
                continue;
            }
            match &*name {
                "_error" => {}
                "expected" => expected = self.fields(at, "expected", &member.value)?,
                "desired" => desired = self.fields(at, "desired", &member.value)?,
                "expectedNulls" => {
                    expected_nulls = paths(&member.value).ok_or_else(|| {
                        let reason = "must be an array of paths such as [\"publicMetadata.plan\"].";
                        reject(at, "expectedNulls", reason)
                    })?;
                }
                "replace" => {
                    replaces = match member.value {
                        Value::Scalar("true") => true,
                        Value::Scalar("false") => false,
                        _ => return Err(reject(at, "replace", "must be true or false.")),
                    };
                }
                "undo" => undo = self.changes(at, &member.value)?,
                _ => self.field(&mut patch, "", member.key, &member.value)?,
            }
        }
        let target = names.target().map_err(|(key, reason)| {
            let found = offsets.iter().find(|(name, _)| *name == key);
            reject(found.map_or(0, |(_, at)| *at), key, reason)
        })?;
        if !target.is_user() {
            for (fields, parent) in [
                (&patch, ""),
                (&expected, "expected."),
                (&desired, "desired."),
            ] {
                if fields.get(Field::Unsafe).is_some() {
                    return Err(reject(
                        self.offset_of(members, Field::Unsafe),
                        &format!("{parent}unsafeMetadata"),
                        NO_UNSAFE_METADATA,
                    ));
                }
            }
        }
        if replaces && matches!(target, Target::Membership(..)) {
            return Err(reject(0, "replace", CANNOT_REPLACE));
        }
        if replaces && patch.iter().any(|(field, _)| desired.get(field).is_none()) {
            let reason = "a row with replace must have desired values for each of its fields.";
            return Err(reject(0, "desired", reason));
        }
        Ok(Row {
            target,
            patch,
            expected,
            expected_nulls,
            desired,
            replaces,
            undo,
        })
    }

    /// A parsed object has the last value of a repeated key, so these are searched in the text.
    fn reject_repeated_keys(&self) -> Result<(), RowError> {
        let mut keys: Vec<&str> = Vec::new();
        let mut repeated = None;
        let _ = json::members(self.text, &mut |key, _| {
            if keys.iter().any(|other| same_key(other, key)) {
                repeated = repeated.or(Some(key));
            }
            keys.push(key);
        });
        match repeated {
            Some(key) => Err(reject(
                self.offset(key),
                &path::of(&[&json::unescape(key)]),
                "the key is there twice. Keep one.",
            )),
            None => Ok(()),
        }
    }

    fn fields(&self, at: usize, name: &str, value: &Value<'a>) -> Result<Fields<String>, RowError> {
        let members = value
            .members()
            .ok_or_else(|| reject(at, name, "must be an object of metadata fields."))?;
        let mut fields = Fields::default();
        for member in members {
            self.field(&mut fields, name, member.key, &member.value)?;
        }
        Ok(fields)
    }

    fn changes(&self, at: usize, value: &Value<'a>) -> Result<Vec<Written>, RowError> {
        match value {
            Value::Array(changes) if !changes.is_empty() => changes
                .iter()
                .map(|change| self.written(at, change))
                .collect(),
            _ => Err(reject(at, "undo", "must be an array of changes.")),
        }
    }

    fn written(&self, at: usize, value: &Value<'a>) -> Result<Written, RowError> {
        let part = |name| match value.get(name) {
            Some(value) => self.fields(at, "undo", value),
            None => Err(reject(at, "undo", "must have a patch and an image.")),
        };
        Ok(Written {
            patch: part("patch")?,
            image: part("image")?,
            nulls: value.get("nulls").and_then(paths).unwrap_or_default(),
            stored_nulls: value.get("storedNulls").and_then(paths).unwrap_or_default(),
            is_uncertain: matches!(value.get("uncertain"), Some(Value::Scalar("true"))),
        })
    }

    fn field(
        &self,
        fields: &mut Fields<String>,
        parent: &str,
        key: &str,
        value: &Value<'a>,
    ) -> Result<(), RowError> {
        let at = self.offset(key);
        let name = json::unescape(key);
        let path = if parent.is_empty() {
            path::of(&[&name])
        } else {
            path::of(&[parent, &name])
        };
        let Some(field) = field_named(&name) else {
            let reason = if parent.is_empty() {
                self.allowed
            } else {
                METADATA_FIELDS
            };
            return Err(reject(at, &path, reason));
        };
        if fields.get(field).is_some() {
            return Err(reject(
                at,
                &path,
                "the field is there twice, in camelCase and in snake_case. Keep one.",
            ));
        }
        if value.members().is_none() {
            return Err(reject(
                at,
                &path,
                "must be an object. To remove a key, set the key to null.",
            ));
        }
        fields.set(field, value.text());
        Ok(())
    }

    fn offset_of(&self, members: &[value::Member<'a>], field: Field) -> usize {
        let member = members
            .iter()
            .find(|member| field_named(&json::unescape(member.key)) == Some(field));
        member.map_or(0, |member| self.offset(member.key))
    }

    /// The offset of a part of the text.
    fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }
}

/// The strings of an array.
fn paths(value: &Value<'_>) -> Option<Vec<String>> {
    let Value::Array(paths) = value else {
        return None;
    };
    let path = |path: &Value<'_>| match path {
        Value::Scalar(text) => json::string(text),
        _ => None,
    };
    paths.iter().map(path).collect()
}

/// The field with a name, in camelCase or in snake_case.
#[must_use]
pub(crate) fn field_named(name: &str) -> Option<Field> {
    Field::ALL
        .into_iter()
        .find(|field| [field.name(), field.wire()].contains(&name))
}

fn reject(at: usize, path: &str, reason: &str) -> RowError {
    RowError::new(at, path, reason)
}
