// The list shows what helps to recognize a user: name, email, ID, values of the metadata, and times.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { ADA } from "./support/people.mjs";
import { flow, rowsOf } from "./support/stage.mjs";

const WIDE = { width: 1440, height: 900 };
const VERY_WIDE = { width: 3840, height: 2160 };

/** The visible text of a row. */
const textOf = async (row) => (await row.innerText()).replace(/\s+/g, " ").trim();

/** The visible column headings from left to right. */
const headingsOf = (page) =>
  page.locator(".headings").evaluate((box) =>
    [...box.querySelectorAll("span")]
      .filter((span) => span.children.length === 0 && span.checkVisibility() && span.getBoundingClientRect().width > 1)
      .sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left)
      .map((span) => span.textContent),
  );

/** The columns whose heading and cell have different left edges. */
const misaligned = (page, id) =>
  page.evaluate((id) => {
    const row = [...document.querySelectorAll(".row")].find((row) => row.textContent.includes(id));
    return ["name", "id", "excerpt", "created", "updated"].filter((column) => {
      const [heading, cell] = [document.querySelector(`.headings .${column}`), row.querySelector(`.${column}`)];
      if (!heading.checkVisibility() || heading.getBoundingClientRect().width < 2) return false;
      return Math.abs(heading.getBoundingClientRect().left - cell.getBoundingClientRect().left) > 1;
    });
  }, id);

flow(
  "name, email, id, values and times, under headings",
  async ({ page }) => {
    const row = rowsOf(page, "Ada Lovelace");
    await row.waitFor();
    await eventually(async () =>
      assert.deepEqual(await headingsOf(page), ["User", "ID", "Metadata", "Created", "Updated"]),
    );
    await eventually(async () => assert.deepEqual(await misaligned(page, ADA), []));
    await eventually(async () => {
      const text = await textOf(row);
      assert.match(text, /Ada Lovelace ada@example\.com user_sandbox_ada /);
      assert.match(text, /features: export, api plan\.name: pro plan\.seats: 3 plan\.trial: true/);
      assert.match(text, /Private notes: Asked for an invoice in July\./);
      assert.match(text, /created (just now|\d+ \w+ ago|\w+) updated (just now|\d+ \w+ ago|\w+)$/);
      assert.doesNotMatch(text, /\d B\b/);
    });
    await eventually(async () => assert.match(await textOf(rowsOf(page, "new@example.com")), /No metadata/));
  },
  { viewport: WIDE },
);

flow(
  "a column for each metadata field where there is room",
  async ({ page }) => {
    await rowsOf(page, "Ada Lovelace").waitFor();
    await eventually(async () =>
      assert.deepEqual(await headingsOf(page), [
        "User",
        "ID",
        "Public metadata",
        "Private metadata",
        "Unsafe metadata",
        "Created",
        "Updated",
      ]),
    );
    await eventually(async () => assert.deepEqual(await misaligned(page, ADA), []));
  },
  { viewport: VERY_WIDE, modes: ["sandbox"] },
);

flow(
  "narrow screens show the time by which the list is sorted",
  async ({ page, url }) => {
    await rowsOf(page, "Ada Lovelace").waitFor();
    await eventually(async () => assert.deepEqual(await headingsOf(page), ["User", "Created"]));
    await page.goto(`${url}#/users?order=updated`);
    await page.locator(".headings").getByText("Updated").waitFor();
    await eventually(async () => assert.deepEqual(await headingsOf(page), ["User", "Updated"]));
  },
  { viewport: { width: 360, height: 740 }, modes: ["sandbox"] },
);

/** Replaces the metadata of a user with exact text. */
const store = (service, id, body) =>
  service.backend.fetch(`${service.url}/v1/users/${id}/metadata`, {
    method: "PUT",
    headers: { authorization: "Bearer sk_test_a_key_that_no_browser_may_see", "content-type": "application/json" },
    body,
  });

