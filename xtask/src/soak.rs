//! `cargo xtask soak`.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{package, tools};

#[derive(clap::Args)]
pub struct Args {
    /// The number of calls
    #[arg(long, default_value_t = 1_000_000)]
    calls: u32,
}

/// Makes many calls in one process of Node.js, and fails if its memory grows.
pub fn run(shell: &Shell, args: &Args) -> Result<()> {
    package::build(shell)?;
    tools::npm_ci(shell, "tests")?;
    let calls = args.calls.to_string();
    cmd!(
        shell,
        "node --expose-gc tests/soak/soak.mjs --calls {calls}"
    )
    .run()?;
    Ok(())
}
