// The rate limiter, with clients over HTTP. Its decisions are tested in Rust, in virtual time; the requests that the
// server has received show here that the host follows them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { createRateLimiter, updateUsersMetadata } from "clerk-metadata/bulk";
import { KEY, serve, startInProcess } from "./support/backend.mjs";

const change = { publicMetadata: { a: 1 } };
const usersWithIds = (count) => Array.from({ length: count }, (_, index) => ({ id: `user_${index}` }));

/** The requests that the server has received, with their status. */
function recordRequests() {
  const requests = [];
  return { requests, onRequest: (request) => requests.push(request) };
}

for (const window of ["first-request", "fixed", "sliding"]) {
  test(`rate limiter: two clients that share it get no 429, with the window ${window}`, async (t) => {
    const { requests, onRequest } = recordRequests();
    const rate = { requests: 30, seconds: 0.5 };
    const users = usersWithIds(50);
    const { url } = await serve(t, { users, rateLimit: { window, ...rate }, latency: [1, 20], onRequest });
    const limiter = createRateLimiter({ rate });
    const clients = [1, 2].map(() => createClerkClient({ secretKey: KEY, apiUrl: url, limiter, maxRetries: 0 }));
    const calls = users.flatMap(({ id }) => clients.map((clerk) => clerk.users.updateUserMetadata(id, change)));
    assert.equal((await Promise.all(calls)).length, 100);
    assert.deepEqual(
      requests.map(({ status }) => status),
      Array(100).fill(200),
    );
  });
}

test("rate limiter: without it, the same calls get a 429", async (t) => {
  const { requests, onRequest } = recordRequests();
  const users = usersWithIds(50);
  const { clerk } = await serve(t, { users, rateLimit: { requests: 30, seconds: 60 }, onRequest });
  await Promise.allSettled(users.map(({ id }) => clerk.users.updateUserMetadata(id, change)));
  assert.equal(requests.filter(({ status }) => status === 429).length, 20);
});

test("rate limiter: reads are counted, and a list is two requests", async (t) => {
  const requests = [];
  const { url } = await serve(t, { users: usersWithIds(1) });
  const limiter = (request, send) => {
    requests.push(request);
    return send();
  };
  const clerk = createClerkClient({ secretKey: KEY, apiUrl: url, limiter });
  await clerk.users.getUser("user_0");
  await clerk.users.getUserList({ limit: 1 });
  assert.deepEqual(
    requests.map((request) => ({ ...request, url: request.url.slice(url.length) })),
    [
      { method: "GET", url: "/v1/users/user_0", isLive: false, signal: undefined },
      { method: "GET", url: "/v1/users?limit=1", isLive: false, signal: undefined },
      { method: "GET", url: "/v1/users/count", isLive: false, signal: undefined },
    ],
  );
});

test("a custom limiter: called for each attempt, with its outcome", async (t) => {
  const { backend, url } = await serve(t, { users: usersWithIds(1) });
  const outcomes = [];
  const limiter = async ({ isLive }, send) => {
    const outcome = await send();
    outcomes.push([isLive, outcome.status, outcome.retryAfter]);
    return outcome;
  };
  backend.failNext({ status: 429, retryAfter: 0 });
  const clerk = createClerkClient({ secretKey: KEY, apiUrl: url });
  // For one call only.
  await clerk.users.updateUserMetadata("user_0", change, { limiter });
  await clerk.users.updateUserMetadata("user_0", change);
  assert.deepEqual(outcomes, [
    [false, 429, "0"],
    [false, 200, undefined],
  ]);
});

test("a custom limiter: it receives the status and two headers, and no text of the response", async (t) => {
  const { url } = await serve(t, { users: usersWithIds(1) });
  const outcomes = [];
  const limiter = async (_request, send) => {
    outcomes.push(await send());
    return outcomes.at(-1);
  };
  const clerk = createClerkClient({ secretKey: KEY, apiUrl: url, limiter });
  const user = await clerk.users.updateUserMetadata("user_0", { privateMetadata: { salary: 1 } });
  const { ok } = await updateUsersMetadata(clerk, [{ id: "user_0", ...change }], { limiter }).summary;
  assert.deepEqual([user.privateMetadata, ok], [{ salary: 1 }, 1]);
  assert.ok(outcomes.length >= 2);
  for (const { date, ...outcome } of outcomes) {
    assert.deepEqual(outcome, { status: 200, retryAfter: undefined });
    assert.equal(new Date(date).toUTCString(), date);
  }
});

