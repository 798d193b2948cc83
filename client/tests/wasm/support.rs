//! Calls of the exported functions, and their outcomes as JSON.

use clerk_metadata_client::export;
use js_sys::{Function, JSON, Reflect};
use serde_json::Value;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The server of tests/export/with-backend.mjs. A page cannot read variables, so the build does.
pub fn server() -> &'static str {
    let Some(url) = option_env!("CLERK_METADATA_TEST_URL") else {
        panic!("cargo xtask test export starts the server")
    };
    url
}

/// Evaluates JavaScript.
pub fn js(source: &str) -> JsValue {
    Function::new_no_args(&format!("return ({source})"))
        .call0(&JsValue::UNDEFINED)
        .unwrap_or_else(|thrown| panic!("{source}: {thrown:?}"))
}

/// A JSON value as a JavaScript value.
pub fn to_js(value: &Value) -> JsValue {
    JSON::parse(&value.to_string()).unwrap()
}

/// A JavaScript value as JSON, as `JSON.stringify` writes it.
pub fn to_json(value: &JsValue) -> Value {
    let text = JSON::stringify(value).unwrap();
    serde_json::from_str(&String::from(text)).unwrap()
}

pub fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap()
}

/// Whether the tests run in a page of a browser.
pub fn is_page() -> bool {
    !get(&js_sys::global(), "document").is_undefined()
}

/// The options of a call to a route of the server.
pub fn options(route: &str, others: &Value) -> JsValue {
    let mut options = serde_json::json!({
        "secretKey": "sk_test_local",
        "apiUrl": format!("{}/{route}", server()),
        "dangerouslyAllowBrowser": true,
    });
    let members = options.as_object_mut().unwrap();
    for (name, value) in others.as_object().into_iter().flatten() {
        members.insert(name.clone(), value.clone());
    }
    to_js(&options)
}

/// Calls a function that has the ID of a user, or that has only `params`.
pub async fn call(
    operation: &str,
    user_id: &JsValue,
    params: &JsValue,
    options: &JsValue,
) -> Result<JsValue, JsValue> {
    let promise = match operation {
        "updateUserMetadata" => export::update_user_metadata(user_id, params, options),
        "replaceUserMetadata" => export::replace_user_metadata(user_id, params, options),
        "getUser" => export::get_user(user_id, options),
        "getUserList" => export::get_user_list(params, options),
        "getCount" => export::get_count(params, options),
        _ => panic!("{operation} is not a method"),
    };
    JsFuture::from(promise?).await
}

/// The requests that the server has recorded under a name.
pub async fn recorded(name: &str) -> Vec<Value> {
    let fetch: Function = get(&js_sys::global(), "fetch").unchecked_into();
    let url = format!("{}/recorded/{name}", server());
    let promise = fetch.call1(&JsValue::UNDEFINED, &url.into()).unwrap();
    let response: web_sys::Response = JsFuture::from(js_sys::Promise::resolve(&promise))
        .await
        .unwrap()
        .unchecked_into();
    let json = JsFuture::from(response.json().unwrap()).await.unwrap();
    to_json(&json).as_array().unwrap().clone()
}

/// An error is an `Error` whose texts do not contain a key.
pub fn assert_error(error: &JsValue) {
    assert!(error.is_instance_of::<js_sys::Error>(), "{error:?}");
    let texts = [to_json(error).to_string(), format!("{error:?}")];
    assert!(
        !texts.iter().any(|text| text.contains("sk_test_")),
        "{texts:?}"
    );
}
