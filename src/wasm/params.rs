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
    /// The JSON text of a metadata field; throws an [`InvalidValue`].
    #[wasm_bindgen(catch, js_name = strictStringify)]
    fn strict_stringify(value: &JsValue, name: &str, max_depth: usize) -> Result<String, JsValue>;

    /// Whether a value is an object that holds data only: no array, class instance, `Map` …
    #[wasm_bindgen(js_name = isPlainObject)]
    fn is_plain_object(value: &JsValue) -> bool;
}

/// What `strict.js` throws.
#[derive(Deserialize)]
struct InvalidValue {
    path: String,
    reason: String,
    #[serde(with = "serde_wasm_bindgen::preserve", default)]
    cause: JsValue,
}

/// The three fields, each as JSON text.
#[derive(Default)]
pub struct MetadataTexts([Option<String>; 3]);

impl MetadataTexts {
    /// Reads and judges the parameters.
    pub fn from_js(params: JsValue) -> Result<MetadataTexts, JsValue> {
        if params.is_undefined() || params.is_null() {
            return Err(error::plain(&patch::nothing_given()));
        }
        if !is_plain_object(&params) {
            let reason = "it must be a plain object such as { publicMetadata: { … } }.";
            return Err(error::plain(&patch::invalid("params", reason)));
        }
        for key in Object::keys(params.unchecked_ref::<Object>()) {
            let key = key.as_string().unwrap_or_default();
            if !Field::ALL.iter().any(|field| field.name() == key) {
                return Err(error::plain(&patch::unknown_field(&key)));
            }
        }
        let mut texts = MetadataTexts::default();
        for (field, text) in Field::ALL.into_iter().zip(&mut texts.0) {
            let value = Reflect::get(&params, &JsValue::from_str(field.name()))?;
            if value.is_undefined() {
                continue;
            }
            if !is_plain_object(&value) {
                return Err(error::plain(&patch::not_an_object(field)));
            }
            *text = Some(strict_stringify(&value, field.name(), MAX_DEPTH).map_err(refusal)?);
        }
        Ok(texts)
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

/// The error for what `strict.js` threw. Anything else it throws passes as it is.
fn refusal(thrown: JsValue) -> JsValue {
    match serde_wasm_bindgen::from_value::<InvalidValue>(thrown.clone()) {
        Ok(InvalidValue {
            path,
            reason,
            cause,
        }) => error::to_js(&Error::InvalidParams { path, reason }, cause),
        Err(_) => thrown,
    }
}
