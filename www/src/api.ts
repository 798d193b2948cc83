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
import { type ListKind, type Subject, subjectId } from "./subject.js";
import { emailOf, nameOf } from "./users/name.js";
import { callWorker } from "./worker/call.js";

/** What has metadata, as stored: its description, and the exact metadata. */
export interface Stored {
  subject: Subject;
  name: string;
  /** Shown below the name. */
  detail: string;
  image: string | undefined;
  createdAt: number;
  updatedAt: number;
  metadata: Metadata;
}

/** A change of metadata: a patch that is merged, or values that replace the fields. */
export interface Change {
  kind: "merge" | "replace";
  subject: Subject;
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
  run: (clerk: ClerkClient) => ClerkPromise<T>,
  { onRetry, onRequest }: CallOptions,
  body?: string,
  list?: string,
) {
  let text: Promise<string> | undefined;
  let counted = true;
  const where = mode.value;
  const clerk = createClerkClient({
    ...COMMON,
    ...(where === "live" && { apiUrl: location.origin }),
    ...(onRetry && { onRetry }),
    fetch: (async (url, init) => {
      onRequest?.();
      const target = list === undefined ? url : `${url.slice(0, url.indexOf("/organizations/"))}${list}`;
      const sent = SEND[where](target, body === undefined ? init : { ...init, body });
      if (new URL(url).pathname.endsWith("/users/count")) {
        const count = await sent.catch(() => undefined);
        if (count?.ok) return count;
        counted = false; // the users are shown without the count
        return Response.json({ object: "total_count", total_count: 0 });
      }
      const response = await sent;
      text = response.clone().text();
      text.catch(() => {}); // the client reports the error
      if (list === undefined || !response.ok) return response;
      await text;
      return Response.json(LIST_STUB);
    }) as Fetch,
  });
  const { data, response } = await run(clerk).withResponse();
  return { data, response, counted, json: parseJson((await text) ?? "null") };
}

/** What the client gets instead of a list. */
const LIST_STUB = { object: "organization", id: "list" };

/**
 * A list that the client has no method for. It is read by a call of `getOrganization` that is sent to the path of the
 * list, so that it has the retries, the timeout and the errors of the client.
 */
async function readList(path: string, options: CallOptions): Promise<{ items: readonly Json[]; totalCount: number }> {
  const { json } = await call(
    ({ organizations }) => organizations.getOrganization({ organizationId: "list" }, optionsOf(options)),
    options,
    undefined,
    path,
  );
  const items = member(json, "data");
  return { items: isArray(items) ? items : [], totalCount: Number(toPlain(member(json, "total_count") ?? null)) || 0 };
}

const metadataOf = (json: Json): Metadata => {
  const readField = (field: Field) => {
    const value = member(json, wireName(field));
    return isObject(value) ? value : EMPTY;
  };
  return Object.fromEntries(FIELDS.map((field) => [field, readField(field)])) as Metadata;
};

const optionsOf = ({ signal }: CallOptions) => (signal ? { signal } : {});

const storedUser = (user: User, json: Json): Stored => ({
  subject: { kind: "user", id: user.id },
  name: nameOf(user),
  detail: emailOf(user),
  image: user.hasImage ? user.imageUrl : undefined,
  createdAt: user.createdAt,
  updatedAt: user.updatedAt,
  metadata: metadataOf(json),
});

const text = (json: Json, name: string): string => {
  const value = toPlain(member(json, name) ?? null);
  return typeof value === "string" ? value : "";
};
const time = (json: Json, name: string): number => Number(toPlain(member(json, name) ?? null)) || 0;
const imageOf = (json: Json): string | undefined =>
  (member(json, "has_image") === true && text(json, "image_url")) || undefined;

const storedOrganization = (json: Json): Stored => ({
  subject: { kind: "organization", id: text(json, "id") },
  name: text(json, "name") || text(json, "id"),
  detail: text(json, "slug"),
  image: imageOf(json),
  createdAt: time(json, "created_at"),
  updatedAt: time(json, "updated_at"),
  metadata: metadataOf(json),
});

function storedMembership(json: Json): Stored {
  const [organization, user] = [member(json, "organization") ?? null, member(json, "public_user_data") ?? null];
  const [id, identifier] = [text(user, "user_id"), text(user, "identifier")];
  const fullName = [text(user, "first_name"), text(user, "last_name")].filter(Boolean).join(" ");
  return {
    subject: { kind: "membership", organizationId: text(organization, "id"), userId: id },
    name: fullName || identifier || id,
    detail: text(json, "role_name") || text(json, "role"),
    image: imageOf(user),
    createdAt: time(json, "created_at"),
    updatedAt: time(json, "updated_at"),
    metadata: metadataOf(json),
  };
}

