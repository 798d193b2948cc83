//! The options of a client and of a call.
//!
//! ```text
//!              ┌─ secret_key ─┐
//! Options ─────┼─ api_url ────┼──► Config: base URL, headers, timeout, retries
//! (the table)  └─ defaults ───┘
//! ```

pub mod api_url;
pub mod config;
pub mod secret_key;
pub mod table;
