//! `cargo xtask demo`.

use std::ffi::OsString;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{package, tools};

#[derive(clap::Args)]
pub struct Args {
    /// Passed on to the demo, such as --once
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<OsString>,
}

pub fn run(shell: &Shell, args: &Args) -> Result<()> {
    package::build(shell)?;
    tools::npm_ci(shell, "examples/demo")?;
    let rest = &args.rest;
    cmd!(shell, "node examples/demo/demo.mjs {rest...}")
        .quiet()
        .run()?;
    Ok(())
}
