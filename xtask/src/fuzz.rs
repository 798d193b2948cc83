//! Runs the fuzz targets of `fuzz/`, starting from their seeds, for a limited time each.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use xshell::{Shell, cmd};

use crate::tools;

const TARGETS: [&str; 4] = ["response", "params", "merge", "local"];

/// The environment variable that sets the duration of each target, in seconds.
const SECONDS_VARIABLE: &str = "CLERK_METADATA_FUZZ_SECONDS";
const DEFAULT_SECONDS: u32 = 30;

pub fn run(shell: &Shell) -> Result<()> {
    let seconds = match env::var(SECONDS_VARIABLE) {
        Ok(text) => text.parse().ok().filter(|seconds| *seconds > 0),
        Err(_) => Some(DEFAULT_SECONDS),
    };
    let seconds =
        seconds.with_context(|| format!("{SECONDS_VARIABLE} must be a number of seconds"))?;
    // The code under test has no unsafe code, so a sanitizer would find nothing. Without one, the pinned
    // compiler suffices, and ten times as many inputs are tried.
    let cargo_fuzz = tools::cargo_tool(shell, "cargo-fuzz", "0.13.2")?;
    let build = tools::root().join("target/fuzz/build");
    cmd!(
        shell,
        "{cargo_fuzz} fuzz build --sanitizer none --target-dir {build}"
    )
    .run()
    .context("building the fuzz targets (libFuzzer is C++: it needs a compiler such as g++)")?;
    let host = cmd!(shell, "rustc --print host-tuple").quiet().read()?;
    let programs = build.join(host).join("release");

    let mut failed = Vec::new();
    for target in TARGETS {
        if !run_target(target, &programs.join(target), seconds)? {
            failed.push(target);
        }
    }
    ensure!(failed.is_empty(), "findings in: {}", failed.join(", "));
    Ok(())
}

/// Runs a target. Returns `false` if it found a failure.
fn run_target(target: &str, program: &Path, seconds: u32) -> Result<bool> {
    let root = tools::root();
    let seeds = root.join("fuzz/seeds").join(target);
    let work = root.join("target/fuzz");
    // New inputs are kept from one run to the next, but never committed.
    let corpus = work.join("corpus").join(target);
    let findings = work.join("findings").join(target);
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&findings)?;
    let log = work.join(format!("{target}.log"));
    let before = files(&findings)?;

    let status = Command::new(program)
        .arg(format!("-max_total_time={seconds}"))
        // Allows a field over the limit of 8 KB.
        .arg("-max_len=16384")
        .arg("-timeout=10")
        .arg("-print_final_stats=1")
        .arg(format!("-dict={}", root.join("fuzz/json.dict").display()))
        .arg(format!("-artifact_prefix={}/", findings.display()))
        .args([&corpus, &seeds])
        .stdout(File::create(&log)?)
        .stderr(File::options().append(true).open(&log)?)
        .status()
        .with_context(|| format!("running {}", program.display()))?;
    let log = fs::read(&log)?;
    let log = String::from_utf8_lossy(&log);
    if status.success() {
        let runs = log.lines().rev().find(|line| line.starts_with("Done "));
        let runs = runs.with_context(|| format!("{target} did not print its number of runs"))?;
        println!("{target}: {runs}");
        return Ok(true);
    }

    println!("{target}: found a failure");
    let lines: Vec<&str> = log.lines().collect();
    let from = lines.iter().position(|line| line.contains("panicked at"));
    let from = from.unwrap_or_else(|| lines.len().saturating_sub(40));
    for line in lines.iter().skip(from).take(60) {
        println!("  {line}");
    }
    let mut new = files(&findings)?;
    new.retain(|path| !before.contains(path));
    // An input that was found before has the same name.
    let named = |path: &&PathBuf| log.contains(&*path.display().to_string());
    if new.is_empty() {
        new = before.iter().filter(named).cloned().collect();
    }
    if new.is_empty() {
        bail!("{target} failed without an input: {status}");
    }
    for path in new {
        let input = fs::read(&path)?;
        println!("input: {:?}", String::from_utf8_lossy(&input));
        println!("reproduce: {} {}", program.display(), path.display());
    }
    Ok(false)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?;
    Ok(entries
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?)
}
