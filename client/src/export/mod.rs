//! The npm entry `clerk-metadata/wasm`: the methods as functions of JavaScript, with the feature `export`.
//!
//! ```text
//! updateUserMetadata(userId, params, options)
//!      │ at once, before the caller can change them
//!  client_options ──► Client
//!  metadata ─► json_value ─► serde-wasm-bindgen ─► Json ──► JSON text     errors name the path
//!      │
//!    Call ──► the host's fetch ──► result ──► JavaScript object, or `error`: an `Error`
//! ```
//!
//! Code of the caller runs only while its arguments are read: getters, `toJSON()` and proxies, all through bindings
//! that catch what they throw.

mod client_options;
mod error;
mod host;
mod json;
mod json_value;
mod list_params;
mod metadata;
mod rejection;
mod result;

use std::future::{Future, IntoFuture};

use clerk_metadata::core::metadata::field::Owner;
use clerk_metadata::core::request::list_params::{ORGANIZATION_PARAMETERS, PARAMETERS, Parameter};
use clerk_metadata::core::{Input, JsonObject, ListParams, MetadataParams};
use futures_util::future::try_join;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

use crate::call::Call;
use crate::client::Client;
use metadata::Change;
use rejection::Rejection;
use result::ResultText;

/// What an exported function returns: never an error. A `Result` has no result of the type `externref` in wasm, which
/// can end the process in Node.js 20 and 22 (tests/packaging/wasm-results.mjs).
type Returned = Result<Promise, JsError>;

/// `updateUserMetadata(userId, params, options?)`.
#[wasm_bindgen(js_name = updateUserMetadata)]
pub fn update_user_metadata(user_id: &JsValue, params: &JsValue, options: &JsValue) -> Returned {
    Ok(user_metadata_call(
        "updateUserMetadata",
        user_id,
        params,
        options,
    ))
}

/// `replaceUserMetadata(userId, params, options?)`.
#[wasm_bindgen(js_name = replaceUserMetadata)]
pub fn replace_user_metadata(user_id: &JsValue, params: &JsValue, options: &JsValue) -> Returned {
    Ok(user_metadata_call(
        "replaceUserMetadata",
        user_id,
        params,
        options,
    ))
}

/// `getUser(userId, options?)`.
#[wasm_bindgen(js_name = getUser)]
pub fn get_user(user_id: &JsValue, options: &JsValue) -> Returned {
    Ok(resource_promise(get_user_call(user_id, options)))
}

/// `getUserList(params?, options?)`: the users of a page and the count of all of them, which are two requests.
#[wasm_bindgen(js_name = getUserList)]
pub fn get_user_list(params: &JsValue, options: &JsValue) -> Returned {
    let calls = list_input(params, options).map(|(client, params)| {
        let call = |operation| list_call(&client, operation, &params).into_future();
        (call("getUserList"), call("getCount"))
    });
    Ok(promise(async {
        let (users, count) = calls?;
        // If one of them fails, the other is dropped, which aborts its request.
        let (users, count) = try_join(users, count)
            .await
            .map_err(|failed| error::of_call(&failed))?;
        result::user_list(&users, &count)
    }))
}

/// `getCount(params?, options?)`.
#[wasm_bindgen(js_name = getCount)]
pub fn get_count(params: &JsValue, options: &JsValue) -> Returned {
    let call =
        list_input(params, options).map(|(client, params)| list_call(&client, "getCount", &params));
    Ok(promise(async { result::count(&send(call?).await?) }))
}

/// `getOrganization(params, options?)`.
#[wasm_bindgen(js_name = getOrganization)]
pub fn get_organization(params: &JsValue, options: &JsValue) -> Returned {
    let example = "organizationId: \"org_2abc\"";
    let call = read_list(ORGANIZATION_PARAMETERS, params, example, options);
    Ok(resource_promise(call.map(|(client, params)| {
        list_call(&client, "getOrganization", &params)
    })))
}

/// `updateOrganizationMetadata(organizationId, params, options?)`.
#[wasm_bindgen(js_name = updateOrganizationMetadata)]
pub fn update_organization_metadata(
    organization_id: &JsValue,
    params: &JsValue,
    options: &JsValue,
) -> Returned {
    Ok(organization_metadata_call(
        "updateOrganizationMetadata",
        organization_id,
        params,
        options,
    ))
}

