//! `cargo xtask test`.

use std::env;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use xshell::Shell;

use crate::areas::{AREAS, Area, Schedule};
use crate::{failure_summary, package};

#[derive(clap::Args)]
pub struct Args {
    /// The areas to run. Default: those that every change must pass
    areas: Vec<String>,
    /// Runs the areas of CI
    #[arg(long)]
    all: bool,
    /// Runs all areas, including those that take too long for CI
    #[arg(long)]
    nightly: bool,
    /// Lists the areas
    #[arg(long)]
    list: bool,
    /// Skips building the package
    #[arg(long, hide = true)]
    built: bool,
}

/// The longest time that an area can take in CI, so a test that never ends does not hide the results of the others. The
/// longest area takes less than half of it.
const TIME_LIMIT: Duration = Duration::from_secs(20 * 60);

/// The prefix of an area that is a subset of another one, and replaces it where that takes too long.
const SUBSET_PREFIX: &str = "first-";

/// Whether an area runs, unless one that includes it does.
fn is_scheduled(schedule: Schedule, area: &Area) -> bool {
    let whole = area.name.strip_prefix(SUBSET_PREFIX);
    let includes_area = |other: &Area| Some(other.name) == whole && other.schedule <= schedule;
    area.schedule <= schedule && !AREAS.iter().any(includes_area)
}

pub fn run(shell: &Shell, args: &Args) -> Result<()> {
    if args.list {
        for Area {
            name,
            description,
            schedule,
            ..
        } in AREAS
        {
            let when = match schedule {
                Schedule::Always => "",
                Schedule::All => " (with --all)",
                Schedule::Nightly => " (with --nightly)",
            };
            println!("{name:<16} {description}{when}");
        }
        return Ok(());
    }
    if let Some(unknown) = args
        .areas
        .iter()
        .find(|name| !AREAS.iter().any(|area| area.name == **name))
    {
        bail!("there is no area {unknown}; cargo xtask test --list names them");
    }
    let latest = match (args.nightly, args.all) {
        (true, _) => Schedule::Nightly,
        (false, true) => Schedule::All,
        (false, false) => Schedule::Always,
    };
    let is_selected = |area: &&Area| {
        if args.areas.is_empty() {
            is_scheduled(latest, area)
        } else {
            args.areas.iter().any(|name| name == area.name)
        }
    };
    if args.built {
        // Started by another `cargo xtask test`, which reports the result.
        return AREAS
            .iter()
            .filter(is_selected)
            .try_for_each(|area| (area.run)(shell));
    }
    package::build(shell)?;
    let mut failed: Vec<(&str, Vec<String>)> = Vec::new();
    let mut passed = 0;
    for area in AREAS.iter().filter(is_selected) {
        println!("\n== {}: {}", area.name, area.description);
        let start = Instant::now();
        let outcome = if env::var_os("CI").is_some() {
            run_in_process(area)?
        } else {
            (area.run)(shell).map_err(|error| vec![format!("{error:#}")])
        };
        println!("== {}: {:.0?}", area.name, start.elapsed());
        match outcome {
            Ok(()) => passed += 1,
            Err(lines) => failed.push((area.name, lines)),
        }
    }
    for (name, lines) in &failed {
        println!("\n== {name} failed:\n{}", lines.join("\n"));
    }
    println!("\nareas: {passed} passed, {} failed", failed.len());
    if !failed.is_empty() {
        let names: Vec<_> = failed.iter().map(|(name, _)| *name).collect();
        bail!("failed: {}", names.join(", "));
    }
    Ok(())
}

/// Runs an area in a separate process, so its output can be summarized if it fails. Only used in CI, because the
/// output of the process has no colors.
fn run_in_process(area: &Area) -> Result<Result<(), Vec<String>>> {
    let xtask = env::current_exe()?;
    let mut command = Command::new(xtask);
    command.args(["test", "--built", area.name]);
    failure_summary::run(command, TIME_LIMIT)
}
