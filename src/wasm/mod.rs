//! The JavaScript binding: conversions only. What a call means is decided in [`core`](crate::core).
//!
//! Nothing is owned here between calls: the options come in with each one, so a fresh instance
//! of the wasm loses nothing.

mod error;
mod list;
mod options;
mod params;
mod transport;

use js_sys::{Array, JSON};
use wasm_bindgen::prelude::*;

use crate::core::{Call, Config, Operation, Step};

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Makes one call.
///
/// `client` are the options of `createClerkClient`, `own` those of the call; `operation` is the name
/// of a method of `clerk.users`. Resolves to `[found, raw, status, traceId, attempts]`: the fields
/// of the `User` or of each, or a number; and of the answer its text, its status and Clerk's id.
/// Rejects with the parts of an error, of which `pkg` makes an `Error`; its code is `aborted` where the
/// caller's signal ended the call, which its `cause` is then the reason of.
#[wasm_bindgen]
pub async fn call(
    operation: String,
    client: JsValue,
    own: JsValue,
    user_id: JsValue,
    params: JsValue,
) -> Result<Array, JsValue> {
    let options = options::CallOptions::from_js(&client, &own)?;
    let mut call = prepare(&operation, &options, &user_id, params)?;
    loop {
        let exchange = transport::send(&options.host, &call).await?;
        let Some(outcome) = exchange.outcome else {
            return Err(error::aborted(exchange.cause));
        };
        let step = call.next(&outcome, js_sys::Math::random());
        let attempts = call.attempts();
        match step {
            Step::Wait(delay, error) => {
                let reason = error::to_js(&error, None, exchange.cause, attempts);
                transport::pause(&options.host, delay, attempts, &reason).await?;
            }
            Step::Done(Ok(found)) => {
                return Ok(Array::of5(
                    &JSON::parse(&found)?,
                    &exchange.text,
                    &exchange.status.into(),
                    &exchange.trace_id,
                    &attempts.into(),
                ));
            }
            Step::Done(Err(error)) => {
                return Err(error::to_js(&error, None, exchange.cause, attempts));
            }
            Step::Send => {}
        }
    }
}

/// Judges the input and makes the call of it.
fn prepare(
    operation: &str,
    options: &options::CallOptions,
    user_id: &JsValue,
    params: JsValue,
) -> Result<Call, JsValue> {
    let config = Config::new(options.core()).map_err(|error| error::plain(&error))?;
    let (id, list, texts);
    let operation = match operation {
        "getUserList" | "getCount" => {
            list = list::from_js(&params)?;
            match operation {
                "getUserList" => Operation::GetUserList(&list),
                _ => Operation::GetCount(&list),
            }
        }
        "getUser" => {
            id = user_id_text(user_id)?;
            Operation::GetUser(&id)
        }
        _ => {
            id = user_id_text(user_id)?;
            texts = params::MetadataTexts::from_js(&params)?;
            match operation {
                "updateUserMetadata" => Operation::UpdateUserMetadata(&id, texts.core()),
                _ => Operation::ReplaceUserMetadata(&id, texts.core()),
            }
        }
    };
    Call::new(&config, operation).map_err(|error| error::plain(&error))
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
