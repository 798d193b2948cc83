// The main flows: find a user, edit, preview, apply, undo.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createClerkClient } from "../../../pkg/dist/index.js";
import { KEY } from "../support/admin.mjs";
import { ADA } from "./support/people.mjs";
import { choose, pasteOver, typeKeys, typeOver } from "./support/person.mjs";
import { flow, MODES, openUser, paneOf, rowsOf } from "./support/stage.mjs";

const before = {
  plan: { name: "pro", seats: 3, trial: true },
  features: ["export", "api"],
  address: { city: "London", country: "GB", postcode: "SW1Y 4JH" },
};

flow(
  "a nested key is changed, another removed, and both are undone",
  async ({ page, url, stored }) => {
    await rowsOf(page, "Ada Lovelace").click();
    const pane = paneOf(page, "Public");
    await typeOver(pane.getByLabel("Value of plan.seats"), "5");
    await pane.getByRole("button", { name: "Remove plan.trial" }).click();
    await previewed(pane, "plan.seats", "seats 3 5 changed");
    await previewed(pane, "plan.trial", "trial true removed");
    await page.getByText("1 changed, 1 removed").first().waitFor();
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByText("Applied.", { exact: true }).waitFor();
    const { trial: _, ...plan } = before.plan;
    assert.deepEqual((await stored(ADA)).public_metadata, { ...before, plan: { ...plan, seats: 5 } });

    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    assert.deepEqual((await stored(ADA)).public_metadata, before);
    // Also after the page is opened by a link.
    await openUser(page, ADA, url);
    await page.reload();
    await eventually(async () =>
      assert.equal(await paneOf(page, "Public").getByLabel("Value of plan.seats").inputValue(), "3"),
    );
  },
  { fast: MODES },
);

/** Compares a row of the preview. */
async function previewed(pane, path, expected) {
  const row = pane.locator(`[data-path="${path}"]`);
  await eventually(async () => {
    const cells = await row.locator("th, td").allInnerTexts();
    assert.equal(
      cells
        .map((text) => text.trim())
        .filter(Boolean)
        .join(" "),
      expected,
    );
  });
}

flow("a removed key can be restored before the change is applied", async ({ page, url }) => {
  await openUser(page, ADA, url);
  const pane = paneOf(page, "Public");
  await pane.getByRole("button", { name: "Remove address", exact: true }).click();
  await pane.getByText("address is removed with the 3 values in it.").waitFor();
  await pane.getByRole("button", { name: "Restore address" }).click();
  await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).waitFor({ state: "detached" });
});

flow(
  "a patch as text: the resulting value, a null that deletes, an array that is replaced",
  async ({ page, url, stored }) => {
    await openUser(page, ADA, url);
    const pane = paneOf(page, "Public");
    await pane.getByRole("radio", { name: "Patch" }).click();
    await pane.getByRole("radio", { name: "Text" }).click();
    const text = pane.getByRole("textbox", { name: "Text of the public metadata" });
    await typeOver(text, '{"address": null, "features": ["sso"], "plan": {"seats": 9}}');
    await pane.getByText("address is removed with the 3 values in it.").waitFor();
    await pane.getByText("features is an array and is replaced as a whole: 2 items before, 1 after.").waitFor();
    await pane.getByText("The resulting value").click();
    const after = { plan: { ...before.plan, seats: 9 }, features: ["sso"] };
    await eventually(async () =>
      assert.deepEqual(JSON.parse(await pane.getByLabel("public metadata after the merge").innerText()), after),
    );
    // The same change as a value, and its patch.
    await pane.getByRole("radio", { name: "Value" }).click();
    await eventually(async () => {
      const patch = JSON.parse(await pane.getByLabel("patch of the public metadata").innerText());
      assert.deepEqual(patch, { address: null, features: ["sso"], plan: { seats: 9 } });
    });
    await page.keyboard.press("Control+Enter");
    await page.getByText("Applied.", { exact: true }).waitFor();
    assert.deepEqual((await stored(ADA)).public_metadata, after);
  },
  { fast: ["live"] },
);

flow(
  "invalid JSON, no object, a null to set, too large: an error in the field, and nothing is applied",
  async ({ page, url }) => {
    await openUser(page, ADA, url);
    const pane = paneOf(page, "Unsafe");
    await pane.getByRole("radio", { name: "Text" }).click();
    const text = pane.getByRole("textbox", { name: "Text of the unsafe metadata" });
    const rows = [
      ['{"theme": ', /This is not valid JSON/],
      ["[1]", /Metadata must be an object/],
      ['{"theme": {"a": null}}', /theme\.a: a patch cannot set null/],
      [
        JSON.stringify({ long: "x".repeat(9000) }),
        /The result has 9,011 bytes\. The limit of a field is 8,192 bytes\./,
      ],
    ];
    for (const [wrong, says] of rows) {
      await (wrong.length > 100 ? pasteOver : typeOver)(text, wrong);
      await pane.getByRole("alert").filter({ hasText: says }).waitFor();
      await eventually(async () =>
        assert.equal(await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).isDisabled(), true),
      );
    }
    await typeOver(text, '{"theme": "light"}');
    await pane.getByText("onboarding is removed with").waitFor();
    await eventually(async () =>
      assert.equal(await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).isDisabled(), false),
    );
  },
  { fast: ["live"] },
);

