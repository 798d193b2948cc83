//! Packages the crates as they would be published on crates.io.

use anyhow::{Result, ensure};
use xshell::{Shell, cmd};

/// The files besides sources: those that cargo adds, and the documents.
const OTHER_FILES: [&str; 7] = [
    ".cargo_vcs_info.json",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "Cargo.toml.orig",
    "LICENSE",
    "README.md",
];

/// The published crates, each after its dependencies.
const PUBLISHED: [&str; 2] = ["clerk-metadata-json", "clerk-metadata"];

const SOURCES: &str = "src/";

/// Packages the crates and compiles the result.
pub fn package(shell: &Shell) -> Result<()> {
    for package in PUBLISHED {
        check_contents(shell, package)?;
    }
    let packages = PUBLISHED.map(|package| format!("--package={package}"));
    cmd!(shell, "cargo package --quiet {packages...} --allow-dirty").run()?;
    Ok(())
}

fn check_contents(shell: &Shell, package: &str) -> Result<()> {
    let listed = cmd!(
        shell,
        "cargo package --quiet --package {package} --allow-dirty --list"
    )
    .read()?;
    let is_source = |file: &&str| file.starts_with(SOURCES) && file.ends_with(".rs");
    let (sources, others): (Vec<_>, Vec<_>) = listed.lines().partition(is_source);
    let first = format!("{SOURCES}lib.rs");
    ensure!(
        sources.contains(&first.as_str()),
        "cargo package: {first} is not among the files of {package}"
    );
    let unexpected: Vec<_> = others
        .into_iter()
        .filter(|file| !OTHER_FILES.contains(file))
        .collect();
    ensure!(
        unexpected.is_empty(),
        "cargo package: only sources and documents may be published. Unexpected files:\n{}",
        unexpected.join("\n")
    );
    Ok(())
}
