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
//! Each takes one array, because the glue code for several values is larger. Each throws the parts of an error (see
//! [`error`]), from which pkg/src/errors.js creates an `Error`. An export must not return an `externref` alone
//! (tests/packaging/wasm-results.mjs), as it would without the `Result`.

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
use crate::core::options::config::{CONTENT_TYPE, Config};
use crate::core::request::list_params::{ORGANIZATION_PARAMETERS, PARAMETERS};
use crate::core::request::operation::{Operation, Parameters};
use crate::core::request::prepared::{Input, PreparedRequest};
use crate::core::response::http_response::HttpResponse;

#[global_allocator]
static ALLOCATOR: LockedAllocator<FreeListAllocator> =
    LockedAllocator::new(FreeListAllocator::new());

/// Validates the options of a client and of a call, as `readOptions` of pkg/src/input.js returns them:
/// `[base URL, timeout, maximum of retries, name and value of each header of a request with a body …]`.
#[wasm_bindgen]
pub fn settings(input: &JsValue) -> Result<JsValue, JsValue> {
    result(read_settings(Array::from_host(input)))
}

fn read_settings(input: &Array) -> Result<JsValue, Error> {
    let config = Config::new(&options::from_js(input)?)?;
    let settings = Array::new();
    settings.add(config.base_url().into());
    settings.add(config.timeout().into());
    settings.add(config.max_retries().into());
    for (name, value) in &config.headers() {
        settings.add((*name).into());
        settings.add(value.into());
    }
    settings.add(CONTENT_TYPE.0.into());
    settings.add(CONTENT_TYPE.1.into());
    Ok(settings.into())
}

/// Validates the input of a call: `[method, path after the base URL]`. Only a change of metadata has a body, and the
/// host has its parts.
///
/// The input is `[operation, user ID, params, organization ID]`. `operation` is the name of a method of `clerk.users` or
/// `clerk.organizations`; any other name is an error. An ID that is not a string is `undefined`. `params` is the result
/// of `readMetadataParams` or `readListParams` of pkg/src/input.js, which reject what only JavaScript can see.
#[wasm_bindgen]
pub fn request(input: &JsValue) -> Result<JsValue, JsValue> {
    result(read_request(Array::from_host(input)))
}

fn read_request(input: &Array) -> Result<JsValue, Error> {
    let operation = operation(input)?;
    let (user_id, organization_id) = (input.text(1), input.text(3));
    let params = input.get(2);
    let params = (!params.is_undefined()).then(|| Array::from_host(&params));
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
    let path = PreparedRequest::path(operation, &input)?;
    let parts = Array::new();
    parts.add(operation.method.into());
    parts.add(path.into());
    Ok(parts.into())
}

/// The step after an attempt, except one whose short response pkg/src/resources.js could read: an empty text if
/// the body is the expected resource or list, the text of a number, or `[delay, parts of the error]` if another attempt
/// follows after a wait.
///
/// The input is `[operation, timeout, maximum of retries, number of earlier attempts, status, text, failure, retry-after,
/// date, cf-ray, time of the response, random number]`. `text` is the body of the response, or the reason of a failure:
/// `"failed"`, `"timeout"`, `"too large"` or `"too many values"`. The headers and the status may be `undefined`.
#[wasm_bindgen(js_name = nextStep)]
pub fn next_step(input: &JsValue) -> Result<JsValue, JsValue> {
    result(read_outcome(Array::from_host(input)))
}

fn read_outcome(input: &Array) -> Result<JsValue, Error> {
    let mut attempts = Attempts {
        expected: operation(input)?.expected,
        timeout: input.number(1),
        max_retries: input.number(2) as u32,
        ended: input.number(3) as u32,
    };
    let status = input.get(4).as_f64().map(|status| status as u16);
    let text = input.text(5).unwrap_or_default();
    let cf_ray = input.text(9);
    let outcome = match input.text(6).as_deref() {
        None => Outcome::Response(HttpResponse {
            status: status.unwrap_or_default(),
            retry_after: input.text(7),
            date: input.text(8),
            cf_ray,
            received_at: input.number(10),
            body: text,
        }),
        Some("timeout") => Outcome::Timeout { status },
        Some("too large") => Outcome::TooLarge {
            status: status.unwrap_or_default(),
        },
        Some("too many values") => Outcome::TooManyValues {
            status: status.unwrap_or_default(),
            cf_ray,
        },
        Some("failed") => Outcome::Failure {
            reason: text,
            status,
        },
        Some(_) => return Err(Error::params("failure", "unknown failure.")),
    };
    match attempts.next_checked_step(outcome, input.number(11)) {
        Step::Done(found) => Ok(found?.into()),
        Step::Wait(delay, error) => {
            let wait = Array::new();
            wait.add(delay.into());
            wait.add(error::parts(&error));
            Ok(wait.into())
        }
    }
}

/// The operation whose name is the first element.
fn operation(input: &Array) -> Result<&'static Operation, Error> {
    Operation::named(&input.text(0).unwrap_or_default())
}

/// What the host receives.
fn result(result: Result<JsValue, Error>) -> Result<JsValue, JsValue> {
    result.map_err(|error| error::parts(&error))
}
