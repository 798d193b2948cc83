//! The options of a client, from JavaScript.

use js_sys::{Function, Object, Reflect};
use serde::Deserialize;
use wasm_bindgen::prelude::*;

use super::error;
use crate::core::config::known_option;
use crate::core::{Error, Options};

/// The options, each of its type.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientOptions {
    secret_key: Option<String>,
    api_url: Option<String>,
    api_version: Option<String>,
    user_agent: Option<String>,
    sdk_metadata: Option<SdkMetadata>,
    #[serde(skip)]
    fetch: Option<Function>,
}

/// The SDK that this is a part of.
#[derive(Deserialize)]
struct SdkMetadata {
    name: String,
    version: String,
}

impl ClientOptions {
    /// Reads them from a JavaScript object.
    pub fn from_js(options: JsValue) -> Result<ClientOptions, JsValue> {
        for name in Object::keys(options.unchecked_ref::<Object>()) {
            known_option(&name.as_string().unwrap_or_default())
                .map_err(|error| error::plain(&error))?;
        }
        let fetch = Reflect::get(&options, &JsValue::from_str("fetch"))?;
        // The error of serde would quote the value, which may be the key.
        let Ok(mut given) = serde_wasm_bindgen::from_value::<ClientOptions>(options.clone()) else {
            return Err(wrong_type(&options));
        };
        if !fetch.is_undefined() && !fetch.is_null() {
            let reason = "it must be a function like the global fetch.";
            let function = fetch.dyn_into().map_err(|_| refusal("fetch", reason))?;
            given.fetch = Some(function);
        }
        Ok(given)
    }

    /// What the core looks at.
    pub fn core(&self) -> Options<'_> {
        Options {
            secret_key: self.secret_key.as_deref(),
            api_url: self.api_url.as_deref(),
            api_version: self.api_version.as_deref(),
            user_agent: self.user_agent.as_deref(),
            sdk: (self.sdk_metadata.as_ref()).map(|sdk| (sdk.name.as_str(), sdk.version.as_str())),
        }
    }

    /// The caller's own `fetch`.
    pub fn fetch(&self) -> Option<&Function> {
        self.fetch.as_ref()
    }
}

/// The error for the first option that is not of its type.
fn wrong_type(options: &JsValue) -> JsValue {
    for name in ["secretKey", "apiUrl", "apiVersion", "userAgent"] {
        let value = Reflect::get(options, &JsValue::from_str(name)).unwrap_or_default();
        if !value.is_string() && !value.is_undefined() && !value.is_null() {
            return refusal(name, "it must be a string.");
        }
    }
    refusal(
        "sdkMetadata",
        "it must be an object with two strings, name and version.",
    )
}

fn refusal(name: &str, reason: &str) -> JsValue {
    error::plain(&Error::InvalidOption {
        path: name.to_owned(),
        reason: reason.to_owned(),
    })
}
