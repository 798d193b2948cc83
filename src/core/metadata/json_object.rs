//! The text of a JSON object.

use clerk_metadata_json::json;

use crate::core::errors::error::Error;
use crate::core::limits::MAX_DEPTH;

/// The text of a JSON object that is nested at most [`MAX_DEPTH`] levels deep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JsonObject<'a>(&'a str);

impl<'a> JsonObject<'a> {
    /// Validates a text. `name` is the field or the argument that it is for.
    ///
    /// # Errors
    /// [`Error::InvalidParams`] if it is not a JSON object; [`Error::TooDeep`] if it is nested too deep.
    pub fn parse(name: &str, text: &'a str) -> Result<JsonObject<'a>, Error> {
        match json::value_and_depth(text) {
            Ok((_, depth)) if depth > MAX_DEPTH => Err(Error::too_deep()),
            Ok((value, _)) if value.starts_with('{') => Ok(JsonObject(text)),
            _ => Err(not_an_object(name)),
        }
    }

    /// Accepts a text that the host has already validated, as pkg/src/metadata-text.js does. Validating 8 KB again would
    /// make a call 10% slower.
    #[must_use]
    pub const fn from_validated(text: &'a str) -> JsonObject<'a> {
        JsonObject(text)
    }

    /// The text.
    #[must_use]
    pub const fn text(self) -> &'a str {
        self.0
    }
}

/// The error for a field that is not an object.
#[must_use]
pub fn not_an_object(field: &str) -> Error {
    Error::params(
        field,
        "must be a plain object. To clear the field, replace it with {}. To remove a key, set it to null.",
    )
}
