import * as clerkMetadata from "clerk-metadata";
import { scenario } from "./scenario.mjs";

globalThis.outcome = scenario(
  clerkMetadata,
  { local: () => import("clerk-metadata/local"), bulk: () => import("clerk-metadata/bulk") },
  globalThis.apiUrl,
);
