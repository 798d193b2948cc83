import * as clerkMetadata from "clerk-metadata";
import { scenario } from "./scenario.mjs";
import { served } from "./served.mjs";

const [apiUrl] = Deno.args; // reading the environment would need a permission
const outcome = await scenario(clerkMetadata, () => import("clerk-metadata/local"), apiUrl);
console.log(
  JSON.stringify({
    ...outcome,
    served: await served(clerkMetadata, await import("clerk-metadata/local")),
    version: Deno.version.deno,
  }),
);
