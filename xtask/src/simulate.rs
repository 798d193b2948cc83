//! `cargo xtask simulate`.

use anyhow::{Context, Result, ensure};
use xshell::{Shell, cmd};

use crate::tools;

#[derive(clap::Args)]
pub struct Args {
    /// Writes the table into docs/many-users.md
    #[arg(long)]
    write: bool,
}

const PAGE: &str = "docs/many-users.md";
const START: &str = "<!-- simulation: start -->\n";
const END: &str = "<!-- simulation: end -->\n";

/// Prints the table that compares the limiter with others, in virtual time.
pub fn run(shell: &Shell, args: &Args) -> Result<()> {
    let table = cmd!(
        shell,
        "cargo run --quiet --package clerk-metadata-bulk-simulator"
    )
    .read()?;
    println!("{table}");
    if args.write {
        let path = tools::root().join(PAGE);
        let text = shell.read_file(&path)?;
        let (before, rest) = text.split_once(START).context("no start of the table")?;
        let (_, after) = rest.split_once(END).context("no end of the table")?;
        ensure!(!after.contains(END), "two tables in {PAGE}");
        shell.write_file(&path, format!("{before}{START}\n{table}\n\n{END}{after}"))?;
    }
    Ok(())
}
