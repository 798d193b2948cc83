//! The shell that everything runs in, and the npm packages it needs.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

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

/// The standard library for wasm, for tests.
pub fn wasm_target(shell: &Shell) -> Result<()> {
    let target = crate::wasm::TARGET;
    rustup_add(shell, target, &["target", "add", target])
}

fn rustup_add(shell: &Shell, place: &str, args: &[&str]) -> Result<()> {
    let sysroot = cmd!(shell, "rustc --print sysroot").quiet().read()?;
    if Path::new(&sysroot).join("lib/rustlib").join(place).exists() {
        return Ok(());
    }
    Ok(cmd!(shell, "rustup {args...}").run()?)
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
