// Node.js without WebAssembly.
import * as clerkMetadata from "clerk-metadata/js";
import { httpFetch } from "./http-fetch.mjs";
import { scenario } from "./scenario.mjs";

const outcome = await scenario(clerkMetadata, undefined, process.env.API_URL, { fetch: httpFetch });
console.log(JSON.stringify({ ...outcome, wasm: typeof WebAssembly, version: process.versions.node }));
