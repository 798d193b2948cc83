// With jsdom, whose classes replace those of Node.js as in Vitest and Jest, while `fetch` is still that of Node.js.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { JSDOM } from "jsdom";
import { rejectsWithConnectionError } from "./support/errors.mjs";
import { httpServer, userBody } from "./support/server.mjs";

// Like newer versions of Node.js.
const { AbortSignal: NodeSignal, Request: NodeRequest, fetch: nodeFetch } = globalThis;
function checkSignal(signal) {
  if (signal != null && !(signal instanceof NodeSignal))
    throw new TypeError("Expected signal to be an instance of AbortSignal.");
}
globalThis.Request = class Request extends NodeRequest {
  constructor(input, init) {
    checkSignal(init?.signal);
    super(input, init);
  }
};
globalThis.fetch = async (input, init) => {
  checkSignal(init?.signal);
  return nodeFetch(input, init);
};

const { window } = new JSDOM("<!doctype html><p>", { url: "https://app.example/" });
const REPLACED_GLOBALS = [
  "window",
  "document",
  "navigator",
  "AbortController",
  "AbortSignal",
  "Event",
  "EventTarget",
  "DOMException",
  "Headers",
  "Blob",
  "FormData",
];
for (const name of REPLACED_GLOBALS) {
  if (name in window || name === "window")
    Object.defineProperty(globalThis, name, {
      value: name === "window" ? window : window[name],
      configurable: true,
      writable: true,
    });
}

for (const options of [{}, { dangerouslyAllowBrowser: true }]) {
  const description = `with the options ${JSON.stringify(options)}`;
  const client = (url, otherOptions) =>
    createClerkClient({ secretKey: "sk_test_fake", apiUrl: url, maxRetries: 0, ...options, ...otherOptions });

  test(`calls work ${description}`, async (t) => {
    const server = await httpServer(t, ({ url }) => ({
      body: url.includes("/count")
        ? '{"object":"total_count","total_count":1}'
        : url.includes("?") || url.endsWith("/users")
          ? `[${userBody()}]`
          : userBody(),
    }));
    const { users } = client(server.url);
    assert.equal((await users.getUser("user_1")).id, "user_1");
    assert.equal((await users.updateUserMetadata("user_1", { publicMetadata: { n: 1 } })).id, "user_1");
    assert.equal((await users.getUserList({ limit: 1 })).totalCount, 1);
  });

  test(`a timeout ends a call ${description}`, async (t) => {
    const server = await httpServer(t, () => new Promise(() => {}));
    await rejectsWithConnectionError(client(server.url, { timeout: 30 }).users.getUser("user_1"), { code: "timeout" });
  });

  test(`jsdom's signal ends a call ${description}`, async (t) => {
    const controller = new AbortController();
    const server = await httpServer(t, () => {
      controller.abort();
      return new Promise(() => {});
    });
    await assert.rejects(
      client(server.url).users.getUser("user_1", { signal: controller.signal }),
      (error) => error === controller.signal.reason && error.name === "AbortError",
    );
  });
}
