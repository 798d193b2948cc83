// What the page shows about its server and the Backend API.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { serve } from "../../js/support/backend.mjs";
import { deadUrl, httpServer } from "../../js/support/server.mjs";
import { KEY, pageFolder, startAdmin } from "../support/admin.mjs";
import { eventually } from "../pages/support/eventually.mjs";
import { typeOver } from "../pages/support/person.mjs";
import { newContext } from "../support/browser.mjs";

const ADA = { id: "user_ada", firstName: "Ada", lastName: "Lovelace", publicMetadata: { plan: { seats: 3 } } };

async function openPage(t, admin) {
  const context = await newContext(t);
  if (context === undefined) return undefined;
  const page = await context.newPage();
  await page.goto(admin.url);
  return page;
}

test("the page shows production or development, and the host of the Backend API", async (t) => {
  for (const [secretKey, instance] of [
    ["sk_live_x", "production"],
    [KEY, "development"],
  ]) {
    const { url } = await serve(t, { secretKey, users: [ADA] });
    const page = await openPage(t, await startAdmin(t, url, { env: { CLERK_SECRET_KEY: secretKey } }));
    if (page === undefined) return;
    await page.getByRole("option", { name: /Ada Lovelace/ }).waitFor();
    await page.getByText(`${instance} instance at ${new URL(url).host}`).waitFor();
  }
});

test("a key of another instance: the list shows what to check", async (t) => {
  const { url } = await serve(t, { secretKey: "sk_test_another", users: [ADA] });
  const page = await openPage(t, await startAdmin(t, url));
  if (page === undefined) return;
  await page.getByRole("alert").filter({ hasText: "The secret key was rejected." }).waitFor();
});

test("a Backend API that is not running or redirects: the page shows the reason", async (t) => {
  const redirecting = await httpServer(t, () => ({ status: 302, headers: { location: "https://example.com/" } }));
  for (const [url, reason] of [
    [await deadUrl(), "the connection was refused"],
    [redirecting.url, "responded with a redirect (302). Redirects are not followed"],
  ]) {
    const page = await openPage(t, await startAdmin(t, url));
    if (page === undefined) return;
    await page.getByRole("alert").filter({ hasText: reason }).waitFor();
  }
});

test("a server that has ended: the page shows it, and keeps what was typed", async (t) => {
  const { url, users } = await serve(t, { secretKey: KEY, users: [ADA] });
  const admin = await startAdmin(t, url);
  const page = await openPage(t, admin);
  if (page === undefined) return;
  await page.getByRole("option", { name: /Ada Lovelace/ }).click();
  await typeOver(page.getByLabel("Value of plan.seats"), "5");
  admin.child.kill("SIGINT");
  await admin.exit;
  await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
  await page.getByRole("alert").filter({ hasText: "The server does not respond." }).waitFor();
  await eventually(async () => assert.equal(await page.getByLabel("Value of plan.seats").inputValue(), "5"));
  assert.deepEqual(users.get("user_ada").public_metadata, { plan: { seats: 3 } });
});

test("what is loaded before the users are there is under 150 KB gzip, without the editor", async (t) => {
  const { url } = await serve(t, { secretKey: KEY, users: [ADA] });
  const context = await newContext(t);
  if (context === undefined) return;
  const admin = await startAdmin(t, url);
  const page = await context.newPage();
  const loaded = new Set();
  page.on("request", (request) => loaded.add(new URL(request.url()).pathname));
  await page.goto(admin.url);
  await page.getByRole("option", { name: /Ada Lovelace/ }).waitFor();
  const files = [...loaded].filter((path) => path.startsWith("/assets/")).concat("/index.html");
  assert.ok(files.some((path) => path.endsWith(".js")) && files.some((path) => path.endsWith(".css")), files.join());
  const bytes = files.reduce(
    (sum, path) => sum + gzipSync(readFileSync(join(pageFolder(), path)), { level: 9 }).length,
    0,
  );
  assert.ok(bytes <= 150_000, `${bytes} bytes: ${files.join(", ")}`);
  assert.ok(!files.some((path) => /codemirror|worker/.test(path)), files.join());
  // Later it does come.
  await page.getByRole("option", { name: /Ada Lovelace/ }).click();
  const editor = page.waitForRequest(/codemirror/);
  await page.getByRole("region", { name: "Public", exact: true }).getByRole("radio", { name: "Text" }).click();
  await editor;
});
