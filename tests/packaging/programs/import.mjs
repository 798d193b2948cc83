import * as clerkMetadata from "clerk-metadata";
import * as local from "clerk-metadata/local";
import { scenario } from "./scenario.mjs";

const outcome = await scenario(clerkMetadata, local, process.env.API_URL);
const bare = await clerkMetadata.updateUserMetadata("user_1", { unsafeMetadata: { bare: true } });
const loaded = [import.meta.resolve("clerk-metadata"), import.meta.resolve("clerk-metadata/local")];
console.log(JSON.stringify({ ...outcome, bare: bare.id, loaded }));
