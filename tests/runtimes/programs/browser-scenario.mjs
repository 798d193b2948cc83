// Imported by URL, because workers have no import maps.
import * as clerkMetadata from "/node_modules/clerk-metadata/dist/index.js";
import { scenario } from "./scenario.mjs";

export const outcome = (entries, options) => scenario(clerkMetadata, entries, self.location.origin, options);
export const entries = {
  local: () => import("/node_modules/clerk-metadata/dist/local.js"),
  bulk: () => import("/node_modules/clerk-metadata/dist/bulk.js"),
};
