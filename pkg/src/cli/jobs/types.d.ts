import type { BulkCounts } from "../../../types/bulk-update.js";

/** The format of the rows of an input. */
export type RowFormat = "ndjson" | "csv";

/** Where the rows of a job come from. */
export interface JobInput {
  /** The absolute path of the file. Missing if the rows are in the job folder, or if there is no input (`--all`). */
  file?: string;
  /** The name of the file in the job folder, if the input came from stdin. */
  stored?: string;
  format: RowFormat;
  /** Of all bytes of the input. */
  sha256: string;
  rows: number;
}

/** The module of `--transform` or `--schema`. */
export interface JobModule {
  /** The absolute path. */
  file: string;
  /** Of the file, and not of what it imports. */
  sha256: string;
}

/** The Backend API of a job. */
export interface JobInstance {
  apiUrl: string;
  /** From `GET /v1/instance`. */
  id: string | undefined;
  isLive: boolean;
}

/** The counts of a plan. */
export interface PlanTotals {
  rows: number;
  change: number;
  same: number;
  missing: number;
  /** Of an undo: every key was changed by somebody else. */
  conflict: number;
  tooLarge: number;
  failed: number;
  /** How many users lose each key. */
  removals: Record<string, number>;
  /** How many rows change each key. */
  changes: Record<string, number>;
  exceedSessionToken: number;
  /** Of `restore --external-id`: the rows of users without an external ID. */
  leftOut?: number;
  /** Of an undo: the keys that somebody else has changed. */
  kept: number;
  /** Of an undo: the stored nulls that a patch cannot restore. */
  notRestored: number;
  /** How many rows are for users, organizations and memberships. */
  targets?: Partial<Record<"user" | "organization" | "membership", number>>;
  /** SHA-256 of plan.ndjson. */
  sha256: string;
}

/** The file `job.json`. */
export interface Job {
  "clerk-metadata": "job";
  version: 1;
  /** The command that created it. */
  command: "plan" | "apply" | "undo" | "restore";
  /** When it was created, as ISO 8601. */
  created: string;
  state: "planning" | "planned" | "started" | "finished" | "forgotten";
  instance: JobInstance;
  input?: JobInput;
  /** Those of the command that change the plan. */
  options: Record<string, unknown>;
  /** Those of the last command that ran the job, or else of the one that created it. */
  runOptions?: Record<string, unknown>;
  /** The folder of the job that this one undoes. */
  undoes?: string;
  plan?: PlanTotals;
}

/** Why a row was not done, which goes to the column `_error`. */
export interface RowProblem {
  status: "failed" | "conflict" | "missing";
  code: string;
  message: string;
}

/** The counts of a plan that is being made. */
export interface PlanProgress {
  rows: number;
  change: number;
  /** The rows to plan, if the number is known. */
  total: number | undefined;
}

/** The counts of a run in progress. */
export interface RunProgress extends BulkCounts {
  /** The responses with the status 429. */
  rateLimited: number;
}

/** The file `summary.json`. */
export interface JobSummary {
  /** Whether the run has reached its end. */
  complete: boolean;
  /** The rows of the input. */
  rows: number;
  /** The rows with a change. */
  change: number;
  /** The rows whose values were stored already when the plan was made. */
  unchanged: number;
  ok: number;
  same: number;
  recovered: number;
  missing: number;
  conflict: number;
  failed: number;
  /** The rows with a change that have no outcome yet. */
  left: number;
  /** Of `restore --external-id`: the rows of users without an external ID. */
  leftOut?: number;
  /** The failed rows by their code. */
  failures: Record<string, number>;
  /** Set if the rows of the files could not be taken from the input, because it has changed or is gone. */
  inputChanged?: boolean;
  failedFile?: string | undefined;
  unprocessedFile?: string | undefined;
}
