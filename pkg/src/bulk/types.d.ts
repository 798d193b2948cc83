import type { Rows } from "./row-source.js";
import type { BulkJournal, BulkResult } from "../../types/bulk-update.js";

/** The exports of bulk/src/wasm. */
export interface BulkWasm {
  BulkJournal: new () => WasmBulkJournal;
  RateLimiter: {
    new (requests: number, windowMs: number): WasmRateLimiter;
    restore(requests: number, windowMs: number, text: string, epochMs: number): WasmRateLimiter;
  };
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
  save(nowMs: number, epochMs: number): string;
  pausedFor(nowMs: number): number;
  free(): void;
}

export interface WasmBulkJournal {
  feed(bytes: Uint8Array): void;
  /** Consumes the journal. */
  run(...settings: RunSettings): WasmBulkRun;
  free(): void;
}

/** The class `BulkRun` of bulk/src/wasm/run.rs, which documents the methods. */
export interface WasmBulkRun {
  wantsRow(): boolean;
  push(text: string): boolean | [at: number, path: string, reason: string];
  pushInvalid(path: string): boolean;
  end(): void;
  next(nowMs: number): any[] | undefined;
  wait(nowMs: number): number | undefined;
  takeLines(): string;
  takeResults(): any[];
  readDone(response: string, nowMs: number): void;
  readFailed(nowMs: number, ...problem: Problem): void;
  sendDone(row: number, response: string): void;
  sendFailed(row: number, nowMs: number, ...problem: Problem): void;
  cancel(): void;
  stopped(): "canceled" | "rejected" | "offline" | "failed" | undefined;
  isDone(): boolean;
  counts(): Uint32Array;
  free(): void;
}

/** `plan` is the mode if nothing is to be sent. */
export type RunSettings = [
  sendUnchanged: boolean,
  plan: "patch" | "desired" | undefined,
  maxFailed: number,
  concurrency: number,
  maxOfflineMs: number,
];

/** A finished row. The last three are those of a planned one. */
export type FinishedRow = [
  index: number,
  id: string | undefined,
  status: BulkResult["status"],
  code: string | undefined,
  planned: string | undefined,
  removals: string[],
  exceedsSessionToken: boolean,
];

/** The seconds are those of `Retry-After`. */
export type Problem = [code: string, status?: number, traceId?: string, retryAfter?: number];

/** A call whose metadata and result are JSON text. */
export type TextCall = (operation: string, userId: string | undefined, params: unknown[]) => Promise<string>;

/** What a run needs. */
export interface RunContext {
  run: WasmBulkRun;
  rows: Rows;
  requests: {
    readUsers(parameter: string, values: string[]): Promise<string>;
    update(id: string, texts: (string | undefined)[]): Promise<string>;
    cancel(): void;
    onLimiterError(listener: (error: unknown) => void): void;
  };
  journal: BulkJournal | undefined;
  results: {
    isFull(): boolean;
    add(result: any): void;
    onDrained(listener: () => void): void;
    onClosed(listener: () => void): void;
  };
  signal: AbortSignal | undefined;
  /** Called after rows have finished. If it throws or rejects, the run is not affected. */
  onFinished: (() => unknown) | undefined;
  /** Creates the result of a row. `error` is the last one of the row. */
  toResult(finished: FinishedRow, row: unknown, error: unknown): object;
}
