import { entries, outcome } from "./browser-scenario.mjs";

globalThis.outcome = outcome(entries, { dangerouslyAllowBrowser: true }).catch(({ name, message, cause }) => ({
  loadError: { name, message, cause: cause?.name },
}));
