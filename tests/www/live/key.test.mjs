// The key never reaches the browser: it is looked for in every byte that the browser has received, while
// everything is done that a page can have its server do.
import assert from "node:assert/strict";
import { test } from "node:test";
import { serve } from "../../js/support/backend.mjs";
import { httpServer } from "../../js/support/server.mjs";
import { KEY, startAdmin } from "../support/admin.mjs";
import { typeOver } from "../pages/support/person.mjs";
import { newContext } from "../support/browser.mjs";
import { recordingProxy } from "../support/proxy.mjs";

/** The key in each form that it could come in. */
const FORMS = [
  KEY,
  Buffer.from(KEY).toString("base64").replace(/=+$/, ""),
  Buffer.from(KEY).toString("hex"),
  encodeURIComponent(KEY),
  [...KEY].reverse().join(""),
];

const assertNowhere = (received) => {
  for (const form of FORMS) assert.ok(!received.includes(form), form);
};

async function openThrough(t, apiUrl) {
  const proxy = await recordingProxy(t);
  const context = await newContext(t, { proxy: { server: proxy.url, bypass: "<-loopback>" } });
  if (context === undefined) return undefined;
  const admin = await startAdmin(t, apiUrl);
  const page = await context.newPage();
  await page.goto(admin.url);
  return { admin, page, proxy };
}

test("finding, reading, changing, undoing, and a call that is refused", async (t) => {
  const { url, users } = await serve(t, {
    secretKey: KEY,
    users: [
      { id: "user_ada", firstName: "Ada", lastName: "Lovelace", publicMetadata: { plan: { name: "pro", seats: 3 } } },
    ],
  });
  const here = await openThrough(t, url);
  if (here === undefined) return;
  const { page, proxy, admin } = here;
  await page.getByRole("option", { name: /Ada Lovelace/ }).click();
  await typeOver(page.getByLabel("Value of plan.seats"), "5");
  await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
  await page.getByText("Applied.", { exact: true }).waitFor();
  assert.equal(users.get("user_ada").public_metadata.plan.seats, 5);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Taken back.").waitFor();
  assert.equal(users.get("user_ada").public_metadata.plan.seats, 3);
  await page.goto(`${admin.origin}/#/users/user_nobody`);
  await page.getByRole("alert").filter({ hasText: "There is no such user." }).waitFor();

  const received = proxy.received();
  for (const part of ['"mode":"live"', "Lovelace", "No user was found with id user_nobody", "<!doctype html>"])
    assert.ok(received.includes(part), `the proxy has seen ${part}`);
  assertNowhere(received);
});

test("a service that repeats what it was sent", async (t) => {
  const upstream = await httpServer(t, ({ headers }) => ({
    status: 400,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ errors: [{ code: "x", message: headers.authorization }] }),
  }));
  const here = await openThrough(t, upstream.url);
  if (here === undefined) return;
  const { page, proxy } = here;
  await page.getByRole("alert").filter({ hasText: "contains the secret key" }).waitFor();
  assert.equal(upstream.requests[0].headers.authorization, `Bearer ${KEY}`);
  assertNowhere(proxy.received());
});
