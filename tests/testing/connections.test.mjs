// clerk-metadata/testing with the real Vitest and msw: files that run in parallel, tests that run at the same time,
// clients that are created when a module loads, and types.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { pack } from "../packaging/pack.mjs";
import { createProject, run, vitest } from "./project.mjs";

const testTools = join(dirname(fileURLToPath(import.meta.url)), "../node_modules");
const folder = mkdtempSync(join(tmpdir(), "clerk-metadata-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const { tarball } = pack(folder);

let projects = 0;
const project = (files) => createProject(join(folder, `project-${++projects}`), tarball, files);

const IMPORTS = `import { updateUserMetadata } from "clerk-metadata";
import { localBackendFixture } from "clerk-metadata/testing";
import { test as baseTest, expect } from "vitest";
const test = baseTest.extend({ backend: localBackendFixture({ users: [{ id: "user_1" }] }) });
const set = (key) => updateUserMetadata("user_1", { publicMetadata: { [key]: 1 } });
`;

for (const pool of ["forks", "threads", "vmThreads"]) {
  test(`files that run in parallel have their own backend: ${pool}`, async () => {
    const file = (name) => `${IMPORTS}
for (let index = 0; index < 20; index++)
  test("only this file changes the user " + index, async ({ backend }) => {
    for (const key of ["a", "b", "c"]) await set("${name}" + key);
    expect(backend.users.get("user_1").public_metadata).toEqual({ ${name}a: 1, ${name}b: 1, ${name}c: 1 });
    expect(backend.requests).toHaveLength(3);
  });
`;
    const names = ["first", "second", "third"];
    const files = Object.fromEntries(names.map((name) => [`${name}.test.mjs`, file(name)]));
    const { status, passed, output } = await vitest(project(files), [`--pool=${pool}`]);
    assert.deepEqual([status, passed], [0, 60], output);
  });
}

test("tests of one file that run at the same time cannot connect two backends", async () => {
  const file = `${IMPORTS}
test.concurrent("first", async ({ backend }) => { await set("a"); });
test.concurrent("second", async ({ backend }) => { await set("b"); });
`;
  const { status, passed, failed, output } = await vitest(project({ "a.test.mjs": file }));
  assert.deepEqual([status, passed, failed], [1, 1, 1], output);
  assert.match(output, /A local backend is already connected in this process\. Close it first\./);
});

test("tests of one file that run at the same time share a backend of beforeAll", async () => {
  const file = `import { updateUserMetadata } from "clerk-metadata";
import { connectLocalBackend } from "clerk-metadata/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
let backend;
beforeAll(async () => { backend = await connectLocalBackend({ users: [{ id: "user_1" }, { id: "user_2" }] }); });
afterAll(() => backend.close());
for (const id of ["user_1", "user_2"])
  test.concurrent(id, async () => {
    await updateUserMetadata(id, { publicMetadata: { id } });
    expect(backend.users.get(id).public_metadata).toEqual({ id });
  });
`;
  const { status, passed, output } = await vitest(project({ "a.test.mjs": file }));
  assert.deepEqual([status, passed], [0, 2], output);
});

test("a test that does not name the fixture is connected, too", async () => {
  const file = `${IMPORTS}
test("no fixture", async () => { expect((await set("a")).publicMetadata).toEqual({ a: 1 }); });
`;
  const { status, passed, output } = await vitest(project({ "a.test.mjs": file }));
  assert.deepEqual([status, passed], [0, 1], output);
});

test("a client that is created when its module loads needs the key of the test run", async () => {
  const files = {
    "client.mjs": `import { createClerkClient } from "clerk-metadata";
export const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY });
`,
    "a.test.mjs": `${IMPORTS}import { clerk } from "./client.mjs";
test("early", async () => { expect((await clerk.users.getUser("user_1")).id).toBe("user_1"); });
`,
  };
  const without = await vitest(project(files));
  assert.deepEqual([without.status, without.failed], [1, 1], without.output);
  assert.match(without.output, /Missing Clerk Secret Key/);
  const config = 'export default { test: { env: { CLERK_SECRET_KEY: "sk_test_local" } } };';
  const withKey = await vitest(project({ ...files, "vitest.config.js": config }));
  assert.deepEqual([withKey.status, withKey.passed], [0, 1], withKey.output);
});

test("the types fit those of Vitest, node:test and msw", async () => {
  const program = `import { test as nodeTest } from "node:test";
import type { LocalBackend } from "clerk-metadata/local";
import { createLocalBackend } from "clerk-metadata/local";
import { localBackendFixture, localBackendForTest, localBackendHandler } from "clerk-metadata/testing";
import { http, type RequestHandler } from "msw";
import { setupServer } from "msw/node";
import { test as baseTest, expect, expectTypeOf } from "vitest";

const users = [{ id: "user_1" }];
const test = baseTest.extend<{ backend: LocalBackend }>({ backend: localBackendFixture({ users }) });

test("typed", async ({ backend }) => {
  expectTypeOf(backend).toEqualTypeOf<LocalBackend>();
  backend.failNext({ status: 429, retryAfter: 30 });
  expect(backend.requests[0]?.method).toBe(undefined);
  // @ts-expect-error not a failure
  expect(() => backend.failNext({ status: 200 })).toThrow(RangeError);
});
baseTest("without extend", async ({ onTestFinished }) => {
  expectTypeOf(await localBackendForTest({ onTestFinished })).toEqualTypeOf<LocalBackend>();
});
baseTest("msw", async () => {
  const handler = localBackendHandler(http, await createLocalBackend());
  expectTypeOf(handler).toExtend<RequestHandler>();
  setupServer(handler);
});
export const inNode = () => nodeTest("typed", async (t) => {
  expectTypeOf(await localBackendForTest(t)).toEqualTypeOf<LocalBackend>();
});
`;
  const cwd = project({ "types.test.ts": program });
  const { status, passed, output } = await vitest(cwd);
  assert.deepEqual([status, passed], [0, 3], output);
  const compilerOptions = {
    noEmit: true,
    strict: true,
    target: "es2023",
    module: "nodenext",
    skipLibCheck: true,
    types: ["node"],
  };
  writeFileSync(join(cwd, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["types.test.ts"] }));
  writeFileSync(join(cwd, "package.json"), JSON.stringify({ type: "module" }));
  const compiled = await run(process.execPath, [join(testTools, "typescript/bin/tsc")], cwd);
  assert.deepEqual([compiled.status, compiled.stdout], [0, ""], compiled.output);
});
