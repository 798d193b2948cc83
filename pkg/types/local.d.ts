import type { UserJSON } from "./json.js";

/** The options of {@link createLocalBackend}. */
export interface LocalBackendOptions {
  /** The users of the start. With a data file that holds some already, these are not added. */
  users?: readonly LocalUserInput[] | undefined;
  /** The one secret key that is accepted; it begins with `sk_`. Without it every such key is. */
  secretKey?: string | undefined;
  /**
   * The path of a data file, or its `file:` URL. It keeps the users across runs, also across `kill -9`:
   * each change is in it before its response. One backend at a time may have it open, whichever process,
   * thread or copy of the package it is in. A new file can be read by its user only; the mode of an
   * existing file, and a symbolic link, are kept. Without it everything is in memory. Needs Node, Deno or
   * Bun.
   */
  file?: string | LocalURL | undefined;
  /** Keeps the users in a place of your own, such as IndexedDB, instead of in a data file. */
  journal?: LocalJournal | undefined;
  /**
   * Whether Clerk's rate limits are kept: 10 changes of one user's metadata in 10 seconds, and 100
   * requests in 10 seconds with a key `sk_test_…`, 1000 with `sk_live_…`. On unless `false`.
   */
  rateLimit?: boolean | undefined;
}

/**
 * Where the users are kept, one line of JSON for each change: `{"put":{"id":"user_1", …}}` for a user
 * that is new or changed, whole, `{"delete":"user_1"}`, and `"clear"`. Of several lines about one user
 * the last is enough.
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
  /** The lines of before; none unless told. Where they hold users, those of the option `users` are not added. */
  lines?: Iterable<string> | AsyncIterable<string> | undefined;
  /**
   * Keeps a line. It is called before the change is made, and a promise that it returns is awaited, one
   * change at a time. If it throws or the promise rejects, the change is not made, and the response is a
   * 500. It must not change users in turn.
   *
   * If it returns promises, use `fetch` for changes: the methods of `users` that change something cannot
   * wait for one, and throw.
   *
   * @param line JSON, without a newline.
   * @returns A promise, or anything else, which is ignored.
   */
  append(line: string): unknown;
}

/** A time: milliseconds since 1970 UTC, a `Date`, or text in RFC 3339 form. */
export type LocalTime = number | Date | string;

/**
 * A user to be made, with the names of `createUser` of Clerk's own SDK. What is left out gets a
 * value as at Clerk.
 */
export interface LocalUserInput {
  /** Such as `"user_1"`; made up unless told. */
  id?: string | undefined;
  /** The first one is the primary one. All are verified. */
  emailAddress?: readonly string[] | undefined;
  /** In E.164 form. The first one is the primary one. All are verified. */
  phoneNumber?: readonly string[] | undefined;
  /** Must differ from that of every other user. */
  username?: string | undefined;
  /** None unless told. */
  firstName?: string | undefined;
  /** None unless told. */
  lastName?: string | undefined;
  /** Must differ from that of every other user. */
  externalId?: string | undefined;
  /** Accounts at OAuth providers, which the parameters `provider` and `providerUserId` of a list find. */
  externalAccounts?: readonly LocalExternalAccountInput[] | undefined;
  /** In BCP 47 form, such as `"en-US"`. */
  locale?: string | undefined;
  /** Whether the user may not sign in; `false` unless told. */
  banned?: boolean | undefined;
  /** Whether the user may not sign in for now; `false` unless told. */
  locked?: boolean | undefined;
  /** Up to 8 KB (8192 bytes) of JSON; `{}` unless told. */
  publicMetadata?: object | undefined;
  /** Up to 8 KB (8192 bytes) of JSON; `{}` unless told. */
  privateMetadata?: object | undefined;
  /** Up to 8 KB (8192 bytes) of JSON; `{}` unless told. */
  unsafeMetadata?: object | undefined;
  /** Now unless told. */
  createdAt?: LocalTime | undefined;
  /** Now unless told. */
  updatedAt?: LocalTime | undefined;
  /** Never unless told. */
  lastSignInAt?: LocalTime | undefined;
  /** Never unless told. */
  lastActiveAt?: LocalTime | undefined;
}

/** An account at an OAuth provider. */
export interface LocalExternalAccountInput {
  /** Such as `"oauth_google"`. */
  provider: string;
  /** The user's id at the provider. */
  providerUserId: string;
}

