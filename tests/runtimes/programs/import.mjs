import * as clerkMetadata from "clerk-metadata";
import { scenario } from "./scenario.mjs";
import { served } from "./served.mjs";

const outcome = await scenario(clerkMetadata, () => import("clerk-metadata/local"), process.env.API_URL);
const bare = await clerkMetadata.updateUserMetadata("user_1", { unsafeMetadata: { bare: true } });
const version = globalThis.Bun?.version ?? process.versions.node;
console.log(
  JSON.stringify({
    ...outcome,
    served: await served(clerkMetadata, await import("clerk-metadata/local")),
    bare: bare.id,
    version,
  }),
);
