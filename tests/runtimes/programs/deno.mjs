import * as clerkMetadata from "clerk-metadata";
import { scenario } from "./scenario.mjs";

const [apiUrl] = Deno.args; // reading the environment would need a permission
const outcome = await scenario(clerkMetadata, () => import("clerk-metadata/local"), apiUrl);
console.log(JSON.stringify({ ...outcome, version: Deno.version.deno }));
