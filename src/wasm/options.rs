//! The options of a client, from JavaScript.

use js_sys::{Function, JsString};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::error;
use crate::core::{Error, Options};

/// The options as given. Each is kept as it came: an error text of serde would quote the value,
/// which may be the key.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Given {
    #[serde(with = "serde_wasm_bindgen::preserve", default)]
    secret_key: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve", default)]
    api_url: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve", default)]
    api_version: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve", default)]
    user_agent: JsValue,
    #[serde(with = "serde_wasm_bindgen::preserve", default)]
    fetch: JsValue,
}

/// The options, each of its type.
pub struct ClientOptions {
    secret_key: Option<String>,
    api_url: Option<String>,
    api_version: Option<String>,
    user_agent: Option<String>,
    fetch: Option<Function>,
}

impl ClientOptions {
    /// Reads them from a JavaScript object.
    pub fn from_js(options: JsValue) -> Result<ClientOptions, JsValue> {
        let given: Given = serde_wasm_bindgen::from_value(options)?;
        Ok(ClientOptions {
            secret_key: text("secretKey", &given.secret_key)?,
            api_url: text("apiUrl", &given.api_url)?,
            api_version: text("apiVersion", &given.api_version)?,
            user_agent: text("userAgent", &given.user_agent)?,
            fetch: optional(
                "fetch",
                &given.fetch,
                "it must be a function like the global fetch.",
            )?,
        })
    }

    /// What the core looks at.
    pub fn core(&self) -> Options<'_> {
        Options {
            secret_key: self.secret_key.as_deref(),
            api_url: self.api_url.as_deref(),
            api_version: self.api_version.as_deref(),
            user_agent: self.user_agent.as_deref(),
        }
    }

    /// The caller's own `fetch`.
    pub fn fetch(&self) -> Option<&Function> {
        self.fetch.as_ref()
    }
}

fn text(name: &str, value: &JsValue) -> Result<Option<String>, JsValue> {
    Ok(optional::<JsString>(name, value, "it must be a string.")?.map(String::from))
}

fn optional<T: JsCast + Clone>(
    name: &str,
    value: &JsValue,
    reason: &str,
) -> Result<Option<T>, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    match value.dyn_ref::<T>() {
        Some(value) => Ok(Some(value.clone())),
        None => Err(error::plain(&Error::InvalidOption {
            path: name.to_owned(),
            reason: reason.to_owned(),
        })),
    }
}
