//! Conversions between the `Request` and `Response` of `fetch` and the objects that
//! [`LocalBackend`](super::LocalBackend) accepts and returns.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::js_sys::Promise;
use web_sys::{Headers, Request, Response, ResponseInit};

use super::convert::{self, RequestData, ResponseData};

/// Reads a request, including its body, into the object that `LocalBackend.handle` accepts. A `Result`, as an export
/// must not return `externref` (tests/packaging/wasm-results.mjs).
#[wasm_bindgen(js_name = readRequest)]
pub fn read_request(request: Request) -> Result<Promise, JsError> {
    Ok(future_to_promise(read(request)))
}

async fn read(request: Request) -> Result<JsValue, JsValue> {
    let headers = request.headers();
    let header = |name| headers.get(name);
    let data = RequestData {
        method: request.method(),
        url: request.url(),
        authorization: header("authorization")?,
        content_type: header("content-type")?,
        api_version: header("clerk-api-version")?,
        body: JsFuture::from(request.text()?).await?.as_string(),
    };
    convert::to_js(&data)
}

/// Creates a `Response` from the object that `LocalBackend.handle` returns.
#[wasm_bindgen(js_name = toResponse)]
pub fn to_response(response: JsValue) -> Result<Response, JsValue> {
    let data = ResponseData::from_js(response)?;
    let headers = Headers::new()?;
    for (name, value) in &data.headers {
        headers.append(name, value)?;
    }
    let init = ResponseInit::new();
    init.set_status(data.status);
    init.set_headers(&headers);
    Response::new_with_opt_str_and_init(Some(&data.body), &init)
}
