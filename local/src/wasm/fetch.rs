//! Between the `Request` and `Response` of `fetch` and what [`LocalBackend`](super::LocalBackend) takes
//! and gives.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, Request, Response, ResponseInit};

use super::convert::{self, Answer, ReadRequest};

/// Reads a request, its body included, into what `LocalBackend.handle` takes.
#[wasm_bindgen(js_name = readRequest)]
pub async fn read_request(request: Request) -> Result<JsValue, JsValue> {
    let headers = request.headers();
    let header = |name| headers.get(name);
    let given = ReadRequest {
        method: request.method(),
        url: request.url(),
        authorization: header("authorization")?,
        content_type: header("content-type")?,
        api_version: header("clerk-api-version")?,
        body: JsFuture::from(request.text()?).await?.as_string(),
    };
    convert::to_js(&given)
}

/// Makes a response of what `LocalBackend.handle` gives.
#[wasm_bindgen(js_name = toResponse)]
pub fn to_response(answer: JsValue) -> Result<Response, JsValue> {
    let answer = Answer::from_js(answer)?;
    let headers = Headers::new()?;
    for (name, value) in &answer.headers {
        headers.append(name, value)?;
    }
    let init = ResponseInit::new();
    init.set_status(answer.status);
    init.set_headers(&headers);
    Response::new_with_opt_str_and_init(Some(&answer.body), &init)
}
