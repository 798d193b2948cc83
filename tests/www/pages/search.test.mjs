// The search: it is in the URL, survives a reload, and never shows the results of another search.
import { eventually } from "./support/eventually.mjs";
import assert from "node:assert/strict";
import { choose, paste, typeKeys } from "./support/person.mjs";
import { ADA } from "./support/people.mjs";
import { flow, rowsOf } from "./support/stage.mjs";

const searchOf = (page) => page.getByLabel("Search users");
const usersOf = (page, count) => page.getByText(count === 1 ? "1 user" : `${count} users`, { exact: true });
const hash = (page) => page.evaluate(() => location.hash);

/** Waits for the URL, which contains the search after a pause in typing. */
const address = (page, expected) => page.waitForFunction((expected) => location.hash === expected, expected);

async function searchFor(page, text) {
  await searchOf(page).click();
  await typeKeys(page, text);
}

/** List requests whose URL contains a text wait until `release()`. With `status`, they fail with it afterwards. */
async function hold(page, fragment, { status } = {}) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  let arrive;
  const requested = new Promise((resolve) => {
    arrive = resolve;
  });
  await page.route(
    (url) => url.pathname === "/v1/users" && url.search.includes(fragment),
    async (route) => {
      arrive();
      await released;
      if (status === undefined) return route.continue().catch(() => {}); // it may have been aborted
      return route.fulfill({
        status,
        json: {
          errors: [
            { code: "internal_clerk_error", message: "Something went wrong.", long_message: "Something went wrong." },
          ],
        },
      });
    },
  );
  return {
    release,
    requested,
    stop: () => page.unroute(() => true).then(() => page.unrouteAll({ behavior: "ignoreErrors" })),
  };
}

flow("the search and the order survive a reload, and links contain them", async ({ page, newPage, mode }) => {
  await usersOf(page, mode === "live" ? 50 : 250).waitFor();
  await searchFor(page, "lovelace");
  await usersOf(page, 1).waitFor();
  await eventually(async () => assert.equal(await hash(page), "#/users?query=lovelace"));
  await choose(page.getByLabel("Sort by"), "Email");
  await address(page, "#/users?query=lovelace&order=email");
  await page.reload();
  await usersOf(page, 1).waitFor();
  await eventually(async () => assert.equal(await searchOf(page).inputValue(), "lovelace"));
  await eventually(async () => assert.equal(await page.getByLabel("Sort by").inputValue(), "+email_address"));
  await rowsOf(page, "Ada Lovelace").click();
  await page.getByRole("heading", { name: "Ada Lovelace" }).waitFor();
  await eventually(async () => assert.equal(await hash(page), `#/users/${ADA}?query=lovelace&order=email`));
  const link = page.url();
  const other = await newPage();
  await other.goto(link);
  await other.getByRole("heading", { name: "Ada Lovelace" }).waitFor();
  await usersOf(other, 1).waitFor();
  await eventually(async () => assert.equal(await searchOf(other).inputValue(), "lovelace"));
});

for (const text of ["a&b=c #?%", "zoë-żak", "100%", "+1"]) {
  flow(
    `any text: ${text}`,
    async ({ page }) => {
      await searchFor(page, text);
      const expected = await page.evaluate((text) => `#/users?${new URLSearchParams({ query: text })}`, text);
      await address(page, expected);
      await page.reload();
      await searchOf(page).waitFor();
      await eventually(async () => assert.equal(await searchOf(page).inputValue(), text));
    },
    { modes: ["sandbox"] },
  );
}

flow(
  "a reload right after the last key keeps all of it",
  async ({ page }) => {
    await searchOf(page).click();
    await typeKeys(page, "lovelac", { delay: 0 });
    await page.keyboard.press("e");
    await page.reload();
    await usersOf(page, 1).waitFor();
    await eventually(async () => assert.equal(await searchOf(page).inputValue(), "lovelace"));
  },
  { modes: ["sandbox"] },
);

