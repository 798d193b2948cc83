import type { UserJSON } from "./json.js";
import type { HostResponse, LocalRequestInit, LocalRequestInput, LocalURL } from "./local-http.js";
import type { LocalMemberships, LocalOrganizationOption, LocalOrganizations } from "./local-organizations.js";
import type { LocalRecordedRequest, LocalTestControls } from "./local-test-controls.js";

export type * from "./local-http.js";
export type * from "./local-organizations.js";
export type * from "./local-test-controls.js";

/** The options of {@link createLocalBackend}. */
export interface LocalBackendOptions {
  /** The users to create. They are not created if the data file or the journal already contains users. */
  users?: readonly LocalUserInput[] | undefined;
  /**
   * The organizations to create, with their members. They are not created if the data file or the journal already
   * contains organizations.
   */
  organizations?: readonly LocalOrganizationOption[] | undefined;
  /** The only secret key that is accepted. It must start with `sk_`. Default: every key that starts with `sk_`. */
  secretKey?: string | undefined;
  /**
   * The path of a data file, or its `file:` URL. It keeps users and organizations across runs, and across `kill -9`:
   * each change is written to it before its response is sent. Only one backend at a time may open the file, in any
   * process, thread or copy of the package. A new file is readable by its owner only; the mode of an existing file, and
   * a symbolic link, are kept. Default: users are kept in memory. Needs Node.js, Deno or Bun.
   */
  file?: string | LocalURL | undefined;
  /** Stores users and organizations where your program decides, such as in IndexedDB, instead of in a data file. */
  journal?: LocalJournal | undefined;
  /**
   * Whether Clerk's rate limits are enforced: 10 changes of one user's metadata in 10 seconds, and in 10 seconds 100
   * requests with a key `sk_test_…` or 1000 requests with a key `sk_live_…`. Default: `false`.
   */
  rateLimit?: boolean | LocalRateLimit | undefined;
  /**
   * The round trip of each request in milliseconds, or the shortest and the longest, such as `[20, 400]`. Half of it
   * passes before the request is handled. Default: none.
   */
  latency?: number | readonly [min: number, max: number] | undefined;
  /**
   * Called with each request after it has been handled. Unlike `requests`, which keeps the last 10,000, it can record
   * millions.
   *
   * @param request The request, with its status.
   */
  onRequest?: ((request: LocalRecordedRequest) => unknown) | undefined;
}

/** A rate limit for tests of programs that send many requests. */
export interface LocalRateLimit {
  /**
   * When a window starts: with the first request after the previous window, at fixed times, or at any time, so that the
   * requests of the time before a request count. Clerk does not document it. Default: `"first-request"`.
   */
  window?: "first-request" | "fixed" | "sliding" | undefined;
  /** The requests in a window. Default: 100 with a key `sk_test_…`, 1000 with a key `sk_live_…`. */
  requests?: number | undefined;
  /** The length of a window, also of the 10 changes of one user's metadata. Default: 10. */
  seconds?: number | undefined;
  /**
   * The share of the requests that other clients send, from 0 to 1, at an even rate. With 1, every request gets a 429.
   * Default: 0.
   */
  usedByOthers?: number | undefined;
}

/**
 * Stores one line of JSON for each change: `{"put":{"id":"user_1", …}}` with the complete user if a user is created or
 * changed, `{"delete":"user_1"}`, and `"clear"`. Organizations and memberships have the same lines, with their own IDs
 * and the field `object`. Only the last line about each ID is needed, and the order of lines does not matter.
 *
 * @example
 * const lines = new Map<string, string>();
 * const backend = await createLocalBackend({
 *   journal: {
 *     lines: lines.values(),
 *     append(line) {
 *       const change = JSON.parse(line);
 *       if (change === "clear") lines.clear();
 *       else if ("put" in change) lines.set(change.put.id, line);
 *       else lines.delete(change.delete);
 *     },
 *   },
 * });
 */
export interface LocalJournal {
  /** The stored lines. If they contain users, those of the option `users` are not created. Default: none. */
  lines?: Iterable<string> | AsyncIterable<string> | undefined;
  /**
   * Stores a line. It is called before the change is made, for one change at a time. A promise that it returns is
   * awaited. If it throws or the promise rejects, the change is not made, and the response has the status 500. It must
   * not change users itself.
   *
   * If it returns promises, use `fetch` for changes: the methods of `users` that change users cannot wait for a
   * promise, and throw.
   *
   * @param line JSON, without a newline.
   * @returns A promise, or anything else, which is ignored.
   */
  append(line: string): unknown;
}

