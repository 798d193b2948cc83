//! A Cloudflare Worker with one route that changes a user's metadata. Sign-in is omitted: in your app, take the user ID
//! from the verified session, not from the path.

use clerk_metadata_client::{Client, Error, public_metadata};
use js_sys::Reflect;
use serde::{Deserialize, Serialize};
use serde_json::json;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Request, Response, ResponseInit};

/// What this app stores in `publicMetadata`.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct PublicMetadata {
    onboarding_complete: Option<bool>,
    company: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Onboarding {
    company: String,
}

/// Handles a request. `env` has the variables and secrets of the Worker.
#[wasm_bindgen]
pub async fn handle(request: Request, env: JsValue) -> Result<Response, JsValue> {
    let url = request.url();
    let user_id = url
        .split_once("/users/")
        .and_then(|(_, path)| path.strip_suffix("/onboarding"));
    match user_id {
        Some(user_id) if request.method() == "POST" => {
            complete_onboarding(user_id, &request, &env).await
        }
        _ => respond(404, &json!({ "error": "there is no such route" })),
    }
}

async fn complete_onboarding(
    user_id: &str,
    request: &Request,
    env: &JsValue,
) -> Result<Response, JsValue> {
    let body = JsFuture::from(request.text()?).await?.as_string();
    let Ok(onboarding) = serde_json::from_str::<Onboarding>(&body.unwrap_or_default()) else {
        return respond(
            400,
            &json!({ "error": "the body must be {\"company\": …}" }),
        );
    };
    let patch = PublicMetadata {
        onboarding_complete: Some(true),
        company: Some(onboarding.company),
    };
    match update(env, user_id, patch).await {
        Ok(metadata) => respond(200, &metadata),
        Err(error) => respond(status(&error), &json!({ "error": error.to_string() })),
    }
}

async fn update(
    env: &JsValue,
    user_id: &str,
    patch: PublicMetadata,
) -> Result<PublicMetadata, Error> {
    let clerk = client(env)?;
    let user = clerk
        .update_user_metadata(user_id, &public_metadata(patch))
        .await?;
    Ok(user.public_metadata().unwrap_or_default())
}

/// The client of a request: a Worker has its variables only while it handles one.
fn client(env: &JsValue) -> Result<Client, Error> {
    let variable = |name: &str| Reflect::get(env, &name.into()).ok()?.as_string();
    let mut builder = Client::builder();
    if let Some(secret_key) = variable("CLERK_SECRET_KEY") {
        builder = builder.secret_key(secret_key);
    }
    if let Some(api_url) = variable("CLERK_API_URL") {
        builder = builder.api_url(api_url);
    }
    builder.build()
}

fn status(error: &Error) -> u16 {
    match (error.code(), error.status()) {
        ("invalid_params" | "invalid_user_id" | "too_deep", _) => 400,
        ("api_response_error", Some(404)) => 404,
        // The client has made its retries already.
        _ if error.is_retryable() => 503,
        _ => 502,
    }
}

fn respond(status: u16, body: &impl Serialize) -> Result<Response, JsValue> {
    let init = ResponseInit::new();
    init.set_status(status);
    let body = serde_json::to_string(body).unwrap_or_default();
    let response = Response::new_with_opt_str_and_init(Some(&body), &init)?;
    response.headers().set("content-type", "application/json")?;
    Ok(response)
}
