//! The JavaScript binding: conversions only. What a call means is decided in [`core`](crate::core),
//! what the host does for it in pkg/src/call.js.
//!
//! A call enters three times: [`settings`] once for a client, [`request`] once, [`answer`] after each
//! attempt. Nothing is kept here in between, so a fresh instance of the wasm loses nothing; and none
//! of the three calls anything of the user's, who could enter again meanwhile.
//!
//! Each throws the parts of an error (see [`error`]), of which `pkg` makes an `Error`.

mod error;
mod given;
mod list;
mod options;
mod params;

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::core::limits::{MAX_ANSWER_BYTES, MAX_DEPTH};
use crate::core::operation::{self, Input, Row, Takes};
use crate::core::request::{self, CONTENT_TYPE, Target};
use crate::core::{Attempts, Config, HttpResponse, Outcome, Step};

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Judges the options of a client and of a call, as `callOptions` of pkg/src/strict.js gives them:
/// `[base URL, timeout, most retries, deepest nesting of metadata, most bytes of an answer, name and
/// value of each header of a request with a body …]`.
#[wasm_bindgen]
pub fn settings(options: JsValue) -> Result<Array, JsValue> {
    let options = options::CallOptions::from_js(options)?;
    let config = Config::new(options.core()).map_err(|error| error::plain(&error))?;
    let settings = Array::of5(
        &config.base_url().into(),
        &config.timeout().into(),
        &config.max_retries().into(),
        &MAX_DEPTH.into(),
        &MAX_ANSWER_BYTES.into(),
    );
    for (name, value) in &request::headers(&config) {
        settings.push(&(*name).into());
        settings.push(&value.into());
    }
    settings.push(&CONTENT_TYPE.0.into());
    settings.push(&CONTENT_TYPE.1.into());
    Ok(settings)
}

/// Judges the input of a call: `[method, what follows the base URL, body]`.
///
/// `operation` is the name of a method of `clerk.users`, any other is an error; `params` is what `strictFields` or
/// `listMembers` of pkg/src/strict.js gives.
#[wasm_bindgen]
pub fn request(operation: &str, user_id: JsValue, params: JsValue) -> Result<Array, JsValue> {
    let row = named(operation)?;
    let (id, list, texts);
    let input = match row.takes {
        Takes::User => {
            id = user_id_text(&user_id)?;
            Input::User(&id)
        }
        Takes::Metadata => {
            id = user_id_text(&user_id)?;
            texts = params::MetadataTexts::from_js(params)?;
            Input::Metadata(&id, texts.core())
        }
        Takes::List | Takes::Filters => {
            list = list::from_js(params)?;
            Input::List(&list)
        }
    };
    let target = Target::new(row, input).map_err(|error| error::plain(&error))?;
    Ok(Array::of3(
        &target.method.into(),
        &target.path.into(),
        &target.body.into(),
    ))
}

/// Judges what came of an attempt: the JSON text of what the answer holds (the fields of the `User` or
/// of each, or a number), or `[delay, parts of the error]` where another attempt comes after a wait.
///
/// `failure` is `undefined` for a whole response, whose body is `text`; else `"failed"`, `"timeout"` or
/// `"too large"`, and `text` is the reason.
#[wasm_bindgen]
#[allow(
    clippy::too_many_arguments,
    reason = "an object would cost a crossing for each of its members"
)]
pub fn answer(
    operation: &str,
    timeout: f64,
    max_retries: u32,
    made: u32,
    failure: Option<String>,
    status: Option<u16>,
    text: String,
    retry_after: Option<String>,
    date: Option<String>,
    cf_ray: Option<String>,
    received_at: f64,
    random: f64,
) -> Result<JsValue, JsValue> {
    let mut attempts = Attempts {
        expected: named(operation)?.expected,
        timeout,
        max_retries,
        made,
    };
    let outcome = match failure.as_deref() {
        None => Outcome::Response(HttpResponse {
            status: status.unwrap_or_default(),
            retry_after,
            date,
            cf_ray,
            received_at,
            body: text,
        }),
        Some("timeout") => Outcome::Timeout { status },
        Some("too large") => Outcome::TooLarge {
            status: status.unwrap_or_default(),
        },
        Some("failed") => Outcome::Failure {
            reason: text,
            status,
        },
        Some(_) => return Err(error::plain(&operation::unknown("failure"))),
    };
    match attempts.next(outcome, random) {
        Step::Done(Ok(found)) => Ok(found.into()),
        Step::Wait(delay, error) => Ok(Array::of2(&delay.into(), &error::plain(&error)).into()),
        Step::Done(Err(error)) => Err(error::plain(&error)),
        // It begins a call, and follows nothing.
        Step::Send => Ok(JsValue::UNDEFINED),
    }
}

/// The operation with a name.
fn named(operation: &str) -> Result<&'static Row, JsValue> {
    operation::named(operation).map_err(|error| error::plain(&error))
}

/// The id as text. One that is no string, or holds half a surrogate pair, is not changed into
/// another that may exist.
fn user_id_text(user_id: &JsValue) -> Result<String, JsValue> {
    let refuse = |reason| Err(error::plain(&crate::core::Error::InvalidUserId { reason }));
    match user_id.as_string() {
        // Half a pair becomes U+FFFD on its way.
        Some(text) if text.chars().all(|char| char != '\u{fffd}') || *user_id == text => Ok(text),
        Some(_) => refuse("it holds half a surrogate pair."),
        None => refuse("it must be a string, such as user_2abc."),
    }
}
