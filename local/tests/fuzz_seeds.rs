//! Runs the fuzz targets on their seeds, without a fuzzer.

#[path = "../../fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::path::Path;

fn run_seeds(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../fuzz/seeds")
        .join(target);
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // The last path printed is the input that failed.
        println!("{}", path.display());
        check(&fs::read(&path).unwrap());
        count += 1;
    }
    assert!(count > 5, "{count} seeds of {target}");
}

#[test]
fn seeds_of_response_pass() {
    run_seeds("response", fuzz::response::check);
}

#[test]
fn seeds_of_params_pass() {
    run_seeds("params", fuzz::params::check);
}

#[test]
fn seeds_of_merge_pass() {
    run_seeds("merge", fuzz::merge::check);
}

#[test]
fn seeds_of_local_pass() {
    run_seeds("local", fuzz::local::check);
}
