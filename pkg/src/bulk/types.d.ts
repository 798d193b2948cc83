/** The exports of bulk/src/wasm. */
export interface BulkWasm {
  RateLimiter: new (requests: number, windowMs: number) => WasmRateLimiter;
}

export interface WasmRateLimiter {
  capacity(): number;
}
