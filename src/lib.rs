//! Change a Clerk user's metadata: the core, and its JavaScript binding.
//!
//! ```text
//!  caller ──► pkg (JavaScript) ──► wasm (conversions) ──► core (decides)
//!               │  ▲  ▲                                       │
//!               │  │  └──── method, path ◄────────────────────┤ before the first attempt
//!               ▼  │                                          │
//!        host's fetch ──► status, headers, body ──► wasm ──► core
//!                                                             │ after each attempt
//!  caller ◄── User | Error ◄── JSON | parts ◄─── wasm ◄───────┤
//!               pkg waits, and retries ◄───────────────┘
//! ```
//!
//! [`core`] is pure: it creates the request and reads the response. The host provides sockets, clocks and
//! randomness. A complete call, with the functions that the binding calls too:
//!
//! ```
//! use clerk_metadata::core::{
//!     Attempts, Config, HttpResponse, Input, JsonObject, MetadataParams, Operation, Options, Outcome, PreparedRequest,
//!     Step,
//! };
//!
//! // Once per client.
//! let config = Config::new(&Options { secret_key: Some("sk_test_x".into()), ..Options::default() })?;
//!
//! // Once per call. Invalid input is rejected here, before anything is sent.
//! let operation = Operation::named("updateUserMetadata")?;
//! let public = JsonObject::parse("publicMetadata", r#"{"plan":{"seats":2,"old":null}}"#)?;
//! let metadata = MetadataParams { public: Some(public), ..MetadataParams::default() };
//! let request = PreparedRequest::new(operation, &Input { user_id: Some("user_1"), metadata, ..Input::default() })?;
//! assert_eq!((request.method, request.path.as_str()), ("PATCH", "/users/user_1/metadata"));
//! assert_eq!(request.body.as_deref(), Some(r#"{"public_metadata":{"plan":{"seats":2,"old":null}}}"#));
//! assert_eq!(config.base_url(), "https://api.clerk.com/v1");
//! assert_eq!(config.headers()[0], ("authorization", "Bearer sk_test_x".into()));
//!
//! // After each attempt. The host sends the request and waits, by whatever means.
//! let mut attempts = Attempts::new(&config, operation);
//! let (failed, jitter) = (HttpResponse { status: 503, ..HttpResponse::default() }, 0.5);
//! let Step::Wait(milliseconds, _) = attempts.next_step(Outcome::Response(failed), jitter) else { panic!("a wait") };
//! assert_eq!(milliseconds, 375.0);
//!
//! let response = HttpResponse {
//!     status: 200,
//!     body: r#"{"object":"user","id":"user_1","public_metadata":{"plan":{"seats":2}}}"#.into(),
//!     ..HttpResponse::default()
//! };
//! let Step::Done(Ok(user)) = attempts.next_step(Outcome::Response(response), jitter) else { panic!("a user") };
//! assert!(user.contains(r#""publicMetadata":{"plan":{"seats":2}}"#));
//! # Ok::<(), clerk_metadata::core::Error>(())
//! ```

pub mod core;
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
pub mod wasm;
