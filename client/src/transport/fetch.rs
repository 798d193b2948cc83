//! The transport on wasm32: the host's `fetch`, in a browser, a Worker, Deno, Bun or Node.js.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, RequestInit, RequestRedirect};

use crate::maybe_send::BoxFuture;
use crate::transport::fetch_response::{Chunks, Failure, headers_of, settled, status_of};
use crate::transport::{Body, HttpRequest, HttpResponse, Transport, TransportError};

/// Sends requests through the global `fetch`, which is looked up at each request: a test may replace it at any time.
///
/// ```no_run
/// use clerk_metadata_client::{Client, transport::fetch::FetchTransport};
///
/// let client = Client::builder().secret_key("sk_test_1").transport(FetchTransport::new()).build()?;
/// # Ok::<(), clerk_metadata_client::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct FetchTransport;

impl FetchTransport {
    /// The transport that a client uses by default on wasm32.
    #[must_use]
    pub fn new() -> FetchTransport {
        FetchTransport
    }
}

impl Transport for FetchTransport {
    fn send<'a>(
        &'a self,
        request: &'a HttpRequest,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        Box::pin(async { send(request).await.map_err(transport_error) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(gloo_timers::future::sleep(duration))
    }

    fn now_ms(&self) -> f64 {
        js_sys::Date::now()
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }
}

async fn send(request: &HttpRequest) -> Result<HttpResponse, Failure> {
    let abort = AbortOnDrop(AbortController::new()?);
    let init = RequestInit::new();
    init.set_method(request.method);
    // The secret key must not be sent to another origin.
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&abort.0.signal()));
    let headers = web_sys::Headers::new()?;
    for (name, value) in &request.headers {
        headers.set(name, value)?;
    }
    init.set_headers(&headers);
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    let global = js_sys::global();
    let Ok(fetch) = Reflect::get(&global, &"fetch".into())?.dyn_into::<Function>() else {
        let error: JsValue = js_sys::Error::new("this host has no fetch").into();
        return Err(error.into());
    };
    let promise = fetch.call2(&JsValue::UNDEFINED, &JsValue::from_str(&request.url), &init)?;
    let fetched = settled(&promise).await?;
    Ok(HttpResponse::streamed(
        status_of(&fetched)?,
        headers_of(&fetched)?,
        ResponseBody {
            chunks: Chunks::of(&fetched)?,
            _abort: abort,
        },
    ))
}

/// Aborts the request when the future of the call, or the body of the response, is dropped.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct ResponseBody {
    chunks: Chunks,
    _abort: AbortOnDrop,
}

impl Body for ResponseBody {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Vec<u8>>, TransportError>> {
        Box::pin(async { self.chunks.next().await.map_err(transport_error) })
    }
}

/// What `fetch` or a body threw. The value itself is not `Send`, as the source of an error must be.
#[derive(Debug)]
struct Thrown(String);

impl fmt::Display for Thrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Thrown {}

fn transport_error(failure: Failure) -> TransportError {
    match failure {
        Failure::Thrown(thrown) => thrown_error(&thrown),
        Failure::Unusable(unusable) => TransportError::from_error(unusable),
    }
}

/// The message of a thrown value and of its cause: `fetch` itself only says that it failed.
fn thrown_error(thrown: &JsValue) -> TransportError {
    let message = |value: &JsValue| Reflect::get(value, &"message".into()).ok()?.as_string();
    let cause = Reflect::get(thrown, &"cause".into())
        .ok()
        .and_then(|cause| message(&cause));
    let reason = message(thrown)
        .or_else(|| thrown.as_string())
        .unwrap_or_else(|| "the request failed".to_owned());
    let text = match cause {
        Some(cause) => format!("{reason}: {cause}"),
        None => reason,
    };
    TransportError {
        source: Some(Box::new(Thrown(text.clone()))),
        reason: text,
    }
}

/// Whether this is the page of a browser, where everyone can read the secret key. The classes of jsdom and similar
/// libraries are written in JavaScript, and do not count.
pub(crate) fn is_page() -> bool {
    let Ok(document) = Reflect::get(&js_sys::global(), &"document".into()) else {
        return false;
    };
    let Some(document) = document.dyn_ref::<Object>() else {
        return false;
    };
    if !String::from(document.to_string()).ends_with("Document]") {
        return false;
    }
    let source = String::from(Object::get_prototype_of(document).constructor().to_string());
    source.contains("[native code]")
}
