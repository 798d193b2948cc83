//! The three metadata fields of a call, and the body they become.

use super::limits::{MAX_DEPTH, MAX_FIELD_BYTES};
use super::nearest::Nearest;
use super::{Error, decimal, json, path};

/// A metadata field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Read by the frontend and the backend, set by the backend.
    Public,
    /// Read and set by the backend.
    Private,
    /// Read and set by both.
    Unsafe,
}

impl Field {
    /// All of them, in the order in which they are sent.
    pub const ALL: [Field; 3] = [Field::Public, Field::Private, Field::Unsafe];

    /// Its name in JavaScript.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Field::Public => "publicMetadata",
            Field::Private => "privateMetadata",
            Field::Unsafe => "unsafeMetadata",
        }
    }

    /// Its name on the wire.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Field::Public => "public_metadata",
            Field::Private => "private_metadata",
            Field::Unsafe => "unsafe_metadata",
        }
    }
}

/// The parameters of `updateUserMetadata` and `replaceUserMetadata`: each field as the text of a
/// JSON object, whose keys are never renamed.
#[derive(Debug, Default, Clone, Copy)]
pub struct MetadataParams<'a> {
    /// `publicMetadata`.
    pub public: Option<&'a str>,
    /// `privateMetadata`.
    pub private: Option<&'a str>,
    /// `unsafeMetadata`.
    pub unsafe_: Option<&'a str>,
}

impl MetadataParams<'_> {
    /// Checks that each field is a JSON object, as one that the host's `JSON.stringify` wrote is known to be.
    ///
    /// # Errors
    /// [`Error::InvalidParams`] where one is not; [`Error::TooDeep`] where one nests deeper than
    /// [`MAX_DEPTH`].
    pub fn check(&self) -> Result<(), Error> {
        self.fields()
            .try_for_each(|(field, value)| match json::depth(value) {
                Ok(depth) if depth > MAX_DEPTH => Err(Error::too_deep()),
                Ok(_) if value.trim_ascii_start().starts_with('{') => Ok(()),
                _ => Err(not_an_object(field.name())),
            })
    }

    /// The body of the request.
    ///
    /// # Errors
    /// Those of [`check`](Self::check), and [`Error::InvalidParams`] where no field is given, or one
    /// would be larger than [`MAX_FIELD_BYTES`] whatever it is merged into.
    pub fn body(&self) -> Result<String, Error> {
        self.check()?;
        self.body_of_checked()
    }

    /// The same, of fields that are known to be JSON objects.
    pub(super) fn body_of_checked(&self) -> Result<String, Error> {
        let known: usize = self.fields().map(|(_, value)| value.len()).sum();
        let mut body = String::with_capacity(known + NAMES);
        for (field, value) in self.fields() {
            if value.len() > MAX_FIELD_BYTES {
                let bytes = stored_bytes(value);
                if bytes > MAX_FIELD_BYTES {
                    return Err(too_large(field.name(), bytes));
                }
            }
            body.push(if body.is_empty() { '{' } else { ',' });
            body.push('"');
            body.push_str(field.wire());
            body.push_str("\":");
            body.push_str(value);
        }
        if body.is_empty() {
            return Err(nothing_given());
        }
        body.push('}');
        Ok(body)
    }

    fn fields(&self) -> impl Iterator<Item = (Field, &str)> {
        let values = [self.public, self.private, self.unsafe_];
        let fields = Field::ALL.into_iter().zip(values);
        fields.filter_map(|(field, value)| Some((field, value?)))
    }
}

/// Room for what a body has besides the values of its fields.
const NAMES: usize = 80;

/// How many bytes of JSON a patch leaves behind at least: nulls remove keys, so they do not count,
/// except in arrays, which are taken as they are.
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
    let mut reason = String::from("its JSON has ");
    decimal::push(&mut reason, u32::try_from(bytes).unwrap_or(u32::MAX));
    reason.push_str(" bytes, and a field may hold 8192 (8 KB). Store less, or only a reference.");
    invalid(field, &reason)
}

/// The error for a field that is `null`, an array, a scalar or the like.
#[must_use]
pub fn not_an_object(field: &str) -> Error {
    invalid(
        field,
        "it must be a plain object. To clear it, use replaceUserMetadata with {}; to remove a key, set that key to null.",
    )
}

/// The error for parameters without any field.
#[must_use]
pub fn nothing_given() -> Error {
    invalid(
        "params",
        "give at least one of publicMetadata, privateMetadata and unsafeMetadata.",
    )
}

/// The error for a member of the parameters that is none of the fields.
#[must_use]
pub fn unknown_field(name: &str) -> Error {
    let mut nearest = Nearest::to(name);
    for field in &Field::ALL {
        nearest.consider(field.name());
    }
    let mut reason = String::from("there is no such field.");
    nearest.suggest(&mut reason);
    if nearest.found().is_none() {
        reason.push_str(" Give publicMetadata, privateMetadata or unsafeMetadata.");
    }
    invalid(&path::of(&[name]), &reason)
}

/// An error of the parameters at `path`.
#[must_use]
#[inline(never)]
pub fn invalid(path: &str, reason: &str) -> Error {
    Error::InvalidParams {
        path: path.to_owned(),
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::stored_bytes;

    #[test]
    fn a_patch_leaves_its_bytes_behind_without_nulls() {
        for (patch, left) in [
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
            assert_eq!(stored_bytes(patch), left.len(), "{patch}");
        }
    }
}
