//! Organizations and memberships that another Backend API returned keep every field and digit.

use crate::common::{NOW, Server, request};
use clerk_metadata_local::journal::compacted;
use clerk_metadata_local::{Backend, PendingChange, Replay, RequestError, Store};

const ORGANIZATION: &str = r#"{"object":"organization","id":"org_1","name":"Acme","slug":"acme","has_image":true,"image_url":"https://img.example.com/1","max_allowed_memberships":3,"admin_delete_enabled":true,"public_metadata":{"n":1.50},"private_metadata":{},"created_by":"user_9","created_at":1600000000000,"updated_at":1600000000001,"brand_new":{"a":[9007199254740993]}}"#;

fn membership(id: &str, user: &str) -> String {
    format!(
        r#"{{"object":"organization_membership","id":"{id}","role":"org:editor","role_name":"Editor","permissions":["org:docs:read"],"public_metadata":{{"n":2.0}},"private_metadata":{{}},"organization":{ORGANIZATION},"public_user_data":{{"user_id":"{user}","has_image":true}},"created_at":1600000000002,"updated_at":1600000000003,"brand_new":1.0}}"#
    )
}

fn commit(
    backend: &mut Backend,
    pending: Result<PendingChange, RequestError>,
) -> Result<String, (u16, String)> {
    match pending {
        Ok(pending) => Ok(backend.commit(pending).body().unwrap()),
        Err(error) => Err((error.status, error.errors[0].long_message.clone())),
    }
}

fn insert_organization(server: &mut Server, text: &str) -> Result<String, (u16, String)> {
    let pending = server.backend.prepare_insert_organization(text);
    commit(&mut server.backend, pending)
}

fn insert_membership(server: &mut Server, text: &str) -> Result<String, (u16, String)> {
    let pending = server.backend.prepare_insert_membership(text);
    commit(&mut server.backend, pending)
}

/// A server with the user `user_1`, the organization and a membership.
fn server() -> Server {
    let mut server = Server::new();
    server.create(r#"{"id":"user_1"}"#);
    assert_eq!(
        insert_organization(&mut server, ORGANIZATION),
        Ok(ORGANIZATION.to_owned())
    );
    let text = membership("orgmem_1", "user_1");
    assert_eq!(insert_membership(&mut server, &text), Ok(text));
    server
}

fn replayed(store: &Store) -> Store {
    let mut replay = Replay::new();
    let mut from = Some(0);
    while let Some(start) = from {
        let chunk = compacted(store, start, 1);
        replay.feed(chunk.lines.as_bytes()).unwrap();
        from = chunk.next;
    }
    replay.end().unwrap().store
}

fn body(server: &mut Server, method: &str, path: &str, body: &str) -> String {
    let response = server.send(&request(method, path, body));
    assert_eq!(response.status, 200, "{}", response.raw.body);
    response.raw.body
}

#[test]
fn they_are_returned_with_every_field_and_digit() {
    let mut server = server();
    for key in ["org_1", "acme"] {
        let path = format!("/v1/organizations/{key}");
        assert_eq!(body(&mut server, "GET", &path, ""), ORGANIZATION);
    }
    let page = format!(
        r#"{{"data":[{}],"total_count":1}}"#,
        membership("orgmem_1", "user_1")
    );
    for path in [
        "/v1/organizations/org_1/memberships",
        "/v1/users/user_1/organization_memberships",
    ] {
        assert_eq!(body(&mut server, "GET", path, ""), page);
    }
    let counted = body(
        &mut server,
        "GET",
        "/v1/organizations/org_1?include_members_count=true",
        "",
    );
    let expected = format!(
        r#"{},"members_count":1}}"#,
        &ORGANIZATION[..ORGANIZATION.len() - 1]
    );
    assert_eq!(counted, expected);
    assert!(replayed(server.backend.store()) == *server.backend.store());
}

#[test]
fn a_change_replaces_only_what_it_names() {
    let mut server = server();
    let updated = body(
        &mut server,
        "PATCH",
        "/v1/organizations/org_1",
        r#"{"name":"New"}"#,
    );
    let expected = ORGANIZATION
        .replace("Acme", "New")
        .replace("1600000000001", &NOW.to_string());
    assert_eq!(updated, expected);
    let merged = body(
        &mut server,
        "PATCH",
        "/v1/organizations/org_1/metadata",
        r#"{"public_metadata":{"m":1.0}}"#,
    );
    let expected = expected.replace(r#"{"n":1.50}"#, r#"{"n":1.50,"m":1.0}"#);
    assert_eq!(merged, expected);

    let path = "/v1/organizations/org_1/memberships/user_1";
    let changed = body(&mut server, "PATCH", path, r#"{"role":"org:admin"}"#);
    for part in [
        r#""role":"org:admin","role_name":"Admin","permissions":[]"#,
        r#""brand_new":1.0"#,
        &format!(r#""organization":{expected}"#),
    ] {
        assert!(changed.contains(part), "{part}: {changed}");
    }
    assert!(replayed(server.backend.store()) == *server.backend.store());
}

#[test]
fn what_was_deleted_is_remembered() {
    let mut server = server();
    body(&mut server, "DELETE", "/v1/organizations/org_1", "");
    let store = replayed(server.backend.store());
    for id in ["org_1", "orgmem_1"] {
        assert!(
            server.backend.store().was_deleted(id) && store.was_deleted(id),
            "{id}"
        );
    }
    insert_organization(&mut server, ORGANIZATION).unwrap();
    assert!(!server.backend.store().was_deleted("org_1"));
}

#[test]
fn invalid_texts_are_rejected() {
    let mut server = server();
    let expected =
        "organization must be the JSON of an organization as the Backend API returns it.";
    for text in [
        "{}",
        "[]",
        r#"{"object":"user","id":"user_2"}"#,
        r#"{"object":"organization","id":"org_2"}"#,
    ] {
        assert_eq!(
            insert_organization(&mut server, text),
            Err((422, expected.into())),
            "{text}"
        );
    }
    assert_eq!(
        insert_organization(&mut server, ORGANIZATION)
            .unwrap_err()
            .0,
        422
    );
    // A membership stands for its organization.
    let other = membership("orgmem_2", "user_2").replace("org_1", "org_2");
    assert!(
        insert_organization(&mut server, &other)
            .unwrap()
            .contains(r#""id":"org_2""#)
    );
    let missing_user = insert_membership(&mut server, &other).unwrap_err();
    assert_eq!(
        missing_user,
        (404, "No user was found with id user_2".into())
    );
    let again = insert_membership(&mut server, &membership("orgmem_3", "user_1")).unwrap_err();
    assert_eq!(again.0, 400);
    let no_organization = insert_membership(
        &mut server,
        r#"{"object":"organization_membership","id":"orgmem_4"}"#,
    );
    assert_eq!(no_organization.unwrap_err().0, 422);
}
