import * as clerkMetadata from "clerk-metadata";
import { scenario } from "./scenario.mjs";
import { callLocalServer } from "./local-server.mjs";

const outcome = await scenario(
  clerkMetadata,
  { local: () => import("clerk-metadata/local"), bulk: () => import("clerk-metadata/bulk") },
  process.env.API_URL,
);
const topLevelCall = await clerkMetadata.updateUserMetadata("user_1", { unsafeMetadata: { topLevelCall: true } });
const version = globalThis.Bun?.version ?? process.versions.node;
console.log(
  JSON.stringify({
    ...outcome,
    localServer: await callLocalServer(clerkMetadata, await import("clerk-metadata/local")),
    topLevelCall: topLevelCall.id,
    version,
  }),
);
