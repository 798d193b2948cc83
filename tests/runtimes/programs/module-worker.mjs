import { loadLocal, outcome } from "./browser-scenario.mjs";

outcome(loadLocal).then(
  (value) => postMessage({ value }),
  (error) => postMessage({ error: String(error?.stack ?? error) }),
);
