//! Checks that a build in another folder produces the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::tools;

/// Builds a copy of the sources in another folder, and compares both results.
pub fn run(shell: &Shell) -> Result<()> {
    let temporary = shell.create_temp_dir()?;
    // The length of the path differs, to detect a path that ends up in the output.
    let copy = temporary.path().join("a/second/place/for/the/same/sources");
    copy_sources(shell, &copy)?;
    // Kept between runs for xtask's dependencies. Everything that becomes wasm is compiled again.
    let host_target = tools::root().join("target/reproducible");
    {
        let _dir = shell.push_dir(&copy);
        cmd!(shell, "cargo run --quiet --package xtask -- build")
            .env("CARGO_TARGET_DIR", host_target)
            .run()?;
    }
    let original = contents(&tools::root().join("pkg/dist"))?;
    let rebuilt = contents(&copy.join("pkg/dist"))?;
    ensure!(
        original.len() > 20,
        "pkg/dist only has {} files",
        original.len()
    );
    let different: Vec<_> = original
        .iter()
        .filter(|(name, bytes)| rebuilt.get(*name) != Some(bytes))
        .map(|(name, _)| name.as_str())
        .chain(
            rebuilt
                .keys()
                .filter(|name| !original.contains_key(*name))
                .map(String::as_str),
        )
        .collect();
    ensure!(
        different.is_empty(),
        "these files differ in another folder: {}",
        different.join(", ")
    );
    println!("{} files are identical", original.len());
    Ok(())
}

/// Copies all files that git does not ignore, in their current state.
fn copy_sources(shell: &Shell, to: &Path) -> Result<()> {
    let listed = cmd!(shell, "git ls-files --cached --others --exclude-standard").read()?;
    for file in listed.lines() {
        let from = tools::root().join(file);
        // A file that was deleted, but is still in git's index.
        if !from.exists() {
            continue;
        }
        let target = to.join(file);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&from, &target).with_context(|| format!("copying {file}"))?;
    }
    Ok(())
}

/// The files of a folder and its subfolders.
fn contents(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            let inside = contents(&entry.path())?.into_iter();
            found.extend(inside.map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            found.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(found)
}
