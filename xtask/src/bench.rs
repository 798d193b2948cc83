//! `cargo xtask bench`.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{package, tools};

#[derive(clap::Args)]
pub struct Args {
    /// The figures to measure, named like the files in bench/figures. Default: all
    figures: Vec<String>,
    /// The number of measurements of each figure. Default: 9
    #[arg(long, conflicts_with = "quick")]
    rounds: Option<u32>,
    /// Three rounds with a quarter of the calls, without the slow figures, for work in progress: two minutes
    #[arg(long)]
    quick: bool,
    /// Adds the run to those in bench/results.json, instead of replacing them: the pages show the range of the ratios
    #[arg(long, conflicts_with = "quick")]
    add: bool,
    /// Figures to leave out, whose results remain
    #[arg(long)]
    skip: Vec<String>,
}

/// Compares this client with the official one. A figure that misses its bound is printed, but is not a failure.
pub fn run(shell: &Shell, args: &Args) -> Result<()> {
    package::build(shell)?;
    // workerd is a dependency of the tests.
    for folder in ["tests", "bench"] {
        tools::npm_ci(shell, folder)?;
    }
    let figures = &args.figures;
    let mut options = Vec::new();
    if let Some(rounds) = args.rounds {
        options.extend(["--rounds".to_owned(), rounds.to_string()]);
    }
    if args.quick {
        options.push("--quick".to_owned());
    }
    for figure in &args.skip {
        options.extend(["--skip".to_owned(), figure.clone()]);
    }
    if args.add {
        options.push("--add".to_owned());
    }
    cmd!(shell, "node bench/run.mjs {figures...} {options...}").run()?;
    Ok(())
}
