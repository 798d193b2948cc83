//! From the outcome of an attempt to the next step of a call.
//!
//! ```text
//! ┌─► the host sends the request ──► Outcome ──► Attempts::next_step ─┬─► Done: the result or the error
//! │                                                    │              │
//! │                                                  retry            │
//! └───── the host waits ◄─────────────────────────────────────────────┘ Wait
//! ```

pub mod attempts;
pub mod retry;
