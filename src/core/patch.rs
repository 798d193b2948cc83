//! The three metadata fields of a call, and the body they become.

use super::limits::MAX_DEPTH;
use super::{Error, json, nearest, path};

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
    /// The body of the request.
    ///
    /// # Errors
    /// [`Error::InvalidParams`] where no field is given, or one is not a JSON object;
    /// [`Error::TooDeep`] where one nests deeper than [`MAX_DEPTH`].
    pub fn body(&self) -> Result<String, Error> {
        let mut body = String::new();
        for (field, value) in Field::ALL
            .into_iter()
            .zip([self.public, self.private, self.unsafe_])
        {
            let Some(value) = value else { continue };
            match json::depth(value) {
                Ok(depth) if depth > MAX_DEPTH => return Err(Error::too_deep()),
                Ok(_) if value.trim_ascii_start().starts_with('{') => {}
                _ => return Err(not_an_object(field.name())),
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
    let mut reason = String::from("there is no such field.");
    match nearest::nearest(name, &mut Field::ALL.into_iter().map(Field::name)) {
        None => reason.push_str(" Give publicMetadata, privateMetadata or unsafeMetadata."),
        field => nearest::suggest(&mut reason, field),
    }
    invalid(&path::of(&[name]), &reason)
}

/// An error of the parameters at `path`.
#[must_use]
pub fn invalid(path: &str, reason: &str) -> Error {
    Error::InvalidParams {
        path: path.to_owned(),
        reason: reason.to_owned(),
    }
}
