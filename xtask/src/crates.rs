//! Packages the crates as they would be published on crates.io.

use std::path::PathBuf;
use std::{env, fs};

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
const PUBLISHED: [&str; 5] = [
    "clerk-metadata-json",
    "clerk-metadata",
    "clerk-metadata-local",
    "clerk-metadata-bulk",
    "clerk-metadata-client",
];

/// How many of them are compiled from their packages. The last one would compile reqwest once more.
const COMPILED: usize = 4;

const SOURCES: &str = "src/";

const TARGET_DIR: &str = "target/crates";

/// Packages the crates and compiles the result.
pub fn package(shell: &Shell) -> Result<()> {
    for package in PUBLISHED {
        check_contents(shell, package)?;
    }
    remove_unpacked(shell)?;
    let packages = PUBLISHED.map(|package| format!("--package={package}"));
    let compiled: Vec<_> = packages.iter().take(COMPILED).collect();
    cmd!(
        shell,
        "cargo package --quiet {compiled...} --allow-dirty --target-dir {TARGET_DIR}"
    )
    .run()?;
    cmd!(
        shell,
        "cargo package --quiet {packages...} --allow-dirty --no-verify --target-dir {TARGET_DIR}"
    )
    .run()?;
    Ok(())
}

/// Removes what an earlier run unpacked and compiled. Cargo unpacks the crates that it has packaged into its home, by
/// name and version, and takes an earlier content of the same version for the current one.
fn remove_unpacked(shell: &Shell) -> Result<()> {
    shell.remove_path(TARGET_DIR)?;
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::home_dir().map(|user| user.join(".cargo")));
    let Some(registries) = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok())
    else {
        return Ok(());
    };
    for registry in registries {
        let registry = registry?;
        // The name of a registry in a folder has no host before its hash.
        if !registry.file_name().to_string_lossy().starts_with('-') {
            continue;
        }
        for unpacked in fs::read_dir(registry.path())? {
            let unpacked = unpacked?;
            let name = unpacked.file_name().to_string_lossy().into_owned();
            if PUBLISHED.iter().any(|package| name.starts_with(package)) {
                fs::remove_dir_all(unpacked.path())?;
            }
        }
    }
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
