//! `cargo xtask test`.

use std::env;
use std::process::Command;
use std::time::Instant;

use anyhow::{Result, bail};
use xshell::{Shell, cmd};

use crate::{digest, fuzz, package, reproducible, tools, wasm};

#[derive(clap::Args)]
pub struct Args {
    /// The areas to run; all that every change must pass unless told
    areas: Vec<String>,
    /// Runs everything there is
    #[arg(long)]
    all: bool,
    /// Names the areas
    #[arg(long)]
    list: bool,
    /// Takes the package for built
    #[arg(long, hide = true)]
    built: bool,
}

struct Area {
    name: &'static str,
    what: &'static str,
    /// Whether `cargo xtask test` runs it without being told.
    always: bool,
    run: fn(&Shell) -> Result<()>,
}

/// An area whose name begins so is a part of another one, for the run that leaves that out.
const PART: &str = "first-";

const AREAS: &[Area] = &[
    Area {
        name: "core",
        what: "the core, on the host: tables, properties, doctests",
        always: true,
        run: |shell| {
            Ok(cmd!(
                shell,
                "cargo test --quiet --package clerk-metadata --package clerk-metadata-json"
            )
            .run()?)
        },
    },
    Area {
        name: "local",
        what: "the local Backend API, on the host",
        always: true,
        run: |shell| Ok(cmd!(shell, "cargo test --quiet --package clerk-metadata-local").run()?),
    },
    Area {
        name: "xtask",
        what: "what builds the package",
        always: true,
        run: |shell| Ok(cmd!(shell, "cargo test --quiet --package xtask").run()?),
    },
    Area {
        name: "wasm",
        what: "the binding, with wasm-bindgen-test in Node",
        always: true,
        run: |shell| wasm::test(shell, wasm::CLIENT.package),
    },
    Area {
        name: "js",
        what: "the built package against the local Backend API over HTTP",
        always: true,
        run: |shell| {
            node(shell, "tests", &["tests/js/run.mjs"])?;
            node(
                shell,
                "examples/demo",
                &["examples/demo/demo.mjs", "--once"],
            )
        },
    },
    Area {
        name: "javascript",
        what: "the client's suites of js on clerk-metadata/js, the core in JavaScript",
        always: false,
        run: |shell| node(shell, "tests", &["tests/js/run.mjs", "--javascript"]),
    },
    Area {
        name: "types",
        what: "the public types, with tsc, from the packed tarball",
        always: true,
        run: |shell| node(shell, "tests", &["tests/types/run.mjs"]),
    },
    Area {
        name: "runtimes",
        what: "the packed tarball in Node.js, Deno, Bun, workerd and Chromium",
        always: true,
        run: |shell| {
            tools::npm_ci(shell, "tests")?;
            node(shell, "tests/runtimes", &["tests/runtimes/run.mjs"])
        },
    },
    Area {
        name: "first-www",
        what: "the admin page's server, from the packed tarball, and the page that it serves, in Chromium",
        always: true,
        run: |shell| admin_page(shell, &["server", "live"]),
    },
    Area {
        name: "www",
        what: "that, and all that the page does in both its modes, 100,000 users and axe included",
        always: false,
        run: |shell| admin_page(shell, &[]),
    },
    Area {
        name: "more-runtimes",
        what: "the same in more versions of Node.js, wrangler, Vitest and edge-light",
        always: false,
        run: |shell| {
            for folder in ["tests", "tests/runtimes"] {
                tools::npm_ci(shell, folder)?;
            }
            node(
                shell,
                "tests/runtimes/more",
                &["tests/runtimes/run.mjs", "--rest"],
            )
        },
    },
    Area {
        name: "bundlers",
        what: "the packed tarball bundled by Vite and esbuild, run in Chromium and Node.js",
        always: true,
        run: |shell| {
            for folder in ["tests", "tests/runtimes"] {
                tools::npm_ci(shell, folder)?;
            }
            node(shell, "tests/bundlers", &["tests/bundlers/run.mjs"])
        },
    },
    Area {
        name: "more-bundlers",
        what: "the same by Rollup, webpack, Rspack, Parcel and another Vite; and Vitest, Jest, node --test, msw",
        always: false,
        run: |shell| {
            for folder in [
                "tests",
                "tests/runtimes",
                "tests/runtimes/more",
                "tests/bundlers",
            ] {
                tools::npm_ci(shell, folder)?;
            }
            node(
                shell,
                "tests/bundlers/more",
                &["tests/bundlers/run.mjs", "--rest"],
            )
        },
    },
    Area {
        name: "first-frameworks",
        what: "the examples of Express and Workers, from the packed tarball, with real sessions",
        always: true,
        run: |shell| {
            node(
                shell,
                "tests/runtimes",
                &["tests/frameworks/run.mjs", "--first"],
            )
        },
    },
    Area {
        name: "frameworks",
        what: "the examples of every framework, those of first-frameworks too",
        always: false,
        run: |shell| {
            tools::npm_ci(shell, "tests")?;
            node(shell, "tests/runtimes", &["tests/frameworks/run.mjs"])
        },
    },
    Area {
        name: "reproducible",
        what: "a build in another folder gives the same bytes",
        always: false,
        run: reproducible::run,
    },
    Area {
        name: "faults",
        what: "a server that misbehaves in every way, and a thousand calls at once, in Node, Deno, Bun and workerd",
        always: true,
        run: |shell| {
            node(shell, "tests", &["tests/faults/run.mjs"])?;
            node(shell, "tests", &["tests/faults/concurrency.mjs"])
        },
    },
    Area {
        name: "kill",
        what: "kill -9 in the middle of writes, many times: nothing answered is lost",
        always: false,
        run: |shell| node(shell, "tests", &["tests/js/run.mjs", "slow"]),
    },
    Area {
        name: "fuzz",
        what: "the fuzz targets, each for 30 seconds from its seeds",
        always: false,
        run: fuzz::run,
    },
];