flow("back and forward go through the searches, one entry for each", async ({ page }) => {
  await searchFor(page, "ada");
  await address(page, "#/users?query=ada");
  await page.keyboard.press("Enter"); // the next search is another one
  await typeKeys(page, " love");
  await address(page, "#/users?query=ada+love");
  await rowsOf(page, "Ada Lovelace").click();
  await page.getByRole("heading", { name: "Ada Lovelace" }).waitFor();
  for (const [step, expected, text] of [
    ["goBack", "#/users?query=ada+love", "ada love"],
    ["goBack", "#/users?query=ada", "ada"],
    ["goBack", "", ""],
    ["goForward", "#/users?query=ada", "ada"],
    ["goForward", "#/users?query=ada+love", "ada love"],
  ]) {
    await page[step]();
    await address(page, expected);
    await page.waitForFunction((text) => document.querySelector("#search").value === text, text);
  }
});

flow("Escape clears the search; the next keys begin another one", async ({ page }) => {
  await searchFor(page, "nobody at all");
  await page.getByText("No user matches “nobody at all” by name, email or ID.").waitFor();
  await page.keyboard.press("Escape");
  await eventually(async () => assert.equal(await searchOf(page).inputValue(), ""));
  await address(page, "#/users");
  await typeKeys(page, "hopper");
  await usersOf(page, 1).waitFor();
  await eventually(async () => assert.match(await rowsOf(page).innerText(), /Grace Hopper/));
  await page.goBack();
  await address(page, "#/users");
  await eventually(async () => assert.equal(await searchOf(page).inputValue(), ""));
});

flow(
  "hidden characters of the search text are shown below it",
  async ({ page }) => {
    const note = page.getByRole("search").getByText("Contains hidden characters: ");
    await searchOf(page).click();
    await paste(page, "ada\u202egnp");
    await eventually(async () => assert.equal(await note.innerText(), "Contains hidden characters: ada⟨U+202E⟩gnp"));
    await page.getByText("No user matches “ada⟨U+202E⟩gnp” by name, email or ID.").waitFor();
    await page.keyboard.press("ControlOrMeta+a");
    await typeKeys(page, "ada");
    await note.waitFor({ state: "detached" });
  },
  { modes: ["sandbox"] },
);

flow("search, arrow down, Enter, faster than the results: the first result is opened", async ({ page }) => {
  await rowsOf(page).first().waitFor();
  await searchOf(page).click();
  await typeKeys(page, "lovelace", { delay: 0 });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Ada Lovelace" }).waitFor();
});

flow(
  "results that arrive late do not replace those of a later search, and typing goes on meanwhile",
  async ({ page }) => {
    await usersOf(page, 50).waitFor();
    const slow = await hold(page, "query=hop");
    await searchFor(page, "hop");
    await slow.requested;
    await page.getByText("Searching…").waitFor();
    await page.keyboard.press("ControlOrMeta+a");
    await typeKeys(page, "lovelace");
    await usersOf(page, 1).waitFor();
    slow.release();
    await page.keyboard.press("End");
    await typeKeys(page, " ");
    await eventually(async () => assert.equal(await searchOf(page).inputValue(), "lovelace "));
    await eventually(async () => assert.equal(await rowsOf(page).count(), 1));
    await eventually(async () => assert.match(await rowsOf(page).innerText(), /Ada Lovelace/));
  },
  { modes: ["live"] },
);

