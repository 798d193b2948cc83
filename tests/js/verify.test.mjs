// `npx clerk-metadata verify` against the local Backend API: every fact holds, and nothing is left behind.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "./support/command.mjs";
import { folder } from "./support/folder.mjs";
import { httpServer } from "./support/server.mjs";
import { createBackend, environmentOf, KEY, listFacts, notHolding, serveBackend, verify } from "./support/verify.mjs";

const MARK = "clerk-metadata-verify";

test("every fact holds for the local Backend API, with its rate limits", async (t) => {
  const backend = await createBackend(t, { rateLimit: true });
  const before = backend.users.list().map(({ id, updated_at: updatedAt }) => [id, updatedAt]);
  const { url, requests } = await serveBackend(t, backend);
  const { code, stderr, report } = await verify(t, url);
  assert.deepEqual([code, stderr, report.facts.filter(({ result }) => result !== "holds")], [0, "", []]);
  const ids = (await listFacts(t)).filter(({ option }) => option === undefined).map(({ id }) => id);
  assert.deepEqual(
    report.facts.map(({ id }) => id),
    ids,
  );
  assert.deepEqual(
    backend.users.list().map(({ id, updated_at: updatedAt }) => [id, updatedAt]),
    before,
  );
  assert.equal(backend.organizations.count(), 0);
  const posts = requests.filter(({ method }) => method === "POST");
  assert.deepEqual(
    posts.map(({ url }) => url),
    ["/v1/users", "/v1/users", "/v1/users", "/v1/organizations"],
  );
  const created = posts.slice(0, 3).map(({ body }) => JSON.parse(body));
  assert.deepEqual(
    created.map(({ external_id: id }) => id.replace(/-[0-9a-f]{12}-/, "-RUN-")),
    [`${MARK}-RUN-1`, `${MARK}-RUN-2`, `${MARK}-RUN-3`],
  );
  for (const { email_address: emails } of created)
    assert.match(emails[0], /^clerk-metadata-verify-.*\+clerk_test@example\.com$/);
  // docs/verify.md has the number.
  assert.ok(requests.length < 120, `${requests.length} requests`);
});

test("two runs at the same time do not disturb each other", async (t) => {
  const backend = await createBackend(t);
  const { url } = await serveBackend(t, backend);
  const count = backend.users.count();
  const runs = await Promise.all([verify(t, url), verify(t, url)]);
  assert.deepEqual(runs.map(notHolding), [[], []]);
  assert.equal(backend.users.count(), count);
});

test("the report", async (t) => {
  const { url } = await serveBackend(t, await createBackend(t));
  const file = join(folder(t), "report.json");
  const args = ["verify", "--only", "list-limit", "--only", "merge-nested", "--report", file];
  const { stdout, stderr, code } = await run(t, args, environmentOf(url));
  assert.deepEqual(
    [stdout, stderr, code],
    [
      "2 facts hold, 0 differ.\n",
      `Checking 2 facts of ${url} with throwaway users.

holds        merge-nested
holds        list-limit
`,
      0,
    ],
  );
  const { date, versions, ...report } = JSON.parse(readFileSync(file, "utf8"));
  assert.equal(new Date(date).toISOString(), date);
  assert.deepEqual(Object.keys(versions), ["clerk-metadata", "node", "api", "Clerk-API-Version"]);
  assert.deepEqual([versions.api, versions["Clerk-API-Version"]], ["v1", "2026-05-12"]);
  assert.deepEqual(report, {
    report: "clerk-metadata verify",
    api: "a server on this machine",
    instance: "development",
    summary: { holds: 2, differs: 0, "not checked": 0, failed: 0 },
    facts: [
      {
        id: "merge-nested",
        statement: "Nested objects are merged at every depth, and other keys are kept.",
        source: "documented",
        expected: { a: { b: { c: 2, keep: 1, d: 4 }, keep: 2 }, keep: 3 },
        result: "holds",
      },
      {
        id: "list-limit",
        statement: "limit=2 returns two users.",
        source: "documented",
        expected: ["third", "second"],
        result: "holds",
      },
    ],
  });
});

