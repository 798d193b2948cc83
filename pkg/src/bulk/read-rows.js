// Reads the rows of a file in NDJSON or CSV. Rust finds the rows and their problems (bulk/src/rows/input).
import { load } from "#wasm/bulk";
import { ClerkBulkError } from "./bulk-error.js";
import { closeableGenerator } from "./closeable.js";
import { InputRow } from "./input-row.js";

/** @import { ReadRowsOptions, RowInput, RowProblem } from "../../types/bulk-rows.js" */
/** @import { BulkWasm, WasmBulkInput } from "./types.js" */

const OPTIONS = ["format", "csvTypes", "duplicates", "requireMetadata"];
/** A larger chunk is read in parts, so that the rows of one do not fill the memory. */
const CHUNK_BYTES = 64 * 1024;
const PROBLEM_FIELDS = 4;
const ROW_FIELDS = 3;

/**
 * Reads all rows without keeping them. Rejects if one is invalid.
 * @param {RowInput} source
 * @param {ReadRowsOptions} options
 */
export async function checkRows(source, options) {
  const settings = readSettings("checkRows", source, options);
  const input = openInput(await load(), settings, true);
  try {
    for await (const bytes of chunksOf("checkRows", iterableOf(source))) if (!input.feed(bytes)) break;
    input.finish();
    throwIfInvalid("checkRows", input);
    return { rows: input.counts()[0] };
  } finally {
    input.free();
  }
}

/**
 * @param {RowInput} source
 * @param {ReadRowsOptions} options
 */
export function readRows(source, options) {
  const settings = readSettings("readRows", source, options);
  return {
    [Symbol.asyncIterator]: () => closeableGenerator((open) => parse(open(iterableOf(source)))),
  };

  /** @param {any} chunks */
  async function* parse(chunks) {
    // Not freed: the rows need it to write their errors.
    const input = openInput(await load(), settings, false);
    /** @type {string[]} */
    let headers = [];
    const file = {
      input,
      get headers() {
        return headers.length > 0 ? headers : (headers = input.headers());
      },
    };
    const take = () => {
      const fields = input.takeRows();
      const rows = [];
      for (let at = 0; at < fields.length; at += ROW_FIELDS) {
        const [line, source, json = source] = fields.slice(at, at + ROW_FIELDS);
        rows.push(new InputRow(file, line, source, json));
      }
      return rows;
    };
    for await (const bytes of chunksOf("readRows", chunks)) {
      const canContinue = input.feed(bytes);
      yield* take();
      throwIfInvalid("readRows", input);
      if (!canContinue) break;
    }
    input.finish();
    yield* take();
    throwIfInvalid("readRows", input);
  }
}

/**
 * @param {string} name Of the function.
 * @param {any} source
 * @param {any} options
 * @returns {Required<ReadRowsOptions>}
 */
function readSettings(name, source, options) {
  const reject = (/** @type {string} */ problem) => {
    throw new TypeError(`${name}: ${problem}`);
  };
  const isIterable = typeof (source?.[Symbol.asyncIterator] ?? source?.[Symbol.iterator]) === "function";
  if (typeof source !== "object" || source instanceof Uint8Array || !(isIterable || "getReader" in source))
    reject(
      "the first argument must be a stream, or an iterable of chunks of bytes or text, such as createReadStream(path).",
    );
  if (typeof options !== "object" || options === null) reject('options must be an object such as { format: "csv" }.');
  const unknown = Object.keys(options).find((option) => !OPTIONS.includes(option));
  if (unknown !== undefined) reject(`unknown option ${unknown}. The options are ${OPTIONS.join(", ")}.`);
  const { format, csvTypes = "text", duplicates = "reject", requireMetadata = true } = options;
  if (format !== "ndjson" && format !== "csv") reject('format must be "ndjson" or "csv".');
  if (csvTypes !== "text" && csvTypes !== "json") reject('csvTypes must be "text" or "json".');
  if (duplicates !== "reject" && duplicates !== "in-order") reject('duplicates must be "reject" or "in-order".');
  if (typeof requireMetadata !== "boolean") reject("requireMetadata must be true or false.");
  return { format, csvTypes, duplicates, requireMetadata };
}

/**
 * @param {BulkWasm} wasm
 * @param {Required<ReadRowsOptions>} settings
 * @param {boolean} checkOnly
 */
const openInput = ({ BulkInput }, { format, csvTypes, duplicates, requireMetadata }, checkOnly) =>
  new BulkInput(format === "csv", csvTypes === "json", duplicates === "reject", requireMetadata, checkOnly);

/**
 * The bytes of a source, in parts of a bounded size.
 * @param {string} name Of the function.
 * @param {any} source An iterable of chunks.
 */
async function* chunksOf(name, source) {
  const encoder = new TextEncoder();
  for await (const chunk of source) {
    const bytes = typeof chunk === "string" ? encoder.encode(chunk) : chunk;
    if (!(bytes instanceof Uint8Array))
      throw new TypeError(`${name}: each chunk of the input must be a string or a Uint8Array.`);
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
  }
}

/**
 * A source as an iterable: streams are not iterable in some browsers.
 * @param {any} source
 */
const iterableOf = (source) =>
  source[Symbol.asyncIterator] || source[Symbol.iterator] ? source : streamChunks(source);

/**
 * @param {ReadableStream<any>} stream
 * @returns {AsyncIterableIterator<any>}
 */
function streamChunks(stream) {
  const reader = stream.getReader();
  const chunks = {
    next: () => reader.read(),
    async return() {
      await reader.cancel();
      return { done: /** @type {const} */ (true), value: undefined };
    },
    [Symbol.asyncIterator]: () => chunks,
  };
  return chunks;
}

/**
 * @param {string} name Of the function.
 * @param {WasmBulkInput} input
 */
function throwIfInvalid(name, input) {
  const [, count] = input.counts();
  if (count === 0) return;
  const fields = input.problems();
  /** @type {RowProblem[]} */
  const problems = [];
  for (let at = 0; at < fields.length; at += PROBLEM_FIELDS) {
    const [line, column, path, reason] = fields.slice(at, at + PROBLEM_FIELDS);
    problems.push({ line, column, path, reason });
  }
  const lines = problems.map(
    ({ line, column, path, reason }) => `line ${line}, column ${column}: ${path && `${path}: `}${reason}`,
  );
  if (count > problems.length) lines.push(`… and ${count - problems.length} more`);
  const total = count === 1 ? "1 problem" : `${count} problems`;
  throw new ClerkBulkError(`${name}: ${total} in the input.\n${lines.join("\n")}`, {
    code: "invalid_rows",
    problems,
    count,
  });
}
