//! `cargo xtask demo`.

use std::ffi::OsString;

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{package, tools};

#[derive(clap::Args)]
pub struct Args {
    /// The arguments of the demo, such as --once
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    demo_args: Vec<OsString>,
}

pub fn run(shell: &Shell, args: &Args) -> Result<()> {
    package::build(shell)?;
    tools::link_package(shell, "examples/demo")?;
    let demo_args = &args.demo_args;
    cmd!(shell, "node examples/demo/run.mjs {demo_args...}")
        .quiet()
        .run()?;
    Ok(())
}
