//! The route against the local Backend API, in the same process.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use clerk_metadata_client::{Client, LocalBackend};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

async fn post(backend: &LocalBackend, user_id: &str, body: Value) -> (StatusCode, Value) {
    let clerk = Client::builder()
        .secret_key("sk_test_any")
        .transport(backend.clone())
        .build()
        .unwrap();
    let request = Request::post(format!("/users/{user_id}/onboarding"))
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()))
        .unwrap();
    let response = rust_axum::app(clerk).oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&body).unwrap())
}

#[tokio::test]
async fn completes_the_onboarding_and_keeps_other_keys() {
    let backend = LocalBackend::new();
    backend
        .create_user(&json!({ "id": "user_ada", "public_metadata": { "plan": "pro" } }))
        .unwrap();

    let (status, body) = post(
        &backend,
        "user_ada",
        json!({ "company": "Analytical Engines" }),
    )
    .await;
    assert_eq!(
        (status, body),
        (
            StatusCode::OK,
            json!({ "onboardingComplete": true, "company": "Analytical Engines" })
        )
    );
    let stored: Value = serde_json::from_str(&backend.user_json("user_ada").unwrap()).unwrap();
    let expected =
        json!({ "plan": "pro", "onboardingComplete": true, "company": "Analytical Engines" });
    assert_eq!(stored["public_metadata"], expected);
}

#[tokio::test]
async fn an_unknown_user_is_404() {
    let (status, body) = post(
        &LocalBackend::new(),
        "user_nobody",
        json!({ "company": "x" }),
    )
    .await;
    assert_eq!(status, StatusCode::NOT_FOUND, "{body}");
}

#[tokio::test]
async fn a_company_that_does_not_fit_is_400() {
    let backend = LocalBackend::new();
    backend.create_user(&json!({ "id": "user_ada" })).unwrap();
    let (status, body) = post(&backend, "user_ada", json!({ "company": "x".repeat(9000) })).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        body["error"]
            .as_str()
            .unwrap()
            .starts_with("publicMetadata: "),
        "{body}"
    );
}
