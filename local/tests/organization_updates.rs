//! `PATCH` of organizations and memberships, and `GET /v1/organization_memberships`.

use crate::common::request;
use crate::organizations::{create_organization, patch, server};
use serde_json::json;

#[test]
fn each_given_field_of_an_organization_changes() {
    let mut server = server();
    server.now += 5;
    let body = r#"{"name":"New","slug":"new","max_allowed_memberships":9,"admin_delete_enabled":false,
        "created_at":"2012-10-20T07:15:20.902Z","role_set_key":"role_set:other"}"#;
    let response = patch(&mut server, "/v1/organizations/org_1", body);
    assert_eq!(response.status, 200, "{}", response.body);
    let expected = json!({
        "id": "org_1", "name": "New", "slug": "new", "max_allowed_memberships": 9, "admin_delete_enabled": false,
        "created_at": 1_350_717_320_902_i64, "updated_at": server.now, "role_set_key": "role_set:other",
        "public_metadata": {"plan": "free"},
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&response.body[name], value, "{name}");
    }
    assert_eq!(server.get("/v1/organizations/new").body, response.body);
    assert_eq!(server.get("/v1/organizations/acme").status, 404);
}

#[test]
fn null_and_empty_values_change_nothing() {
    let mut server = server();
    let before = server.get("/v1/organizations/org_1").body;
    let body = r#"{"name":null,"slug":null,"max_allowed_memberships":null,"admin_delete_enabled":null,
        "created_at":null,"role_set_key":null}"#;
    for body in [body, "{}"] {
        let response = patch(&mut server, "/v1/organizations/org_1", body);
        assert_eq!((response.status, &response.body), (200, &before));
    }
}

#[test]
fn invalid_updates_change_nothing() {
    let mut server = server();
    create_organization(&mut server, r#"{"id":"org_2","slug":"taken"}"#);
    let before = server.get("/v1/organizations/org_1").body;
    let long_name = format!(r#"{{"name":"{}"}}"#, "a".repeat(257));
    let table = [
        // Clerk documents that this endpoint no longer accepts metadata.
        (
            r#"{"public_metadata":{}}"#,
            "form_param_unknown",
            "public_metadata",
        ),
        (
            r#"{"created_by":"user_1"}"#,
            "form_param_unknown",
            "created_by",
        ),
        (r#"{"id":"org_3"}"#, "form_param_unknown", "id"),
        (r#"{"slug":"taken"}"#, "form_identifier_exists", "slug"),
        (r#"{"slug":"No Slug"}"#, "form_param_format_invalid", "slug"),
        (&long_name, "form_param_max_length_exceeded", "name"),
        (r#"{"name":1}"#, "form_param_type_invalid", "name"),
        (
            r#"{"admin_delete_enabled":"yes"}"#,
            "form_param_type_invalid",
            "admin_delete_enabled",
        ),
        (
            r#"{"max_allowed_memberships":-1}"#,
            "form_param_value_invalid",
            "max_allowed_memberships",
        ),
        (
            r#"{"created_at":1}"#,
            "form_param_invalid_time",
            "created_at",
        ),
    ];
    for (body, code, name) in table {
        let response = patch(&mut server, "/v1/organizations/org_1", body);
        assert_eq!(response.status, 422, "{body}");
        assert_eq!(response.codes(), [(code, name)], "{body}");
    }
    assert_eq!(server.get("/v1/organizations/org_1").body, before);
    let unknown = patch(&mut server, "/v1/organizations/acme", "{}");
    assert_eq!(
        (unknown.status, unknown.code()),
        (404, "resource_not_found")
    );
    let broken = patch(&mut server, "/v1/organizations/org_1", "[]");
    assert_eq!(
        (broken.status, broken.code()),
        (400, "request_body_invalid")
    );
}

#[test]
fn the_role_of_a_member_changes() {
    let mut server = server();
    let path = "/v1/organizations/org_1/memberships/user_1";
    let response = patch(&mut server, path, r#"{"role":"org:admin"}"#);
    assert_eq!(response.status, 200);
    assert_eq!(
        (&response.body["role"], &response.body["role_name"]),
        (&json!("org:admin"), &json!("Admin"))
    );
    let admins = server
        .get("/v1/organizations/org_1/memberships?role=org:admin")
        .body;
    assert_eq!(admins["data"], json!([response.body]));
    for (body, code, name) in [
        ("{}", "form_param_missing", "role"),
        (r#"{"role":""}"#, "form_param_missing", "role"),
        (
            r#"{"role":"org:admin","public_metadata":{}}"#,
            "form_param_unknown",
            "public_metadata",
        ),
    ] {
        let response = patch(&mut server, path, body);
        assert_eq!(
            (response.status, response.codes()),
            (422, vec![(code, name)]),
            "{body}"
        );
    }
    for path in [
        "/v1/organizations/org_1/memberships/user_3",
        "/v1/organizations/org_9/memberships/user_1",
    ] {
        assert_eq!(
            patch(&mut server, path, r#"{"role":"org:admin"}"#).status,
            404
        );
    }
}

#[test]
fn all_memberships_of_the_instance_are_listed() {
    let mut server = server();
    create_organization(&mut server, r#"{"id":"org_2","created_by":"user_3"}"#);
    let mut users = |query: &str| {
        let response = server.get(&format!("/v1/organization_memberships{query}"));
        assert_eq!(response.status, 200, "{}", response.body);
        let data = response.body["data"].as_array().unwrap().clone();
        let users: Vec<String> = data
            .iter()
            .map(|membership| {
                membership["public_user_data"]["user_id"]
                    .as_str()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        (users.join(" "), response.body["total_count"].clone())
    };
    assert_eq!(
        users("?order_by=username"),
        ("user_1 user_2 user_3".into(), json!(3))
    );
    assert_eq!(
        users("?order_by=-username&limit=1&offset=1"),
        ("user_2".into(), json!(3))
    );
    assert_eq!(users("?limit=10").1, json!(3));
    for query in ["order_by=role", "user_id=user_1"] {
        let response = server.get(&format!("/v1/organization_memberships?{query}"));
        assert_eq!(response.status, 422, "{query}");
    }
    assert_eq!(
        server
            .send(&request("POST", "/v1/organization_memberships", "{}"))
            .status,
        405
    );
}
