// The demo of the site, as www/demo.mjs writes it, on a static host in a subfolder and without response headers.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { writeDemo } from "../../../www/demo.mjs";
import { folder } from "../../js/support/folder.mjs";
import { newContext } from "../support/browser.mjs";
import { typeOver } from "./support/person.mjs";
import { ADA } from "./support/people.mjs";
import { paneOf, rowsOf } from "./support/stage.mjs";
import { serve } from "./support/static.mjs";

/** A site at /clerk-metadata/ with the demo in demo/. */
async function openDemo(t) {
  const context = await newContext(t);
  if (context === undefined) return undefined;
  const site = folder(t);
  writeFileSync(join(site, "index.html"), "<!doctype html><title>Documentation</title><h1>clerk-metadata</h1>");
  mkdirSync(join(site, "demo"));
  writeFileSync(join(site, "demo/old.js"), "of an earlier version");
  writeDemo(join(site, "demo"));
  const host = await serve({ below: "/clerk-metadata", folder: site, policy: null });
  t.after(host.close);
  const page = await context.newPage();
  const errors = [];
  const requests = [];
  page.on("pageerror", (error) => errors.push(error.stack));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  context.on("request", (request) => requests.push(request.url()));
  await page.goto(`${host.url}demo/`);
  return { page, errors, requests, url: host.url };
}

test("in a subfolder of a static site: a user is changed, and the change survives a reload", async (t) => {
  const demo = await openDemo(t);
  if (demo === undefined) return;
  const { page, errors, requests, url } = demo;
  await page.getByText("Everything stays in this browser").waitFor();
  await rowsOf(page, "Ada Lovelace").click();
  const seats = paneOf(page, "Public").getByLabel("Value of plan.seats");
  await typeOver(seats, "12");
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await page.getByText("Applied.", { exact: true }).waitFor();
  await eventually(async () => assert.equal(page.url(), `${url}demo/#/users/${ADA}`));
  await page.reload();
  await page.waitForFunction(() => document.querySelector('[aria-label="Value of plan.seats"]')?.value === "12");
  assert.deepEqual(errors, []);
  assert.deepEqual(
    requests.filter((request) => !request.startsWith(`${url}demo/`)),
    [],
  );
  assert.equal((await fetch(`${url}demo/old.js`)).status, 404);
});

test("its own policy holds: no script and no request that is not of the demo", async (t) => {
  const demo = await openDemo(t);
  if (demo === undefined) return;
  const { page } = demo;
  await rowsOf(page, "Ada Lovelace").waitFor();
  const outcome = await page.evaluate(async () => {
    const violations = [];
    const reported = new Promise((resolve) => {
      addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
        if (violations.push(effectiveDirective) === 2) resolve();
      });
    });
    const script = document.createElement("script");
    // setup: an injected script
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
    const sent = await fetch("http://another.test/").then(
      () => "sent",
      (error) => error.name,
    );
    await reported;
    return { violations, sent, ran: globalThis.ran };
  });
  // settled: the function in the page waits for both reports
  assert.deepEqual(outcome, { violations: ["script-src-elem", "connect-src"], sent: "TypeError", ran: undefined });
});

test("the head links to the documentation", async (t) => {
  const demo = await openDemo(t);
  if (demo === undefined) return;
  const { page, url } = demo;
  await page.getByRole("link", { name: "Documentation" }).click();
  await page.getByRole("heading", { name: "clerk-metadata" }).waitFor();
  await eventually(async () => assert.equal(page.url(), url));
});

for (const docsUrl of ["javascript:alert(1)", "data:text/html,x", 7, null]) {
  test(`a documentation URL that is none is not a link: ${docsUrl}`, async (t) => {
    const context = await newContext(t);
    if (context === undefined) return;
    const host = await serve({
      handle(request, response) {
        if (request.url !== "/admin.json") return false;
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ mode: "sandbox", docsUrl }));
        return true;
      },
    });
    t.after(host.close);
    const page = await context.newPage();
    await page.goto(host.url);
    await rowsOf(page, "Ada Lovelace").waitFor();
    await eventually(async () =>
      assert.deepEqual(await page.getByRole("navigation", { name: "Page" }).getByRole("link").allInnerTexts(), [
        "History",
      ]),
    );
  });
}
