// The modes of a plan: keys, transform, schema; and what a run does if values have changed since.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ClerkBulkError, planUsersMetadata, updateUsersMetadata } from "clerk-metadata/bulk";
import { serve } from "./support/backend.mjs";

async function planned(clerk, rows, options) {
  const plan = planUsersMetadata(clerk, rows, { limiter: false, ...options });
  const results = [];
  for await (const result of plan) results.push(result);
  results.sort((left, right) => left.index - right.index);
  return { results, summary: await plan.summary };
}

test("with keys, only these are set and removed", async (t) => {
  const { clerk } = await serve(t, {
    users: ["user_1", "user_2"].map((id) => ({ id, publicMetadata: { plan: { name: "pro", old: 1 }, theme: "x" } })),
  });
  const rows = [
    { id: "user_1", publicMetadata: { plan: { name: "free" } } },
    { id: "user_2", publicMetadata: { theme: "y" } },
    { id: "user_2", publicMetadata: {} },
    { id: "user_2", privateMetadata: {} },
  ];
  const options = { mode: "desired", keys: ["publicMetadata.plan"] };
  const { results, summary } = await planned(clerk, rows, options);
  assert.equal(results[0].patch, '{"publicMetadata":{"plan":{"old":null,"name":"free"}}}');
  assert.equal(results[0].before, '{"publicMetadata":{"plan":{"old":1,"name":"pro"}}}');
  assert.equal(results[0].after, '{"publicMetadata":{"plan":{"old":null,"name":"free"}}}');
  assert.match(results[1].error.message, /^rows\[1\]\.publicMetadata\.theme: is not one of keys/);
  assert.equal(results[2].patch, '{"publicMetadata":{"plan":null}}');
  assert.match(results[3].error.message, /^rows\[3\]\.privateMetadata: is not one of keys/);
  assert.deepEqual(summary.removals, { "publicMetadata.plan": 1, "publicMetadata.plan.old": 1 });

  const invalid = planUsersMetadata(clerk, rows, { mode: "desired", keys: ["publicMetadata.a", "plan"] });
  await assert.rejects(invalid.summary, {
    name: "TypeError",
    message: /^planUsersMetadata: keys\[1\] must begin with/,
  });
  const replaced = await planned(clerk, [{ id: "user_1", publicMetadata: { a: 1 } }], { mode: "replace" });
  assert.equal(replaced.results[0].patch, '{"publicMetadata":{"plan":null,"theme":null,"a":1}}');
});

test("transform computes the fields of each row, and copied numbers keep their digits", async (t) => {
  const { clerk, request } = await serve(t, { users: [{ id: "user_1", externalId: "7", publicMetadata: { n: 1 } }] });
  const big = '{"account":12345678901234567890,"price":1.50,"other":12345678901234567891}';
  const same = '{"a":98765432109876543210,"b":98765432109876543211}';
  const create = async (username, metadata) =>
    (await request("POST", "/users", `{"username":"${username}","public_metadata":${metadata}}`)).json.id;
  const [first, second] = [
    await create("ada", '{"account":12345678901234567890,"price":1.50}'),
    await create("bob", same),
  ];
  assert.ok(big);
  const received = [];
  const rename = async (user) => {
    received.push(user);
    const { account, a, n } = user.publicMetadata;
    if (n !== undefined) return undefined;
    return { publicMetadata: { account: null, billing: { account: account ?? a } } };
  };
  const rows = [{ externalId: "7" }, { id: first }, `{"id":"${second}"}`, { id: "user_none" }];
  const { results, summary } = await planned(clerk, rows, { transform: rename });
  assert.deepEqual(
    received.find(({ externalId }) => externalId === "7"),
    {
      id: "user_1",
      externalId: "7",
      publicMetadata: { n: 1 },
      privateMetadata: {},
      unsafeMetadata: {},
    },
  );
  assert.deepEqual(
    results.map(({ status }) => status),
    ["same", "change", "failed", "missing"],
  );
  assert.equal(results[1].patch, '{"publicMetadata":{"account":null,"billing":{"account":12345678901234567890}}}');
  assert.match(
    results[2].error.message,
    /^rows\[2\]: the number 98765432109876540000 stands for several stored numbers/,
  );
  assert.deepEqual([summary.change, summary.same, summary.failed, summary.missing], [1, 1, 1, 1]);

  const desired = await planned(clerk, [{ id: "user_1" }], {
    mode: "desired",
    transform: () => ({ publicMetadata: { m: 2 } }),
  });
  assert.equal(desired.results[0].patch, '{"publicMetadata":{"n":null,"m":2}}');
});

