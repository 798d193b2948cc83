// Chromium: the files of the package as a plain server serves them, with the Backend API at the same place.
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { startStandIn } from "../packaging/stand-in.mjs";
import * as tools from "./tools.mjs";

const TYPES = { ".html": "text/html", ".mjs": "text/javascript", ".js": "text/javascript" };
/** Pages that are served with a policy. */
const POLICIES = {
  "/allowed": { file: "/csp.html", policy: "script-src 'self' 'wasm-unsafe-eval'" },
  "/forbidden": { file: "/csp.html", policy: "script-src 'self'" },
  "/javascript": { file: "/javascript-csp.html", policy: "script-src 'self'" },
};

/** A static server of a project, and of the pages above. */
export const pages = (project) => (path) => {
  if (path === "/favicon.ico") return { headers: {}, body: "" }; // what a browser asks for by itself
  const { policy, file: page = path } = POLICIES[path] ?? {};
  const file = join(project, page);
  const type = TYPES[extname(file)];
  if (type === undefined || !existsSync(file) || !statSync(file).isFile()) return undefined;
  return {
    headers: { "content-type": type, ...(policy && { "content-security-policy": policy }) },
    body: readFileSync(file),
  };
};

const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const TIMEOUT_MS = 60_000;
let started;

/** One browser for all cases, each with a profile of its own. */
async function browser() {
  const { chromium } = await tools.load("playwright-core", "index.mjs");
  const root = process.getuid?.() === 0;
  return chromium.launch({ executablePath: tools.chromium(), chromiumSandbox: !root, args: FLAGS });
}

export async function closeBrowser() {
  await (await started?.catch(() => undefined))?.close();
  started = undefined;
}

/** Opens a page, and gives what `use` finds there. `prepare` sees the page before it is loaded. */
async function open(address, use, prepare) {
  const context = await (await (started ??= browser())).newContext();
  // What runs in a page has no end of its own.
  const late = setTimeout(() => context.close(), TIMEOUT_MS);
  const told = [];
  try {
    const page = await context.newPage();
    page.on("console", (message) => told.push(message.text()));
    page.on("pageerror", (error) => told.push(String(error)));
    await prepare?.(page);
    await page.goto(address);
    return await use(page);
  } catch (error) {
    error.message += `\n${told.join("\n")}`;
    throw error;
  } finally {
    clearTimeout(late);
    await context.close();
  }
}

/** What `look` gives, run in a page. */
const onPage =
  (path, look) =>
  async (_project, { url }) => {
    const outcome = await open(url + path, (page) => page.evaluate(look));
    return { ...outcome, version: (await started).version() };
  };

/** What a page leaves as the global `outcome`. Its calls go to `server`, wherever the page comes from. */
export function outcomeOfPage(address, server) {
  const look = async (page) => (await page.waitForFunction(() => globalThis.outcome)).jsonValue();
  const toServer = (route) => route.continue({ url: server.url + new URL(route.request().url()).pathname });
  return open(address, look, (page) => page.route("**/v1/**", toServer));
}

/** The text that a page comes to show in an element. */
export async function textOfPage(project, path, element) {
  const server = await startStandIn(pages(project));
  try {
    return await open(server.url + path, (page) => page.locator(`${element}:not(:empty)`).innerText());
  } finally {
    await server.close();
  }
}

export const inPage = onPage("/page.html", () => globalThis.outcome);
export const underPolicy = onPage("/allowed", () => globalThis.outcome);
export const inJavaScriptUnderPolicy = onPage("/javascript", async () => (await globalThis.outcome) ?? {});
export const underPolicyWithoutWasm = onPage("/forbidden", () => globalThis.outcome);

export const inModuleWorker = onPage("/worker.html", async () => {
  const worker = new Worker("/module-worker.mjs", { type: "module" });
  const { value, error } = await new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  if (error) throw new Error(error);
  return value;
});

export const inServiceWorker = onPage("/worker.html", async () => {
  await navigator.serviceWorker.register("/service-worker.mjs", { type: "module" });
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const { value, error } = await new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
    active.postMessage("start", [port2]);
  });
  if (error) throw new Error(error);
  return value;
});
