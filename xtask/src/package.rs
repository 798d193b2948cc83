//! The npm package: both wasms, bundled into `pkg/dist`, and the admin page.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{tools, wasm, www};

/// Builds `pkg/dist`, prints the sizes, and fails over the budget.
pub fn build(shell: &Shell) -> Result<()> {
    tools::npm_ci(shell, "pkg")?;
    for unit in [wasm::CLIENT, wasm::LOCAL] {
        wasm::build(shell, &unit)?;
    }
    let out = wasm::out_dir();
    cmd!(shell, "node pkg/build/bundle.mjs {out}")
        .quiet()
        .run()?;
    www::build(shell)?;
    cmd!(shell, "node pkg/build/sizes.mjs").quiet().run()?;
    Ok(())
}
