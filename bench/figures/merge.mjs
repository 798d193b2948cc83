// `merge` in native code, 8 KB into 8 KB, measured with criterion: see merge/benches/merge.rs.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const target = join(root, "target/bench-merge");
const results = join(target, "criterion");
const run = promisify(execFile);

/** Builds the program and returns its path. */
async function build() {
  const manifest = join(root, "bench/merge/Cargo.toml");
  const args = [
    "bench",
    "--locked",
    "--no-run",
    "--quiet",
    "--message-format=json",
    "--manifest-path",
    manifest,
    "--target-dir",
    target,
  ];
  const { stdout } = await run("cargo", args, { cwd: root, maxBuffer: 1e8 });
  const messages = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
  return messages.find(({ target, executable }) => executable && target.name === "merge").executable;
}

/** Thousands of merges per second. */
async function mergesPerSecond(program, name) {
  const timeArgs = ["--sample-size", "30", "--warm-up-time", "0.3", "--measurement-time", "0.7"];
  await run(program, ["--bench", "--exact", `merge/${name}`, "--noplot", ...timeArgs], {
    env: { ...process.env, CRITERION_HOME: results },
  });
  const { median } = JSON.parse(readFileSync(join(results, "merge", name, "new/estimates.json"), "utf8"));
  return 1e6 / median.point_estimate;
}

export default {
  subjects: ["ours", "json-patch"],
  slow: true,
  rows: [{ name: "merge, natively", unit: "thousand/s", better: "more", bound: 1.5, goal: 2 }],
  setUp: async (use) => use(await build()),
  measure: async (subject, program) => mergesPerSecond(program, subject),
};
