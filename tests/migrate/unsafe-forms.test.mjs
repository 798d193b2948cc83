// Forms that migrate leaves as they are, because the result could behave differently. Each is listed with the reason.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../js/support/command.mjs";
import { folder as temporaryFolder } from "../js/support/folder.mjs";
import { installTypescript } from "./project.mjs";

const USE = "clerkClient.users.getCount(); clerkClient.users.banUser(id);\n";
const CALL = '{ secretKey: "k" }';

/** `[name, file, text, reason]`. */
const FORMS = [
  [
    "a namespace of an ES module",
    "a.mjs",
    `import * as Clerk from "@clerk/backend";\nconst { createClerkClient } = Clerk;\ncreateClerkClient(${CALL}).users.getCount();\n`,
    "is read from a namespace in a statement of its own",
  ],
  [
    "let",
    "a.cjs",
    `let { clerkClient } = require("@clerk/express");\nclerkClient = fake;\n${USE}`,
    "is not declared with const",
  ],
  [
    "var in a block",
    "a.cjs",
    `{\n  var { clerkClient } = require("@clerk/express");\n}\n${USE}`,
    "is not declared with const",
  ],
  [
    "var without a block",
    "a.cjs",
    `if (x) var { clerkClient } = require("@clerk/express");\n${USE}`,
    "is declared in the head of a statement, or without a block around it",
  ],
  [
    "the head of a loop",
    "a.cjs",
    `for (const { clerkClient } = require("@clerk/express"); ; ) {\n  ${USE}}\n`,
    "is declared in the head of a statement, or without a block around it",
  ],
  [
    "several declarators",
    "a.cjs",
    `const { createClerkClient } = require("@clerk/backend"), c = createClerkClient(${CALL});\nuse(c);\n`,
    "is declared in one statement with other variables",
  ],
  [
    "a namespace with several declarators",
    "a.cjs",
    `const b = require("@clerk/backend"), c = b.createClerkClient(${CALL});\nuse(c);\n`,
    "is declared in one statement with other variables",
  ],
  [
    "a namespace that is assigned",
    "a.cjs",
    `let b = require("@clerk/backend");\nuse(b.createClerkClient(${CALL}));\n`,
    "is not declared with const",
  ],
  [
    "an alias that is assigned",
    "a.cjs",
    `let create = require("@clerk/backend").createClerkClient;\ncreate = fake;\nuse(create(${CALL}));\n`,
    "is not declared with const",
  ],
  [
    "a type of a function, and an import, in comments",
    "a.mjs",
    `import { createClerkClient } from "@clerk/backend";
const clerk = createClerkClient(${CALL});
clerk.users.getCount();
clerk.users.banUser(id);
/** @type {ReturnType<typeof import("@clerk/backend").createClerkClient>} */
export let other;
`,
    "the type of createClerkClient is used",
    `import { createClerkClient } from "@clerk/backend";
import { withMetadata } from "clerk-metadata/with-metadata";
const clerk = withMetadata(createClerkClient(${CALL}), ${CALL});
clerk.users.getCount();
clerk.users.banUser(id);
/** @type {ReturnType<typeof import("@clerk/backend").createClerkClient>} */
export let other;
`,
  ],
  [
    "an import of the type in a comment",
    "a.mjs",
    `/** @import { ClerkClient as Clerk } from "@clerk/backend" */
import { createClerkClient } from "@clerk/backend";
const clerk = createClerkClient(${CALL});
clerk.users.getCount();
clerk.users.banUser(id);
/** @type {Clerk} */
export let other;
`,
    "ClerkClient is imported in a comment, in which names are not followed",
    `/** @import { ClerkClient as Clerk } from "@clerk/backend" */
import { createClerkClient } from "@clerk/backend";
import { withMetadata } from "clerk-metadata/with-metadata";
const clerk = withMetadata(createClerkClient(${CALL}), ${CALL});
clerk.users.getCount();
clerk.users.banUser(id);
/** @type {Clerk} */
export let other;
`,
  ],
  [
    "a default value",
    "a.cjs",
    `const { clerkClient = fake } = require("@clerk/express");\n${USE}`,
    "has a default value",
  ],
  [
    "a rest pattern",
    "a.cjs",
    `const { clerkClient, ...rest } = require("@clerk/express");\nclerkClient.users.getCount();\nuse(rest);\n`,
    "is declared with a rest pattern",
  ],
  [
    "an exported pattern",
    "a.mjs",
    `export const { clerkClient, getAuth } = await import("@clerk/express");\nclerkClient.users.getCount();\n`,
    "is exported by the statement that imports it",
  ],
  [
    "a use before the import",
    "a.mjs",
    `${USE}import { clerkClient } from "@clerk/express";\n`,
    "is used before the place of the constant that would replace it",
  ],
  [
    "a call before the import",
    "a.mjs",
    `start();\nimport { clerkClient } from "@clerk/express";\nfunction start() { ${USE} }\n`,
    "is imported after other statements, which may use it",
  ],
  [
    "a require() that uses the client",
    "a.cjs",
    `const { clerkClient } = require("@clerk/express");\nconst app = require("./app")(clerkClient);\nuse(app);\n`,
    undefined,
    `const { clerkClient: officialClerkClient } = require("@clerk/express");\nconst { withMetadata } = require("clerk-metadata/express");\n\nconst clerkClient = withMetadata(officialClerkClient);\nconst app = require("./app")(clerkClient);\nuse(app);\n`,
  ],
  [
    "a nested pattern",
    "a.cjs",
    `const { clerkClient: { users } } = require("@clerk/express");\nusers.getCount();\n`,
    "is destructured, which is not followed",
  ],
  [
    "no secret key",
    "a.mjs",
    `import { createClerkClient } from "@clerk/backend";\nuse(createClerkClient({}));\n`,
    "cannot be repeated, or have no secretKey",
  ],
  [
    "a spread without a secret key",
    "a.ts",
    `import { createClerkClient } from "@clerk/backend";\nuse(createClerkClient({ ...options }));\n`,
    "cannot be repeated, or have no secretKey",
  ],
  [
    "an assignment in the arguments",
    "a.ts",
    `import { createClerkClient } from "@clerk/backend";\nuse(createClerkClient({ secretKey: (key = next) }));\n`,
    "cannot be repeated, or have no secretKey",
  ],
  [
    "wrapped by hand, from a constant",
    "a.mjs",
    `import { createClerkClient } from "@clerk/backend";
import { withMetadata } from "clerk-metadata/with-metadata";
const options = { secretKey: "k" };
const official = createClerkClient(options);
export const clerk = withMetadata(official, options);
`,
  ],
  [
    "wrapped by hand, from an awaited constant",
    "a.mjs",
    `import { clerkClient } from "@clerk/nextjs/server";
import * as M from "clerk-metadata/nextjs";
export const one = async () => M.withMetadata(await clerkClient());
export async function two() {
  const official = await clerkClient();
  return M.withMetadata(official);
}
`,
  ],
  [
    "types that are wrapped already",
    "a.ts",
    `import { createClerkClient, type ClerkClient } from "@clerk/backend";
import { withMetadata, type WithMetadata as WM } from "clerk-metadata/with-metadata";
import type * as M from "clerk-metadata/with-metadata";
export const clerk: WM<ClerkClient> = withMetadata(createClerkClient({ secretKey: "k" }), { secretKey: "k" });
export let two: M.WithMetadata<ClerkClient>;
export let three: import("clerk-metadata/with-metadata").WithMetadata<import("@clerk/backend").ClerkClient>;
export const other: WM<ClerkClient> = withMetadata(createClerkClient({ secretKey: "k" }), { secretKey: "k" });
`,
  ],
  [
    "a statement that would continue the inserted one",
    "a.mjs",
    `import { clerkClient } from "@clerk/express"\n\n;(async () => {})\nexport { clerkClient }\n`,
    undefined,
    `import { clerkClient as officialClerkClient } from "@clerk/express"
import { withMetadata } from "clerk-metadata/express"

const clerkClient = withMetadata(officialClerkClient)

;(async () => {})
export { clerkClient }
`,
  ],
  ...["(async () => {})()", "[1].map(use)", "`x`.trim()", "/x/.test(y)"].map((next) => [
    `a constant before ${next}`,
    "a.mjs",
    `import { clerkClient } from "@clerk/express"\n${next}\nexport { clerkClient }\n`,
    undefined,
    `import { clerkClient as officialClerkClient } from "@clerk/express"
import { withMetadata } from "clerk-metadata/express";

const clerkClient = withMetadata(officialClerkClient);
${next}
export { clerkClient }
`,
  ]),
  [
    "all options are kept",
    "a.mjs",
    `import { createClerkClient } from "@clerk/backend";
use(createClerkClient({ secretKey: "k", ["apiUrl"]: url, "userAgent": "a", sdkMetadata: { name: "b" }, jwtKey: "c", ...rest }));
use(createClerkClient(options));
`,
    undefined,
    `import { createClerkClient } from "@clerk/backend";
import { withMetadata } from "clerk-metadata/with-metadata";
use(withMetadata(createClerkClient({ secretKey: "k", ["apiUrl"]: url, "userAgent": "a", sdkMetadata: { name: "b" }, jwtKey: "c", ...rest }), { secretKey: "k", ["apiUrl"]: url, "userAgent": "a", sdkMetadata: { name: "b" }, ...rest }));
use(withMetadata(createClerkClient(options), options));
`,
  ],
  [
    "options whose type may have an optional key",
    "a.ts",
    `import { createClerkClient, type ClerkOptions } from "@clerk/backend";
export const create = (options: ClerkOptions) => createClerkClient(options);
`,
    undefined,
    `import { createClerkClient, type ClerkOptions } from "@clerk/backend";
import { withMetadata } from "clerk-metadata/with-metadata";
export const create = (options: ClerkOptions) => withMetadata(createClerkClient(options), { ...options, secretKey: options.secretKey });
`,
  ],
  [
    "the type of a constant that is wrapped",
    "a.ts",
    `import { clerkClient } from "@clerk/express";\nexport type Clerk = typeof clerkClient;\nexport { clerkClient };\n`,
    undefined,
    `import { clerkClient as officialClerkClient } from "@clerk/express";
import { withMetadata } from "clerk-metadata/express";

const clerkClient = withMetadata(officialClerkClient);
export type Clerk = typeof clerkClient;
export { clerkClient };
`,
  ],
];

for (const [name, file, before, reason, after = before] of FORMS) {
  test(name, async (t) => {
    const folder = temporaryFolder(t);
    installTypescript(folder);
    writeFileSync(join(folder, file), before);
    const { stderr, code } = await run(t, ["migrate", "--write"], { cwd: folder });
    assert.equal(code, 0, stderr);
    assert.equal(readFileSync(join(folder, file), "utf8"), after);
    if (reason === undefined) assert.doesNotMatch(stderr, /Change by hand/);
    else assert.ok(stderr.startsWith(`Change by hand:\n  ${file}:`) && stderr.includes(reason), stderr);
    const again = await run(t, ["migrate", "--check"], { cwd: folder });
    assert.deepEqual([again.stdout, again.code], ["", 0]);
  });
}
