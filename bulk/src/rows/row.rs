//! One row, from its JSON text.

use clerk_metadata::core::text::path;
use clerk_metadata::core::{Field, IdParameter, ResourceId, json};

use crate::value::{self, ParseError, Value};

/// A value for each of [`Field::ALL`], where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields<T>(pub [Option<T>; 3]);

impl<T> Default for Fields<T> {
    fn default() -> Self {
        Fields([None, None, None])
    }
}

impl<T> Fields<T> {
    /// The value of a field.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&T> {
        self.iter()
            .find(|(other, _)| *other == field)
            .map(|(_, value)| value)
    }

    /// Sets the value of a field.
    pub fn set(&mut self, field: Field, value: T) {
        if let Some(slot) = self.0.get_mut(position(field)) {
            *slot = Some(value);
        }
    }

    /// The fields that have a value.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &T)> {
        let fields = Field::ALL.into_iter().zip(&self.0);
        fields.filter_map(|(field, value)| Some((field, value.as_ref()?)))
    }
}

fn position(field: Field) -> usize {
    Field::ALL
        .iter()
        .position(|other| *other == field)
        .unwrap_or_default()
}

/// Whom a row is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Target {
    /// The user with this ID.
    Id(String),
    /// The user with this external ID.
    ExternalId(String),
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Whom it is for.
    pub target: Target,
    /// The patch of each field, as compact JSON.
    pub patch: Fields<String>,
    /// The values that must be stored for the patch to be sent, as a patch that changes nothing: `null` for a key
    /// that must not exist.
    pub expected: Fields<String>,
}

/// Why a row is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The offset in the text, in bytes.
    pub at: usize,
    /// The path of the value, such as `publicMetadata`; empty for the row itself.
    pub path: String,
    /// The reason and the fix.
    pub reason: String,
}

impl Row {
    /// Reads a row.
    ///
    /// # Errors
    /// [`RowError`] with the first problem.
    pub fn parse(text: &str) -> Result<Row, RowError> {
        Reader { text }.row()
    }

    /// The row as the text that [`Digest`](crate::journal::digest::Digest) covers.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut out = String::from(match self.target {
            Target::Id(_) => "{\"id\":",
            Target::ExternalId(_) => "{\"externalId\":",
        });
        let (Target::Id(id) | Target::ExternalId(id)) = &self.target;
        json::push_string(&mut out, id);
        push_fields(&mut out, &self.patch);
        if self.expected.iter().next().is_some() {
            out.push_str(",\"expected\":{");
            let mut expected = String::new();
            push_fields(&mut expected, &self.expected);
            out.push_str(expected.get(1..).unwrap_or_default());
            out.push('}');
        }
        out.push('}');
        out
    }
}

/// Appends `,"publicMetadata":…` for each field.
pub fn push_fields(out: &mut String, fields: &Fields<String>) {
    for (field, text) in fields.iter() {
        out.push_str(",\"");
        out.push_str(field.name());
        out.push_str("\":");
        out.push_str(text);
    }
}

struct Reader<'a> {
    text: &'a str,
}

