//! The parameters of a metadata call, from JavaScript.
//!
//! `JSON.stringify` alone would turn `NaN` into `null`, which deletes a key, and a `Map` into
//! `{}`. So the values are judged as JavaScript values first, by `strict.js`: a walk on that side
//! of the boundary costs a tenth of one that crosses it for every value.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::error;
use super::options::get;
use crate::core::limits::MAX_DEPTH;
use crate::core::patch;
use crate::core::{Error, MetadataParams};

#[wasm_bindgen(module = "/src/wasm/strict.js")]
extern "C" {
    /// The fields of the parameters, each as its JSON text; see [`judged`].
    #[wasm_bindgen(catch, js_name = strictFields)]
    fn strict_fields(params: &JsValue, max_depth: usize) -> Result<JsValue, JsValue>;
}

/// The three fields, in the order of [`Field::ALL`](crate::core::Field::ALL), each as JSON text.
pub struct MetadataTexts([Option<String>; 3]);

impl MetadataTexts {
    /// Reads and judges the parameters.
    pub fn from_js(params: &JsValue) -> Result<MetadataTexts, JsValue> {
        if params.is_undefined() || params.is_null() {
            return Err(error::plain(&patch::nothing_given()));
        }
        let texts: Array =
            judged(strict_fields(params, MAX_DEPTH)?, patch::invalid)?.unchecked_into();
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

/// What `strict.js` gives in an array, or the error for what else it gives; one of a place and a
/// reason is made by `invalid`.
///
/// It throws nothing: an import that throws leaves a place in the wasm's table of references taken
/// for ever, that of the result it does not have.
pub fn judged(given: JsValue, invalid: fn(&str, &str) -> Error) -> Result<JsValue, JsValue> {
    match given.dyn_ref::<Array>() {
        Some(array) => Ok(array.get(0)),
        None => Err(refusal(&given, invalid)),
    }
}

fn refusal(given: &JsValue, invalid: fn(&str, &str) -> Error) -> JsValue {
    let part = |name| get(given, name);
    let path = part("path").as_string().unwrap_or_default();
    let error = if let Some(reason) = part("reason").as_string() {
        invalid(&path, &reason)
    } else if let Some(name) = part("unknown").as_string() {
        patch::unknown_field(&name)
    } else if part("deep").is_truthy() {
        let error = Error::TooDeep { limit: MAX_DEPTH };
        return error::to_js(&error, Some(&path), JsValue::UNDEFINED, 0);
    } else {
        patch::not_an_object(&path)
    };
    error::to_js(&error, None, part("cause"), 0)
}
