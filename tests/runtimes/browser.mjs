// Chromium: the files of the package from a static file server, with the Backend API at the same origin.
import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { startFakeBackend } from "../packaging/fake-backend.mjs";
import { launchChromium } from "../support/chromium.mjs";

const TYPES = {
  ".html": "text/html",
  ".mjs": "text/javascript",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};
/** Pages that are served with a Content-Security-Policy. */
const PAGES_WITH_POLICY = {
  "/allowed": { file: "/csp.html", policy: "script-src 'self' 'wasm-unsafe-eval'" },
  "/forbidden": { file: "/csp.html", policy: "script-src 'self'" },
  "/without-wasm": { file: "/without-wasm-csp.html", policy: "script-src 'self'" },
};

/** Serves the files of a project, and the pages above. */
export const serveFiles = (project) => (path) => {
  if (path === "/favicon.ico") return { headers: {}, body: "" }; // requested by the browser itself
  const { policy, file: page = path } = PAGES_WITH_POLICY[path] ?? {};
  const file = join(project, page);
  const type = TYPES[extname(file)];
  if (type === undefined || !existsSync(file) || !statSync(file).isFile()) return undefined;
  return {
    headers: { "content-type": type, ...(policy && { "content-security-policy": policy }) },
    body: readFileSync(file),
  };
};

const TIMEOUT_MS = 60_000;
/** One browser for all cases. Each case gets its own profile. */
let browserPromise;

export async function closeBrowser() {
  await (await browserPromise?.catch(() => undefined))?.close();
  browserPromise = undefined;
}

/** Opens a page and returns the result of `use(page)`. `prepare(page)` is called before the page is loaded. */
async function openPage(url, use, prepare) {
  const context = await (await (browserPromise ??= launchChromium())).newContext();
  // Code in a page has no timeout of its own.
  const timer = setTimeout(() => context.close(), TIMEOUT_MS);
  const messages = [];
  try {
    const page = await context.newPage();
    page.on("console", (message) => messages.push(message.text()));
    page.on("pageerror", (error) => messages.push(String(error)));
    await prepare?.(page);
    await page.goto(url);
    return await use(page);
  } catch (error) {
    error.message += `\n${messages.join("\n")}`;
    throw error;
  } finally {
    clearTimeout(timer);
    await context.close();
  }
}

/** Opens a page of the server and returns what `evaluate` returns there. */
const onPage =
  (path, evaluate) =>
  async (_project, { url }) => {
    const outcome = await openPage(url + path, (page) => page.evaluate(evaluate));
    return { ...outcome, version: (await browserPromise).version() };
  };

/** The global `outcome` of a page. Its calls are routed to `server`, whichever server the page came from. */
export function outcomeOfPage(url, server) {
  const readOutcome = async (page) => (await page.waitForFunction(() => globalThis.outcome)).jsonValue();
  const toServer = (route) => route.continue({ url: server.url + new URL(route.request().url()).pathname });
  return openPage(url, readOutcome, (page) => page.route("**/v1/**", toServer));
}

/** Waits until an element of a page has text, and returns the text. */
export async function textOfPage(project, path, element) {
  const server = await startFakeBackend(serveFiles(project));
  try {
    return await openPage(server.url + path, (page) => page.locator(`${element}:not(:empty)`).innerText());
  } finally {
    await server.close();
  }
}

export const inPage = onPage("/page.html", () => globalThis.outcome);
export const inWasmPage = onPage("/wasm-page.html", () => globalThis.outcome);
export const underPolicy = onPage("/allowed", () => globalThis.outcome);
export const withoutWasmUnderPolicy = onPage("/without-wasm", async () => (await globalThis.outcome) ?? {});
export const underPolicyThatForbidsWasm = onPage("/forbidden", () => globalThis.outcome);

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
