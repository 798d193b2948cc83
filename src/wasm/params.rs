//! The parameters of a metadata call, from JavaScript.
//!
//! `JSON.stringify` alone would turn `NaN` into `null`, which deletes a key, and a `Map` into
//! `{}`. So the values are judged as JavaScript values first, by `strict.js`: a walk on that side
//! of the boundary costs a tenth of one that crosses it for every value.

use js_sys::{Object, Reflect};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::error;
use crate::core::limits::MAX_DEPTH;
use crate::core::patch::{self, Field};
use crate::core::{Error, MetadataParams};

#[wasm_bindgen(module = "/src/wasm/strict.js")]
extern "C" {
    /// The fields of the parameters, each as its JSON text; throws `{ path, reason, cause }`, with
    /// no reason where a field is no plain object.
    #[wasm_bindgen(catch, js_name = strictFields)]
    fn strict_fields(params: &JsValue, max_depth: usize) -> Result<JsValue, JsValue>;

    /// Whether a value is an object that holds data only: no array, class instance, `Map` …
    #[wasm_bindgen(js_name = isPlainObject)]
    fn is_plain_object(value: &JsValue) -> bool;
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
        if !is_plain_object(params) {
            let reason = "it must be a plain object such as { publicMetadata: { … } }.";
            return Err(error::plain(&patch::invalid("params", reason)));
        }
        for key in Object::keys(params.unchecked_ref::<Object>()) {
            let key = key.as_string().unwrap_or_default();
            if !Field::ALL.iter().any(|field| field.name() == key) {
                return Err(error::plain(&patch::unknown_field(&key)));
            }
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
fn refusal(thrown: JsValue) -> JsValue {
    let part = |name| Reflect::get(&thrown, &JsValue::from_str(name)).unwrap_or_default();
    let path = part("path").as_string().unwrap_or_default();
    let error = match part("reason").as_string() {
        Some(reason) => Error::InvalidParams { path, reason },
        None => patch::not_an_object(&path),
    };
    error::to_js(&error, part("cause"))
}
