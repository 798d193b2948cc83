// The other entries: each returns the client of the main entry.
import type * as main from "clerk-metadata";
import type { ClerkClient, User } from "clerk-metadata";
import * as astro from "clerk-metadata/astro";
import * as cloudflare from "clerk-metadata/cloudflare";
import * as express from "clerk-metadata/express";
import * as javascript from "clerk-metadata/js";
import * as nextjs from "clerk-metadata/nextjs";
import * as reactRouter from "clerk-metadata/react-router";
import * as tanstack from "clerk-metadata/tanstack-react-start";
import { assertTrue, type Equal } from "./assert.js";

assertTrue<Equal<typeof javascript, typeof main>>();
assertTrue<Equal<Awaited<ReturnType<typeof nextjs.clerkClient>>, ClerkClient>>();
assertTrue<Equal<ReturnType<typeof astro.clerkClient>, ClerkClient>>();
assertTrue<Equal<typeof express.clerkClient, ClerkClient>>();
assertTrue<Equal<ReturnType<typeof reactRouter.clerkClient>, ClerkClient>>();
assertTrue<Equal<ReturnType<typeof tanstack.clerkClient>, ClerkClient>>();
assertTrue<Equal<ReturnType<typeof cloudflare.clerkClient>, ClerkClient>>();

/** An `Env` as `wrangler types` writes it: literal types for variables, and other bindings. */
interface Env {
  CLERK_SECRET_KEY: string;
  CLERK_API_URL: "https://api.clerk.com";
  ASSETS: { fetch(url: string): Promise<unknown> };
}

/** The relevant part of the arguments of React Router and Astro. The examples use the real types. */
interface LoaderArgs {
  request: { readonly url: string };
  params: Record<string, string | undefined>;
  context: { get<T>(context: { defaultValue?: T }): T };
}
interface Locals {
  auth(): { userId: string | null };
}

export async function calls(env: Env, args: LoaderArgs, context: { request: unknown; locals: Locals }): Promise<User[]> {
  const patch = { publicMetadata: { birthday: "1990-01-01" } };
  return [
    await (await nextjs.clerkClient()).users.updateUserMetadata("user_1", patch),
    await astro.clerkClient(context).users.updateUserMetadata("user_1", patch),
    await express.clerkClient.users.updateUserMetadata("user_1", patch),
    await reactRouter.clerkClient(args).users.updateUserMetadata("user_1", patch),
    await reactRouter.clerkClient.users.updateUserMetadata("user_1", patch),
    await tanstack.clerkClient({ maxRetries: 0 }).users.updateUserMetadata("user_1", patch),
    await cloudflare.clerkClient(env).users.updateUserMetadata("user_1", patch),
  ];
}

// @ts-expect-error an environment without Clerk's variables
cloudflare.clerkClient({ DATABASE_URL: "x" });
// @ts-expect-error the environment is required
cloudflare.clerkClient();
// @ts-expect-error not a context of Astro
astro.clerkClient({ request: {} });
// @ts-expect-error not the arguments of React Router
reactRouter.clerkClient({});
// @ts-expect-error a misspelled option
tanstack.clerkClient({ secretkey: "sk_test_x" });
// @ts-expect-error a bigint
void express.clerkClient.users.updateUserMetadata("user_1", { publicMetadata: { n: 10n } });
