// A service worker has no import(), so both entries are loaded from the start.
import * as local from "/node_modules/clerk-metadata/dist/local.js";
import { outcome } from "./browser-scenario.mjs";

addEventListener("message", (event) => {
  const done = outcome(() => local).then(
    (value) => event.ports[0].postMessage({ value: { ...value, loadedByClient: null } }),
    (error) => event.ports[0].postMessage({ error: String(error?.stack ?? error) }),
  );
  event.waitUntil(done);
});
