//! What others' code may be here: licences, places, versions; and whether something is known
//! against it.

use std::fs;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use xshell::{Shell, cmd};

use crate::tools;

/// What an npm package can name others with.
const DEPENDENCIES: [&str; 5] = [
    "dependencies",
    "peerDependencies",
    "optionalDependencies",
    "bundleDependencies",
    "bundledDependencies",
];

pub fn run(shell: &Shell) -> Result<()> {
    published_has_no_dependencies()?;
    crates(shell)?;
    npm(shell)
}

fn published_has_no_dependencies() -> Result<()> {
    let package = fs::read_to_string(tools::root().join("pkg/package.json"))?;
    let package: Value = serde_json::from_str(&package)?;
    for name in DEPENDENCIES {
        ensure!(
            package.get(name).is_none(),
            "pkg/package.json: the published package has no dependencies, so no {name}"
        );
    }
    Ok(())
}

fn crates(shell: &Shell) -> Result<()> {
    let deny = tools::cargo_tool(shell, "cargo-deny", "0.20.2")?;
    // deny.toml speaks of all crates; in these there are few of them.
    let few = ["-A", "license-not-encountered", "-A", "unmatched-skip-root"];
    let advisories = cmd!(shell, "{deny} fetch db").quiet().ignore_stderr();
    let known = advisories.run().is_ok();
    let checks: &[&str] = if known {
        &["advisories", "bans", "licenses", "sources"]
    } else {
        println!(
            "audit: NOT looked at: the advisories on crates (their database cannot be reached)"
        );
        &["bans", "licenses", "sources"]
    };
    cmd!(
        shell,
        "{deny} --locked --workspace check -A unmatched-skip-root {checks...}"
    )
    .run()?;
    for apart in tools::APART {
        cmd!(
            shell,
            "{deny} --locked --config deny.toml --manifest-path {apart}/Cargo.toml check {few...} {checks...}"
        )
        .run()?;
    }
    Ok(())
}

/// Asks for what is published. What only builds and tests is not: it runs where its lock file was
/// read by someone, and an advisory on it would stop work that it has nothing to do with.
fn npm(shell: &Shell) -> Result<()> {
    let _dir = shell.push_dir("pkg");
    let answer = cmd!(shell, "npm audit --omit=dev --json")
        .quiet()
        .ignore_status()
        .ignore_stderr()
        .read()?;
    let answer: Value = serde_json::from_str(&answer).context("npm audit gives JSON")?;
    match answer.pointer("/metadata/vulnerabilities/total") {
        Some(total) if total == 0 => Ok(()),
        Some(total) => bail!("npm audit --omit=dev in pkg: {total} advisories"),
        None => {
            println!(
                "audit: NOT looked at: the advisories on npm packages (npm audit: {})",
                reason(&answer)
            );
            Ok(())
        }
    }
}

fn reason(answer: &Value) -> &str {
    let message = answer.get("message").and_then(Value::as_str);
    message.unwrap_or("no answer")
}
