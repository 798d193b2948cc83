//! The options of a call, from JavaScript.

use js_sys::{Array, Object, Reflect};
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use super::{error, params};
use crate::core::config::{known_call_option, known_option};
use crate::core::{Error, Options};

#[wasm_bindgen(module = "/src/wasm/strict.js")]
extern "C" {
    /// Those of the client and of the call in one object; see [`params::judged`].
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
        let host = params::judged(call_options(client, call)?, Error::option)?;
        each_name(client, known_option)?;
        each_name(call, known_call_option)?;
        let mut read = Reader { host, wrong: None };
        for name in &["fetch", "onRequest", "onResponse", "onRetry"] {
            read.judge(name, "it must be a function.", JsValue::is_function);
        }
        read.judge("signal", "it must be an AbortSignal.", |signal| {
            get(signal, "aborted").as_bool().is_some()
        });
        let options = CallOptions {
            secret_key: read.string("secretKey"),
            api_url: read.string("apiUrl"),
            api_version: read.string("apiVersion"),
            user_agent: read.string("userAgent"),
            sdk: read.sdk(),
            max_retries: read.number("maxRetries"),
            timeout: read.number("timeout"),
            insecure_hosts: read.insecure_hosts(),
            in_page: get(&read.host, "inPage").is_truthy(),
            allow_in_page: read.flag("dangerouslyAllowBrowser"),
            host: read.host,
        };
        match read.wrong {
            None => Ok(options),
            Some((name, reason)) => Err(error::plain(&Error::option(name, reason))),
        }
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

/// A member, where there can be one: asking anything but an object would throw.
pub fn get(object: &JsValue, name: &str) -> JsValue {
    if !object.is_object() {
        return JsValue::UNDEFINED;
    }
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or_default()
}

fn is_missing(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

/// Reads options one by one, and remembers which one is not of its type, and why.
struct Reader {
    host: JsValue,
    wrong: Option<(&'static str, &'static str)>,
}

impl Reader {
    /// An option that is there must be judged so.
    fn judge(&mut self, name: &'static str, reason: &'static str, is: fn(&JsValue) -> bool) {
        let value = get(&self.host, name);
        if !is_missing(&value) && !is(&value) {
            self.wrong = Some((name, reason));
        }
    }

    /// An option of a type that serde reads. Its own error would quote the value, which may be the
    /// key. One by one: a struct of them would cost the wasm 2 KB.
    fn typed<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        reason: &'static str,
    ) -> Option<T> {
        let value = serde_wasm_bindgen::from_value(get(&self.host, name));
        if value.is_err() {
            self.wrong = Some((name, reason));
        }
        value.ok().flatten()
    }

    fn string(&mut self, name: &'static str) -> Option<String> {
        self.typed(name, "it must be a string.")
    }

    fn number(&mut self, name: &'static str) -> Option<f64> {
        self.typed(name, "it must be a number.")
    }

    fn flag(&mut self, name: &'static str) -> bool {
        self.typed(name, "it must be true or false.") == Some(true)
    }

    /// The name and the version of the SDK that this is a part of.
    fn sdk(&mut self) -> Option<(String, String)> {
        let given = get(&self.host, "sdkMetadata");
        let part = |name| get(&given, name).as_string();
        if let (Some(name), Some(version)) = (part("name"), part("version")) {
            return Some((name, version));
        }
        if !is_missing(&given) {
            let reason = "it must be an object with two strings, name and version.";
            self.wrong = Some(("sdkMetadata", reason));
        }
        None
    }

    fn insecure_hosts(&mut self) -> Vec<String> {
        let given = get(&self.host, "allowInsecureHosts");
        let mut hosts = Vec::new();
        let mut all = is_missing(&given);
        if let Some(array) = given.dyn_ref::<Array>() {
            all = true;
            for host in array.iter() {
                match host.as_string() {
                    Some(host) => hosts.push(host),
                    None => all = false,
                }
            }
        }
        if !all {
            let reason = "it must be an array of host names, such as [\"backend\"].";
            self.wrong = Some(("allowInsecureHosts", reason));
        }
        hosts
    }
}
