import { loadLocal, outcome } from "./browser.mjs";

globalThis.outcome = outcome(loadLocal, { dangerouslyAllowBrowser: true }).catch(({ name, message, cause }) => ({
  refused: { name, message, cause: cause?.name },
}));
