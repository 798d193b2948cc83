//! Drives the limiter in virtual time: the code of the package, with simulated servers, programs and clocks.
//!
//! ```text
//! scenario ─► world ─► strategy   the limiter, and what programs use without it
//!               └────► server     three models of a rate limit
//! ```
//!
//! `cargo xtask simulate` prints the table of `docs/many-users.md`.

pub mod random;
pub mod scenario;
pub mod server;
pub mod strategy;
pub mod world;
