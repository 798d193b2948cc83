// Test tools: a small project whose tests use the local Backend API in process, and msw.
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

/** The same tests for all tools. Only the imports differ. */
const TESTS = `
function recordResult(test) {
  appendFileSync(process.env.RESULTS_FILE, JSON.stringify({ test, loaded: globalThis.loadedEntries }) + "\\n");
}

test("the local Backend API in process", async () => {
  const free = { plan: "free", trial: true };
  const backend = await createLocalBackend({ users: [{ id: "user_1", publicMetadata: free }] });
  const clerk = createClerkClient({ secretKey: "sk_test_tools", fetch: backend.fetch });
  const user = await clerk.users.updateUserMetadata("user_1", { publicMetadata: { plan: "pro", trial: null } });
  assert.deepEqual(user.publicMetadata, { plan: "pro" });
  assert.deepEqual(backend.users.get("user_1").public_metadata, { plan: "pro" });
  await backend.close();
  recordResult("local");
});

test("msw as a replacement of the global fetch", async () => {
  // Created before msw starts: the client looks up the global fetch at the time of the call.
  const clerk = createClerkClient({ secretKey: "sk_test_tools" });
  let received;
  const server = setupServer(
    http.patch("https://api.clerk.com/v1/users/:id/metadata", async ({ request, params }) => {
      received = { id: params.id, authorization: request.headers.get("authorization"), body: await request.text() };
      return HttpResponse.json({ object: "user", id: params.id, public_metadata: { plan: "pro" } });
    }),
  );
  server.listen({ onUnhandledRequest: "error" });
  const call = clerk.users.updateUserMetadata("user_2", { publicMetadata: { plan: "pro" } });
  const user = await call.finally(() => server.close());
  assert.deepEqual(user.publicMetadata, { plan: "pro" });
  assert.deepEqual(received, { id: "user_2", authorization: "Bearer sk_test_tools", body: '{"public_metadata":{"plan":"pro"}}' });
  recordResult("msw");
});
`;

function testFile(type, testFrom) {
  const imports = Object.entries({ ...IMPORTS, ...(testFrom && { "{ test }": testFrom }) });
  const formatImport =
    type === "module"
      ? ([binding, from]) => `import ${binding} from "${from}";`
      : ([binding, from]) => `const ${binding} = require("${from}");`;
  return imports.map(formatImport).join("\n") + TESTS;
}

/** Runs the tests with a tool. `test` is imported from `testFrom`. Default: `test` is a global. */
const inTool = ({
  label = "`import`",
  type = "module",
  entry = "index.js",
  msw = "msw",
  testFrom,
  tool,
  runTests,
}) => ({
  label,
  type,
  entry,
  expectation: "tests",
  async run(project) {
    const name = type === "module" ? "calls.test.mjs" : "calls.test.js";
    writeFileSync(join(project, name), testFile(type, testFrom));
    tools.link(project, msw, "msw");
    if (testFrom === tool) tools.link(project, tool);
    const RESULTS_FILE = join(project, "results.jsonl");
    await runTests(project, name, { RESULTS_FILE });
    const lines = readFileSync(RESULTS_FILE, "utf8").trim().split("\n");
    return {
      tests: lines.map((line) => JSON.parse(line)),
      version: tool ? tools.versionOf(tool) : await nodeVersion(),
    };
  },
});

const nodeVersion = async () => (await output(tools.node(), ["--version"])).trim().slice(1);

export function checkTestResults({ tests }, entry) {
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
  output(tools.node(), ["--test", name], project, { ...tools.isolatedEnvironment(project), ...env });

export const TEST_TOOLS = [
  { name: "Vitest, with msw", variants: [inTool({ tool: "vitest", testFrom: "vitest", runTests: vitest })] },
  {
    name: "Jest, with msw",
    variants: [
      // The last version of msw that CommonJS can load in Jest.
      inTool({ tool: "jest", label: "`require`", type: "commonjs", entry: "index.cjs", msw: "msw-2", runTests: jest }),
      inTool({ tool: "jest", label: "`import` with `--experimental-vm-modules`", runTests: jestModules }),
    ],
  },
  {
    name: "`node --test`, with msw",
    variants: [
      inTool({ testFrom: "node:test", runTests: nodeTest }),
      inTool({ label: "`require`", type: "commonjs", entry: "index.cjs", testFrom: "node:test", runTests: nodeTest }),
    ],
  },
];
