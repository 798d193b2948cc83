//! An axum app with one route that changes a user's metadata. Sign-in is omitted: in your app, take the user ID from
//! the verified session, not from the path.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use clerk_metadata_client::{Client, Error, public_metadata};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What this app stores in `publicMetadata`.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PublicMetadata {
    pub onboarding_complete: Option<bool>,
    pub company: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Onboarding {
    company: String,
}

/// The routes of the app.
pub fn app(clerk: Client) -> Router {
    Router::new()
        .route("/users/{user_id}/onboarding", post(complete_onboarding))
        .with_state(clerk)
}

async fn complete_onboarding(
    State(clerk): State<Client>,
    Path(user_id): Path<String>,
    Json(onboarding): Json<Onboarding>,
) -> Result<Json<PublicMetadata>, CallFailed> {
    let patch = PublicMetadata {
        onboarding_complete: Some(true),
        company: Some(onboarding.company),
    };
    let user = clerk
        .update_user_metadata(&user_id, &public_metadata(patch))
        .await?;
    Ok(Json(user.public_metadata().unwrap_or_default()))
}

/// The response to a failed call.
struct CallFailed(Error);

impl From<Error> for CallFailed {
    fn from(error: Error) -> CallFailed {
        CallFailed(error)
    }
}

impl IntoResponse for CallFailed {
    fn into_response(self) -> Response {
        let CallFailed(error) = self;
        let status = match (error.code(), error.status()) {
            ("invalid_params" | "invalid_user_id" | "too_deep", _) => StatusCode::BAD_REQUEST,
            ("api_response_error", Some(404)) => StatusCode::NOT_FOUND,
            // The client has made its retries already.
            _ if error.is_retryable() => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_GATEWAY,
        };
        (status, Json(json!({ "error": error.to_string() }))).into_response()
    }
}
