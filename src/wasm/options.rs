//! The options of a call, from JavaScript.

use js_sys::{Array, Object, Reflect};
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use super::{error, params};
use crate::core::config::{known_call_option, known_option};
use crate::core::{Error, Options};

#[wasm_bindgen(module = "/src/wasm/strict.js")]
extern "C" {
    /// Those of the client and of the call in one object; throws a plain object that says why not.
    #[wasm_bindgen(catch, js_name = callOptions)]
    fn call_options(client: &JsValue, call: &JsValue) -> Result<JsValue, JsValue>;
}

/// The options of a call, each of its type.
pub struct CallOptions {
    secret_key: Option<String>,
    api_url: Option<String>,
    api_version: Option<String>,
    user_agent: Option<String>,
    sdk: Option<(String, String)>,
    max_retries: Option<f64>,
    timeout: Option<f64>,
    insecure_hosts: Vec<String>,
    in_page: bool,
    allow_in_page: bool,
    /// As an object, for what the host does itself: `fetch`, `signal`, the hooks.
    pub host: JsValue,
}

impl CallOptions {
    /// Reads and judges them; `call` is `undefined` or an object.
    pub fn from_js(client: &JsValue, call: &JsValue) -> Result<CallOptions, JsValue> {
        let host =
            call_options(client, call).map_err(|thrown| params::refusal(thrown, Error::option))?;
        each_name(client, known_option)?;
        each_name(call, known_call_option)?;
        for name in ["fetch", "onRequest", "onResponse", "onRetry"] {
            let value = get(&host, name);
            if !is_missing(&value) && !value.is_function() {
                return Err(refusal(name, "it must be a function."));
            }
        }
        let signal = get(&host, "signal");
        if !is_missing(&signal) && get(&signal, "aborted").as_bool().is_none() {
            return Err(refusal("signal", "it must be an AbortSignal."));
        }
        let string = |name| typed::<String>(&host, name, "it must be a string.");
        let number = |name| typed::<f64>(&host, name, "it must be a number.");
        let flag = |name| typed::<bool>(&host, name, "it must be true or false.");
        Ok(CallOptions {
            secret_key: string("secretKey")?,
            api_url: string("apiUrl")?,
            api_version: string("apiVersion")?,
            user_agent: string("userAgent")?,
            sdk: sdk(&get(&host, "sdkMetadata"))?,
            max_retries: number("maxRetries")?,
            timeout: number("timeout")?,
            insecure_hosts: insecure_hosts(&get(&host, "allowInsecureHosts"))?,
            in_page: get(&host, "inPage").is_truthy(),
            allow_in_page: flag("dangerouslyAllowBrowser")? == Some(true),
            host,
        })
    }

    /// What the core looks at.
    pub fn core(&self) -> Options<'_> {
        Options {
            secret_key: self.secret_key.as_deref(),
            api_url: self.api_url.as_deref(),
            api_version: self.api_version.as_deref(),
            user_agent: self.user_agent.as_deref(),
            sdk: (self.sdk.as_ref()).map(|(name, version)| (name.as_str(), version.as_str())),
            max_retries: self.max_retries,
            timeout: self.timeout,
            insecure_hosts: &self.insecure_hosts,
            in_page: self.in_page,
            allow_in_page: self.allow_in_page,
        }
    }
}

fn each_name(object: &JsValue, judge: fn(&str) -> Result<(), Error>) -> Result<(), JsValue> {
    if !object.is_object() {
        return Ok(());
    }
    for name in Object::keys(object.unchecked_ref::<Object>()).iter() {
        judge(&name.as_string().unwrap_or_default()).map_err(|error| error::plain(&error))?;
    }
    Ok(())
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

fn is_missing(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

/// An option of a type that serde reads. Its own error would quote the value, which may be the key.
///
/// One by one: a struct of them would cost the wasm 2 KB.
fn typed<T: DeserializeOwned>(
    options: &JsValue,
    name: &str,
    reason: &str,
) -> Result<Option<T>, JsValue> {
    serde_wasm_bindgen::from_value(get(options, name)).map_err(|_| refusal(name, reason))
}

/// The name and the version of the SDK that this is a part of.
fn sdk(given: &JsValue) -> Result<Option<(String, String)>, JsValue> {
    if is_missing(given) {
        return Ok(None);
    }
    match (
        get(given, "name").as_string(),
        get(given, "version").as_string(),
    ) {
        (Some(name), Some(version)) => Ok(Some((name, version))),
        _ => Err(refusal(
            "sdkMetadata",
            "it must be an object with two strings, name and version.",
        )),
    }
}

fn insecure_hosts(given: &JsValue) -> Result<Vec<String>, JsValue> {
    if is_missing(given) {
        return Ok(Vec::new());
    }
    let mut hosts = Vec::new();
    if let Some(array) = given.dyn_ref::<Array>() {
        for host in array.iter() {
            hosts.extend(host.as_string());
        }
        if u32::try_from(hosts.len()) == Ok(array.length()) {
            return Ok(hosts);
        }
    }
    Err(refusal(
        "allowInsecureHosts",
        "it must be an array of host names, such as [\"backend\"].",
    ))
}

fn refusal(name: &str, reason: &str) -> JsValue {
    error::plain(&Error::option(name, reason))
}
