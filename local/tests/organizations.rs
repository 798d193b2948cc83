//! Organizations and memberships: created, read, changed and removed.

use crate::common::{NOW, Server, TestResponse, request};
use serde_json::{Value, json};

/// The fields that Clerk's OpenAPI document of 2026-05-12 marks as required.
const ORGANIZATION: &str = "object id name slug has_image max_allowed_memberships admin_delete_enabled \
    public_metadata created_at updated_at private_metadata";
const MEMBERSHIP: &str = "object id role permissions public_metadata created_at updated_at organization \
    private_metadata";
const PUBLIC_USER_DATA: &str = "user_id first_name last_name profile_image_url image_url has_image";

fn assert_has_fields(object: &Value, fields: &str) {
    for field in fields.split_whitespace() {
        assert!(object.get(field).is_some(), "{field} in {object}");
    }
}

pub fn post(server: &mut Server, path: &str, body: &str) -> TestResponse {
    server.send(&request("POST", path, body))
}

pub fn patch(server: &mut Server, path: &str, body: &str) -> TestResponse {
    server.send(&request("PATCH", path, body))
}

/// A server with the organization `org_1`, whose members are `user_1` and `user_2`; `user_3` is no member.
pub fn server() -> Server {
    let mut server = Server::new();
    for id in ["user_1", "user_2", "user_3"] {
        server.create(&format!(r#"{{"id":"{id}","username":"{id}"}}"#));
    }
    let body = r#"{"id":"org_1","name":"Acme","public_metadata":{"plan":"free"}}"#;
    create_organization(&mut server, body);
    for user in ["user_1", "user_2"] {
        let body = format!(r#"{{"user_id":"{user}","role":"org:member"}}"#);
        let response = post(&mut server, "/v1/organizations/org_1/memberships", &body);
        assert_eq!(response.status, 200, "{}", response.body);
    }
    server
}

/// Creates an organization as the host program.
pub fn create_organization(server: &mut Server, body: &str) -> Value {
    let mut numbers = clerk_metadata_local::SplitMix::new(server.lines.len() as u64 + 77);
    let created = server.backend.create_organization(
        body,
        server.now,
        &mut || numbers.next_u64(),
        &mut server.lines,
    );
    clerk_metadata_local::json::parse(&created.unwrap(), 300).unwrap()
}

#[test]
fn a_new_organization_has_every_field() {
    let mut server = Server::new();
    server.create(r#"{"id":"user_1","first_name":"Ada"}"#);
    let response = post(
        &mut server,
        "/v1/organizations",
        r#"{"name":"Acme & Sons","created_by":"user_1","max_allowed_memberships":3,"role_set_key":"rs_1",
            "created_at":"2012-10-20T07:15:20.902Z","public_metadata":{"b":1.50},"private_metadata":null}"#,
    );
    assert_eq!(response.status, 200, "{}", response.body);
    let organization = response.body;
    assert_has_fields(&organization, ORGANIZATION);
    let expected = json!({
        "object": "organization", "name": "Acme & Sons", "slug": "acme-sons", "created_by": "user_1",
        "max_allowed_memberships": 3, "admin_delete_enabled": true, "role_set_key": "rs_1",
        "created_at": 1_350_717_320_902_i64, "updated_at": NOW, "private_metadata": {},
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&organization[name], value, "{name}");
    }
    // The digits of numbers are kept.
    assert_eq!(organization["public_metadata"].to_string(), r#"{"b":1.50}"#);
    let id = organization["id"].as_str().unwrap();
    assert_eq!((id.len(), &id[..4]), ("org_".len() + 27, "org_"));

    // Its creator is an administrator.
    let members = server.get(&format!("/v1/organizations/{id}/memberships"));
    assert_eq!(members.body["total_count"], 1);
    let membership = &members.body["data"][0];
    assert_has_fields(membership, MEMBERSHIP);
    assert_has_fields(&membership["public_user_data"], PUBLIC_USER_DATA);
    assert_eq!(membership["role"], "org:admin");
    assert_eq!(membership["role_name"], "Admin");
    assert_eq!(membership["organization"], organization);
    assert_eq!(membership["public_user_data"]["first_name"], "Ada");
    assert!(membership["id"].as_str().unwrap().starts_with("orgmem_"));
}

#[test]
fn an_organization_is_read_by_its_id_or_slug() {
    let mut server = server();
    let by_id = server.get("/v1/organizations/org_1");
    let by_slug = server.get("/v1/organizations/acme");
    assert_eq!((by_id.status, by_slug.status), (200, 200));
    assert_eq!(by_id.body, by_slug.body);
    assert_eq!(by_id.body.get("members_count"), None);
    let counted = server.get("/v1/organizations/acme?include_members_count=true");
    assert_eq!(counted.body["members_count"], 2);
    let error = server.get("/v1/organizations/nobody");
    assert_eq!((error.status, error.code()), (404, "resource_not_found"));
    assert_eq!(
        error.body["errors"][0]["long_message"],
        "Given organization not found."
    );
    // Only `GET` accepts a slug.
    let error = server.send(&request("DELETE", "/v1/organizations/acme", ""));
    assert_eq!(error.status, 404);
    assert_eq!(
        patch(&mut server, "/v1/organizations/acme/metadata", "{}").status,
        404
    );
}

#[test]
fn slugs_are_unique() {
    let mut server = server();
    let body = r#"{"name":"Acme","slug":"acme"}"#;
    let error = post(&mut server, "/v1/organizations", body);
    assert_eq!(
        (error.status, error.codes()),
        (422, vec![("form_identifier_exists", "slug")])
    );
    // A derived slug gets a suffix.
    let body = r#"{"name":"Acme"}"#;
    let slugs: Vec<Value> = (0..3)
        .map(|_| post(&mut server, "/v1/organizations", body).body["slug"].clone())
        .collect();
    assert_eq!(
        slugs,
        ["acme-1700000000", "acme-1700000001", "acme-1700000002"]
    );
    // The slug of a removed organization is free.
    assert_eq!(
        server
            .send(&request("DELETE", "/v1/organizations/org_1", ""))
            .status,
        200
    );
    assert_eq!(
        post(&mut server, "/v1/organizations", body).body["slug"],
        "acme"
    );
}

#[test]
fn invalid_parameters_are_rejected() {
    let mut server = server();
    let long = "x".repeat(257);
    let table = [
        (
            "/v1/organizations",
            String::from("{}"),
            "form_param_missing",
            "name",
        ),
        (
            "/v1/organizations",
            format!(r#"{{"name":"{long}"}}"#),
            "form_param_max_length_exceeded",
            "name",
        ),
        (
            "/v1/organizations",
            String::from(r#"{"name":"a","slug":"A b"}"#),
            "form_param_format_invalid",
            "slug",
        ),
        (
            "/v1/organizations",
            String::from(r#"{"name":"a","id":"org_9"}"#),
            "form_param_unknown",
            "id",
        ),
        (
            "/v1/organizations",
            String::from(r#"{"name":"a","unsafe_metadata":{}}"#),
            "form_param_unknown",
            "unsafe_metadata",
        ),
        (
            "/v1/organizations",
            String::from(r#"{"name":"a","max_allowed_memberships":-1}"#),
            "form_param_value_invalid",
            "max_allowed_memberships",
        ),
        (
            "/v1/organizations",
            String::from(r#"{"name":"a","public_metadata":[]}"#),
            "form_param_value_invalid",
            "public_metadata",
        ),
        (
            "/v1/organizations/org_1/memberships",
            String::from(r#"{"role":"org:member"}"#),
            "form_param_missing",
            "user_id",
        ),
        (
            "/v1/organizations/org_1/memberships",
            String::from(r#"{"user_id":"user_3"}"#),
            "form_param_missing",
            "role",
        ),
        (
            "/v1/organizations/org_1/memberships",
            String::from(r#"{"user_id":3,"role":"org:member"}"#),
            "form_param_type_invalid",
            "user_id",
        ),
    ];
    for (path, body, code, name) in table {
        let error = post(&mut server, path, &body);
        assert_eq!(
            (error.status, error.codes()),
            (422, vec![(code, name)]),
            "{body}"
        );
    }
    let table = [
        (
            "/v1/organizations",
            r#"{"name":"a","created_by":"nobody"}"#,
            400,
            "organization_creator_not_found",
        ),
        (
            "/v1/organizations/nobody/memberships",
            r#"{"user_id":"user_3","role":"org:member"}"#,
            404,
            "resource_not_found",
        ),
        (
            "/v1/organizations/org_1/memberships",
            r#"{"user_id":"nobody","role":"org:member"}"#,
            404,
            "resource_not_found",
        ),
        (
            "/v1/organizations/org_1/memberships",
            r#"{"user_id":"user_1","role":"org:member"}"#,
            400,
            "already_a_member_in_organization",
        ),
        (
            "/v1/organizations/org_1/memberships",
            "[]",
            400,
            "request_body_invalid",
        ),
    ];
    for (path, body, status, code) in table {
        let error = post(&mut server, path, body);
        assert_eq!(
            (error.status, error.code()),
            (status, code),
            "{path} {body}"
        );
    }
}

#[test]
fn an_organization_has_at_most_its_allowed_members() {
    let mut server = server();
    create_organization(&mut server, r#"{"id":"org_2","max_allowed_memberships":1}"#);
    let add = |server: &mut Server, user: &str| {
        let body = format!(r#"{{"user_id":"{user}","role":"org:member"}}"#);
        post(server, "/v1/organizations/org_2/memberships", &body)
    };
    assert_eq!(add(&mut server, "user_1").status, 200);
    let error = add(&mut server, "user_2");
    assert_eq!(
        (error.status, error.code()),
        (403, "organization_membership_quota_exceeded")
    );
}

#[test]
fn metadata_is_merged_and_replaced_as_that_of_users() {
    let mut server = server();
    let paths = [
        "/v1/organizations/org_1/metadata",
        "/v1/organizations/org_1/memberships/user_1/metadata",
        "/v1/users/user_1/metadata",
    ];
    let current =
        r#"{"public_metadata":{"a":{"b":1,"c":[1,null]},"n":9007199254740993,"plan":null}}"#;
    let change =
        r#"{"public_metadata":{"a":{"b":null,"d":{"e":null}}},"private_metadata":{"k":1.0}}"#;
    for path in paths {
        server.now += 1;
        let before = patch(&mut server, path, current).body;
        let response = patch(&mut server, path, change);
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(
            response.body["public_metadata"].to_string(),
            r#"{"a":{"c":[1,null],"d":{}},"n":9007199254740993}"#
        );
        assert_eq!(
            response.body["private_metadata"].to_string(),
            r#"{"k":1.0}"#
        );
        assert_eq!(response.body["updated_at"], server.now);
        assert_eq!(response.body["created_at"], before["created_at"]);
    }
    let replaced = server.send(&request(
        "PUT",
        paths[0],
        r#"{"public_metadata":{"x":null}}"#,
    ));
    assert_eq!(
        replaced.body["public_metadata"].to_string(),
        r#"{"x":null}"#
    );
    assert_eq!(
        replaced.body["private_metadata"].to_string(),
        r#"{"k":1.0}"#
    );
    // Clerk has no PUT for memberships.
    let error = server.send(&request("PUT", paths[1], "{}"));
    assert_eq!(
        (error.status, error.raw.header("allow")),
        (405, Some("PATCH"))
    );
}

#[test]
fn invalid_metadata_has_the_same_errors_as_that_of_users() {
    let mut server = server();
    let large = format!(r#"{{"private_metadata":{{"k":"{}"}}}}"#, "x".repeat(8185));
    let deep = format!(
        r#"{{"public_metadata":{}1{}}}"#,
        r#"{"a":"#.repeat(101),
        "}".repeat(101)
    );
    let bodies = [
        "",
        "[]",
        r#"{"public_metadata":null}"#,
        r#"{"public_metadata":[],"nickname":1}"#,
        &large,
        &deep,
    ];
    for body in bodies {
        let expected = patch(&mut server, "/v1/users/user_1/metadata", body);
        assert!(expected.status >= 400, "{body}");
        for path in [
            "/v1/organizations/org_1/metadata",
            "/v1/organizations/org_1/memberships/user_1/metadata",
        ] {
            let error = patch(&mut server, path, body);
            assert_eq!(error.status, expected.status, "{path} {body}");
            assert_eq!(
                error.body["errors"], expected.body["errors"],
                "{path} {body}"
            );
        }
    }
    // A user's third field is unknown here.
    let unsafe_metadata = r#"{"unsafe_metadata":{}}"#;
    for path in [
        "/v1/organizations/org_1/metadata",
        "/v1/organizations/org_1/memberships/user_1/metadata",
    ] {
        let error = patch(&mut server, path, unsafe_metadata);
        assert_eq!(error.codes(), [("form_param_unknown", "unsafe_metadata")]);
    }
    for path in [
        "/v1/organizations/nobody/metadata",
        "/v1/organizations/nobody/memberships/user_1/metadata",
        "/v1/organizations/org_1/memberships/user_3/metadata",
        "/v1/organizations/org_1/memberships/nobody/metadata",
    ] {
        assert_eq!(patch(&mut server, path, "{}").status, 404, "{path}");
    }
}
