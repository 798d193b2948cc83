//! The crates as crates.io would have them.

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

/// What is published, each after what it depends on.
const PUBLISHED: [&str; 2] = ["clerk-metadata-json", "clerk-metadata"];

const SOURCES: &str = "src/";

/// Packs the crates and compiles what was packed.
pub fn package(shell: &Shell) -> Result<()> {
    for package in PUBLISHED {
        holds_sources(shell, package)?;
    }
    let packages = PUBLISHED.map(|package| format!("--package={package}"));
    cmd!(shell, "cargo package --quiet {packages...} --allow-dirty").run()?;
    Ok(())
}

fn holds_sources(shell: &Shell, package: &str) -> Result<()> {
    let listed = cmd!(
        shell,
        "cargo package --quiet --package {package} --allow-dirty --list"
    )
    .read()?;
    let is_source = |file: &&str| file.starts_with(SOURCES) && file.ends_with(".rs");
    let (sources, texts): (Vec<_>, Vec<_>) = listed.lines().partition(is_source);
    let first = format!("{SOURCES}lib.rs");
    ensure!(
        sources.contains(&first.as_str()),
        "cargo package: {first} is not among the files of {package}"
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
    Ok(())
}
