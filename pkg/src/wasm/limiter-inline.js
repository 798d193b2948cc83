// Only workerd has Durable Objects. There, another file is loaded instead of this one.

/** @returns {import("../bulk/types.js").BulkWasm} */
export function load() {
  throw new Error(
    "RateLimiter of clerk-metadata/cloudflare runs in Durable Objects only. If this is one, bundle the Worker with the " +
      "conditions that Wrangler sets, such as esbuild --conditions=workerd,worker",
  );
}
