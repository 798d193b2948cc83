//! The areas of `cargo xtask test`.

use anyhow::Result;
use xshell::{Shell, cmd};

use crate::{fuzz, reproducible, rust_examples, site, tools, wasm};

/// A part of the tests.
pub struct Area {
    pub name: &'static str,
    pub description: &'static str,
    pub schedule: Schedule,
    pub run: fn(&Shell) -> Result<()>,
}

/// When an area runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Schedule {
    /// With every `cargo xtask test`.
    Always,
    /// With `--all`, as in CI.
    All,
    /// With `--nightly`, because CI would take too long.
    Nightly,
}

pub const AREAS: &[Area] = &[
    Area {
        name: "core",
        description: "the core, on the host: tables, properties, doctests",
        schedule: Schedule::Always,
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
        description: "the local Backend API, on the host",
        schedule: Schedule::Always,
        run: |shell| Ok(cmd!(shell, "cargo test --quiet --package clerk-metadata-local").run()?),
    },
    Area {
        name: "bulk",
        description: "operations on many users, on the host, and the rate limiter in virtual time",
        schedule: Schedule::Always,
        run: |shell| {
            Ok(cmd!(shell, "cargo test --quiet --package clerk-metadata-bulk --package clerk-metadata-bulk-simulator").run()?)
        },
    },
    Area {
        name: "rust-client",
        description: "the Rust client: shared fixtures, reqwest against a real server, the fault suite, the example",
        schedule: Schedule::Always,
        run: |shell| {
            cmd!(
                shell,
                "cargo test --quiet --package clerk-metadata-client --features local"
            )
            .run()?;
            rust_examples::test_axum(shell)?;
            node(shell, "tests", &["tests/faults/run.mjs", "rust"])
        },
    },
    Area {
        name: "xtask",
        description: "the tool that builds the package",
        schedule: Schedule::Always,
        run: |shell| Ok(cmd!(shell, "cargo test --quiet --package xtask").run()?),
    },
    Area {
        name: "wasm",
        description: "the binding, with wasm-bindgen-test in Node",
        schedule: Schedule::Always,
        run: |shell| wasm::test(shell, &wasm::CLIENT),
    },
    Area {
        name: "export",
        description: "the export of the Rust client, with wasm-bindgen-test in Node and Chromium, and the Worker in Rust",
        schedule: Schedule::Always,
        run: |shell| {
            wasm::test_export(shell)?;
            rust_examples::test_worker(shell)
        },
    },
    Area {
        name: "js",
        description: "the built package against the local Backend API over HTTP",
        schedule: Schedule::Always,
        run: |shell| {
            node(shell, "tests", &["tests/js/run.mjs"])?;
            tools::link_package(shell, "examples/demo")?;
            Ok(cmd!(shell, "node examples/demo/run.mjs --once").run()?)
        },
    },
    Area {
        name: "first-javascript",
        description: "clerk-metadata/js, the core in JavaScript: its own suites, and those of calls, input and responses",
        schedule: Schedule::All,
        run: |shell| {
            let first = ["tests/js/run.mjs", "--javascript", "--first"];
            node(shell, "tests", &first)
        },
    },
    Area {
        name: "javascript",
        description: "all client suites of js with clerk-metadata/js",
        schedule: Schedule::Nightly,
        run: |shell| node(shell, "tests", &["tests/js/run.mjs", "--javascript"]),
    },
    Area {
        name: "types",
        description: "the public types, with tsc, from the packed tarball",
        schedule: Schedule::Always,
        run: |shell| node(shell, "tests", &["tests/types/run.mjs"]),
    },
    Area {
        name: "migrate",
        description: "npx clerk-metadata migrate: each form of an import, and realistic apps",
        schedule: Schedule::Always,
        run: |shell| node(shell, "tests", &["--test", "tests/migrate/"]),
    },
    Area {
        name: "testing",
        description: "the programs of docs/testing.md and docs/many-users.md, from the packed tarball, with Vitest, node --test, Bun and msw",
        schedule: Schedule::Always,
        run: |shell| {
            for folder in ["tests", "tests/runtimes"] {
                tools::npm_ci(shell, folder)?;
            }
            node(
                shell,
                "tests/testing",
                &[
                    "--test",
                    "--test-reporter=spec",
                    "tests/testing/docs.test.mjs",
                    "tests/testing/connections.test.mjs",
                    "tests/testing/bulk-docs.test.mjs",
                ],
            )
        },
    },
    Area {
        name: "site",
        description: "the documentation site: its search and demo in Chromium, and every link, also of Markdown files",
        schedule: Schedule::Always,
        run: |shell| {
            tools::npm_ci(shell, "tests/runtimes")?;
            site::build(shell)?;
            node(
                shell,
                "tests",
                &[
                    "--test",
                    "tests/site/pages.test.mjs",
                    "tests/site/links.test.mjs",
                    "tests/site/browser.test.mjs",
                ],
            )
        },
    },
    Area {
        name: "runtimes",
        description: "the packed tarball in Node.js, Deno, Bun, workerd and Chromium",
        schedule: Schedule::Always,
        run: |shell| {
            node_with(
                shell,
                &["tests", "tests/runtimes"],
                &["tests/runtimes/run.mjs"],
            )
        },
    },
    Area {
        name: "first-www",
        description: "the admin page's server, from the packed tarball, and the page that it serves, in Chromium",
        schedule: Schedule::Always,
        run: |shell| admin_page(shell, &["server", "live"]),
    },
    Area {
        name: "www",
        description: "all of first-www, and everything the page does in both modes, including 100,000 users and axe",
        schedule: Schedule::All,
        run: |shell| admin_page(shell, &[]),
    },
    Area {
        name: "more-runtimes",
        description: "the same in more versions of Node.js, wrangler, Vitest and edge-light",
        schedule: Schedule::All,
        run: |shell| {
            node_with(
                shell,
                &["tests", "tests/runtimes", "tests/runtimes/more"],
                &["tests/runtimes/run.mjs", "--rest"],
            )
        },
    },
    Area {
        name: "bundlers",
        description: "the packed tarball bundled by Vite and esbuild, run in Chromium and Node.js",
        schedule: Schedule::Always,
        run: |shell| {
            node_with(
                shell,
                &["tests", "tests/runtimes", "tests/bundlers"],
                &["tests/bundlers/run.mjs"],
            )
        },
    },
    Area {
        name: "more-bundlers",
        description: "the same by Rollup, webpack, Rspack, Parcel and another Vite; and Vitest, Jest, node --test, msw",
        schedule: Schedule::All,
        run: |shell| {
            node_with(
                shell,
                &[
                    "tests",
                    "tests/runtimes",
                    "tests/runtimes/more",
                    "tests/bundlers",
                    "tests/bundlers/more",
                ],
                &["tests/bundlers/run.mjs", "--rest"],
            )
        },
    },
    Area {
        name: "first-frameworks",
        description: "the examples of Express and Workers, from the packed tarball, with real sessions",
        schedule: Schedule::Always,
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
        description: "the examples with the current version of each framework, including those of first-frameworks",
        schedule: Schedule::All,
        run: |shell| {
            node_with(
                shell,
                &["tests", "tests/runtimes"],
                &["tests/frameworks/run.mjs"],
            )
        },
    },
    Area {
        name: "older-frameworks",
        description: "the examples with an older version of a framework",
        schedule: Schedule::Nightly,
        run: |shell| {
            node_with(
                shell,
                &["tests", "tests/runtimes"],
                &["tests/frameworks/run.mjs", "--older"],
            )
        },
    },
    Area {
        name: "cloudflare-queues",
        description: "examples/cloudflare-queues with `wrangler dev`, and its Durable Object in Vitest in workerd",
        schedule: Schedule::All,
        run: |shell| {
            node_with(
                shell,
                &["tests", "tests/runtimes", "tests/runtimes/more"],
                &[
                    "--test",
                    "--test-reporter=spec",
                    "--test-concurrency=1",
                    "tests/cloudflare-queues/vitest.test.mjs",
                    "tests/cloudflare-queues/wrangler-dev.test.mjs",
                ],
            )
        },
    },
    Area {
        name: "docs",
        description: "the code blocks of the README and the documentation, compiled and run from the packed tarball",
        schedule: Schedule::Always,
        run: |shell| node(shell, "tests", &["tests/docs/run.mjs"]),
    },
    Area {
        name: "release",
        description: "the steps of a release as a dry run",
        schedule: Schedule::Always,
        run: |shell| {
            node(
                shell,
                "tests",
                &["--test", "tests/release/release.test.mjs"],
            )
        },
    },
    Area {
        name: "bullmq",
        description: "queues of BullMQ in real Redis and PostgreSQL servers, with workers, feeders and servers that are killed",
        schedule: Schedule::All,
        run: |shell| {
            node_with(
                shell,
                &["tests"],
                &[
                    "--test",
                    "--test-reporter=spec",
                    "--test-concurrency=2",
                    "tests/bullmq/limiter.test.mjs",
                    "tests/bullmq/kill.test.mjs",
                    "tests/bullmq/postgres.test.mjs",
                    "tests/bullmq/memory.test.mjs",
                    "tests/bullmq/first-connection.test.mjs",
                    "tests/bullmq/instance.test.mjs",
                    "tests/bullmq/command.test.mjs",
                    "tests/bullmq/engines.test.mjs",
                    "tests/bullmq/docs.test.mjs",
                ],
            )
        },
    },
    Area {
        name: "redis-simulator",
        description: "the rate limiter in Redis in virtual time: what the one in Rust must achieve",
        schedule: Schedule::Nightly,
        run: |shell| {
            node(
                shell,
                "tests",
                &[
                    "--test",
                    "--test-reporter=spec",
                    "tests/bullmq/simulator.test.mjs",
                ],
            )
        },
    },
    Area {
        name: "reproducible",
        description: "a build in another folder gives the same bytes; each release runs it too",
        schedule: Schedule::Nightly,
        run: reproducible::run,
    },
    Area {
        name: "faults",
        description: "a server that misbehaves in every way, and a thousand calls at once, in Node, Deno, Bun and workerd",
        schedule: Schedule::Always,
        run: |shell| {
            node(shell, "tests", &["tests/faults/run.mjs"])?;
            node(shell, "tests", &["tests/faults/concurrency.mjs"])
        },
    },
    Area {
        name: "kill",
        description: "kill -9 in the middle of writes, many times: no acknowledged change is lost",
        schedule: Schedule::All,
        run: |shell| node(shell, "tests", &["tests/js/run.mjs", "slow"]),
    },
    Area {
        name: "rates",
        description: "rows at the whole limit of each window, with jobs and with queues, and a plan of a million rows",
        schedule: Schedule::Nightly,
        run: |shell| {
            node(shell, "tests", &["tests/js/run.mjs", "rates"])?;
            let queues = [
                "--test",
                "--test-reporter=spec",
                "tests/bullmq/rate.test.mjs",
            ];
            node(shell, "tests", &queues)
        },
    },
    Area {
        name: "verify",
        description: "a hundred mutated Backend APIs, each of which exactly the facts about it of `verify` must detect",
        schedule: Schedule::Nightly,
        run: |shell| node(shell, "tests", &["tests/js/run.mjs", "verify-mutants"]),
    },
    Area {
        name: "fuzz",
        description: "the fuzz targets, each for 30 seconds from its seeds",
        schedule: Schedule::Nightly,
        run: fuzz::run,
    },
];

/// Runs the suites of the admin page whose path contains one of these texts. An empty list runs all suites.
fn admin_page(shell: &Shell, suites: &[&str]) -> Result<()> {
    tools::link_package(shell, "examples/demo")?;
    node_with(
        shell,
        &["tests", "tests/runtimes", "tests/www"],
        &[&["tests/www/run.mjs"], suites].concat(),
    )
}

/// Runs node after installing the packages that the lock file of a folder lists.
fn node(shell: &Shell, folder: &str, args: &[&str]) -> Result<()> {
    node_with(shell, &[folder], args)
}

/// The same, with the packages of several folders.
fn node_with(shell: &Shell, folders: &[&str], args: &[&str]) -> Result<()> {
    for folder in folders {
        tools::npm_ci(shell, folder)?;
    }
    Ok(cmd!(shell, "node {args...}").run()?)
}
