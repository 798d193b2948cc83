//! The tests of the core on the host: one module for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail"
)]

mod config;
mod diff;
mod error;
mod json;
mod limits;
mod list;
mod merge;
mod operations;
mod options;
mod organizations;
#[path = "../../fuzz/src/percent_encoding.rs"]
mod percent_encoding;
mod request;
mod resource_fields;
mod resource_id;
mod response;
mod response_limits;
mod retry;
#[path = "../../fuzz/src/rfc7396.rs"]
mod rfc7396;
mod support;
mod user;

use std::path::Path;

#[test]
fn every_file_is_a_module() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rust");
    support::modules::assert_every_file_is_a_module(&folder, include_str!("main.rs"));
}
