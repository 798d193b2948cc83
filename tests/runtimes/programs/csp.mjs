import { loadLocal, outcome } from "./browser-scenario.mjs";

globalThis.outcome = outcome(loadLocal, { dangerouslyAllowBrowser: true }).catch(({ name, message, cause }) => ({
  loadError: { name, message, cause: cause?.name },
}));
