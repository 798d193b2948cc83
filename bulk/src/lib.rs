//! Operations on many users.
//!
//! ```text
//! limiter   when a request may be sent
//! ```
//!
//! Everything outside `wasm` is pure: time and the outcomes of requests are arguments.

pub mod limiter;
#[cfg(target_arch = "wasm32")]
mod wasm;
