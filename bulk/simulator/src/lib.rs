//! Drives the limiter in virtual time: the code of the package, with simulated servers, programs and clocks.
//!
//! ```text
//! scenario ─► world ─► strategy   the limiter, and what programs use without it
//!               │        └─► redis_script   the limiter in Redis, with the feature `redis`
//!               └────► server     three models of a rate limit
//! ```
//!
//! `cargo xtask simulate` prints the table of `docs/many-users.md`.

pub mod random;
#[cfg(feature = "redis")]
pub mod redis_script;
pub mod scenario;
pub mod server;
pub mod strategy;
pub mod world;
