//! The options of a call, from JavaScript.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::error;
use super::given::{self, get};
use crate::core::config::{known_call_option, known_option};
use crate::core::{Error, Options};

/// The options of a call, each of its type.
#[derive(Default)]
pub struct CallOptions {
    secret_key: Option<String>,
    api_url: Option<String>,
    api_version: Option<String>,
    skip_api_version: Option<bool>,
    user_agent: Option<String>,
    sdk: Option<(String, String)>,
    max_retries: Option<f64>,
    timeout: Option<f64>,
    insecure_hosts: Vec<String>,
    in_page: bool,
    allow_in_page: Option<bool>,
}

impl CallOptions {
    /// Reads and judges what `callOptions` gives: whether this is a page in a browser, how many options
    /// are the call's own, and names and values by turns, those first.
    pub fn from_js(options: JsValue) -> Result<CallOptions, JsValue> {
        let given = given::array(options, Error::option)?;
        let mut given = given.iter();
        let mut next = || given.next();
        let mut options = CallOptions {
            in_page: next().is_some_and(|page| page.is_truthy()),
            ..CallOptions::default()
        };
        let mut own = next().and_then(|count| count.as_f64()).unwrap_or_default();
        while let (Some(name), Some(value)) = (next(), next()) {
            let name = name.as_string().unwrap_or_default();
            let known = if own > 0.0 {
                known_call_option
            } else {
                known_option
            };
            own -= 1.0;
            let reason = match known(&name) {
                Ok(()) if is_missing(&value) || options.take(&name, value) => continue,
                Ok(()) => expected(&name),
                Err(error) => return Err(error::plain(&error)),
            };
            return Err(error::plain(&Error::option(&name, reason)));
        }
        Ok(options)
    }

    /// Takes an option; false where it is not of its type.
    fn take(&mut self, name: &str, value: JsValue) -> bool {
        match name {
            "secretKey" => set(&mut self.secret_key, value.as_string()),
            "apiUrl" => set(&mut self.api_url, value.as_string()),
            "apiVersion" => set(&mut self.api_version, value.as_string()),
            "skipApiVersionInUrl" => set(&mut self.skip_api_version, value.as_bool()),
            "userAgent" => set(&mut self.user_agent, value.as_string()),
            "maxRetries" => set(&mut self.max_retries, value.as_f64()),
            "timeout" => set(&mut self.timeout, value.as_f64()),
            "dangerouslyAllowBrowser" => set(&mut self.allow_in_page, value.as_bool()),
            "sdkMetadata" => {
                let part = |name| get(&value, name).as_string();
                self.sdk = match (part("name"), part("version")) {
                    (Some(name), Some(version)) => Some((name, version)),
                    _ => return false,
                };
                true
            }
            "allowInsecureHosts" => {
                let Some(hosts) = value.dyn_ref::<Array>() else {
                    return false;
                };
                hosts.iter().all(|host| {
                    let host = host.as_string();
                    let is_text = host.is_some();
                    self.insecure_hosts.push(host.unwrap_or_default());
                    is_text
                })
            }
            "signal" => value.as_bool().is_some(),
            "fetch" | "onRequest" | "onResponse" | "onRetry" => value.is_function(),
            _ => true,
        }
    }

    /// What the core looks at.
    pub fn core(&self) -> Options<'_> {
        Options {
            secret_key: self.secret_key.as_deref(),
            api_url: self.api_url.as_deref(),
            api_version: self.api_version.as_deref(),
            skip_api_version: self.skip_api_version == Some(true),
            user_agent: self.user_agent.as_deref(),
            sdk: (self.sdk.as_ref()).map(|(name, version)| (name.as_str(), version.as_str())),
            max_retries: self.max_retries,
            timeout: self.timeout,
            insecure_hosts: &self.insecure_hosts,
            in_page: self.in_page,
            allow_in_page: self.allow_in_page == Some(true),
        }
    }
}

fn is_missing(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

/// Stores an option if it has its type.
fn set<T>(option: &mut Option<T>, value: Option<T>) -> bool {
    *option = value;
    option.is_some()
}

/// What an option must be.
fn expected(name: &str) -> &'static str {
    match name {
        "maxRetries" | "timeout" => "it must be a number.",
        "dangerouslyAllowBrowser" | "skipApiVersionInUrl" => "it must be true or false.",
        "sdkMetadata" => "it must be an object with two strings, name and version.",
        "allowInsecureHosts" => "it must be an array of host names, such as [\"backend\"].",
        "signal" => "it must be an AbortSignal.",
        "fetch" | "onRequest" | "onResponse" | "onRetry" => "it must be a function.",
        _ => "it must be a string.",
    }
}
