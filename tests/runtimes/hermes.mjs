// Hermes, the engine of React Native, which has no WebAssembly. The version on npm supports neither classes nor
// async functions. In a React Native app Babel transpiles them; here TypeScript does.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { output } from "./process.mjs";
import * as tools from "./tools.mjs";

function hermesPath() {
  const { platform, arch } = process;
  if (!(platform === "linux" && arch === "x64"))
    throw new tools.MissingRuntime("hermes-engine-cli has no binary for this platform");
  return join(tools.folderOf("hermes-engine-cli"), "linux64-bin/hermes");
}

async function run(project) {
  const [bundled] = (
    await tools.esbuild().build({
      stdin: { contents: 'export * from "clerk-metadata/js";', resolveDir: project },
      bundle: true,
      write: false,
      format: "iife",
      globalName: "client",
      logLevel: "warning",
    })
  ).outputFiles;
  const ts = tools.requireTool("typescript-5.4");
  const { outputText } = ts.transpileModule(bundled.text, {
    compilerOptions: { target: ts.ScriptTarget.ES5, downlevelIteration: true, module: ts.ModuleKind.None },
  });
  const [polyfills, calls] = ["hermes-polyfills.js", "hermes-calls.js"].map((name) =>
    readFileSync(join(project, name), "utf8"),
  );
  writeFileSync(join(project, "all.js"), polyfills + outputText + calls);
  const printed = await output(hermesPath(), ["-Xes6-promise", "-O", "all.js"], project);
  assert.match(printed, /^\{/, printed);
  assert.deepEqual(JSON.parse(printed), {
    wasm: "undefined",
    firstName: "Ada",
    publicMetadata: { n: 1.5, text: "é" },
    status: 404,
    guard: true,
    path: "publicMetadata.a",
    sent: [
      ["PATCH", "https://api.clerk.com/v1/users/user_1/metadata", '{"public_metadata":{"a":["é",null]}}'],
      ["GET", "https://api.clerk.com/v1/users/user_2", null],
    ],
  });
}

export const HERMES = { name: "Hermes, core in JavaScript", run };
