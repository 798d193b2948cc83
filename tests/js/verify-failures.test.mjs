// `npx clerk-metadata verify` with a server that is not Clerk's, is behind a broken proxy, or does not exist, and with
// `--report`.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "./support/command.mjs";
import { folder } from "./support/folder.mjs";
import { deadUrl, httpServer } from "./support/server.mjs";
import { createBackend, environmentOf, serveBackend, verify } from "./support/verify.mjs";

const ONE_FACT = ["--only", "list-limit"];
const isRemoval = ({ method }) => method === "DELETE";
const html = (status) => ({ status, headers: { "content-type": "text/html" }, body: "<html>" });
const json = (status, body) => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

for (const [title, response, reason] of [
  ["a 200 with HTML", html(200), "200 (The response is not JSON. Check --api-url.)"],
  ["a 200 with null", json(200, null), "200 (The response is not one of the Backend API. Check --api-url.)"],
  ["the deletion of another", json(200, { id: "user_x", deleted: true }), /^200 \(The response is not one/],
  ["deleted: false", json(200, { deleted: false }), /^200 \(The response is not one/],
  ["a 404 of a proxy", html(404), "404 (The response is not JSON. Check --api-url.)"],
])
  test(`a removal with ${title} does not count`, async (t) => {
    const { url, requests } = await serveBackend(t, await createBackend(t), (request, forward) =>
      isRemoval(request) ? response : forward(request),
    );
    const { code, stderr } = await verify(t, url, ONE_FACT);
    const left = [...stderr.matchAll(/^ {2}user (user_\w+) \(clerk-metadata-verify-\w+-\d\): (.*)$/gm)];
    assert.deepEqual([code, left.length, requests.filter(isRemoval).length], [1, 3, 9]);
    for (const [, , text] of left) assert.match(text, reason instanceof RegExp ? reason : /./);
    if (typeof reason === "string")
      assert.deepEqual(
        left.map(([, , text]) => text),
        [reason, reason, reason],
      );
  });

test("a removal with another response counts if the user is gone", async (t) => {
  const backend = await createBackend(t);
  const count = backend.users.count();
  const { url } = await serveBackend(t, backend, async (request, forward) => {
    const response = await forward(request);
    return isRemoval(request) ? html(200) : response;
  });
  const { code, stderr } = await verify(t, url, ONE_FACT);
  assert.deepEqual([code, stderr, backend.users.count()], [0, "", count]);
});

test("a server that responds to everything with HTML", async (t) => {
  const { url } = await httpServer(t, () => html(200));
  const { code, stdout, stderr } = await verify(t, url, ONE_FACT);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /could not be created: 200 \(The response is not JSON\. Check --api-url\.\)\.$/m);
});

for (const [title, createUrl, reason] of [
  ["no server listens", deadUrl, "ECONNREFUSED"],
  ["fetch rejects the port", () => "http://127.0.0.1:1", "bad port"],
  ["the host does not exist", () => "https://clerk-metadata.invalid", "(ENOTFOUND|EAI_AGAIN)"],
])
  test(`nothing was sent: ${title}`, async (t) => {
    const { code, stdout, stderr } = await verify(t, await createUrl(), ONE_FACT);
    assert.deepEqual([code, stdout], [1, ""]);
    assert.match(stderr, new RegExp(`^clerk-metadata: POST /users could not be sent: ${reason}\n$`));
  });

test("a file of a report that exists is not overwritten, and nothing is sent", async (t) => {
  const { url, requests } = await serveBackend(t, await createBackend(t));
  const file = join(folder(t), "report.json");
  writeFileSync(file, "mine");
  const { code, stderr } = await run(t, ["verify", ...ONE_FACT, "--report", file], environmentOf(url));
  assert.equal(code, 2);
  assert.match(stderr.replace(/\s+/g, " "), /--report must be a new file\. \S+report\.json exists: delete it/);
  assert.deepEqual([readFileSync(file, "utf8"), requests], ["mine", []]);
});

test("a run that fails leaves no file of a report", async (t) => {
  const file = join(folder(t), "report.json");
  const { code } = await run(t, ["verify", ...ONE_FACT, "--report", file], environmentOf(await deadUrl()));
  assert.deepEqual([code, existsSync(file)], [1, false]);
});

test("one fact, and a key in parentheses", async (t) => {
  const { url } = await serveBackend(t, await createBackend(t));
  const { stderr } = await run(t, ["verify", ...ONE_FACT], environmentOf(url));
  assert.match(stderr, /^Checking 1 fact of /);
  const typed = await run(t, ["verify", "(sk_test_typed)"], environmentOf(url));
  assert.match(typed.stderr, /\(sk_…\)/);
});
