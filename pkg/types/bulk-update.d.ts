import type { MetadataRowName, MetadataSchemas, UserTransform } from "./bulk-plan.js";
import type { InputRow, RowProblem } from "./bulk-rows.js";
import type { UpdateUserMetadataParams } from "./calls.js";
import type { ClerkClient } from "./client.js";
import type { ClerkAPIResponseError, ClerkConnectionError, ClerkInputError } from "./errors.js";
import type { RateLimiter } from "./rate-limiter.js";

/**
 * A change of the metadata of a user, who is named by `id` or by `externalId`, of an organization (`organizationId`),
 * or of a membership (`organizationId` and `userId`). Each field is a patch, as that of `updateUserMetadata`: `null`
 * removes a key, and omitted keys are kept. At least one field must be set. Only users have unsafe metadata.
 */
export type UserMetadataRow = UpdateUserMetadataParams &
  (MetadataField<"publicMetadata"> | MetadataField<"privateMetadata"> | MetadataField<"unsafeMetadata">) &
  MetadataRowName & {
    /**
     * The values that must be stored for the change to be sent, as a patch that changes nothing: `null` stands for a
     * key that must not exist. If another value is stored, `onDrift` says what happens. Default: any value.
     */
    readonly expected?: UpdateUserMetadataParams | undefined;
    /** The values that should be stored, for `onDrift: "recompute"`. `planUsersMetadata` sets them. */
    readonly desired?: UpdateUserMetadataParams | undefined;
    /** The paths of the `null`s of `expected` that must be stored. Other `null`s: the key must not exist. */
    readonly expectedNulls?: readonly string[] | undefined;
    /** Whether the `desired` values replace the stored fields, of which `expected` has the whole value. */
    readonly replace?: boolean | undefined;
    /** Ignored, so that a file of failed rows can be the input of another run. */
    readonly _error?: unknown;
  };

/** A row in any form: an object, its JSON text, or a row of `readRows`. */
export type AnyMetadataRow = UserMetadataRow | string | InputRow;

/** The field of a row that is set. */
export type MetadataField<Name extends keyof UpdateUserMetadataParams> = {
  readonly [Field in Name]: NonNullable<UpdateUserMetadataParams[Field]>;
};

/** An iterable or an async iterable of rows. A string is not one, although it is an iterable of its characters. */
export type UserMetadataRows<Row> = (Iterable<Row> | AsyncIterable<Row>) & object;

/** The options of {@link updateUsersMetadata}. */
export interface UpdateUsersOptions {
  /**
   * Decides when each request is sent. Share one limiter between everything that uses the same instance: calls of a
   * client go before the rows. `false` sends requests immediately, for example to a local Backend API. Default: the
   * limiter of the client; without one, `createRateLimiter()`, which all runs of the client share.
   */
  limiter?: RateLimiter | false | undefined;
  /**
   * Stores what was sent, so that another run with the same rows continues where this one has stopped. Only one run at
   * a time may use a journal: a store of your own needs an exclusive lock. Default: nothing is stored.
   */
  journal?: BulkJournal | undefined;
  /**
   * Whether a row is skipped if its values are stored already. `false` sends it anyway, for example to cause the
   * webhook `user.updated`. Default: `true`.
   */
  skipUnchanged?: boolean | undefined;
  /** The run stops if more rows fail, including those of earlier runs with the same journal. Default: `Infinity`. */
  maxFailed?: number | undefined;
  /**
   * The run stops if no request, or no change, has a response for so long, in milliseconds. Default: 900000, which is
   * 15 minutes.
   */
  maxOffline?: number | undefined;
  /**
   * What happens to a row if a stored value is not the `expected` one. `"skip"`: its status is `"conflict"`.
   * `"recompute"`: its patch is computed again from its `desired` values, or by `transform`; without either, it is a
   * conflict. `"force"`: its patch is sent. Default: `"skip"`.
   */
  onDrift?: "skip" | "recompute" | "force" | undefined;
  /** The `mode` of the plan, for `transform` with `onDrift: "recompute"`. Default: `"patch"`. */
  mode?: "patch" | "desired" | "replace" | undefined;
  /** The `keys` of the plan, for `onDrift: "recompute"`. */
  keys?: readonly string[] | undefined;
  /** The `transform` of the plan, for `onDrift: "recompute"`. */
  transform?: UserTransform | undefined;
  /**
   * Schemas of the fields. Each field that a row changes is validated as it would be stored, with the values that are
   * stored now. A row with an issue is not sent, and its status is `"failed"`. Default: nothing is validated.
   */
  schema?: MetadataSchemas | undefined;
  /** The number of changes that are in flight at most, from 1 to 100. Default: 50. */
  concurrency?: number | undefined;
  /**
   * Stops the run: nothing more is sent. When the changes in flight have ended, the iteration and `summary` reject with
   * the `reason` of the signal. They do not wait for functions of yours that do not settle.
   */
  signal?: AbortSignal | undefined;
  /**
   * Called after rows have finished. If it throws or rejects, the run is not affected.
   *
   * @param progress The number of rows with each status so far.
   */
  onProgress?: ((progress: BulkCounts) => unknown) | undefined;
}

