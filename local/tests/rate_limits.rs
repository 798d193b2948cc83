//! The rate limits of requests.

use crate::common::{KEY, NOW, Server, request};
use clerk_metadata_local::Settings;

fn limited(key: &str) -> Server {
    Server::with(Settings {
        secret_key: Some(key.to_owned()),
        rate_limit: true,
        ..Settings::default()
    })
}

fn status(server: &mut Server, key: &str, url: &str) -> u16 {
    let mut request = request("GET", url, "");
    request.authorization = Some(format!("Bearer {key}"));
    server.send(&request).status
}

#[test]
fn an_instance_is_limited() {
    for (key, limit) in [("sk_live_1", 1000), ("sk_test_1", 100), ("other", 100)] {
        let mut server = limited(key);
        for number in 0..limit {
            // Rejected requests are counted too, except those with an invalid key.
            let url = ["/v1/users", "/v1/nothing"][number % 2];
            let expected = [200, 404][number % 2];
            assert_eq!(status(&mut server, key, url), expected, "{key} {number}");
            assert_eq!(status(&mut server, "sk_wrong", url), 401);
        }
        server.now += 3_001;
        for url in ["/v1/users", "/v1/nothing", "/v1/users/count"] {
            assert_eq!(status(&mut server, key, url), 429);
        }
        assert_eq!(status(&mut server, "sk_wrong", "/v1/users"), 401);
        server.now = NOW + 9_999;
        assert_eq!(status(&mut server, key, "/v1/users"), 429);
        server.now = NOW + 10_000;
        assert_eq!(status(&mut server, key, "/v1/users"), 200);
    }
}

#[test]
fn metadata_changes_of_a_user_are_limited() {
    let mut server = limited(KEY);
    for id in ["user_1", "user_2"] {
        server.create(&format!(r#"{{"id":"{id}"}}"#));
    }
    let body = r#"{"public_metadata":{"n":1}}"#;
    for number in 0..10 {
        let response = if number % 2 == 0 {
            server.patch("user_1", body)
        } else {
            server.put("user_1", body)
        };
        assert_eq!(response.status, 200);
        server.now += 100;
    }
    for (now, seconds) in [(1_000, "9"), (1_001, "9"), (9_000, "1"), (9_999, "1")] {
        server.now = NOW + now;
        for id in ["user_1", "user%5F1"] {
            let response = server.patch(id, body);
            assert_eq!(
                (response.status, response.code()),
                (429, "too_many_requests")
            );
            assert_eq!(response.raw.header("retry-after"), Some(seconds));
            let response = server.put(id, "nonsense");
            assert_eq!(response.status, 429);
        }
    }
    // Another user, and another endpoint of the same user, are not limited.
    assert_eq!(server.patch("user_2", body).status, 200);
    assert_eq!(server.get("/v1/users/user_1").status, 200);
    server.now = NOW + 10_000;
    assert_eq!(server.patch("user_1", body).status, 200);
}

#[test]
fn an_unknown_user_has_no_rate_limit() {
    let mut server = limited(KEY);
    for _ in 0..50 {
        assert_eq!(server.patch("user_0", "{}").status, 404);
    }
}

#[test]
fn rate_limits_can_be_disabled() {
    let mut server = Server::new();
    server.create(r#"{"id":"user_1"}"#);
    for _ in 0..2_000 {
        assert_eq!(server.patch("user_1", "{}").status, 200);
    }
}
