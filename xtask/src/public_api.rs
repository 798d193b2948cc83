//! The public API of the Rust client: a file in the repository lists it, so that a change of it is seen in a review.

use std::fs;

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

use crate::tools;

const PACKAGE: &str = "clerk-metadata-client";
const FILE: &str = "client/public-api.txt";
const HINT: &str = "cargo xtask public-api writes it";

/// Fails if the public API is not what the file lists.
pub fn check(shell: &Shell) -> Result<()> {
    let actual = list(shell)?;
    let expected = fs::read_to_string(tools::root().join(FILE)).with_context(|| FILE)?;
    if actual == expected {
        return Ok(());
    }
    let lines_only_in = |text: &str, other: &str, sign: char| -> String {
        let other: Vec<_> = other.lines().collect();
        text.lines()
            .filter(|line| !other.contains(line))
            .map(|line| format!("\n{sign} {line}"))
            .collect()
    };
    bail!(
        "the public API of {PACKAGE} is not that of {FILE}; {HINT}{}{}",
        lines_only_in(&expected, &actual, '-'),
        lines_only_in(&actual, &expected, '+'),
    );
}

/// Writes the file.
pub fn write(shell: &Shell) -> Result<()> {
    let list = list(shell)?;
    Ok(fs::write(tools::root().join(FILE), list)?)
}

/// The public items, one a line, with the default features and the local Backend API.
fn list(shell: &Shell) -> Result<String> {
    let target_dir = tools::root().join("target/public-api");
    // The JSON is not stable, hence the pinned toolchain and `RUSTC_BOOTSTRAP`. Warnings are those of `cargo doc`.
    cmd!(
        shell,
        "cargo rustdoc --quiet --lib --package {PACKAGE} --features local --target-dir {target_dir} -- -Zunstable-options --output-format=json --cap-lints=allow"
    )
    .env("RUSTC_BOOTSTRAP", "1")
    .run()?;
    let json = target_dir.join(format!("doc/{}.json", PACKAGE.replace('-', "_")));
    let api = public_api::Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()?;
    Ok(api.items().map(|item| format!("{item}\n")).collect())
}
