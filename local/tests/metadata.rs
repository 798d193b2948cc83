//! Metadata: merging, replacing, limits, and atomic changes.

use crate::common::{NOW, Server, TestResponse};
use serde_json::json;

fn server(metadata: &str) -> Server {
    let mut server = Server::new();
    server.create(&format!(
        r#"{{"id":"user_1","public_metadata":{metadata}}}"#
    ));
    server
}

#[test]
fn a_patch_is_merged() {
    let table = [
        ("{}", "{}", "{}"),
        (r#"{"a":1}"#, r#"{"b":2}"#, r#"{"a":1,"b":2}"#),
        (r#"{"a":1,"b":2}"#, r#"{"a":null}"#, r#"{"b":2}"#),
        (
            r#"{"a":{"b":1,"c":2}}"#,
            r#"{"a":{"b":null,"d":3}}"#,
            r#"{"a":{"c":2,"d":3}}"#,
        ),
        (
            r#"{"a":[1,2]}"#,
            r#"{"a":[null,{"b":null}]}"#,
            r#"{"a":[null,{"b":null}]}"#,
        ),
        (r#"{"a":1}"#, r#"{"a":{}}"#, r#"{"a":{}}"#),
        (r#"{"a":{"b":1}}"#, r#"{"a":{}}"#, r#"{"a":{"b":1}}"#),
        (r#"{"a":{"b":1}}"#, r#"{"a":2}"#, r#"{"a":2}"#),
        ("{}", r#"{"new":{"x":null}}"#, r#"{"new":{}}"#),
        (r#"{"z":1,"a":2}"#, r#"{"z":3}"#, r#"{"z":3,"a":2}"#),
        (
            "{}",
            r#"{"n":1.0,"m":0.10,"big":123456789012345678901234567890}"#,
            r#"{"n":1.0,"m":0.10,"big":123456789012345678901234567890}"#,
        ),
        ("{}", r#"{ "a" : [ 1 , "\u00e9" ] }"#, r#"{"a":[1,"é"]}"#),
        ("{}", r#"{"a":1,"a":2}"#, r#"{"a":2}"#),
        (
            "{}",
            r#"{"$serde_json::private::Number":"7","x":{"$serde_json::private::RawValue":"1"}}"#,
            r#"{"$serde_json::private::Number":"7","x":{"$serde_json::private::RawValue":"1"}}"#,
        ),
        ("{}", r#"{"__proto__":{"a":1}}"#, r#"{"__proto__":{"a":1}}"#),
        ("{}", r#"{"a":"\ud83d\ude42\ud800"}"#, r#"{"a":"🙂\ud800"}"#),
        (
            r#"{"\ud800":{"a":1},"\ud801":2}"#,
            r#"{"\uD800":{"b":"\udfff"},"\ud801":null}"#,
            r#"{"\ud800":{"a":1,"b":"\udfff"}}"#,
        ),
        (
            "{}",
            "{\"a\":\"\u{10ffff}\u{e000}\u{10ffff}\\ud800\\uDBFF\\udfff\\\\ud800\"}",
            "{\"a\":\"\u{10ffff}\u{e000}\u{10ffff}\\ud800\u{10ffff}\\\\ud800\"}",
        ),
    ];
    for (stored, patch, expected) in table {
        let mut server = server(stored);
        let response = server.patch("user_1", &format!(r#"{{"public_metadata":{patch}}}"#));
        assert_eq!(response.status, 200, "{patch}: {}", response.body);
        assert!(
            response
                .raw
                .body
                .contains(&format!("\"public_metadata\":{expected},")),
            "{patch}"
        );
        let stored = server.backend.store().get("user_1").unwrap();
        assert_eq!(stored.public_metadata.text(), expected, "{patch}");
    }
}

#[test]
fn put_replaces_only_the_fields_in_the_body() {
    let mut server = server(r#"{"a":{"b":1}}"#);
    server.patch(
        "user_1",
        r#"{"private_metadata":{"p":1},"unsafe_metadata":{"u":1}}"#,
    );
    let response = server.put(
        "user_1",
        r#"{"public_metadata":{"c":null},"unsafe_metadata":{}}"#,
    );
    assert_eq!(response.body["public_metadata"], json!({"c": null}));
    assert_eq!(response.body["private_metadata"], json!({"p": 1}));
    assert_eq!(response.body["unsafe_metadata"], json!({}));
}

#[test]
fn the_last_value_of_a_repeated_key_wins() {
    let mut server = server("{}");
    server.patch(
        "user_1",
        r#"{"public_metadata":{"a":1},"public\u005fmetadata":{"b":2}}"#,
    );
    assert_eq!(server.metadata("user_1", "public_metadata"), r#"{"b":2}"#);
}

#[test]
fn updated_at_increases_and_never_decreases() {
    let mut server = server("{}");
    let updated_at = |response: TestResponse| response.body["updated_at"].as_i64().unwrap();
    server.now = NOW + 5;
    assert_eq!(
        updated_at(server.patch("user_1", r#"{"public_metadata":{}}"#)),
        NOW + 5
    );
    server.now = NOW + 9;
    assert_eq!(
        updated_at(server.put("user_1", r#"{"private_metadata":{}}"#)),
        NOW + 9
    );
    // An empty body changes nothing.
    server.now = NOW + 10;
    assert_eq!(updated_at(server.patch("user_1", "{}")), NOW + 9);
    server.now = NOW - 1_000;
    assert_eq!(
        updated_at(server.patch("user_1", r#"{"public_metadata":{"a":1}}"#)),
        NOW + 9
    );
    let user = server.get("/v1/users/user_1").body;
    assert_eq!(user["created_at"], NOW);
}

/// An object of this size, in bytes.
fn object_of_size(bytes: usize) -> String {
    format!(r#"{{"a":"{}"}}"#, "x".repeat(bytes - r#"{"a":""}"#.len()))
}

#[test]
fn the_size_limit_applies_to_the_result() {
    let mut server = server("{}");
    let field = |value: &str| format!(r#"{{"public_metadata":{value}}}"#);
    assert_eq!(
        server.patch("user_1", &field(&object_of_size(8192))).status,
        200
    );
    assert_eq!(server.patch("user_1", &field(r#"{"b":1}"#)).status, 422);
    assert_eq!(
        server.patch("user_1", &field(r#"{"a":null,"b":1}"#)).status,
        200
    );
    assert_eq!(server.metadata("user_1", "public_metadata"), r#"{"b":1}"#);
    assert_eq!(
        server.put("user_1", &field(&object_of_size(8193))).status,
        422
    );
    // Spaces and nulls of the patch are not counted. Bytes are counted, not characters.
    let spaced = format!("{{{}}}", " ".repeat(20_000));
    assert_eq!(server.put("user_1", &field(&spaced)).status, 200);
    let nulls: String = (0..2000).map(|n| format!(r#""key{n}":null,"#)).collect();
    assert_eq!(
        server
            .patch("user_1", &field(&format!(r#"{{{nulls}"b":1}}"#)))
            .status,
        200
    );
    assert_eq!(
        server
            .put("user_1", &field(&object_of_size(4000).replace('x', "é")))
            .status,
        200
    );
    assert_eq!(
        server
            .put("user_1", &field(&object_of_size(5000).replace('x', "é")))
            .status,
        422
    );
    // The limit applies to each field separately.
    let all = format!(
        r#"{{"public_metadata":{0},"private_metadata":{0},"unsafe_metadata":{0}}}"#,
        object_of_size(8192)
    );
    assert_eq!(server.put("user_1", &all).status, 200);
    // The limit applies to a new user too.
    let response = server.post(&format!(
        r#"{{"username":"b","unsafe_metadata":{}}}"#,
        object_of_size(8193)
    ));
    assert_eq!(
        response.codes(),
        [("form_param_exceeds_allowed_size", "unsafe_metadata")]
    );
}

#[test]
fn the_depth_is_limited() {
    let nested = |depth: usize| {
        format!(
            "{}{}",
            r#"{"a":"#.repeat(depth - 1) + "{",
            "}".repeat(depth)
        )
    };
    for (depth, status) in [(100, 200), (101, 422), (10_000, 422)] {
        let body = format!(r#"{{"public_metadata":{}}}"#, nested(depth));
        let mut server = server("{}");
        assert_eq!(server.put("user_1", &body).status, status, "{depth}");
        assert_eq!(server.patch("user_1", &body).status, status, "{depth}");
    }
    let arrays = format!(
        r#"{{"public_metadata":{{"a":{}{}}}}}"#,
        "[".repeat(200_000),
        "]".repeat(200_000)
    );
    let response = server("{}").patch("user_1", &arrays);
    assert_eq!(
        response.codes(),
        [("form_param_value_invalid", "public_metadata")]
    );
    // Brackets in strings do not count as depth.
    let text = format!(
        r#"{{"public_metadata":{{"a\"[":"{}"}}}}"#,
        "[{\\\"".repeat(500)
    );
    assert_eq!(server("{}").patch("user_1", &text).status, 200);
}

#[test]
fn all_fields_are_changed_or_none() {
    let mut server = server(r#"{"a":1}"#);
    server.lines.clear();
    let body = r#"{"public_metadata":{"a":2},"private_metadata":{"b":1},"unsafe_metadata":null}"#;
    assert_eq!(
        server.patch("user_1", body).codes(),
        [("form_param_value_invalid", "unsafe_metadata")]
    );
    assert_eq!(server.metadata("user_1", "public_metadata"), r#"{"a":1}"#);
    assert_eq!(server.metadata("user_1", "private_metadata"), "{}");
    assert!(server.lines.is_empty());
}