test("a fact that differs is printed with both values, and the report has no data of other users", async (t) => {
  const secret = { id: "user_other", object: "user", email_addresses: [{ email_address: "ada@example.com" }] };
  const { url } = await serveBackend(t, await createBackend(t), async (request, forward) => {
    const response = await forward(request);
    if (request.method !== "GET" || !request.url.includes("limit=2")) return response;
    return { ...response, body: JSON.stringify([secret, ...JSON.parse(response.body), secret].reverse()) };
  });
  const file = join(folder(t), "report.json");
  const args = ["verify", "--only", "list-limit", "--report", file];
  const { stdout, stderr, code } = await run(t, args, environmentOf(url));
  assert.equal(
    stdout,
    `DIFFERS list-limit (documented): limit=2 returns two users.
  expected  ["third","second"]
  actual    ["second","third"]

0 facts hold, 1 differs.
`,
  );
  assert.match(stderr, /\ndiffers {6}list-limit\n$/);
  assert.equal(code, 1);
  const report = readFileSync(file, "utf8");
  assert.deepEqual(JSON.parse(report).facts[0].actual, ["second", "third"]);
  for (const text of [KEY, "user_", "ada@example.com", "@", url])
    assert.equal(`${report}${stdout}`.includes(text), false, text);
});

test("a key that the Backend API returns is not printed", async (t) => {
  const { url } = await serveBackend(t, await createBackend(t), async (request, forward) => {
    const response = await forward(request);
    return response.status === 404
      ? { ...response, body: response.body.replace("not found", `not for ${KEY}`) }
      : response;
  });
  const file = join(folder(t), "report.json");
  const args = ["verify", "--only", "error-unknown-user-text", "--report", file];
  const { stdout, stderr, code } = await run(t, args, environmentOf(url));
  const report = readFileSync(file, "utf8");
  assert.deepEqual([JSON.parse(report).facts[0].actual.message, code], ["not for sk_…", 1]);
  assert.equal(`${stdout}${stderr}${report}`.includes(KEY), false);
});

test("an unexpected response of any form is a difference, not a crash", async (t) => {
  const bodies = ["", "null", "[]", "[null]", '"text"', "{}", '{"errors":[]}', '{"errors":[null]}', "<html>"];
  const ids = (await listFacts(t)).filter(({ option }) => option === undefined).map(({ id }) => id);
  for (const [index, body] of bodies.entries()) {
    await t.test(JSON.stringify(body), async (t) => {
      const backend = await createBackend(t);
      const count = backend.users.count();
      const status = index % 2 === 0 ? 200 : 418;
      const { url } = await serveBackend(t, backend, (request, forward) =>
        request.method === "POST" || request.method === "DELETE" ? forward(request) : { status, body },
      );
      const { report, code, stderr } = await verify(t, url);
      assert.deepEqual([report.facts.map(({ id }) => id), code, stderr], [ids, 1, ""]);
      assert.deepEqual(
        report.facts.filter(({ result }) => result === "failed").map(({ id, reason }) => [id, reason]),
        [],
      );
      assert.equal(backend.users.count(), count);
    });
  }
});

test("the merge facts are checked one by one if the API rejects the request for all of them", async (t) => {
  const { url } = await serveBackend(t, await createBackend(t), (request, forward) =>
    request.method === "PATCH" && request.body.includes('"merge-falsy-values":{"a":false')
      ? { status: 422, body: '{"errors":[{"code":"form_param_value_invalid"}]}' }
      : forward(request),
  );
  const { results, code } = await verify(t, url, ["--only", "merge-nested", "--only", "merge-falsy-values"]);
  assert.deepEqual(
    [results["merge-nested"].result, results["merge-falsy-values"].actual, code],
    ["holds", { status: 422, code: "form_param_value_invalid" }, 1],
  );
});

test("a reason is printed once, with the facts that have it", async (t) => {
  const { url } = await serveBackend(t, await createBackend(t), (request, forward) =>
    request.method === "POST" && request.url === "/v1/organizations" ? { status: 403, body: "{}" } : forward(request),
  );
  const ids = ["list-limit", "organization-size", "membership-size"];
  const { stdout, stderr, code } = await run(t, ["verify", ...ids.flatMap((id) => ["--only", id])], environmentOf(url));
  assert.equal(
    stdout,
    `NOT CHECKED: the instance does not allow to create an organization: 403 (The
response is not one of the Backend API. Check --api-url.)
  organization-size
  membership-size

1 fact holds, 0 differ, 2 not checked.
`,
  );
  assert.match(stderr, /\nnot checked {2}organization-size\nnot checked {2}membership-size\n$/);
  assert.equal(code, 0);
});

test("lost connections fail the facts that need the response, and no other", async (t) => {
  const backend = await createBackend(t);
  const count = backend.users.count();
  const { url } = await httpServer(t, async ({ method, url, headers, body }, outgoing) => {
    if (url.includes("limit=2")) return void outgoing.destroy();
    const response = await backend.fetch(`http://local${url}`, { method, headers, ...(body && { body }) });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  });
  const { report, code } = await verify(t, url);
  const failed = report.facts.filter(({ result }) => result !== "holds");
  assert.deepEqual(
    failed.map(({ id, result, reason }) => [id, result, reason]),
    [["list-limit", "failed", "GET /users has no response: UND_ERR_SOCKET"]],
  );
  assert.deepEqual([code, report.summary.failed, backend.users.count()], [1, 1, count]);
});

