//! `cargo xtask test`.

use anyhow::Result;
use xshell::Shell;

#[derive(clap::Args)]
pub struct Args {}

pub fn run(_shell: &Shell, _args: &Args) -> Result<()> {
    Ok(())
}