test("a custom limiter: headers that cannot be read are an error without the key", async () => {
  const headers = {
    get(name) {
      if (name === "cf-ray") return null;
      throw new Error(`no ${name} with ${KEY}`);
    },
  };
  const fetch = async () => ({ status: 200, headers, text: async () => '{"object":"user","id":"user_0"}' });
  const clerk = createClerkClient({ secretKey: KEY, fetch, limiter: (_, send) => send() });
  await assert.rejects(clerk.users.getUser("user_0"), ({ code, message }) => {
    assert.equal(code, "unexpected_response");
    assert.match(message, /the headers cannot be read/);
    assert.ok(!message.includes(KEY));
    return true;
  });
});

test("a custom limiter: its error is that of the call", async (t) => {
  const { backend, users } = await startInProcess();
  const error = new Error("the queue is full");
  const limiter = () => Promise.reject(error);
  await assert.rejects(users.updateUserMetadata("user_1", change, { limiter }), (thrown) => thrown === error);
  assert.equal(backend.requests.length, 0);
  t.after(() => backend.close());
});

test("a custom limiter: without the result of send, the call rejects", async (t) => {
  const { backend, users } = await startInProcess({ users: usersWithIds(1) });
  t.after(() => backend.close());
  for (const limiter of [() => {}, async () => {}, async (_request, send) => void (await send())])
    await assert.rejects(users.updateUserMetadata("user_0", change, { limiter }), {
      name: "Error",
      message: "limiter must return send()",
    });
  assert.equal(backend.requests.length, 1);
});

test("a custom limiter: a second send sends nothing and rejects", async (t) => {
  const { backend, users } = await startInProcess({ users: usersWithIds(1) });
  t.after(() => backend.close());
  const message = "limiter must call send() once. It is called again for each retry: see maxRetries.";
  const again = async (_request, send) => {
    await send();
    return send();
  };
  await assert.rejects(users.updateUserMetadata("user_0", change, { limiter: again }), { name: "Error", message });
  assert.equal(backend.requests.length, 1);
  const atOnce = (_request, send) => {
    const sent = send();
    send(); // its rejection is handled
    return sent;
  };
  assert.equal((await users.updateUserMetadata("user_0", change, { limiter: atOnce })).id, "user_0");
  assert.equal(backend.requests.length, 2);
});

test("a custom limiter: an abort does not wait for it, and a later send rejects", async (t) => {
  const { backend, users } = await startInProcess({ users: usersWithIds(1) });
  t.after(() => backend.close());
  const controller = new AbortController();
  const reason = new Error("no longer needed");
  let sendLater;
  const limiter = (_request, send) => {
    sendLater = send;
    setImmediate(() => controller.abort(reason));
    return new Promise(() => {});
  };
  const call = users.updateUserMetadata("user_0", change, { limiter, signal: controller.signal });
  await assert.rejects(call, (thrown) => thrown === reason);
  const sent = sendLater(); // without a handler at first
  await new Promise((resolve) => setImmediate(resolve));
  await assert.rejects(sent, (thrown) => thrown === reason);
  assert.equal(backend.requests.length, 0);
});

test("a limiter must be a function", async () => {
  const { users } = await startInProcess();
  for (const limiter of [{}, "60%", 1, true])
    await assert.rejects(users.updateUserMetadata("user_1", change, { limiter }), {
      code: "invalid_option",
      path: "limiter",
      message: /must be a function/,
    });
});

test("rate limiter: background requests wait for those of the app", async () => {
  const { backend, users } = await startInProcess({ users: usersWithIds(6) });
  const limiter = createRateLimiter({ rate: { requests: 5, seconds: 0.5 } });
  const background = [0, 1, 2, 3, 4].map((id) =>
    users.updateUserMetadata(`user_${id}`, change, { limiter: limiter.background }),
  );
  await background[0];
  await Promise.all([...background, users.updateUserMetadata("user_5", change, { limiter })]);
  const order = backend.requests.map(({ userId }) => userId);
  assert.equal(order.length, 6);
  // Three may be sent at once.
  assert.ok(order.indexOf("user_5") <= 3, `sent as number ${order.indexOf("user_5") + 1}`);
});

test("rate limiter: an abort while waiting rejects with its reason, and nothing is sent", async () => {
  const { backend, users } = await startInProcess();
  const limiter = createRateLimiter({ rate: { requests: 1, seconds: 3600 } });
  await users.updateUserMetadata("user_1", change, { limiter });
  const controller = new AbortController();
  const call = users.updateUserMetadata("user_2", change, { limiter, signal: controller.signal });
  const reason = new Error("no longer needed");
  setImmediate(() => controller.abort(reason));
  await assert.rejects(call, (thrown) => thrown === reason);
  assert.equal(backend.requests.length, 1);
});

