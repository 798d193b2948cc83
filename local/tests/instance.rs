//! `GET /v1/instance`, and its ID in the data file.

use crate::common::{NOW, Server, request};
use clerk_metadata_local::journal::{HEADER, compacted};
use clerk_metadata_local::{Replay, Request, Settings, Store};
use serde_json::json;

const TEST_KEY: &str = "sk_test_1";

/// A server that accepts every key.
fn server() -> Server {
    Server::with(Settings::default())
}

fn instance_request(key: &str) -> Request {
    Request {
        authorization: Some(format!("Bearer {key}")),
        ..Request::new("GET", "/v1/instance")
    }
}

/// The ID and the environment type of the instance of a key.
fn instance(server: &mut Server, key: &str) -> (String, String) {
    let response = server.send(&instance_request(key));
    assert_eq!(response.status, 200, "{}", response.body);
    let id = response.body["id"].as_str().unwrap().to_owned();
    let environment = response.body["environment_type"].as_str().unwrap();
    (id, environment.to_owned())
}

fn replay(text: &str) -> Store {
    let mut replay = Replay::new();
    replay.feed(text.as_bytes()).unwrap();
    replay.end().unwrap().store
}

#[test]
fn the_response_has_every_field_of_the_document() {
    let mut server = server();
    let response = server.send(&instance_request(TEST_KEY));
    assert_eq!(response.status, 200);
    let id = response.body["id"].as_str().unwrap();
    assert!(id.starts_with("ins_") && id.len() == 31, "{id}");
    let expected = json!({
        "object": "instance",
        "id": id,
        "environment_type": "development",
        "allowed_origins": null,
        "workspace_id": null,
    });
    assert_eq!(response.body, expected);
    assert_eq!(server.lines.len(), 1);
}

#[test]
fn the_id_stays_and_depends_on_the_kind_of_the_key() {
    let mut server = server();
    let test = instance(&mut server, TEST_KEY);
    let live = instance(&mut server, "sk_live_1");
    assert_eq!((&*test.1, &*live.1), ("development", "production"));
    assert_ne!(test.0, live.0);
    server.now += 60_000;
    assert_eq!(instance(&mut server, "sk_test_2"), test);
    assert_eq!(instance(&mut server, "sk_live_2"), live);
    // A line for each, when it was read first.
    assert_eq!(server.lines.len(), 2);
}

#[test]
fn the_data_file_keeps_the_id() {
    let mut server = server();
    server.create(r#"{"id":"user_1"}"#);
    let ids = [TEST_KEY, "sk_live_1"].map(|key| instance(&mut server, key));
    let replayed = replay(&format!("{HEADER}\n{}\n", server.lines.join("\n")));
    assert!(replayed == *server.backend.store());
    for size in [1, 1_000_000] {
        let mut text = String::new();
        let mut from = Some(0);
        while let Some(start) = from {
            let chunk = compacted(&replayed, start, size);
            text.push_str(&chunk.lines);
            from = chunk.next;
        }
        assert!(text.starts_with(HEADER));
        let mut again = self::server();
        again.backend.set_store(replay(&text));
        let found = [TEST_KEY, "sk_live_1"].map(|key| instance(&mut again, key));
        assert_eq!((found, again.lines.len()), (ids.clone(), 0));
    }
}

#[test]
fn clearing_and_replacing_the_users_keeps_the_id() {
    let mut server = server();
    server.create(r#"{"id":"user_1"}"#);
    let id = instance(&mut server, TEST_KEY);
    server.lines.clear();
    server.backend.clear(&mut server.lines).unwrap();
    assert_eq!(server.lines[0], r#""clear""#);
    // The line follows, for a journal that drops all earlier lines.
    let text = format!("{HEADER}\n{}\n", server.lines.join("\n"));
    assert!(replay(&text) == *server.backend.store());
    server.backend.set_store(Store::new());
    assert_eq!(instance(&mut server, TEST_KEY), id);
}

#[test]
fn an_id_that_cannot_be_written_is_not_used() {
    struct Full;
    impl clerk_metadata_local::Journal for Full {
        fn append(&mut self, _line: &str) -> Result<(), String> {
            Err(String::from("the disk is full"))
        }
    }
    let mut server = server();
    let response = (server.backend).handle(&instance_request(TEST_KEY), NOW, &mut || 0, &mut Full);
    assert_eq!(response.status, 500, "{}", response.body);
    assert_eq!(server.backend.store().instances().count(), 0);
}

#[test]
fn other_methods_and_keys_are_rejected() {
    let mut server = Server::new();
    let response = server.send(&request("PATCH", "/v1/instance", "{}"));
    assert_eq!(
        (response.status, response.raw.header("allow")),
        (405, Some("GET"))
    );
    let response = server.send(&instance_request("sk_test_wrong"));
    assert_eq!(
        (response.status, response.code()),
        (401, "clerk_key_invalid")
    );
    let response = server.get("/v1/instance/restrictions");
    assert_eq!(
        (response.status, response.code()),
        (404, "resource_not_found")
    );
}
