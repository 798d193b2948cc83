// The built site in Chromium, in a subfolder of a static host: its search, pages and demo. No other host is needed.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PAGES, ROOT, START_PAGE } from "../../site/repository.mjs";
import { typeKeys, typeOver } from "../www/pages/support/person.mjs";
import { serve } from "../www/pages/support/static.mjs";
import { newContext } from "../www/support/browser.mjs";

/** Opens the start page: `{ page, url, assertNoProblems }`. */
async function openSite(t) {
  const context = await newContext(t);
  if (context === undefined) return undefined;
  const host = await serve({ below: "/clerk-metadata", folder: join(ROOT, "target/site"), policy: null });
  t.after(host.close);
  const page = await context.newPage();
  const problems = [];
  context.on("request", (request) => request.url().startsWith(host.url) || problems.push(request.url()));
  page.on("pageerror", (error) => problems.push(error.stack));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto(host.url);
  return { page, url: host.url, assertNoProblems: () => assert.deepEqual(problems, []) };
}

/** Types into the search, and clicks the result that leads to `path`. */
async function search(page, text, path) {
  await page.getByRole("button", { name: "Search" }).click();
  await searchHasFocus(page);
  await typeKeys(page, text);
  await page.locator(`#tsd-search-results a[href$="/${path}"]`).click();
  await page.waitForURL(`**/clerk-metadata/${path}`);
}

const searchHasFocus = (page) => page.waitForFunction(() => document.activeElement.id === "tsd-search-input");

test("the search finds a method", async (t) => {
  const site = await openSite(t);
  if (site === undefined) return;
  const { page } = site;
  await search(page, "updateUserMetadata", "interfaces/clerk-metadata.ClerkUsers.html#updateusermetadata");
  await page.getByRole("heading", { name: "updateUserMetadata" }).waitFor();
  site.assertNoProblems();
});

/** The longest word that only one of the texts contains, without the addresses of links, which differ in the site. */
function uniqueWord(text, otherTexts) {
  const withoutLinks = text.replace(/\]\([^)]*\)|https?:\S+/g, "");
  const words = [...new Set(withoutLinks.toLowerCase().match(/[a-z]{5,}/g))].sort((a, b) => b.length - a.length);
  return words.find((word) => !otherTexts.some((other) => other.toLowerCase().includes(word)));
}

test("the search finds the pages by a word that only one of them contains", async (t) => {
  const site = await openSite(t);
  if (site === undefined) return;
  const pages = [START_PAGE, ...PAGES.map(({ path }) => path)];
  const types = readdirSync(join(ROOT, "pkg/types")).map((name) => `pkg/types/${name}`);
  const texts = new Map([...pages, ...types].map((path) => [path, readFileSync(join(ROOT, path), "utf8")]));
  const pagesWithoutUniqueWord = [];
  for (const path of pages) {
    const otherTexts = [...texts].filter(([other]) => other !== path).map(([, text]) => text);
    const word = uniqueWord(texts.get(path), otherTexts);
    if (word === undefined) {
      pagesWithoutUniqueWord.push(path);
      continue;
    }
    const name = path.split("/").at(-1).replace(/md$/, "html");
    await search(site.page, word, path === START_PAGE ? "index.html" : `documents/${name}`);
  }
  assert.ok(pagesWithoutUniqueWord.length <= pages.length / 5, `no word to search for: ${pagesWithoutUniqueWord}`);
  site.assertNoProblems();
});

test("the search works with the keyboard", async (t) => {
  const site = await openSite(t);
  if (site === undefined) return;
  const { page, url } = site;
  // The body is hidden until the page is ready. A search that opens before then has no focus.
  await page.getByRole("heading", { name: "clerk-metadata", exact: true }).waitFor();
  await page.keyboard.press("Control+k");
  await searchHasFocus(page);
  await typeKeys(page, "isClerkInputError");
  await page.locator("#tsd-search-results a").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${url}functions/clerk-metadata.isClerkInputError.html`);
  site.assertNoProblems();
});

test("what is typed before the search index is loaded is found when it is", async (t) => {
  const site = await openSite(t);
  if (site === undefined) return;
  const { page, url } = site;
  let finishTyping;
  const typed = new Promise((resolve) => (finishTyping = resolve));
  await page.route("**/assets/search.js*", async (route) => {
    await typed;
    await route.continue();
  });
  await page.clock.install();
  await page.goto(`${url}modules.html`, { waitUntil: "commit" });
  await page.getByRole("button", { name: "Search" }).click();
  await searchHasFocus(page);
  await typeKeys(page, "getUserList");
  await page.clock.runFor(1000); // the search waits for another key
  finishTyping();
  await page.waitForFunction(() => document.querySelector("#tsd-search-status").textContent === "");
  await page.clock.runFor(1000);
  await page.locator("#tsd-search-results a").first().waitFor();
  site.assertNoProblems();
});

test("from the start page to another page and back", async (t) => {
  const site = await openSite(t);
  if (site === undefined) return;
  const { page, url } = site;
  await page.locator(".tsd-panel a[href='documents/differences.html']").first().click();
  await page.getByRole("heading", { name: "Differences from @clerk/backend" }).waitFor();
  assert.equal(page.url(), `${url}documents/differences.html`);
  await page.getByRole("banner").getByRole("link", { name: "clerk-metadata" }).click();
  await page.waitForURL(`${url}index.html`);
  site.assertNoProblems();
});

test("the demo changes a user, and leads back to the documentation", async (t) => {
  const site = await openSite(t);
  if (site === undefined) return;
  const { page, url } = site;
  await page.getByRole("link", { name: "Demo of the admin page" }).click();
  await page.waitForURL(`${url}demo/index.html`);
  await page.getByText("Ada Lovelace").click();
  await typeOver(page.getByLabel("Value of plan.seats"), "12");
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await page.getByText("Applied.", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Documentation" }).click();
  await page.waitForURL(url);
  site.assertNoProblems();
});
