// Bundles the command line with another command, as it would be with another file in pkg/src/cli/commands.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const pkg = fileURLToPath(new URL("../../../pkg/", import.meta.url));

/** Returns the path of the program. `source` is the text of the command's file. */
export async function commandLineWith(folder, name, source) {
  const commands = join(folder, "commands");
  mkdirSync(commands);
  writeFileSync(join(commands, `${name}.js`), source);
  const { build } = createRequire(join(pkg, "package.json"))("esbuild");
  const { commandsPlugin } = await import(pathToFileURL(join(pkg, "build/commands-plugin.mjs")).href);
  const outfile = join(folder, "dist/cli.mjs");
  await build({
    entryPoints: [join(pkg, "src/cli/main.js")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    plugins: [commandsPlugin([join(pkg, "src/cli/commands"), commands])],
    // Packages and entries that commands import when they run (pkg/build/bundle.mjs).
    external: ["clerk-metadata", "clerk-metadata/*", "#next-env", "bullmq", "ioredis", "pg"],
    logLevel: "warning",
  });
  return outfile;
}

/** Runs the program, and returns its output and exit code. */
export function runProgram(program, args, env = {}) {
  try {
    const options = { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } };
    return { stdout: execFileSync(process.execPath, [program, ...args], options), stderr: "", code: 0 };
  } catch ({ stdout, stderr, status }) {
    return { stdout, stderr, code: status };
  }
}
