// A service worker has no import(), so all entries are loaded from the start.
import * as bulk from "/node_modules/clerk-metadata/dist/bulk.js";
import * as local from "/node_modules/clerk-metadata/dist/local.js";
import { outcome } from "./browser-scenario.mjs";

addEventListener("message", (event) => {
  const done = outcome({ local: () => local, bulk: () => bulk }).then(
    (value) => event.ports[0].postMessage({ value: { ...value, loadedByClient: null } }),
    (error) => event.ports[0].postMessage({ error: String(error?.stack ?? error) }),
  );
  event.waitUntil(done);
});
