//! Builds the admin page, `www`, with Vite, and copies it into the npm package.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

use crate::{tools, wasm};

/// Generated folders, which are not sources.
const GENERATED: [&str; 2] = ["node_modules", "dist"];

/// Builds `www/dist` if its sources have changed, and copies it to `pkg/dist/admin`. The package must be built first,
/// because the page uses it.
pub fn build(shell: &Shell) -> Result<()> {
    let root = tools::root();
    let page = root.join("www/dist");
    let package = root.join("pkg/dist");
    tools::npm_ci(shell, "www")?;

    let stamp = wasm::out_dir().join("www.stamp");
    let fingerprint = fingerprint(&[&root.join("www"), &package])?;
    let is_up_to_date = fs::read_to_string(&stamp).is_ok_and(|previous| previous == fingerprint);
    if !is_up_to_date || !page.join("index.html").exists() {
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

/// The source files of a folder, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        if !path.is_dir() {
            found.push(path);
        } else if !GENERATED.iter().any(|name| entry.file_name() == *name) {
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