test("rate limiter: the wait is not part of the timeout", async () => {
  const { backend, users } = await startInProcess();
  const limiter = createRateLimiter({ rate: { requests: 1, seconds: 0.4 } });
  const options = { limiter, timeout: 200 };
  await Promise.all(["user_1", "user_2"].map((id) => users.updateUserMetadata(id, change, options)));
  assert.deepEqual(
    backend.requests.map(({ status }) => status),
    [200, 200],
  );
});

test("rate limiter: the tenth change of a user waits until ten seconds after the first", async (t) => {
  const { backend, users } = await startInProcess();
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const limiter = createRateLimiter({ rate: { requests: 1000, seconds: 1 } });
  let done = 0;
  const countDone = () => done++;
  const ids = [...Array(10).fill("user_1"), "user_2"];
  for (const id of ids) users.updateUserMetadata(id, change, { limiter }).then(countDone);
  /** Moves the time, and lets what is due run. */
  const tick = async (ms) => {
    t.mock.timers.tick(ms);
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  for (let step = 0; step < 100; step++) await tick(1);
  assert.equal(done, 10);
  for (let second = 0; second < 9; second++) await tick(1_000);
  assert.equal(done, 10);
  for (let second = 0; second < 2; second++) await tick(1_000);
  assert.equal(done, 11);
  assert.deepEqual(
    backend.requests.map(({ status }) => status),
    Array(11).fill(200),
  );
});

test("rate limiter: after a 429, nothing is sent until Retry-After has elapsed", async (t) => {
  const { requests, onRequest } = recordRequests();
  const { backend, url } = await serve(t, { users: usersWithIds(20), onRequest });
  const limiter = createRateLimiter({ rate: { requests: 1000, seconds: 10 } });
  const clerk = createClerkClient({ secretKey: KEY, apiUrl: url, limiter });
  backend.failNext({ status: 429, retryAfter: 1, match: { userId: "user_0" } });
  const calls = usersWithIds(20).map(({ id }) => clerk.users.updateUserMetadata(id, change));
  await Promise.all(calls);
  assert.equal(requests.length, 21);
  // Those that were sent before the response of the first one, and then, a second later, all others.
  const [rejected] = requests.filter(({ status }) => status === 429);
  const later = requests.filter(({ time }) => time >= rejected.time + 900);
  assert.ok(later.some(({ userId }) => userId === "user_0"));
});

test("createRateLimiter: invalid options are rejected with their path and the fix", () => {
  for (const [options, message] of [
    [null, 'options must be an object such as { rate: "60%" }'],
    [[], 'options must be an object such as { rate: "60%" }'],
    [{ rates: "60%" }, "unknown option rates. The only option is rate."],
    [{ rate: "60" }, 'at most 100%, such as "60%", not "60".'],
    [{ rate: "0%" }, 'more than 0% and at most 100%, such as "60%", not "0%".'],
    [{ rate: "101%" }, "at most 100%"],
    [{ rate: "-5%" }, "more than 0%"],
    [{ rate: "800/10s" }, 'not "800/10s".'],
    [
      { rate: 60 },
      'rate must be a percentage such as "60%" or an object such as { requests: 800, seconds: 10 }, not 60.',
    ],
    [{ rate: null }, "not null."],
    [{ rate: { requests: 5, second: 1 } }, "rate: unknown key second. The keys are requests and seconds."],
    [{ rate: {} }, "rate.requests must be a number from 1 to 1000000, not undefined."],
    [{ rate: { requests: 0, seconds: 10 } }, "rate.requests must be a number from 1 to 1000000, not 0."],
    [{ rate: { requests: 1.5, seconds: 10 } }, "rate.requests must be a whole number, not 1.5."],
    [{ rate: { requests: NaN, seconds: 10 } }, "not NaN."],
    [{ rate: { requests: 5, seconds: 10_000 } }, "rate.seconds must be a number from 0.001 to 3600, not 10000."],
    [{ rate: { requests: 5 } }, "rate.seconds must be a number from 0.001 to 3600, not undefined."],
  ])
    assert.throws(
      () => createRateLimiter(options),
      (error) => error.message.startsWith("createRateLimiter: ") && error.message.includes(message),
      JSON.stringify(options),
    );
});