test("a number that a transform copies never becomes another number", async (t) => {
  const { backend, clerk, request } = await serve(t, {});
  const copy = ({ publicMetadata }) => ({ publicMetadata: { copy: publicMetadata } });
  for (const [stored, sent] of [
    ['{"a":9007199254740993}', '{"a":9007199254740993}'],
    ['{"a":0.1000000000000000055511151231257827}', '{"a":0.1000000000000000055511151231257827}'],
    ['{"a":1e-400}', '{"a":1e-400}'],
    ['{"a":-12345678901234567890.5e+1}', '{"a":-12345678901234567890.5e+1}'],
    // Numbers that JavaScript writes in another notation have the same value.
    ['{"a":1.0,"b":1E2,"c":-0.0}', '{"a":1,"b":100,"c":0}'],
    ['{"a":100000000000000000000000,"b":1e23,"c":1.0e+23}', '{"a":1e+23,"b":1e+23,"c":1e+23}'],
    // One of two numbers with the same double, even if it is exact: it is not known which one was copied.
    ['{"a":9007199254740993,"b":9007199254740992}', undefined],
    ['{"a":9007199254740992,"b":9007199254740993}', undefined],
    ['{"a":1e-400,"b":0}', undefined],
    ['{"a":"9007199254740992","b":9007199254740993}', '{"a":"9007199254740992","b":9007199254740993}'],
  ]) {
    const body = `{"username":"u${backend.requests.length}","public_metadata":${stored}}`;
    const { id } = (await request("POST", "/users", body)).json;
    const { results } = await planned(clerk, [{ id }], { transform: copy });
    const [{ status, patch, error }] = results;
    if (sent === undefined) {
      assert.equal(status, "failed", stored);
      assert.match(error.message, /stands for several stored numbers that are the same for JavaScript/);
    } else {
      assert.equal(patch, `{"publicMetadata":{"copy":${sent}}}`);
      const run = updateUsersMetadata(clerk, [results[0].change], { limiter: false });
      assert.equal((await run.summary).ok, 1);
      assert.ok(backend.requests.at(-1).path.endsWith("/metadata"));
      assert.ok((await request("GET", `/users/${id}`)).text.includes(`"copy":${sent}`), stored);
    }
  }
});

test("a transform cannot return a number that is infinite for JavaScript", async (t) => {
  const { clerk, request } = await serve(t, {});
  const { id } = (await request("POST", "/users", '{"username":"ada","public_metadata":{"a":1e400}}')).json;
  const { results } = await planned(clerk, [{ id }], {
    transform: ({ publicMetadata: { a } }) => ({ publicMetadata: { b: a } }),
  });
  assert.match(results[0].error.message, /JSON cannot represent Infinity/);
});

test("a transform that throws, or returns something else, fails its row", async (t) => {
  const { clerk } = await serve(t, { users: [{ id: "user_1" }] });
  for (const [transform, name, message] of [
    [() => Promise.reject(new Error("lookup")), "ClerkBulkError", /^rows\[0\]: transform has thrown: lookup/],
    [
      () => 5,
      "ClerkInputError",
      /^rows\[0\]: transform has returned a value of type number\. It must return an object/,
    ],
    [() => null, "ClerkInputError", /^rows\[0\]: transform has returned null\. /],
    [async () => [{ publicMetadata: {} }], "ClerkInputError", /^rows\[0\]: transform has returned an array\. /],
    [() => new Map(), "ClerkInputError", /^rows\[0\]: transform has returned an object that is not a plain object\. /],
    [
      () => ({ publicMetdata: {} }),
      "ClerkInputError",
      /^rows\[0\]\.publicMetdata: transform has returned an unknown field\. It may return publicMetadata, privateMetadata and unsafeMetadata\.$/,
    ],
    [
      () => ({ expected: { publicMetadata: {} } }),
      "ClerkInputError",
      /^rows\[0\]\.expected: transform has returned an unknown field\. /,
    ],
    [
      (user) => ({ ...user, publicMetadata: { a: 1 } }),
      "ClerkInputError",
      /^rows\[0\]\.id: transform has returned an ID, and cannot change whom a row is for\. It may return publicMetadata, /,
    ],
    [
      () => ({ externalId: "2", publicMetadata: { a: 1 } }),
      "ClerkInputError",
      /^rows\[0\]\.externalId: transform has returned an ID/,
    ],
    [
      () => ({ publicMetadata: Promise.resolve({ a: 1 }) }),
      "ClerkInputError",
      /^rows\[0\]\.publicMetadata: transform has returned a promise in this field\. Await it first\.$/,
    ],
    [() => ({ publicMetadata: { n: NaN } }), "ClerkInputError", /^rows\[0\]\.publicMetadata\.n: /],
    [() => ({ publicMetadata: null }), "ClerkInputError", /^rows\[0\]\.publicMetadata: must be an object/],
  ]) {
    const { results, summary } = await planned(clerk, [{ id: "user_1" }], { transform });
    assert.equal(summary.failed, 1);
    assert.equal(results[0].error.name, name);
    assert.match(results[0].error.message, message);
  }
  for (const transform of [() => undefined, async () => {}, () => ({}), () => ({ publicMetadata: undefined })]) {
    const { summary } = await planned(clerk, [{ id: "user_1" }], { transform });
    assert.deepEqual([summary.same, summary.failed], [1, 0]);
  }
});

