//! The admin page: `www` built by Vite, and put into the npm package.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::{tools, wasm};

/// What is in the folder and not written by hand.
const MADE: [&str; 2] = ["node_modules", "dist"];

/// Builds `www/dist`, unless nothing that goes into it has changed, and copies it to
/// `pkg/dist/admin`. The package is built by then: the page is one of its users.
pub fn build(shell: &Shell) -> Result<()> {
    let root = tools::root();
    let page = root.join("www/dist");
    let package = root.join("pkg/dist");
    tools::npm_ci(shell, "www")?;

    let stamp = wasm::out_dir().join("www.stamp");
    let fingerprint = fingerprint(&[&root.join("www"), &package])?;
    let known = fs::read_to_string(&stamp).is_ok_and(|known| known == fingerprint);
    if !known || !page.join("index.html").exists() {
        let _dir = shell.push_dir("www");
        cmd!(shell, "npm run --silent build -- --logLevel warn").run()?;
        fs::write(&stamp, fingerprint)?;
    }
    copy(&page, &package.join("admin"))
}

fn fingerprint(folders: &[&Path]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for folder in folders {
        for file in files(folder)? {
            file.strip_prefix(tools::root())?.hash(&mut hasher);
            fs::read(&file)?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The files of a folder that is a source here, in one order.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        if !path.is_dir() {
            found.push(path);
        } else if !MADE.iter().any(|made| entry.file_name() == *made) {
            found.extend(files(&path)?);
        }
    }
    found.sort();
    Ok(found)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
