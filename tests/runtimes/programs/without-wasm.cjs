// Node.js without WebAssembly.
const clerkMetadata = require("clerk-metadata/js");

const run = async () => {
  const { nodeHttpFetch } = await import("./node-http-fetch.mjs");
  const { scenario } = await import("./scenario.mjs");
  const outcome = await scenario(clerkMetadata, undefined, process.env.API_URL, { fetch: nodeHttpFetch });
  console.log(JSON.stringify({ ...outcome, wasm: typeof WebAssembly, version: process.versions.node }));
};
run();