test("facts that the instance does not allow to check", async (t) => {
  const backend = await createBackend(t);
  backend.users.clear();
  const { url } = await serveBackend(t, backend, (request, forward) =>
    request.method === "POST" && (request.body.includes("email_address") || request.url === "/v1/organizations")
      ? { status: 422, body: '{"errors":[{"code":"form_param_unknown"}]}' }
      : forward(request),
  );
  const { report, code } = await verify(t, url);
  const others = report.facts.filter(({ result }) => result !== "holds");
  const isOfOrganization = ({ id }) => /^(organization|membership)-/.test(id);
  // That of an unknown organization needs none.
  const expected = report.facts.filter((fact) => isOfOrganization(fact) && fact.id !== "organization-unknown");
  assert.deepEqual(
    others.filter(isOfOrganization).map(({ id, result, reason }) => [id, result, reason]),
    expected.map(({ id }) => [
      id,
      "not checked",
      "the instance does not allow to create an organization: 422 form_param_unknown",
    ]),
  );
  assert.deepEqual(
    others.filter((fact) => !isOfOrganization(fact)).map(({ id, result, reason }) => [id, result, reason]),
    [
      ["list-email-address", "not checked", "the instance does not accept email addresses"],
      ["list-email-address-case", "not checked", "the instance does not accept email addresses"],
      ["list-email-address-query", "not checked", "the instance does not accept email addresses"],
      ["list-query-email", "not checked", "the instance does not accept email addresses"],
      ["list-limit-default", "not checked", "the instance has no more than 10 users"],
    ],
  );
  assert.deepEqual([code, backend.users.count()], [0, 0]);
});

for (const [title, env, args, message] of [
  ["a key of a production instance", { CLERK_SECRET_KEY: "sk_live_hidden" }, [], /is the key of a production instance/],
  [
    "no key",
    {},
    [],
    /^clerk-metadata: CLERK_SECRET_KEY is not set\. Set it to the secret key of a test instance, which starts with sk_test_\.$/,
  ],
  ["a publishable key", { CLERK_SECRET_KEY: "pk_test_hidden" }, [], /this is a publishable key/],
  ["another kind of key", { CLERK_SECRET_KEY: "sk_hidden" }, [], /is not the key of a test instance/],
  [
    "a key as an option",
    { CLERK_SECRET_KEY: KEY },
    ["--secret-key", "sk_test_hidden"],
    /--secret-key is not an option: /,
  ],
  ["a key as an argument", { CLERK_SECRET_KEY: KEY }, ["sk_test_hidden"], /Unexpected argument "sk_…"/],
  [
    "an unknown fact",
    { CLERK_SECRET_KEY: KEY },
    ["--only", "merge-nestd"],
    /--only must be one of \d+ names, and "merge-nestd" is none of them\. Did you mean merge-nested\?/,
  ],
  [
    "a fact that needs an option",
    { CLERK_SECRET_KEY: KEY },
    ["--only", "rate-limit-user"],
    /The fact rate-limit-user uses up a rate limit\. Add --rate-limits/,
  ],
])
  test(`rejected before any request: ${title}`, async (t) => {
    const { url, requests } = await httpServer(t, () => ({ status: 500 }));
    const options = { env: { PATH: process.env.PATH, CLERK_API_URL: url, ...env } };
    const { stdout, stderr, code } = await run(t, ["verify", ...args], options);
    assert.match(stderr.split("\n\n")[0].replaceAll("\n", " "), message);
    assert.deepEqual([stdout, code, requests, stderr.includes("hidden")], ["", 2, [], false]);
  });

test("--list prints the facts without a key and a request", async (t) => {
  const { stdout, stderr, code } = await run(t, ["verify", "--list"], { env: { PATH: process.env.PATH } });
  assert.match(stdout, /^ {2}merge-nested +Nested objects are merged/);
  assert.match(stdout, /rate-limit-user .*with\n? *--rate-limits\)/s);
  assert.deepEqual([stderr, code], ["", 0]);
  const facts = await listFacts(t);
  assert.equal(new Set(facts.map(({ id }) => id)).size, facts.length);
  for (const { id, statement, source, expected } of facts) {
    assert.match(id, /^[a-z0-9-]+$/);
    assert.match(statement, /^.*\.$/);
    assert.ok(["documented", "SDK source", "inferred"].includes(source), id);
    assert.notEqual(expected, undefined, id);
  }
});
