// A page of another origin cannot read or change anything, in a browser that is signed in to the admin page. Each
// attempt is also made from the origin of the admin page, where it works, so that none fails for another reason.
import assert from "node:assert/strict";
import { test } from "node:test";
import { serve } from "../../js/support/backend.mjs";
import { httpServer } from "../../js/support/server.mjs";
import { KEY, startAdmin } from "../support/admin.mjs";
import { newContext } from "../support/browser.mjs";

const METADATA = "/v1/users/user_1/metadata";
const BODY = '{"public_metadata":{"stolen":true}}';

/** The attempts. Each runs in the page and returns its result. */
const ATTEMPTS = {
  "read the users": async ({ target }) => {
    const response = await fetch(`${target}/v1/users`, { credentials: "include" });
    return `${response.status} ${await response.text()}`;
  },
  "read which instance it is": async ({ target }) =>
    (await fetch(`${target}/admin.json`, { credentials: "include" })).text(),
  "change metadata": async ({ target, path, body }) => {
    const init = { method: "PATCH", credentials: "include", headers: { "content-type": "application/json" }, body };
    return String((await fetch(target + path, init)).status);
  },
  "change metadata without asking (no-cors)": async ({ target, path, body }) => {
    const response = await fetch(target + path, { method: "POST", mode: "no-cors", credentials: "include", body });
    return `${response.type} ${response.status}`;
  },
  "a beacon": async ({ target, path, body }) => String(navigator.sendBeacon(target + path, body)),
  "a script": ({ target }) =>
    new Promise((resolve) => {
      const script = document.createElement("script");
      script.onload = () => resolve("loaded");
      script.onerror = () => resolve("rejected");
      script.src = `${target}/admin.json`;
      document.head.append(script);
    }),
  "a frame": ({ target }) =>
    new Promise((resolve) => {
      const frame = document.createElement("iframe");
      frame.onload = () => {
        try {
          resolve(frame.contentDocument?.title ?? "hidden");
        } catch {
          resolve("hidden");
        }
      };
      frame.src = `${target}/`;
      document.body.append(frame);
    }),
};

/** The origins of other pages: another site, and the same host at another port. */
const OTHERS = {
  "another site": ({ port }) => `http://evil.test:${port}`,
  "another port of the same host": ({ port }) => `http://127.0.0.1:${port}`,
  "another port of localhost": ({ port }) => `http://localhost:${port}`,
};

/** The results of failed attempts. `sendBeacon` returns true even if the server rejects the request. */
const FAILED = /TypeError: Failed to fetch|^rejected$|^opaque 0$|^hidden$|^true$/;

async function signedIn(t) {
  const context = await newContext(t);
  if (context === undefined) return undefined;
  const { url, users } = await serve(t, {
    secretKey: KEY,
    users: [{ id: "user_1", firstName: "Ada", publicMetadata: { plan: "pro" } }],
  });
  const admin = await startAdmin(t, url);
  const page = await context.newPage();
  await page.goto(admin.url);
  assert.equal(page.url(), `${admin.origin}/`, "the token is gone from the address");
  return { context, admin, page, users };
}

/** Runs an attempt in a page. Returns its result or its error. */
const attempt = (page, way, target) => page.evaluate(way, { target, path: METADATA, body: BODY }).catch(String);

const otherPage = () => ({ headers: { "content-type": "text/html" }, body: "<!doctype html><title>other</title>" });

