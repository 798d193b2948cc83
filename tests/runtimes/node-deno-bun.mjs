// Runs a program in Node.js, Deno or Bun until it exits.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { outcomeOf, output } from "./process.mjs";
import * as tools from "./tools.mjs";

/** Runs a program in a version of Node.js. */
export const inNode =
  (version, program, ...flags) =>
  (project, { url }) =>
    outcomeOf(tools.node(version), [...flags, program], project, url);

/** Runs the program for Deno with network permission only. */
export function inDeno(project, { url }) {
  // Use only the packages that npm has installed.
  writeFileSync(join(project, "deno.json"), JSON.stringify({ nodeModulesDir: "manual" }));
  const args = [tools.deno(), "run", "--quiet", "--no-prompt", "--no-remote", "--allow-net=127.0.0.1", "deno.mjs", url];
  return outcomeOf(process.execPath, args, project, url);
}

export const inBun =
  (program) =>
  (project, { url }) =>
    outcomeOf(tools.bun(), [program], project, url);

/** Bundles a program with `bun build` and runs the bundle in the target runtime. */
export const builtWithBun = (program, target, run) => async (project, server) => {
  const bundle = "built/program.mjs";
  await output(tools.bun(), ["build", program, `--target=${target}`, `--outfile=${bundle}`], project);
  return run(bundle)(project, server);
};
