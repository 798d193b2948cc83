//! The parameters of a metadata call, from JavaScript.
//!
//! `JSON.stringify` alone would turn `NaN` into `null`, which deletes a key, and a `Map` into
//! `{}`. So the values are judged as JavaScript values first, by pkg/src/strict.js: a walk on that
//! side of the boundary costs a tenth of one that crosses it for every value.

use wasm_bindgen::prelude::*;

use super::{error, input};
use crate::core::errors::error::Error;
use crate::core::metadata::json_object::JsonObject;
use crate::core::metadata::params::{self, MetadataParams};

/// The three fields, in the order of [`Field::ALL`](crate::core::Field::ALL), each as JSON text.
pub struct MetadataTexts([Option<String>; 3]);

impl MetadataTexts {
    /// Reads what `strictFields` gives; `undefined` where there are no parameters.
    pub fn from_js(params: JsValue) -> Result<MetadataTexts, JsValue> {
        if params.is_undefined() {
            return Err(error::plain(&params::nothing_given()));
        }
        let texts = input::array(params, Error::params)?;
        let text = |at| texts.get(at).as_string();
        Ok(MetadataTexts([text(0), text(1), text(2)]))
    }

    /// What the core looks at.
    pub fn core(&self) -> MetadataParams<'_> {
        let [public, private, unsafe_] =
            (self.0.each_ref()).map(|text| text.as_deref().map(JsonObject::from_validated));
        MetadataParams {
            public,
            private,
            unsafe_,
        }
    }
}
