//! One row, from its JSON text.

use clerk_metadata::core::json;

use crate::rows::fields::Fields;
use crate::rows::row_reader;
use crate::rows::target::Target;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Whom it is for.
    pub target: Target,
    /// The patch of each field, as compact JSON.
    pub patch: Fields<String>,
    /// The values that must be stored for the patch to be sent, as a patch that changes nothing: `null` for a key
    /// that must not exist. The whole field, if the row replaces it.
    pub expected: Fields<String>,
    /// The paths of the `null`s among them that must be stored.
    pub expected_nulls: Vec<String>,
    /// The values that should be stored, from which the patch is computed again if others are stored than expected.
    pub desired: Fields<String>,
    /// Whether each field of the patch is replaced by its desired value, which may contain `null`.
    pub replaces: bool,
    /// The changes to revert, in the order in which they were sent, in a row of an undo. Its patch depends on what is
    /// stored.
    pub undo: Vec<Written>,
}

/// A change that an undo reverts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The patch that was sent.
    pub patch: Fields<String>,
    /// The before-image.
    pub image: Fields<String>,
    /// The paths of the stored `null`s that a patch cannot restore.
    pub nulls: Vec<String>,
    /// The paths of the `null`s that were stored by a replacement. Others in the patch have removed keys.
    pub stored_nulls: Vec<String>,
    /// Whether it may have had no effect.
    pub is_uncertain: bool,
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

impl RowError {
    /// An error at an offset.
    #[must_use]
    pub fn new(at: usize, path: &str, reason: &str) -> RowError {
        RowError {
            at,
            path: path.to_owned(),
            reason: reason.to_owned(),
        }
    }
}

impl Row {
    /// Reads a row.
    ///
    /// # Errors
    /// [`RowError`] with the first problem.
    pub fn parse(text: &str) -> Result<Row, RowError> {
        let row = Row::parse_name(text)?;
        if row.patch.is_empty() && row.undo.is_empty() {
            return Err(RowError::new(
                0,
                "",
                if row.target.is_user() {
                    "a row must have at least one of publicMetadata, privateMetadata and unsafeMetadata."
                } else {
                    "a row must have at least one of publicMetadata and privateMetadata."
                },
            ));
        }
        Ok(row)
    }

    /// Reads a row that may only name whom it is for.
    ///
    /// # Errors
    /// [`RowError`] with the first problem.
    pub fn parse_name(text: &str) -> Result<Row, RowError> {
        row_reader::read(text)
    }

    /// A row with a patch.
    #[must_use]
    pub fn new(target: Target, patch: Fields<String>) -> Row {
        Row {
            target,
            patch,
            expected: Fields::default(),
            expected_nulls: Vec::new(),
            desired: Fields::default(),
            replaces: false,
            undo: Vec::new(),
        }
    }

    /// The row as the text that [`Digest`](crate::journal::digest::Digest) covers.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut out = String::from("{");
        self.target.push_members(&mut out);
        self.patch.push_members(&mut out);
        if !self.expected.is_empty() {
            push_object(&mut out, "expected", &self.expected);
        }
        push_paths(&mut out, "expectedNulls", &self.expected_nulls);
        if !self.desired.is_empty() {
            push_object(&mut out, "desired", &self.desired);
        }
        if self.replaces {
            out.push_str(",\"replace\":true");
        }
        for (index, written) in self.undo.iter().enumerate() {
            out.push_str(if index == 0 { ",\"undo\":[{" } else { ",{" });
            let start = out.len();
            written.push_members(&mut out);
            // The comma before the first member.
            out.remove(start);
            out.push('}');
        }
        if !self.undo.is_empty() {
            out.push(']');
        }
        out.push('}');
        out
    }
}

impl Written {
    /// Appends `,"patch":{…},"image":{…}`, then `,"nulls":[…]` and `,"storedNulls":[…]` if there are some, and
    /// `,"uncertain":true` if it may have had no effect.
    pub fn push_members(&self, out: &mut String) {
        push_object(out, "patch", &self.patch);
        push_object(out, "image", &self.image);
        push_paths(out, "nulls", &self.nulls);
        push_paths(out, "storedNulls", &self.stored_nulls);
        if self.is_uncertain {
            out.push_str(",\"uncertain\":true");
        }
    }
}

/// Appends a list of paths, if there are some.
fn push_paths(out: &mut String, name: &str, paths: &[String]) {
    for (index, path) in paths.iter().enumerate() {
        if index == 0 {
            out.push(',');
            json::push_string(out, name);
            out.push_str(":[");
        } else {
            out.push(',');
        }
        json::push_string(out, path);
    }
    if !paths.is_empty() {
        out.push(']');
    }
}

fn push_object(out: &mut String, name: &str, fields: &Fields<String>) {
    out.push(',');
    json::push_string(out, name);
    out.push(':');
    out.push_str(&fields.object());
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
            ("5", 0, "", "must be an object such as"),
            ("[]", 0, "", "not an array of rows"),
            ("[", 0, "", "not an array of rows"),
            (r#" [{"id":"user_1"},"#, 0, "", "not an array of rows"),
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
