// The help and the version: on stdout, with exit code 0, and as wide as the terminal.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { test } from "node:test";
import { CLI, run } from "./support/command.mjs";
import { BUILT_IN, COMMANDS } from "./support/command-names.mjs";

/** In the order of the help. */
const CLIENT = ["--api-url URL", "--env-file FILE", "--no-env-file"];
const METADATA = ["--public JSON", "--private JSON", "--unsafe JSON"];
const TARGET = ["--external-id", "--organization-id ORG"];
const CHANGE = [...METADATA, ...TARGET, "--yes", "--json", "--all-fields", ...CLIENT];

const OPTIONS = {
  diff: [...METADATA, "--replace", ...TARGET, "--json", "--exit-code", ...CLIENT],
  get: [...TARGET, "--json", "--all-fields", ...CLIENT],
  replace: CHANGE,
  update: CHANGE,
  admin: ["--port PORT", "--api-url URL", "--sandbox"],
  completion: [],
  dev: [
    "--port PORT",
    "--host ADDRESS",
    "--allow-host NAME",
    "--upstream URL",
    "--no-upstream",
    "--data FILE",
    "--user USER_ID",
    "--seed NUMBER",
    "--seed-organizations NUMBER",
    "--secret-key KEY",
    "--no-rate-limit",
    "--rate-limit-requests NUMBER",
    "--rate-limit-ms NUMBER",
    "--rate-limit-window NAME",
    "--rate-limit-others NUMBER",
    "--latency NUMBER",
    "--quiet",
  ],
  migrate: ["--write", "--check", "--typescript PACKAGE"],
  verify: ["--api-url URL", "--only ID", "--rate-limits", "--list", "--json", "--report FILE"],
};

for (const args of [[], ["--help"], ["-h"], ["help"], ["--help", "--unknown"], ["help", "help"]]) {
  test(`the help of the program: clerk-metadata ${args.join(" ")}`, async (t) => {
    const { stdout, stderr, code } = await run(t, args);
    assert.match(stdout, /^Usage: clerk-metadata <command> \[options\]\n\nCommands:\n/);
    const [, list] = /\nCommands:\n(.*?)\n\n/s.exec(stdout);
    const names = list.split("\n").map((line) => /^ {2}(\w+) {2,}[A-Z]/.exec(line)?.[1]);
    assert.deepEqual(names, [...COMMANDS, ...BUILT_IN]);
    assert.deepEqual([stderr, code], ["", 0]);
  });
}

for (const command of COMMANDS) {
  for (const args of [
    ["help", command],
    [command, "--help"],
    [command, "-h"],
    ["--help", command],
    [command, "--unknown", "-h"],
    [command, "extra", "--help"],
  ]) {
    test(`the help of ${command}: clerk-metadata ${args.join(" ")}`, async (t) => {
      const { stdout, stderr, code } = await run(t, args);
      assert.match(stdout, new RegExp(`^[A-Z].*\\.\n\nUsage: clerk-metadata ${command}\\b.* \\[options\\]\n\n`));
      const [, section] = /\nOptions:\n(.*?)(?:\n\n|$)/s.exec(stdout);
      const labels = [...section.matchAll(/^ {2}(-\S.*?)(?: {2}|$)/gm)].map(([, label]) => label);
      assert.deepEqual(labels, [...(OPTIONS[command] ?? labels.slice(0, -1)), "-h, --help"]);
      assert.deepEqual([stderr, code], ["", 0]);
    });
  }
}

for (const args of [
  ["dev", "help"],
  ["dev", "--port", "http", "--help"],
  ["dev", "--data", "x", "help"],
]) {
  test(`the help of dev: clerk-metadata ${args.join(" ")}`, async (t) => {
    const { stdout, code } = await run(t, args);
    assert.equal(stdout, (await run(t, ["dev", "--help"])).stdout);
    assert.equal(code, 0);
  });
}

const { version } = createRequire(import.meta.url)("clerk-metadata/package.json");
for (const args of [
  ["--version"],
  ["-v"],
  ["-V"],
  ["version"],
  ...["dev", "admin"].flatMap((command) => ["--version", "-v", "-V", "version"].map((argument) => [command, argument])),
  ["completion", "--version"],
  ["dev", "--unknown", "--version"],
]) {
  test(`the version: clerk-metadata ${args.join(" ")}`, async (t) => {
    assert.deepEqual(await run(t, args), { stdout: `${version}\n`, stderr: "", code: 0, signal: null });
  });
}

const longestLine = (text) => Math.max(...text.split("\n").map((line) => line.length));

/** Words that are longer than a line are not broken. */
const withoutLongWords = (text) => text.replaceAll(/^.*\S{40,}.*$/gm, "");

test("the help is 80 columns wide where there is no terminal", async (t) => {
  for (const command of COMMANDS) {
    const { stdout } = await run(t, [command, "--help"]);
    const width = longestLine(withoutLongWords(stdout));
    assert.ok(width > 60 && width <= 80, `${command}: ${width}`);
  }
});

/** Runs a command line in a terminal of this width. Its output has both streams. */
const inTerminal = (columns, args) =>
  execFileSync(
    "script",
    ["-qec", `stty cols ${columns}; ${[process.execPath, CLI, ...args].join(" ")} || true`, "/dev/null"],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    },
  ).replaceAll("\r\n", "\n");

const skip = process.platform === "linux" ? false : "needs script of util-linux";
for (const columns of [60, 100]) {
  test(`the help and usage errors are as wide as a terminal of ${columns} columns`, { skip }, async () => {
    for (const args of [["--help"], ...COMMANDS.map((command) => [command, "--help"])]) {
      const width = longestLine(withoutLongWords(inTerminal(columns, args)));
      assert.ok(width > 40 && width <= columns, `${args.join(" ")}: ${width}`);
    }
    const error = inTerminal(columns, ["dev", "--allow-hosts", "x"]);
    assert.match(
      error.replaceAll(/\s+/g, " "),
      /^clerk-metadata: Unknown option --allow-hosts\. Did you mean --allow-host\? /,
    );
    assert.ok(longestLine(error) <= columns, error);
  });
}
