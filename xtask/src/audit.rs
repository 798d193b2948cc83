//! Audits the dependencies: their licenses, sources, versions and security advisories.

use std::fs;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use xshell::{Shell, cmd};

use crate::tools;

/// The sections of package.json that declare dependencies.
const DEPENDENCIES: [&str; 4] = [
    "dependencies",
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
    let peers = package.get("peerDependencies").and_then(Value::as_object);
    for peer in peers.into_iter().flat_map(|peers| peers.keys()) {
        ensure!(
            package.pointer(&format!("/peerDependenciesMeta/{peer}/optional"))
                == Some(&Value::Bool(true)),
            "pkg/package.json: the peer dependency {peer} must be optional"
        );
    }
    Ok(())
}

fn crates(shell: &Shell) -> Result<()> {
    let deny = tools::cargo_tool(shell, "cargo-deny", "0.20.2")?;
    // deny.toml covers all crates, and these workspaces contain only a few of them.
    let allow_unused_rules = ["-A", "license-not-encountered", "-A", "unmatched-skip-root"];
    let advisories = cmd!(shell, "{deny} fetch db").quiet().ignore_stderr();
    let is_available = advisories.run().is_ok();
    let checks: &[&str] = if is_available {
        &["advisories", "bans", "licenses", "sources"]
    } else {
        println!("audit: NOT checked: the advisories on crates (the database cannot be reached)");
        &["bans", "licenses", "sources"]
    };
    cmd!(
        shell,
        "{deny} --locked --workspace check -A unmatched-skip-root {checks...}"
    )
    .run()?;
    for workspace in tools::SEPARATE_WORKSPACES {
        cmd!(
            shell,
            "{deny} --locked --config deny.toml --manifest-path {workspace}/Cargo.toml check {allow_unused_rules...} {checks...}"
        )
        .run()?;
    }
    Ok(())
}

/// Audits the published package only. Build and test dependencies are pinned by reviewed lock files, and an
/// advisory on one of them should not block unrelated work.
fn npm(shell: &Shell) -> Result<()> {
    let _dir = shell.push_dir("pkg");
    let report = cmd!(shell, "npm audit --omit=dev --json")
        .quiet()
        .ignore_status()
        .ignore_stderr()
        .read()?;
    let report: Value = serde_json::from_str(&report).context("npm audit did not print JSON")?;
    match report.pointer("/metadata/vulnerabilities/total") {
        Some(total) if total == 0 => Ok(()),
        Some(total) => bail!("npm audit --omit=dev in pkg: {total} advisories"),
        None => {
            println!(
                "audit: NOT checked: the advisories on npm packages (npm audit: {})",
                reason(&report)
            );
            Ok(())
        }
    }
}

fn reason(report: &Value) -> &str {
    let message = report.get("message").and_then(Value::as_str);
    message.unwrap_or("no response")
}