/** Reads what has metadata. */
export async function read(subject: Subject, options: CallOptions = {}): Promise<Stored> {
  if (subject.kind === "user") {
    const { data, json } = await call(({ users }) => users.getUser(subject.id, optionsOf(options)), options);
    return storedUser(data, json);
  }
  if (subject.kind === "organization") {
    const { json } = await call(
      ({ organizations }) => organizations.getOrganization({ organizationId: subject.id }, optionsOf(options)),
      options,
    );
    return storedOrganization(json);
  }
  const { organizationId, userId } = subject;
  const query = new URLSearchParams({ user_id: userId, limit: "1" });
  const { items } = await readList(`${membershipsPath(organizationId)}?${query}`, options);
  const [item] = items;
  if (item === undefined) throw new NotAMember(userId);
  return storedMembership(item);
}

const membershipsPath = (organizationId: string) => `/organizations/${encodeURIComponent(organizationId)}/memberships`;

/** The Backend API has no route for one membership, so that a missing one is an empty list. */
export class NotAMember extends Error {
  constructor(userId: string) {
    super(`The user ${userId} is not a member of this organization.`);
  }
}

export type ListParams = { limit: number; offset: number; orderBy: string; query?: string };

/** `totalCount` is `undefined` if only the count failed. */
export async function list(
  kind: ListKind,
  params: ListParams,
  options: CallOptions = {},
): Promise<{ items: Stored[]; totalCount: number | undefined }> {
  if (kind === "organizations") {
    const { limit, offset, orderBy, query } = params;
    const sent = new URLSearchParams({ limit: String(limit), offset: String(offset), order_by: orderBy });
    if (query) sent.set("query", query);
    const { items, totalCount } = await readList(`/organizations?${sent}`, options);
    return { items: items.map(storedOrganization), totalCount };
  }
  const { data, counted, json } = await call(
    ({ users }) => users.getUserList(params as Parameters<typeof users.getUserList>[0], optionsOf(options)),
    options,
  );
  const texts = isArray(json) ? json : [];
  return {
    items: data.data.map((user, index) => storedUser(user, texts[index] ?? null)),
    totalCount: counted ? data.totalCount : undefined,
  };
}

/** A page of the members of an organization. */
export async function listMembers(
  organizationId: string,
  { limit, offset, query }: { limit: number; offset: number; query: string },
  options: CallOptions = {},
): Promise<{ items: Stored[]; totalCount: number }> {
  const sent = new URLSearchParams({ limit: String(limit), offset: String(offset) });
  if (query) sent.set("query", query);
  const { items, totalCount } = await readList(`${membershipsPath(organizationId)}?${sent}`, options);
  return { items: items.map(storedMembership), totalCount };
}

/** The parameters as JavaScript values: the client validates them, and `bodyOf` returns the text that is sent. */
const paramsOf = ({ fields }: Change) =>
  Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, toPlain(value)])) as never;

/** The body of the request, with the text of every number. */
const bodyOf = ({ fields }: Change, indent = 0): string =>
  toText(new Map(Object.entries(fields).map(([field, value]) => [wireName(field as Field), value])), indent);

/** Equal texts for equal changes. */
export const changeId = (change: Change): string => `${change.kind} ${subjectId(change.subject)} ${bodyOf(change)}`;

/** Sends a change without retries: before a retry, the stored value must be compared again. */
export async function send(
  change: Change,
  options: CallOptions = {},
): Promise<{ stored: Stored; traceId: string | undefined }> {
  const { subject, kind } = change;
  const params = paramsOf(change);
  const callOptions = { ...optionsOf(options), maxRetries: 0 };
  const run = ({ users, organizations }: ClerkClient): ClerkPromise<unknown> => {
    if (subject.kind === "user") {
      const method = kind === "merge" ? "updateUserMetadata" : "replaceUserMetadata";
      return users[method](subject.id, params, callOptions);
    }
    if (subject.kind === "organization") {
      const method = kind === "merge" ? "updateOrganizationMetadata" : "replaceOrganizationMetadata";
      return organizations[method](subject.id, params, callOptions);
    }
    return organizations.updateOrganizationMembershipMetadata(membershipParams(subject, params), callOptions);
  };
  const { data, response, json } = await call(run, options, bodyOf(change));
  const stored =
    subject.kind === "user"
      ? storedUser(data as User, json)
      : subject.kind === "organization"
        ? storedOrganization(json)
        : storedMembership(json);
  return { stored, traceId: response.clerkTraceId };
}

const membershipParams = ({ organizationId, userId }: Subject & { kind: "membership" }, params: object) =>
  ({ organizationId, userId, ...params }) as never;

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
  const { method, url, headers } = await prepared(options, change);
  const visible = Object.entries(headers).filter(([name]) => !/^(authorization|user-agent)$/i.test(name));
  return { method, url, headers: visible, body: bodyOf(change), readableBody: bodyOf(change, 2) };
}

function prepared(options: ClerkClientOptions, change: Change) {
  const { subject, kind } = change;
  const params = paramsOf(change);
  if (subject.kind === "membership")
    return prepareRequest(options, "updateOrganizationMembershipMetadata", membershipParams(subject, params));
  const verb = kind === "merge" ? "update" : "replace";
  return subject.kind === "user"
    ? prepareRequest(options, `${verb}UserMetadata`, subject.id, params)
    : prepareRequest(options, `${verb}OrganizationMetadata`, subject.id, params);
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
