//! What the host program can do in addition to sending requests: make one fail, update a user, reset the rate limits.

use crate::common::{KEY, NOW, Server, request};
use clerk_metadata_local::params::Source;
use clerk_metadata_local::{Settings, User, failure};
use serde_json::{Value, json};

fn failed(method: &str, url: &str, body: &str, status: u16) -> (Value, Option<String>) {
    let response =
        failure::response(&request(method, url, body), status, Some(30), "trace").unwrap();
    assert_eq!(response.status, status);
    let header = response.header("retry-after").map(str::to_owned);
    (serde_json::from_str(&response.body).unwrap(), header)
}

#[test]
fn each_status_has_its_code() {
    for (status, code) in [
        (400, "request_body_invalid"),
        (401, "clerk_key_invalid"),
        (403, "authorization_invalid"),
        (404, "resource_not_found"),
        (409, "resource_locked"),
        (413, "request_body_too_large"),
        (415, "unsupported_content_type"),
        (422, "form_param_exceeds_allowed_size"),
        (429, "too_many_requests"),
        (500, "internal_clerk_error"),
        (503, "service_unavailable"),
        (504, "gateway_timeout"),
    ] {
        let (body, retry_after) = failed("PATCH", "/v1/users/user_1/metadata", "{}", status);
        assert_eq!(body["errors"][0]["code"], code);
        assert_eq!(body["clerk_trace_id"], "trace");
        assert_eq!(retry_after.as_deref(), Some("30"), "{status}");
    }
    for status in [502, 520, 521, 522, 523, 524, 530] {
        let (body, retry_after) = failed("GET", "/v1/users", "", status);
        assert_eq!(body, json!({ "errors": [] }));
        assert_eq!(retry_after.as_deref(), Some("30"), "{status}");
    }
    for status in [0, 200, 302, 418, 599] {
        assert!(failure::response(&request("GET", "/v1/users", ""), status, None, "").is_none());
    }
}

#[test]
fn a_failure_describes_its_request() {
    let (body, _) = failed("GET", "/v1/users/user%5Fa", "", 404);
    assert_eq!(
        body["errors"][0]["long_message"],
        "No user was found with id user_a"
    );
    for (body, name) in [
        (r#"{"private_metadata":{}}"#, "private_metadata"),
        (r#"{"x":1,"unsafe_metadata":{}}"#, "unsafe_metadata"),
        ("", "public_metadata"),
    ] {
        let (body, _) = failed("PATCH", "/v1/users/user_1/metadata", body, 422);
        assert_eq!(body["errors"][0]["meta"]["param_name"], name);
    }
}

fn update(server: &mut Server, id: &str, body: &str) -> Result<Value, (u16, &'static str)> {
    let pending = server
        .backend
        .prepare_changed::<User>(id, body, Source::Host, NOW + 1, &mut || 7)
        .map_err(|error| (error.status, error.errors[0].code))?;
    Ok(serde_json::from_str(&server.backend.commit(pending).body().unwrap()).unwrap())
}

#[test]
fn an_update_replaces_the_given_fields() {
    let mut server = Server::new();
    for body in [
        r#"{"id":"user_1","username":"ada","first_name":"Ada","banned":true,"email_address":["a@example.com"],
            "public_metadata":{"a":{"b":1}},"private_metadata":{"c":1}}"#,
        r#"{"id":"user_2","username":"bob"}"#,
    ] {
        server
            .backend
            .create(body, NOW, &mut || 1, &mut ())
            .unwrap();
    }
    let body = r#"{"public_metadata":{"a":{"d":2}},"first_name":null,"username":"Ada","last_sign_in_at":5}"#;
    let user = update(&mut server, "user_1", body).unwrap();
    assert_eq!(user["public_metadata"], json!({ "a": { "d": 2 } }));
    assert_eq!(user["private_metadata"], json!({ "c": 1 }));
    assert_eq!(user["first_name"], Value::Null);
    assert_eq!(user["username"], "Ada");
    assert_eq!(user["banned"], true);
    assert_eq!(user["last_sign_in_at"], 5);
    assert_eq!(user["created_at"], NOW);
    assert_eq!(user["updated_at"], NOW + 1);
    assert_eq!(user["email_addresses"][0]["email_address"], "a@example.com");
    let body = r#"{"email_address":["b@example.com"],"updated_at":9,"id":"user_1"}"#;
    let user = update(&mut server, "user_1", body).unwrap();
    assert_eq!(user["email_addresses"][0]["email_address"], "b@example.com");
    assert_eq!(user["updated_at"], 9);

    for (id, body, expected) in [
        ("user_3", "{}", (404, "resource_not_found")),
        ("user_1", "[]", (400, "request_body_invalid")),
        ("user_1", r#"{"x":1}"#, (422, "form_param_unknown")),
        (
            "user_1",
            r#"{"id":"user_3"}"#,
            (422, "form_param_format_invalid"),
        ),
        (
            "user_1",
            r#"{"username":"BOB"}"#,
            (422, "form_identifier_exists"),
        ),
        (
            "user_1",
            r#"{"public_metadata":null}"#,
            (422, "form_param_value_invalid"),
        ),
    ] {
        assert_eq!(update(&mut server, id, body), Err(expected), "{body}");
    }
    assert_eq!(server.backend.store().len(), 2);
}

#[test]
fn rate_limits_are_reset() {
    let mut server = Server::with(Settings {
        secret_key: Some(KEY.to_owned()),
        rate_limit: true,
        ..Settings::default()
    });
    let count = |server: &mut Server| {
        let statuses = (0..101).map(|_| server.get("/v1/users/count").status);
        statuses.filter(|status| *status == 200).count()
    };
    assert_eq!(count(&mut server), 100);
    assert_eq!(server.get("/v1/users/count").status, 429);
    server.backend.reset_rate_limits();
    assert_eq!(count(&mut server), 100);
}
