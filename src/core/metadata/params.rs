//! The metadata of a call, and the body that it becomes.

use clerk_metadata_json::json;

use crate::core::errors::error::Error;
use crate::core::limits::MAX_FIELD_BYTES;
use crate::core::metadata::field::{Field, Owner};
use crate::core::metadata::json_object::JsonObject;
use crate::core::text::nearest::Nearest;
use crate::core::text::{decimal, path};

/// The metadata of a call that changes it. The keys in it are never renamed.
#[derive(Debug, Default, Clone, Copy)]
pub struct MetadataParams<'a> {
    /// `publicMetadata`.
    pub public: Option<JsonObject<'a>>,
    /// `privateMetadata`.
    pub private: Option<JsonObject<'a>>,
    /// `unsafeMetadata`.
    pub unsafe_: Option<JsonObject<'a>>,
}

impl MetadataParams<'_> {
    /// Validates the fields.
    ///
    /// # Errors
    /// [`Error::InvalidParams`] if there is no field, if the owner does not have one, or if one would exceed
    /// [`MAX_FIELD_BYTES`] after any merge.
    pub fn validate(&self, owner: Owner) -> Result<(), Error> {
        if self.unsafe_.is_some() && owner != Owner::User {
            return Err(unknown_field(owner, Field::Unsafe.name()));
        }
        let mut is_empty = true;
        for (field, value) in self.fields() {
            is_empty = false;
            if value.len() > MAX_FIELD_BYTES {
                let bytes = stored_bytes(value);
                if bytes > MAX_FIELD_BYTES {
                    return Err(too_large(field.name(), bytes));
                }
            }
        }
        if is_empty {
            return Err(no_fields(owner));
        }
        Ok(())
    }

    /// The body of a request that sends the fields. pkg/src/metadata-fields.js creates it itself: copying 8 KB out of the
    /// wasm would take 3% of a call.
    #[must_use]
    pub fn body(&self) -> String {
        let length: usize = self.fields().map(|(_, value)| value.len()).sum();
        let mut body = String::with_capacity(length + ROOM_FOR_NAMES);
        for (field, value) in self.fields() {
            body.push(if body.is_empty() { '{' } else { ',' });
            body.push('"');
            body.push_str(field.wire());
            body.push_str("\":");
            body.push_str(value);
        }
        body.push('}');
        body
    }

    fn fields(&self) -> impl Iterator<Item = (Field, &str)> {
        let values = [self.public, self.private, self.unsafe_];
        let fields = Field::ALL.into_iter().zip(values);
        fields.filter_map(|(field, value)| Some((field, value?.text())))
    }
}

/// The bytes of a body besides the values of its fields.
const ROOM_FOR_NAMES: usize = 80;

/// The minimum number of bytes of JSON that are stored after a patch: nulls remove keys and are not counted, except in
/// arrays, which are stored unchanged.
fn stored_bytes(value: &str) -> usize {
    let value = value.trim_ascii_start();
    if !value.starts_with('{') {
        return compact_bytes(value);
    }
    let mut bytes = 1;
    let known = json::members(value, &mut |key, value| {
        if value != "null" {
            bytes += key.len() + "\"\":,".len() + stored_bytes(value);
        }
    });
    known.map_or(0, |_| bytes.max("{}".len()))
}

/// The bytes of a JSON text without the white space between its parts.
fn compact_bytes(text: &str) -> usize {
    let (mut in_string, mut escaped) = (false, false);
    let counts = |byte: &u8| {
        let inside = in_string;
        match byte {
            b'"' if !escaped => in_string = !in_string,
            _ => {}
        }
        escaped = inside && *byte == b'\\' && !escaped;
        inside || !byte.is_ascii_whitespace()
    };
    text.as_bytes().iter().copied().filter(counts).count()
}

fn too_large(field: &str, bytes: usize) -> Error {
    let mut reason = String::from("has ");
    decimal::push(&mut reason, bytes as f64);
    reason.push_str(
        " bytes of JSON; a field is limited to 8192 (8 KB). Store less, or store a reference.",
    );
    Error::params(field, &reason)
}

/// The error for parameters without any field.
#[must_use]
pub fn no_fields(owner: Owner) -> Error {
    let mut reason = String::from("must contain at least one of ");
    push_names(&mut reason, owner, " and ");
    Error::params("params", &reason)
}

/// The error for an unknown field.
#[must_use]
pub fn unknown_field(owner: Owner, name: &str) -> Error {
    let mut reason = String::from("unknown field.");
    let mut nearest = Nearest::to(name);
    for field in owner.fields() {
        nearest.consider(field.name());
    }
    for parameter in owner.other_parameters() {
        nearest.consider(parameter.name());
    }
    nearest.suggest(&mut reason);
    if nearest.found().is_none() {
        reason.push_str(" Expected ");
        push_names(&mut reason, owner, " or ");
    }
    Error::params(&path::of(&[name]), &reason)
}

/// Appends the names of the fields, and a period.
fn push_names(out: &mut String, owner: Owner, last_separator: &str) {
    let names = owner.fields();
    for (at, field) in names.iter().enumerate() {
        if at > 0 {
            out.push_str(if at + 1 == names.len() {
                last_separator
            } else {
                ", "
            });
        }
        out.push_str(field.name());
    }
    out.push('.');
}

#[cfg(test)]
mod tests {
    use super::stored_bytes;

    #[test]
    fn counts_the_stored_bytes_of_a_patch_without_nulls() {
        for (patch, stored) in [
            ("{}", "{}"),
            (r#"{"a":null}"#, "{}"),
            (r#"{"a":1}"#, r#"{"a":1}"#),
            (r#"{"a":1,"b":null,"c":"é"}"#, r#"{"a":1,"c":"é"}"#),
            (r#"{"a":{"b":null}}"#, r#"{"a":{}}"#),
            (
                r#"{"a":{"b":null,"c":{"d":[1]}}}"#,
                r#"{"a":{"c":{"d":[1]}}}"#,
            ),
            (r#"{"a":[null,{"b":null}]}"#, r#"{"a":[null,{"b":null}]}"#),
            (
                r#" { "a" : [ 1 , "x \" y" ] , "b" : null } "#,
                r#"{"a":[1,"x \" y"]}"#,
            ),
            (r#"{"a\"":"\\ "}"#, r#"{"a\"":"\\ "}"#),
        ] {
            assert_eq!(stored_bytes(patch), stored.len(), "{patch}");
        }
    }
}
