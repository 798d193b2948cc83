// How `npx clerk-metadata migrate` changes Express, require(), import() and types: `[name, file, before, after]`. A case
// without `after` is not changed.

export const REQUIRE_AND_TYPE_FORMS = [
  [
    "Express, only methods of this package",
    "express-only.js",
    `import express from "express";
import { clerkClient, getAuth } from "@clerk/express";
const app = express();
app.get("/", async (req, res) => res.json(await clerkClient.users.getUser(getAuth(req).userId)));
`,
    `import express from "express";
import { getAuth } from "@clerk/express";
import { clerkClient } from "clerk-metadata/express";
const app = express();
app.get("/", async (req, res) => res.json(await clerkClient.users.getUser(getAuth(req).userId)));
`,
  ],
  [
    "Express, wrapped once, and Clerk's client for clerkMiddleware",
    "express-wrapped.ts",
    `import { clerkClient, clerkMiddleware } from "@clerk/express";
import express from "express";

const app = express();
app.use(clerkMiddleware({ clerkClient }));
app.post("/a", async () => clerkClient.users.updateUserMetadata("user_1", { publicMetadata: {} }));
app.post("/b", async () => clerkClient.users.banUser("user_1"));
`,
    `import { clerkClient as officialClerkClient, clerkMiddleware } from "@clerk/express";
import { withMetadata } from "clerk-metadata/express";
import express from "express";

const clerkClient = withMetadata(officialClerkClient);

const app = express();
app.use(clerkMiddleware({ clerkClient: officialClerkClient }));
app.post("/a", async () => clerkClient.users.updateUserMetadata("user_1", { publicMetadata: {} }));
app.post("/b", async () => clerkClient.users.banUser("user_1"));
`,
  ],
  [
    "CommonJS, only methods of this package",
    "commonjs-only.cjs",
    `"use strict";
const { clerkClient: clerk, requireAuth } = require('@clerk/express');
module.exports = (id) => clerk.users.replaceUserMetadata(id, { publicMetadata: {} });
`,
    `"use strict";
const { requireAuth } = require('@clerk/express');
const { clerkClient: clerk } = require('clerk-metadata/express');
module.exports = (id) => clerk.users.replaceUserMetadata(id, { publicMetadata: {} });
`,
  ],
  [
    "CommonJS, wrapped",
    "commonjs-wrapped.js",
    `const { clerkClient } = require("@clerk/express");
const fs = require("fs");

module.exports = { clerkClient };
`,
    `const { clerkClient: officialClerkClient } = require("@clerk/express");
const { withMetadata } = require("clerk-metadata/express");
const fs = require("fs");

const clerkClient = withMetadata(officialClerkClient);

module.exports = { clerkClient };
`,
  ],
  [
    "require() in an expression",
    "require-expression.js",
    `const clerkClient = require("@clerk/express").clerkClient;
const createClerkClient = require("@clerk/backend").createClerkClient;
exports.get = (id) => clerkClient.users.getUser(id);
exports.create = (secretKey) => createClerkClient({ secretKey });
`,
    `const clerkClient = require("clerk-metadata/express").clerkClient;
const createClerkClient = require("@clerk/backend").createClerkClient;
exports.get = (id) => clerkClient.users.getUser(id);
exports.create = (secretKey) => require("clerk-metadata/with-metadata").withMetadata(createClerkClient({ secretKey }), { secretKey });
`,
  ],
  [
    "a namespace of require()",
    "require-namespace.cjs",
    `const clerk = require("@clerk/backend");
const client = clerk.createClerkClient({ secretKey: "sk_test_x" });
client.sessions.getSessionList();
client.users.getCount();
`,
    `const clerk = require("@clerk/backend");
const { withMetadata } = require("clerk-metadata/with-metadata");
const client = withMetadata(clerk.createClerkClient({ secretKey: "sk_test_x" }), { secretKey: "sk_test_x" });
client.sessions.getSessionList();
client.users.getCount();
`,
  ],
  [
    "import() in a function",
    "dynamic.ts",
    `export async function one(id: string) {
  const { clerkClient } = await import("@clerk/nextjs/server");
  return (await clerkClient()).users.getUser(id);
}
export async function two() {
  const { clerkClient, auth } = await import("@clerk/nextjs/server");
  return { clerk: await clerkClient(), auth };
}
export const three = async () => (await import("@clerk/nextjs/server")).clerkClient();
`,
    `export async function one(id: string) {
  const { clerkClient } = await import("clerk-metadata/nextjs");
  return (await clerkClient()).users.getUser(id);
}
export async function two() {
  const { clerkClient, auth } = await import("@clerk/nextjs/server");
  const { withMetadata } = await import("clerk-metadata/nextjs");
  return { clerk: await withMetadata(clerkClient()), auth };
}
export const three = async () => (await import("clerk-metadata/nextjs")).withMetadata((await import("@clerk/nextjs/server")).clerkClient());
`,
  ],
  [
    "types of clients",
    "types.ts",
    `import type { ClerkClient, User } from "@clerk/backend";
import type { clerkClient } from "@clerk/nextjs/server";

export type Client = Awaited<ReturnType<typeof clerkClient>>;
export async function sync(clerk: ClerkClient, user: User): Promise<ClerkClient> {
  await clerk.users.updateUserMetadata(user.id, { publicMetadata: {} });
  return clerk;
}
`,
    `import type { ClerkClient, User } from "@clerk/backend";
import type { clerkClient } from "@clerk/nextjs/server";
import type { WithMetadata } from "clerk-metadata/with-metadata";

export type Client = WithMetadata<Awaited<ReturnType<typeof clerkClient>>>;
export async function sync(clerk: WithMetadata<ClerkClient>, user: User): Promise<WithMetadata<ClerkClient>> {
  await clerk.users.updateUserMetadata(user.id, { publicMetadata: {} });
  return clerk;
}
`,
  ],
  [
    "an annotated constant, and an import type",
    "types-constant.ts",
    `import { type ClerkClient, createClerkClient } from "@clerk/backend";
declare const secretKey: string;
export const clerk: ClerkClient = createClerkClient({ secretKey });
export let other: import("@clerk/backend").ClerkClient;
`,
    `import { type ClerkClient, createClerkClient } from "@clerk/backend";
import { type WithMetadata, withMetadata } from "clerk-metadata/with-metadata";
declare const secretKey: string;
export const clerk: WithMetadata<ClerkClient> = withMetadata(createClerkClient({ secretKey }), { secretKey });
export let other: WithMetadata<import("@clerk/backend").ClerkClient>;
`,
  ],
  [
    "Astro and React Router: the context and the arguments",
    "contexts.ts",
    `import { clerkClient } from "@clerk/astro/server";
import { clerkClient as routerClient } from "@clerk/react-router/server";
import { use } from "./use";
export const GET = (context: any) => use(clerkClient(context));
export const POST = (c: any) => use(clerkClient(c.api));
export const loader = (args: any) => use(routerClient(args));
export const action = (a: any, overrides: {}) => use(routerClient(a, overrides));
`,
    `import { clerkClient } from "@clerk/astro/server";
import { clerkClient as routerClient } from "@clerk/react-router/server";
import { withMetadata } from "clerk-metadata/astro";
import { withMetadata as withMetadata2 } from "clerk-metadata/react-router";
import { use } from "./use";
export const GET = (context: any) => use(withMetadata(clerkClient(context), { context }));
export const POST = (c: any) => use(withMetadata(clerkClient(c.api), { context: c.api }));
export const loader = (args: any) => use(withMetadata2(routerClient(args), { args }));
export const action = (a: any, overrides: {}) => use(withMetadata2(routerClient(a, overrides), { args: a, ...overrides }));
`,
  ],
  [
    "TanStack Start: the options",
    "tanstack.ts",
    `import { clerkClient } from '@clerk/tanstack-react-start/server';
export const one = () => clerkClient();
export const two = (options: object) => clerkClient(options);
`,
    `import { clerkClient } from '@clerk/tanstack-react-start/server';
import { withMetadata } from 'clerk-metadata/tanstack-react-start';
export const one = () => withMetadata(clerkClient());
export const two = (options: object) => withMetadata(clerkClient(options), options);
`,
  ],
  [
    "CRLF and a byte order mark",
    "crlf.js",
    '\uFEFFimport { clerkClient, getAuth } from "@clerk/express";\r\nexport const get = (id) => clerkClient.users.getUser(id);\r\n',
    '\uFEFFimport { getAuth } from "@clerk/express";\r\nimport { clerkClient } from "clerk-metadata/express";\r\nexport const get = (id) => clerkClient.users.getUser(id);\r\n',
  ],
  [
    "both exports of a module",
    "both.js",
    `import { clerkClient, createClerkClient } from "@clerk/express";
clerkClient.users.getCount();
createClerkClient({ secretKey: "sk_test_x" }).users.getCount();
`,
    `import { clerkClient } from "clerk-metadata/express";
import { createClerkClient } from "clerk-metadata";
clerkClient.users.getCount();
createClerkClient({ secretKey: "sk_test_x" }).users.getCount();
`,
  ],
  [
    "one of several declared in a namespace of require(), destructured",
    "destructured-namespace.js",
    `const clerk = require("@clerk/express");
const { clerkClient, getAuth } = clerk;
exports.get = (req) => clerkClient.users.getUser(getAuth(req).userId);
`,
    `const clerk = require("@clerk/express");
const { getAuth } = clerk;
const { clerkClient } = require("clerk-metadata/express");
exports.get = (req) => clerkClient.users.getUser(getAuth(req).userId);
`,
  ],
  [
    "a client in a class and in a variable that is assigned",
    "class.ts",
    `import { createClerkClient, type ClerkClient } from "@clerk/backend";
export class Users {
  private readonly clerk: ClerkClient;
  private static shared: ClerkClient | undefined;
  constructor(private readonly env: { CLERK_SECRET_KEY: string }) {
    this.clerk = createClerkClient({ secretKey: this.env.CLERK_SECRET_KEY });
    Users.shared ??= this.clerk;
  }
}
`,
    `import { createClerkClient, type ClerkClient } from "@clerk/backend";
import { type WithMetadata, withMetadata } from "clerk-metadata/with-metadata";
export class Users {
  private readonly clerk: WithMetadata<ClerkClient>;
  private static shared: WithMetadata<ClerkClient> | undefined;
  constructor(private readonly env: { CLERK_SECRET_KEY: string }) {
    this.clerk = withMetadata(createClerkClient({ secretKey: this.env.CLERK_SECRET_KEY }), { secretKey: this.env.CLERK_SECRET_KEY });
    Users.shared ??= this.clerk;
  }
}
`,
  ],
  [
    "import = require(), with a comment after it",
    "import-equals.cts",
    `import clerk = require("@clerk/backend"); // the client
export const c = clerk.createClerkClient({ secretKey: "x" });
`,
    `import clerk = require("@clerk/backend"); // the client
import { withMetadata } from "clerk-metadata/with-metadata";
export const c = withMetadata(clerk.createClerkClient({ secretKey: "x" }), { secretKey: "x" });
`,
  ],
  [
    "require() of Express in a function",
    "require-function.js",
    `function create() {
  const { clerkClient } = require("@clerk/express");
  return { clerkClient };
}
`,
    `function create() {
  const { clerkClient: officialClerkClient } = require("@clerk/express");
  const { withMetadata } = require("clerk-metadata/express");

  const clerkClient = withMetadata(officialClerkClient);
  return { clerkClient };
}
`,
  ],
  [
    "types of functions and of classes",
    "types-more.ts",
    `import type * as Clerk from "@clerk/backend";
import { clerkClient } from "@clerk/nextjs/server";
import { clerkClient as express } from "@clerk/express";
export interface Client extends Clerk.ClerkClient {}
export type Pending = ReturnType<typeof clerkClient>;
export type Express = typeof express;
export const users = (client: Clerk.ClerkClient["users"]) => client;
`,
    `import type * as Clerk from "@clerk/backend";
import { clerkClient } from "@clerk/nextjs/server";
import { clerkClient as express } from "@clerk/express";
import type { WithMetadata } from "clerk-metadata/with-metadata";
export interface Client extends WithMetadata<Clerk.ClerkClient> {}
export type Pending = Promise<WithMetadata<Awaited<ReturnType<typeof clerkClient>>>>;
export type Express = WithMetadata<typeof express>;
export const users = (client: WithMetadata<Clerk.ClerkClient>["users"]) => client;
`,
  ],
  [
    "a variable that is assigned, a field, and a promise",
    "assigned.ts",
    `import { clerkClient } from "@clerk/nextjs/server";
let client;
client = await clerkClient();
class Users {
  clerk = clerkClient();
}
const [other] = await Promise.all([clerkClient()]);
`,
    `import { clerkClient } from "@clerk/nextjs/server";
import { withMetadata } from "clerk-metadata/nextjs";
let client;
client = await withMetadata(clerkClient());
class Users {
  clerk = withMetadata(clerkClient());
}
const [other] = await Promise.all([withMetadata(clerkClient())]);
`,
  ],
  [
    "a client that is wrapped already",
    "wrapped.ts",
    `import { clerkClient } from "@clerk/nextjs/server";
import { withMetadata as wrap } from "clerk-metadata/nextjs";
export const clerk = await wrap(clerkClient(), { timeout: 1000 });
`,
  ],
  [
    "a method by its name in brackets, and a computed one",
    "brackets.ts",
    `import { clerkClient } from "@clerk/nextjs/server";
declare const name: "getUser" | "banUser";
export const one = async () => (await clerkClient())["users"]["getUser"]("user_1");
export const two = async () => (await clerkClient()).users[name]("user_1");
`,
    `import { clerkClient } from "@clerk/nextjs/server";
import { withMetadata } from "clerk-metadata/nextjs";
declare const name: "getUser" | "banUser";
export const one = async () => (await withMetadata(clerkClient()))["users"]["getUser"]("user_1");
export const two = async () => (await withMetadata(clerkClient())).users[name]("user_1");
`,
  ],
  [
    "no newline at the end",
    "no-newline.js",
    'export { x } from "./x";\nimport { clerkClient } from "@clerk/express"; clerkClient.users.getCount()',
    'export { x } from "./x";\nimport { clerkClient } from "clerk-metadata/express"; clerkClient.users.getCount()',
  ],
];
