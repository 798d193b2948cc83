//! Static checks of JavaScript and TypeScript: format, lints, line lengths, and the types of the package's sources; and
//! of the documentation, the words and the workflows. The types of `www` are checked when it is built, and the public types by `cargo xtask test types`.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::tools;

/// Runs all checks. Fails if one of them fails.
pub fn javascript(shell: &Shell) -> Result<()> {
    tools::npm_ci(shell, "tests")?;
    // The sources use the types of packages that are only bundled into the package.
    tools::npm_ci(shell, "pkg")?;
    let biome = "tests/node_modules/@biomejs/biome/bin/biome";
    cmd!(shell, "node {biome} ci --error-on-warnings").run()?;
    cmd!(shell, "node tests/source/line-length.mjs").run()?;
    let tsc = "tests/node_modules/typescript/bin/tsc";
    cmd!(shell, "node {tsc} --project tests/source/tsconfig.json").run()?;
    // Checks that tests of the admin page act as a user would, and wait for what they compare. The second command tests
    // these rules.
    cmd!(shell, "node tests/www/lint/run.mjs").run()?;
    cmd!(
        shell,
        "node --test --test-reporter=dot tests/www/lint/rules.test.mjs tests/www/lint/reads.test.mjs"
    )
    .run()?;
    Ok(())
}

/// Checks the words of all files, the workflows, and what the documentation states that other files determine.
pub fn texts(shell: &Shell) -> Result<()> {
    cmd!(shell, "node tests/source/wording.mjs").run()?;
    cmd!(shell, "node tests/source/workflows.mjs").run()?;
    cmd!(
        shell,
        "node --test --test-force-exit --test-reporter=dot tests/source/texts.test.mjs"
    )
    .run()?;
    cmd!(shell, "node bench/report.mjs --check").run()?;
    cmd!(shell, "node pkg/build/badges.mjs --check").run()?;
    Ok(())
}
