//! `cargo xtask bench`.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{package, tools};

#[derive(clap::Args)]
pub struct Args {
    /// The figures to measure, named like the files in bench/figures. Default: all
    figures: Vec<String>,
    /// The number of measurements of each figure
    #[arg(long, default_value_t = 9)]
    rounds: u32,
}

/// Compares this client with the official one. A figure that misses its bound is printed, but is not a failure.
pub fn run(shell: &Shell, args: &Args) -> Result<()> {
    package::build(shell)?;
    // workerd is a dependency of the tests.
    for folder in ["tests", "bench"] {
        tools::npm_ci(shell, folder)?;
    }
    let figures = &args.figures;
    let rounds = args.rounds.to_string();
    cmd!(shell, "node bench/run.mjs {figures...} --rounds {rounds}").run()?;
    Ok(())
}
