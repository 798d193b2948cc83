import { load } from "#wasm/bulk";

/** @import { WasmRateLimiter } from "./types.js" */

export function createRateLimiter() {
  /** @type {WasmRateLimiter | undefined} */
  let state;
  return {
    /** @param {unknown} _request @param {() => Promise<any>} send */
    async schedule(_request, send) {
      state ??= new (await load()).RateLimiter(1000, 10_000);
      return send();
    },
  };
}
