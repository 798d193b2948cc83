//! The JavaScript binding: conversions only. The [`core`](crate::core) makes all decisions, and pkg/src/call.js does
//! everything that needs the host.
//!
//! ```text
//! once per client       settings ──► Config::new             ──► base URL, limits, headers
//! once per call         request ───► PreparedRequest::path   ──► method, path
//! after an attempt      next_step ─► next_checked_step       ──► success, or a wait and its reason
//! ```
//!
//! The wasm keeps no state between calls of these functions, so a new instance loses nothing. They never call user
//! code, which could call the wasm again.
//!
//! Each throws the parts of an error (see [`error`]), from which pkg/src/errors.js creates an `Error`.

mod array;
mod error;
mod list_params;
mod options;
mod params;

use lol_alloc::{FreeListAllocator, LockedAllocator};
use wasm_bindgen::prelude::*;

use array::Array;

use crate::core::call::attempts::{Attempts, Outcome, Step};
use crate::core::errors::error::Error;
use crate::core::limits::MAX_DEPTH;
use crate::core::options::config::{CONTENT_TYPE, Config};
use crate::core::request::list_params::{ORGANIZATION_PARAMETERS, PARAMETERS};
use crate::core::request::operation::{Operation, Parameters};
use crate::core::request::prepared::{Input, PreparedRequest};
use crate::core::response::http_response::HttpResponse;

#[global_allocator]
static ALLOCATOR: LockedAllocator<FreeListAllocator> =
    LockedAllocator::new(FreeListAllocator::new());

/// Validates the options of a client and of a call, as `readOptions` of pkg/src/input.js returns them:
/// `[base URL, timeout, maximum of retries, maximum depth of metadata, name and value of each header of a
/// request with a body …]`.
#[wasm_bindgen]
pub fn settings(options: &JsValue) -> Result<JsValue, JsValue> {
    let options = options::from_js(Array::from_host(options))?;
    let config = Config::new(&options).map_err(|error| error::parts(&error))?;
    let mut settings = vec![
        config.base_url().into(),
        config.timeout().into(),
        config.max_retries().into(),
        MAX_DEPTH.into(),
    ];
    for (name, value) in &config.headers() {
        settings.push((*name).into());
        settings.push(value.into());
    }
    settings.push(CONTENT_TYPE.0.into());
    settings.push(CONTENT_TYPE.1.into());
    Ok(Array::of(&settings))
}

/// Validates the input of a call: `[method, path after the base URL]`. Only a change of metadata has a body, and the
/// host has its parts.
///
/// `operation` is the name of a method of `clerk.users` or `clerk.organizations`; any other name is an error. An ID that
/// is not a string is `undefined`. `params` is the result of `readMetadataParams` or `readListParams` of
/// pkg/src/input.js, which reject what only JavaScript can see.
#[wasm_bindgen]
pub fn request(
    operation: &str,
    user_id: Option<String>,
    params: &JsValue,
    organization_id: Option<String>,
) -> Result<JsValue, JsValue> {
    let operation = named(operation)?;
    let params = (!params.is_undefined()).then(|| Array::from_host(params));
    let (list, texts);
    let mut input = Input {
        user_id: user_id.as_deref(),
        organization_id: organization_id.as_deref(),
        ..Input::default()
    };
    match operation.parameters {
        Parameters::None => {}
        Parameters::Metadata(owner) => {
            texts = params::MetadataTexts::from_js(owner, params)?;
            input.metadata = texts.core();
        }
        Parameters::List | Parameters::Filters | Parameters::Organization => {
            let parameters = match operation.parameters {
                Parameters::Organization => ORGANIZATION_PARAMETERS,
                _ => PARAMETERS,
            };
            list = list_params::from_js(parameters, params)?;
            input.list = Some(&list);
        }
    }
    let path = PreparedRequest::path(operation, &input).map_err(|error| error::parts(&error))?;
    Ok(Array::of(&[operation.method.into(), path.into()]))
}

/// The step after an attempt, except one whose short response pkg/src/resources.js could read: an empty text if
/// the body is the expected resource or list, the text of a number, or `[delay, parts of the error]` if another attempt
/// follows after a wait.
///
/// `ended` is the number of earlier attempts. `text` is the body of the response, or the reason of a failure. `details`
/// is an array of strings, of which any may be `undefined`: the failure (`"failed"`, `"timeout"`, `"too large"` or
/// `"too many values"`), and the headers `retry-after`, `date` and `cf-ray`.
#[wasm_bindgen(js_name = nextStep)]
#[allow(
    clippy::too_many_arguments,
    reason = "an object would cost a crossing for each of its members"
)]
pub fn next_step(
    operation: &str,
    timeout: f64,
    max_retries: u32,
    ended: u32,
    status: Option<u16>,
    text: String,
    details: &JsValue,
    received_at: f64,
    random: f64,
) -> Result<JsValue, JsValue> {
    let mut attempts = Attempts {
        expected: named(operation)?.expected,
        timeout,
        max_retries,
        ended,
    };
    let detail = |index| Array::from_host(details).get(index).as_string();
    let outcome = match detail(0).as_deref() {
        None => Outcome::Response(HttpResponse {
            status: status.unwrap_or_default(),
            retry_after: detail(1),
            date: detail(2),
            cf_ray: detail(3),
            received_at,
            body: text,
        }),
        Some("timeout") => Outcome::Timeout { status },
        Some("too large") => Outcome::TooLarge {
            status: status.unwrap_or_default(),
        },
        Some("too many values") => Outcome::TooManyValues {
            status: status.unwrap_or_default(),
            cf_ray: detail(3),
        },
        Some("failed") => Outcome::Failure {
            reason: text,
            status,
        },
        Some(_) => {
            let error = Error::params("failure", "unknown failure.");
            return Err(error::parts(&error));
        }
    };
    match attempts.next_checked_step(outcome, random) {
        Step::Done(Ok(found)) => Ok(found.into()),
        Step::Wait(delay, error) => Ok(Array::of(&[delay.into(), error::parts(&error)])),
        Step::Done(Err(error)) => Err(error::parts(&error)),
    }
}

fn named(operation: &str) -> Result<&'static Operation, JsValue> {
    Operation::named(operation).map_err(|error| error::parts(&error))
}