/** A user as the local Backend API answers with: the same as {@link UserJSON}. */
export interface LocalUser extends UserJSON {}

/**
 * The users of a local Backend API, without the way over HTTP. Its limits do not count here. With a journal
 * whose `append` returns promises, `create`, `delete`, `clear` and `seed` throw: use `fetch` for changes.
 */
export interface LocalUsers {
  /**
   * Makes a user.
   *
   * @param input Who it is; `{}` will do.
   * @returns The user, as the Backend API would answer.
   * @throws {Error} Where the input is wrong or an identifier is taken, with the `status` and the
   *   `errors` that the Backend API would have answered.
   * @throws {ClerkInputError} Where JSON cannot carry the metadata, or it nests deeper than 100 levels:
   *   the same error, with the same `path`, as that of `updateUserMetadata`.
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
   * The user of an id. A copy: changes of it change nothing.
   *
   * @param id Such as `"user_1"`.
   * @returns The user, `undefined` where there is none.
   */
  get(id: string): LocalUser | undefined;
  /** All users, the oldest first. */
  list(): LocalUser[];
  /**
   * Removes a user.
   *
   * @param id Such as `"user_1"`.
   * @returns Whether there was one.
   */
  delete(id: string): boolean;
  /** Removes everyone. */
  clear(): void;
  /** How many users there are. */
  count(): number;
  /**
   * Adds the first `count` of an endless list of plausible users, the same ones every time. Those
   * that are there already stay as they are. If one cannot be written, none is added.
   *
   * @param count How many, from the start of the list: up to 1,000,000.
   * @returns How many are new.
   */
  seed(count: number): number;
}

/** Where {@link LocalBackend.listen} listens, and under which names it responds. */
export interface LocalListenOptions {
  /** Default: a free port. */
  port?: number | undefined;
  /** The address. Default: `"127.0.0.1"`, for this machine only. */
  host?: string | undefined;
  /**
   * Names under which it responds besides loopback names (`localhost`, `*.localhost`, `127.0.0.0/8`,
   * `[::1]`) and its own address, such as `["backend"]` between containers. A request with another `Host`
   * gets a 403, so that no web page can reach it under a name of its own (DNS rebinding).
   */
  allowHosts?: readonly string[] | undefined;
}

/** A local Backend API on a port. */
export interface LocalServer {
  /** Such as `"http://127.0.0.1:4010"`: the `apiUrl` of a client. */
  readonly url: string;
  /** The one it was given, or the free one it found. */
  readonly port: number;
  /** Ends it, with all connections. The users stay. */
  close(): Promise<void>;
}

/** What {@link createLocalBackend} gives. */
export interface LocalBackend {
  /**
   * Answers a request as the Backend API would, without any network. Bound to nothing, so it can
   * be the `fetch` of a client, or stand in for the global one. It rejects as soon as its signal is
   * aborted; a change whose line is being written may still be made.
   *
   * @param input The URL, of any origin, or a `Request`.
   * @param init The method, the headers, the body.
   * @returns The answer, also where it is a refusal.
   */
  readonly fetch: (input: LocalRequestInput, init?: LocalRequestInit) => Promise<HostResponse>;
  /**
   * Serves it over HTTP, for another process. Needs Node, Deno or Bun.
   *
   * @param at Where, and under which names.
   * @throws {TypeError | RangeError} Where an option is unknown or wrong.
   * @throws {Error} Where the port is taken.
   */
  listen(at?: LocalListenOptions): Promise<LocalServer>;
  /** Its users, to set up a test and to look at the outcome. */
  readonly users: LocalUsers;
  /** Waits for the changes that are being written, and closes the data file, where there is one. */
  close(): Promise<void>;
}

/** A URL as text, a `URL`, or a `Request`, of whatever runtime. */
export type LocalRequestInput = string | LocalURL | LocalRequest;

/** What is read of a `URL`. */
export interface LocalURL {
  /** The whole of it. */
  readonly href: string;
}

/** What tells a `Request` from a `URL`. */
export interface LocalRequest {
  /** The whole of it. */
  readonly url: string;
  /** Such as `"PATCH"`. */
  readonly method: string;
}

