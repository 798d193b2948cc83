//! Between JavaScript values and those of the crate.

use clerk_metadata::core::Error;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::backend::Settings;
use crate::errors::{ErrorItem, Refusal};
use crate::journal::Compacted;
use crate::request::Request;
use crate::store::Store;
use crate::wire;

const PAGE_USERS: usize = 500;

/// The settings as given. The key is kept as it came: an error text of serde would quote it.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GivenSettings {
    #[serde(with = "serde_wasm_bindgen::preserve")]
    secret_key: JsValue,
    rate_limit: Option<bool>,
}

impl GivenSettings {
    /// Reads them; nothing at all stands for no settings.
    pub fn from_js(settings: JsValue) -> Result<GivenSettings, JsValue> {
        if settings.is_undefined() || settings.is_null() {
            return Ok(GivenSettings::default());
        }
        let given: GivenSettings = serde_wasm_bindgen::from_value(settings)?;
        let key = &given.secret_key;
        if !(key.is_string() || key.is_undefined() || key.is_null()) {
            return Err(JsError::new("secretKey must be a string").into());
        }
        Ok(given)
    }
}

impl From<GivenSettings> for Settings {
    fn from(given: GivenSettings) -> Self {
        Settings {
            secret_key: given.secret_key.as_string().filter(|key| !key.is_empty()),
            rate_limit: given.rate_limit.unwrap_or(true),
        }
    }
}

/// A request as given. What may hold a key is kept as it came: an error text of serde would quote
/// it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GivenRequest {
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

impl GivenRequest {
    /// Reads it.
    pub fn from_js(request: JsValue) -> Result<GivenRequest, JsValue> {
        Ok(serde_wasm_bindgen::from_value(request)?)
    }
}

impl From<GivenRequest> for Request {
    fn from(given: GivenRequest) -> Self {
        Request {
            authorization: given.authorization.as_string(),
            content_type: given.content_type,
            api_version: given.api_version,
            body: given.body.unwrap_or_default(),
            ..Request::new(&given.method, &given.url)
        }
    }
}

/// A request as [`fetch`](super::fetch) reads it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadRequest {
    pub method: String,
    pub url: String,
    pub authorization: Option<String>,
    pub content_type: Option<String>,
    pub api_version: Option<String>,
    pub body: Option<String>,
}

/// An answer, on its way into a `Response`.
#[derive(Deserialize)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// Reads it.
    pub fn from_js(answer: JsValue) -> Result<Answer, JsValue> {
        Ok(serde_wasm_bindgen::from_value(answer)?)
    }
}

/// A page of users.
#[derive(Serialize)]
pub struct Page {
    users: String,
    next: Option<u64>,
}

impl Page {
    /// The page that begins at a number.
    pub fn of(store: &Store, from: u64) -> Page {
        let mut users = store.from(from);
        let page = users.by_ref().take(PAGE_USERS).map(|(_, user)| user);
        Page {
            users: wire::users(page),
            next: users.next().map(|(number, _)| number),
        }
    }
}

/// A piece of a data file.
#[derive(Serialize)]
pub struct Lines {
    lines: String,
    next: Option<u64>,
}

impl From<Compacted> for Lines {
    fn from(piece: Compacted) -> Self {
        Lines {
            lines: piece.lines,
            next: piece.next,
        }
    }
}

/// What came of loading a data file.
#[derive(Serialize)]
pub struct Loaded {
    pub torn: bool,
}

#[derive(Serialize)]
struct Thrown {
    status: u16,
    message: String,
    errors: Vec<ErrorItem>,
}

/// What is thrown for a refusal.
pub fn refusal(refusal: Refusal) -> JsValue {
    let message = refusal.errors.first();
    let thrown = Thrown {
        status: refusal.status,
        message: message
            .map(|error| error.long_message.clone())
            .unwrap_or_default(),
        errors: refusal.errors,
    };
    to_js(&thrown).unwrap_or_else(|error| error)
}

#[derive(Serialize)]
struct Input<'a> {
    code: &'a str,
    path: Option<&'a str>,
    message: String,
}

/// What is thrown for metadata that cannot be merged or compared.
pub fn input_error(error: Error) -> JsValue {
    let thrown = Input {
        code: error.code(),
        path: error.path(),
        message: error.to_string(),
    };
    to_js(&thrown).unwrap_or_else(|error| error)
}

/// A plain object.
pub fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(serde_wasm_bindgen::to_value(value)?)
}

/// A time of the host's clock.
pub fn millis(now: f64) -> i64 {
    now as i64
}

/// A number that came from here.
pub fn number(given: f64) -> u64 {
    given as u64
}
