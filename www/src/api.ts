// Calls of the package's client in each mode, with exact JSON: metadata is parsed from the response text and sent as
// text, because JavaScript would round numbers that were not edited.
import {
  type ClerkClient,
  type ClerkClientOptions,
  type ClerkPromise,
  createClerkClient,
  prepareRequest,
  type RetryEvent,
  type User,
} from "clerk-metadata";
import { FIELDS, type Field, type FieldValues, type Metadata, wireName } from "./fields.js";
import { member } from "./json/path.js";
import { parseJson } from "./json/parse.js";
import { toPlain } from "./json/plain.js";
import { toText } from "./json/text.js";
import { EMPTY, isArray, isObject, type Json } from "./json/value.js";
import { type Mode, mode, type Server, server } from "./mode.js";
import { callWorker } from "./worker/call.js";

/** A user as stored: the client's resource for everything but metadata, and the exact metadata. */
export interface StoredUser {
  user: User;
  metadata: Metadata;
}

/** A change of a user's metadata: a patch that is merged, or values that replace the fields. */
export interface Change {
  call: "updateUserMetadata" | "replaceUserMetadata";
  userId: string;
  fields: FieldValues;
}

export interface CallOptions {
  signal?: AbortSignal;
  /** Called before each wait for another attempt. */
  onRetry?: (event: RetryEvent) => void;
  /** Called before each request. */
  onRequest?: () => void;
}

type Fetch = NonNullable<ClerkClientOptions["fetch"]>;

const SEND: Record<Mode, (url: string, init: Parameters<Fetch>[1]) => Promise<Response>> = {
  live: (url, init) => fetch(url, init as RequestInit),
  async sandbox(url, { method, headers, body, signal }) {
    const response = callWorker("fetch", { url, method, headers, ...(body !== undefined && { body }) });
    const { status, ...rest } = await Promise.race([response, aborted(signal as AbortSignal)]);
    return new Response(rest.body, { status, headers: rest.headers });
  },
};

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });

// The server replaces this key with the secret key, which the browser never has.
const COMMON = { secretKey: "sk_test_kept_by_the_server", dangerouslyAllowBrowser: true } as const;

/** Calls the client. Also returns the JSON of the last response. `body` replaces the body of the request. */
async function call<T>(
  run: (users: ClerkClient["users"]) => ClerkPromise<T>,
  { onRetry, onRequest }: CallOptions,
  body?: string,
) {
  let text: Promise<string> | undefined;
  let counted = true;
  const where = mode.value;
  const { users } = createClerkClient({
    ...COMMON,
    ...(where === "live" && { apiUrl: location.origin }),
    ...(onRetry && { onRetry }),
    fetch: (async (url, init) => {
      onRequest?.();
      const sent = SEND[where](url, body === undefined ? init : { ...init, body });
      if (new URL(url).pathname.endsWith("/users/count")) {
        const count = await sent.catch(() => undefined);
        if (count?.ok) return count;
        counted = false; // the users are shown without the count
        return Response.json({ object: "total_count", total_count: 0 });
      }
      const response = await sent;
      text = response.clone().text();
      text.catch(() => {}); // the client reports the error
      return response;
    }) as Fetch,
  });
  const { data, response } = await run(users).withResponse();
  return { data, response, counted, json: parseJson((await text) ?? "null") };
}

const metadataOf = (json: Json): Metadata => {
  const readField = (field: Field) => {
    const value = member(json, wireName(field));
    return isObject(value) ? value : EMPTY;
  };
  return Object.fromEntries(FIELDS.map((field) => [field, readField(field)])) as Metadata;
};

const optionsOf = ({ signal }: CallOptions) => (signal ? { signal } : {});

export async function getUser(id: string, options: CallOptions = {}): Promise<StoredUser> {
  const { data, json } = await call((users) => users.getUser(id, optionsOf(options)), options);
  return { user: data, metadata: metadataOf(json) };
}

type ListParams = NonNullable<Parameters<ClerkClient["users"]["getUserList"]>[0]>;

/** `totalCount` is `undefined` if only the count failed. */
export async function listUsers(
  params: ListParams,
  options: CallOptions = {},
): Promise<{ users: StoredUser[]; totalCount: number | undefined }> {
  const { data, counted, json } = await call((users) => users.getUserList(params, optionsOf(options)), options);
  const texts = isArray(json) ? json : [];
  return {
    users: data.data.map((user, index) => ({ user, metadata: metadataOf(texts[index] ?? null) })),
    totalCount: counted ? data.totalCount : undefined,
  };
}

/** The parameters as JavaScript values: the client validates them, and `bodyOf` returns the text that is sent. */
const paramsOf = ({ fields }: Change) =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, toPlain(value)])) as never;

/** The body of the request, with the text of every number. */
const bodyOf = ({ fields }: Change, indent = 0): string =>
  toText(new Map(Object.entries(fields).map(([field, value]) => [wireName(field as Field), value])), indent);

/** Equal texts for equal changes. */
export const changeId = (change: Change): string => `${change.call} ${change.userId} ${bodyOf(change)}`;

/** Sends a change without retries: before a retry, the user must be compared again. */
export async function send(
  change: Change,
  options: CallOptions = {},
): Promise<StoredUser & { traceId: string | undefined }> {
  const { data, response, json } = await call(
    (users) => users[change.call](change.userId, paramsOf(change), { ...optionsOf(options), maxRetries: 0 }),
    options,
    bodyOf(change),
  );
  return { user: data, metadata: metadataOf(json), traceId: response.clerkTraceId };
}

export interface ExactRequest {
  method: string;
  url: string;
  headers: [string, string][];
  body: string;
  /** The body, indented for reading. */
  readableBody: string;
}

/** A Backend API in a private network may have no TLS. These options are used only for requests that are not sent. */
const backendOptions = ({ apiUrl, apiVersion }: Server) => ({
  apiUrl,
  apiVersion,
  allowInsecureHosts: [new URL(apiUrl).hostname],
});

/** The request that the client would send. Rejects if the client rejects the change. */
export async function requestOf(change: Change): Promise<ExactRequest> {
  const options = { ...COMMON, ...(server.value && backendOptions(server.value)) };
  const { method, url, headers } = await prepareRequest(options, change.call, change.userId, paramsOf(change));
  const visible = Object.entries(headers).filter(([name]) => !/^(authorization|user-agent)$/i.test(name));
  return { method, url, headers: visible, body: bodyOf(change), readableBody: bodyOf(change, 2) };
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The request as a command for a shell that has the key in a variable. */
export const curlOf = ({ method, url, headers, body }: ExactRequest): string =>
  [
    `curl -X ${method} ${quoted(url)}`,
    `-H "Authorization: Bearer $CLERK_SECRET_KEY"`,
    ...headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    `-d ${quoted(body)}`,
  ].join(" \\\n  ");