flow(
  "numbers to the last digit, text that looks like another value in quotes, nothing empty",
  async ({ page, service }) => {
    await store(
      service,
      ADA,
      `{"public_metadata": {"big": 9007199254740993, "huge": 1e400, "one": 1.0, "text": "14", "yes": "true", "space": " a", "nothing": null, "no": {}, "none": [], "deep": {"er": {"still": 1, "too": {"deep": 2}}}}, "private_metadata": {}, "unsafe_metadata": {}}`,
    );
    await page.reload();
    const row = rowsOf(page, "Ada Lovelace");
    await row.waitFor();
    await eventually(async () =>
      assert.match(
        await textOf(row),
        /big: 9007199254740993 huge: 1e\+?400 one: 1\.0 text: "14" yes: "true" space: " a" nothing: null deep\.er\.still: 1 created/,
      ),
    );
  },
  { modes: ["live"], viewport: VERY_WIDE },
);

flow(
  "keys that users share come first, in the same order, and those with one value for all come last",
  async ({ page, service }) => {
    const people = [ADA, "user_sandbox_grace", "user_sandbox_new"];
    for (const [index, id] of people.entries()) {
      await store(
        service,
        id,
        `{"public_metadata": {"own_${index}": 1, "version": 7, "team": "t${index}"}, "private_metadata": {}, "unsafe_metadata": {}}`,
      );
    }
    await page.reload();
    await rowsOf(page, "Ada Lovelace").waitFor();
    for (const [index, id] of people.entries())
      await eventually(async () =>
        assert.match(await textOf(rowsOf(page, id)), new RegExp(` team: t${index} own_${index}: 1 version: 7 `)),
      );
  },
  { modes: ["live"], viewport: VERY_WIDE, users: 3 },
);

flow(
  "only a field that is nearly full shows its size",
  async ({ page, service }) => {
    await store(
      service,
      ADA,
      JSON.stringify({ public_metadata: { text: "x".repeat(7600) }, private_metadata: { a: 1 } }),
    );
    await page.reload();
    await rowsOf(page, "Ada Lovelace").getByText("Public 92% full").waitFor();
    await eventually(async () => assert.equal(await page.getByText("% full").count(), 1));
  },
  { modes: ["live"], viewport: WIDE },
);

const MARKS = [
  ["\u202e", "U+202E"],
  ["\u2066", "U+2066"],
  ["\u200f", "U+200F"],
  ["\u061c", "U+061C"],
  ["\u200b", "U+200B"],
  ["\u0007", "U+0007"],
  ["\u00ad", "U+00AD"],
  ["\u{e0041}", "U+E0041"],
];

flow(
  "direction marks and invisible characters are shown in names, keys and values, and reorder nothing",
  async ({ page, service }) => {
    for (const [index, [mark]] of MARKS.entries()) {
      service.backend.users.create({
        id: `user_mark_${index}`,
        firstName: `Mark${index}${mark}gnp`,
        publicMetadata: { [`key${mark}x`]: `value${mark}y` },
      });
    }
    service.backend.users.create({
      id: "user_hebrew",
      firstName: "שלום",
      lastName: "👩‍💻",
      publicMetadata: { می‌خواهم: "❤️" },
    });
    await page.reload();
    for (const [index, [, name]] of MARKS.entries()) {
      await eventually(async () => {
        const text = await textOf(rowsOf(page, `Mark${index}`));
        assert.match(text, new RegExp(`Mark${index}⟨${name.replace("+", "\\+")}⟩gnp`));
        // A key that is not a plain word is a JSON string with escape sequences.
        assert.match(text, name.length === 6 ? new RegExp(`key\\\\u${name.slice(2)}x`, "i") : /key\\udb40\\udc41x/i);
        assert.match(text, new RegExp(`value⟨${name.replace("+", "\\+")}⟩y`));
      });
    }
    await eventually(async () => assert.match(await textOf(rowsOf(page, "user_hebrew")), /שלום 👩‍💻.*می‌خواهم.*❤️/));
    // The text after the mark must be to the right of the text before it.
    const row = rowsOf(page, "Mark0").locator(".name bdi");
    await eventually(async () => {
      const [before, after] = await row.evaluate((name) => {
        const left = (node) => {
          const range = document.createRange();
          range.selectNodeContents(node);
          return range.getBoundingClientRect().left;
        };
        return [left(name.firstChild), left(name.lastChild)];
      });
      assert.ok(before < after);
    });
  },
  { modes: ["live"], viewport: VERY_WIDE },
);