/** A time: milliseconds since 1970 UTC, a `Date`, or a string in RFC 3339 format. */
export type LocalTime = number | Date | string;

/** The fields of a user, with the names of `createUser` of Clerk's own SDK. A missing field gets Clerk's default. */
export interface LocalUserInput {
  /** Such as `"user_1"`. Default: a generated ID. */
  id?: string | undefined;
  /** The first one is the primary address. All are verified. */
  emailAddress?: readonly string[] | undefined;
  /** In E.164 format. The first one is the primary number. All are verified. */
  phoneNumber?: readonly string[] | undefined;
  /** Must be unique. */
  username?: string | undefined;
  /** Default: `null`. */
  firstName?: string | undefined;
  /** Default: `null`. */
  lastName?: string | undefined;
  /** Must be unique. */
  externalId?: string | undefined;
  /** Accounts at OAuth providers, which the list parameters `provider` and `providerUserId` search. */
  externalAccounts?: readonly LocalExternalAccountInput[] | undefined;
  /** In BCP 47 format, such as `"en-US"`. */
  locale?: string | undefined;
  /** Whether the user is banned from signing in. Default: `false`. */
  banned?: boolean | undefined;
  /** Whether the user is temporarily locked out. Default: `false`. */
  locked?: boolean | undefined;
  /** At most 8 KB (8192 bytes) of JSON. Default: `{}`. */
  publicMetadata?: object | undefined;
  /** At most 8 KB (8192 bytes) of JSON. Default: `{}`. */
  privateMetadata?: object | undefined;
  /** At most 8 KB (8192 bytes) of JSON. Default: `{}`. */
  unsafeMetadata?: object | undefined;
  /** Default: the current time. */
  createdAt?: LocalTime | undefined;
  /** Default: the current time. */
  updatedAt?: LocalTime | undefined;
  /** Default: `null`. */
  lastSignInAt?: LocalTime | undefined;
  /** Default: `null`. */
  lastActiveAt?: LocalTime | undefined;
}

/** An account at an OAuth provider. */
export interface LocalExternalAccountInput {
  /** Such as `"oauth_google"`. */
  provider: string;
  /** The user's ID at the provider. */
  providerUserId: string;
}

/** A user as in the responses of the local Backend API: the same as {@link UserJSON}. */
export interface LocalUser extends UserJSON {}

/**
 * The users of a local Backend API, without HTTP and without rate limits. With a journal whose `append` returns
 * promises, `create`, `update`, `delete`, `clear` and `seed` throw: use `fetch` for changes.
 */
