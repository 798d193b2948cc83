//! Whether a build elsewhere gives the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::tools;

/// Builds a copy of the sources in another folder, and compares what comes of both.
pub fn run(shell: &Shell) -> Result<()> {
    let temporary = shell.create_temp_dir()?;
    // Of another length than this one's path, in case one is written somewhere.
    let copy = temporary.path().join("a/second/place/for/the/same/sources");
    copy_sources(shell, &copy)?;
    // Kept, as it holds xtask's dependencies; everything that becomes wasm is compiled anew.
    let host_target = tools::root().join("target/reproducible");
    {
        let _dir = shell.push_dir(&copy);
        cmd!(shell, "cargo run --quiet --package xtask -- build")
            .env("CARGO_TARGET_DIR", host_target)
            .run()?;
    }
    let here = contents(&tools::root().join("pkg/dist"))?;
    let there = contents(&copy.join("pkg/dist"))?;
    ensure!(here.len() > 20, "pkg/dist holds {} files only", here.len());
    let different: Vec<_> = here
        .iter()
        .filter(|(name, bytes)| there.get(*name) != Some(bytes))
        .map(|(name, _)| name.as_str())
        .chain(
            there
                .keys()
                .filter(|name| !here.contains_key(*name))
                .map(String::as_str),
        )
        .collect();
    ensure!(
        different.is_empty(),
        "another folder gives other bytes: {}",
        different.join(", ")
    );
    println!("{} files, the same bytes in both", here.len());
    Ok(())
}

/// What git knows or would take, as it is now.
fn copy_sources(shell: &Shell, to: &Path) -> Result<()> {
    let listed = cmd!(shell, "git ls-files --cached --others --exclude-standard").read()?;
    for file in listed.lines() {
        let from = tools::root().join(file);
        // One that is deleted, but not yet for git.
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

/// The files of a folder and of those in it.
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
