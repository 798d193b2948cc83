// Everything that must compile in an app that has not declared its metadata.
import * as everything from "clerk-metadata";
import {
  ClerkAPIResponseError,
  ClerkConnectionError,
  ClerkInputError,
  createClerkClient,
  isClerkAPIResponseError,
  isClerkConnectionError,
  isClerkInputError,
  prepareRequest,
  updateUserMetadata,
  User,
  type CallOptions,
  type ClerkClient,
  type ClerkPromise,
  type ClerkClientOptions,
  type JsonValue,
  type MetadataPatch,
  type PreparedRequest,
  type ReplaceUserMetadataParams,
  type ResponseInfo,
  type UpdateUserMetadataParams,
  type UserJSON,
  type UserList,
  type WithResponse,
} from "clerk-metadata";
import { createLocalBackend, type LocalBackend, type LocalJournal, type LocalListenOptions, type LocalUser } from "clerk-metadata/local";
import { assertTrue, type Equal } from "./assert.js";

interface Settings {
  theme: string;
  deep: { level: number; tags: string[] };
}
class Money {
  constructor(readonly cents: number) {}
  toJSON() {
    return this.cents;
  }
}
interface Tree {
  name: string;
  children: Tree[];
}
declare const settings: Settings;
declare const tree: Tree;
declare const unknownValue: unknown;
declare const anyValue: any;
declare const maybe: { a: number } | undefined;
declare const json: JsonValue;
declare const record: Record<string, unknown>;

const options: ClerkClientOptions = { secretKey: "sk_test_x", apiUrl: undefined, apiVersion: "v1", userAgent: "app/1" };
const clerk: ClerkClient = createClerkClient(options);
createClerkClient();

export async function literals(): Promise<User> {
  await updateUserMetadata("user_1", { publicMetadata: { plan: "pro" } });
  await clerk.users.updateUserMetadata("user_1", { publicMetadata: {}, privateMetadata: undefined });
  return clerk.users.updateUserMetadata("user_1", {
    publicMetadata: {
      text: "a",
      number: 1,
      yes: true,
      gone: null,
      left: undefined,
      nested: { a: { b: { c: null, left: undefined } } },
      list: [1, "a", null, { a: 1 }, [2]],
      date: new Date(),
      money: new Money(5),
      dates: [new Date()],
    },
    privateMetadata: { [`key-${1}`]: 1, "key with spaces": 2 },
    unsafeMetadata: { settings },
  });
}

export function variables() {
  updateUserMetadata("user_1", { publicMetadata: settings });
  updateUserMetadata("user_1", { publicMetadata: { settings, list: [settings], tree } });
  updateUserMetadata("user_1", { publicMetadata: { ...settings, theme: null } });
  updateUserMetadata("user_1", { publicMetadata: tree });
  updateUserMetadata("user_1", { publicMetadata: { unknownValue, anyValue, json } });
  updateUserMetadata("user_1", { publicMetadata: anyValue });
  updateUserMetadata("user_1", { publicMetadata: record });
  updateUserMetadata("user_1", { publicMetadata: maybe });
  updateUserMetadata("user_1", { publicMetadata: { list: ["a", "b"] as const, readonly: { a: 1 } as const } });
  updateUserMetadata("user_1", JSON.parse("{}"));
  for (const field of ["publicMetadata", "privateMetadata"] as const) updateUserMetadata("user_1", { [field]: { a: 1 } });
}

export async function roundTrips(user: User) {
  await clerk.users.updateUserMetadata(user.id, { publicMetadata: { ...user.publicMetadata, more: 1 } });
  await clerk.users.replaceUserMetadata(user.id, { publicMetadata: user.publicMetadata });
  await clerk.users.replaceUserMetadata(user.id, { publicMetadata: {}, unsafeMetadata: settings });
  await clerk.users.replaceUserMetadata(user.id, { privateMetadata: { list: [null, 1] } });

  const patch: MetadataPatch<UserPublicMetadata> = { a: { b: [1, new Date()] }, gone: null, left: undefined };
  const params: UpdateUserMetadataParams = { publicMetadata: patch, unsafeMetadata: { a: { b: null } } };
  await clerk.users.updateUserMetadata(user.id, { publicMetadata: patch });
  await clerk.users.updateUserMetadata(user.id, params);
  const replaceParams: ReplaceUserMetadataParams = { publicMetadata: user.publicMetadata, unsafeMetadata: {} };
  await clerk.users.replaceUserMetadata(user.id, replaceParams);
  const settingsPatch: MetadataPatch<Settings> = { deep: { level: null } };
  await updateUserMetadata(user.id, { publicMetadata: settingsPatch });
}

