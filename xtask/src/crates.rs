//! The crate as crates.io would have it.

use anyhow::{Result, ensure};
use xshell::{Shell, cmd};

/// What cargo adds by itself, and the texts.
const BESIDE_SOURCES: [&str; 7] = [
    ".cargo_vcs_info.json",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "Cargo.toml.orig",
    "LICENSE",
    "README.md",
];

/// Packs the crate and compiles what was packed.
pub fn package(shell: &Shell) -> Result<()> {
    let listed = cmd!(
        shell,
        "cargo package --quiet --package clerk-metadata --allow-dirty --list"
    )
    .read()?;
    let (sources, texts): (Vec<_>, Vec<_>) =
        listed.lines().partition(|file| file.starts_with("src/"));
    ensure!(
        sources.contains(&"src/lib.rs"),
        "cargo package: src/lib.rs is not among the files"
    );
    let strange: Vec<_> = texts
        .into_iter()
        .filter(|file| !BESIDE_SOURCES.contains(file))
        .collect();
    ensure!(
        strange.is_empty(),
        "cargo package: nothing but sources and texts is published, so not:\n{}",
        strange.join("\n")
    );
    cmd!(
        shell,
        "cargo package --quiet --package clerk-metadata --allow-dirty"
    )
    .run()?;
    Ok(())
}
