//! `cargo xtask check`.

use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};
use xshell::{Shell, cmd};

use crate::{audit, crates, package, tools};

/// Where JavaScript may be known of.
const BINDINGS: [&str; 2] = ["src/wasm", "local/src/wasm"];

pub fn run(shell: &Shell) -> Result<()> {
    cmd!(shell, "cargo fmt --all --check").run()?;
    for apart in tools::APART {
        cmd!(
            shell,
            "cargo fmt --manifest-path {apart}/Cargo.toml --check"
        )
        .run()?;
    }
    cmd!(
        shell,
        "cargo clippy --quiet --workspace --all-targets -- -D warnings"
    )
    .run()?;
    tools::wasm_target(shell)?;
    let target = tools::TARGET;
    cmd!(
        shell,
        "cargo clippy --quiet --package clerk-metadata --package clerk-metadata-local --lib --test binding --target {target} --target-dir target/wasm-test -- -D warnings"
    )
    .run()?;
    cmd!(
        shell,
        "cargo doc --quiet --workspace --no-deps --document-private-items --exclude xtask"
    )
    .env("RUSTDOCFLAGS", "-D warnings")
    .run()?;
    layers()?;
    audit::run(shell)?;
    crates::package(shell)?;
    package::build(shell)?;
    tools::npm_ci(shell, "tests")?;
    // Tests of the admin page act as a person does. The second line tests the first.
    cmd!(shell, "node tests/www/lint/run.mjs").run()?;
    cmd!(
        shell,
        "node --test --test-reporter=dot tests/www/lint/rules.test.mjs"
    )
    .run()?;
    cmd!(shell, "node tests/packaging/check.mjs").run()?;
    cmd!(shell, "node tests/types/docs.mjs").run()?;
    println!("check: all passed");
    Ok(())
}

/// Dependencies point one way: only the bindings know of JavaScript.
fn layers() -> Result<()> {
    let mut wrong = Vec::new();
    for top in ["src", "local/src"] {
        look(&tools::root().join(top), &mut wrong)?;
    }
    ensure!(
        wrong.is_empty(),
        "JavaScript crates are for {} only, not for:\n{}",
        BINDINGS.join(" and "),
        wrong.join("\n")
    );
    Ok(())
}

fn look(folder: &Path, wrong: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            let binding = BINDINGS.iter().any(|binding| path.ends_with(binding));
            if !binding {
                look(&path, wrong)?;
            }
            continue;
        }
        let text = fs::read_to_string(&path)?;
        for (number, line) in text.lines().enumerate() {
            let names_one = ["wasm_bindgen", "js_sys", "web_sys"]
                .iter()
                .any(|name| line.contains(name));
            if names_one {
                wrong.push(format!("{}:{}", path.display(), number + 1));
            }
        }
    }
    Ok(())
}
