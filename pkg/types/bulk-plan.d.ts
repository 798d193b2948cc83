import type { AnyMetadataRow, BulkResult, UserMetadataRows } from "./bulk-update.js";
import type { UpdateUserMetadataParams } from "./calls.js";
import type { ClerkClient } from "./client.js";
import type { RateLimiter } from "./rate-limiter.js";

/** Whom a row is for: a user, an organization, or the membership of a user in an organization. */
export type MetadataRowName =
  | {
      /** The ID of the user, such as `"user_2abc"`. */
      readonly id: string;
      /** Not together with `id`. */
      readonly externalId?: undefined;
      /** Not together with `id`. */
      readonly organizationId?: undefined;
      /** Not together with `id`. */
      readonly userId?: undefined;
    }
  | {
      /** The external ID of the user. */
      readonly externalId: string;
      /** Not together with `externalId`. */
      readonly id?: undefined;
      /** Not together with `externalId`. */
      readonly organizationId?: undefined;
      /** Not together with `externalId`. */
      readonly userId?: undefined;
    }
  | {
      /** The ID of the organization, such as `"org_2abc"`. */
      readonly organizationId: string;
      /** The ID of a member. Then the row is for the membership. */
      readonly userId?: string | undefined;
      /** Not together with `organizationId`. */
      readonly id?: undefined;
      /** Not together with `organizationId`. */
      readonly externalId?: undefined;
      /** Organizations and memberships have none. */
      readonly unsafeMetadata?: undefined;
    };

/** The user, organization or membership that `transform` receives. Its numbers are doubles. */
export interface StoredMetadata {
  /** The ID of the user. Not set for an organization or a membership. */
  readonly id: string;
  /** The external ID of the user, if there is one. */
  readonly externalId?: string;
  /** The ID of the organization, also of that of a membership. Not set for a user. */
  readonly organizationId?: string;
  /** The ID of the user of a membership. */
  readonly userId?: string;
  /** The stored metadata. */
  readonly publicMetadata: { readonly [key: string]: any };
  /** The stored metadata. */
  readonly privateMetadata: { readonly [key: string]: any };
  /** The stored metadata. Not set for an organization or a membership. */
  readonly unsafeMetadata: { readonly [key: string]: any };
}

/**
 * Computes the metadata fields of a row from the stored ones. `undefined` changes nothing. A number that is copied from
 * the stored metadata keeps all of its digits.
 *
 * @param user The stored metadata, which the function may change.
 */
export type UserTransform = (
  user: StoredMetadata,
) => UpdateUserMetadataParams | undefined | Promise<UpdateUserMetadataParams | undefined>;

/** A schema of Zod, Valibot, ArkType or another library (https://standardschema.dev). Only its issues are used. */
export interface MetadataSchema {
  /** The interface of the specification. */
  readonly "~standard": {
    /** The version of the specification. */
    readonly version: 1;
    /** The name of the library. */
    readonly vendor: string;
    /**
     * Validates a value.
     *
     * @param value The field as it would be stored.
     */
    readonly validate: (value: unknown) => MetadataSchemaResult | Promise<MetadataSchemaResult>;
  };
}

/** The result of a schema. */
export interface MetadataSchemaResult {
  /** What is wrong, if something is. */
  readonly issues?:
    | readonly {
        /** What is wrong. */
        readonly message: string;
        /** Where, as keys or as objects with one. */
        readonly path?:
          | readonly (
              | PropertyKey
              | {
                  /** The key. */
                  readonly key: PropertyKey;
                }
            )[]
          | undefined;
      }[]
    | undefined;
}

/** A schema for each field. */
export interface MetadataSchemas {
  /** Of the whole field. */
  readonly publicMetadata?: MetadataSchema | undefined;
  /** Of the whole field. */
  readonly privateMetadata?: MetadataSchema | undefined;
  /** Of the whole field. */
  readonly unsafeMetadata?: MetadataSchema | undefined;
}

