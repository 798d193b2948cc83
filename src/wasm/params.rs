//! The parameters of a metadata call, from JavaScript.
//!
//! `JSON.stringify` alone would turn `NaN` into `null`, which deletes a key, and a `Map` into
//! `{}`. So the values are judged as JavaScript values first, by `strict.js`: a walk on that side
//! of the boundary costs a tenth of one that crosses it for every value.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;

use super::error;
use crate::core::limits::MAX_DEPTH;
use crate::core::patch;
use crate::core::{Error, MetadataParams};

#[wasm_bindgen(module = "/src/wasm/strict.js")]
extern "C" {
    /// The fields of the parameters, each as its JSON text; throws a plain object that says why not.
    #[wasm_bindgen(catch, js_name = strictFields)]
    fn strict_fields(params: &JsValue, max_depth: usize) -> Result<Array, JsValue>;
}

/// The three fields, in the order of [`Field::ALL`](crate::core::Field::ALL), each as JSON text.
pub struct MetadataTexts([Option<String>; 3]);

impl MetadataTexts {
    /// Reads and judges the parameters.
    pub fn from_js(params: &JsValue) -> Result<MetadataTexts, JsValue> {
        if params.is_undefined() || params.is_null() {
            return Err(error::plain(&patch::nothing_given()));
        }
        let texts =
            strict_fields(params, MAX_DEPTH).map_err(|thrown| refusal(thrown, patch::invalid))?;
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

/// The error for what `strict.js` threw; one of the place `path` for the reason `reason` is made by
/// `invalid`.
pub fn refusal(thrown: JsValue, invalid: fn(&str, &str) -> Error) -> JsValue {
    let part = |name| Reflect::get(&thrown, &JsValue::from_str(name)).unwrap_or_default();
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
