//! `cargo xtask site`: the documentation site, in `target/site`.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{package, tools};

/// Builds the package and the site.
pub fn run(shell: &Shell) -> Result<()> {
    package::build(shell)?;
    build(shell)
}

/// Builds the site from a package that is built. Fails if a public name is not documented.
pub fn build(shell: &Shell) -> Result<()> {
    tools::npm_ci(shell, "site")?;
    Ok(cmd!(shell, "node site/build.mjs").run()?)
}