test("an unknown member of expected or desired is named with the fields that are allowed there", async (t) => {
  const { clerk } = await serve(t, { users: [{ id: "user_1" }] });
  for (const name of ["expected", "desired"]) {
    const row = { id: "user_1", publicMetadata: {}, [name]: { plan: {} } };
    const { results } = await planned(clerk, [row], {});
    assert.equal(
      results[0].error.message,
      `rows[0].${name}.plan: unknown field. Expected publicMetadata, privateMetadata or unsafeMetadata.`,
    );
  }
});

test("a schema validates the merged value of each changed field", async (t) => {
  const { clerk } = await serve(t, { users: [{ id: "user_1", publicMetadata: { plan: "free", seats: 2 } }] });
  const calls = [];
  const publicMetadata = {
    "~standard": {
      version: 1,
      vendor: "test",
      async validate(value) {
        calls.push(value);
        if (value.plan !== "bad") return { value: { parsed: true } };
        return { issues: [{ message: "is not a plan", path: ["plan", { key: "name of it" }, 0] }] };
      },
    },
  };
  const failing = { "~standard": { version: 1, vendor: "test", validate: () => Promise.reject(new Error("offline")) } };
  const rows = [
    { id: "user_1", publicMetadata: { plan: "pro" } },
    { id: "user_1", publicMetadata: { plan: "bad" } },
    { id: "user_1", publicMetadata: { seats: 3 }, privateMetadata: { a: 1 } },
    { id: "user_1", unsafeMetadata: { a: 1 } },
  ];
  const { results, summary } = await planned(clerk, rows, { schema: { publicMetadata, unsafeMetadata: failing } });
  assert.deepEqual(
    results.map(({ status }) => status),
    ["change", "failed", "change", "failed"],
  );
  // The row after the rejected one is planned as if that one had not been sent.
  assert.deepEqual(calls, [
    { plan: "pro", seats: 2 },
    { plan: "bad", seats: 2 },
    { plan: "pro", seats: 3 },
  ]);
  assert.equal(results[0].patch, '{"publicMetadata":{"plan":"pro"}}');
  assert.equal(results[1].error.message, 'rows[1].publicMetadata.plan["name of it"][0]: is not a plan');
  assert.ok(results[3].error instanceof ClerkBulkError && results[3].error.code === "schema_failed");
  assert.deepEqual([summary.change, summary.failed], [2, 2]);
});

test("a run skips, recomputes or forces rows whose values have changed since the plan", async (t) => {
  const increment = ({ publicMetadata: { n } }) => ({ publicMetadata: { n: n + 1 } });
  for (const [options, planOptions, expected, status] of [
    [{}, { mode: "desired" }, { n: 5, added: 1 }, "conflict"],
    [{ onDrift: "force" }, { mode: "desired" }, { n: 2, added: 1 }, "ok"],
    [{ onDrift: "recompute" }, { mode: "desired" }, { n: 2 }, "ok"],
    [{ onDrift: "recompute", mode: "patch", transform: increment }, { transform: increment }, { n: 6, added: 1 }, "ok"],
    [{ onDrift: "recompute" }, {}, { n: 5, added: 1 }, "conflict"],
    [
      { onDrift: "recompute", mode: "desired", keys: ["publicMetadata.n"] },
      { mode: "desired", keys: ["publicMetadata.n"] },
      { n: 2, added: 1 },
      "ok",
    ],
  ]) {
    const { backend, clerk } = await serve(t, { users: [{ id: "user_1", publicMetadata: { n: 1 } }] });
    const { results } = await planned(clerk, [{ id: "user_1", publicMetadata: { n: 2 } }], planOptions);
    await clerk.users.updateUserMetadata("user_1", { publicMetadata: { n: 5, added: 1 } });
    const rows = results.map(({ change }) => change);
    const run = updateUsersMetadata(clerk, rows, { limiter: false, ...options });
    for await (const result of run) assert.equal(result.status, status, JSON.stringify(options));
    assert.deepEqual(backend.users.get("user_1").public_metadata, expected, JSON.stringify(options));
  }
});

test("invalid options of a run are rejected at once", async (t) => {
  const { clerk } = await serve(t);
  for (const [options, message] of [
    [{ onDrift: "merge" }, /onDrift must be "skip", "recompute" or "force"/],
    [{ mode: "desired" }, /mode, keys and transform need onDrift: "recompute"/],
    [{ onDrift: "recompute", keys: ["a"] }, /keys needs mode: "desired"/],
  ]) {
    assert.throws(() => updateUsersMetadata(clerk, [], options), { name: "TypeError", message });
  }
});