export async function users() {
  const user = await clerk.users.getUser("user_1");
  assertTrue<Equal<typeof user, User>>();
  assertTrue<Equal<typeof user.publicMetadata, UserPublicMetadata>>();
  assertTrue<Equal<typeof user.publicMetadata.anything, unknown>>();
  assertTrue<Equal<typeof user.fullName, string | null>>();
  assertTrue<Equal<typeof user.createdAt, number>>();
  assertTrue<Equal<typeof user.lastSignInAt, number | null>>();
  assertTrue<Equal<typeof user.raw, UserJSON | null>>();
  const status = user.primaryEmailAddress?.verification?.status;
  assertTrue<Equal<typeof status, "unverified" | "verified" | "transferable" | "failed" | "expired" | undefined>>();
  const redirect = user.emailAddresses[0]?.verification?.externalVerificationRedirectURL;
  const redirectParts: (string | null | undefined)[] = [redirect?.href, redirect?.origin, redirect?.searchParams.get("a")];
  const name: string | undefined = user.enterpriseAccounts[0]?.enterpriseConnection?.name;
  const provider: string | undefined = user.externalAccounts[0]?.provider;
  if ((user as unknown) instanceof User) return [...redirectParts, name, provider, user.phoneNumbers[0]?.linkedTo[0]?.type];
  return user.web3Wallets[0]?.web3Wallet;
}

export function errors(error: unknown) {
  if (isClerkAPIResponseError(error)) {
    assertTrue<Equal<typeof error, ClerkAPIResponseError>>();
    assertTrue<Equal<typeof error.name, "ClerkAPIResponseError">>();
    assertTrue<Equal<typeof error.code, "api_response_error">>();
    assertTrue<Equal<typeof error.retryAfter, number | undefined>>();
    const first = error.errors[0];
    return [error.status, error.clerkTraceId, first?.code, first?.longMessage, first?.meta?.["paramName"]];
  }
  if (isClerkInputError(error)) {
    assertTrue<Equal<typeof error.name, "ClerkInputError">>();
    switch (error.code) {
      case "missing_secret_key":
      case "invalid_option":
      case "invalid_user_id":
      case "invalid_organization_id":
      case "invalid_params":
      case "too_deep":
        return error.path;
      default:
        return error.code satisfies never;
    }
  }
  if (isClerkConnectionError(error)) {
    assertTrue<Equal<typeof error.name, "ClerkConnectionError">>();
    assertTrue<Equal<typeof error.status, number | undefined>>();
    assertTrue<Equal<typeof error.cause, unknown>>();
    assertTrue<Equal<typeof error.attempts, number>>();
    switch (error.code) {
      case "connection_failed":
      case "timeout":
      case "unexpected_response":
      case "internal_error":
        return error.cause;
      default:
        return error.code satisfies never;
    }
  }
  return [
    new ClerkAPIResponseError("text", { status: 429, retryAfter: 3 }),
    new ClerkInputError("text", { code: "invalid_params", path: "publicMetadata" }),
    new ClerkConnectionError("text", { code: "connection_failed", cause: error }),
  ] satisfies Error[];
}