/**
 * Stores the lines of a run. `openJournal` returns one for a file.
 *
 * @example
 * const stored: string[] = [];
 * const journal: BulkJournal = { lines: stored, append: (lines) => stored.push(...lines) };
 */
export interface BulkJournal {
  /** The stored lines, in the order in which they were appended. Default: none. */
  readonly lines?: Iterable<string> | AsyncIterable<string> | undefined;
  /**
   * Stores lines. A promise that it returns is awaited before the rows are sent that the lines announce, and before the
   * next call. If it throws or rejects, the run stops.
   *
   * @param lines One or more lines of JSON, without newlines. They contain the metadata that is changed, before and
   *   after the change.
   * @returns A promise, or anything else, which is ignored.
   */
  append(lines: readonly string[]): unknown;
}

/** A journal in a file. */
export interface BulkFileJournal extends BulkJournal {
  /** The lines of the file. */
  readonly lines: Iterable<string>;
  append(lines: readonly string[]): void;
  /** Closes the file and deletes its lock. */
  close(): void;
}

/**
 * - `ok`: The change was sent and accepted.
 * - `same`: The values were stored already, so nothing was sent.
 * - `recovered`: The change was sent, its response was lost, and the values are stored.
 * - `missing`: There is no such user.
 * - `conflict`: A stored value is not the `expected` one, or somebody else has changed everything that an undo would
 *   restore, so nothing was sent.
 * - `failed`: The row is invalid, the change was rejected, or it had no response after several attempts.
 */
export type BulkStatus = "ok" | "same" | "recovered" | "missing" | "conflict" | "failed";

/** The outcome of a row. */
export interface BulkResult<Row = AnyMetadataRow> {
  /** The number of the row, from 0. */
  readonly index: number;
  /** The row that was passed. */
  readonly row: Row;
  /** The ID of the user or of the organization; of a membership, that of the user. `undefined` if it is not known. */
  readonly id: string | undefined;
  /** What became of the row. */
  readonly status: BulkStatus;
  /** In a row of an undo: the number of keys that somebody else has changed since. They are left as they are. */
  readonly kept?: number | undefined;
  /** In a row of an undo: the paths of stored `null`s, which a patch cannot restore. */
  readonly notRestored?: readonly string[] | undefined;
  /** Why the row failed. Only set for the status `failed`. */
  readonly error?: ClerkInputError | ClerkAPIResponseError | ClerkConnectionError | ClerkBulkError | undefined;
}

/** The number of rows with each status, including those of earlier runs with the same journal. */
export interface BulkCounts {
  /** The rows that were read so far. */
  readonly rows: number;
  /** The rows whose change was sent and accepted. */
  readonly ok: number;
  /** The rows whose values were stored already. */
  readonly same: number;
  /** The rows whose response was lost, and whose values are stored. */
  readonly recovered: number;
  /** The rows without a user. */
  readonly missing: number;
  /** The rows with an `expected` value that is not the stored one. */
  readonly conflict: number;
  /** The rows that are invalid or whose change failed. */
  readonly failed: number;
}

/** The result of a run. */
export interface BulkSummary extends BulkCounts {
  /** Whether all rows have finished. `false` if the iteration was left early. */
  readonly complete: boolean;
}

/** A run. It starts when it is iterated or when `summary` is read. */
export interface UpdateUsersRun<Row = AnyMetadataRow> extends AsyncIterable<BulkResult<Row>> {
  /**
   * The result of each row that finishes in this run, in the order in which they finish, and of the rows that have
   * failed in earlier runs with the same journal. If 250 results wait to be
   * taken, nothing more is sent until one is. Leaving the loop early stops the run.
   */
  [Symbol.asyncIterator](): AsyncIterator<BulkResult<Row>, undefined>;
  /**
   * Resolves when the run has ended. If nothing iterates the run, the results of the rows are dropped.
   *
   * @throws {ClerkBulkError} The run has stopped; `code` says why.
   * @throws {ClerkAPIResponseError} The key was rejected.
   */
  readonly summary: Promise<BulkSummary>;
}

