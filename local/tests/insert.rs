//! Users that another Backend API has returned: every field is kept, and they are changed like any other user.

use clerk_metadata_local::journal::compacted;
use clerk_metadata_local::params::Source;
use clerk_metadata_local::returned::{is_returned, list_elements};
use clerk_metadata_local::{Backend, Replay, Request, Settings, Store, User};

const NOW: i64 = 1_700_000_000_000;

const ADA: &str = r#"{"id":"user_ada","object":"user","first_name":"Ada","external_id":"7",
    "primary_email_address_id":"idn_2","email_addresses":[
        {"id":"idn_1","email_address":"old@example.com","reserved":true,"verification":null},
        {"id":"idn_2","email_address":"ada@example.com","reserved":false,"verification":{"status":"verified"}}],
    "external_accounts":[{"id":"eac_1","provider":"oauth_google","provider_user_id":"g1","label":"work"}],
    "public_metadata":{"id":9007199254740993,"text":"\ud83d"},"private_metadata":null,"unsafe_metadata":{},
    "banned":true,"created_at":1600000000000,"updated_at":1600000000001,"later":{"field":1.0}}"#;

/// The compact form of `ADA`. Metadata that is `null` is an empty object.
fn ada() -> String {
    ADA.replace("\n    ", "")
        .replace("    ", "")
        .replace("\"private_metadata\":null", "\"private_metadata\":{}")
}

fn backend() -> Backend {
    Backend::new(Settings {
        rate_limit: false,
        ..Settings::default()
    })
}

fn insert(backend: &mut Backend, text: &str) -> Result<String, Vec<String>> {
    let pending = backend.prepare_insert(text, NOW, &mut || 7);
    match pending {
        Ok(pending) => Ok(backend.commit(pending).body().unwrap()),
        Err(error) => Err(error
            .errors
            .into_iter()
            .map(|item| item.long_message)
            .collect()),
    }
}

