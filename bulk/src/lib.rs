//! Operations on many users.
//!
//! ```text
//! rows ──► run ──► journal       reads users, sends patches, and continues after a crash
//!           │
//!          plan     undo          what a patch changes, and the patch that restores it
//!           │
//!         value ─ decimal         JSON that keeps the spelling of numbers
//!
//! feed                            adds rows to a queue of another system, instead of a run
//! limiter                         when a request may be sent
//! ```
//!
//! Everything outside `wasm` is pure: time and the outcomes of requests are arguments.

pub mod decimal;
pub mod feed;
pub mod journal;
pub mod limiter;
pub mod plan;
pub mod rows;
pub mod run;
pub mod undo;
pub mod value;
#[cfg(target_arch = "wasm32")]
mod wasm;
