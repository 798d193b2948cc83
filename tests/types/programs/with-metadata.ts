// withMetadata with the client of @clerk/backend: the types of the replaced methods are ours, all others are Clerk's.
import { type ClerkClient as OfficialClient, createClerkClient } from "@clerk/backend";
import type { ClerkClient, User } from "clerk-metadata";
import { withMetadata as withAstro } from "clerk-metadata/astro";
import { withMetadata as withExpress } from "clerk-metadata/express";
import { withMetadata as withNextjs } from "clerk-metadata/nextjs";
import { withMetadata as withReactRouter } from "clerk-metadata/react-router";
import { withMetadata as withTanstack } from "clerk-metadata/tanstack-react-start";
import { type WithMetadata, withMetadata } from "clerk-metadata/with-metadata";
import { assertTrue, type Equal } from "./assert.js";

const options = { secretKey: "sk_test_x" as string | undefined };
const official = createClerkClient(options);
const clerk = withMetadata(official, options);

assertTrue<Equal<typeof clerk, WithMetadata<OfficialClient>>>();
assertTrue<Equal<keyof typeof clerk, keyof OfficialClient>>();
assertTrue<Equal<keyof typeof clerk.users, keyof OfficialClient["users"]>>();
assertTrue<Equal<(typeof clerk.users)["updateUserMetadata"], ClerkClient["users"]["updateUserMetadata"]>>();
assertTrue<Equal<(typeof clerk.users)["getUserList"], ClerkClient["users"]["getUserList"]>>();
assertTrue<Equal<(typeof clerk.users)["createUser"], OfficialClient["users"]["createUser"]>>();
assertTrue<Equal<(typeof clerk)["invitations"], OfficialClient["invitations"]>>();
assertTrue<Equal<(typeof clerk)["authenticateRequest"], OfficialClient["authenticateRequest"]>>();
assertTrue<Equal<(typeof clerk)["telemetry"], OfficialClient["telemetry"]>>();

export async function calls(): Promise<User> {
  const { data, response } = await clerk.users.getUser("user_1").withResponse();
  assertTrue<Equal<typeof response.attempts, number>>();
  const { users } = clerk;
  await users.banUser(data.id);
  await clerk.invitations.createInvitation({ emailAddress: "ada@example.com" });
  // @ts-expect-error a misspelled field
  await clerk.users.updateUserMetadata("user_1", { publicMetdata: {} });
  // @ts-expect-error a misspelled field
  await clerk.users.updateUserMetadata("user_1", { publicMetadata: {}, publicMetdata: {} });
  // @ts-expect-error bigint
  await clerk.users.updateUserMetadata("user_1", { publicMetadata: { n: 10n } });
  // @ts-expect-error a method that neither client has
  clerk.users.updateMetadata;
  return clerk.users.updateUserMetadata("user_1", { publicMetadata: { birthday: "1990-01-01" } });
}

/** A function of an app for such a client. The client of @clerk/backend itself is of another type. */
export const invite = (client: WithMetadata<OfficialClient>) => client.users.getCount();
invite(clerk);

declare const context: { locals: object };
declare const args: { request: Request; context: unknown };
const wrapped = {
  astro: withAstro(official, { context, maxRetries: 0 }),
  express: withExpress(official),
  nextjs: withNextjs(official),
  nextjsPromise: withNextjs(Promise.resolve(official), { timeout: 1000 }),
  reactRouter: withReactRouter(official, { args }),
  tanstack: withTanstack(official),
};
assertTrue<Equal<typeof wrapped.astro, WithMetadata<OfficialClient>>>();
assertTrue<Equal<typeof wrapped.express, WithMetadata<OfficialClient>>>();
assertTrue<Equal<typeof wrapped.nextjs, Promise<WithMetadata<OfficialClient>>>>();
assertTrue<Equal<typeof wrapped.nextjsPromise, Promise<WithMetadata<OfficialClient>>>>();
assertTrue<Equal<typeof wrapped.reactRouter, WithMetadata<OfficialClient>>>();
assertTrue<Equal<typeof wrapped.tanstack, WithMetadata<OfficialClient>>>();

// @ts-expect-error the secret key is required
withMetadata(official);
// @ts-expect-error the secret key is required
withMetadata(official, { maxRetries: 0 });
// @ts-expect-error a misspelled option
withMetadata(official, { secretKey: "sk_test_x", timeuot: 1 });
// @ts-expect-error a promise
withMetadata(Promise.resolve(official), options);
// @ts-expect-error a function
withExpress(() => official);
// @ts-expect-error not the arguments of React Router
withReactRouter(official, { args: {} });

// Clerk's class has protected members, so a client with replaced methods is not one. Pass the original client instead.
declare function usesOfficial(client: OfficialClient): void;
usesOfficial(official);
// @ts-expect-error a client with replaced methods
usesOfficial(clerk);
