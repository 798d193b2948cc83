// The command around the changes: which files are read, what is printed, the exit code, and how files are written.
import assert from "node:assert/strict";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { run } from "../js/support/command.mjs";
import { folder as temporaryFolder } from "../js/support/folder.mjs";
import { installTypescript, nodeModules } from "./project.mjs";

const BEFORE = 'import { clerkClient } from "@clerk/express";\nclerkClient.users.getCount();\n';
const AFTER = BEFORE.replace("@clerk/express", "clerk-metadata/express");
const MIXED = 'import { clerkClient } from "@clerk/express";\nexport { clerkClient };\n';

/** A project with these files. */
function project(t, files, typescript = "typescript") {
  const folder = temporaryFolder(t);
  if (typescript) installTypescript(folder, typescript);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return { folder, migrate: (...args) => run(t, ["migrate", ...args], { cwd: folder }) };
}
const read = (folder, name) => readFileSync(join(folder, name), "utf8");
const changedFiles = (stdout) => [...stdout.matchAll(/^--- a\/(.*)$/gm)].map(([, name]) => name);

test("a diff, and what to do next", async (t) => {
  const { migrate, folder } = project(t, { "a.js": BEFORE });
  assert.deepEqual(await migrate(), {
    stdout: `--- a/a.js
+++ b/a.js
@@ -1,2 +1,2 @@
-import { clerkClient } from "@clerk/express";
+import { clerkClient } from "clerk-metadata/express";
 clerkClient.users.getCount();
`,
    stderr: "1 file would be changed. Run it with --write to change it.\n",
    code: 0,
    signal: null,
  });
  assert.equal(read(folder, "a.js"), BEFORE);
});

test("--check", async (t) => {
  const { migrate, folder } = project(t, { "a.js": BEFORE });
  assert.equal((await migrate("--check")).code, 1);
  assert.equal(read(folder, "a.js"), BEFORE);
  await migrate("--write");
  const { code, stderr } = await migrate("--check");
  assert.deepEqual(
    [code, stderr],
    [0, "Nothing to change: no file imports a client of Clerk that must be replaced or wrapped.\n"],
  );
});

test("--write keeps the mode, leaves no other file, and names the package to install", async (t) => {
  const { migrate, folder } = project(t, { "bin/a.js": BEFORE, "package.json": "{}" });
  chmodSync(join(folder, "bin/a.js"), 0o755);
  const { stderr } = await migrate("--write");
  assert.equal(stderr, "Changed 1 file. Install the package: npm install clerk-metadata\n");
  assert.equal(read(folder, "bin/a.js"), AFTER);
  assert.equal(statSync(join(folder, "bin/a.js")).mode & 0o777, 0o755);
  assert.deepEqual(readdirSync(join(folder, "bin")), ["a.js"]);
});

test("--write with --check, and a path that does not exist", async (t) => {
  const { migrate } = project(t, {});
  const both = await migrate("--write", "--check");
  assert.equal(both.code, 2);
  assert.match(both.stderr, /--write and --check cannot be combined\./);
  const missing = await migrate("missing");
  assert.equal(missing.code, 1);
  assert.match(missing.stderr, /^clerk-metadata: missing does not exist\. Pass a folder or a file\.\n$/);
});

test("the files that are read", async (t) => {
  const names = ["a.js", "a.jsx", "a.mjs", "a.cjs", "a.ts", "a.tsx", "a.mts", "a.cts", "packages/one/src/a.ts"];
  const ignored = [
    ...["node_modules/x/a.js", "packages/one/node_modules/x/a.js", "dist/a.js", "build/a.js", ".next/a.js", "a.d.ts"],
    ...["generated/a.js", "packages/one/tmp/a.js", "packages/one/src/old.ts", "logs/deep/a.js", "a.d.mts", "a.json"],
  ];
  const kept = ["packages/one/src/generated.ts", "packages/one/src/keep.old.ts"];
  const files = Object.fromEntries([...names, ...ignored, ...kept].map((name) => [name, BEFORE]));
  const { migrate, folder } = project(t, {
    ...files,
    ".gitignore": "# comment\n/generated\nlogs/**\n\n*.old.ts\n",
    "packages/one/.gitignore": "tmp/\nsrc/o?d.[jt]s\n!keep.old.ts\n",
  });
  const outside = temporaryFolder(t);
  writeFileSync(join(outside, "a.js"), BEFORE);
  symlinkSync(outside, join(folder, "link"));
  const { stdout } = await migrate();
  assert.deepEqual(changedFiles(stdout).sort(), [...names, ...kept].sort());

  // A path below the root, for which the .gitignore of the root applies too.
  const { stdout: inside } = await migrate("packages");
  assert.deepEqual(changedFiles(inside), [
    "packages/one/src/a.ts",
    "packages/one/src/generated.ts",
    "packages/one/src/keep.old.ts",
  ]);
  assert.deepEqual(changedFiles((await migrate("a.ts")).stdout), ["a.ts"]);
});

