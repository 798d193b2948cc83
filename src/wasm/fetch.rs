//! One request through the host's `fetch`.

use js_sys::{Date, Function, JsString, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{RequestInit, RequestRedirect, Response};

use crate::core::{HttpRequest, HttpResponse, Outcome};

#[wasm_bindgen]
extern "C" {
    /// The global, looked up at each call: test tools replace it late. Bound to nothing, as it
    /// refuses any other `this`.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// What came of one attempt.
pub struct Exchange {
    /// For the core.
    pub outcome: Outcome,
    /// The body as the host gave it.
    pub text: JsValue,
    /// What the host threw.
    pub cause: JsValue,
}

/// Sends a request. It cannot fail: that no answer came is an outcome.
pub async fn send(fetch: Option<&Function>, request: &HttpRequest) -> Exchange {
    let mut status = None;
    match attempt(fetch, request, &mut status).await {
        Ok((response, text)) => Exchange {
            outcome: Outcome::Response(response),
            text,
            cause: JsValue::UNDEFINED,
        },
        Err(cause) => Exchange {
            outcome: Outcome::Failure {
                reason: reason(&cause),
                status,
            },
            text: JsValue::UNDEFINED,
            cause,
        },
    }
}

async fn attempt(
    fetch: Option<&Function>,
    request: &HttpRequest,
    status: &mut Option<u16>,
) -> Result<(HttpResponse, JsValue), JsValue> {
    let init = init(request)?;
    let answer = match fetch {
        Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &request.url.as_str().into(), &init)?,
        None => global_fetch(&request.url, &init)?,
    };
    let response: Response = settled(answer).await?.unchecked_into();
    // First what may throw: a `fetch` of the caller's own can give anything.
    let text = response.text()?;
    let code = response.status();
    *status = Some(code);
    let text = settled(text.into()).await?;
    let headers = response.headers();
    let answer = HttpResponse {
        status: code,
        retry_after: headers.get("retry-after")?,
        cf_ray: headers.get("cf-ray")?,
        received_at: Date::now(),
        body: text
            .dyn_ref::<JsString>()
            .map(String::from)
            .unwrap_or_default(),
    };
    Ok((answer, text))
}

fn init(request: &HttpRequest) -> Result<RequestInit, JsValue> {
    let headers = Object::new();
    for (name, value) in &request.headers {
        Reflect::set(
            &headers,
            &JsValue::from_str(name),
            &JsValue::from_str(value),
        )?;
    }
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_headers(&headers);
    // The secret key goes to one origin.
    init.set_redirect(RequestRedirect::Manual);
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    Ok(init)
}

/// Awaits a promise, of any realm, or a value that is none.
async fn settled(value: JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(&value)).await
}

/// The message of what was thrown, with that of its cause: `fetch` itself only says that it failed.
fn reason(thrown: &JsValue) -> String {
    let message = |value: &JsValue| {
        Reflect::get(value, &JsValue::from_str("message"))
            .ok()
            .and_then(|message| message.as_string())
            .filter(|message| !message.is_empty())
    };
    let cause = Reflect::get(thrown, &JsValue::from_str("cause")).ok();
    let mut text = message(thrown)
        .or_else(|| thrown.as_string())
        .unwrap_or_else(|| String::from("the request failed"));
    if let Some(cause) = cause.as_ref().and_then(message) {
        text.push_str(": ");
        text.push_str(&cause);
    }
    text
}
