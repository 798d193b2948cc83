//! The binding, in Node.js: how JavaScript values are converted in both directions.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use clerk_metadata::wasm::{self, settings};
use js_sys::{Array, Function, JSON, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

// The indices of the fields of an error.
const CODE: &str = "0";
const MESSAGE: &str = "1";
const PATH: &str = "2";
const STATUS: &str = "3";
const ERRORS: &str = "4";
const TRACE_ID: &str = "5";
const RETRY_AFTER: &str = "6";

const USER: &str = r#"{"object":"user","id":"user_1","public_metadata":{"a":1e2},"private_metadata":null,"email_addresses":[{"id":"idn_1","linked_to":[{"id":"l","type":"oauth"}]}]}"#;

fn user_1() -> Option<String> {
    Some(String::from("user_1"))
}

fn org_1() -> Option<String> {
    Some(String::from("org_1"))
}

/// Evaluates JavaScript.
fn js(source: &str) -> JsValue {
    Function::new_no_args(&format!("return ({source})"))
        .call0(&JsValue::UNDEFINED)
        .expect("the script runs")
}

fn get(value: &JsValue, path: &[&str]) -> JsValue {
    path.iter().fold(value.clone(), |value, name| {
        Reflect::get(&value, &JsValue::from_str(name)).expect("an object")
    })
}

fn text(value: &JsValue) -> String {
    value
        .as_string()
        .unwrap_or_else(|| format!("not a string: {value:?}"))
}

fn json(value: impl Into<JsValue>) -> String {
    JSON::stringify(&value.into()).unwrap().into()
}

/// An array of these elements.
fn array<const N: usize>(elements: [JsValue; N]) -> JsValue {
    Array::from_iter(elements).into()
}

fn request(
    operation: &str,
    user_id: Option<String>,
    params: &JsValue,
    organization_id: Option<String>,
) -> Result<JsValue, JsValue> {
    wasm::request(&array([
        operation.into(),
        user_id.into(),
        params.clone(),
        organization_id.into(),
    ]))
}

/// An attempt of a call with a timeout of 250 ms and two retries.
#[derive(Default)]
struct Attempt<'a> {
    status: Option<u16>,
    text: &'a str,
    failure: Option<&'a str>,
    retry_after: Option<&'a str>,
    date: Option<&'a str>,
    cf_ray: Option<&'a str>,
    received_at: f64,
}

/// The next step after the first attempt.
fn next_step(operation: &str, attempt: &Attempt<'_>) -> Result<JsValue, JsValue> {
    wasm::next_step(&array([
        operation.into(),
        250.0.into(),
        2.into(),
        0.into(),
        attempt.status.into(),
        attempt.text.into(),
        attempt.failure.into(),
        attempt.retry_after.into(),
        attempt.date.into(),
        attempt.cf_ray.into(),
        attempt.received_at.into(),
        0.5.into(),
    ]))
}

/// The next step after the first attempt of `getUser`.
fn after_first_attempt(
    failure: Option<&str>,
    status: Option<u16>,
    text: &str,
    retry_after: Option<&str>,
) -> Result<JsValue, JsValue> {
    let attempt = Attempt {
        status,
        text,
        failure,
        retry_after,
        cf_ray: Some("ray"),
        ..Attempt::default()
    };
    next_step("getUser", &attempt)
}

#[wasm_bindgen_test]
fn settings_contain_the_url_limits_and_headers() {
    let options = "[false, 1, 'timeout', 5, 'secretKey', 'sk_test_1', 'apiUrl', 'http://localhost:1/', 'maxRetries', 7, 'audience', {}]";
    let values = settings(&js(options)).expect("settings");
    let expected = r#"["http://localhost:1/v1",5,7,"authorization","Bearer sk_test_1","clerk-api-version","2026-05-12","user-agent","clerk-metadata/"#;
    assert!(
        json(values.clone()).starts_with(expected),
        "{}",
        json(values)
    );
}

#[wasm_bindgen_test]
fn the_error_for_an_option_of_a_wrong_type_does_not_contain_its_value() {
    for option in [
        "secretKey",
        "apiUrl",
        "apiVersion",
        "userAgent",
        "fetch",
        "onRetry",
        "sdkMetadata",
        "signal",
        "dangerouslyAllowBrowser",
        "skipApiVersionInUrl",
        "allowInsecureHosts",
    ] {
        let options = format!("[false, 0, 'secretKey', 'sk_1', '{option}', 4711]");
        let error = settings(&js(&options)).expect_err("rejected");
        assert_eq!(text(&get(&error, &[CODE])), "invalid_option");
        assert_eq!(text(&get(&error, &[PATH])), option);
        assert!(!text(&get(&error, &[MESSAGE])).contains("4711"));
    }
}

