/** The exports of bulk/src/wasm. */
export interface BulkWasm {
  RateLimiter: new (requests: number, windowMs: number) => WasmRateLimiter;
}

export interface WasmRateLimiter {
  enqueue(nowMs: number, user: string | undefined, isBackground: boolean): number;
  poll(nowMs: number, ticket: number): number | undefined;
  cancel(ticket: number): void;
  end(
    nowMs: number,
    ticket: number,
    status: number | undefined,
    retryAfter: string | undefined,
    date: string | undefined,
    epochMs: number,
  ): void;
  capacity(): number;
}