/** The options of {@link planUsersMetadata}. */
export interface PlanUsersOptions {
  /** Decides when each request is sent, as for `updateUsersMetadata`. */
  limiter?: RateLimiter | false | undefined;
  /**
   * What the fields of a row contain. `"patch"`: changes, as for `updateUsersMetadata`. `"desired"`: the values that
   * should be stored; other keys of the field are removed, or only those of `keys`. It sends the smallest patch with
   * that result, and rejects a `null` that is not stored yet, because a patch cannot set it. `"replace"`: the whole
   * value of each field, which is sent by PUT and may contain `null`. If any key of the field changes in the meantime,
   * the row is a conflict. Memberships cannot be replaced. Default: `"patch"`.
   */
  mode?: "patch" | "desired" | "replace" | undefined;
  /**
   * With the mode `"desired"`: the paths of the keys that rows may set, such as `["publicMetadata.plan"]`. A row
   * without one of them removes it, and all other keys are kept. A row that sets another key has the status `"failed"`.
   * Default: all keys of the fields that a row has.
   */
  keys?: readonly string[] | undefined;
  /**
   * Computes the fields of each row from what is stored, in place of the fields of the row. What it returns is
   * understood as `mode` says. Default: the fields of the row.
   */
  transform?: UserTransform | undefined;
  /** Standard Schemas, which validate each changed field as it would be stored. Default: none. */
  schema?: MetadataSchemas | undefined;
  /**
   * `"reject"`: a row whose user an earlier row names, by `id` or by `externalId`, has the status `"failed"`.
   * Default: `"in-order"`.
   */
  duplicates?: "reject" | "in-order" | undefined;
  /**
   * The plan stops if no request has a response for so long, in milliseconds. Default: 900000, which is 15 minutes.
   */
  maxOffline?: number | undefined;
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
  /** The rows of an undo that would restore nothing, because somebody else has changed the values since. */
  readonly conflict: number;
  /** The rows that are invalid, or whose field would exceed 8 KB after the merge, or does not match the schema. */
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
export type PlanResult<Row = AnyMetadataRow> =
  | (PlanResultOf<Row, "change"> & {
      /**
       * A row for `updateUsersMetadata`, as JSON text: the smallest patch, and the values before as `expected`, so that
       * the row is a conflict if somebody changes them in the meantime. It keeps every digit of numbers. In the modes
       * `"desired"` and `"replace"`, it also has the `desired` values. `expectedNulls` has the paths of the stored
       * `null`s among `expected`, where `null` otherwise stands for a key that does not exist.
       */
      readonly change: string;
      /** The smallest patch, as the JSON text of an object with the changed fields. */
      readonly patch: string;
      /**
       * The same keys before the change: `null` for a key that does not exist. In the mode `"replace"`, the whole
       * fields.
       */
      readonly before: string;
      /** The same after the change: `null` for a key that is removed. In the mode `"replace"`, the whole fields. */
      readonly after: string;
    })
  | PlanResultOf<Row, "same">
  | PlanResultOf<Row, "missing">
  | PlanResultOf<Row, "conflict">
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
  /** The ID of the user or of the organization; of a membership, that of the user. `undefined` if it is not known. */
  readonly id: string | undefined;
  /** What would become of the row. */
  readonly status: Status;
  /** In a row of an undo: the number of keys that somebody else has changed since. They are left as they are. */
  readonly kept?: number | undefined;
  /** In a row of an undo: the paths of stored `null`s, which a patch cannot restore. */
  readonly notRestored?: readonly string[] | undefined;
}

/** A plan. It starts when it is iterated or when `summary` is read. */
export interface PlanUsersRun<Row = AnyMetadataRow> extends AsyncIterable<PlanResult<Row>> {
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
export declare function planUsersMetadata<Row extends AnyMetadataRow>(
  clerk: ClerkClient,
  rows: UserMetadataRows<Row>,
  options?: PlanUsersOptions & { transform?: undefined },
): PlanUsersRun<Row>;
export declare function planUsersMetadata<Row extends AnyMetadataRow | MetadataRowName>(
  clerk: ClerkClient,
  rows: UserMetadataRows<Row>,
  options: PlanUsersOptions,
): PlanUsersRun<Row>;
