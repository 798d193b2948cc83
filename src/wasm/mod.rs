//! The JavaScript binding: conversions only. What a call means is decided in [`core`](crate::core).
//!
//! Nothing is owned here between calls: the options come in with each one, so a fresh instance
//! of the wasm loses nothing.

mod error;
mod fetch;
mod list;
mod options;
mod params;

use js_sys::{Array, JSON};
use wasm_bindgen::prelude::*;

use crate::core::{Call, Config, Operation, Step};

#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// Makes one call.
///
/// `options` are those of `createClerkClient`, `operation` is the name of a method of
/// `clerk.users`. Resolves to `[found, raw]`: the fields of the `User` or of each, or a number; and
/// the text of the answer.
/// Rejects with a plain object that `pkg` makes an `Error` of.
#[wasm_bindgen]
pub async fn call(
    operation: String,
    options: JsValue,
    user_id: JsValue,
    params: JsValue,
) -> Result<Array, JsValue> {
    let options = options::ClientOptions::from_js(options)?;
    let mut call = prepare(&operation, &options, &user_id, params)?;
    let mut step = call.start();
    let mut raw = JsValue::UNDEFINED;
    let mut cause = JsValue::UNDEFINED;
    loop {
        match step {
            Step::Send => {
                let exchange = fetch::send(options.fetch(), call.request()).await;
                step = call.next(&exchange.outcome);
                (raw, cause) = (exchange.text, exchange.cause);
            }
            Step::Done(Ok(found)) => {
                return Ok(Array::of2(&JSON::parse(&found)?, &raw));
            }
            Step::Done(Err(error)) => return Err(error::to_js(&error, None, cause)),
        }
    }
}

/// Judges the input and makes the call of it.
fn prepare(
    operation: &str,
    options: &options::ClientOptions,
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
        Some(text) if *user_id == text => Ok(text),
        Some(_) => refuse("it holds half a surrogate pair."),
        None => refuse("it must be a string, such as user_2abc."),
    }
}
