//! One request through the host's `fetch`, and the wait before the next; the host's side of both
//! is `transport.js`.

use js_sys::{Array, Date, JSON};
use wasm_bindgen::prelude::*;
use web_sys::{RequestInit, RequestRedirect};

use super::options::get;
use crate::core::limits::MAX_ANSWER_BYTES;
use crate::core::{Call, HttpRequest, HttpResponse, Outcome};

#[wasm_bindgen(module = "/src/wasm/transport.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn exchange(
        options: &JsValue,
        url: &str,
        init: &RequestInit,
        timeout: f64,
        attempt: u32,
        max_bytes: u32,
    ) -> Result<JsValue, JsValue>;

    /// Waits before the next attempt.
    #[wasm_bindgen(catch)]
    pub async fn pause(
        options: &JsValue,
        delay: f64,
        attempt: u32,
        reason: &JsValue,
    ) -> Result<JsValue, JsValue>;
}

/// What came of one attempt.
pub struct Exchange {
    /// For the core; nothing where the caller has ended the call.
    pub outcome: Option<Outcome>,
    /// The status of the answer.
    pub status: u16,
    /// The body as the host gave it.
    pub text: JsValue,
    /// What the host threw, or why the caller has ended the call.
    pub cause: JsValue,
    /// Clerk's id of the request.
    pub trace_id: JsValue,
}

/// Sends the request of a call. It cannot fail: that no answer came is an outcome.
pub async fn send(options: &JsValue, call: &Call) -> Result<Exchange, JsValue> {
    let request = call.request();
    let init = init(request)?;
    let attempt = call.attempts() + 1;
    let (url, timeout) = (&request.url, call.timeout());
    let answer = exchange(options, url, &init, timeout, attempt, MAX_ANSWER_BYTES).await?;
    let answer: Array = answer.unchecked_into();
    let status = answer.get(1).as_f64().map(|status| status as u16);
    let (text, cause, trace_id) = (answer.get(2), answer.get(3), answer.get(5));
    let outcome = match answer.get(0).as_string().as_deref() {
        None => Some(Outcome::Response(HttpResponse {
            status: status.unwrap_or_default(),
            retry_after: answer.get(4).as_string(),
            cf_ray: trace_id.as_string(),
            received_at: Date::now(),
            body: text.as_string().unwrap_or_default(),
        })),
        Some("failed") => Some(Outcome::Failure {
            reason: reason(&cause),
            status,
        }),
        Some("timeout") => Some(Outcome::Timeout { status }),
        Some("too large") => Some(Outcome::TooLarge {
            status: status.unwrap_or_default(),
        }),
        Some(_) => None,
    };
    Ok(Exchange {
        outcome,
        status: status.unwrap_or_default(),
        text,
        cause,
        trace_id,
    })
}

fn init(request: &HttpRequest) -> Result<RequestInit, JsValue> {
    let init = RequestInit::new();
    init.set_method(request.method);
    // As one text: a crossing instead of three for each header.
    init.set_headers(&JSON::parse(&request.headers_json())?);
    // The secret key goes to one origin.
    init.set_redirect(RequestRedirect::Manual);
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    Ok(init)
}

/// The message of what was thrown, with that of its cause: `fetch` itself only says that it failed.
fn reason(thrown: &JsValue) -> String {
    let message = |value: &JsValue| {
        get(value, "message")
            .as_string()
            .filter(|message| !message.is_empty())
    };
    let mut text = message(thrown)
        .or_else(|| thrown.as_string())
        .unwrap_or_else(|| String::from("the request failed"));
    if let Some(cause) = message(&get(thrown, "cause")) {
        text.push_str(": ");
        text.push_str(&cause);
    }
    text
}
