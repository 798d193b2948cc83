import * as clerkMetadata from "clerk-metadata";
import { scenario } from "./scenario.mjs";

const outcome = await scenario(clerkMetadata, () => import("clerk-metadata/local"), process.env.API_URL);
const bare = await clerkMetadata.updateUserMetadata("user_1", { unsafeMetadata: { bare: true } });
console.log(JSON.stringify({ ...outcome, bare: bare.id, version: globalThis.Bun?.version ?? process.versions.node }));
