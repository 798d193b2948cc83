// The throwaway users and organization of `npx clerk-metadata verify` are removed in every case, or named.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { CLI } from "./support/command.mjs";
import { httpServer } from "./support/server.mjs";
import { createBackend, environmentOf, serveBackend, verify } from "./support/verify.mjs";

/** Starts `verify`. The process is killed when the test ends. */
function start(t, url) {
  const child = spawn(process.execPath, [CLI, "verify"], { ...environmentOf(url), stdio: ["ignore", "pipe", "pipe"] });
  const exit = once(child, "exit");
  t.after(() => child.kill("SIGKILL"));
  return { child, exit, stdout: text(child.stdout), stderr: text(child.stderr) };
}

const isCreation = ({ method }) => method === "POST";
const isRemoval = ({ method }) => method === "DELETE";

/** Where a signal comes: the first request that matches gets no response before the process has the signal. */
const MOMENTS = {
  "the first user is created": isCreation,
  "facts are checked": ({ url }) => url.includes("limit=500"),
  "the organization is created": ({ method, url }) => method === "POST" && url === "/v1/organizations",
};
for (const [moment, matches] of Object.entries(MOMENTS))
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
    test(`${signal} while ${moment}`, async (t) => {
      const backend = await createBackend(t);
      const count = backend.users.count();
      let program;
      let isSent = false;
      const { url, requests } = await serveBackend(t, backend, async (request, forward) => {
        if (!isSent && matches(request)) {
          isSent = true;
          program.child.kill(signal);
        }
        return forward(request);
      });
      program = start(t, url);
      const [code] = await program.exit;
      assert.deepEqual([isSent, code], [true, 1]);
      const stderr = await program.stderr;
      assert.match(stderr, /^Interrupted\. Removing the throwaway users\.$/m);
      assert.match(stderr, new RegExp(`^clerk-metadata: interrupted by ${signal}$`, "m"));
      assert.doesNotMatch(stderr, /were not removed|may still exist/);
      assert.deepEqual([backend.users.count(), backend.organizations.count()], [count, 0]);
      assert.equal(requests.filter(isRemoval).length, requests.filter(isCreation).length);
    });

test("an output that cannot be written", { skip: !existsSync("/dev/full") && "there is no /dev/full" }, async (t) => {
  const backend = await createBackend(t);
  const count = backend.users.count();
  const { url, requests } = await serveBackend(t, backend);
  const full = openSync("/dev/full", "w");
  t.after(() => closeSync(full));
  const child = spawn(process.execPath, [CLI, "verify"], { ...environmentOf(url), stdio: ["ignore", full, "pipe"] });
  const exit = once(child, "exit");
  t.after(() => child.kill("SIGKILL"));
  const [stderr, [code]] = await Promise.all([text(child.stderr), exit]);
  assert.match(stderr, /ENOSPC/);
  assert.deepEqual([code, backend.users.count(), requests.filter(isRemoval).length], [1, count, 4]);
});

test("a second signal stops the removal and names the users", async (t) => {
  const backend = await createBackend(t);
  let program;
  const { url } = await httpServer(t, async ({ method, url, headers, body }, outgoing) => {
    if (method === "DELETE") return void (program.child.kill("SIGINT"), outgoing); // no response
    const response = await backend.fetch(`http://local${url}`, { method, headers, ...(body && { body }) });
    if (url.includes("limit=500")) program.child.kill("SIGINT");
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  });
  program = start(t, url);
  const [code] = await program.exit;
  const stderr = await program.stderr;
  const ids = backend.users.list({ externalId: [] }).map(({ id }) => id);
  const left = ids.filter((id) => stderr.includes(id));
  assert.deepEqual([code, left.length], [1, 3]);
  assert.match(stderr, /^The following were not removed\. Delete them in the Clerk Dashboard/m);
});

test("a user that cannot be removed is named, and what to do", async (t) => {
  const backend = await createBackend(t);
  const { url, requests } = await serveBackend(t, backend, (request, forward) =>
    isRemoval(request) && request.url.endsWith(secondOf(backend)) ? { status: 500, body: ERROR } : forward(request),
  );
  const { code, stderr, report } = await verify(t, url);
  const id = secondOf(backend);
  assert.equal(report.summary.differs, 0);
  assert.deepEqual(
    [code, requests.filter(({ url, method }) => method === "DELETE" && url.endsWith(id)).length],
    [1, 3],
  );
  assert.match(
    stderr,
    new RegExp(
      `^The following were not removed\\. Delete them in the Clerk Dashboard: search for\nclerk-metadata-verify, or for the ID\\.\n\n  user ${id} \\(clerk-metadata-verify-[0-9a-f]{12}-2\\): 500 internal_clerk_error \\(Try again\\.\\)\n$`,
    ),
  );
});