flow(
  "keys and items are added, renamed, and get another type",
  async ({ page, url, stored }) => {
    await openUser(page, ADA, url);
    const pane = paneOf(page, "Private");
    await pane.getByRole("button", { name: "Add a key", exact: true }).click();
    await typeKeys(page, "score\n-2.5e3\n");
    await pane.getByRole("button", { name: "Add a key to billing" }).click();
    await typeKeys(page, "__proto__\nx");
    await page.keyboard.press("Enter");
    await choose(pane.getByLabel("Type of billing.__proto__"), "array");
    await pane.getByRole("button", { name: "Add an item to billing.__proto__" }).click();
    await typeKeys(page, "größer 🦀");
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByText("Applied.", { exact: true }).waitFor();
    const { private_metadata: stored_ } = await stored(ADA);
    assert.equal(stored_.score, -2500);
    assert.equal(
      JSON.stringify(stored_.billing),
      '{"customerId":"cus_8Hk2","invoiced":false,"__proto__":["x","größer 🦀"]}',
    );
  },
  { fast: ["live"] },
);

flow(
  "all three fields are sent in one request, which is shown first",
  async ({ page, url, service }) => {
    await openUser(page, ADA, url);
    await typeOver(paneOf(page, "Public").getByLabel("Value of plan.seats"), "4");
    await choose(paneOf(page, "Private").getByLabel("Value of billing.invoiced"), "true");
    await paneOf(page, "Unsafe").getByRole("button", { name: "Remove theme" }).click();
    await page.getByText("The exact request").click();
    const requestPreview = page.getByLabel("Request", { exact: true });
    const api = service?.url ?? "https://api.clerk.com";
    const body = {
      public_metadata: { plan: { seats: 4 } },
      private_metadata: { billing: { invoiced: true } },
      unsafe_metadata: { theme: null },
    };
    // It follows a moment after the last edit.
    await eventually(async () => {
      const request = await requestPreview.innerText();
      assert.ok(request.startsWith(`PATCH ${api}/v1/users/${ADA}/metadata\n`), request);
      assert.deepEqual(JSON.parse(request.slice(request.indexOf("\n\n"))), body);
      const curl = await page.getByLabel("curl command", { exact: true }).innerText();
      assert.ok(curl.includes('-H "Authorization: Bearer $CLERK_SECRET_KEY"'), curl);
      assert.ok(curl.includes(`-d '${JSON.stringify(body)}'`), curl);
      assert.doesNotMatch(request + curl, /sk_/);
    });
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByText("Public, Private, Unsafe metadata is stored.").waitFor();
    if (service) {
      const changes = service.requests.filter(({ method }) => method !== "GET");
      assert.deepEqual(
        changes.map(({ body }) => JSON.parse(body)),
        [body],
      );
    }
  },
  { fast: ["live"] },
);

flow(
  "the history of the session, and its export",
  async ({ page, url }) => {
    await openUser(page, ADA, url);
    await typeOver(paneOf(page, "Public").getByLabel("Value of plan.seats"), "7");
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    await page.getByRole("link", { name: "History (2)" }).click();
    await page.getByText("3 → 7").waitFor();
    await page.getByText("7 → 3").waitFor();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export as NDJSON" }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^metadata-changes-.*\.ndjson$/);
    const lines = (await readFile(await download.path(), "utf8"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ user_id, undo, request }) => [user_id, undo, request.method, request.body.public_metadata]),
      [
        [ADA, false, "PATCH", { plan: { seats: 7 } }],
        [ADA, true, "PATCH", { plan: { seats: 3 } }],
      ],
    );
    assert.equal(lines[0].before.publicMetadata.plan.seats, 3);
    assert.equal(lines[0].after.publicMetadata.plan.seats, 7);
  },
  { fast: ["live"] },
);

flow(
  "the last change can be undone after another user was opened",
  async ({ page, url, stored }) => {
    await openUser(page, ADA, url);
    await typeOver(paneOf(page, "Public").getByLabel("Value of plan.name"), "team");
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByText("Applied.", { exact: true }).waitFor();
    await rowsOf(page, "Grace Hopper").click();
    await page.getByRole("heading", { name: "Grace Hopper" }).waitFor();
    await eventually(async () => assert.equal(await page.getByRole("button", { name: "Undo" }).count(), 0));
    await rowsOf(page, "Ada Lovelace").click();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    assert.equal((await stored(ADA)).public_metadata.plan.name, "pro");
  },
  { fast: ["live"] },
);

flow(
  "undo restores a stored null, which a patch cannot set",
  async ({ page, url, service, stored }) => {
    const clerk = createClerkClient({ secretKey: KEY, apiUrl: service.url });
    await clerk.users.replaceUserMetadata(ADA, { unsafeMetadata: { theme: null, other: { left: null } } });
    await openUser(page, ADA, url);
    await paneOf(page, "Unsafe").getByRole("button", { name: "Remove theme" }).click();
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByText("Applied.", { exact: true }).waitFor();
    assert.deepEqual((await stored(ADA)).unsafe_metadata, { other: { left: null } });
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Undone.").waitFor();
    assert.deepEqual((await stored(ADA)).unsafe_metadata, { theme: null, other: { left: null } });
    assert.equal(service.requests.findLast(({ method }) => method !== "GET").method, "PUT");
  },
  { modes: ["live"] },
);

flow(
  "a browser without SharedWorker",
  async ({ page, url, stored }) => {
    await page.addInitScript(() => delete globalThis.SharedWorker);
    await page.reload();
    await openUser(page, ADA, url);
    await typeOver(paneOf(page, "Public").getByLabel("Value of plan.seats"), "21");
    await page.getByRole("button", { name: /^Apply( to \w+)?$/ }).click();
    await page.getByText("Applied.", { exact: true }).waitFor();
    assert.equal((await stored(ADA)).public_metadata.plan.seats, 21);
  },
  { modes: ["sandbox"] },
);