export async function local() {
  const backend: LocalBackend = await createLocalBackend({
    users: [{ id: "user_1", emailAddress: ["ada@example.com"], publicMetadata: settings, createdAt: 0 }],
    secretKey: "sk_test_x",
    rateLimit: false,
  });
  const user: LocalUser = backend.users.create({ firstName: "Ada", createdAt: new Date(0) });
  const seeded: number = backend.users.seed(1000) + backend.users.count();
  const inserted: number =
    backend.users.insert('{"id":"user_2"}') + backend.users.insert("[]", { keepExisting: true });
  const wasDeleted: boolean = backend.users.wasDeleted("user_2");
  const found = backend.users.get(user.id)?.public_metadata["plan"];
  const [first] = backend.users.list();
  const gone: boolean = backend.users.delete(user.id);
  backend.users.clear();
  const client = createClerkClient({ secretKey: "sk_test_x", fetch: backend.fetch });
  const response = await backend.fetch("http://127.0.0.1/v1/users/user_1", { method: "GET", headers: { a: "b" } });
  const listenOptions: LocalListenOptions = { port: 0, host: "127.0.0.1", allowHosts: ["backend"] as const };
  const server = await backend.listen(listenOptions);
  const lines: string[] = [];
  const journals: LocalJournal[] = [{ append: (line) => lines.push(line) }, { async append(line) { lines.push(line); } }, { append: (line) => Promise.resolve(line) }, { lines, append() {} }];
  for (const journal of journals) await createLocalBackend({ journal });
  await createLocalBackend({ file: "users.ndjson" });
  const url: string = server.url;
  await server.close();
  await backend.close();
  return [seeded, inserted, wasDeleted, found, first, gone, client, response.status, await response.json(), url];
}

/** A custom `fetch` may return a minimal response. */
export const withCustomFetch = createClerkClient({
  fetch: async (url, init) => ({
    status: url.length + init.method.length,
    headers: { get: () => init.headers["Authorization"] ?? null },
    text: async () => init.body ?? "",
  }),
});

/** The options of a single call, and the information about its response. */
export async function calls(signal: AbortSignal) {
  const options: CallOptions = { maxRetries: 0, timeout: 5000, signal };
  const clerk = createClerkClient({ ...options, secretKey: "sk_test_x" });
  const { data, response } = await clerk.users.updateUserMetadata("user_1", { publicMetadata: {} }, options).withResponse();
  assertTrue<Equal<typeof data, User>>();
  assertTrue<Equal<typeof response, ResponseInfo>>();
  await updateUserMetadata("user_1", { publicMetadata: {} }, { timeout: Infinity });
  await clerk.users.replaceUserMetadata("user_1", { publicMetadata: {} }, { maxRetries: 5 });
  const promise: Promise<User> = clerk.users.getUser("user_1", { signal });
  const list: ClerkPromise<UserList> = clerk.users.getUserList({}, options);
  const total: WithResponse<number> = await clerk.users.getCount(undefined, options).withResponse();
  return [await promise, (await list).totalCount, total.data + response.status + response.attempts];
}

export const withHooks = createClerkClient({
  allowInsecureHosts: ["backend"] as const,
  dangerouslyAllowBrowser: true,
  onRequest: ({ attempt, method, url, headers }) => [attempt, method, url, headers["accept"]],
  onResponse: async ({ status, duration, headers }) => [status, duration, headers["cf-ray"]],
  onRetry({ attempt, delay, reason }) {
    assertTrue<Equal<typeof reason, ClerkAPIResponseError | ClerkConnectionError>>();
    return [attempt, delay, reason.code, reason.status];
  },
});

assertTrue<Equal<typeof everything.updateUserMetadata, ClerkClient["users"]["updateUserMetadata"]>>();

async function dryRuns(clerkOptions: ClerkClientOptions, method: "updateUserMetadata" | "replaceUserMetadata") {
  const update = await prepareRequest(clerkOptions, "updateUserMetadata", "user_1", { publicMetadata: { plan: null } });
  assertTrue<Equal<typeof update, PreparedRequest>>();
  assertTrue<Equal<typeof update.body, string | undefined>>();
  await prepareRequest(clerkOptions, method, "user_1", { unsafeMetadata: {} });
  await prepareRequest(clerkOptions, "getUser", "user_1");
  await prepareRequest(clerkOptions, "getUserList");
  await prepareRequest(clerkOptions, "getCount", { query: "ada" });
  // @ts-expect-error -- no such method
  await prepareRequest(clerkOptions, "deleteUser", "user_1");
  // @ts-expect-error -- the user ID is missing
  await prepareRequest(clerkOptions, "getUser");
}
