//! Change a Clerk user's metadata: the core, and its JavaScript binding.
//!
//! ```text
//!  caller ──► pkg (JavaScript) ──► wasm (conversions) ──► core (decides)
//!               │  ▲  ▲                                       │
//!               │  │  └──── method, path, body ◄──────────────┤ before the first attempt
//!               ▼  │                                          │
//!        host's fetch ──► status, headers, text ──► wasm ──► core
//!                                                             │ after each
//!  caller ◄── User | Error ◄── JSON | parts ◄─── wasm ◄───────┤
//!               pkg waits, and sends it again ◄───────────────┘
//! ```
//!
//! [`core`] is pure: it makes the request and reads the answer, and leaves sockets, clocks and
//! randomness to its host. One whole call:
//!
//! ```
//! use clerk_metadata::core::{
//!     Call, Config, HttpResponse, MetadataParams, Operation, Options, Outcome, Step,
//! };
//!
//! let config = Config::new(Options { secret_key: Some("sk_test_x"), ..Options::default() })?;
//! let params = MetadataParams { public: Some(r#"{"plan":{"seats":2,"old":null}}"#), ..Default::default() };
//! let mut call = Call::new(&config, Operation::UpdateUserMetadata("user_1", params))?;
//!
//! assert_eq!(call.start(), Step::Send);
//! let request = call.request();
//! assert_eq!(request.method, "PATCH");
//! assert_eq!(request.url, "https://api.clerk.com/v1/users/user_1/metadata");
//! assert_eq!(request.body.as_deref(), Some(r#"{"public_metadata":{"plan":{"seats":2,"old":null}}}"#));
//!
//! // The host sends it, by whatever means, and says what came back.
//! let answer = HttpResponse {
//!     status: 200,
//!     body: r#"{"object":"user","id":"user_1","public_metadata":{"plan":{"seats":2}}}"#.into(),
//!     ..HttpResponse::default()
//! };
//! let Step::Done(Ok(user)) = call.next(Outcome::Response(answer), 0.5) else { panic!("a user") };
//! assert!(user.contains(r#""publicMetadata":{"plan":{"seats":2}}"#));
//! # Ok::<(), clerk_metadata::core::Error>(())
//! ```

pub mod core;
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
pub mod wasm;
