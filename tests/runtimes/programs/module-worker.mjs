import { loadLocal, outcome } from "./browser.mjs";

outcome(loadLocal).then(
  (value) => postMessage({ value }),
  (error) => postMessage({ error: String(error?.stack ?? error) }),
);
