import type { BulkWasm, WasmBulkJournal } from "../bulk/types.js";

/** The exports of bulk/src/wasm that this entry uses. */
export interface FeedWasm extends BulkWasm {
  /** Consumes the journal. */
  BulkFeed: new (
    journal: WasmBulkJournal,
    maxAhead: number,
    maxFailed: number,
    ignoresExpected: boolean,
    name: number,
  ) => WasmBulkFeed;
}

/** The class `BulkFeed` of bulk/src/wasm/feed.rs, which documents the methods. */
export interface WasmBulkFeed {
  name(): number;
  wantsRow(): boolean;
  push(text: string): boolean | [at: number, path: string, reason: string];
  pushInvalid(path: string): boolean;
  end(): void;
  next(): [row: number, text: string] | undefined;
  takeLines(): string;
  takeResults(): [row: number, id: string | undefined, status: string, code: string | undefined][];
  done(row: number, result: string): void;
  abandoned(): void;
  isFinished(row: number): boolean;
  cancel(): void;
  stopped(): "canceled" | "failed" | undefined;
  isDone(): boolean;
  counts(): Uint32Array;
  free(): void;
}

/** The data of a job: the JSON text of a row or the row itself, and what a worker stores before it sends the row. */
export interface RowJobData {
  row: string | object;
  /** The ID of the Clerk instance that the row is for, if the program that added it knows. */
  instance?: string;
  /** The line of a journal with the before-image. */
  before?: string;
}

/** Why a row has failed, which the worker stores as the progress of the job. */
export interface JobFailure {
  code: string;
  traceId?: string | undefined;
}

/** What this entry uses of a job of BullMQ. */
export interface RowJob {
  id?: string;
  data: any;
  returnvalue: any;
  progress: any;
  failedReason?: string;
  finishedOn?: number;
  updateData(data: unknown): Promise<void>;
  updateProgress(progress: any): Promise<void>;
  moveToWait(token?: string): Promise<unknown>;
}
