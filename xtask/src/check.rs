//! `cargo xtask check`.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{audit, crates, layers, lint, package, public_api, site, tools};

pub fn run(shell: &Shell) -> Result<()> {
    cmd!(shell, "cargo fmt --all --check").run()?;
    for workspace in tools::SEPARATE_WORKSPACES {
        cmd!(
            shell,
            "cargo fmt --manifest-path {workspace}/Cargo.toml --check"
        )
        .run()?;
    }
    cmd!(
        shell,
        "cargo clippy --quiet --workspace --all-targets -- -D warnings"
    )
    .run()?;
    tools::wasm_target(shell)?;
    let target = tools::TARGET;
    cmd!(
        shell,
        "cargo clippy --quiet --package clerk-metadata --package clerk-metadata-local --package clerk-metadata-bulk --features clerk-metadata/wasm --lib --test wasm --target {target} --target-dir target/wasm-test -- -D warnings"
    )
    .run()?;
    cmd!(
        shell,
        "cargo clippy --quiet --package clerk-metadata-client --features export --lib --test wasm --target {target} --target-dir target/wasm-test -- -D warnings"
    )
    .run()?;
    cmd!(
        shell,
        "cargo doc --quiet --workspace --no-deps --document-private-items --exclude xtask"
    )
    .env("RUSTDOCFLAGS", "-D warnings")
    .run()?;
    public_api::check(shell)?;
    layers::check()?;
    lint::javascript(shell)?;
    lint::texts(shell)?;
    audit::run(shell)?;
    crates::package(shell)?;
    package::build(shell)?;
    cmd!(shell, "node tests/packaging/check.mjs").run()?;
    cmd!(shell, "node tests/frameworks/check-examples.mjs").run()?;
    site::build(shell)?;
    println!("check: all passed");
    Ok(())
}
