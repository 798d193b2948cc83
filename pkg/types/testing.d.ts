import type { LocalBackend, LocalBackendOptions } from "./local.js";

/** The options of {@link connectClients}. */
export interface ConnectClientsOptions {
  /** The value of `CLERK_SECRET_KEY` while the clients are connected. Default: `"sk_test_local"`. */
  secretKey?: string | undefined;
}

/**
 * Connects every client of this package in this process to a backend, without changing the code under test:
 * `clerkClient()` of each framework entry, `updateUserMetadata()` and `createClerkClient()`.
 *
 * It replaces the global `fetch`: requests to `https://api.clerk.com`, and requests with the header
 * `Clerk-API-Version` to any URL, go to the backend; all others go to the previous `fetch`. It also sets
 * `CLERK_SECRET_KEY`. A client with its own option `fetch` is not connected.
 *
 * Only one backend can be connected at a time in a process or worker thread. Vitest and `node --test` run each file in
 * its own.
 *
 * @param backend The backend that responds.
 * @param options The secret key.
 * @returns A function that restores `fetch` and `CLERK_SECRET_KEY`.
 * @throws {Error} If a backend is already connected, or `NODE_ENV` is `production`.
 *
 * @example
 * import { createLocalBackend } from "clerk-metadata/local";
 * import { connectClients } from "clerk-metadata/testing";
 *
 * const backend = await createLocalBackend({ users: [{ id: "user_1" }] });
 * const disconnect = connectClients(backend);
 * afterEach(() => backend.reset());
 * afterAll(disconnect);
 */
export declare function connectClients(
  backend: Pick<LocalBackend, "fetch">,
  options?: ConnectClientsOptions,
): () => void;

/**
 * Creates a backend and connects every client in this process to it, as {@link connectClients} does. `close()` of the
 * backend disconnects them. For any test runner.
 *
 * @param options The options of `createLocalBackend`. `secretKey` is also the value of `CLERK_SECRET_KEY`.
 * @throws {Error} As `createLocalBackend` and {@link connectClients}.
 *
 * @example
 * import { connectLocalBackend } from "clerk-metadata/testing";
 *
 * let backend;
 * beforeEach(async () => {
 *   backend = await connectLocalBackend({ users: [{ id: "user_1" }] });
 * });
 * afterEach(() => backend.close());
 */
export declare function connectLocalBackend(options?: LocalBackendOptions): Promise<LocalBackend>;

/** The context of a test of `node:test`. */
export interface NodeTestContext {
  /**
   * Registers a function that runs after the test.
   *
   * @param fn The function.
   */
  after(fn: () => Promise<void>): unknown;
}

/** The context of a test of Vitest. */
export interface VitestTestContext {
  /**
   * Registers a function that runs after the test.
   *
   * @param fn The function.
   */
  onTestFinished(fn: () => Promise<void>): unknown;
}

/** The context of a test: the argument of its function. */
export type TestContext = NodeTestContext | VitestTestContext;

/**
 * Does the same as {@link connectLocalBackend} for one test of `node --test`: the backend is closed after the test.
 *
 * @param context The context of the test.
 * @param options The options of `createLocalBackend`.
 * @throws {TypeError} If the first argument is not a context.
 * @throws {Error} As {@link connectLocalBackend}.
 *
 * @example
 * import { test } from "node:test";
 * import { localBackendForTest } from "clerk-metadata/testing";
 *
 * test("saves the plan", async (t) => {
 *   const backend = await localBackendForTest(t, { users: [{ id: "user_1" }] });
 * });
 */
export declare function localBackendForTest(context: TestContext, options?: LocalBackendOptions): Promise<LocalBackend>;

/**
 * Passes a backend to a test, and resolves when the test has ended.
 *
 * @param backend The backend of the test.
 */
export type UseLocalBackend = (backend: LocalBackend) => Promise<void>;

/**
 * The function of a fixture of Vitest.
 *
 * @param context The other fixtures.
 * @param use Passes the backend to the test.
 */
export type LocalBackendFixtureFunction = (context: any, use: UseLocalBackend) => Promise<void>;

/** The options of a fixture of Vitest. */
export interface LocalBackendFixtureOptions {
  /** Every test uses the fixture, also a test that does not name it. */
  auto: true;
}

/** A fixture of Vitest. */
export type LocalBackendFixture = [fixture: LocalBackendFixtureFunction, options: LocalBackendFixtureOptions];

/**
 * Returns a fixture for `test.extend` of Vitest. Each test has its own backend, to which every client in the process is
 * connected as by {@link connectClients}.
 *
 * @param options The options of `createLocalBackend`.
 *
 * @example
 * import type { LocalBackend } from "clerk-metadata/local";
 * import { localBackendFixture } from "clerk-metadata/testing";
 * import { test as baseTest } from "vitest";
 *
 * const test = baseTest.extend<{ backend: LocalBackend }>({
 *   backend: localBackendFixture({ users: [{ id: "user_1" }] }),
 * });
 *
 * test("saves the plan", async ({ backend }) => {});
 */
export declare function localBackendFixture(options?: LocalBackendOptions): LocalBackendFixture;

/**
 * Returns the response to a request.
 *
 * @param info The request.
 */
export type MswResolver = (info: { request: any }) => Promise<any>;

/** The part of `http` of msw that is used. */
export interface MswHttp<Handler> {
  /**
   * Creates a request handler for all methods.
   *
   * @param predicate The URLs.
   * @param resolver Returns the response to a request.
   */
  all(predicate: RegExp, resolver: MswResolver): Handler;
}

/**
 * Returns a request handler for msw that sends the requests to Clerk's Backend API to a backend: those to
 * `https://api.clerk.com`, and to `CLERK_API_URL` if it is set.
 *
 * @param http `http` of msw.
 * @param backend The backend that responds.
 * @throws {TypeError} If an argument is not of these types.
 *
 * @example
 * import { http } from "msw";
 * import { setupServer } from "msw/node";
 * import { createLocalBackend } from "clerk-metadata/local";
 * import { localBackendHandler } from "clerk-metadata/testing";
 *
 * const backend = await createLocalBackend({ users: [{ id: "user_1" }] });
 * const server = setupServer(localBackendHandler(http, backend));
 * server.listen();
 */
export declare function localBackendHandler<Handler>(
  http: MswHttp<Handler>,
  backend: Pick<LocalBackend, "fetch">,
): Handler;