fn send(backend: &mut Backend, method: &str, path: &str, body: &str) -> (u16, String) {
    let request = Request {
        authorization: Some("Bearer sk_test_1".into()),
        content_type: Some("application/json".into()),
        body: body.into(),
        ..Request::new(method, path)
    };
    let response = backend.handle(&request, NOW, &mut || 7, &mut ());
    (response.status, response.body)
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

#[test]
fn every_field_is_kept() {
    let mut backend = backend();
    assert_eq!(insert(&mut backend, ADA), Ok(ada()));
    assert_eq!(backend.get("user_ada"), Some(ada()));
    assert_eq!(send(&mut backend, "GET", "/v1/users/user_ada", "").1, ada());
    let user = backend.store().get("user_ada").unwrap();
    assert_eq!(user.email_address(), Some("ada@example.com"));
    assert_eq!(user.created_at, 1_600_000_000_000);
}

#[test]
fn a_change_replaces_the_metadata_and_the_time_only() {
    let mut backend = backend();
    insert(&mut backend, ADA).unwrap();
    let path = "/v1/users/user_ada/metadata";
    let body = r#"{"public_metadata":{"text":null,"plan":"pro"}}"#;
    let (status, changed) = send(&mut backend, "PATCH", path, body);
    let expected = ada()
        .replace(r#""text":"\ud83d""#, r#""plan":"pro""#)
        .replace("1600000000001", "1700000000000");
    assert_eq!((status, changed), (200, expected));
}

#[test]
fn lists_find_it_by_what_it_contains() {
    let mut backend = backend();
    insert(&mut backend, ADA).unwrap();
    for query in [
        "email_address=ada@example.com",
        "email_address=old@example.com",
        "external_id=7",
        "banned=true",
        "query=ada",
        "provider=oauth_google&provider_user_id=g1",
    ] {
        let (_, body) = send(&mut backend, "GET", &format!("/v1/users?{query}"), "");
        assert_eq!(body, format!("[{}]", ada()), "{query}");
    }
}

#[test]
fn the_data_file_keeps_it_and_that_it_was_deleted() {
    let mut backend = backend();
    insert(&mut backend, ADA).unwrap();
    insert(&mut backend, r#"{"id":"user_own"}"#).unwrap();
    assert!(replayed(backend.store()) == *backend.store());
    for id in ["user_ada", "user_own"] {
        let (status, _) = send(&mut backend, "DELETE", &format!("/v1/users/{id}"), "");
        assert_eq!(status, 200);
    }
    let store = replayed(&replayed(backend.store()));
    assert!(store.was_deleted("user_ada"));
    assert!(!store.was_deleted("user_own"), "it exists nowhere else");
    assert!(store.is_empty());

    insert(&mut backend, ADA).unwrap();
    assert!(!backend.store().was_deleted("user_ada"));
}

#[test]
fn an_identifier_goes_to_the_inserted_user() {
    let mut backend = backend();
    insert(
        &mut backend,
        r#"{"id":"user_own","emailAddress":["ada@example.com"]}"#,
    )
    .unwrap();
    insert(&mut backend, ADA).unwrap();
    assert_eq!(backend.store().len(), 2);
    let taken = vec![String::from("That id is taken. Please try another.")];
    assert_eq!(insert(&mut backend, ADA), Err(taken));
}

#[test]
fn what_is_not_a_user_is_rejected() {
    let not_a_user = "user must be the JSON of a user as the Backend API returns it.";
    for (text, expected) in [
        (r#"{"object":"user"}"#, not_a_user),
        (r#"{"object":"user","id":"user_1"}"#, not_a_user),
        (
            r#"{"object":"user","id":"a/../b","created_at":1,"updated_at":1}"#,
            not_a_user,
        ),
        (
            r#"{"id":"user_1","object":"session"}"#,
            "object is not a valid parameter for this request.",
        ),
        (
            r#"{"firstName":"Ada","first_name":"Ada"}"#,
            "first_name must be given only once.",
        ),
        (
            "[]",
            "The request body is invalid. Please consult the API documentation for more information.",
        ),
    ] {
        let mut backend = backend();
        assert_eq!(
            insert(&mut backend, text),
            Err(vec![expected.to_owned()]),
            "{text}"
        );
        assert!(backend.store().is_empty());
    }
}

#[test]
fn the_elements_of_an_array() {
    assert_eq!(
        list_elements(" [1, {\"a\": [2]} ] "),
        Some(vec!["1", "{\"a\": [2]}"])
    );
    assert_eq!(list_elements("[]"), Some(vec![]));
    let page = r#"{"data": [1, 2], "total_count": 9}"#;
    assert_eq!(list_elements(page), Some(vec!["1", "2"]));
    let resource = r#"{"object":"user","data":[1]}"#;
    assert_eq!(list_elements(resource), None);
    for text in ["{}", "[1", "[1,]", "", "[1] 2"] {
        assert_eq!(list_elements(text), None, "{text}");
    }
    assert!(is_returned(ADA, "user"));
    assert!(!is_returned(r#"{"object":"organization"}"#, "user"));
    assert!(!is_returned("[]", "user"));
}

/// Other fields of the user are in the JSON that the Backend API returned, which must not hide an update.
#[test]
fn an_update_replaces_fields_of_a_returned_user() {
    let mut backend = backend();
    insert(&mut backend, ADA).unwrap();
    let body =
        r#"{"first_name":"New","username":"neo","banned":false,"public_metadata":{"plan":1.0}}"#;
    let pending = backend
        .prepare_changed::<User>("user_ada", body, Source::Host, NOW, &mut || 7)
        .unwrap();
    backend.commit(pending).body().unwrap();
    let (status, user) = send(&mut backend, "GET", "/v1/users/user_ada", "");
    assert_eq!(status, 200);
    for part in [
        r#""first_name":"New""#,
        r#""username":"neo""#,
        r#""banned":false"#,
        r#""public_metadata":{"plan":1.0}"#,
        // Fields that are not updated are kept as they were returned.
        r#""later":{"field":1.0}"#,
        r#""external_id":"7""#,
        r#""primary_email_address_id":"idn_2""#,
    ] {
        assert!(user.contains(part), "{part} is not in {user}");
    }
    for (query, count) in [("query=New", 1), ("username=neo", 1)] {
        let (_, users) = send(&mut backend, "GET", &format!("/v1/users/count?{query}"), "");
        assert!(
            users.contains(&format!(r#""total_count":{count}"#)),
            "{query}: {users}"
        );
    }
    assert!(replayed(backend.store()) == *backend.store());
}
