//! Change the metadata of Clerk users, organizations and memberships from Rust, natively and in wasm. Not affiliated with Clerk.
//!
//! ```text
//!  client.update_user_metadata(id, &params)
//!      │
//!  serialize ──► JSON text; NaN and infinity are rejected     core: validates, prepares the request
//!      │
//!  Call ◄── timeout, max_retries         ┌──────────────────────────────────────────────────────┐
//!      │ .await                          ▼                                                      │
//!  attempt ──► Transport: reqwest, the host's fetch, LocalBackend ──► Outcome ──► core: next step ┘ retry after a wait
//!      │                                                                             │
//!      └──────── User, Organization, …, Vec<User>, u64 or Error ◄────────────────────┘
//! ```
//!
//! Validation, retries, errors and the reading of responses are those of the npm package
//! [`clerk-metadata`](https://www.npmjs.com/package/clerk-metadata): both use the crate `clerk-metadata`.
//!
//! ```
//! use clerk_metadata_client::{Client, LocalBackend};
//! use serde_json::json;
//!
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! // In production: let client = Client::from_env()?;
//! let backend = LocalBackend::new();
//! backend.create_user(&json!({ "id": "user_ada", "public_metadata": { "plan": { "name": "pro" }, "trial": true } }))?;
//! let client = Client::builder().secret_key("sk_test_any").transport(backend).build()?;
//!
//! let params = json!({ "public_metadata": { "plan": { "seats": 5 }, "trial": null } });
//! let user = client.update_user_metadata("user_ada", &params).await?;
//! assert_eq!(user.public_metadata::<serde_json::Value>()?, json!({ "plan": { "name": "pro", "seats": 5 } }));
//! # Ok::<(), Box<dyn std::error::Error>>(()) })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Features: `reqwest` (default; the transport on native targets), `local` (the local Backend API in the same process,
//! for tests), `merge` (`merge` and `diff` for values of `serde_json`). On wasm32 the host's `fetch` is used.

mod attempt;
mod builder;
mod call;
mod client;
mod error;
mod hooks;
mod list;
mod maybe_send;
mod metadata_params;
mod organization;
mod redact;
mod resource;
mod result;
mod serialize;
pub mod transport;
mod user;
mod user_parts;

pub use builder::ClientBuilder;
pub use call::{Call, ResponseInfo};
pub use clerk_metadata::core::{ApiError, ApiErrorItem, Error as ErrorKind};
#[cfg(feature = "merge")]
pub use clerk_metadata::core::{diff, merge};
#[cfg(feature = "local")]
pub use clerk_metadata_local::Settings as LocalBackendSettings;
pub use client::Client;
pub use error::{Error, FailedRequest};
pub use hooks::{ErrorEvent, Hooks, RequestEvent, ResponseEvent, RetryEvent, SuccessEvent};
pub use list::{ListUsers, UserFilter, UserStream};
pub use maybe_send::BoxFuture;
pub use metadata_params::{private_metadata, public_metadata, unsafe_metadata};
pub use organization::{GetOrganization, Organization, OrganizationMembership, PublicUserData};
#[cfg(feature = "local")]
pub use transport::local::LocalBackend;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
pub use transport::reqwest::ReqwestTransport;
pub use transport::{Body, HttpRequest, HttpResponse, Transport, TransportError};
pub use user::User;
pub use user_parts::{
    EmailAddress, EnterpriseAccount, EnterpriseConnection, ExternalAccount, IdentificationLink,
    PhoneNumber, Verification, Web3Wallet,
};