/// `replaceOrganizationMetadata(organizationId, params, options?)`.
#[wasm_bindgen(js_name = replaceOrganizationMetadata)]
pub fn replace_organization_metadata(
    organization_id: &JsValue,
    params: &JsValue,
    options: &JsValue,
) -> Returned {
    Ok(organization_metadata_call(
        "replaceOrganizationMetadata",
        organization_id,
        params,
        options,
    ))
}

/// `updateOrganizationMembershipMetadata(params, options?)`.
#[wasm_bindgen(js_name = updateOrganizationMembershipMetadata)]
pub fn update_organization_membership_metadata(params: &JsValue, options: &JsValue) -> Returned {
    let operation = "updateOrganizationMembershipMetadata";
    Ok(resource_promise(metadata_call(operation, options, || {
        Change::of_membership(params)
    })))
}

/// A call that changes metadata. `read` reads its arguments, after the options.
fn metadata_call(
    operation: &'static str,
    options: &JsValue,
    read: impl FnOnce() -> Result<Change, Rejection>,
) -> Result<Call<ResultText>, JsValue> {
    let client = client_options::client(options)?;
    let change = read().map_err(|rejection| error::of_rejection(rejection, client.secret_key()))?;
    let [public, private, unsafe_] = &change.texts;
    let input = Input {
        user_id: change.user_id.as_deref(),
        organization_id: change.organization_id.as_deref(),
        metadata: MetadataParams {
            public: object_of(public),
            private: object_of(private),
            unsafe_: object_of(unsafe_),
        },
        ..Input::default()
    };
    Ok(client.call(operation, &input))
}

fn object_of(text: &Option<String>) -> Option<JsonObject<'_>> {
    text.as_deref().map(JsonObject::from_validated)
}

fn user_metadata_call(
    operation: &'static str,
    user_id: &JsValue,
    params: &JsValue,
    options: &JsValue,
) -> Promise {
    resource_promise(metadata_call(operation, options, || {
        Ok(Change {
            organization_id: None,
            user_id: user_id.as_string(),
            texts: metadata::texts(Owner::User, params)?,
        })
    }))
}

fn organization_metadata_call(
    operation: &'static str,
    organization_id: &JsValue,
    params: &JsValue,
    options: &JsValue,
) -> Promise {
    resource_promise(metadata_call(operation, options, || {
        Ok(Change {
            organization_id: organization_id.as_string(),
            user_id: None,
            texts: metadata::texts(Owner::Organization, params)?,
        })
    }))
}

fn get_user_call(user_id: &JsValue, options: &JsValue) -> Result<Call<ResultText>, JsValue> {
    let client = client_options::client(options)?;
    let user_id = user_id.as_string();
    let input = Input {
        user_id: user_id.as_deref(),
        ..Input::default()
    };
    Ok(client.call("getUser", &input))
}

fn list_input(params: &JsValue, options: &JsValue) -> Result<(Client, ListParams), JsValue> {
    read_list(PARAMETERS, params, "limit: 10", options)
}

/// Reads the options, and then the parameters of a table.
fn read_list(
    parameters: &'static [Parameter],
    params: &JsValue,
    example: &str,
    options: &JsValue,
) -> Result<(Client, ListParams), JsValue> {
    let client = client_options::client(options)?;
    let params = list_params::from_js(parameters, params, example)
        .map_err(|rejection| error::of_rejection(rejection, client.secret_key()))?;
    Ok((client, params))
}

fn list_call(client: &Client, operation: &'static str, params: &ListParams) -> Call<ResultText> {
    let input = Input {
        list: Some(params),
        ..Input::default()
    };
    client.call(operation, &input)
}

fn resource_promise(call: Result<Call<ResultText>, JsValue>) -> Promise {
    promise(async { result::resource(&send(call?).await?) })
}

async fn send(call: Call<ResultText>) -> Result<ResultText, JsValue> {
    call.await.map_err(|failed| error::of_call(&failed))
}

fn promise(future: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    future_to_promise(future)
}
