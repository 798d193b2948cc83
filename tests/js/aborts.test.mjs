// Invalid signals, signals without a reason, aborts by a hook, one signal for many calls, and the other
// request of a list.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer, IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { test } from "node:test";
import { promisify } from "node:util";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithApiError, rejectsWithConnectionError, rejectsWithInputError } from "./support/errors.mjs";
import { httpServer, userBody } from "./support/server.mjs";

const client = (options) => createClerkClient({ secretKey: "sk_test_fake", maxRetries: 0, ...options });
const hang = () => new Promise(() => {});
const failIfSent = () => assert.fail("sent");

const INVALID_SIGNALS = {
  "an object with aborted": { aborted: false },
  "an IncomingMessage of Node.js": new IncomingMessage(new Socket()),
  "an AbortController": new AbortController(),
  "an EventTarget": new EventTarget(),
  "listeners without aborted": { addEventListener() {}, removeEventListener() {} },
  "aborted and addEventListener only": { aborted: false, addEventListener() {} },
  "aborted that is not a boolean": { aborted: 0, addEventListener() {}, removeEventListener() {} },
  "an object that inherits from EventTarget.prototype but is not an EventTarget": Object.setPrototypeOf(
    { aborted: false },
    EventTarget.prototype,
  ),
  "an object whose addEventListener throws": {
    aborted: false,
    addEventListener() {
      throw new TypeError("Illegal invocation");
    },
    removeEventListener() {},
  },
  "an object whose removeEventListener throws": {
    aborted: false,
    addEventListener() {},
    removeEventListener() {
      throw new TypeError("Illegal invocation");
    },
  },
  "a function": () => {},
  true: true,
  "a number": 5000,
  "a string": "signal",
};

for (const [description, signal] of Object.entries(INVALID_SIGNALS)) {
  test(`${description} is not a valid signal`, async () => {
    const expected = { code: "invalid_option", path: "signal", message: "signal: must be an AbortSignal." };
    const { users } = client({ fetch: failIfSent, timeout: 5 });
    for (const call of [
      (options) => users.getUser("user_1", options),
      (options) => users.updateUserMetadata("user_1", { publicMetadata: {} }, options),
      (options) => users.getUserList({}, options),
      (options) => users.getCount({}, options),
    ]) {
      await rejectsWithInputError(call({ signal }), expected);
    }
    await rejectsWithInputError(client({ fetch: failIfSent, signal }).users.getUser("user_1"), expected);
  });
}

test("null and undefined mean that there is no signal", async () => {
  for (const signal of [null, undefined])
    assert.equal(
      (await client({ fetch: async () => new Response(userBody()) }).users.getUser("user_1", { signal })).id,
      "user_1",
    );
});

/** A signal like that of an older polyfill, without a reason. */
function signalWithoutReason() {
  const target = new EventTarget();
  const signal = {
    aborted: false,
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  };
  return {
    signal,
    abort() {
      signal.aborted = true;
      target.dispatchEvent(new Event("abort"));
    },
  };
}

const isAbortError = (error) => error instanceof DOMException && error.name === "AbortError" && error.message !== "";

test("an abort without a reason, before, during and between the attempts", async () => {
  const before = signalWithoutReason();
  before.abort();
  await assert.rejects(client({ fetch: failIfSent }).users.getUser("user_1", { signal: before.signal }), isAbortError);

  const during = signalWithoutReason();
  const call = client({ fetch: hang }).users.getUser("user_1", { signal: during.signal });
  setImmediate(during.abort);
  await assert.rejects(call, isAbortError);

  const between = signalWithoutReason();
  const fetch = async () => new Response("", { status: 503, headers: { "retry-after": "50" } });
  await assert.rejects(
    client({ fetch, maxRetries: 1, onRetry: () => setImmediate(between.abort) }).users.getUser("user_1", {
      signal: between.signal,
    }),
    isAbortError,
  );
});

test("a signal that fails after its call has started still ends the call", async () => {
  const target = signalWithoutReason();
  let calls = 0;
  const { removeEventListener } = target.signal;
  target.signal.removeEventListener = (...args) => {
    if (++calls > 1) throw new Error("broken");
    removeEventListener(...args);
  };
  await rejectsWithConnectionError(
    client({ fetch: hang, timeout: 5 }).users.getUser("user_1", { signal: target.signal }),
    { code: "timeout" },
  );
  const brokenReasonSignal = signalWithoutReason();
  Object.defineProperty(brokenReasonSignal.signal, "reason", {
    get() {
      throw new Error("broken");
    },
  });
  const call = client({ fetch: hang }).users.getUser("user_1", { signal: brokenReasonSignal.signal });
  setImmediate(brokenReasonSignal.abort);
  await assert.rejects(call, isAbortError);
});

test("a call rejects with null if that is the signal's reason", async () => {
  await assert.rejects(
    client({ fetch: failIfSent }).users.getUser("user_1", { signal: AbortSignal.abort(null) }),
    (error) => error === null,
  );
});

test("an abort by a hook ends the call with its reason", async () => {
  const reason = new Error("enough");
  for (const [hook, calls] of [
    ["onRequest", 0],
    ["onResponse", 1],
    ["onRetry", 1],
  ]) {
    const controller = new AbortController();
    let sent = 0;
    let retries = 0;
    const fetch = async () => {
      sent++;
      return new Response("", { status: 503 });
    };
    const { users } = client({
      fetch,
      maxRetries: 3,
      onRetry: () => void retries++,
      [hook]: () => controller.abort(reason),
    });
    await assert.rejects(
      users.updateUserMetadata("user_1", { publicMetadata: {} }, { signal: controller.signal }),
      (error) => error === reason,
      hook,
    );
    assert.equal(sent, calls, hook);
    assert.equal(retries, 0, `${hook}: onRetry must not be called, because no retry follows`);
  }
});

