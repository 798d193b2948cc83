// The test controls of a local Backend API, and clerk-metadata/testing.
import { createClerkClient } from "clerk-metadata";
import {
  createLocalBackend,
  type LocalBackend,
  type LocalFailure,
  type LocalRecordedRequest,
  type LocalSnapshot,
  type LocalUser,
} from "clerk-metadata/local";
import {
  connectClients,
  connectLocalBackend,
  localBackendFixture,
  localBackendForTest,
  localBackendHandler,
} from "clerk-metadata/testing";
import { assertTrue, type Equal } from "./assert.js";

export async function controls(): Promise<void> {
  const backend = await createLocalBackend({ rateLimit: true });

  backend.failNext({ status: 429, retryAfter: 30 });
  backend.failNext({ status: 422, errors: [{ code: "form_param_invalid", message: "is invalid", meta: { param_name: "a" } }] });
  backend.failNext({ error: true, times: Infinity });
  backend.failNext({ error: "ECONNREFUSED", match: { method: "PATCH", path: "/v1/users/count", userId: "user_1" } });
  backend.failNext({ timeout: true, times: 2, match: ({ body, path }) => path !== "" && body.a === 1 });
  backend.failNext({ status: 503, match: { path: /count$/ } });
  const failures: LocalFailure[] = [{ status: 404 }, { error: true }, { timeout: true }];
  for (const failure of failures) backend.failNext(failure);
  // @ts-expect-error nothing to do
  backend.failNext({});
  // @ts-expect-error no argument
  backend.failNext();
  // @ts-expect-error not a failure
  backend.failNext({ status: 200 });
  // @ts-expect-error two failures
  backend.failNext({ status: 500, timeout: true });
  // @ts-expect-error two failures
  backend.failNext({ error: true, timeout: true });
  // @ts-expect-error only a response has a Retry-After header
  backend.failNext({ timeout: true, retryAfter: 1 });
  // @ts-expect-error only a response has errors
  backend.failNext({ error: true, errors: [] });
  // @ts-expect-error not a timeout
  backend.failNext({ timeout: 5000 });
  // @ts-expect-error an unknown code
  backend.failNext({ error: "EPIPE" });
  // @ts-expect-error a misspelled option
  backend.failNext({ status: 500, time: 2 });
  // @ts-expect-error a misspelled option of match
  backend.failNext({ status: 500, match: { user: "user_1" } });
  // @ts-expect-error a method in lower case
  backend.failNext({ status: 500, match: { method: "patch" } });
  // @ts-expect-error a path without its slash
  backend.failNext({ status: 500, match: { path: "v1/users" } });

  for (const { method, path, query, userId, time, status } of backend.requests) {
    assertTrue<Equal<typeof status, number | undefined>>();
    assertTrue<Equal<typeof userId, string | undefined>>();
    void [time > 0, method, path, query];
  }
  const requests: readonly LocalRecordedRequest[] = backend.requests;
  void (requests.length === 0);
  backend.requests.clear();
  // @ts-expect-error readonly
  backend.requests.push(requests[0]!);

  const snapshot: LocalSnapshot = backend.snapshot();
  backend.restore(snapshot);
  // @ts-expect-error not a snapshot
  backend.restore([]);
  backend.reset();

  assertTrue<Equal<ReturnType<typeof backend.clock.now>, number>>();
  backend.clock.advance(10_000);
  // @ts-expect-error not a number
  backend.clock.advance("10s");

  const user: LocalUser = backend.users.update("user_1", { firstName: null, publicMetadata: { plan: "pro" } });
  void (user.id === "user_1");
  // @ts-expect-error the id cannot change
  backend.users.update("user_1", { id: "user_2" });
  // @ts-expect-error metadata is cleared with {}
  backend.users.update("user_1", { publicMetadata: null });
  // @ts-expect-error a misspelled field
  backend.users.update("user_1", { fristName: "Ada" });
}

interface NodeTestContext {
  after(fn?: (t: unknown, done: (result?: unknown) => void) => void, options?: { timeout?: number }): void;
}
interface VitestContext {
  onTestFinished(fn: (context: unknown) => unknown): void;
}

export async function connections(t: NodeTestContext, context: VitestContext): Promise<LocalBackend[]> {
  const backend = await createLocalBackend({ users: [{ id: "user_1" }] });
  const disconnect: () => void = connectClients(backend, { secretKey: "sk_test_1" });
  disconnect();
  createClerkClient({ fetch: backend.fetch });
  // @ts-expect-error not a backend
  connectClients({});
  // @ts-expect-error not a context
  void localBackendForTest({ users: [] });
  // @ts-expect-error a misspelled option
  void connectLocalBackend({ user: [] });
  return [
    await connectLocalBackend({ users: [{ id: "user_1" }] }),
    await localBackendForTest(t, { rateLimit: true }),
    await localBackendForTest(context),
  ];
}

/** The relevant part of `test.extend` of Vitest. tests/testing uses the real one. */
declare function extend<T extends Record<string, any>>(fixtures: {
  [Name in keyof T]:
    | T[Name]
    | ((context: any, use: (value: T[Name]) => Promise<void>) => Promise<void>)
    | [(context: any, use: (value: T[Name]) => Promise<void>) => Promise<void>, { auto?: boolean; scope?: "test" | "file" }];
}): T;
assertTrue<Equal<ReturnType<typeof extend<{ backend: LocalBackend }>>["backend"], LocalBackend>>();
extend<{ backend: LocalBackend }>({ backend: localBackendFixture({ users: [] }) });

class Handler {}
declare const http: {
  all(predicate: string | RegExp, resolver: (info: { request: { url: string; signal: AbortSignal }; cookies: object }) => Promise<any> | undefined): Handler;
};
export const handler = (backend: LocalBackend): Handler => localBackendHandler(http, backend);
