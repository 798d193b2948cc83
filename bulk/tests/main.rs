//! Tests of what the crate exports.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail"
)]

mod combined_undo;
mod nulls;
mod offline;
mod patches;
mod run;
mod undo;
