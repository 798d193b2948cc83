//! `cargo xtask check`.

use anyhow::Result;
use xshell::Shell;

pub fn run(_shell: &Shell) -> Result<()> {
    Ok(())
}