#[wasm_bindgen_test]
fn an_unknown_or_missing_option_is_rejected_with_its_path() {
    for (options, path) in [
        ("[false, 1, 'secretKey', 'sk_1']", "secretKey"),
        ("[false, 1, 'maxRetrys', 1]", "maxRetrys"),
        ("[false, 0, 'secretKye', 'sk_1']", "secretKye"),
        ("[true, 0, 'secretKey', 'sk_1']", "dangerouslyAllowBrowser"),
    ] {
        let error = settings(&js(options)).expect_err("rejected");
        assert_eq!(text(&get(&error, &[CODE])), "invalid_option", "{options}");
        assert_eq!(text(&get(&error, &[PATH])), path, "{options}");
    }
    let error = settings(&js("[false, 0]")).expect_err("rejected");
    assert_eq!(text(&get(&error, &[CODE])), "missing_secret_key");
}

#[wasm_bindgen_test]
fn the_error_for_an_unknown_option_of_a_call_lists_the_accepted_options() {
    let error = settings(&js("[false, 1, 'retries', 1]")).expect_err("rejected");
    let message = text(&get(&error, &[MESSAGE]));
    let (_, listed) = message.split_once("Expected ").expect(&message);
    let listed = listed.trim_end_matches('.').replace(" or ", ", ");
    let mut accepted = Vec::new();
    for (name, value) in [
        ("limiter", "() => {}"),
        ("signal", "true"),
        ("timeout", "5"),
        ("maxRetries", "5"),
        ("secretKey", "'sk_1'"),
        ("apiUrl", "'https://example.com'"),
        ("fetch", "() => {}"),
        ("onRetry", "() => {}"),
        ("audience", "{}"),
    ] {
        let options = format!("[false, 1, '{name}', {value}, 'secretKey', 'sk_1']");
        if settings(&js(&options)).is_ok() {
            accepted.push(name);
        }
    }
    assert_eq!(listed.split(", ").collect::<Vec<_>>(), accepted);
}

