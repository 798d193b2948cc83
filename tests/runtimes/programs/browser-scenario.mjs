// Imported by URL, because workers have no import maps.
import * as clerkMetadata from "/node_modules/clerk-metadata/dist/index.js";
import { scenario } from "./scenario.mjs";

export const outcome = (loadLocal, options) => scenario(clerkMetadata, loadLocal, self.location.origin, options);
export const loadLocal = () => import("/node_modules/clerk-metadata/dist/local.js");
