//! From any `Serialize` value to JSON text, without what would silently delete data.
//!
//! `serde_json` writes `NaN`, infinity and `None` as `null`, and `null` removes a key. Here, the first two are rejected
//! with their path, and a `None` member of a struct or a map is left out.
//!
//! ```text
//! value ──► Serializer ─┬─ scalars
//!                       ├─ Seq      arrays
//!                       ├─ Object   structs and maps ──► MapKey: what a key may be
//!                       └─ RawText  numbers and raw values of serde_json, as they were written
//! ```

mod key;
mod parts;
mod raw;
mod rejected;
mod serializer;

use std::fmt;

use clerk_metadata::core::Error as ErrorKind;
use clerk_metadata::core::text::path;
use serde::Serialize;

/// The JSON text of a value.
///
/// # Errors
/// [`SerializeError`] with the path of a value that JSON cannot represent.
pub(crate) fn to_json(value: &(impl Serialize + ?Sized)) -> Result<String, SerializeError> {
    let mut out = String::new();
    match value.serialize(serializer::Serializer::new(&mut out, 0))? {
        Written::Value => Ok(out),
        Written::Nothing => Ok(String::from("null")),
    }
}

/// Appends a JSON string, escaped as short as possible: the size of a field is limited.
pub(crate) fn push_string(out: &mut String, text: &str) {
    if let Ok(json) = serde_json::to_string(text) {
        out.push_str(&json);
    }
}

/// Whether a value was written, or is a `None`, which its container decides about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    Value,
    Nothing,
}

/// Why a value cannot be sent.
#[derive(Debug)]
pub(crate) struct SerializeError {
    /// The keys and indices that lead to it, the innermost first.
    keys: Vec<Segment>,
    reason: Reason,
}

#[derive(Debug)]
enum Segment {
    Key(String),
    Index(usize),
}

#[derive(Debug)]
enum Reason {
    Text(String),
    TooDeep,
}

impl SerializeError {
    fn new(reason: &str) -> SerializeError {
        SerializeError {
            keys: Vec::new(),
            reason: Reason::Text(reason.to_owned()),
        }
    }

    fn too_deep() -> SerializeError {
        SerializeError {
            keys: Vec::new(),
            reason: Reason::TooDeep,
        }
    }

    /// The same error, of a value that is a member of an object.
    fn at(mut self, key: &str) -> SerializeError {
        self.keys.push(Segment::Key(key.to_owned()));
        self
    }

    /// The same error, of a value that is an element of an array.
    fn at_index(mut self, index: usize) -> SerializeError {
        self.keys.push(Segment::Index(index));
        self
    }

    /// The error of a call.
    pub(crate) fn into_kind(self) -> ErrorKind {
        match self.reason {
            Reason::TooDeep => ErrorKind::too_deep(),
            Reason::Text(reason) if self.keys.is_empty() => ErrorKind::params("params", &reason),
            Reason::Text(reason) => ErrorKind::params(&path_of(&self.keys), &reason),
        }
    }
}

/// The path as JavaScript writes it, such as `publicMetadata.list[1].v`.
fn path_of(keys: &[Segment]) -> String {
    let mut out = String::new();
    for segment in keys.iter().rev() {
        match segment {
            Segment::Index(index) => out.push_str(&format!("[{index}]")),
            Segment::Key(key) => {
                let key = path::of(&[js_name(key)]);
                if !out.is_empty() && !key.starts_with('[') {
                    out.push('.');
                }
                out.push_str(&key);
            }
        }
    }
    out
}

/// The name of a metadata field in paths, for its Rust name.
fn js_name(key: &str) -> &str {
    match key {
        "public_metadata" => "publicMetadata",
        "private_metadata" => "privateMetadata",
        "unsafe_metadata" => "unsafeMetadata",
        key => key,
    }
}

impl fmt::Display for SerializeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Text(reason) => f.write_str(reason),
            Reason::TooDeep => f.write_str("the value nests too deep"),
        }
    }
}

impl std::error::Error for SerializeError {}

impl serde::ser::Error for SerializeError {
    fn custom<T: fmt::Display>(message: T) -> SerializeError {
        SerializeError::new(&format!("its Serialize implementation failed: {message}"))
    }
}
