// Node.js without WebAssembly.
import * as clerkMetadata from "clerk-metadata/js";
import { nodeHttpFetch } from "./node-http-fetch.mjs";
import { scenario } from "./scenario.mjs";

const outcome = await scenario(clerkMetadata, undefined, process.env.API_URL, { fetch: nodeHttpFetch });
console.log(JSON.stringify({ ...outcome, wasm: typeof WebAssembly, version: process.versions.node }));