test("an abort by the custom fetch itself, and by a getter of the parameters", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  const fetch = () => {
    controller.abort(reason);
    return hang();
  };
  await assert.rejects(
    client({ fetch }).users.getUser("user_1", { signal: controller.signal }),
    (error) => error === reason,
  );
  const brokenReasonSignal = new AbortController();
  const params = {
    get publicMetadata() {
      brokenReasonSignal.abort(reason);
      return {};
    },
  };
  await assert.rejects(
    client({ fetch: failIfSent }).users.updateUserMetadata("user_1", params, { signal: brokenReasonSignal.signal }),
    (error) => error === reason,
  );
});

test("one signal for many calls gets one listener at a time, and none when they have ended", async (t) => {
  const warnings = [];
  const recordWarning = (warning) => warnings.push(warning);
  process.on("warning", recordWarning);
  t.after(() => process.off("warning", recordWarning));
  const { url } = await httpServer(t, () => ({ body: userBody() }));
  const controller = new AbortController();
  const { signal } = controller;
  const [added, removed] = ["addEventListener", "removeEventListener"].map((name) => t.mock.method(signal, name));
  const { users } = client({ apiUrl: url });
  await Promise.all(Array.from({ length: 100 }, () => users.getUser("user_1", { signal })));
  // One listener, and one that tested whether the signal accepts listeners.
  assert.deepEqual([added.mock.callCount(), removed.mock.callCount()], [2, 2]);
  await users.getUserList({}, { signal }).catch(() => {});
  await users.getUser("user_1", { signal });
  assert.equal(added.mock.callCount(), removed.mock.callCount());
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(warnings, []);
});

test("many calls of a custom fetch that listens to its signal cause no warning", async (t) => {
  const warnings = [];
  const recordWarning = (warning) => warnings.push(warning);
  process.on("warning", recordWarning);
  t.after(() => process.off("warning", recordWarning));
  const fetch = async (url, { signal }) => {
    for (const name of ["one", "two"]) signal.addEventListener("abort", () => name);
    await new Promise((resolve) => setImmediate(resolve));
    return new Response(userBody());
  };
  const { users } = client({ fetch });
  await Promise.all(Array.from({ length: 100 }, () => users.getUser("user_1")));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(warnings, []);
});

test("one signal aborts all of its calls, each once, those of other clients too", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const calls = Array.from({ length: 30 }, () =>
    client({ fetch: hang, signal: controller.signal }).users.getUser("user_1"),
  );
  const outcomes = Promise.allSettled(calls);
  setImmediate(() => controller.abort(reason));
  for (const { status, reason: thrown } of await outcomes)
    assert.deepEqual([status, thrown === reason], ["rejected", true]);
});

for (const [failing, hanging] of [
  ["the list", "the count"],
  ["the count", "the list"],
]) {
  test(`if ${failing} fails, ${hanging} is aborted`, async (t) => {
    let closed;
    let reportOtherRequest;
    const otherRequestArrived = new Promise((resolve) => (reportOtherRequest = resolve));
    const isFailing = (url) => url.includes("/count") === (failing === "the count");
    const server = createServer((incoming, outgoing) => {
      if (isFailing(incoming.url)) {
        // Only after the other request has arrived, so that there is a request to abort.
        return void otherRequestArrived.then(() =>
          outgoing.writeHead(403, { "content-type": "application/json" }).end('{"errors":[]}'),
        );
      }
      closed = once(outgoing, "close");
      reportOtherRequest();
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.after(() => (server.closeAllConnections(), server.close()));
    const url = `http://127.0.0.1:${server.address().port}`;
    await rejectsWithApiError(client({ apiUrl: url, timeout: Infinity }).users.getUserList(), { status: 403 });
    await closed; // otherwise this test, and a user's process, would not end
  });
}

test("if the list fails, the count is not retried", async () => {
  let counts = 0;
  let retried;
  const waiting = new Promise((resolve) => (retried = resolve));
  const fetch = async (url) => {
    if (url.includes("/count")) {
      counts++;
      return new Response("", { status: 503, headers: { "retry-after": "30" } });
    }
    await waiting;
    return new Response('{"errors":[]}', { status: 403 });
  };
  const before = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  await rejectsWithApiError(client({ fetch, maxRetries: 2, onRetry: () => retried() }).users.getUserList(), {
    status: 403,
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(counts, 1);
  assert.equal(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length, before);
});

test("a failed list without a handler causes exactly one unhandled rejection", async () => {
  const program = `
    import { createClerkClient } from "clerk-metadata";
    const unhandled = [];
    process.on("unhandledRejection", ({ status }) => unhandled.push(status));
    process.on("exit", () => console.log(JSON.stringify(unhandled)));
    const fetch = async () => new Response('{"errors":[]}', { status: 403 });
    createClerkClient({ secretKey: "sk_test_fake", fetch }).users.getUserList();
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
    cwd: import.meta.dirname ?? new URL(".", import.meta.url).pathname,
  });
  assert.equal(stdout, "[403]\n");
});
