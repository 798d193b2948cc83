//! The check that no test file is forgotten. The tests of other crates use this file too.

use std::fs;
use std::path::Path;

/// A file without a `mod` line in main.rs is not compiled, so its tests would never run.
pub fn assert_every_file_is_a_module(folder: &Path, main: &str) {
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let name = name.strip_suffix(".rs").unwrap_or(&name);
        let line = format!("\nmod {name};\n");
        assert!(name == "main" || main.contains(&line), "{name}");
    }
}
