//! Organizations and memberships: created, read, changed and removed.

use crate::common::{NOW, Server, TestResponse, request};
use clerk_metadata_local::journal::{HEADER, compacted};
use clerk_metadata_local::{Replay, Store};
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

fn post(server: &mut Server, path: &str, body: &str) -> TestResponse {
    server.send(&request("POST", path, body))
}

fn patch(server: &mut Server, path: &str, body: &str) -> TestResponse {
    server.send(&request("PATCH", path, body))
}

/// A server with the organization `org_1`, whose members are `user_1` and `user_2`; `user_3` is no member.
fn server() -> Server {
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

fn replay(lines: &[String]) -> Store {
    let mut replay = Replay::new();
    replay
        .feed(format!("{HEADER}\n{}\n", lines.join("\n")).as_bytes())
        .unwrap();
    replay.end().unwrap().store
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

#[test]
fn removing_a_user_or_an_organization_removes_its_memberships() {
    let mut server = server();
    server.lines.clear();
    let response = server.send(&request("DELETE", "/v1/users/user_1", ""));
    assert_eq!(response.status, 200);
    assert_eq!(server.lines.len(), 2);
    assert!(
        server.lines[0].starts_with(r#"{"delete":"orgmem_"#),
        "{:?}",
        server.lines
    );
    assert_eq!(server.lines[1], r#"{"delete":"user_1"}"#);
    let members = server.get("/v1/organizations/org_1/memberships").body;
    assert_eq!(members["total_count"], 1);

    let response = server.send(&request(
        "DELETE",
        "/v1/organizations/org_1/memberships/user_2",
        "",
    ));
    assert_eq!(
        (response.status, &response.body["object"]),
        (200, &json!("organization_membership"))
    );
    let again = server.send(&request(
        "DELETE",
        "/v1/organizations/org_1/memberships/user_2",
        "",
    ));
    assert_eq!(again.status, 404);

    let body = r#"{"user_id":"user_3","role":"org:admin"}"#;
    assert_eq!(
        post(&mut server, "/v1/organizations/org_1/memberships", body).status,
        200
    );
    let response = server.send(&request("DELETE", "/v1/organizations/org_1", ""));
    let expected =
        json!({"object": "organization", "id": "org_1", "slug": "acme", "deleted": true});
    assert_eq!((response.status, response.body), (200, expected));
    let memberships = server.get("/v1/users/user_3/organization_memberships").body;
    assert_eq!(memberships, json!({"data": [], "total_count": 0}));
    // Nothing of them is left: they can be created again, without members.
    create_organization(&mut server, r#"{"id":"org_1"}"#);
    let members = server.get("/v1/organizations/org_1/memberships").body;
    assert_eq!(members["total_count"], 0);
}

#[test]
fn the_data_file_keeps_them() {
    let mut server = server();
    patch(
        &mut server,
        "/v1/organizations/org_1/memberships/user_2/metadata",
        r#"{"public_metadata":{"a":1.50}}"#,
    );
    server.delete("user_1");
    let replayed = replay(&server.lines);
    assert!(replayed == *server.backend.store());
    assert_eq!(replayed.members("org_1").count(), 1);

    // Compacted, in chunks of every size.
    for size in [1, 200, 1_000_000] {
        let (mut text, mut from) = (String::new(), 0);
        loop {
            let chunk = compacted(server.backend.store(), from, size);
            text.push_str(&chunk.lines);
            match chunk.next {
                Some(next) => from = next,
                None => break,
            }
        }
        let mut replay = Replay::new();
        replay.feed(text.as_bytes()).unwrap();
        assert!(
            replay.end().unwrap().store == *server.backend.store(),
            "{size}"
        );
    }
}

#[test]
fn lines_may_come_in_any_order_and_only_the_last_line_of_each_id_is_needed() {
    let mut server = server();
    patch(
        &mut server,
        "/v1/organizations/org_1/metadata",
        r#"{"public_metadata":{"plan":"pro"}}"#,
    );
    server.delete("user_2");
    server.create(r#"{"id":"user_2"}"#);
    let mut last_lines = std::collections::BTreeMap::new();
    for line in &server.lines {
        let change: Value = serde_json::from_str(line).unwrap();
        match change["delete"].as_str() {
            Some(id) => last_lines.remove(id),
            None => last_lines.insert(
                change["put"]["id"].as_str().unwrap().to_owned(),
                line.clone(),
            ),
        };
    }
    // Organizations and memberships come before users.
    let lines: Vec<String> = last_lines.into_values().collect();
    assert!(lines[0].contains("organization"));
    let store = replay(&lines);
    let members: Vec<&str> = store
        .members("org_1")
        .map(|(_, _, user)| &*user.id)
        .collect();
    assert_eq!(members, ["user_1"]);
    assert_eq!(
        store.organization("org_1").unwrap().public_metadata.text(),
        r#"{"plan":"pro"}"#
    );
}

#[test]
fn a_data_file_of_version_1_is_readable() {
    let text = "{\"format\":\"clerk-metadata-local\",\"version\":1}\n\
        {\"put\":{\"id\":\"user_1\",\"created_at\":1,\"updated_at\":1}}\n";
    let mut replay = Replay::new();
    replay.feed(text.as_bytes()).unwrap();
    let store = replay.end().unwrap().store;
    assert_eq!((store.len(), store.organization_count()), (1, 0));
    assert!(compacted(&store, 0, 1000).lines.starts_with(HEADER));
}

#[test]
fn an_id_belongs_to_one_resource() {
    let mut server = server();
    let mut random = || 0;
    let user = server
        .backend
        .create(r#"{"id":"org_1"}"#, NOW, &mut random, &mut ());
    assert_eq!(user.unwrap_err().errors[0].code, "form_identifier_exists");
    let body = r#"{"id":"user_1"}"#;
    let organization = server
        .backend
        .create_organization(body, NOW, &mut random, &mut ());
    assert_eq!(
        organization.unwrap_err().errors[0].code,
        "form_identifier_exists"
    );
}

#[test]
fn clearing_users_keeps_organizations() {
    let mut server = server();
    server.backend.clear(&mut server.lines).unwrap();
    let store = server.backend.store();
    assert_eq!((store.len(), store.organization_count()), (0, 1));
    assert_eq!(store.memberships_from(0).count(), 0);
    assert!(replay(&server.lines) == *store);
}

#[test]
fn a_removal_that_cannot_be_written_completely_says_so() {
    struct Full(usize);
    impl clerk_metadata_local::Journal for Full {
        fn append(&mut self, _line: &str) -> Result<(), String> {
            self.0 = self.0.checked_sub(1).ok_or("the disk is full")?;
            Ok(())
        }
    }
    for (capacity, text, members) in [
        (0, "so nothing was changed: the disk is full", 2),
        (
            1,
            "so the change is incomplete. Repeat it once the file can be written: the disk is full",
            1,
        ),
    ] {
        let mut server = server();
        let mut journal = Full(capacity);
        let request = request("DELETE", "/v1/organizations/org_1", "");
        let response = server
            .backend
            .handle(&request, NOW, &mut || 0, &mut journal);
        assert_eq!(response.status, 500);
        assert!(response.body.contains(text), "{}", response.body);
        assert_eq!(server.backend.store().members("org_1").count(), members);
    }
}
