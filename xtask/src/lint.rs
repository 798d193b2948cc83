//! What looks at JavaScript and TypeScript without running them: formats, lints, line lengths, and the types of the
//! package's sources. The types of `www` are checked when it is built, the public ones by `cargo xtask test types`.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::tools;

/// Fails where a check does.
pub fn javascript(shell: &Shell) -> Result<()> {
    tools::npm_ci(shell, "tests")?;
    let biome = "tests/node_modules/@biomejs/biome/bin/biome";
    cmd!(shell, "node {biome} ci --error-on-warnings").run()?;
    cmd!(shell, "node tests/source/line-length.mjs").run()?;
    let tsc = "tests/node_modules/typescript/bin/tsc";
    cmd!(shell, "node {tsc} --project tests/source/tsconfig.json").run()?;
    // Tests of the admin page act as a person does. The second line tests the first.
    cmd!(shell, "node tests/www/lint/run.mjs").run()?;
    cmd!(
        shell,
        "node --test --test-reporter=dot tests/www/lint/rules.test.mjs"
    )
    .run()?;
    Ok(())
}
