// How `npx clerk-metadata migrate` changes imports of ES modules and their uses: `[name, file, before, after]`. A case
// without `after` is not changed.

export const IMPORT_FORMS = [
  [
    "only methods of this package: the import is replaced",
    "next-only.ts",
    `import { clerkClient } from "@clerk/nextjs/server";

export async function save(userId: string) {
  const client = await clerkClient();
  await client.users.updateUserMetadata(userId, { publicMetadata: { a: 1 } }); // keep   this
}
`,
    `import { clerkClient } from "clerk-metadata/nextjs";

export async function save(userId: string) {
  const client = await clerkClient();
  await client.users.updateUserMetadata(userId, { publicMetadata: { a: 1 } }); // keep   this
}
`,
  ],
  [
    "other names of the import stay",
    "next-names.ts",
    `import { auth, clerkClient, currentUser } from '@clerk/nextjs/server'
import { z } from 'zod'

export const a = async () => (await clerkClient()).users.getUser((await auth()).userId!)
`,
    `import { auth, currentUser } from '@clerk/nextjs/server'
import { clerkClient } from 'clerk-metadata/nextjs'
import { z } from 'zod'

export const a = async () => (await clerkClient()).users.getUser((await auth()).userId!)
`,
  ],
  [
    "the first of several names, on several lines, with an alias",
    "next-lines.tsx",
    `import {
  clerkClient as getClerk,
  auth,
} from "@clerk/nextjs/server";

export default async function Page() {
  const { users } = await getClerk();
  return <p>{(await users.getCount()) + (await users.getUserList({ limit: 1 })).totalCount}</p>;
}
`,
    `import {
  auth,
} from "@clerk/nextjs/server";
import { clerkClient as getClerk } from "clerk-metadata/nextjs";

export default async function Page() {
  const { users } = await getClerk();
  return <p>{(await users.getCount()) + (await users.getUserList({ limit: 1 })).totalCount}</p>;
}
`,
  ],
  [
    "another method too: the client is wrapped",
    "next-mixed.ts",
    `"use server";
import { auth, clerkClient } from "@clerk/nextjs/server";

export async function remove(userId: string) {
  const clerk = await clerkClient();
  await clerk.users.updateUserMetadata(userId, { privateMetadata: { removed: true } });
  await clerk.users.deleteUser(userId);
}
`,
    `"use server";
import { auth, clerkClient } from "@clerk/nextjs/server";
import { withMetadata } from "clerk-metadata/nextjs";

export async function remove(userId: string) {
  const clerk = await withMetadata(clerkClient());
  await clerk.users.updateUserMetadata(userId, { privateMetadata: { removed: true } });
  await clerk.users.deleteUser(userId);
}
`,
  ],
  [
    "only other methods: nothing changes",
    "next-other.ts",
    `import { clerkClient } from "@clerk/nextjs/server";
export const list = async () => (await clerkClient()).organizations.getOrganizationList();
export const ban = async (id: string) => (await clerkClient()).users.banUser(id);
`,
  ],
  [
    "each client of a file on its own",
    "next-each.ts",
    `import { clerkClient } from "@clerk/nextjs/server";
export const one = async (id: string) => (await clerkClient()).users.getUser(id);
export const two = async (id: string) => (await clerkClient()).users.banUser(id);
`,
    `import { clerkClient } from "@clerk/nextjs/server";
import { withMetadata } from "clerk-metadata/nextjs";
export const one = async (id: string) => (await withMetadata(clerkClient())).users.getUser(id);
export const two = async (id: string) => (await clerkClient()).users.banUser(id);
`,
  ],
  [
    "a client that is passed on",
    "next-passed.ts",
    `import { clerkClient } from "@clerk/nextjs/server";
import { sync } from "./sync";
export const run = async () => sync(await clerkClient());
export const then = () => clerkClient().then((clerk) => clerk.users.getCount());
`,
    `import { clerkClient } from "@clerk/nextjs/server";
import { withMetadata } from "clerk-metadata/nextjs";
import { sync } from "./sync";
export const run = async () => sync(await withMetadata(clerkClient()));
export const then = () => withMetadata(clerkClient()).then((clerk) => clerk.users.getCount());
`,
  ],
  [
    "a name that is shadowed",
    "shadow.ts",
    `import { clerkClient } from "@clerk/nextjs/server";
export function fake(clerkClient: () => { sessions: { revoke(): void } }) {
  clerkClient().sessions.revoke();
}
export const real = async () => (await clerkClient()).users.getCount();
`,
    `import { clerkClient } from "clerk-metadata/nextjs";
export function fake(clerkClient: () => { sessions: { revoke(): void } }) {
  clerkClient().sessions.revoke();
}
export const real = async () => (await clerkClient()).users.getCount();
`,
  ],
  [
    "the name withMetadata is taken",
    "taken.ts",
    `import { clerkClient } from "@clerk/nextjs/server";
export const withMetadata = async () => ({ clerk: await clerkClient() });
`,
    `import { clerkClient } from "@clerk/nextjs/server";
import { withMetadata as withMetadata2 } from "clerk-metadata/nextjs";
export const withMetadata = async () => ({ clerk: await withMetadata2(clerkClient()) });
`,
  ],
  [
    "a namespace, only methods of this package",
    "namespace.ts",
    `import * as Clerk from "@clerk/nextjs/server";
export const me = async () => (await Clerk.clerkClient()).users.getUser((await Clerk.auth()).userId!);
`,
    `import * as Clerk from "@clerk/nextjs/server";
import { clerkClient } from "clerk-metadata/nextjs";
export const me = async () => (await clerkClient()).users.getUser((await Clerk.auth()).userId!);
`,
  ],
  [
    "a namespace, wrapped",
    "namespace-wrapped.ts",
    `import * as Clerk from "@clerk/nextjs/server";
export const clerk = Clerk.clerkClient();
`,
    `import * as Clerk from "@clerk/nextjs/server";
import { withMetadata } from "clerk-metadata/nextjs";
export const clerk = withMetadata(Clerk.clerkClient());
`,
  ],
  [
    "createClerkClient, only methods of this package",
    "backend-only.mts",
    `import { createClerkClient } from "@clerk/backend";
const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY, publishableKey: "pk_test_x" });
for (const user of (await clerk.users.getUserList()).data) console.log(user.id);
`,
    `import { createClerkClient } from "clerk-metadata";
const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY, publishableKey: "pk_test_x" });
for (const user of (await clerk.users.getUserList()).data) console.log(user.id);
`,
  ],
  [
    "createClerkClient, wrapped with its options",
    "backend-wrapped.mjs",
    `import { createClerkClient, verifyToken } from "@clerk/backend"

export const clerk = createClerkClient({
  secretKey: process.env.CLERK_SECRET_KEY,
  publishableKey: process.env.CLERK_PUBLISHABLE_KEY,
})
`,
    `import { createClerkClient, verifyToken } from "@clerk/backend"
import { withMetadata } from "clerk-metadata/with-metadata"

export const clerk = withMetadata(createClerkClient({
  secretKey: process.env.CLERK_SECRET_KEY,
  publishableKey: process.env.CLERK_PUBLISHABLE_KEY,
}), { secretKey: process.env.CLERK_SECRET_KEY, publishableKey: process.env.CLERK_PUBLISHABLE_KEY })
`,
  ],
  [
    "createClerkClient with a variable, shorthand and spread",
    "backend-variable.ts",
    `import { createClerkClient } from "@clerk/backend";
declare const options: { secretKey: string };
declare const secretKey: string;
export const one = createClerkClient(options);
export const two = createClerkClient({ secretKey, jwtKey: "x" });
export const three = createClerkClient({ ...options, apiUrl: "https://x.example" });
`,
    `import { createClerkClient } from "@clerk/backend";
import { withMetadata } from "clerk-metadata/with-metadata";
declare const options: { secretKey: string };
declare const secretKey: string;
export const one = withMetadata(createClerkClient(options), { ...options, secretKey: options.secretKey });
export const two = withMetadata(createClerkClient({ secretKey, jwtKey: "x" }), { secretKey });
export const three = createClerkClient({ ...options, apiUrl: "https://x.example" });
`,
  ],
  [
    "a framework and @clerk/backend in one file",
    "two-modules.ts",
    `import { createClerkClient } from "@clerk/backend";
import { clerkClient } from "@clerk/nextjs/server";
declare const secretKey: string;
export const one = () => clerkClient();
export const two = createClerkClient({ secretKey });
`,
    `import { createClerkClient } from "@clerk/backend";
import { clerkClient } from "@clerk/nextjs/server";
import { withMetadata } from "clerk-metadata/with-metadata";
import { withMetadata as withMetadata2 } from "clerk-metadata/nextjs";
declare const secretKey: string;
export const one = () => withMetadata2(clerkClient());
export const two = withMetadata(createClerkClient({ secretKey }), { secretKey });
`,
  ],
  [
    "comments in a list are kept",
    "next-comments.ts",
    `import {
  // the client
  clerkClient, // of the server
  auth, /* the session */
} from "@clerk/nextjs/server";
import { currentUser, /* last */ clerkClient as last } from "@clerk/nextjs/server";

export const a = async () => (await clerkClient()).users.getUser((await auth()).userId!);
export const b = async () => [await (await last()).users.getCount(), await currentUser()];
`,
    `import {
  // the client
  // of the server
  auth, /* the session */
} from "@clerk/nextjs/server";
import { currentUser, /* last */ } from "@clerk/nextjs/server";
import { clerkClient, clerkClient as last } from "clerk-metadata/nextjs";

export const a = async () => (await clerkClient()).users.getUser((await auth()).userId!);
export const b = async () => [await (await last()).users.getCount(), await currentUser()];
`,
  ],
  [
    "comments in a list on lines of their own are kept",
    "next-comment-lines.ts",
    `import {
  auth,
  // the client
  clerkClient,
  /* the last one */
} from "@clerk/nextjs/server";

export const a = async () => (await clerkClient()).users.getUser((await auth()).userId!);
`,
    `import {
  auth,
  // the client
  /* the last one */
} from "@clerk/nextjs/server";
import { clerkClient } from "clerk-metadata/nextjs";

export const a = async () => (await clerkClient()).users.getUser((await auth()).userId!);
`,
  ],
  [
    "a namespace of which every use is replaced is removed",
    "namespace-only.ts",
    `import * as clerk from "@clerk/nextjs/server"; // the client
import { z } from "zod";

export const a = async (id: string) => (await clerk.clerkClient()).users.getUser(z.string().parse(id));
`,
    `import { clerkClient } from "clerk-metadata/nextjs"; // the client
import { z } from "zod";

export const a = async (id: string) => (await clerkClient()).users.getUser(z.string().parse(id));
`,
  ],
  [
    "a namespace that is removed before another import of Clerk",
    "namespace-first.ts",
    `import * as clerk from "@clerk/nextjs/server";
import { auth } from "@clerk/nextjs/server";

export const a = async () => (await clerk.clerkClient()).users.getUser((await auth()).userId!);
`,
    `import { auth } from "@clerk/nextjs/server";
import { clerkClient } from "clerk-metadata/nextjs";

export const a = async () => (await clerkClient()).users.getUser((await auth()).userId!);
`,
  ],
  [
    "a namespace with another use stays",
    "namespace-types.ts",
    `import * as clerk from "@clerk/backend";

const client = clerk.createClerkClient({ secretKey: "" });
export const a = (user: clerk.User) => client.users.getUser(user.id);
`,
    `import * as clerk from "@clerk/backend";
import { createClerkClient } from "clerk-metadata";

const client = createClerkClient({ secretKey: "" });
export const a = (user: clerk.User) => client.users.getUser(user.id);
`,
  ],
  [
    "types in the comments of JavaScript",
    "comment-types.js",
    `import { createClerkClient } from "@clerk/backend";

const client = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY });
export const ban = (id) => client.users.banUser(id);

/**
 * @param {import("@clerk/backend").ClerkClient} clerk
 * @param {import("@clerk/backend").User} user
 * @returns {Promise<import('@clerk/backend').User>}
 */
export const reload = (clerk, user) => clerk.users.getUser(user.id);

/** @typedef {{ clerk: import("@clerk/backend").ClerkClient | undefined }} Context */

/** @type {import("clerk-metadata/with-metadata").WithMetadata<import("@clerk/backend").ClerkClient>} */
export let wrapped;

export const save = () => client.users.updateUserMetadata("user_1", { publicMetadata: {} });
`,
    `import { createClerkClient } from "@clerk/backend";
import { withMetadata } from "clerk-metadata/with-metadata";

const client = withMetadata(createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY }), { secretKey: process.env.CLERK_SECRET_KEY });
export const ban = (id) => client.users.banUser(id);

/**
 * @param {import("clerk-metadata/with-metadata").WithMetadata<import("@clerk/backend").ClerkClient>} clerk
 * @param {import("@clerk/backend").User} user
 * @returns {Promise<import('@clerk/backend').User>}
 */
export const reload = (clerk, user) => clerk.users.getUser(user.id);

/** @typedef {{ clerk: import("clerk-metadata/with-metadata").WithMetadata<import("@clerk/backend").ClerkClient> | undefined }} Context */

/** @type {import("clerk-metadata/with-metadata").WithMetadata<import("@clerk/backend").ClerkClient>} */
export let wrapped;

export const save = () => client.users.updateUserMetadata("user_1", { publicMetadata: {} });
`,
  ],
];
