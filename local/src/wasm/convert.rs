//! Conversions between JavaScript values and the types of the crate.

use clerk_metadata::core::Error;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::backend::Settings;
use crate::errors::{ErrorItem, RequestError};
use crate::journal::Compacted;
use crate::organization_store::Member;
use crate::organization_wire::{self, OptionalFields};
use crate::rate_limiter::{RateLimits, WindowKind};
use crate::request::Request;
use crate::store::Store;
use crate::wire;

const ITEMS_PER_PAGE: usize = 500;

/// The settings as JavaScript passes them. The key stays a `JsValue`, because a serde error would quote it.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SettingsInput {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    secret_key: JsValue,
    rate_limit: Option<bool>,
    rate_limits: RateLimitsInput,
}

/// The rate limits as JavaScript passes them. `backend.js` has validated them.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct RateLimitsInput {
    window: Option<String>,
    requests: Option<u32>,
    seconds: Option<f64>,
    used_by_others: Option<f64>,
}

impl From<RateLimitsInput> for RateLimits {
    fn from(input: RateLimitsInput) -> Self {
        let standard = RateLimits::default();
        let window_ms = input.seconds.map(|seconds| (seconds * 1000.0).max(1.0));
        RateLimits {
            window: match input.window.as_deref() {
                Some("fixed") => WindowKind::Fixed,
                Some("sliding") => WindowKind::Sliding,
                _ => WindowKind::FirstRequest,
            },
            window_ms: window_ms.map_or(standard.window_ms, millis),
            requests: input.requests,
            used_by_others: input.used_by_others.unwrap_or_default(),
        }
    }
}

impl SettingsInput {
    /// Reads the settings. `undefined` and `null` mean the defaults.
    pub fn from_js(settings: JsValue) -> Result<SettingsInput, JsValue> {
        if settings.is_undefined() || settings.is_null() {
            return Ok(SettingsInput::default());
        }
        let settings: SettingsInput = serde_wasm_bindgen::from_value(settings)?;
        let key = &settings.secret_key;
        if !(key.is_string() || key.is_undefined() || key.is_null()) {
            return Err(JsError::new("secretKey must be a string").into());
        }
        Ok(settings)
    }
}

impl From<SettingsInput> for Settings {
    fn from(settings: SettingsInput) -> Self {
        Settings {
            secret_key: settings
                .secret_key
                .as_string()
                .filter(|key| !key.is_empty()),
            rate_limit: settings.rate_limit.unwrap_or(false),
            rate_limits: settings.rate_limits.into(),
        }
    }
}

/// A request as JavaScript passes it. The authorization stays a `JsValue`, because a serde error would quote
/// it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestInput {
    method: String,
    url: String,
    #[serde(default, with = "serde_wasm_bindgen::preserve")]
    authorization: JsValue,
    #[serde(default)]
    content_type: Option<String>,
    #[serde(default)]
    api_version: Option<String>,
    #[serde(default)]
    body: Option<String>,
}

impl RequestInput {
    /// Reads the request.
    pub fn from_js(request: JsValue) -> Result<RequestInput, JsValue> {
        Ok(serde_wasm_bindgen::from_value(request)?)
    }
}

impl From<RequestInput> for Request {
    fn from(request: RequestInput) -> Self {
        Request {
            authorization: request.authorization.as_string(),
            content_type: request.content_type,
            api_version: request.api_version,
            body: request.body.unwrap_or_default(),
            ..Request::new(&request.method, &request.url)
        }
    }
}

/// The fields of a `Request` that [`fetch`](super::fetch) passes to the backend.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestData {
    pub method: String,
    pub url: String,
    pub authorization: Option<String>,
    pub content_type: Option<String>,
    pub api_version: Option<String>,
    pub body: Option<String>,
}

/// The status, headers and body from which a `Response` is created.
#[derive(Deserialize)]
pub struct ResponseData {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl ResponseData {
    /// Reads the response.
    pub fn from_js(response: JsValue) -> Result<ResponseData, JsValue> {
        Ok(serde_wasm_bindgen::from_value(response)?)
    }
}

/// A page of users, organizations or memberships.
#[derive(Serialize)]
pub struct Page {
    items: String,
    next: Option<u64>,
}

impl Page {
    /// The page of users that starts at a sequence number.
    pub fn starting_at(store: &Store, from: u64) -> Page {
        Page::new(store.users_from(from), wire::user)
    }

    /// A page of organizations.
    pub fn of_organizations(store: &Store, from: u64) -> Page {
        Page::new(store.organizations_from(from), |organization| {
            organization_wire::organization(organization, store, OptionalFields::default())
        })
    }

    /// A page of memberships.
    pub fn of_memberships(store: &Store, from: u64) -> Page {
        let json = |(organization, membership, user): Member<'_>| {
            organization_wire::membership(membership, organization, user, store)
        };
        Page::new(store.memberships_from(from), json)
    }

    fn new<T>(mut items: impl Iterator<Item = (u64, T)>, json: impl Fn(T) -> String) -> Page {
        let page: Vec<String> = (items.by_ref().take(ITEMS_PER_PAGE))
            .map(|(_, item)| json(item))
            .collect();
        Page {
            items: format!("[{}]", page.join(",")),
            next: items.next().map(|(number, _)| number),
        }
    }
}

/// A chunk of a data file.
#[derive(Serialize)]
pub struct FileChunk {
    lines: String,
    next: Option<u64>,
}

impl From<Compacted> for FileChunk {
    fn from(chunk: Compacted) -> Self {
        FileChunk {
            lines: chunk.lines,
            next: chunk.next,
        }
    }
}

/// The result of loading a data file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Loaded {
    pub torn: bool,
    pub is_compact: bool,
}

#[derive(Serialize)]
struct ThrownRequestError {
    status: u16,
    message: String,
    errors: Vec<ErrorItem>,
}

/// The value that is thrown for a rejected request.
pub fn request_error(error: RequestError) -> JsValue {
    let first_error = error.errors.first();
    let thrown = ThrownRequestError {
        status: error.status,
        message: first_error
            .map(|error| error.long_message.clone())
            .unwrap_or_default(),
        errors: error.errors,
    };
    to_js(&thrown).unwrap_or_else(|error| error)
}

#[derive(Serialize)]
struct ThrownInputError<'a> {
    code: &'a str,
    path: Option<&'a str>,
    message: String,
}

/// The value that is thrown for metadata that cannot be merged or compared.
pub fn input_error(error: Error) -> JsValue {
    let thrown = ThrownInputError {
        code: error.code(),
        path: error.path(),
        message: error.to_string(),
    };
    to_js(&thrown).unwrap_or_else(|error| error)
}

/// Converts a value to a plain JavaScript object.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(serde_wasm_bindgen::to_value(value)?)
}

/// Converts a time of the host's clock.
pub fn millis(now: f64) -> i64 {
    now as i64
}

/// Converts a sequence number that was returned to JavaScript before.
pub fn sequence_number(value: f64) -> u64 {
    value as u64
}
