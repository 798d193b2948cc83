import type { Rows } from "./row-source.js";
import type { MetadataSchemas, UserTransform } from "../../types/bulk-plan.js";
import type { BulkJournal, BulkResult } from "../../types/bulk-update.js";

/** The exports of bulk/src/wasm. */
export interface BulkWasm {
  BulkInput: new (
    isCsv: boolean,
    isJson: boolean,
    rejectDuplicates: boolean,
    requireMetadata: boolean,
    checkOnly: boolean,
  ) => WasmBulkInput;
  BulkJournal: new () => WasmBulkJournal;
  BulkUndo: new () => WasmBulkUndo;
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
    agoMs: number,
  ): void;
  capacity(): number;
  save(nowMs: number, epochMs: number): string;
  pausedFor(nowMs: number): number;
  free(): void;
}

/** The class `BulkInput` of bulk/src/wasm/input.rs, which documents the methods. */
export interface WasmBulkInput {
  feed(bytes: Uint8Array): boolean;
  finish(): void;
  counts(): Uint32Array;
  problems(): any[];
  takeRows(): any[];
  headers(): string[];
  withError(source: string, error: string): string;
  free(): void;
}

export interface WasmBulkUndo {
  feed(bytes: Uint8Array): void;
  finish(): void;
  takeRows(): string[];
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
  push(text: string): boolean | [path: string, reason: string];
  pushInvalid(path: string): boolean;
  end(): void;
  next(nowMs: number): any[] | undefined;
  transformed(row: number, fields: string | undefined): [path: string, reason: string] | undefined;
  validated(row: number, isValid: boolean): void;
  answerFailed(row: number): void;
  wait(nowMs: number): number | undefined;
  takeLines(): string;
  takeResults(): any[];
  readDone(response: string, nowMs: number): void;
  readFailed(nowMs: number, ...problem: Problem): void;
  sendDone(row: number, response: string, nowMs: number): void;
  sendFailed(row: number, nowMs: number, ...problem: Problem): void;
  cancel(): void;
  stopped(): "canceled" | "rejected" | "offline" | "unusable" | "failed" | undefined;
  isDone(): boolean;
  counts(): Uint32Array;
  free(): void;
}

export type RunSettings = [
  sendUnchanged: boolean,
  maxFailed: number,
  concurrency: number,
  maxOfflineMs: number,
  isPlan: boolean,
  mode: "patch" | "desired" | "replace",
  keys: readonly string[],
  transforms: boolean,
  validates: boolean,
  onDrift: "skip" | "recompute" | "force",
  rejectsDuplicates: boolean,
];

/** A finished row. */
export type FinishedRow = [
  index: number,
  id: string | undefined,
  status: BulkResult["status"],
  code: string | undefined,
  plan:
    | [
        change: string,
        patch: string,
        before: string,
        after: string,
        exceedsSessionToken: boolean,
        ...removals: string[],
      ]
    | undefined,
  undo: [kept: number, ...notRestored: string[]] | undefined,
];

/** The seconds are those of `Retry-After`. */
export type Problem = [code: string, status?: number, traceId?: string, retryAfter?: number];

/** A call whose metadata and result are JSON text. `replaced`: the path and the name of another operation. */
export type TextCall = (
  operation: string,
  input: unknown[],
  replaced?: { label: string; path: string },
) => Promise<string>;

/** What a run needs. */
export interface RunContext {
  /** The name of the function of the caller, with which messages begin. */
  name: string;
  run: WasmBulkRun;
  rows: Rows;
  requests: {
    read(kind: string, ids: string[]): Promise<string>;
    update(
      userId: string | undefined,
      organizationId: string | undefined,
      replaces: boolean,
      texts: (string | undefined)[],
    ): Promise<string>;
    cancel(): void;
    onLimiterError(listener: (error: unknown) => void): void;
  };
  journal: BulkJournal | undefined;
  results: {
    isFull(): boolean;
    add(result: any): void;
    onDrained(listener: () => void): void;
    /** Aborts when the consumer has stopped reading. */
    closed?: AbortSignal | undefined;
  };
  signal: AbortSignal | undefined;
  transform?: UserTransform | undefined;
  schema?: MetadataSchemas | undefined;
  /** Called after rows have finished. If it throws or rejects, the run is not affected. */
  onFinished: (() => unknown) | undefined;
  /** Creates the result of a row. `error` is the last one of the row. */
  toResult(finished: FinishedRow, row: unknown, error: unknown): object;
}
