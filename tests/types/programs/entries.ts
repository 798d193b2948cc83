// The entries beside the main one: each gives the client of the main entry.
import type * as main from "clerk-metadata";
import type { ClerkClient, User } from "clerk-metadata";
import * as astro from "clerk-metadata/astro";
import * as cloudflare from "clerk-metadata/cloudflare";
import * as express from "clerk-metadata/express";
import * as javascript from "clerk-metadata/js";
import * as nextjs from "clerk-metadata/nextjs";
import * as reactRouter from "clerk-metadata/react-router";
import * as tanstack from "clerk-metadata/tanstack-react-start";
import { holds, type Equal } from "./assert.js";

holds<Equal<typeof javascript, typeof main>>();
holds<Equal<Awaited<ReturnType<typeof nextjs.clerkClient>>, ClerkClient>>();
holds<Equal<ReturnType<typeof astro.clerkClient>, ClerkClient>>();
holds<Equal<typeof express.clerkClient, ClerkClient>>();
holds<Equal<ReturnType<typeof reactRouter.clerkClient>, ClerkClient>>();
holds<Equal<ReturnType<typeof tanstack.clerkClient>, ClerkClient>>();
holds<Equal<ReturnType<typeof cloudflare.clerkClient>, ClerkClient>>();

/** As `wrangler types` writes them: literal types for variables, and bindings of other kinds. */
interface Env {
  CLERK_SECRET_KEY: string;
  CLERK_API_URL: "https://api.clerk.com";
  ASSETS: { fetch(url: string): Promise<unknown> };
}

/** Of the arguments that React Router and Astro hand out, what counts; the real ones are in the examples. */
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

// @ts-expect-error an environment that holds nothing of Clerk's
cloudflare.clerkClient({ DATABASE_URL: "x" });
// @ts-expect-error the environment is asked for
cloudflare.clerkClient();
// @ts-expect-error no context of Astro
astro.clerkClient({ request: {} });
// @ts-expect-error no arguments of React Router
reactRouter.clerkClient({});
// @ts-expect-error a misspelled option
tanstack.clerkClient({ secretkey: "sk_test_x" });
// @ts-expect-error a bigint
void express.clerkClient.users.updateUserMetadata("user_1", { publicMetadata: { n: 10n } });