const ERROR = '{"errors":[{"code":"internal_clerk_error","message":"Try again."}]}';
const secondOf = (backend) =>
  backend.users.list().find(({ external_id: id }) => id?.startsWith("clerk-metadata-verify") && id.endsWith("-2"))?.id;

test("a removal is repeated after a 429, a 500 and a lost connection", async (t) => {
  const backend = await createBackend(t);
  const count = backend.users.count();
  let removals = 0;
  const { url } = await httpServer(t, async ({ method, url, headers, body }, outgoing) => {
    if (method === "DELETE") {
      removals++;
      if (removals === 1) return { status: 429, headers: { "retry-after": "0" } };
      if (removals === 2) return { status: 500 };
      if (removals === 3) return void outgoing.destroy();
    }
    const response = await backend.fetch(`http://local${url}`, { method, headers, ...(body && { body }) });
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  });
  const { code, stderr } = await verify(t, url, ["--only", "list-limit"]);
  assert.deepEqual([code, stderr, backend.users.count(), removals], [0, "", count, 6]);
});

test("an organization whose creation had no response is found and removed", async (t) => {
  const backend = await createBackend(t);
  const count = backend.users.count();
  const { url } = await httpServer(t, async ({ method, url, headers, body }, outgoing) => {
    const response = await backend.fetch(`http://local${url}`, { method, headers, ...(body && { body }) });
    if (method === "POST" && url === "/v1/organizations") return void outgoing.destroy();
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  });
  const { code, stderr, results } = await verify(t, url, ["--only", "organization-size", "--only", "list-limit"]);
  assert.deepEqual([code, stderr, results["list-limit"].result], [1, "", "holds"]);
  assert.equal(results["organization-size"].reason, "POST /organizations has no response: UND_ERR_SOCKET");
  assert.deepEqual([backend.users.count(), backend.organizations.count()], [count, 0]);
});

test("a user whose creation had no response is found and removed", async (t) => {
  const backend = await createBackend(t);
  const count = backend.users.count();
  const { url } = await httpServer(t, async ({ method, url, headers, body }, outgoing) => {
    const response = await backend.fetch(`http://local${url}`, { method, headers, ...(body && { body }) });
    if (method === "POST" && body.includes("-2")) return void outgoing.destroy();
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  });
  const { code, stdout, stderr } = await verify(t, url);
  assert.deepEqual([code, stdout, stderr], [1, "", "clerk-metadata: POST /users has no response: UND_ERR_SOCKET\n"]);
  assert.equal(backend.users.count(), count);
});

for (const [title, respond, message] of [
  [
    "a rejected key",
    () => ({ status: 401, body: '{"errors":[{"code":"clerk_key_invalid","message":"Wrong key."}]}' }),
    "A throwaway user could not be created: 401 clerk_key_invalid (Wrong key.).",
  ],
  [
    "a redirect",
    () => ({ status: 307, headers: { location: "http://127.0.0.1:1/" } }),
    "A throwaway user could not be created: 307 (The response is not JSON. Check --api-url.).",
  ],
  [
    "an HTML page",
    () => ({ status: 404, body: "<html>" }),
    "A throwaway user could not be created: 404 (The response is not JSON. Check --api-url.).",
  ],
  [
    "a list",
    () => ({ status: 200, body: "[]" }),
    "A throwaway user could not be created: 200 (The response is not one of the Backend API. Check --api-url.).",
  ],
  [
    "a long Retry-After",
    () => ({ status: 429, headers: { "retry-after": "86400" }, body: "" }),
    "A throwaway user could not be created: 429 (Retry-After is 86400 seconds, and verify waits for at most 60.).",
  ],
])
  test(`nothing is created: ${title}`, async (t) => {
    const { url, requests } = await httpServer(t, (request) =>
      request.method === "GET" ? { status: 200, body: "[]" } : respond(request),
    );
    const { code, stdout, stderr } = await verify(t, url);
    assert.deepEqual([code, stdout, stderr], [1, "", `clerk-metadata: ${message}\n`]);
    assert.deepEqual(requests.filter(isRemoval), []);
  });
