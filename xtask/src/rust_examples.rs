//! The Rust examples. They name the published crates, which the tests replace by those of this repository.

use anyhow::Result;
use xshell::{Shell, cmd};

const EXAMPLES: [&str; 1] = ["examples/rust-axum"];

/// The crates that the examples use, directly or not, with their folders.
const PATCHED: [(&str, &str); 4] = [
    ("clerk-metadata", "."),
    ("clerk-metadata-json", "json"),
    ("clerk-metadata-local", "local"),
    ("clerk-metadata-client", "client"),
];

/// Runs the tests of each example.
pub fn test(shell: &Shell) -> Result<()> {
    let patches =
        PATCHED.map(|(name, folder)| format!("--config=patch.crates-io.{name}.path=\"{folder}\""));
    for example in EXAMPLES {
        let patches = &patches;
        cmd!(
            shell,
            "cargo test --quiet {patches...} --manifest-path {example}/Cargo.toml --target-dir target/rust-examples"
        )
        .run()?;
    }
    Ok(())
}