flow(
  "a failing search shows the error, counts down, and can be stopped and retried; the typed text is kept",
  async ({ page }) => {
    await usersOf(page, 50).waitFor();
    const failing = await hold(page, "query=hopper", { status: 503 });
    failing.release();
    await searchFor(page, "hopper");
    await page
      .getByText(/Users could not be loaded: .*Retrying in \d s\./)
      .or(page.getByRole("alert"))
      .first()
      .waitFor();
    const alert = page.getByRole("alert").filter({ hasText: "The Backend API failed." });
    await alert.waitFor();
    await eventually(async () => assert.equal(await rowsOf(page).count(), 0)); // not those of another search
    await eventually(async () => assert.equal(await searchOf(page).inputValue(), "hopper"));
    await failing.stop();
    await alert.getByRole("button", { name: "Retry" }).click();
    await rowsOf(page, "Grace Hopper").waitFor();
    await eventually(async () => assert.equal(await page.getByRole("alert").count(), 0));
  },
  { modes: ["live"] },
);

flow(
  "a long wait before a retry can be stopped",
  async ({ page }) => {
    await usersOf(page, 50).waitFor();
    let requests = 0;
    await page.route(
      (url) => url.pathname === "/v1/users" && url.search.includes("query=hopper"),
      (route) => {
        requests += 1;
        return route.fulfill({
          status: 429,
          headers: { "retry-after": "50" },
          json: {
            errors: [{ code: "too_many_requests", message: "Too many requests.", long_message: "Too many requests." }],
          },
        });
      },
    );
    await searchFor(page, "hopper");
    await page.getByText(/Retrying in 50 s\./).waitFor();
    await page.getByText(/Retrying in 49 s\./).waitFor(); // it counts
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("The users are not loaded.").waitFor();
    assert.equal(requests, 1);
    await page.unrouteAll();
    await page.getByRole("button", { name: "Retry" }).click();
    await rowsOf(page, "Grace Hopper").waitFor();
  },
  { modes: ["live"] },
);

flow(
  "a failed page in the middle is loaded again on request only, and the other rows are kept",
  async ({ page }) => {
    await usersOf(page, 450).waitFor();
    let requests = 0;
    await page.route(
      (url) => url.pathname === "/v1/users" && url.search.includes("offset=400"),
      (route) => {
        requests += 1;
        return route.fulfill({
          status: 400,
          json: { errors: [{ code: "bad", message: "Not now.", long_message: "Not now." }] },
        });
      },
    );
    await page.keyboard.press("Control+k");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    const alert = page.getByRole("alert").filter({ hasText: "Not now." });
    await alert.waitFor();
    await page.keyboard.press("Home");
    await page.locator("#row-0 .name").waitFor();
    await page.keyboard.press("End");
    await page.locator("#row-449").waitFor();
    assert.equal(requests, 1);
    await page.unrouteAll();
    await alert.getByRole("button", { name: "Retry" }).click();
    await page.locator("#row-449 .name").waitFor();
  },
  { modes: ["live"], users: 450 },
);

flow(
  "if only the count fails, users are shown, and scrolling loads more",
  async ({ page }) => {
    const rejected = { status: 422, json: { errors: [{ code: "bad_request", message: "No.", long_message: "No." }] } };
    await page.route("**/v1/users/count*", (route) => route.fulfill(rejected));
    await page.reload();
    await page.getByText("more than 100 users", { exact: true }).waitFor();
    await rowsOf(page, "Ada Lovelace").hover();
    const last = usersOf(page, 130);
    for (let turn = 0; turn < 40 && (await last.count()) === 0; turn++) {
      await page.mouse.wheel(0, 3000);
      await page.waitForTimeout(100);
    }
    await last.waitFor();
    await searchFor(page, "lovelace");
    await usersOf(page, 1).waitFor();
    await eventually(async () => assert.equal(await page.getByRole("alert").count(), 0));
  },
  { modes: ["live"], users: 130 },
);

flow(
  "a slow search shows its status instead of the previous count",
  async ({ page }) => {
    await usersOf(page, 50).waitFor();
    const held = await hold(page, "query=lovelace");
    await searchFor(page, "lovelace");
    await page.getByText("Searching…", { exact: true }).waitFor();
    await eventually(async () => assert.equal(await usersOf(page, 50).count(), 0));
    held.release();
    await usersOf(page, 1).waitFor();
  },
  { modes: ["live"] },
);
