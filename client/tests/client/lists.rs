//! Lists and counts, against the local Backend API.

use std::collections::BTreeSet;

use clerk_metadata_client::{Client, ListUsers, LocalBackend, UserFilter};
use futures_util::TryStreamExt;
use serde_json::json;

use crate::support::{SECRET_KEY, Script};

fn client_with(users: usize) -> Client {
    let backend = LocalBackend::new();
    for number in 0..users {
        backend
            .create_user(
                &json!({ "id": format!("user_{number:03}"), "username": format!("name{number}") }),
            )
            .unwrap();
        backend.advance(std::time::Duration::from_millis(1));
    }
    Client::builder()
        .secret_key(SECRET_KEY)
        .transport(backend)
        .build()
        .unwrap()
}

async fn ids(client: &Client, params: ListUsers) -> Vec<String> {
    client
        .list_users(params)
        .map_ok(|user| user.id)
        .try_collect()
        .await
        .unwrap()
}

#[tokio::test]
async fn every_user_once_whatever_the_size_of_a_page() {
    let client = client_with(25);
    let expected: Vec<String> = (0..25).map(|number| format!("user_{number:03}")).collect();
    for page_size in [1, 2, 5, 24, 25, 26, 500] {
        let params = ListUsers::new().oldest_first().page_size(page_size);
        assert_eq!(ids(&client, params).await, expected, "{page_size}");
    }
    let newest_first: Vec<String> = expected.iter().rev().cloned().collect();
    assert_eq!(
        ids(&client, ListUsers::new().page_size(7)).await,
        newest_first
    );
    let after = ListUsers::new().oldest_first().starting_after("user_022");
    assert_eq!(ids(&client, after).await, ["user_023", "user_024"]);
    assert_eq!(client.count_users(&UserFilter::new()).await.unwrap(), 25);
}

#[tokio::test]
async fn filters_select_in_lists_and_counts() {
    let client = client_with(12);
    let filter = UserFilter::new()
        .username("name3")
        .username("name7")
        .username("nobody");
    assert_eq!(client.count_users(&filter).await.unwrap(), 2);
    assert_eq!(
        ids(&client, ListUsers::new().filter(filter)).await,
        ["user_007", "user_003"]
    );
}

#[tokio::test]
async fn parameters_that_need_each_other() {
    let client = client_with(0);
    let error = client
        .count_users(&UserFilter::new().provider("oauth_google"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.path()),
        ("invalid_params", Some("provider"))
    );
}

#[tokio::test]
async fn a_stream_ends_after_an_error() {
    let script = Script::always(401, "{}");
    let mut users = script.client().list_users(ListUsers::new());
    assert_eq!(users.try_next().await.unwrap_err().status(), Some(401));
    assert!(users.try_next().await.unwrap().is_none());
    assert_eq!(script.requests().len(), 1);
}

/// The method for each filter exists, and the core knows every name.
#[tokio::test]
async fn every_filter_is_sent() {
    let script = Script::always(200, r#"{"object":"total_count","total_count":0}"#);
    let filter = UserFilter::new()
        .query("a")
        .user_id("a")
        .external_id("a")
        .email_address("a")
        .email_address_query("a")
        .phone_number("a")
        .phone_number_query("a")
        .username("a")
        .username_query("a")
        .name_query("a")
        .web3_wallet("a")
        .organization_id("a")
        .provider("a")
        .provider_user_id("a")
        .banned(true)
        .last_active_at_before(1)
        .last_active_at_after(1)
        .last_active_at_since(1)
        .last_sign_in_at_before(1)
        .last_sign_in_at_after(1)
        .created_at_before(1)
        .created_at_after(1);
    script.client().count_users(&filter).await.unwrap();
    let url = script.requests()[0].url.clone();
    let sent: BTreeSet<String> = url
        .split(['?', '&'])
        .skip(1)
        .map(|pair| pair.split_once('=').unwrap().0.to_owned())
        .collect();
    let expected: BTreeSet<String> = clerk_metadata::core::request::list_params::PARAMETERS
        .iter()
        .filter(|parameter| parameter.filters())
        .map(|parameter| parameter.wire())
        .collect();
    assert_eq!(sent, expected);
}
