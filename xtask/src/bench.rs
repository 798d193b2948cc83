//! `cargo xtask bench`.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{package, tools};

#[derive(clap::Args)]
pub struct Args {
    /// The figures to measure, by the names of the files in bench/figures; all unless told
    figures: Vec<String>,
    /// How often each is measured
    #[arg(long, default_value_t = 9)]
    rounds: u32,
}

/// Measures beside the official client. A figure that misses its bound is printed, and fails nothing.
pub fn run(shell: &Shell, args: &Args) -> Result<()> {
    package::build(shell)?;
    // The tests bring workerd.
    for folder in ["tests", "bench"] {
        tools::npm_ci(shell, folder)?;
    }
    let figures = &args.figures;
    let rounds = args.rounds.to_string();
    cmd!(shell, "node bench/run.mjs {figures...} --rounds {rounds}").run()?;
    Ok(())
}
