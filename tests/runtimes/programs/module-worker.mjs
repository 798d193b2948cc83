import { entries, outcome } from "./browser-scenario.mjs";

outcome(entries).then(
  (value) => postMessage({ value }),
  (error) => postMessage({ error: String(error?.stack ?? error) }),
);
