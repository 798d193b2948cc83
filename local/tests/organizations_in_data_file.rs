//! Removing organizations and memberships, and the data file that keeps them.

use crate::common::{NOW, request};
use crate::organizations::{create_organization, patch, post, server};
use clerk_metadata_local::journal::{HEADER, compacted};
use clerk_metadata_local::{Replay, Store};
use serde_json::{Value, json};

fn replay(lines: &[String]) -> Store {
    let mut replay = Replay::new();
    replay
        .feed(format!("{HEADER}\n{}\n", lines.join("\n")).as_bytes())
        .unwrap();
    replay.end().unwrap().store
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
