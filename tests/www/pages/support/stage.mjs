// The page, opened in one of its modes. What a flow does and what it must find is the same in both.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startAdmin } from "../../support/admin.mjs";
import { newContext } from "../../support/browser.mjs";
import { choose, setKeyDelay } from "./person.mjs";
import { sandboxFaults } from "./sandbox-faults.mjs";
import { startService } from "./service.mjs";
import { serve } from "./static.mjs";

export const MODES = ["sandbox", "live"];

/** How much longer each request takes where the service is slow. */
const SLOW_MS = 400;

/** How many times slower the pages compute. A race that is rare on a fast machine then happens often. */
const CPU_SLOWDOWN = Number(process.env.CLERK_METADATA_CPU_SLOWDOWN ?? 1);

/**
 * A test in each mode: `run({ page, ... })`. Nothing may be refused by the policy, and nothing thrown. In the modes of
 * `fast` it runs another time, with keys faster than a person's and a slow service.
 */
export function flow(name, run, { modes = MODES, fast = [], ...options } = {}) {
  const variants = [...modes.map((mode) => ({ mode })), ...fast.map((mode) => ({ mode, hurried: true }))];
  for (const { mode, hurried } of variants) {
    test(`${name} (${mode}${hurried ? ", fast keys, slow service" : ""})`, async (t) => {
      const stage = await open(t, mode, { hurried, ...options });
      if (stage === undefined) return;
      await run(stage, t);
      assert.deepEqual(stage.wrong, []);
    });
  }
}

/**
 * Opens the page. Returns nothing where there is no browser. With `faults: true` the stage has the functions of
 * `faults.mjs` (`hold`, `losesResponse`, …) in both modes.
 */
export async function open(t, mode, { users, hurried = false, faults = hurried, ...options } = {}) {
  const context = await newContext(t, { viewport: { width: 1280, height: 800 }, acceptDownloads: true, ...options });
  if (context === undefined) return undefined;
  const service = mode === "live" ? await startService(t, { users: users ?? 50 }) : undefined;
  const url = service ? (await startAdmin(t, service.url)).url : await staticHost(t);
  const controls = !faults ? {} : (service ?? (await sandboxFaults(context)));
  if (hurried) for (const method of [undefined, "GET"]) controls.slows(SLOW_MS, { method, path: /\/users\/user_/ });
  const wrong = [];
  const newPage = async () => {
    const page = await watched(context, wrong);
    if (hurried) setKeyDelay(page, 0);
    return page;
  };
  const page = await newPage();
  await page.goto(url);
  const { hold, dropsConnection, losesResponse } = controls;
  return {
    ...(faults && { hold, dropsConnection, losesResponse }),
    context,
    page,
    mode,
    service,
    /** Without what the first address has to let one in. */
    url: service ? new URL("/", url).href : url,
    /** What was refused or thrown in any tab. */
    wrong,
    newPage,
    /** What is stored of a user. */
    stored: (id) => (service ? service.backend.users.get(id) : storedInBrowser(page, id)),
    fails: (status) => (service ? service.fails(status) : failsInSandbox(page, status)),
  };
}

async function staticHost(t) {
  // Not at the top of its host, as a folder that someone has put somewhere.
  const host = await serve({ below: "/some/where" });
  t.after(host.close);
  return host.url;
}

/** A tab in which nothing goes wrong unseen. */
async function watched(context, wrong) {
  const page = await context.newPage();
  page.on("pageerror", (error) => wrong.push(error.stack));
  page.on("console", (message) => {
    // An answer that is an error is told there too, and is what some tests are about.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) wrong.push(message.text());
  });
  if (CPU_SLOWDOWN > 1) {
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: CPU_SLOWDOWN });
  }
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  return page;
}

/** The user as IndexedDB has it: a line of the journal. As text, or a key `__proto__` is lost on the way. */
async function storedInBrowser(page, id) {
  const line = await page.evaluate(
    (id) =>
      new Promise((resolve, reject) => {
        const opened = indexedDB.open("clerk-metadata-sandbox");
        opened.onerror = () => reject(opened.error);
        opened.onsuccess = () => {
          const got = opened.result.transaction("users").objectStore("users").get(id);
          got.onerror = () => reject(got.error);
          got.onsuccess = () => {
            opened.result.close();
            resolve(got.result.line);
          };
        };
      }),
    id,
  );
  return JSON.parse(line).put;
}

async function failsInSandbox(page, status) {
  await page.getByText("Options").click();
  const select = page.getByLabel("Response to changes");
  await choose(select, await select.locator(`option[value="${status ?? "none"}"]`).innerText());
  await page.keyboard.press("Escape");
}

/** The rows of the list, of which `hasText` has one. */
export const rowsOf = (page, hasText) =>
  page.getByRole("listbox", { name: "Users" }).getByRole("option").filter({ hasText });

/** The pane of a field, such as "Public". */
export const paneOf = (page, title) => page.getByRole("region", { name: title, exact: true });

export const openUser = async (page, id, url) => {
  await page.goto(`${url}#/users/${id}`);
  await paneOf(page, "Public").waitFor();
};
