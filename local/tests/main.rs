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
mod fuzz_seeds;
mod journal;
mod list;
mod metadata;
mod parameter_errors;
mod rate_limits;
mod users;

use std::fs;
use std::path::Path;

/// A file without a `mod` line is not compiled, so its tests would never run.
#[test]
fn every_file_is_a_module() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let name = name.strip_suffix(".rs").unwrap_or(&name);
        let line = format!("\nmod {name};\n");
        assert!(
            name == "main" || include_str!("main.rs").contains(&line),
            "{name}"
        );
    }
}
