//! The seeds of the fuzz targets, judged without a fuzzer: a quick look whether what the targets
//! demand still holds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    reason = "a test may fail"
)]

#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::path::Path;

fn judge(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/seeds")
        .join(target);
    let mut judged = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // The last one named is the one that failed.
        println!("{}", path.display());
        check(&fs::read(&path).unwrap());
        judged += 1;
    }
    assert!(judged > 5, "{judged} seeds of {target}");
}

#[test]
fn response() {
    judge("response", fuzz::response::check);
}

#[test]
fn params() {
    judge("params", fuzz::params::check);
}

#[test]
fn merge() {
    judge("merge", fuzz::merge::check);
}

#[test]
fn local() {
    judge("local", fuzz::local::check);
}