pub fn run(shell: &Shell, args: &Args) -> Result<()> {
    if args.list {
        for Area {
            name, what, always, ..
        } in AREAS
        {
            let when = if *always { "" } else { " (with --all)" };
            println!("{name:<16} {what}{when}");
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
    let asked = |area: &&Area| {
        if args.areas.is_empty() {
            let all = args.all && !area.name.starts_with(PART);
            all || area.always && !args.all
        } else {
            args.areas.iter().any(|name| name == area.name)
        }
    };
    if args.built {
        // Started by another `cargo xtask test`, which says how it went.
        return AREAS
            .iter()
            .filter(asked)
            .try_for_each(|area| (area.run)(shell));
    }
    package::build(shell)?;
    let mut failed: Vec<(&str, Vec<String>)> = Vec::new();
    let mut passed = 0;
    for area in AREAS.iter().filter(asked) {
        println!("\n== {}: {}", area.name, area.what);
        let start = Instant::now();
        let outcome = if env::var_os("CI").is_some() {
            run_apart(area)?
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

/// Runs an area in a process of its own, whose output can be repeated where it fails. Only in CI, as the
/// output has no colors then.
fn run_apart(area: &Area) -> Result<Result<(), Vec<String>>> {
    let xtask = env::current_exe()?;
    digest::run(Command::new(xtask).args(["test", "--built", area.name]))
}

/// Runs the suites of the admin page whose paths hold one of these; all without any.
fn admin_page(shell: &Shell, suites: &[&str]) -> Result<()> {
    for folder in ["tests", "tests/runtimes", "examples/demo"] {
        tools::npm_ci(shell, folder)?;
    }
    node(
        shell,
        "tests/www",
        &[&["tests/www/run.mjs"], suites].concat(),
    )
}

/// Runs node with what the lock file of a folder names installed.
fn node(shell: &Shell, packages: &str, args: &[&str]) -> Result<()> {
    tools::npm_ci(shell, packages)?;
    Ok(cmd!(shell, "node {args...}").run()?)
}
