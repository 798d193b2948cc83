//! The tests of the local Backend API on the host: one module for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail"
)]

mod common;
mod error_responses;
mod failures_and_updates;
mod fuzz_seeds;
mod insert;
mod instance;
mod journal;
mod list;
mod metadata;
#[path = "../../tests/rust/support/modules.rs"]
mod modules;
mod organization_lists;
mod organization_updates;
mod organizations;
mod organizations_in_data_file;
mod organizations_of_another_api;
mod parameter_errors;
mod rate_limits;
mod users;

use std::path::Path;

#[test]
fn every_file_is_a_module() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    modules::assert_every_file_is_a_module(&folder, include_str!("main.rs"));
}
