//! Every status and error code of the backend, and what a rejected request must not do.

use crate::common::{KEY, NOW, Server, request};
use clerk_metadata_local::request::MAX_BODY_BYTES;
use clerk_metadata_local::{Backend, Journal, Prepared, Request, Settings, SplitMix};

fn with(change: impl FnOnce(&mut Request)) -> Request {
    let mut request = request(
        "PATCH",
        "/v1/users/user_1/metadata",
        r#"{"public_metadata":{}}"#,
    );
    change(&mut request);
    request
}

fn body(method: &str, path: &str, body: &str) -> Request {
    Request {
        content_type: Some("application/json".into()),
        ..request(method, path, body)
    }
}

#[test]
fn every_error_has_its_status_and_code() {
    let metadata = "/v1/users/user_1/metadata";
    let huge = format!("{}{{}}", " ".repeat(MAX_BODY_BYTES - 1));
    let key = |text: &str| with(|r| r.authorization = Some(text.to_owned()));
    let version = |text: &str| with(|r| r.api_version = Some(text.to_owned()));
    let media_type = |text: &str| with(|r| r.content_type = Some(text.to_owned()));
    let to = |method: &str, path: &str| request(method, path, "");
    let table = [
        // Authentication.
        (
            with(|r| r.authorization = None),
            401,
            "authorization_header_format_invalid",
        ),
        (key(KEY), 401, "authorization_header_format_invalid"),
        (key("Bearer sk_test_wrong"), 401, "clerk_key_invalid"),
        // Headers and body.
        (version("v1"), 400, "api_version_invalid"),
        (version(""), 400, "api_version_invalid"),
        (version("2026-13-01"), 400, "api_version_invalid"),
        (version("2026-5-12"), 400, "api_version_invalid"),
        (version("2026-05-12-01"), 400, "api_version_invalid"),
        (
            with(|r| r.content_type = None),
            415,
            "unsupported_content_type",
        ),
        (media_type("text/plain"), 415, "unsupported_content_type"),
        (
            media_type("application/jsonx"),
            415,
            "unsupported_content_type",
        ),
        (
            with(|r| r.body = huge.clone()),
            413,
            "request_body_too_large",
        ),
        // Routes.
        (to("GET", "/"), 404, "resource_not_found"),
        (to("GET", ""), 404, "resource_not_found"),
        (to("GET", "/v2/users"), 404, "resource_not_found"),
        (to("GET", "/v1/organizations"), 404, "resource_not_found"),
        (to("GET", "/v1/users/"), 404, "resource_not_found"),
        (to("GET", "/v1/usersx"), 404, "resource_not_found"),
        (
            to("GET", "/v1/users/user_1/ban/x"),
            404,
            "resource_not_found",
        ),
        (to("GET", "/v1/users//metadata"), 404, "resource_not_found"),
        (to("GET", "/v1/users/user_0"), 404, "resource_not_found"),
        (to("DELETE", "/v1/users/user_0"), 404, "resource_not_found"),
        (
            body("PATCH", "/v1/users/user_0/metadata", "{}"),
            404,
            "resource_not_found",
        ),
        (
            body("PATCH", "/v1/users/user_0/metadata", "{"),
            400,
            "request_body_invalid",
        ),
        (to("PUT", "/v1/users"), 405, "method_not_allowed"),
        (to("POST", "/v1/users/count"), 405, "method_not_allowed"),
        (to("PATCH", "/v1/users/user_1"), 405, "method_not_allowed"),
        (to("GET", metadata), 405, "method_not_allowed"),
        (body("patch", metadata, "{}"), 405, "method_not_allowed"),
    ];
    let mut server = Server::new();
    server.create(r#"{"id":"user_1"}"#);
    for (number, (request, status, code)) in table.iter().enumerate() {
        let response = server.send(request);
        let what = format!("{number}: {} {}", request.method, request.path);
        assert_eq!(
            (response.status, response.code()),
            (*status, *code),
            "{what}: {}",
            response.body
        );
        let text = &response.raw.body;
        assert!(
            !text.contains(KEY) && !text.contains("sk_test_wrong"),
            "{what}"
        );
    }
    assert_eq!(server.lines.len(), 1);
}

#[test]
fn error_texts_match_the_documentation() {
    let mut server = Server::new();
    server.create(r#"{"id":"user_1"}"#);
    let large = format!(r#"{{"public_metadata":{{"a":"{}"}}}}"#, "x".repeat(8192));
    let response = server.patch("user_1", &large);
    let text = "The given public_metadata exceeds the maximum allowed size of 8192 bytes (8 KB).";
    let error = &response.body["errors"][0];
    assert_eq!(
        (&error["message"], &error["long_message"]),
        (&text.into(), &text.into())
    );
    assert_eq!(error["meta"]["param_name"], "public_metadata");

    let response = server.patch("user_2", "{}");
    let error = &response.body["errors"][0];
    assert_eq!(error["message"], "not found");
    assert_eq!(error["long_message"], "No user was found with id user_2");

    let response = server.patch(
        "user_1",
        r#"{"nickname":1,"public_metadata":2,"private_metadata":{"a":1}}"#,
    );
    let expected = [
        ("form_param_unknown", "nickname"),
        ("form_param_value_invalid", "public_metadata"),
    ];
    assert_eq!(response.codes(), expected);
    assert_eq!(server.metadata("user_1", "private_metadata"), "{}");
}

#[test]
fn an_unsupported_method_gets_the_supported_ones() {
    let mut server = Server::new();
    let response = server.get("/v1/users/user_1/metadata");
    assert_eq!(response.raw.header("allow"), Some("PATCH, PUT"));
}

#[test]
fn valid_requests_succeed() {
    let table = [
        with(|_| {}),
        with(|r| r.api_version = None),
        with(|r| r.api_version = Some("2021-02-05".into())),
        with(|r| r.content_type = Some("Application/JSON; charset=utf-8".into())),
        with(|r| r.authorization = Some(format!("bearer {KEY}"))),
        with(|r| r.body = format!("{}{{}}", " ".repeat(MAX_BODY_BYTES - 2))),
        Request {
            method: "PATCH".into(),
            ..with(|r| r.path = "/v1/users/user%5F1/metadata".into())
        },
        Request {
            content_type: None,
            ..request("GET", "/v1/users/user_1", "")
        },
        Request {
            content_type: Some("text/plain".into()),
            ..request("GET", "/v1/users", "ignored")
        },
        Request::clone(&request(
            "GET",
            "https://api.example.com/v1/users/user_1?a=b#c",
            "",
        )),
    ];
    let mut server = Server::new();
    server.create(r#"{"id":"user_1"}"#);
    for (number, request) in table.iter().enumerate() {
        let response = server.send(request);
        assert_eq!(response.status, 200, "{number}: {}", response.body);
    }
}

/// A journal that fails after a number of lines.
struct Failing(usize);

impl Journal for Failing {
    fn append(&mut self, _line: &str) -> Result<(), String> {
        match self.0.checked_sub(1) {
            Some(left) => {
                self.0 = left;
                Ok(())
            }
            None => Err("no space left on device".into()),
        }
    }
}

#[test]
fn a_failing_journal_changes_nothing() {
    let mut backend = Backend::new(Settings {
        secret_key: Some(KEY.into()),
        rate_limit: false,
        ..Settings::default()
    });
    let mut numbers = SplitMix::new(3);
    let mut random = || numbers.next_u64();
    let mut full = Failing(0);
    let user = r#"{"id":"user_1","username":"ada","public_metadata":{"a":1}}"#;
    backend
        .create(user, NOW, &mut random, &mut Failing(1))
        .unwrap();
    let before = backend.get("user_1");
    let requests = [
        body("POST", "/v1/users", r#"{"username":"b"}"#),
        body(
            "PATCH",
            "/v1/users/user_1/metadata",
            r#"{"public_metadata":{"a":2}}"#,
        ),
        body(
            "PUT",
            "/v1/users/user_1/metadata",
            r#"{"public_metadata":{}}"#,
        ),
        request("DELETE", "/v1/users/user_1", ""),
    ];
    for request in requests {
        let response = backend.handle(&request, NOW + 1, &mut random, &mut full);
        assert_eq!(response.status, 500);
        assert!(
            response.body.contains("internal_clerk_error"),
            "{}",
            response.body
        );
        assert!(
            response.body.contains("no space left on device"),
            "{}",
            response.body
        );
    }
    for error in [
        backend
            .create(r#"{"id":"user_2"}"#, NOW, &mut random, &mut full)
            .err(),
        backend.remove("user_1", &mut full).err(),
        backend.clear(&mut full).err(),
        backend.seed(5, NOW, &mut full).err(),
    ] {
        assert_eq!(error.unwrap().status, 500);
    }
    assert_eq!(backend.get("user_1"), before);
    assert_eq!(backend.store().len(), 1);

    // If seeding fails partway, the users added before the failure remain.
    assert!(backend.seed(5, NOW, &mut Failing(2)).is_err());
    assert_eq!(backend.store().len(), 3);
    assert_eq!(backend.seed(5, NOW, &mut ()), Ok(3));
}

#[test]
fn a_change_is_applied_only_when_it_is_committed() {
    let mut server = Server::new();
    server.create(r#"{"id":"user_1","public_metadata":{"a":1}}"#);
    let before = server.backend.get("user_1");
    let numbers = &mut SplitMix::new(3);
    let mut random = || numbers.next_u64();
    let patch = body(
        "PATCH",
        "/v1/users/user_1/metadata",
        r#"{"public_metadata":{"b":2}}"#,
    );
    let mut prepare = |backend: &mut Backend| match backend.prepare(&patch, NOW, &mut random) {
        Prepared::Change { pending, .. } => Some(pending),
        Prepared::Response(_) => None,
    };
    let dropped = prepare(&mut server.backend).unwrap();
    assert!(dropped.line().starts_with(r#"{"put":{"id":"user_1""#));
    drop(dropped);
    let pending = prepare(&mut server.backend).unwrap();
    assert_eq!(server.get("/v1/users/user_1").raw.body, before.unwrap());
    let response = server.backend.commit(pending);
    assert!(
        response.contains(r#""public_metadata":{"a":1,"b":2}"#),
        "{response}"
    );
    assert_eq!(server.backend.get("user_1"), Some(response));
}
