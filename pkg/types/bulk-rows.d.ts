import type { BulkJournal } from "./bulk-update.js";

/**
 * A file: a stream, or an iterable of chunks of bytes or of text, which may end anywhere. It is not an iterable of
 * lines.
 */
export type RowInput = (Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string> | ReadableStreamOfChunks) &
  object;

/** The part of a `ReadableStream` that is used. */
export interface ReadableStreamOfChunks {
  /** As that of `ReadableStream`. */
  getReader(): {
    /** Reads the next chunk. */
    read(): Promise<{
      /** Whether there is none. */
      done: boolean;
      /** The chunk: text or bytes. */
      value?: unknown;
    }>;
    /** Stops reading. */
    cancel(): Promise<unknown>;
  };
}

/** The options of {@link readRows} and {@link checkRows}. */
export interface ReadRowsOptions {
  /** `"ndjson"`: a JSON object on each line. `"csv"`: RFC 4180, with a first line that names the columns. */
  format: "ndjson" | "csv";
  /** Whether each cell of CSV is a string, or JSON. An empty cell leaves its key unchanged. Default: `"text"`. */
  csvTypes?: "text" | "json" | undefined;
  /**
   * What happens if several rows are for the same user. `"reject"`: they are problems. `"in-order"`: they are applied
   * one after the other. A user who is named once by `id` and once by `externalId` is not recognized here. Default:
   * `"reject"`.
   */
  duplicates?: "reject" | "in-order" | undefined;
  /**
   * Whether a row must have a metadata field. `false` is for rows that only name users, for the option `transform` of
   * `planUsersMetadata`. Default: `true`.
   */
  requireMetadata?: boolean | undefined;
}

/** A row of a file. */
export interface InputRow {
  /** The row as JSON text, which keeps every digit of numbers. */
  readonly json: string;
  /** The line on which it begins, from 1. */
  readonly line: number;
  /** Its text in the file, without the newline. */
  readonly source: string;
  /** The first line of a CSV file, with a newline; otherwise `""`. */
  readonly header: string;
  /** The same with the column `_error`. */
  readonly errorHeader: string;
  /**
   * Returns the row in the format of its file with `_error`, and a newline. Such a row can be an input again.
   *
   * @param message Why the row has failed.
   */
  withError(message: string): string;
}

/** A problem in a file. */
export interface RowProblem {
  /** The line, from 1. */
  readonly line: number;
  /** The column, from 1, in characters. */
  readonly column: number;
  /** The path of the value, such as `publicMetadata.plan`, or the name of the column; `""` for the row itself. */
  readonly path: string;
  /** The reason and the fix. */
  readonly reason: string;
}

/**
 * Reads a file of rows and reports what is wrong with it, before anything is sent. The memory that it needs does not
 * depend on the file, except for 8 bytes for each row, which find duplicates.
 *
 * @param source The file.
 * @param options See {@link ReadRowsOptions}.
 * @returns The number of rows.
 * @throws {ClerkBulkError} With the code `invalid_rows`: `problems` has the first 20, and `count` is the number of all.
 * @throws {TypeError} An argument is invalid.
 *
 * @example
 * const { rows } = await checkRows(createReadStream("users.csv"), { format: "csv" });
 */
export declare function checkRows(
  source: RowInput,
  options: ReadRowsOptions,
): Promise<{
  /** The number of rows. */
  readonly rows: number;
}>;

/**
 * Reads the rows of a file, for `planUsersMetadata` and `updateUsersMetadata`. The iteration rejects at the first
 * problem as `checkRows` does: call that first.
 *
 * @param source The file.
 * @param options See {@link ReadRowsOptions}.
 * @throws {TypeError} An argument is invalid.
 *
 * @example
 * const rows = readRows(createReadStream("users.csv"), { format: "csv" });
 * for await (const { row, status } of updateUsersMetadata(clerk, rows)) console.log(row.line, status);
 */
export declare function readRows(source: RowInput, options: ReadRowsOptions): AsyncIterable<InputRow>;

/**
 * Returns rows that undo a run, from its journal. Each restores the keys that the run has written, unless somebody else
 * has changed them since. Pass them to `updateUsersMetadata` with another journal, or to `planUsersMetadata`.
 *
 * The rows are JSON texts, one for each user that was changed. Those of users with several requests come last.
 *
 * @param journal The journal, or its lines. They are read twice.
 * @throws {TypeError} The argument is not a journal.
 *
 * @example
 * const journal = await openJournal("users.journal.ndjson");
 * for await (const { id, kept } of updateUsersMetadata(clerk, undoRows(journal))) if (kept) console.log(id, kept);
 */
export declare function undoRows(
  journal: BulkJournal | ((Iterable<string> | AsyncIterable<string>) & object),
): AsyncIterable<string>;