#[wasm_bindgen_test]
fn a_request_has_a_method_and_a_path() {
    for (operation, params, expected) in [
        (
            "updateUserMetadata",
            r#"['{"someKey":{"a_b":null}}', undefined, '{}']"#,
            r#"["PATCH","/users/user_1/metadata"]"#,
        ),
        (
            "replaceUserMetadata",
            "[undefined, '{}', undefined]",
            r#"["PUT","/users/user_1/metadata"]"#,
        ),
        ("getUser", "undefined", r#"["GET","/users/user_1"]"#),
        (
            "getUserList",
            "['limit', 5, 'emailAddress', ['a', 'b'], 'query', '']",
            r#"["GET","/users?limit=5&email_address=a&email_address=b"]"#,
        ),
        ("getCount", "['limit', 5]", r#"["GET","/users/count"]"#),
        (
            "getOrganization",
            "['organizationId', undefined, 'slug', 'acme', 'includeMembersCount', true]",
            r#"["GET","/organizations/acme?include_members_count=true"]"#,
        ),
        (
            "updateOrganizationMembershipMetadata",
            "['{}', undefined, undefined]",
            r#"["PATCH","/organizations/org_1/memberships/user_1/metadata"]"#,
        ),
    ] {
        let request = request(operation, user_1(), &js(params), org_1()).expect(operation);
        assert_eq!(json(request), expected);
    }
}

#[wasm_bindgen_test]
fn invalid_parameters_are_rejected_with_their_path() {
    for (params, path, message) in [
        ("undefined", "params", "must contain at least one"),
        (
            "[undefined, undefined, undefined]",
            "params",
            "must contain at least one",
        ),
        (
            "[undefined, undefined, undefined, 'publicMetdata']",
            "publicMetdata",
            "publicMetadata",
        ),
    ] {
        let error = request("updateUserMetadata", user_1(), &js(params), None);
        let error = error.expect_err("rejected");
        assert_eq!(text(&get(&error, &[CODE])), "invalid_params", "{params}");
        assert_eq!(text(&get(&error, &[PATH])), path, "{params}");
        let actual = text(&get(&error, &[MESSAGE]));
        assert!(actual.contains(message), "{actual}");
    }
}

#[wasm_bindgen_test]
fn an_invalid_id_is_rejected() {
    for id in [None, Some(""), Some("a/b")] {
        let id = id.map(str::to_owned);
        let error = request("getUser", id, &JsValue::UNDEFINED, None).expect_err("rejected");
        assert_eq!(text(&get(&error, &[CODE])), "invalid_user_id");
    }
    // What the host passes for an unpaired surrogate.
    let replaced = Some(String::from("user_\u{fffd}"));
    let error = request("getUser", replaced, &JsValue::UNDEFINED, None).expect_err("rejected");
    assert!(text(&get(&error, &[MESSAGE])).contains("unpaired surrogate"));
    let slug = js("['slug', 5]");
    let error = request("getOrganization", None, &slug, None).expect_err("rejected");
    assert_eq!(text(&get(&error, &[CODE])), "invalid_organization_id");
    assert_eq!(text(&get(&error, &[PATH])), "slug");
}

#[wasm_bindgen_test]
fn a_response_is_checked() {
    let found = after_first_attempt(None, Some(200), USER, None).expect("a user");
    assert_eq!(text(&found), "");
    let many = format!(
        r#"{},"other":[{}]}}"#,
        USER.trim_end_matches('}'),
        vec!["{}"; 130_000].join(",")
    );
    for (failure, body, reason) in [
        (None, r#"{"object":"user"}"#, "the body is not a user"),
        (None, &*many, "more values than 500 users"),
        (Some("too many values"), USER, "more values than 500 users"),
    ] {
        let error = after_first_attempt(failure, Some(200), body, None).expect_err("rejected");
        assert_eq!(text(&get(&error, &[CODE])), "unexpected_response");
        let message = text(&get(&error, &[MESSAGE]));
        assert!(message.contains(reason), "{message}");
        assert_eq!(text(&get(&error, &[TRACE_ID])), "ray");
    }
}

#[wasm_bindgen_test]
fn an_api_error_has_all_fields() {
    let body = r#"{"errors":[{"code":"form_param_unknown","message":"m","long_message":"l","meta":{"param_name":"x"}}],"clerk_trace_id":"t"}"#;
    let error = after_first_attempt(None, Some(422), body, Some("7")).expect_err("an error");
    assert_eq!(text(&get(&error, &[CODE])), "api_response_error");
    assert_eq!(text(&get(&error, &[MESSAGE])), "m");
    assert_eq!(get(&error, &[STATUS]).as_f64(), Some(422.0));
    assert_eq!(text(&get(&error, &[TRACE_ID])), "t");
    assert_eq!(get(&error, &[RETRY_AFTER]).as_f64(), Some(7.0));
    let expected = r#"["form_param_unknown","m","l","{\"param_name\":\"x\"}"]"#;
    assert_eq!(json(get(&error, &[ERRORS])), expected);
}

#[wasm_bindgen_test]
fn a_retryable_failure_has_the_delay_before_the_next_attempt() {
    for (failure, status, retry_after, delay, code) in [
        (None, Some(503), Some("0"), 375.0, "api_response_error"),
        (None, Some(503), Some("7"), 7000.0, "api_response_error"),
        (None, Some(530), None, 375.0, "api_response_error"),
        (Some("timeout"), None, None, 375.0, "timeout"),
        (Some("failed"), Some(200), None, 375.0, "connection_failed"),
    ] {
        let next = after_first_attempt(failure, status, "reset", retry_after).expect("a wait");
        let next: Array = next.dyn_into().expect("a delay and a reason");
        assert_eq!(next.get(0).as_f64(), Some(delay));
        assert_eq!(text(&get(&next.get(1), &[CODE])), code);
    }
    let error = after_first_attempt(Some("too large"), Some(200), "", None).expect_err("final");
    assert_eq!(text(&get(&error, &[CODE])), "unexpected_response");
}

#[wasm_bindgen_test]
fn an_unknown_operation_is_an_error() {
    for name in [
        "",
        "deleteUser",
        "ReplaceUserMetadata",
        "replaceUserMetadata ",
        "toString",
    ] {
        let params = js("['{}', undefined, undefined]");
        let error = request(name, user_1(), &params, None).expect_err("rejected");
        assert_eq!(text(&get(&error, &[CODE])), "invalid_params", "{name}");
        assert_eq!(text(&get(&error, &[PATH])), "operation", "{name}");
        let attempt = Attempt {
            status: Some(200),
            text: USER,
            ..Attempt::default()
        };
        let error = next_step(name, &attempt).expect_err("rejected");
        assert_eq!(text(&get(&error, &[PATH])), "operation", "{name}");
    }
    let error = after_first_attempt(Some("reset"), None, "", None).expect_err("rejected");
    assert_eq!(text(&get(&error, &[PATH])), "failure");
}

#[wasm_bindgen_test]
fn a_date_is_relative_to_the_date_of_the_response() {
    let attempt = Attempt {
        status: Some(503),
        retry_after: Some("Sunday, 06-Nov-94 08:49:47 GMT"),
        date: Some("Sun Nov  6 08:49:37 1994"),
        received_at: 1_795_694_400_000.0,
        ..Attempt::default()
    };
    let next = next_step("getUser", &attempt);
    let next: Array = next
        .expect("a wait")
        .dyn_into()
        .expect("a delay and a reason");
    assert_eq!(next.get(0).as_f64(), Some(10_000.0));
}
