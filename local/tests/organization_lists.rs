//! Lists of organizations and memberships, and the users of an organization.

use crate::common::{NOW, Server, TestResponse, request};
use crate::organizations::create_organization;

/// `org_a` with `user_1` and `user_2`, `org_b` with `user_2`, `org_c` without members; each created a second later.
fn server() -> Server {
    let mut server = Server::new();
    for (id, name) in [("user_1", "Zoe"), ("user_2", "Ada")] {
        server.create(&format!(
            r#"{{"id":"{id}","first_name":"{name}","email_address":["{name}@example.com"]}}"#
        ));
    }
    for (id, name) in [("org_a", "Zebra"), ("org_b", "Apple"), ("org_c", "Mango")] {
        create_organization(&mut server, &format!(r#"{{"id":"{id}","name":"{name}"}}"#));
        server.now += 1000;
    }
    for (organization, user, role) in [
        ("org_a", "user_1", "org:admin"),
        ("org_a", "user_2", "org:member"),
        ("org_b", "user_2", "org:member"),
    ] {
        let body = format!(r#"{{"user_id":"{user}","role":"{role}"}}"#);
        let path = format!("/v1/organizations/{organization}/memberships");
        assert_eq!(server.send(&request("POST", &path, &body)).status, 200);
        server.now += 1000;
    }
    server
}

/// The values of a member of the items of a page.
fn values<'a>(page: &'a TestResponse, pointer: &str) -> Vec<&'a str> {
    let items = page.body["data"].as_array().unwrap().iter();
    items
        .map(|item| item.pointer(pointer).unwrap().as_str().unwrap())
        .collect()
}

#[test]
fn organizations_are_filtered_sorted_and_paged() {
    let mut server = server();
    let table: &[(&str, &[&str], u64)] = &[
        ("", &["org_c", "org_b", "org_a"], 3),
        ("order_by=created_at", &["org_a", "org_b", "org_c"], 3),
        ("order_by=name", &["org_b", "org_c", "org_a"], 3),
        ("order_by=-name&limit=2", &["org_a", "org_c"], 3),
        ("order_by=-members_count", &["org_a", "org_b", "org_c"], 3),
        ("limit=1&offset=1", &["org_b"], 3),
        ("offset=3", &[], 3),
        ("query=APP", &["org_b"], 1),
        ("query=org_a", &["org_a"], 1),
        ("query=org_", &[], 0),
        ("query=mango", &["org_c"], 1),
        ("user_id=user_2", &["org_b", "org_a"], 2),
        ("user_id=%2Buser_2&user_id=-user_1", &["org_b"], 1),
        ("user_id=-user_2", &["org_c"], 1),
        ("organization_id=org_a&organization_id=org_x", &["org_a"], 1),
        ("organization_id=-org_a", &["org_c", "org_b"], 2),
    ];
    for (query, ids, total_count) in table {
        let page = server.get(&format!("/v1/organizations?{query}"));
        assert_eq!(page.status, 200, "{query}: {}", page.body);
        assert_eq!(values(&page, "/id"), *ids, "{query}");
        assert_eq!(page.body["total_count"], *total_count, "{query}");
    }
    let query = "order_by=name&include_members_count=true&include_missing_member_with_elevated_permissions=true";
    let page = server.get(&format!("/v1/organizations?{query}"));
    let items = page.body["data"].as_array().unwrap().iter();
    let fields: Vec<_> = items
        .map(|item| {
            (
                item["members_count"].as_u64(),
                item["missing_member_with_elevated_permissions"].as_bool(),
            )
        })
        .collect();
    assert_eq!(
        fields,
        [
            (Some(1), Some(true)),
            (Some(0), Some(true)),
            (Some(2), Some(false))
        ]
    );
}

#[test]
fn members_are_filtered_sorted_and_paged() {
    let mut server = server();
    let table: &[(&str, &[&str])] = &[
        ("", &["user_2", "user_1"]),
        ("order_by=%2Bcreated_at", &["user_1", "user_2"]),
        ("order_by=first_name", &["user_2", "user_1"]),
        ("order_by=-first_name", &["user_1", "user_2"]),
        ("limit=1", &["user_2"]),
        ("limit=1&offset=1", &["user_1"]),
        ("role=org:admin", &["user_1"]),
        ("role=org:admin&role=org:member", &["user_2", "user_1"]),
        ("user_id=user_2", &["user_2"]),
        ("email_address=zoe@example.com", &["user_1"]),
        ("query=ZOE", &["user_1"]),
        ("name_query=ad", &["user_2"]),
    ];
    for (query, ids) in table {
        let page = server.get(&format!("/v1/organizations/org_a/memberships?{query}"));
        assert_eq!(page.status, 200, "{query}: {}", page.body);
        assert_eq!(values(&page, "/public_user_data/user_id"), *ids, "{query}");
    }
    assert_eq!(
        server.get("/v1/organizations/nobody/memberships").status,
        404
    );
}

#[test]
fn memberships_and_users_are_listed_by_each_other() {
    let mut server = server();
    let page = server.get("/v1/users/user_2/organization_memberships?limit=5&offset=0");
    assert_eq!(values(&page, "/organization/id"), ["org_b", "org_a"]);
    assert_eq!(page.body["total_count"], 2);
    assert_eq!(
        server
            .get("/v1/users/nobody/organization_memberships")
            .status,
        404
    );
    for (query, ids) in [
        ("organization_id=org_a", vec!["user_2", "user_1"]),
        (
            "organization_id=%2Borg_a&organization_id=-org_b",
            vec!["user_1"],
        ),
        ("organization_id=-org_b", vec!["user_1"]),
        ("organization_id=org_c", vec![]),
    ] {
        let page = server.get(&format!("/v1/users?{query}"));
        assert_eq!(page.ids(), ids, "{query}");
    }
}

#[test]
fn invalid_parameters_are_rejected() {
    let mut server = server();
    for (url, code, name) in [
        (
            "/v1/organizations?limit=0",
            "form_param_value_invalid",
            "limit",
        ),
        (
            "/v1/organizations?offset=-1",
            "form_param_value_invalid",
            "offset",
        ),
        (
            "/v1/organizations?order_by=slug",
            "form_param_value_invalid",
            "order_by",
        ),
        (
            "/v1/organizations?include_members_count=1",
            "form_param_type_invalid",
            "include_members_count",
        ),
        (
            "/v1/organizations?username=a",
            "form_param_unknown",
            "username",
        ),
        (
            "/v1/organizations/org_a?limit=1",
            "form_param_unknown",
            "limit",
        ),
        (
            "/v1/organizations/org_a/memberships?order_by=updated_at",
            "form_param_value_invalid",
            "order_by",
        ),
        (
            "/v1/organizations/org_a/memberships?external_id=a",
            "form_param_unknown",
            "external_id",
        ),
        (
            "/v1/users/user_1/organization_memberships?order_by=created_at",
            "form_param_unknown",
            "order_by",
        ),
    ] {
        let error = server.get(url);
        assert_eq!(
            (error.status, error.codes()),
            (422, vec![(code, name)]),
            "{url}"
        );
    }
    let values: String = (0..101)
        .map(|number| format!("user_id=user_{number}&"))
        .collect();
    let error = server.get(&format!("/v1/organizations?{values}"));
    assert_eq!(
        error.codes(),
        [("form_param_array_size_exceeded", "user_id")]
    );
}

#[test]
fn unsupported_methods_and_paths_are_rejected() {
    let mut server = server();
    for (method, path, allow) in [
        ("PUT", "/v1/organizations", "GET, POST"),
        ("PUT", "/v1/organizations/org_a", "GET, PATCH, DELETE"),
        ("GET", "/v1/organizations/org_a/metadata", "PATCH, PUT"),
        ("DELETE", "/v1/organizations/org_a/memberships", "GET, POST"),
        (
            "PUT",
            "/v1/organizations/org_a/memberships/user_1",
            "PATCH, DELETE",
        ),
        (
            "PUT",
            "/v1/organizations/org_a/memberships/user_1/metadata",
            "PATCH",
        ),
        ("POST", "/v1/users/user_1/organization_memberships", "GET"),
    ] {
        let error = server.send(&request(method, path, ""));
        assert_eq!(
            (error.status, error.raw.header("allow")),
            (405, Some(allow)),
            "{path}"
        );
    }
    for path in [
        "/v1/organizations/",
        "/v1/organizationsx",
        "/v1/organizations/org_a/logo",
        "/v1/organizations//metadata",
        "/v1/organizations/org_a/memberships//metadata",
    ] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn sample_organizations_are_the_same_on_every_run() {
    let seeded = |users: u64| {
        let mut server = Server::new();
        server.backend.seed(users, NOW, &mut ()).unwrap();
        let mut next = 0;
        while let Some((index, pending)) = server.backend.prepare_seed_organization(next..4, NOW) {
            let mut pending = Some(pending);
            while let Some(change) = pending.take() {
                if let clerk_metadata_local::Committed::Next(next) = server.backend.commit(change) {
                    pending = Some(next);
                }
            }
            next = index + 1;
        }
        server
    };
    let (mut server, other) = (seeded(12), seeded(12));
    assert!(server.backend.store() == other.backend.store());
    let page = server.get("/v1/organizations?include_members_count=true");
    let counts = page.body["data"].as_array().unwrap().iter();
    let counts: Vec<_> = counts
        .map(|item| item["members_count"].as_u64().unwrap())
        .collect();
    assert_eq!(counts, [3, 3, 3, 3]);
    assert!(page.body["data"][0]["public_metadata"]["plan"].is_string());
    // Only users that exist become members.
    assert_eq!(seeded(4).backend.store().memberships_from(0).count(), 4);
    // All of them exist already.
    assert!(
        server
            .backend
            .prepare_seed_organization(0..4, NOW)
            .is_none()
    );
}
