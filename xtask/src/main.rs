//! `cargo xtask`: builds, runs, tests and checks this repository, with tools that are pinned by lock files.
//!
//! ```text
//! build ──► wasm.rs: cargo ─► wasm-bindgen ─► shrink.rs ─► wasm-opt   (client, local, bulk)
//!       └─► package.rs: esbuild ─► pkg/dist, sizes against the budget
//!           www.rs: Vite ─► www/dist ─► pkg/dist/admin
//! demo, test, site, soak, bench, check ──► build first, then run
//! ```

mod areas;
mod audit;
mod bench;
mod check;
mod crates;
mod demo;
mod failure_summary;
mod fuzz;
mod javascript;
mod layers;
mod lint;
mod package;
mod public_api;
mod reproducible;
mod rust_examples;
mod shrink;
mod simulate;
mod site;
mod soak;
mod test;
mod tools;
mod wasm;
mod www;

use std::env;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Builds, runs, tests and checks everything in this repository.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds the npm package into pkg/dist and prints its sizes
    Build,
    /// Runs a demo against the local Backend API
    Demo(demo::Args),
    /// Runs the tests
    Test(test::Args),
    /// Builds the documentation site into target/site
    Site,
    /// Makes a million calls in one process, and fails if its memory grows
    Soak(soak::Args),
    /// Compares size, speed and memory with the official client, and prints a table
    Bench(bench::Args),
    /// Compares rate limiters in virtual time, and prints a table
    Simulate(simulate::Args),
    /// Runs the static checks: format, lints, types, layers, packaging, dependencies
    Check,
    /// Writes the public API of the Rust client into client/public-api.txt, after a change of it
    PublicApi,
    /// Is wasm-bindgen, in the version of Cargo.lock
    #[command(hide = true, name = rust_examples::WASM_BINDGEN)]
    WasmBindgen {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Runs wasm tests for cargo, as its runner
    #[command(hide = true, name = wasm::TEST_RUNNER)]
    WasmBindgenTestRunner {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let shell = tools::shell()?;
    match Cli::parse().command {
        Command::Build => package::build(&shell),
        Command::Demo(args) => demo::run(&shell, &args),
        Command::Test(args) => test::run(&shell, &args),
        Command::Site => site::run(&shell),
        Command::Soak(args) => soak::run(&shell, &args),
        Command::Bench(args) => bench::run(&shell, &args),
        Command::Simulate(args) => simulate::run(&shell, &args),
        Command::Check => check::run(&shell),
        Command::PublicApi => public_api::write(&shell),
        Command::WasmBindgen { args } => {
            let name = env::args_os().take(1);
            wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(name.chain(args))
        }
        Command::WasmBindgenTestRunner { args } => {
            let name = env::args_os().take(1);
            wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(name.chain(args))
        }
    }
}
