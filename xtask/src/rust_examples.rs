//! The Rust examples. They name the published crates, which the tests replace by those of this repository.

use std::env;
use std::fs;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::tools;

/// The hidden subcommand that is wasm-bindgen, for scripts that start it.
pub const WASM_BINDGEN: &str = "wasm-bindgen";

/// The crates that every example uses, directly or not, with their folders.
const CLIENT: [(&str, &str); 3] = [
    ("clerk-metadata", "."),
    ("clerk-metadata-json", "json"),
    ("clerk-metadata-client", "client"),
];
const LOCAL: [(&str, &str); 1] = [("clerk-metadata-local", "local")];

/// The arguments of cargo that replace published crates.
fn patches(crates: &[(&str, &str)]) -> Vec<String> {
    let patch = |(name, folder): &(&str, &str)| {
        let folder = tools::root().join(folder);
        format!(
            "--config=patch.crates-io.{name}.path=\"{}\"",
            folder.display()
        )
    };
    crates.iter().map(patch).collect()
}

/// Runs the tests of the example for native targets.
pub fn test_axum(shell: &Shell) -> Result<()> {
    let patches = patches(&[&CLIENT[..], &LOCAL].concat());
    cmd!(
        shell,
        "cargo test --quiet {patches...} --manifest-path examples/rust-axum/Cargo.toml --target-dir target/rust-examples"
    )
    .run()?;
    Ok(())
}

/// Builds the Worker with its own script, and runs it in workerd.
pub fn test_worker(shell: &Shell) -> Result<()> {
    tools::wasm_target(shell)?;
    tools::npm_ci(shell, "tests")?;
    let programs = tools::root().join("target/rust-examples/bin");
    fs::create_dir_all(&programs)?;
    let wasm_bindgen = programs.join(WASM_BINDGEN);
    let xtask = env::current_exe()?;
    let script = format!(
        "#!/bin/sh\nexec '{}' {WASM_BINDGEN} \"$@\"\n",
        xtask.display()
    );
    fs::write(&wasm_bindgen, script)?;
    cmd!(shell, "chmod +x {wasm_bindgen}").quiet().run()?;

    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([programs].into_iter().chain(env::split_paths(&path)))?;
    let patches = patches(&CLIENT);
    cmd!(shell, "node examples/rust-worker/build.mjs {patches...}")
        .env("PATH", path)
        .env(
            "CARGO_TARGET_DIR",
            tools::root().join("target/rust-examples"),
        )
        .run()?;
    cmd!(shell, "node --test tests/export/rust-worker.test.mjs").run()?;
    Ok(())
}
