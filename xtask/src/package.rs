//! Builds the npm package: the wasm modules and the admin page, bundled into `pkg/dist`.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{tools, wasm, www};

/// Builds `pkg/dist`, prints its sizes, and fails if they exceed the budget.
pub fn build(shell: &Shell) -> Result<()> {
    tools::npm_ci(shell, "pkg")?;
    for target_crate in [wasm::CLIENT, wasm::LOCAL, wasm::BULK, wasm::EXPORT] {
        wasm::build(shell, &target_crate)?;
    }
    let out = wasm::out_dir();
    cmd!(shell, "node pkg/build/bundle.mjs {out}")
        .quiet()
        .run()?;
    www::build(shell)?;
    cmd!(shell, "node pkg/build/sizes.mjs").quiet().run()?;
    Ok(())
}
