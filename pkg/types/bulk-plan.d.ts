import type { BulkResult, UserMetadataRow, UserMetadataRows } from "./bulk-update.js";
import type { ClerkClient } from "./client.js";
import type { RateLimiter } from "./rate-limiter.js";

/** The options of {@link planUsersMetadata}. */
export interface PlanUsersOptions {
  /** Decides when each request is sent, as for `updateUsersMetadata`. */
  limiter?: RateLimiter | false | undefined;
  /**
   * What the fields of a row contain. `"patch"`: changes, as for `updateUsersMetadata`. `"desired"`: the values that
   * should be stored; all other keys of the field are removed, and a `null` that is not stored yet is rejected.
   * Default: `"patch"`.
   */
  mode?: "patch" | "desired" | undefined;
  /** Stops the plan. The iteration and `summary` reject with the `reason` of the signal. */
  signal?: AbortSignal | undefined;
  /**
   * Called after rows have been planned. If it throws or rejects, the plan is not affected.
   *
   * @param progress The number of rows so far.
   */
  onProgress?: ((progress: PlanCounts) => unknown) | undefined;
}

/** The number of planned rows. */
export interface PlanCounts {
  /** The rows that were read so far. */
  readonly rows: number;
  /** The rows with a change to send. */
  readonly change: number;
  /** The rows whose values are stored already. */
  readonly same: number;
  /** The rows without a user. */
  readonly missing: number;
  /** The rows that are invalid, or whose field would exceed 8 KB after the merge. */
  readonly failed: number;
}

/** The result of a plan. */
export interface PlanSummary extends PlanCounts {
  /**
   * How many rows remove each key, by its path, such as `publicMetadata.plan.trial`. At most 1,000 different paths are
   * counted.
   */
  readonly removals: Readonly<Record<string, number>>;
  /**
   * The rows after which the public metadata has more than 1200 bytes, and has not now: Clerk limits the custom claims
   * of a session token to 1.2 KB.
   */
  readonly exceedSessionToken: number;
  /** Whether all rows are planned. `false` if the iteration was left early. */
  readonly complete: boolean;
}

/** The plan for a row. */
export type PlanResult<Row = UserMetadataRow | string> =
  | (PlanResultOf<Row, "change"> & {
      /**
       * A row for `updateUsersMetadata`, as JSON text: the smallest patch, and the values before as `expected`, so that
       * the row is a conflict if somebody changes them in the meantime. It keeps every digit of numbers.
       */
      readonly change: string;
    })
  | PlanResultOf<Row, "same">
  | PlanResultOf<Row, "missing">
  | (PlanResultOf<Row, "failed"> & {
      /** Why the row cannot be sent. */
      readonly error: NonNullable<BulkResult["error"]>;
    });

/** What the plans for all rows have. */
export interface PlanResultOf<Row, Status> {
  /** The number of the row, from 0. */
  readonly index: number;
  /** The row that was passed. */
  readonly row: Row;
  /** The ID of the user, if it is known. */
  readonly id: string | undefined;
  /** What would become of the row. */
  readonly status: Status;
}

/** A plan. It starts when it is iterated or when `summary` is read. */
export interface PlanUsersRun<Row = UserMetadataRow | string> extends AsyncIterable<PlanResult<Row>> {
  /** The plan of each row. Leaving the loop early stops it. */
  [Symbol.asyncIterator](): AsyncIterator<PlanResult<Row>, undefined>;
  /** Resolves when all rows are planned. */
  readonly summary: Promise<PlanSummary>;
}

/**
 * Reads the users of the rows, 100 with one request, and returns what would change. No change is sent. A second row for
 * a user is planned as if the first one had been sent.
 *
 * @param clerk The client, which `createClerkClient` has returned.
 * @param rows The rows, as for `updateUsersMetadata`.
 * @param options See {@link PlanUsersOptions}.
 * @throws {TypeError} An argument is invalid.
 *
 * @example
 * const plan = planUsersMetadata(clerk, rows, { mode: "desired" });
 * for await (const result of plan) if (result.status === "change") console.log(result.change);
 * const { change, removals } = await plan.summary;
 */
export declare function planUsersMetadata<Row extends UserMetadataRow | string>(
  clerk: ClerkClient,
  rows: UserMetadataRows<Row>,
  options?: PlanUsersOptions,
): PlanUsersRun<Row>;
