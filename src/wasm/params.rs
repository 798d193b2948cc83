//! The parameters of a metadata call, from JavaScript.
//!
//! `JSON.stringify` alone would turn `NaN` into `null`, which deletes a key, and a `Map` into
//! `{}`. So the values are judged as JavaScript values first, by `strict.js`: a walk on that side
//! of the boundary costs a tenth of one that crosses it for every value.

use js_sys::Reflect;
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::error;
use crate::core::limits::MAX_DEPTH;
use crate::core::patch;
use crate::core::{Error, MetadataParams};

#[wasm_bindgen(module = "/src/wasm/strict.js")]
extern "C" {
    /// The fields of the parameters, each as its JSON text; throws a plain object that says why not.
    #[wasm_bindgen(catch, js_name = strictFields)]
    fn strict_fields(params: &JsValue, max_depth: usize) -> Result<JsValue, JsValue>;
}

/// The three fields, each as JSON text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MetadataTexts {
    public_metadata: Option<String>,
    private_metadata: Option<String>,
    unsafe_metadata: Option<String>,
}

impl MetadataTexts {
    /// Reads and judges the parameters.
    pub fn from_js(params: &JsValue) -> Result<MetadataTexts, JsValue> {
        if params.is_undefined() || params.is_null() {
            return Err(error::plain(&patch::nothing_given()));
        }
        let fields = strict_fields(params, MAX_DEPTH).map_err(refusal)?;
        Ok(serde_wasm_bindgen::from_value(fields)?)
    }

    /// What the core looks at.
    pub fn core(&self) -> MetadataParams<'_> {
        MetadataParams {
            public: self.public_metadata.as_deref(),
            private: self.private_metadata.as_deref(),
            unsafe_: self.unsafe_metadata.as_deref(),
        }
    }
}

/// The error for what `strict.js` threw.
pub fn refusal(thrown: JsValue) -> JsValue {
    let part = |name| Reflect::get(&thrown, &JsValue::from_str(name)).unwrap_or_default();
    let path = part("path").as_string().unwrap_or_default();
    let error = if let Some(reason) = part("reason").as_string() {
        patch::invalid(&path, &reason)
    } else if let Some(name) = part("unknown").as_string() {
        patch::unknown_field(&name)
    } else if part("deep").is_truthy() {
        return error::to_js(
            &Error::TooDeep { limit: MAX_DEPTH },
            Some(&path),
            JsValue::UNDEFINED,
        );
    } else {
        patch::not_an_object(&path)
    };
    error::to_js(&error, None, part("cause"))
}
