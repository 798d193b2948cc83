//! The local Backend API: Clerk's routes of users, organizations, memberships and their metadata, in memory.
//!
//! ```text
//!                      ┌ auth ─ rate_limiter ─ route ┐   key, rate limit, endpoint
//! Request ──► Backend ─┤  create   metadata   list   ├─► Response   errors in Clerk's shape
//!             (now,    └────┬──────────┬─────────────┘      ▲
//!              random)      │ a change │                    │ wire: the user in Clerk's JSON
//!                           ▼          ▼                    │
//!                        Journal ──► Store ─────────────────┘
//!                  writes a line      changes memory
//!                           ▲
//!            data file ─────┴─ Replay: rebuilds a Store from the lines
//! ```
//!
//! Everything outside `wasm` is pure: time, randomness and the data file are arguments. A
//! complete example:
//!
//! ```
//! use clerk_metadata_local::{Backend, Replay, Request, Settings, SplitMix};
//!
//! let mut backend = Backend::new(Settings { secret_key: Some("sk_test_1".into()), ..Settings::default() });
//! let mut numbers = SplitMix::new(7);
//! let mut random = || numbers.next_u64();
//! let mut lines: Vec<String> = Vec::new();
//! let now = 1_700_000_000_000;
//!
//! let ada = r#"{"id":"user_ada","public_metadata":{"plan":"free","old":1}}"#;
//! backend.create(ada, now, &mut random, &mut lines).expect("a user");
//!
//! let request = Request {
//!     authorization: Some("Bearer sk_test_1".into()),
//!     content_type: Some("application/json".into()),
//!     body: r#"{"public_metadata":{"plan":"pro","old":null}}"#.into(),
//!     ..Request::new("PATCH", "/v1/users/user_ada/metadata")
//! };
//! let response = backend.handle(&request, now + 1, &mut random, &mut lines);
//! assert_eq!(response.status, 200);
//! assert!(response.body.contains(r#""public_metadata":{"plan":"pro"}"#));
//!
//! // The journal's lines are enough to restore the users.
//! let mut replay = Replay::new();
//! for line in [clerk_metadata_local::journal::HEADER].into_iter().chain(lines.iter().map(String::as_str)) {
//!     replay.feed(format!("{line}\n").as_bytes())?;
//! }
//! assert!(replay.end()?.store == *backend.store());
//! # Ok::<(), clerk_metadata_local::JournalError>(())
//! ```

pub mod auth;
pub mod backend;
pub mod create;
pub mod errors;
pub mod failure;
pub mod filter;
mod host;
mod identifier_format;
pub mod insert;
pub mod instance;
pub mod journal;
pub mod json;
pub mod list;
pub mod merge_and_diff;
pub mod metadata;
pub mod organization;
pub mod organization_create;
mod organization_errors;
pub mod organization_insert;
pub mod organization_list;
mod organization_resource;
pub mod organization_seed;
pub mod organization_store;
pub mod organization_update;
pub mod organization_wire;
mod organizations;
mod paging;
pub mod params;
pub mod pending;
pub mod query;
pub mod random;
pub mod rate_limiter;
pub mod request;
mod request_checks;
pub mod resource;
pub mod response;
pub mod returned;
pub mod rfc3339;
pub mod route;
pub mod seed;
pub mod store;
pub mod update;
pub mod user;
mod user_resource;
#[cfg(target_arch = "wasm32")]
mod wasm;
pub mod wire;

pub use backend::{Backend, Settings};
pub use errors::RequestError;
pub use journal::{Journal, JournalError, Replay, Replayed};
pub use organization::{Membership, Organization};
pub use pending::{Committed, PendingChange, Prepared};
pub use random::{Random, SplitMix};
pub use request::Request;
pub use response::Response;
pub use store::Store;
pub use user::User;
