//! Invalid parameters, in bodies and in queries.

use crate::common::{Server, request};

fn body(request: &str, body: &str) -> clerk_metadata_local::Request {
    let (method, path) = request.split_once(' ').unwrap();
    clerk_metadata_local::Request {
        content_type: Some("application/json".into()),
        ..crate::common::request(method, &format!("/v1/users{path}"), body)
    }
}

/// A server with one user that has an identifier of each kind.
fn server() -> Server {
    let mut server = Server::new();
    server.create(
        r#"{"id":"user_1","username":"taken","external_id":"ext_1",
            "email_address":["taken@example.com"],"phone_number":["+15550100001"],
            "web3_wallet":["0x00000000000000000000000000000000000000aa"]}"#,
    );
    server.lines.clear();
    server
}

#[test]
fn invalid_metadata_is_rejected() {
    let large = format!(r#"{{"public_metadata":{{"a":"{}"}}}}"#, "x".repeat(8192));
    let nested = format!("{}1{}", r#"{"a":"#.repeat(101), "}".repeat(101));
    let deep = format!(r#"{{"unsafe_metadata":{nested}}}"#);
    let table = [
        ("", 400, "request_body_invalid"),
        ("{", 400, "request_body_invalid"),
        ("[]", 400, "request_body_invalid"),
        ("null", 400, "request_body_invalid"),
        ("{'public_metadata':{}}", 400, "request_body_invalid"),
        (r#"{"public_metadata":{}} x"#, 400, "request_body_invalid"),
        (
            r#"{"public_metadata":{"a":01}}"#,
            400,
            "request_body_invalid",
        ),
        (r#"{"publicMetadata":{}}"#, 422, "form_param_unknown"),
        (r#"{"":{}}"#, 422, "form_param_unknown"),
        (
            r#"{"public_metadata":null}"#,
            422,
            "form_param_value_invalid",
        ),
        (
            r#"{"private_metadata":[]}"#,
            422,
            "form_param_value_invalid",
        ),
        (
            r#"{"unsafe_metadata":"{}"}"#,
            422,
            "form_param_value_invalid",
        ),
        (r#"{"unsafe_metadata":1}"#, 422, "form_param_value_invalid"),
        (&deep, 422, "form_param_value_invalid"),
        (&large, 422, "form_param_exceeds_allowed_size"),
    ];
    let mut server = server();
    let before = server.backend.get("user_1");
    for (text, status, code) in table {
        for method in ["PATCH", "PUT"] {
            let response = server.send(&body(&format!("{method} /user_1/metadata"), text));
            assert_eq!(
                (response.status, response.code()),
                (status, code),
                "{method} {text:.80}"
            );
        }
    }
    assert_eq!(server.backend.get("user_1"), before);
    assert!(server.lines.is_empty());
}

#[test]
fn invalid_parameters_of_a_new_user_are_rejected() {
    let taken_wallet = r#"{"web3_wallet":["0x00000000000000000000000000000000000000AA"]}"#;
    let two_states = r#"{"email_address":["a@b"],"email_address_identification_status":["verified","reserved"]}"#;
    let odd_state =
        r#"{"phone_number":["+15550100009"],"phone_number_identification_status":["odd"]}"#;
    let table = [
        ("nonsense", "request_body_invalid"),
        ("{}", "form_data_missing"),
        (r#"{"first_name":"A"}"#, "form_data_missing"),
        (
            r#"{"username":null,"email_address":[]}"#,
            "form_data_missing",
        ),
        (r#"{"email":"a@example.com"}"#, "form_param_unknown"),
        (r#"{"username":"a","id":"user_2"}"#, "form_param_unknown"),
        (
            r#"{"username":"a","last_active_at":1}"#,
            "form_param_unknown",
        ),
        (r#"{"username":1}"#, "form_param_type_invalid"),
        (
            r#"{"username":"a","first_name":{}}"#,
            "form_param_type_invalid",
        ),
        (
            r#"{"username":"a","first_name":[[[]]]}"#,
            "form_param_type_invalid",
        ),
        (r#"{"username":"a b"}"#, "form_param_format_invalid"),
        (
            r#"{"email_address":"a@example.com"}"#,
            "form_param_type_invalid",
        ),
        (r#"{"email_address":null}"#, "form_param_type_invalid"),
        (r#"{"email_address":[1]}"#, "form_param_type_invalid"),
        (r#"{"email_address":["a"]}"#, "form_param_format_invalid"),
        (r#"{"email_address":["a@"]}"#, "form_param_format_invalid"),
        (
            r#"{"email_address":["a@b@c"]}"#,
            "form_param_format_invalid",
        ),
        (
            r#"{"email_address":["a b@c"]}"#,
            "form_param_format_invalid",
        ),
        (r#"{"phone_number":["123"]}"#, "form_param_format_invalid"),
        (
            r#"{"phone_number":["+1555x100001"]}"#,
            "form_param_format_invalid",
        ),
        (r#"{"web3_wallet":["0x12"]}"#, "form_param_format_invalid"),
        (
            r#"{"username":"a","banned":"yes"}"#,
            "form_param_type_invalid",
        ),
        (
            r#"{"username":"a","create_organizations_limit":1.5}"#,
            "form_param_type_invalid",
        ),
        (
            r#"{"username":"a","created_at":"today"}"#,
            "form_param_invalid_time",
        ),
        (
            r#"{"username":"a","created_at":1}"#,
            "form_param_invalid_time",
        ),
        (
            r#"{"username":"a","password":"1234567"}"#,
            "form_password_length_too_short",
        ),
        (
            r#"{"username":"a","password_digest":"x"}"#,
            "form_conditional_param_missing",
        ),
        (
            r#"{"username":"a","public_metadata":1}"#,
            "form_param_value_invalid",
        ),
        (
            r#"{"username":"a","unsafe_metadata":null}"#,
            "form_param_value_invalid",
        ),
        (r#"{"username":"TAKEN"}"#, "form_identifier_exists"),
        (
            r#"{"email_address":["Taken@Example.com"]}"#,
            "form_identifier_exists",
        ),
        (
            r#"{"username":"a","external_id":"ext_1"}"#,
            "form_identifier_exists",
        ),
        (
            r#"{"phone_number":["+1 (555) 010-0001"]}"#,
            "form_identifier_exists",
        ),
        (taken_wallet, "form_identifier_exists"),
        (
            r#"{"email_address":["a@b","A@b"]}"#,
            "form_identifier_exists",
        ),
        (odd_state, "form_param_value_invalid"),
        (two_states, "form_param_value_invalid"),
    ];
    let mut server = server();
    for (text, code) in table {
        let response = server.send(&body("POST ", text));
        let status = if code == "request_body_invalid" {
            400
        } else {
            422
        };
        assert_eq!(
            (response.status, response.code()),
            (status, code),
            "{text}: {}",
            response.body
        );
    }
    assert_eq!(server.backend.store().len(), 1);
    assert!(server.lines.is_empty());
    // External IDs are case-sensitive, so the same one in another case is accepted.
    assert_eq!(
        server
            .post(r#"{"username":"a","external_id":"EXT_1"}"#)
            .status,
        200
    );
}

#[test]
fn invalid_list_parameters_are_rejected() {
    let too_many = |name: &str| format!("{name}=a&").repeat(101);
    let [ids, emails] = ["user_id", "email_address"].map(too_many);
    let table = [
        ("limit=0", "form_param_value_invalid"),
        ("limit=501", "form_param_value_invalid"),
        ("limit=ten", "form_param_value_invalid"),
        ("limit=", "form_param_value_invalid"),
        ("offset=-1", "form_param_value_invalid"),
        ("offset=1.5", "form_param_value_invalid"),
        ("order_by=id", "form_param_value_invalid"),
        ("order_by=%2B-created_at", "form_param_value_invalid"),
        ("order_by=", "form_param_value_invalid"),
        ("starting_after=user_0", "form_param_value_invalid"),
        ("starting_after=user_1&offset=1", "form_param_value_invalid"),
        (
            "starting_after=user_1&order_by=username",
            "form_param_value_invalid",
        ),
        ("banned=1", "form_param_type_invalid"),
        ("created_at_after=x", "form_param_type_invalid"),
        ("nickname=x", "form_param_unknown"),
        (&ids, "form_param_array_size_exceeded"),
        (&emails, "form_param_array_size_exceeded"),
    ];
    let mut server = server();
    for (query, code) in table {
        let response = server.get(&format!("/v1/users?{query}"));
        assert_eq!(
            (response.status, response.code()),
            (422, code),
            "{query:.60}"
        );
        let name = response.codes()[0].1.to_owned();
        assert!(query.contains(&name), "{query:.60}: {name}");
    }
    for (query, code) in [
        ("nickname=x", "form_param_unknown"),
        (&ids, "form_param_array_size_exceeded"),
    ] {
        let response = server.send(&request("GET", &format!("/v1/users/count?{query}"), ""));
        assert_eq!(
            (response.status, response.code()),
            (422, code),
            "{query:.60}"
        );
    }
    let ids = "user_id=a&".repeat(100);
    assert_eq!(server.get(&format!("/v1/users?{ids}")).status, 200);
}
