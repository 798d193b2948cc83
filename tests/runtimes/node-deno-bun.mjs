// Node.js, Deno and Bun: a program, run to its end.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { outcomeOf, output } from "./process.mjs";
import * as tools from "./tools.mjs";

/** A program in a Node.js of a version. */
export const inNode =
  (version, program, ...flags) =>
  (project, { url }) =>
    outcomeOf(tools.node(version), [...flags, program], project, url);

/** Deno, with no permission but the network. */
export function inDeno(project, { url }) {
  // What npm has installed is taken as it is, and nothing is looked up elsewhere.
  writeFileSync(join(project, "deno.json"), JSON.stringify({ nodeModulesDir: "manual" }));
  const args = [tools.deno(), "run", "--quiet", "--no-prompt", "--no-remote", "--allow-net=127.0.0.1", "deno.mjs", url];
  return outcomeOf(process.execPath, args, project, url);
}

export const inBun =
  (program) =>
  (project, { url }) =>
    outcomeOf(tools.bun(), [program], project, url);

/** What `bun build` makes of a program, run by what it is made for. */
export const builtByBun = (program, target, run) => async (project, server) => {
  const built = "built/program.mjs";
  await output(tools.bun(), ["build", program, `--target=${target}`, `--outfile=${built}`], project);
  return run(built)(project, server);
};