export interface LocalUsers {
  /**
   * Creates a user.
   *
   * @param input The fields of the user. `{}` is enough.
   * @returns The user, as the Backend API would return it.
   * @throws {Error} If the input is invalid or an identifier is taken. The error has the `status` and the `errors` that
   *   the Backend API would have returned.
   * @throws {ClerkInputError} If JSON cannot represent the metadata, or it is nested more than 100 levels deep: the
   *   same error, with the same `path`, as that of `updateUserMetadata`.
   */
  create(input: LocalUserInput): LocalUser;
  /**
   * Inserts users from JSON text, for example users that were exported from a Clerk instance. If one is invalid, or a
   * user with its ID exists, none is inserted.
   *
   * @param json One user or an array of users. A user that the Backend API has returned (`"object": "user"`)
   *   keeps all its fields, and every digit of its numbers. Any other user has the parameters of
   *   {@link LocalUserInput}.
   * @param options `keepExisting`: skips a user whose ID exists, or for whose ID `wasDeleted` is true, instead of
   *   throwing. Default: `false`.
   * @returns The number of users that were inserted.
   * @throws {Error} If a user is invalid, with the `status` and the `errors` of the Backend API.
   */
  insert(json: string, options?: { keepExisting?: boolean | undefined }): number;
  /**
   * Whether a user with this ID that the Backend API had returned was inserted and then deleted. A data file keeps
   * this. `dev --upstream` does not copy such a user again.
   *
   * @param id Such as `"user_1"`.
   */
  wasDeleted(id: string): boolean;
  /**
   * Replaces the given fields of a user. Other fields are kept. Metadata is replaced, not merged.
   *
   * @param id Such as `"user_1"`.
   * @param input The fields to replace. `null` clears a field, except metadata: use `{}`.
   * @returns The updated user, as the Backend API would return it.
   * @throws {Error} As {@link LocalUsers.create}, and with the status 404 if the user does not exist.
   * @throws {ClerkInputError} As {@link LocalUsers.create}.
   */
  update(id: string, input: LocalUserUpdate): LocalUser;
  /**
   * Returns a user. It is a copy: changing it does not change the stored user.
   *
   * @param id Such as `"user_1"`.
   * @returns The user; `undefined` if the user does not exist.
   */
  get(id: string): LocalUser | undefined;
  /** Returns all users, oldest first. */
  list(): LocalUser[];
  /**
   * Deletes a user and its memberships.
   *
   * @param id Such as `"user_1"`.
   * @returns Whether the user existed.
   */
  delete(id: string): boolean;
  /** Deletes all users, and their memberships. */
  clear(): void;
  /** Returns the number of users. */
  count(): number;
  /**
   * Creates the first `count` users of a list of sample users, which is the same on every run. Users that already exist
   * are not changed. If one cannot be written, none is created.
   *
   * @param count How many sample users: 0 to 1,000,000.
   * @returns How many users were created.
   */
  seed(count: number): number;
}

/** The fields of {@link LocalUsers.update}: those of {@link LocalUserInput}, or `null` to clear one. */
export type LocalUserUpdate = {
  [Name in keyof Omit<LocalUserInput, "id">]:
    | LocalUserInput[Name]
    | (Name extends "username" | "firstName" | "lastName" | "externalId" | "locale" | "lastSignInAt" | "lastActiveAt"
        ? null
        : never);
};

/** The options of {@link LocalBackend.listen}. */
export interface LocalListenOptions {
  /** Default: a free port. */
  port?: number | undefined;
  /** The address to listen on. Default: `"127.0.0.1"`, which only this machine can reach. */
  host?: string | undefined;
  /**
   * More host names to accept, such as `["backend"]` between containers. Loopback names (`localhost`, `*.localhost`,
   * `127.0.0.0/8`, `[::1]`) and the server's own address are always accepted. A request with another `Host` header gets
   * the status 403, so that a web page cannot reach the server under its own name (DNS rebinding).
   */
  allowHosts?: readonly string[] | undefined;
}

/** A running HTTP server of a local Backend API. */
export interface LocalServer {
  /** Such as `"http://127.0.0.1:4010"`: the `apiUrl` of a client. */
  readonly url: string;
  /** The port that it listens on. */
  readonly port: number;
  /** Stops the server and closes all connections. The users are kept. */
  close(): Promise<void>;
}

/** A local Backend API, as {@link createLocalBackend} returns it. */
export interface LocalBackend extends LocalTestControls {
  /**
   * Responds to a request as the Backend API would, without any network. It can be the `fetch` of a client, or replace
   * the global `fetch`; it needs no `this`. It rejects as soon as its signal is aborted. A change whose line is being
   * written at that time may still be made.
   *
   * @param input The URL, of any origin, or a `Request`.
   * @param init The method, the headers, the body and the signal.
   * @returns The response. Like the global `fetch`, it does not reject because of an error status.
   */
  readonly fetch: (input: LocalRequestInput, init?: LocalRequestInit) => Promise<HostResponse>;
  /**
   * Serves the backend over HTTP, for other processes. Needs Node.js, Deno or Bun.
   *
   * @param options The port, the address and the accepted host names.
   * @throws {TypeError | RangeError} If an option is unknown or invalid.
   * @throws {Error} If the port is taken.
   */
  listen(options?: LocalListenOptions): Promise<LocalServer>;
  /** The users, for setting up a test and for checking its result. */
  readonly users: LocalUsers;
  /** The organizations, for setting up a test and for checking its result. */
  readonly organizations: LocalOrganizations;
  /** The memberships of users in organizations. */
  readonly memberships: LocalMemberships;
  /** Waits for the changes that are being written, and closes the data file if there is one. */
  close(): Promise<void>;
}

