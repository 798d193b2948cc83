//! Pure Rust: no JavaScript type, no clock, no randomness, no I/O.

pub mod error;
pub mod limits;
pub mod merge;

pub use error::Error;
pub use merge::{diff, merge};