test("files that cannot be parsed do not stop the others", async (t) => {
  const { migrate, folder } = project(t, {
    "a.js": BEFORE,
    "broken.ts": `${BEFORE}function {\n`,
    "latin1-unrelated.js": Buffer.from([0x2f, 0x2f, 0xe9]),
    "latin1.js": Buffer.concat([Buffer.from(BEFORE), Buffer.from([0x2f, 0x2f, 0xe9])]),
  });
  const { code, stderr } = await migrate("--write");
  assert.equal(code, 1);
  assert.equal(
    stderr,
    `Could not be parsed:
  broken.ts:3: Identifier expected.
  latin1.js: is not UTF-8.
Changed 1 file.
The exit code is 1, because not all files could be migrated.
`,
  );
  assert.equal(read(folder, "a.js"), AFTER);
  assert.equal(read(folder, "broken.ts"), `${BEFORE}function {\n`);
});

test("what a person must change is listed", async (t) => {
  const { migrate } = project(t, {
    "astro/page.astro": `---\n${BEFORE}---\n`,
    "app.vue": `<script>\n${BEFORE}</script>\n`,
    "app.svelte": `<script>\n${BEFORE}</script>\n`,
    "unrelated.vue": "<script></script>\n",
    "reexport.ts": 'export { clerkClient } from "@clerk/nextjs/server";\nexport * from "@clerk/express";\n',
    "value.ts": 'import { clerkClient } from "@clerk/nextjs/server";\nexport const get = clerkClient;\n',
    "old.ts": 'import { clerkClient } from "@clerk/nextjs/server";\nclerkClient.users.getCount();\n',
    "create.ts":
      'import { createClerkClient } from "@clerk/backend";\nexport const c = createClerkClient({ secretKey: read() });\n',
    "then.ts": 'export const c = import("@clerk/nextjs/server").then((clerk) => clerk.clerkClient());\n',
    "a.test.ts": 'vi.mock("@clerk/nextjs/server", () => ({ clerkClient: vi.fn() }));\n',
  });
  const { stdout, stderr, code } = await migrate();
  assert.deepEqual([stdout, code], ["", 0]);
  assert.equal(
    stderr,
    [
      "Change by hand:",
      "  a.test.ts:1: replaces @clerk/nextjs/server in a test. Replace the new module too.",
      "  create.ts:2: the arguments of createClerkClient cannot be repeated, or have no secretKey. Assign them to a constant, and wrap the client with withMetadata of clerk-metadata/with-metadata.",
      "  old.ts:2: clerkClient of @clerk/nextjs/server is used as an object, as in its older versions. Call it first: await clerkClient().",
      "  reexport.ts:1: exports clerkClient of @clerk/nextjs/server. Export a function that returns the client wrapped with withMetadata of clerk-metadata/nextjs.",
      "  reexport.ts:2: exports everything of @clerk/express. Its clients are not followed.",
      "  then.ts:1: is a promise of @clerk/nextjs/server, which is not followed.",
      "  value.ts:2: clerkClient of @clerk/nextjs/server is used as a value. Wrap what it returns with withMetadata of clerk-metadata/nextjs.",
      "Not changed:",
      "  app.svelte: TypeScript cannot parse such a file. Change its imports of clerkClient by hand.",
      "  app.vue: TypeScript cannot parse such a file. Change its imports of clerkClient by hand.",
      "  astro/page.astro: TypeScript cannot parse such a file. Change its imports of clerkClient by hand.",
      "Nothing to change: no file imports a client of Clerk that must be replaced or wrapped.",
      "",
    ].join("\n"),
  );
});

test("without TypeScript", async (t) => {
  const { migrate, folder } = project(t, { "src/a.js": BEFORE }, null);
  const { code, stderr } = await migrate();
  assert.equal(code, 1);
  assert.equal(
    stderr,
    `clerk-metadata: The package typescript is not installed for ${join(folder, "src")}. migrate parses your files with the TypeScript of your project. Install one that works, and pass its name: npm install --save-dev typescript-6@npm:typescript@6 && npx clerk-metadata migrate --typescript typescript-6\n`,
  );
  // It is not needed if there is nothing to parse.
  writeFileSync(join(folder, "src/a.js"), "export {};\n");
  assert.equal((await migrate()).code, 0);
});

