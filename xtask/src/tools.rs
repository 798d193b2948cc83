//! The shell that runs all commands, and the tools and npm packages that they need.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::{Shell, cmd};

/// The cargo workspaces besides the main one.
pub const SEPARATE_WORKSPACES: [&str; 2] = ["fuzz", "bench/merge"];

/// The compilation target of all wasm.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The root of the repository.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// A shell in the root of the repository.
pub fn shell() -> Result<Shell> {
    let shell = Shell::new()?;
    shell.change_dir(root());
    Ok(shell)
}

/// Installs the sources of the standard library. rust-toolchain.toml lists them, but rustup may be configured not to
/// install them automatically.
pub fn rust_src(shell: &Shell) -> Result<()> {
    rustup_add(shell, "src/rust/library", &["component", "add", "rust-src"])
}

/// Installs the standard library for wasm, for tests and static checks.
pub fn wasm_target(shell: &Shell) -> Result<()> {
    let target = TARGET;
    rustup_add(shell, target, &["target", "add", target])
}

fn rustup_add(shell: &Shell, folder: &str, args: &[&str]) -> Result<()> {
    let sysroot = cmd!(shell, "rustc --print sysroot").quiet().read()?;
    if Path::new(&sysroot)
        .join("lib/rustlib")
        .join(folder)
        .exists()
    {
        return Ok(());
    }
    Ok(cmd!(shell, "rustup {args...}").run()?)
}

/// Installs a program from a crate of this version, for this repository only, and returns its path.
pub fn cargo_tool(shell: &Shell, name: &str, version: &str) -> Result<PathBuf> {
    let install_root = root().join("target/tools");
    let build = root().join("target/tools-build");
    // Does nothing if it is already installed. Debug builds: the programs run for seconds, and optimizing them
    // takes minutes.
    cmd!(
        shell,
        "cargo install --quiet --debug {name} --version ={version} --locked --root {install_root} --target-dir {build}"
    )
    .run()
    .with_context(|| format!("installing {name} {version}"))?;
    Ok(install_root.join("bin").join(name))
}

/// Installs the packages that the lock file of `dir` lists, unless they are already installed.
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

/// Installs `pkg` into an example as a link. Its `package.json` names a version in the registry, which is not the one of
/// this repository.
pub fn link_package(shell: &Shell, example: &str) -> Result<()> {
    let _dir = shell.push_dir(example);
    cmd!(
        shell,
        "npm install ../../pkg --no-save --no-package-lock --offline --no-audit --no-fund --loglevel=error"
    )
    .quiet()
    .run()
    .with_context(|| format!("linking the package in {example}"))
}
