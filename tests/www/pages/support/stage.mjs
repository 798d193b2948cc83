// Opens the page in one of its modes. Flows and their results are the same in both modes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { startAdmin } from "../../support/admin.mjs";
import { newContext } from "../../support/browser.mjs";
import { choose, setKeyDelay } from "./person.mjs";
import { sandboxFaults } from "./sandbox-faults.mjs";
import { startService } from "./service.mjs";
import { serve } from "./static.mjs";

export const MODES = ["sandbox", "live"];

/** The delay of each request of a slow service. */
const SLOW_MS = 400;

/** Slows the CPU of the pages down by this factor, so that rare races become frequent. */
const CPU_SLOWDOWN = Number(process.env.CLERK_METADATA_CPU_SLOWDOWN ?? 1);

/**
 * Defines a test in each mode: `run({ page, ... })`. It fails if the page throws or violates its policy. In the modes
 * of `fast`, it runs a second time with keys without delay and a slow service.
 */
export function flow(name, run, { modes = MODES, fast = [], ...options } = {}) {
  const variants = [...modes.map((mode) => ({ mode })), ...fast.map((mode) => ({ mode, hurried: true }))];
  for (const { mode, hurried } of variants) {
    test(`${name} (${mode}${hurried ? ", fast keys, slow service" : ""})`, async (t) => {
      const stage = await open(t, mode, { hurried, ...options });
      if (stage === undefined) return;
      await run(stage, t);
      assert.deepEqual(stage.problems, []);
    });
  }
}

/**
 * Opens the page. Returns `undefined` without a browser. With `faults: true`, the stage has the functions of
 * `faults.mjs` (`hold`, `losesResponse`, …) in both modes.
 */
export async function open(t, mode, { users, hurried = false, faults = hurried, ...options } = {}) {
  const context = await newContext(t, { viewport: { width: 1280, height: 800 }, acceptDownloads: true, ...options });
  if (context === undefined) return undefined;
  const service = mode === "live" ? await startService(t, { users: users ?? 50 }) : undefined;
  const url = service ? (await startAdmin(t, service.url)).url : await staticHost(t);
  const controls = !faults ? {} : (service ?? (await sandboxFaults(context)));
  if (hurried) for (const method of [undefined, "GET"]) controls.slows(SLOW_MS, { method, path: /\/users\/user_/ });
  const problems = [];
  const newPage = async () => {
    const page = await watched(context, problems);
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
    /** Without the token of the printed URL. */
    url: service ? new URL("/", url).href : url,
    /** The errors and policy violations of all tabs. */
    problems,
    newPage,
    /** The stored user, organization or membership. */
    stored: (id) => (service ? storedInService(service.backend, id) : storedInBrowser(page, id)),
    fails: (status) => (service ? service.fails(status) : failsInSandbox(page, status)),
  };
}

async function staticHost(t) {
  // In a subfolder, as on a static host.
  const host = await serve({ below: "/some/where" });
  t.after(host.close);
  return host.url;
}

/** A tab whose errors are recorded. */
async function watched(context, problems) {
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(error.stack));
  page.on("console", (message) => {
    // Error responses are logged too, and are expected by some tests.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      problems.push(message.text());
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

const storedInService = ({ users, organizations, memberships }, id) =>
  users.get(id) ?? organizations.get(id) ?? memberships.list().find((membership) => membership.id === id);

/**
 * The user, organization or membership in IndexedDB, a journal line. It is passed as text, because a key `__proto__`
 * would be lost otherwise.
 */
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

/** The rows of the list that contain a text. */
export const rowsOf = (page, hasText, list = "Users") =>
  page.getByRole("listbox", { name: list }).getByRole("option").filter({ hasText });

/** The pane of a field, such as "Public". */
export const paneOf = (page, title) => page.getByRole("region", { name: title, exact: true });

export const openUser = async (page, id, url) => {
  await page.goto(`${url}#/users/${id}`);
  await paneOf(page, "Public").waitFor();
};

/** Waits until a change was applied. */
export const applied = (page) => page.getByText("Applied.", { exact: true }).waitFor();

/** The label of the control that has the focus. */
export const focusedLabel = (page) => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
