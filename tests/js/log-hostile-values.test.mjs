// What is logged if a call ends with a value of the user, a framework or a server that tries to mislead the log.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { normalize, recordingLogger } from "./support/logger.mjs";

const KEY = "sk_test_hidden";

/** The value that a call rejects with, in an array: it may be a value that `await` or `assert` cannot read. */
const thrownBy = (call) =>
  call.then(
    () => assert.fail("the call resolved"),
    (thrown) => [thrown],
  );
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
};

test("an abort is logged as such, whatever its reason is, and nothing of the reason", async () => {
  const fetch = async () => new Response('{"errors":[{"code":"other"}]}', { status: 404 });
  const [otherError] = await thrownBy(createClerkClient({ secretKey: KEY, fetch }).users.getUser("user_1"));
  assert.equal(otherError.status, 404);
  const named = { name: "ClerkRuntimeError", code: "tok METAVALUE", url: "u?x=1", status: 7 };
  const throwing = {
    get name() {
      throw new Error("read");
    },
  };
  for (const reason of [otherError, Object.assign(new Error(), named), throwing, { name: Symbol() }, revoked(), NaN]) {
    const { lines, logger } = recordingLogger();
    const events = [];
    const clerk = createClerkClient({ secretKey: KEY, logger, logLevel: "info", onError: (e) => events.push(e) });
    const [thrown] = await thrownBy(clerk.users.getUser("user_1", { signal: AbortSignal.abort(reason) }));
    assert.ok(Object.is(thrown, reason));
    assert.equal(events.length, 1);
    assert.deepEqual(
      lines.map(([level, line]) => [level, normalize(line)]),
      [["info", "[clerk-metadata] onError callId=ID operation=getUser code=aborted"]],
    );
  }
});

test("a control-flow error of a framework is logged at info", async () => {
  const redirect = Object.assign(new Error(`NEXT_REDIRECT ${KEY}`), { digest: "NEXT_REDIRECT" });
  const { lines, logger } = recordingLogger();
  const events = [];
  const fetch = () => Promise.reject(redirect);
  const options = { secretKey: KEY, fetch, logger, logLevel: "info", onError: (event) => events.push(event) };
  const [thrown] = await thrownBy(createClerkClient(options).users.getUser("user_1"));
  assert.equal(thrown, redirect);
  assert.equal(events[0].error.message, "NEXT_REDIRECT [redacted]");
  assert.deepEqual(
    lines.map(([level, line]) => [level, normalize(line)]),
    [["info", "[clerk-metadata] onError callId=ID operation=getUser code=control_flow"]],
  );
});

test("values of a response cannot imitate another field", async () => {
  const { lines, logger } = recordingLogger();
  const body = { errors: [{ code: "a status=200,b" }], clerk_trace_id: "t onSuccess status=200" };
  const fetch = async () => new Response(JSON.stringify(body), { status: 404 });
  await thrownBy(createClerkClient({ secretKey: KEY, fetch, logger }).users.getUser("user_1"));
  assert.match(
    lines[0][1],
    / status=404 .* errors=a\?status\?200\?b attempts=1 clerkTraceId=t\?onSuccess\?status\?200$/,
  );
});
