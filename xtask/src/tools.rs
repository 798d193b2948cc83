//! The shell that everything runs in, and the npm packages it needs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

/// The workspaces beside the main one.
pub const APART: [&str; 2] = ["fuzz", "bench/merge"];

/// The target of every wasm here.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The top of the repository.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// A shell at the top of the repository.
pub fn shell() -> Result<Shell> {
    let shell = Shell::new()?;
    shell.change_dir(root());
    Ok(shell)
}

/// The sources of the standard library. rust-toolchain.toml names them, but rustup installs that
/// by itself only where it may.
pub fn rust_src(shell: &Shell) -> Result<()> {
    rustup_add(shell, "src/rust/library", &["component", "add", "rust-src"])
}

/// The standard library for wasm: for tests, and for what only looks at the code.
pub fn wasm_target(shell: &Shell) -> Result<()> {
    let target = TARGET;
    rustup_add(shell, target, &["target", "add", target])
}

fn rustup_add(shell: &Shell, place: &str, args: &[&str]) -> Result<()> {
    let sysroot = cmd!(shell, "rustc --print sysroot").quiet().read()?;
    if Path::new(&sysroot).join("lib/rustlib").join(place).exists() {
        return Ok(());
    }
    Ok(cmd!(shell, "rustup {args...}").run()?)
}

/// A program that a crate of this version brings, installed for this repository only.
pub fn cargo_tool(shell: &Shell, name: &str, version: &str) -> Result<PathBuf> {
    let place = root().join("target/tools");
    let build = root().join("target/tools-build");
    // Where it is installed already, this does nothing. Unoptimized: they run for seconds, and take
    // minutes to optimize.
    cmd!(
        shell,
        "cargo install --quiet --debug {name} --version ={version} --locked --root {place} --target-dir {build}"
    )
    .run()
    .with_context(|| format!("installing {name} {version}"))?;
    Ok(place.join("bin").join(name))
}

/// Installs what the lock file of `dir` names, unless that is what is there.
pub fn npm_ci(shell: &Shell, dir: &str) -> Result<()> {
    let lock = shell.read_file(Path::new(dir).join("package-lock.json"))?;
    let stamp = root().join(dir).join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let _dir = shell.push_dir(dir);
    cmd!(shell, "npm ci --no-audit --no-fund --loglevel=error")
        .run()
        .with_context(|| format!("npm ci in {dir} (npm comes with Node.js 20 or later)"))?;
    fs::write(&stamp, lock)?;
    Ok(())
}