/**
 * - `too_many_failed`: More rows than `maxFailed` have failed.
 * - `offline`: There was no response for longer than `maxOffline`.
 * - `unexpected_response`: Several reads in a row had no usable response, such as an HTML page.
 * - `other_rows`: The rows are not those of the journal. Nothing was sent.
 * - `invalid_journal`: The journal cannot be read.
 * - `journal_failed`: The journal could not be written.
 * - `journal_in_use`: Another run is using the same journal object. Nothing was sent.
 * - `job_failed`: The job of the row has failed in a queue for a reason of the queue, such as `maxStalledCount`. This
 *   is the `error` of its result. If the row itself has failed, `code` and `errors[0].code` are the code of its error,
 *   such as `invalid_params`.
 * - `other_instance`: The rows of a queue are for another Clerk instance. This is the event `error` of a worker.
 * - `invalid_rows`: The input has problems: `problems` and `count`. Nothing was sent.
 * - `transform_failed`, `schema_failed`: `transform` or a schema has thrown. This is the `error` of a result.
 * - `failed_earlier`: The row has failed in an earlier run with this journal. This is the `error` of its result.
 */
export type ClerkBulkErrorCode =
  | "too_many_failed"
  | "offline"
  | "unexpected_response"
  | "other_rows"
  | "invalid_journal"
  | "journal_failed"
  | "journal_in_use"
  | "job_failed"
  | "other_instance"
  | "invalid_rows"
  | "transform_failed"
  | "schema_failed"
  | "failed_earlier";

/**
 * A run has stopped before its end.
 *
 * @example
 * try {
 *   await updateUsersMetadata(clerk, rows, { maxFailed: 100 }).summary;
 * } catch (error) {
 *   if (!isClerkBulkError(error) || error.code !== "too_many_failed") throw error;
 *   console.error(error.message);
 * }
 */
export declare class ClerkBulkError extends Error {
  /** The name of the class. */
  readonly name: "ClerkBulkError";
  /** Why the run has stopped. */
  readonly code: ClerkBulkErrorCode;
  /** The first 20 problems of the input. Only set for the code `invalid_rows`. */
  readonly problems?: readonly RowProblem[];
  /** The number of all problems. Only set for the code `invalid_rows`. */
  readonly count?: number;
  /** The error that stopped it, such as that of the journal. */
  readonly cause?: unknown;
}

/**
 * Whether an error is a {@link ClerkBulkError}, also one of another copy of the package.
 *
 * @param error Any value.
 *
 * @example
 * const isOffline = (error: unknown) => isClerkBulkError(error) && error.code === "offline";
 */
export declare function isClerkBulkError(error: unknown): error is ClerkBulkError;

/**
 * Changes the metadata of many users. It reads 100 users at a time, sends the rows whose values are not stored yet, and
 * retries failures. Two rows for one user are sent in their order.
 *
 * With a `journal`, a run that was interrupted at any point, also by `kill -9`, continues when it is started again with
 * the same rows in the same order. Every row is done at least once, and a row whose values are stored is not sent
 * again.
 *
 * @param clerk The client, which `createClerkClient` has returned.
 * @param rows The rows, as objects, as JSON texts such as the lines of an NDJSON file, or from `readRows`. Texts keep
 *   every digit of numbers. Blank texts are skipped. They are read when they are needed: at most 250 of them are
 *   unfinished.
 * @param options See {@link UpdateUsersOptions}.
 * @throws {TypeError} An argument is invalid.
 *
 * @example
 * const rows = [{ id: "user_1", publicMetadata: { plan: "pro" } }];
 * for await (const { row, id, status, error } of updateUsersMetadata(clerk, rows)) console.log(id, status);
 */
export declare function updateUsersMetadata<Row extends AnyMetadataRow>(
  clerk: ClerkClient,
  rows: UserMetadataRows<Row>,
  options?: UpdateUsersOptions,
): UpdateUsersRun<Row>;

/**
 * Opens a journal in a file, or creates it. It needs Node.js, Deno or Bun. Only one process at a time can have it open.
 * A new file is readable by its owner only, because it contains private metadata.
 *
 * Each line is written immediately, so `kill -9` loses none. The file is flushed to the disk about once in a second, so
 * a power failure loses at most the last second, whose rows are checked again.
 *
 * @param path The path of the file, or its `file:` URL.
 * @throws {Error} The file is open in another process, is not a journal, or cannot be written.
 *
 * @example
 * const journal = await openJournal("backfill.ndjson");
 * const summary = await updateUsersMetadata(clerk, rows, { journal }).summary;
 * journal.close();
 */
export declare function openJournal(path: string | { readonly href: string }): Promise<BulkFileJournal>;