/**
 * Creates a Backend API that runs inside your program, for tests, for demos, and for development without a Clerk
 * account. It has the routes of users, organizations, memberships and their metadata. It merges metadata, validates
 * requests, and returns errors as Clerk's documentation describes.
 *
 * @param options The users, and how requests are checked. Default: no users, in memory.
 * @throws {TypeError} If an option is unknown or invalid.
 * @throws {Error} If a user of `users` is invalid, or the data file cannot be used.
 *
 * @example
 * import { createClerkClient } from "clerk-metadata";
 * import { createLocalBackend } from "clerk-metadata/local";
 *
 * const backend = await createLocalBackend({ users: [{ id: "user_1", firstName: "Ada" }] });
 * const clerk = createClerkClient({ secretKey: "sk_test_local", fetch: backend.fetch });
 *
 * await clerk.users.updateUserMetadata("user_1", { publicMetadata: { plan: "pro" } });
 * backend.users.get("user_1")?.public_metadata; // { plan: "pro" }
 * await backend.close();
 */
export declare function createLocalBackend(options?: LocalBackendOptions): Promise<LocalBackend>;

/**
 * Returns the metadata that the Backend API would store for a patch, merged as `updateUserMetadata` merges it (JSON
 * Merge Patch, RFC 7396). `null` in the patch removes a key, at any depth.
 *
 * Both arguments are validated as `updateUserMetadata` validates metadata. The size is not limited, because the
 * Backend API limits the size of the merged result.
 *
 * @param current The stored metadata, such as `user.publicMetadata`. It may contain `null`. It is not modified.
 * @param patch The metadata that would be sent.
 * @throws {ClerkInputError} If an argument is not a plain object (`path` is the argument's name, such as `patch`), or
 *   contains a value that JSON cannot represent, or is nested more than 100 levels deep (`path` is the path inside the
 *   metadata, such as `plan.seats`, and the message begins with `patch.plan.seats`).
 *
 * @example
 * await mergeMetadata({ plan: { name: "pro", seats: 2 } }, { plan: { seats: null } }); // { plan: { name: "pro" } }
 */
export declare function mergeMetadata<T = Record<string, any>>(current: object, patch: object): Promise<T>;

/**
 * Does the same with JSON text for both arguments and for the result. Numbers keep every digit, unlike numbers in
 * JavaScript: `9007199254740993` is not rounded.
 *
 * @param current The stored metadata, as the JSON text of an object.
 * @param patch The metadata that would be sent, as the JSON text of an object.
 * @throws {ClerkInputError} If an argument is not the JSON text of an object (`path` is the argument's name), or is
 *   nested more than 100 levels deep.
 *
 * @example
 * await mergeMetadata('{"id":9007199254740993,"a":1}', '{"a":null}'); // '{"id":9007199254740993}'
 */
export declare function mergeMetadata(current: string, patch: string): Promise<string>;

/**
 * Returns the smallest patch that changes `current` into `desired`; `{}` if they are equal. The patch contains the
 * complete array where arrays differ. Both arguments are validated as those of {@link mergeMetadata}.
 *
 * @param current The stored metadata. It may contain `null`.
 * @param desired The metadata that should be stored.
 * @throws {ClerkInputError} As {@link mergeMetadata}, and if `desired` contains a `null` that is not stored, with its
 *   `path`: a patch cannot set `null`.
 *
 * @example
 * await diffMetadata({ plan: "pro", trial: true }, { plan: "team" }); // { trial: null, plan: "team" }
 */
export declare function diffMetadata<T = Record<string, any>>(current: object, desired: object): Promise<T>;

/**
 * Does the same with JSON text for both arguments and for the result, as for {@link mergeMetadata}. Numbers are
 * compared as they are written: `1` and `1.0` differ.
 *
 * @param current The stored metadata, as the JSON text of an object.
 * @param desired The metadata that should be stored, as the JSON text of an object.
 * @throws {ClerkInputError} As above.
 *
 * @example
 * await diffMetadata('{"id":9007199254740993}', '{"id":9007199254740992}'); // '{"id":9007199254740992}'
 */
export declare function diffMetadata(current: string, desired: string): Promise<string>;
