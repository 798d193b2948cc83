import * as clerkMetadata from "clerk-metadata";
import { scenario } from "./scenario.mjs";
import { callLocalServer } from "./local-server.mjs";

const [apiUrl] = Deno.args; // reading an environment variable would need a permission
const outcome = await scenario(
  clerkMetadata,
  { local: () => import("clerk-metadata/local"), bulk: () => import("clerk-metadata/bulk") },
  apiUrl,
);
console.log(
  JSON.stringify({
    ...outcome,
    localServer: await callLocalServer(clerkMetadata, await import("clerk-metadata/local")),
    version: Deno.version.deno,
  }),
);
