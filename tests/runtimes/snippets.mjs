// Runs every program of docs/runtimes.md, unmodified, against a local Backend API.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { textOfPage } from "./browser.mjs";
import { output } from "./process.mjs";
import * as tools from "./tools.mjs";
import { responseOfWranglerDev, edgeVm } from "./workers.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const KEY = "sk_test_docs";
const ID = "user_2abc";

/** How each program of the page is run. It must print or respond with 5. */
const PROGRAMS = {
  "main.mjs": { always: true, run: (project, env) => output(tools.node("20"), ["main.mjs"], project, env) },
  "main.cjs": { always: true, run: (project, env) => output(tools.node("20"), ["main.cjs"], project, env) },
  "deno.mjs": { always: true, run: inDeno },
  "bun.mjs": { always: true, run: (project, env) => output(tools.bun(), ["bun.mjs"], project, env) },
  "worker.mjs": { run: inWorker },
  "edge.mjs": { run: inEdgeFunction },
  "page.html": { always: true, offline: true, run: (project) => textOfPage(project, "/page.html", "output") },
};

const NAME = /<!-- program: (\S+) -->/;
const BLOCK = /(?:^<!-- program: \S+ -->\n)?^```(?:js|html)\n.*?^```$/gms;

/** The programs of the page. They must be exactly those of `PROGRAMS`. */
export function snippets() {
  const text = readFileSync(join(root, "docs/runtimes.md"), "utf8");
  const programs = [...text.matchAll(BLOCK)].map(([block]) => ({
    name: NAME.exec(block)?.[1],
    code: block.slice(block.indexOf("\n", block.indexOf("```")) + 1, -3),
  }));
  assert.deepEqual(
    programs.map(({ name }) => name),
    Object.keys(PROGRAMS),
    "the programs of docs/runtimes.md",
  );
  return programs.map(({ name, code }) => ({ name, code, ...PROGRAMS[name] }));
}

export async function runSnippet({ name, code, offline, run }, project) {
  writeFileSync(join(project, name), code);
  const { createLocalBackend } = await import("../../pkg/dist/local.js");
  const backend = await createLocalBackend({
    secretKey: KEY,
    users: [{ id: ID, publicMetadata: { plan: { name: "pro" } } }],
  });
  const server = await backend.listen();
  try {
    const printed = await run(project, { ...process.env, CLERK_SECRET_KEY: KEY, CLERK_API_URL: server.url });
    assert.equal(printed.trim(), "5");
    const stored = backend.users.get(ID).public_metadata;
    assert.deepEqual(stored, { plan: offline ? { name: "pro" } : { name: "pro", seats: 5 } });
  } finally {
    await server.close();
    await backend.close();
  }
}

function inDeno(project, env) {
  writeFileSync(join(project, "deno.json"), JSON.stringify({ nodeModulesDir: "manual" }));
  const permissions = ["--allow-net=127.0.0.1", "--allow-env=CLERK_SECRET_KEY,CLERK_API_URL"];
  return output(
    process.execPath,
    [tools.deno(), "run", "--quiet", "--no-prompt", "--no-remote", ...permissions, "deno.mjs"],
    project,
    env,
  );
}

/** `wrangler dev` reads the secret key from `.dev.vars`. */
function inWorker(project, { CLERK_SECRET_KEY, CLERK_API_URL }) {
  writeFileSync(join(project, ".dev.vars"), `CLERK_SECRET_KEY=${CLERK_SECRET_KEY}\nCLERK_API_URL=${CLERK_API_URL}\n`);
  return responseOfWranglerDev(project, {});
}

async function inEdgeFunction(project, env) {
  writeFileSync(
    join(project, "call.mjs"),
    `import handler from "./edge.mjs";
globalThis.outcome = handler(new Request("http://127.0.0.1/")).then((response) => response.text());
`,
  );
  return edgeVm(join(project, "call.mjs"), { process: { env } });
}