test("what the ways below do from the page itself", async (t) => {
  const here = await signedIn(t);
  if (here === undefined) return;
  const { page, admin, users } = here;
  const attemptFromPage = (what) => attempt(page, ATTEMPTS[what], admin.origin);
  assert.match(await attemptFromPage("read the users"), /^200 \[\{"id":"user_1"/);
  assert.equal(JSON.parse(await attemptFromPage("read which instance it is")).mode, "live");
  assert.equal(await attemptFromPage("change metadata"), "200");
  assert.deepEqual(users.get("user_1").public_metadata, { plan: "pro", stolen: true });
});

for (const [from, originOf] of Object.entries(OTHERS)) {
  test(`a page of ${from} can do nothing`, async (t) => {
    const here = await signedIn(t);
    if (here === undefined) return;
    const { context, admin, users } = here;
    const other = await httpServer(t, otherPage);
    const page = await context.newPage();
    const observed = [];
    page.on("response", (response) => observed.push([new URL(response.url()).port, response.status()]));
    await page.goto(originOf(new URL(other.url)));
    assert.equal(await page.title(), "other");
    // By both host names of the admin page.
    for (const target of [admin.origin, `http://localhost:${admin.port}`]) {
      for (const [what, way] of Object.entries(ATTEMPTS)) {
        assert.match(await attempt(page, way, target), FAILED, `${what} at ${target}`);
      }
    }
    const statuses = observed.filter(([port]) => port === admin.port).map(([, status]) => status);
    assert.deepEqual(new Set(statuses), new Set([403]), "what reached the server was rejected there");
    assert.deepEqual(users.get("user_1").public_metadata, { plan: "pro" });
  });

  test(`a form of a page of ${from} changes nothing`, async (t) => {
    const here = await signedIn(t);
    if (here === undefined) return;
    const { context, admin, users } = here;
    const other = await httpServer(t, otherPage);
    const page = await context.newPage();
    await page.goto(originOf(new URL(other.url)));
    const pending = page.waitForResponse((response) => response.url().startsWith(admin.origin));
    await page.evaluate(
      ([action, body]) => {
        const form = document.createElement("form");
        Object.assign(form, { method: "post", enctype: "text/plain", action });
        const input = document.createElement("input");
        // setup: as below
        [input.name, input.value] = body.split(":").map((part, index) => (index === 0 ? `${part}:` : part));
        form.append(input);
        document.body.append(form);
        form.submit(); // setup: the page of an attacker, which needs no person
      },
      [admin.origin + METADATA, BODY],
    );
    assert.equal((await pending).status(), 403);
    assert.deepEqual(users.get("user_1").public_metadata, { plan: "pro" });
  });

  test(`a page of ${from} that opens the admin page has no hold of it`, async (t) => {
    const here = await signedIn(t);
    if (here === undefined) return;
    const { context, admin } = here;
    const other = await httpServer(t, otherPage);
    const page = await context.newPage();
    await page.goto(originOf(new URL(other.url)));
    const pending = context.waitForEvent("response", (response) => response.url() === `${admin.origin}/`);
    await page.evaluate((target) => void (globalThis.opened = open(target)), `${admin.origin}/`);
    assert.equal((await pending).status(), 403);
    await page.waitForFunction(() => globalThis.opened.closed);
  });
}

test("a name of another site that leads to this machine (DNS rebinding) shows nothing", async (t) => {
  const here = await signedIn(t);
  if (here === undefined) return;
  const { context, admin, users } = here;
  const rebound = `http://rebound.test:${admin.port}`;
  const page = await context.newPage();
  for (const path of ["/", `/?token=${admin.token}`, "/admin.json", "/v1/users"]) {
    const response = await page.goto(rebound + path);
    assert.equal(response.status(), 403, path);
    assert.match(await response.text(), /accepts no other host name/);
  }
  assert.deepEqual(await context.cookies(rebound), []);
  const change = await page.evaluate(
    async ([path, body]) =>
      (await fetch(path, { method: "PATCH", headers: { "content-type": "application/json" }, body })).status,
    [METADATA, BODY],
  );
  assert.equal(change, 403);
  assert.deepEqual(users.get("user_1").public_metadata, { plan: "pro" });
});

test("a profile that has not opened the printed URL is asked to", async (t) => {
  const context = await newContext(t);
  if (context === undefined) return;
  const admin = await startAdmin(t);
  const page = await context.newPage();
  const response = await page.goto(`${admin.origin}/#/users/user_1`);
  assert.equal(response.status(), 401);
  assert.match(await page.locator("body").innerText(), /^Open the URL that clerk-metadata admin printed/);
  await page.goto(`${admin.url}#/users/user_1`);
  assert.equal(page.url(), `${admin.origin}/#/users/user_1`, "a deep link stays");
  const [cookie] = await context.cookies(admin.origin);
  assert.deepEqual(
    [cookie.httpOnly, cookie.sameSite, await page.evaluate(() => document.cookie)],
    [true, "Strict", ""],
  );
});