impl<'a> Reader<'a> {
    fn row(&self) -> Result<Row, RowError> {
        let value = value::parse(self.text).map_err(|error| match error {
            ParseError::NotJson(at) => reject(at.at, "", "the row is not valid JSON."),
            ParseError::TooDeep => reject(
                0,
                "",
                "metadata is limited to 100 levels. Store part of it as a string.",
            ),
        })?;
        let members = value.members().ok_or_else(|| {
            reject(0, "", "a row must be an object such as {\"id\":\"user_1\",\"publicMetadata\":{\"plan\":\"pro\"}}.")
        })?;
        let mut target: Option<Target> = None;
        let (mut patch, mut expected) = (Fields::default(), Fields::default());
        for member in members {
            let name = json::unescape(member.key);
            let at = self.offset(member.key);
            match &*name {
                "id" | "externalId" | "external_id" => {
                    if target.is_some() {
                        return Err(reject(
                            at,
                            &name,
                            "a row must have either id or externalId, and one of them once.",
                        ));
                    }
                    target = Some(target_of(at, &name, &member.value)?);
                }
                "_error" => {}
                "expected" => expected = self.fields(at, "expected", &member.value)?,
                _ => self.field(&mut patch, "", member.key, &member.value)?,
            }
        }
        let target =
            target.ok_or_else(|| reject(0, "id", "a row must have an id or an externalId."))?;
        if patch.iter().next().is_none() {
            return Err(reject(
                0,
                "",
                "a row must have at least one of publicMetadata, privateMetadata and unsafeMetadata.",
            ));
        }
        Ok(Row {
            target,
            patch,
            expected,
        })
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
        let Some(field) = Field::ALL
            .into_iter()
            .find(|field| [field.name(), field.wire()].contains(&&*name))
        else {
            return Err(reject(
                at,
                &path,
                "unknown field. Expected id, externalId, publicMetadata, privateMetadata or unsafeMetadata.",
            ));
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

    /// The offset of a part of the text.
    fn offset(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }
}

fn target_of(at: usize, name: &str, value: &Value<'_>) -> Result<Target, RowError> {
    let text = match value {
        Value::Scalar(text) => json::string(text),
        _ => None,
    };
    let id = text.ok_or_else(|| reject(at, name, "must be a string such as \"user_2abc\"."))?;
    if name != "id" {
        return if id.is_empty() {
            Err(reject(at, name, "must not be empty."))
        } else {
            Ok(Target::ExternalId(id))
        };
    }
    // As a parameter of a list, an ID that begins with a sign includes or excludes a user.
    if id.starts_with(['+', '-']) {
        return Err(reject(
            at,
            name,
            "must not start with + or -. Pass a user ID such as user_2abc.",
        ));
    }
    match ResourceId::new(IdParameter::UserId, Some(&id)) {
        Ok(_) => Ok(Target::Id(id)),
        Err(error) => Err(reject(at, name, &reason_of(&error.to_string()))),
    }
}

/// The reason in the message of an error of the core, without its path.
fn reason_of(message: &str) -> String {
    message
        .split_once("userId: ")
        .map_or(message, |(_, reason)| reason)
        .to_owned()
}

fn reject(at: usize, path: &str, reason: &str) -> RowError {
    RowError {
        at,
        path: path.to_owned(),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    #[test]
    fn reads_both_names_and_keeps_numbers() {
        let row = Row::parse(
            r#"{ "id": "user_1", "publicMetadata": { "n": 1.50e3 }, "private_metadata": {}, "_error": "x" }"#,
        );
        let row = row.unwrap();
        assert_eq!(row.target, Target::Id("user_1".into()));
        assert_eq!(
            row.canonical(),
            r#"{"id":"user_1","publicMetadata":{"n":1.50e3},"privateMetadata":{}}"#
        );
        let row = Row::parse(
            r#"{"externalId":"7","unsafeMetadata":{"a":1},"expected":{"unsafeMetadata":{"a":null}}}"#,
        );
        assert_eq!(
            row.unwrap().canonical(),
            r#"{"externalId":"7","unsafeMetadata":{"a":1},"expected":{"unsafeMetadata":{"a":null}}}"#
        );
    }

    #[test]
    fn rejects_with_offset_path_and_reason() {
        for (text, at, path, reason) in [
            (
                r#"{"id":"user_1","publicMetadata":{}"#,
                34,
                "",
                "not valid JSON",
            ),
            ("[]", 0, "", "must be an object such as"),
            (
                r#"{"publicMetadata":{}}"#,
                0,
                "id",
                "must have an id or an externalId",
            ),
            (r#"{"id":"user_1"}"#, 0, "", "at least one of"),
            (
                r#"{"id":"user_1","externalId":"1","publicMetadata":{}}"#,
                16,
                "externalId",
                "either id or externalId",
            ),
            (
                r#"{"id":5,"publicMetadata":{}}"#,
                2,
                "id",
                "must be a string",
            ),
            (
                r#"{"id":"a/b","publicMetadata":{}}"#,
                2,
                "id",
                "must not contain /",
            ),
            (
                r#"{"id":"-user_1","publicMetadata":{}}"#,
                2,
                "id",
                "must not start with + or -",
            ),
            (
                r#"{"externalId":"","publicMetadata":{}}"#,
                2,
                "externalId",
                "must not be empty",
            ),
            (
                r#"{"id":"user_1","publicMetdata":{}}"#,
                16,
                "publicMetdata",
                "unknown field",
            ),
            (
                r#"{"id":"user_1","publicMetadata":null}"#,
                16,
                "publicMetadata",
                "must be an object",
            ),
            (
                r#"{"id":"user_1","publicMetadata":{},"public_metadata":{}}"#,
                36,
                "public_metadata",
                "twice",
            ),
            (
                r#"{"id":"user_1","publicMetadata":{},"expected":{"x":{}}}"#,
                48,
                "expected.x",
                "unknown field",
            ),
        ] {
            let error = Row::parse(text).unwrap_err();
            assert_eq!((error.at, &*error.path), (at, path), "{text}");
            assert!(error.reason.contains(reason), "{text}: {}", error.reason);
        }
    }
}