/** The `RequestInit` of whatever runtime. */
export interface LocalRequestInit {
  /** `"GET"` unless told. */
  method?: string | undefined;
  /** Whatever `new Headers()` takes. */
  headers?: any;
  /** Whatever `new Request()` takes. */
  body?: any;
  /** An `AbortSignal`. */
  signal?: any;
}

/** What every `Response` has. */
export interface LocalResponse {
  /** Whether the status is 200 to 299. */
  readonly ok: boolean;
  /** The HTTP status. */
  readonly status: number;
  /** Of the headers, what every runtime has. */
  readonly headers: {
    /**
     * @param name The name of a header, in any case.
     * @returns Its value, `null` where there is none.
     */
    get(name: string): string | null;
  };
  /** The body as text. */
  text(): Promise<string>;
  /** The body, parsed. */
  json(): Promise<any>;
}

// Empty, so that the name is there without one. Every runtime's own declaration merges with it.
declare global {
  interface Response {}
}

/** The `Response` of the runtime; what every one has, where the compiler knows of none. */
export type HostResponse = Response extends Pick<LocalResponse, "status"> ? Response : LocalResponse;

/**
 * Makes a Backend API that runs inside of your program: for tests, for development without a
 * Clerk account, for demos. It knows the routes of users and of their metadata, and merges,
 * checks, limits and refuses as Clerk's documents say.
 *
 * @param options Who is there from the start, and how strict it is: without users and in memory
 *   unless told.
 * @throws {TypeError} Where an option is unknown.
 * @throws {Error} Where a user of `users` is wrong, or the data file cannot be used.
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
 * What the Backend API would store: a patch, merged into what is there as `updateUserMetadata` merges
 * (JSON Merge Patch, RFC 7396). `null` in the patch removes a key, at any depth.
 *
 * Both arguments are validated as `updateUserMetadata` validates metadata. The size is not limited:
 * the Backend API checks that of the merged result.
 *
 * @param current What is stored, such as `user.publicMetadata`. It may hold `null`. It is not changed.
 * @param patch What would be sent.
 * @throws {ClerkInputError} If an argument is not a plain object (`path` is the argument's name, such as
 *   `patch`), or holds what JSON cannot carry or nests deeper than 100 levels (`path` is the path inside
 *   the metadata, such as `plan.seats`, and the message begins with `patch.plan.seats`).
 *
 * @example
 * await mergeMetadata({ plan: { name: "pro", seats: 2 } }, { plan: { seats: null } }); // { plan: { name: "pro" } }
 */
export declare function mergeMetadata<T = Record<string, any>>(current: object, patch: object): Promise<T>;

/**
 * The same with JSON text for both arguments and for the result. Numbers keep every digit, which
 * JavaScript's numbers do not: `9007199254740993` stays as it is written.
 *
 * @param current What is stored, as the JSON text of an object.
 * @param patch What would be sent, as the JSON text of an object.
 * @throws {ClerkInputError} If an argument is not the JSON text of an object (`path` is the argument's
 *   name), or nests deeper than 100 levels.
 *
 * @example
 * await mergeMetadata('{"id":9007199254740993,"a":1}', '{"a":null}'); // '{"id":9007199254740993}'
 */
export declare function mergeMetadata(current: string, patch: string): Promise<string>;

/**
 * The smallest patch that makes `desired` of `current`; `{}` where nothing is to change. An array that
 * differs is in it whole. Both arguments are validated as those of {@link mergeMetadata}.
 *
 * @param current What is stored. It may hold `null`.
 * @param desired What should be.
 * @throws {ClerkInputError} As {@link mergeMetadata}; and where `desired` needs a `null`, at its `path`: a
 *   patch cannot set it.
 *
 * @example
 * await diffMetadata({ plan: "pro", trial: true }, { plan: "team" }); // { trial: null, plan: "team" }
 */
export declare function diffMetadata<T = Record<string, any>>(current: object, desired: object): Promise<T>;

/**
 * The same with JSON text for both arguments and for the result, as for {@link mergeMetadata}. Numbers are
 * compared as they are written: `1` and `1.0` differ.
 *
 * @param current What is stored, as the JSON text of an object.
 * @param desired What should be stored, as the JSON text of an object.
 * @throws {ClerkInputError} As above.
 *
 * @example
 * await diffMetadata('{"id":9007199254740993}', '{"id":9007199254740992}'); // '{"id":9007199254740992}'
 */
export declare function diffMetadata(current: string, desired: string): Promise<string>;