test("with TypeScript 7, which has no JavaScript API, and another one next to it", async (t) => {
  const { migrate, folder } = project(t, { "a.js": BEFORE }, "typescript-7");
  const { code, stderr } = await migrate();
  assert.equal(code, 1);
  assert.match(
    stderr,
    /^clerk-metadata: TypeScript 7\.\d+\.\d+, which is installed for .*, has no JavaScript API that parses files\./,
  );
  assert.match(
    stderr,
    /npm install --save-dev typescript-6@npm:typescript@6 && npx clerk-metadata migrate --typescript typescript-6\n$/,
  );
  symlinkSync(join(nodeModules, "typescript"), join(folder, "node_modules/typescript-6"));
  assert.deepEqual(changedFiles((await migrate("--typescript", "typescript-6")).stdout), ["a.js"]);
  const other = await migrate("--typescript", "lodash");
  assert.match(other.stderr, /The package lodash is not installed for/);
  mkdirSync(join(folder, "node_modules/react"));
  writeFileSync(join(folder, "node_modules/react/index.js"), 'exports.version = "19.0.0";\n');
  const react = await migrate("--typescript", "react");
  assert.match(react.stderr, /The package react is not TypeScript\. Pass one that is: --typescript typescript-6\n$/);
  const path = await migrate("--typescript", "../../etc/passwd");
  assert.match(path.stderr, /--typescript must be the name of a package, such as typescript-6\.\n$/);
});

test("a monorepo whose packages have different versions of TypeScript", async (t) => {
  const { migrate, folder } = project(t, { "packages/one/a.ts": BEFORE, "packages/two/a.ts": BEFORE }, null);
  installTypescript(join(folder, "packages/one"), "typescript-5.4");
  installTypescript(join(folder, "packages/two"), "typescript-5.9");
  assert.deepEqual(changedFiles((await migrate()).stdout), ["packages/one/a.ts", "packages/two/a.ts"]);
});

test("types change only if a client is wrapped", async (t) => {
  const types =
    'import type { ClerkClient } from "@clerk/backend";\nexport const count = (clerk: ClerkClient) => clerk.users.getCount();\n';
  const { migrate, folder } = project(t, { "types.ts": types, "a.ts": BEFORE });
  assert.deepEqual(changedFiles((await migrate()).stdout), ["a.ts"]);
  writeFileSync(join(folder, "a.ts"), MIXED);
  assert.deepEqual(changedFiles((await migrate()).stdout), ["a.ts", "types.ts"]);
});

test("a folder that cannot be written", {
  skip: process.getuid?.() === 0 && "root can write everywhere",
}, async (t) => {
  const { migrate, folder } = project(t, { "src/a.js": BEFORE });
  chmodSync(join(folder, "src"), 0o555);
  t.after(() => chmodSync(join(folder, "src"), 0o755));
  const { code } = await migrate("--write");
  assert.equal(code, 1);
  assert.equal(read(folder, "src/a.js"), BEFORE);
});

const TYPES =
  'import type { ClerkClient } from "@clerk/backend";\nexport const count = (clerk: ClerkClient) => clerk.users.getCount();\n';

test("one file at a time: types follow clients that other files of the project wrap already", async (t) => {
  const files = { "package.json": "{}", "src/a.ts": MIXED, "src/types.ts": TYPES, "src/other.ts": TYPES };
  const { migrate, folder } = project(t, files);
  assert.deepEqual(changedFiles((await migrate("--write", "src/a.ts")).stdout), ["src/a.ts"]);
  assert.deepEqual(changedFiles((await migrate("--write", "src/types.ts")).stdout), ["src/types.ts"]);
  assert.match(read(folder, "src/types.ts"), /clerk: WithMetadata<ClerkClient>/);
  assert.deepEqual(changedFiles((await migrate("--write")).stdout), ["src/other.ts"]);
  assert.equal((await migrate("--check")).code, 0);
});

test("a symbolic link as the path: its target is changed", async (t) => {
  const { migrate, folder } = project(t, { "src/a.js": BEFORE });
  symlinkSync("src/a.js", join(folder, "link.js"));
  const { stdout, code } = await migrate("--write", "link.js");
  assert.deepEqual([changedFiles(stdout), code], [["src/a.js"], 0]);
  assert.equal(read(folder, "src/a.js"), AFTER);
  assert.equal(lstatSync(join(folder, "link.js")).isSymbolicLink(), true);
});

test("a file that cannot be written does not stop the others", async (t) => {
  // The name of the temporary file is too long.
  const long = `${"b".repeat(250)}.js`;
  const { migrate, folder } = project(t, { "a.js": BEFORE, [long]: BEFORE, "c.js": BEFORE });
  const { stderr, code } = await migrate("--write");
  assert.equal(code, 1);
  assert.ok(stderr.startsWith(`Could not be written, and are not changed:\n  ${long}: ENAMETOOLONG`), stderr);
  assert.match(stderr, /\nChanged 2 files\./);
  assert.deepEqual([read(folder, "a.js"), read(folder, long), read(folder, "c.js")], [AFTER, BEFORE, AFTER]);
});

test("a folder that cannot be read does not stop the others", async (t) => {
  const { migrate, folder } = project(t, { "a.js": BEFORE, "src/b.js": BEFORE });
  // A .gitignore that is a folder cannot be read, also by root.
  mkdirSync(join(folder, "src/.gitignore"));
  const { stderr, code } = await migrate("--write");
  assert.equal(code, 1);
  assert.match(stderr, /^Could not be read:\n {2}src: EISDIR/);
  assert.deepEqual([read(folder, "a.js"), read(folder, "src/b.js")], [AFTER, BEFORE]);
});
