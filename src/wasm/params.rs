//! The parameters of a metadata call, from JavaScript.
//!
//! `JSON.stringify` alone would turn `NaN` into `null`, which deletes a key, and a `Map` into
//! `{}`. Therefore pkg/src/metadata-text.js validates the values first: this costs a tenth of crossing the boundary
//! for every value.

use super::array::Array;
use crate::core::errors::error::Error;
use crate::core::metadata::field::Owner;
use crate::core::metadata::json_object::JsonObject;
use crate::core::metadata::params::{MetadataParams, unknown_field};

/// The three fields, in the order of [`Field::ALL`](crate::core::Field::ALL), each as JSON text.
pub struct MetadataTexts([Option<String>; 3]);

impl MetadataTexts {
    /// Reads the result of `readMetadataParams`.
    pub fn from_js(owner: Owner, texts: Option<&Array>) -> Result<MetadataTexts, Error> {
        // Without parameters, the core rejects the call after it has validated the IDs.
        let Some(texts) = texts else {
            return Ok(MetadataTexts(Default::default()));
        };
        if let Some(unknown) = texts.text(3) {
            return Err(unknown_field(owner, &unknown));
        }
        Ok(MetadataTexts([texts.text(0), texts.text(1), texts.text(2)]))
    }

    /// The parameters for the core.
    pub fn core(&self) -> MetadataParams<'_> {
        let [public, private, unsafe_] = &self.0;
        MetadataParams {
            public: object(public),
            private: object(private),
            unsafe_: object(unsafe_),
        }
    }
}

// Not `Option::map` in an array: its code is larger.
fn object(text: &Option<String>) -> Option<JsonObject<'_>> {
    Some(JsonObject::from_validated(text.as_deref()?))
}
