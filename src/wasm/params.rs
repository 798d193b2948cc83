//! The parameters of a metadata call, from JavaScript.
//!
//! `JSON.stringify` alone would turn `NaN` into `null`, which deletes a key, and a `Map` into
//! `{}`. So the values are judged as JavaScript values first, by pkg/src/strict.js: a walk on that
//! side of the boundary costs a tenth of one that crosses it for every value.

use wasm_bindgen::prelude::*;

use super::{error, given};
use crate::core::MetadataParams;
use crate::core::patch;

/// The three fields, in the order of [`Field::ALL`](crate::core::Field::ALL), each as JSON text.
pub struct MetadataTexts([Option<String>; 3]);

impl MetadataTexts {
    /// Reads what `strictFields` gives; `undefined` where there are no parameters.
    pub fn from_js(params: JsValue) -> Result<MetadataTexts, JsValue> {
        if params.is_undefined() {
            return Err(error::plain(&patch::nothing_given()));
        }
        let texts = given::array(params, patch::invalid)?;
        let text = |at| texts.get(at).as_string();
        Ok(MetadataTexts([text(0), text(1), text(2)]))
    }

    /// What the core looks at.
    pub fn core(&self) -> MetadataParams<'_> {
        let [public, private, unsafe_] = &self.0;
        MetadataParams {
            public: public.as_deref(),
            private: private.as_deref(),
            unsafe_: unsafe_.as_deref(),
        }
    }
}
