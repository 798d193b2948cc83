//! Calls to the local Backend API, and over connections that fail.

use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::support::{assert_error, call, get, is_page, options, server, to_js, to_json};

/// Creates a user in the local Backend API, which has `POST /v1/users` too, and returns its ID.
async fn create_user(fields: &Value) -> String {
    let init = json!({
        "method": "POST",
        "headers": { "authorization": "Bearer sk_test_local", "content-type": "application/json" },
        "body": fields.to_string(),
    });
    let fetch: js_sys::Function = get(&js_sys::global(), "fetch").unchecked_into();
    let url = format!("{}/local/v1/users", server());
    let promise = fetch
        .call2(&JsValue::UNDEFINED, &url.into(), &to_js(&init))
        .unwrap();
    let response = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::resolve(&promise))
        .await
        .unwrap();
    let response: web_sys::Response = response.unchecked_into();
    let user = wasm_bindgen_futures::JsFuture::from(response.json().unwrap())
        .await
        .unwrap();
    get(&user, "id").as_string().unwrap()
}

#[wasm_bindgen_test]
async fn the_local_backend_api() {
    let id = create_user(&json!({
        "username": "ada_export", "public_metadata": { "plan": { "name": "pro" }, "trial": true },
    }))
    .await;
    let id: JsValue = id.into();
    let options = options("local", &json!({}));
    let params = to_js(&json!({ "publicMetadata": { "plan": { "seats": 5 }, "trial": null } }));
    let user = call("updateUserMetadata", &id, &params, &options)
        .await
        .unwrap();
    let plan = json!({ "plan": { "name": "pro", "seats": 5 } });
    assert_eq!(to_json(&get(&user, "publicMetadata")), plan);

    let params = to_js(&json!({ "privateMetadata": { "a": 1.5 } }));
    call("replaceUserMetadata", &id, &params, &options)
        .await
        .unwrap();
    let user = call("getUser", &id, &JsValue::UNDEFINED, &options)
        .await
        .unwrap();
    assert_eq!(to_json(&get(&user, "privateMetadata")), json!({ "a": 1.5 }));
    assert_eq!(to_json(&get(&user, "publicMetadata")), plan);

    let params = to_js(&json!({ "username": ["ada_export"] }));
    let list = to_json(
        &call("getUserList", &JsValue::UNDEFINED, &params, &options)
            .await
            .unwrap(),
    );
    assert_eq!(
        (&list["data"][0]["username"], &list["totalCount"]),
        (&json!("ada_export"), &json!(1))
    );
    let count = call("getCount", &JsValue::UNDEFINED, &params, &options)
        .await
        .unwrap();
    assert_eq!(count.as_f64(), Some(1.0));

    let error = call(
        "getUser",
        &"user_nobody".into(),
        &JsValue::UNDEFINED,
        &options,
    )
    .await
    .unwrap_err();
    assert_error(&error);
    let error = to_json(&error);
    assert_eq!(
        (&error["status"], &error["errors"][0]["code"]),
        (&json!(404), &json!("resource_not_found"))
    );
}

#[wasm_bindgen_test]
async fn a_broken_connection_is_retried() {
    let options = options("broken-once", &json!({ "maxRetries": 2 }));
    let user = call("getUser", &"user_1".into(), &JsValue::UNDEFINED, &options)
        .await
        .unwrap();
    assert_eq!(get(&user, "firstName").as_string().as_deref(), Some("Ada"));
}

#[wasm_bindgen_test]
async fn an_attempt_times_out() {
    let options = options("silent", &json!({ "maxRetries": 0, "timeout": 50 }));
    let error = call("getUser", &"user_1".into(), &JsValue::UNDEFINED, &options)
        .await
        .unwrap_err();
    let error = to_json(&error);
    assert_eq!(
        (&error["name"], &error["code"], &error["attempts"]),
        (&json!("ClerkConnectionError"), &json!("timeout"), &json!(1))
    );
}

#[wasm_bindgen_test]
async fn no_server() {
    // A port that browsers reject, and on which nothing listens.
    let options = options(
        "",
        &json!({ "apiUrl": "http://127.0.0.1:1", "maxRetries": 0 }),
    );
    let error = call(
        "getCount",
        &JsValue::UNDEFINED,
        &JsValue::UNDEFINED,
        &options,
    )
    .await
    .unwrap_err();
    assert_error(&error);
    assert_eq!(
        get(&error, "code").as_string().as_deref(),
        Some("connection_failed")
    );
    assert!(get(&error, "cause").is_instance_of::<js_sys::Error>());
}

#[wasm_bindgen_test]
async fn a_page_needs_permission() {
    let options = options("local", &json!({ "dangerouslyAllowBrowser": false }));
    let outcome = call(
        "getCount",
        &JsValue::UNDEFINED,
        &JsValue::UNDEFINED,
        &options,
    )
    .await;
    if is_page() {
        let error = to_json(&outcome.unwrap_err());
        assert_eq!(
            (&error["code"], &error["path"]),
            (&json!("invalid_option"), &json!("dangerouslyAllowBrowser"))
        );
    } else {
        outcome.unwrap();
    }
}
