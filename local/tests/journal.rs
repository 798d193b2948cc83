//! The data file: replayed, truncated anywhere, compacted, and rejected if it is not a data file.

use crate::common::{NOW, Server};
use clerk_metadata::core::Field;
use clerk_metadata_local::journal::{Change, HEADER, compacted};
use clerk_metadata_local::{JournalError, Replay, Replayed, Store};
use proptest::prelude::*;

fn replay(bytes: &[u8]) -> Result<Replayed, JournalError> {
    let mut replay = Replay::new();
    replay.feed(bytes)?;
    replay.end()
}

fn file(lines: &[String]) -> String {
    let mut text = format!("{HEADER}\n");
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn compacted_file(store: &Store, size: usize) -> String {
    let (mut text, mut from) = (String::new(), 0);
    loop {
        let chunk = compacted(store, from, size);
        text.push_str(&chunk.lines);
        match chunk.next {
            Some(next) => from = next,
            None => return text,
        }
    }
}

/// A server with some users, after changes of every kind.
fn server_with_history() -> Server {
    let mut server = Server::new();
    server.create(r#"{"id":"user_1","username":"ada","public_metadata":{"é":"🙂"}}"#);
    server.create(r#"{"id":"user_2","email_address":["b@example.com"],"banned":true}"#);
    server.create(r#"{"id":"user_3","delete_self_enabled":false,"created_at":5}"#);
    server.patch("user_1", r#"{"private_metadata":{"n":1.50}}"#);
    server.delete("user_2");
    server.put("user_3", r#"{"unsafe_metadata":{"a":[null]}}"#);
    server
}

#[test]
fn replaying_the_lines_restores_the_users() {
    let server = server_with_history();
    assert_eq!(server.lines.len(), 6);
    let replayed = replay(file(&server.lines).as_bytes()).unwrap();
    assert!(replayed.store == *server.backend.store());
    assert!(!replayed.torn);
}

#[test]
fn a_file_with_one_line_for_each_resource_is_compact() {
    let server = server_with_history();
    let text = compacted_file(server.backend.store(), 1024);
    assert!(replay(text.as_bytes()).unwrap().is_compact);
    assert!(replay(file(&[]).as_bytes()).unwrap().is_compact);
    let last = text.lines().last().unwrap();
    for (other, reason) in [
        (String::new(), "a new file"),
        (file(&server.lines), "a history"),
        (format!("{text}{last}\n"), "a repeated line"),
        (
            format!("{text}{{\"delete\":\"user_1\"}}\n"),
            "a deleted user",
        ),
        (
            format!("{text}{{\"delete\":\"user_9\"}}\n"),
            "an unknown user",
        ),
        (format!("{text}\"clear\"\n"), "everything removed"),
        (text.trim_end().to_owned(), "no newline at the end"),
        (format!("{text}{{"), "a torn line"),
        (
            text.replacen("\"version\":2", "\"version\":1", 1),
            "an older version",
        ),
    ] {
        assert!(!replay(other.as_bytes()).unwrap().is_compact, "{reason}");
    }
}

#[test]
fn rejected_requests_and_reads_write_nothing() {
    let mut server = server_with_history();
    server.lines.clear();
    server.get("/v1/users");
    server.get("/v1/users/user_1");
    server.patch("user_1", "nonsense");
    server.delete("nobody");
    assert_eq!(
        server.backend.remove("nobody", &mut server.lines),
        Ok(false)
    );
    assert!(server.lines.is_empty());
}

#[test]
fn a_file_truncated_at_any_byte_is_readable() {
    let server = server_with_history();
    let text = file(&server.lines);
    for cut in 0..=text.len() {
        let replayed = replay(&text.as_bytes()[..cut]).unwrap();
        // A line is used once it is complete, with or without its newline.
        let complete = text
            .match_indices('\n')
            .filter(|(end, _)| *end <= cut)
            .count();
        let is_whole = cut == 0
            || text.as_bytes()[cut - 1] == b'\n'
            || text.as_bytes().get(cut) == Some(&b'\n');
        assert_eq!(replayed.torn, !is_whole, "{cut}");
        let lines = &server.lines[..complete.saturating_sub(1)];
        let expected = replay(file(lines).as_bytes()).unwrap();
        assert!(replayed.store == expected.store, "{cut}");
    }
}

#[test]
fn a_complete_last_line_is_used_without_its_newline() {
    let header = HEADER;
    let put = r#"{"put":{"id":"user_1","created_at":1,"updated_at":1}}"#;
    for (text, ids) in [
        (header.to_owned(), 0),
        (
            String::from(r#"{ "format": "clerk-metadata-local", "version": 2 }"#),
            0,
        ),
        (format!("{header}\n{put}"), 1),
        (format!("{header}\n{put}\r"), 1),
        (format!("{header}\n{put}\n{{\"delete\":\"user_1\"}}"), 0),
        (format!("{header}\n{put}\n\"clear\""), 0),
    ] {
        let replayed = replay(text.as_bytes()).unwrap();
        assert!(!replayed.torn, "{text}");
        assert_eq!(replayed.store.len(), ids, "{text}");
    }
    // An incomplete line without a newline is torn.
    for rest in [" ", "{\"pu", "\0\0", "\"cle", "{\"put\":{}"] {
        let text = format!("{header}\n{put}\n{rest}");
        assert!(replay(text.as_bytes()).unwrap().torn, "{rest}");
    }
    // Complete, but not a change. A damaged line before the last one is always an error.
    for rest in ["{}", "null", "{\"drop\":1}", "{\"put\":{\"id\":\"\"}}"] {
        let text = format!("{header}\n{put}\n{rest}");
        assert_eq!(replay(text.as_bytes()).unwrap_err().line, 3, "{text}");
        for last in [put, "{\"pu"] {
            let text = format!("{header}\n{rest}\n{last}");
            assert_eq!(replay(text.as_bytes()).unwrap_err().line, 2, "{text}");
        }
    }
    let later = r#"{"format":"clerk-metadata-local","version":3}"#;
    let error = replay(later.as_bytes()).unwrap_err();
    assert!(error.reason.contains("version 3"), "{error}");
}

#[test]
fn a_damaged_line_with_a_newline_is_an_error_even_if_it_is_the_last() {
    let server = server_with_history();
    let text = file(&server.lines);
    for damage in [
        "\0\0\0\0",
        "{\"put\":",
        "{}",
        "null",
        "{\"put\":{\"id\":\"\",\"created_at\":1,\"updated_at\":1}}",
        "{\"drop\":1}",
    ] {
        for more in ["", "\"clear\"\n", "{\"pu"] {
            let error = replay(format!("{text}{damage}\n{more}").as_bytes()).unwrap_err();
            assert_eq!(error.line, 8, "{damage}");
            let text = error.to_string();
            assert!(
                ["line 8: it cannot be read", "line 8: a user without an id"].contains(&&*text),
                "{text}"
            );
        }
    }
    // Not UTF-8.
    let mut bytes = text.clone().into_bytes();
    bytes.extend(b"{\"delete\":\"\xff\"}\n");
    assert_eq!(replay(&bytes).unwrap_err().line, 8);
}

#[test]
fn files_that_are_not_data_files_are_rejected() {
    let table = [
        "hello",
        "hello\n",
        "\n",
        "{}\n",
        "[]\n",
        "\0\0\0\0",
        "{\"put\":{\"id\":\"user_1\",\"created_at\":1,\"updated_at\":1}}\n",
        "{\"format\":\"another\",\"version\":1}\n",
        "{\"format\":\"another\"",
        "{\"users\":[]}",
        "{\"format\":\"clerk-metadata-local\",\"version\":1}x",
    ];
    for text in table {
        let error = replay(text.as_bytes()).unwrap_err();
        assert_eq!(error.line, 1, "{text:?}");
        assert!(
            error.reason.contains("not a data file"),
            "{text:?}: {error}"
        );
    }
    let error = replay(b"{\"format\":\"clerk-metadata-local\",\"version\":3}\n").unwrap_err();
    assert!(error.reason.contains("version 3"), "{error}");
    // An empty file is a new one. Spaces and line endings added by other programs are accepted.
    assert!(!replay(b"").unwrap().torn);
    assert!(
        replay(b"{ \"format\": \"clerk-metadata-local\", \"version\": 1 }\r\n\"clear\"\r\n")
            .is_ok()
    );
}

#[test]
fn empty_metadata_of_a_line_is_as_good_as_none() {
    let user = |metadata| {
        format!(r#"{{"put":{{"id":"user_1"{metadata},"created_at":5,"updated_at":5}}}}"#)
    };
    let written = user(r#","public_metadata":{},"private_metadata":{"a":1}"#);
    let store = replay(file(&[written]).as_bytes()).unwrap().store;
    let metadata = |field| store.get("user_1").unwrap().metadata(field).text();
    assert_eq!(metadata(Field::Public), "{}");
    assert_eq!(metadata(Field::Private), r#"{"a":1}"#);
    assert_eq!(metadata(Field::Unsafe), "{}");
    let without = user(r#","private_metadata":{"a":1}"#);
    assert!(
        replay(file(std::slice::from_ref(&without)).as_bytes())
            .unwrap()
            .store
            == store
    );
    assert_eq!(compacted_file(&store, 1), file(&[without]));
}

#[test]
fn chunks_of_any_size() {
    let server = server_with_history();
    let text = file(&server.lines);
    for size in 1..40 {
        let mut replay = Replay::new();
        for piece in text.as_bytes().chunks(size) {
            replay.feed(piece).unwrap();
        }
        assert_eq!(replay.read_bytes(), text.len());
        let replayed = replay.end().unwrap();
        assert!(replayed.store == *server.backend.store(), "{size}");
    }
}

#[test]
fn compacted_files_hold_the_same_users() {
    let mut server = server_with_history();
    server.backend.seed(500, NOW, &mut ()).unwrap();
    for size in [1, 1000, 100_000, usize::MAX] {
        let text = compacted_file(server.backend.store(), size);
        let replayed = replay(text.as_bytes()).unwrap();
        assert!(replayed.store == *server.backend.store(), "{size}");
        assert_eq!(text.lines().count(), 1 + server.backend.store().len());
        // Compacting again yields the same file.
        assert_eq!(compacted_file(&replayed.store, size), text);
    }
    assert_eq!(compacted_file(&Store::new(), 1), format!("{HEADER}\n"));
    assert!(compacted(server.backend.store(), 0, 1000).lines.len() < 3000);
}

#[test]
fn changes_between_two_chunks_are_not_lost() {
    let mut server = Server::new();
    server.backend.seed(50, NOW, &mut ()).unwrap();
    let first = server
        .backend
        .store()
        .users_from(0)
        .next()
        .unwrap()
        .1
        .clone();
    let email = first.email_addresses[0].value.clone();
    server.lines.clear();
    let (mut text, mut from) = (String::new(), 0);
    let mut step = 0;
    loop {
        let chunk = compacted(server.backend.store(), from, 2000);
        text.push_str(&chunk.lines);
        let Some(next) = chunk.next else { break };
        from = next;
        // A user that is already written is removed, and another user takes its email address.
        if step == 0 {
            server.delete(&first.id);
            server.create(&format!(r#"{{"id":"heir","email_address":["{email}"]}}"#));
        }
        let last = server
            .backend
            .store()
            .users_from(0)
            .next_back()
            .unwrap()
            .1
            .id
            .clone();
        server.patch(
            &last,
            &format!(r#"{{"public_metadata":{{"step":{step}}}}}"#),
        );
        step += 1;
    }
    for line in &server.lines {
        text.push_str(line);
        text.push('\n');
    }
    let mut replayed = replay(text.as_bytes()).unwrap().store;
    assert!(replayed == *server.backend.store());
    // The address belongs to the new user, and is free after that user is removed.
    let rival = |store: &Store| store.conflict(&first).is_some();
    assert!(rival(&replayed));
    replayed.apply(Change::Delete("heir".into()));
    assert!(!rival(&replayed));
}

#[test]
fn clear_is_persisted() {
    let mut server = server_with_history();
    server.backend.clear(&mut server.lines).unwrap();
    server.create(r#"{"id":"user_9","username":"ada"}"#);
    let replayed = replay(file(&server.lines).as_bytes()).unwrap();
    assert!(replayed.store == *server.backend.store());
    assert_eq!(replayed.store.len(), 1);
}

/// A change of one of five users.
#[derive(Debug, Clone)]
enum Step {
    Create(u8, u8),
    Patch(u8, String),
    Put(u8, String),
    Delete(u8),
    Clear,
    Compact,
}

fn step() -> impl Strategy<Value = Step> {
    let id = 0..5_u8;
    let leaf = prop_oneof![
        Just(String::from("null")),
        Just(String::from("{}")),
        (0..9_i32).prop_map(|number| number.to_string()),
        "[a-zé🙂\"\\\\]{0,6}".prop_map(|text| serde_json::Value::from(text).to_string()),
        Just(format!("\"{}\"", "x".repeat(5000))),
    ];
    let member = ("[a-c]", leaf).prop_map(|(key, value)| format!(r#""{key}":{value}"#));
    let object =
        prop::collection::vec(member, 0..3).prop_map(|all| format!("{{{}}}", all.join(",")));
    let nested =
        (object.clone(), "[a-c]").prop_map(|(inner, key)| format!(r#"{{"{key}":{inner}}}"#));
    let value = prop_oneof![object, nested];
    prop_oneof![
        (id.clone(), 0..4_u8).prop_map(|(id, name)| Step::Create(id, name)),
        (id.clone(), value.clone()).prop_map(|(id, value)| Step::Patch(id, value)),
        (id.clone(), value).prop_map(|(id, value)| Step::Put(id, value)),
        id.prop_map(Step::Delete),
        Just(Step::Clear),
        Just(Step::Compact),
    ]
}

proptest! {
    /// After any sequence of requests, the data file restores the users in memory.
    #[test]
    fn any_sequence_is_replayed(steps in prop::collection::vec(step(), 0..60), cut in any::<prop::sample::Index>()) {
        let mut server = Server::new();
        let mut base = format!("{HEADER}\n");
        for step in steps {
            server.now += 1;
            match step {
                Step::Create(id, name) => {
                    let body = format!(r#"{{"id":"user_{id}","username":"name_{name}","email_address":["{name}@example.com"]}}"#);
                    let _ = server.backend.create(&body, server.now, &mut || u64::from(id), &mut server.lines);
                }
                Step::Patch(id, value) => {
                    server.patch(&format!("user_{id}"), &format!(r#"{{"public_metadata":{value}}}"#));
                }
                Step::Put(id, value) => {
                    server.put(&format!("user_{id}"), &format!(r#"{{"private_metadata":{value}}}"#));
                }
                Step::Delete(id) => {
                    server.delete(&format!("user_{id}"));
                }
                Step::Clear => server.backend.clear(&mut server.lines).unwrap(),
                Step::Compact => {
                    base = compacted_file(server.backend.store(), 100);
                    server.lines.clear();
                }
            }
        }
        let mut text = base;
        for line in &server.lines {
            text.push_str(line);
            text.push('\n');
        }
        let replayed = replay(text.as_bytes()).unwrap();
        prop_assert!(replayed.store == *server.backend.store());
        // The indexes are equal too: a copy of each user conflicts with that user, and with no other.
        for (_, user) in server.backend.store().users_from(0) {
            let mut copy = user.clone();
            prop_assert!(replayed.store.conflict(&copy).is_none());
            copy.id = String::from("copy");
            prop_assert!(replayed.store.conflict(&copy).is_some());
        }
        // Truncated anywhere, it is still a valid file.
        let cut = cut.index(text.len() + 1);
        prop_assert!(replay(&text.as_bytes()[..cut]).is_ok());
    }
}
