//! The binding, in Node: what JavaScript values become on their way in and out.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use clerk_metadata::wasm::call;
use js_sys::{Array, Function, JSON, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

// The places of an error's parts.
const CODE: &str = "0";
const MESSAGE: &str = "1";
const PATH: &str = "2";
const STATUS: &str = "3";
const ERRORS: &str = "4";
const TRACE_ID: &str = "5";
const CAUSE: &str = "8";

const USER: &str = r#"{"object":"user","id":"user_1","public_metadata":{"a":1e2},"private_metadata":null,"email_addresses":[{"id":"idn_1","linked_to":[{"id":"l","type":"oauth"}]}]}"#;

/// Evaluates JavaScript, with `log`, an array, in scope.
fn js(source: &str, log: &Array) -> JsValue {
    Function::new_with_args("log", &format!("return ({source})"))
        .call1(&none(), log)
        .expect("the script runs")
}

/// The options of a client whose `fetch` logs what it is given and answers with `status` and `body`.
fn options(status: u16, body: &str, log: &Array) -> JsValue {
    let body = JSON::stringify(&JsValue::from_str(body)).unwrap();
    let source = format!(
        "{{ secretKey: 'sk_test_1', fetch: (...given) => {{ log.push(given); return new Response({body}, {{ status: {status} }}); }} }}"
    );
    js(&source, log)
}

async fn run(operation: &str, options: JsValue, id: &str, params: &str) -> Result<Array, JsValue> {
    let params = js(params, &Array::new());
    let id = JsValue::from_str(id);
    call(operation.to_owned(), options, none(), id, params).await
}

fn get(value: &JsValue, path: &[&str]) -> JsValue {
    path.iter().fold(value.clone(), |value, name| {
        Reflect::get(&value, &JsValue::from_str(name)).expect("an object")
    })
}

fn none() -> JsValue {
    JsValue::UNDEFINED
}

fn text(value: &JsValue) -> String {
    value
        .as_string()
        .unwrap_or_else(|| format!("not a string: {value:?}"))
}

/// The error that a call rejects with.
async fn rejection(options: JsValue, id: &str, params: &str) -> JsValue {
    match run("updateUserMetadata", options, id, params).await {
        Ok(_) => panic!("the call should have been refused"),
        Err(error) => error,
    }
}

#[wasm_bindgen_test]
async fn sends_one_request_and_resolves_to_the_renamed_user() {
    let log = Array::new();
    let params = "{ publicMetadata: { someKey: { 'a_b': null } }, unsafeMetadata: {} }";
    let answer = run(
        "updateUserMetadata",
        options(200, USER, &log),
        "user_1",
        params,
    )
    .await;
    let answer = answer.expect("a user");

    assert_eq!(log.length(), 1);
    let (url, init) = (get(&log, &["0", "0"]), get(&log, &["0", "1"]));
    assert_eq!(text(&url), "https://api.clerk.com/v1/users/user_1/metadata");
    assert_eq!(text(&get(&init, &["method"])), "PATCH");
    assert_eq!(text(&get(&init, &["redirect"])), "manual");
    assert_eq!(
        text(&get(&init, &["headers", "authorization"])),
        "Bearer sk_test_1"
    );
    assert_eq!(
        text(&get(&init, &["body"])),
        r#"{"public_metadata":{"someKey":{"a_b":null}},"unsafe_metadata":{}}"#
    );

    let user = answer.get(0);
    assert_eq!(text(&get(&user, &["id"])), "user_1");
    assert_eq!(get(&user, &["publicMetadata", "a"]).as_f64(), Some(100.0));
    assert!(get(&user, &["privateMetadata"]).is_object());
    assert_eq!(
        text(&get(
            &user,
            &["emailAddresses", "0", "linkedTo", "0", "type"]
        )),
        "oauth"
    );
    assert_eq!(text(&answer.get(1)), USER);
}

#[wasm_bindgen_test]
async fn awaits_a_promise_of_fetch() {
    let log = Array::new();
    let source = format!("{{ secretKey: 'sk_1', fetch: async () => new Response('{USER}') }}");
    let answer = run("getUser", js(&source, &log), "user_1", "undefined").await;
    assert_eq!(
        text(&get(&answer.expect("a user").get(0), &["id"])),
        "user_1"
    );
}

#[wasm_bindgen_test]
async fn an_api_error_comes_out_in_its_parts() {
    let body = r#"{"errors":[{"code":"form_param_unknown","message":"m","long_message":"l","meta":{"param_name":"x"}}],"clerk_trace_id":"t"}"#;
    let error = rejection(
        options(422, body, &Array::new()),
        "user_1",
        "{ publicMetadata: {} }",
    )
    .await;
    assert_eq!(text(&get(&error, &[CODE])), "api_response_error");
    assert_eq!(text(&get(&error, &[MESSAGE])), "m");
    assert_eq!(get(&error, &[STATUS]).as_f64(), Some(422.0));
    assert_eq!(text(&get(&error, &[TRACE_ID])), "t");
    assert_eq!(text(&get(&error, &[ERRORS, "0", "longMessage"])), "l");
    assert_eq!(text(&get(&error, &[ERRORS, "0", "meta", "paramName"])), "x");
}

#[wasm_bindgen_test]
async fn bad_input_is_refused_with_its_place_before_anything_is_sent() {
    let cases = [
        ("undefined", "params"),
        ("{}", "params"),
        ("[]", "params"),
        ("{ publicMetdata: {} }", "publicMetdata"),
        ("{ publicMetadata: null }", "publicMetadata"),
        ("{ privateMetadata: new Map() }", "privateMetadata"),
        (
            "{ publicMetadata: { a: [1, { b: NaN }] } }",
            "publicMetadata.a[1].b",
        ),
        (
            "{ publicMetadata: { 'a b': 1n } }",
            "publicMetadata[\"a b\"]",
        ),
        (
            "{ publicMetadata: { get a() { throw new Error('no') } } }",
            "publicMetadata.a",
        ),
    ];
    for (params, path) in cases {
        let log = Array::new();
        let error = rejection(options(200, USER, &log), "user_1", params).await;
        assert_eq!(text(&get(&error, &[CODE])), "invalid_params", "{params}");
        assert_eq!(text(&get(&error, &[PATH])), path, "{params}");
        assert_eq!(log.length(), 0, "{params}");
    }
}

#[wasm_bindgen_test]
async fn options_of_a_wrong_type_are_refused_without_being_shown() {
    for option in ["secretKey", "apiUrl", "apiVersion", "userAgent", "fetch"] {
        let source = format!("{{ secretKey: 'sk_1', {option}: 4711 }}");
        let error = rejection(
            js(&source, &Array::new()),
            "user_1",
            "{ publicMetadata: {} }",
        )
        .await;
        assert_eq!(text(&get(&error, &[CODE])), "invalid_option");
        assert_eq!(text(&get(&error, &[PATH])), option);
        assert!(!text(&get(&error, &[MESSAGE])).contains("4711"));
    }
}

#[wasm_bindgen_test]
async fn what_fetch_throws_is_the_cause() {
    let source = "{ secretKey: 'sk_1', maxRetries: 0, fetch: () => { throw Object.assign(new TypeError('fetch failed'), { cause: new Error('ECONNREFUSED') }) } }";
    let error = rejection(
        js(source, &Array::new()),
        "user_1",
        "{ publicMetadata: {} }",
    )
    .await;
    assert_eq!(text(&get(&error, &[CODE])), "connection_failed");
    assert!(text(&get(&error, &[MESSAGE])).ends_with("fetch failed: ECONNREFUSED"));
    assert_eq!(text(&get(&error, &[CAUSE, "message"])), "fetch failed");
}

#[wasm_bindgen_test]
async fn half_a_surrogate_pair_is_no_id() {
    let log = Array::new();
    let id = js("'user_\\ud800'", &log);
    let answer = call(
        "getUser".into(),
        options(200, USER, &log),
        none(),
        id,
        none(),
    )
    .await;
    let error = answer.expect_err("refused");
    assert_eq!(text(&get(&error, &[CODE])), "invalid_user_id");
}

#[wasm_bindgen_test]
async fn calls_at_once_get_their_own_answers() {
    let source = "{ secretKey: 'sk_1', fetch: async (url) => { await null; return Response.json({ object: 'user', id: url.split('/').pop() }); } }";
    let calls: Array = (0..50)
        .map(|number| {
            let options = js(source, &Array::new());
            let id = JsValue::from_str(&format!("user_{number}"));
            let answer = call("getUser".into(), options, none(), id, none());
            wasm_bindgen_futures::future_to_promise(async { Ok(answer.await?.get(0)) })
        })
        .collect();
    let users = JsFuture::from(Promise::all(&calls))
        .await
        .expect("all answered");
    for (number, user) in Array::from(&users).iter().enumerate() {
        assert_eq!(text(&get(&user, &["id"])), format!("user_{number}"));
    }
}

#[wasm_bindgen_test]
async fn what_may_pass_is_tried_again_and_the_answer_says_how_often() {
    let log = Array::new();
    let source = format!(
        "{{ secretKey: 'sk_1', onRetry: (about) => log.push(about), fetch: async () => log.length ? new Response('{USER}', {{ headers: {{ 'cf-ray': 'r' }} }}) : new Response('', {{ status: 503, headers: {{ 'retry-after': '0' }} }}) }}"
    );
    let answer = run("getUser", js(&source, &log), "user_1", "undefined").await;
    let answer = answer.expect("a user");
    assert_eq!(answer.get(2).as_f64(), Some(200.0));
    assert_eq!(text(&answer.get(3)), "r");
    assert_eq!(answer.get(4).as_f64(), Some(2.0));
    assert_eq!(log.length(), 1);
    assert_eq!(get(&log, &["0", "attempt"]).as_f64(), Some(1.0));
    assert_eq!(get(&log, &["0", "delay"]).as_f64(), Some(0.0));
    assert_eq!(get(&log, &["0", "reason", STATUS]).as_f64(), Some(503.0));
}

#[wasm_bindgen_test]
async fn options_of_the_call_come_before_those_of_the_client() {
    let log = Array::new();
    let client = options(500, "", &log);
    for (own, code, attempts) in [
        ("{ maxRetries: 0 }", "api_response_error", 1),
        ("{ signal: AbortSignal.abort(7) }", "aborted", 0),
        ("{ maxRetrys: 0 }", "invalid_option", 0),
        ("{ secretKey: 'sk_2' }", "invalid_option", 0),
        ("5", "invalid_option", 0),
    ] {
        log.set_length(0);
        let answer = call(
            "getUser".into(),
            client.clone(),
            js(own, &log),
            JsValue::from_str("user_1"),
            none(),
        );
        let error = answer.await.expect_err("refused");
        assert_eq!(text(&get(&error, &[CODE])), code, "{own}");
        assert_eq!(log.length(), attempts, "{own}");
        if code == "aborted" {
            assert_eq!(get(&error, &[CAUSE]).as_f64(), Some(7.0));
        }
    }
}
