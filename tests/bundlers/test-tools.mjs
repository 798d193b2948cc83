// Test tools: a small project whose own tests call the local Backend API in process, and through msw.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { output } from "../runtimes/process.mjs";
import * as tools from "./tools.mjs";

const IMPORTS = {
  assert: "node:assert/strict",
  "{ appendFileSync }": "node:fs",
  "{ createClerkClient }": "clerk-metadata",
  "{ createLocalBackend }": "clerk-metadata/local",
  "{ http, HttpResponse }": "msw",
  "{ setupServer }": "msw/node",
};

/** The same tests for all; only how they come to what they use differs. */
const TESTS = `
function done(test) {
  appendFileSync(process.env.OUTCOME, JSON.stringify({ test, loaded: globalThis.loadedEntries }) + "\\n");
}

test("the local Backend API in process", async () => {
  const free = { plan: "free", trial: true };
  const backend = await createLocalBackend({ users: [{ id: "user_1", publicMetadata: free }] });
  const clerk = createClerkClient({ secretKey: "sk_test_tools", fetch: backend.fetch });
  const user = await clerk.users.updateUserMetadata("user_1", { publicMetadata: { plan: "pro", trial: null } });
  assert.deepEqual(user.publicMetadata, { plan: "pro" });
  assert.deepEqual(backend.users.get("user_1").public_metadata, { plan: "pro" });
  await backend.close();
  done("local");
});

test("msw in the place of the global fetch", async () => {
  // Made before msw is there: fetch is looked up at the call.
  const clerk = createClerkClient({ secretKey: "sk_test_tools" });
  let seen;
  const server = setupServer(
    http.patch("https://api.clerk.com/v1/users/:id/metadata", async ({ request, params }) => {
      seen = { id: params.id, authorization: request.headers.get("authorization"), body: await request.text() };
      return HttpResponse.json({ object: "user", id: params.id, public_metadata: { plan: "pro" } });
    }),
  );
  server.listen({ onUnhandledRequest: "error" });
  const call = clerk.users.updateUserMetadata("user_2", { publicMetadata: { plan: "pro" } });
  const user = await call.finally(() => server.close());
  assert.deepEqual(user.publicMetadata, { plan: "pro" });
  assert.deepEqual(seen, { id: "user_2", authorization: "Bearer sk_test_tools", body: '{"public_metadata":{"plan":"pro"}}' });
  done("msw");
});
`;

function testFile(type, testFrom) {
  const imports = Object.entries({ ...IMPORTS, ...(testFrom && { "{ test }": testFrom }) });
  const line =
    type === "module"
      ? ([what, from]) => `import ${what} from "${from}";`
      : ([what, from]) => `const ${what} = require("${from}");`;
  return imports.map(line).join("\n") + TESTS;
}

/** How a tool runs the tests of a file. `test` comes from `testFrom`, or is there by itself. */
const inTool = ({ way = "`import`", type = "module", entry = "index.js", msw = "msw", testFrom, tool, start }) => ({
  way,
  type,
  entry,
  judge: "tests",
  async run(project) {
    const name = type === "module" ? "calls.test.mjs" : "calls.test.js";
    writeFileSync(join(project, name), testFile(type, testFrom));
    tools.link(project, msw, "msw");
    if (testFrom === tool) tools.link(project, tool);
    const OUTCOME = join(project, "outcome.jsonl");
    await start(project, name, { OUTCOME });
    const lines = readFileSync(OUTCOME, "utf8").trim().split("\n");
    return {
      tests: lines.map((line) => JSON.parse(line)),
      version: tool ? tools.versionOf(tool) : await versionOfNode(),
    };
  },
});

const versionOfNode = async () => (await output(tools.node(), ["--version"])).trim().slice(1);

export function judgeTests({ tests }, entry) {
  const loaded = [entry, entry.replace("index", "local")];
  assert.deepEqual(tests, [
    { test: "local", loaded },
    { test: "msw", loaded },
  ]);
  return "works";
}

const vitest = (project, name, env) => tools.run("vitest", "vitest", ["run", name], project, env);
const jest = (project, name, env) => tools.run("jest", "jest", [name], project, env);
const jestModules = (project, name, env) => jest(project, name, { ...env, NODE_OPTIONS: "--experimental-vm-modules" });
const nodeTest = (project, name, env) =>
  output(tools.node(), ["--test", name], project, { ...tools.quiet(project), ...env });

export const TEST_TOOLS = [
  { name: "Vitest, with msw", ways: [inTool({ tool: "vitest", testFrom: "vitest", start: vitest })] },
  {
    name: "Jest, with msw",
    ways: [
      // The last msw that CommonJS can load in Jest.
      inTool({ tool: "jest", way: "`require`", type: "commonjs", entry: "index.cjs", msw: "msw-2", start: jest }),
      inTool({ tool: "jest", way: "`import` with `--experimental-vm-modules`", start: jestModules }),
    ],
  },
  {
    name: "`node --test`, with msw",
    ways: [
      inTool({ testFrom: "node:test", start: nodeTest }),
      inTool({ way: "`require`", type: "commonjs", entry: "index.cjs", testFrom: "node:test", start: nodeTest }),
    ],
  },
];
