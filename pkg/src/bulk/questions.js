// What only the caller knows about a row: the result of `transform`, and whether a schema accepts its values.
import { ClerkInputError } from "../errors.js";
import { pathOf } from "../input.js";
import { isPlainObject } from "../plain-metadata.js";
import { ClerkBulkError } from "./bulk-error.js";
import { errorMessage } from "./error-message.js";
import { withStoredDigits } from "./stored-digits.js";
import { errorOfRow, rowError, rowName } from "./row-errors.js";
import { fieldsText } from "./row-text.js";

/** @import { RunContext } from "./types.js" */

const FIELDS = /** @type {const} */ (["publicMetadata", "privateMetadata", "unsafeMetadata"]);

/**
 * The questions by the name of their action. Each calls the caller, and passes the result to Rust. `onError` receives
 * the error of a row before Rust reports that it has failed. `hasEnded`: whether a result comes too late.
 * @param {Pick<RunContext, "run" | "transform" | "schema">} context
 * @param {(index: number, error: unknown) => void} onError
 * @param {() => boolean} hasEnded
 * @returns {Record<string, (index: number, row: unknown, details: any[]) => Promise<void>>}
 */
export const createQuestions = ({ run, transform, schema }, onError, hasEnded) => ({
  // Without a prototype, so that no property of Object.prototype is an action.
  __proto__: /** @type {any} */ (null),

  /**
   * @param {number} index
   * @param {unknown} row
   * @param {string[]} details
   */
  async transform(index, row, [resource]) {
    let text;
    try {
      const fields = await transform?.(JSON.parse(resource));
      if (fields !== undefined) text = withStoredDigits(transformedText(fields), resource);
    } catch (error) {
      if (hasEnded()) return;
      onError(
        index,
        error instanceof ClerkInputError ? errorOfRow(index, row, error) : thrown(index, row, "transform", error),
      );
      run.answerFailed(index);
      return;
    }
    if (hasEnded()) return;
    const invalid = run.transformed(index, text);
    if (invalid !== undefined) onError(index, rowError(index, row, ...invalid));
  },

  /**
   * @param {number} index
   * @param {unknown} row
   * @param {(string | undefined)[]} texts Of each field.
   */
  async validate(index, row, texts) {
    try {
      for (const [at, text] of texts.entries()) {
        const standard = text === undefined ? undefined : schema?.[FIELDS[at]]?.["~standard"];
        const result = await standard?.validate(JSON.parse(/** @type {string} */ (text)));
        const issue = result?.issues?.[0];
        if (hasEnded()) return;
        if (issue !== undefined) {
          const path = pathOf([FIELDS[at], ...(issue.path ?? []).map(keyOf)]);
          onError(index, rowError(index, row, path, issue.message));
          run.validated(index, false);
          return;
        }
      }
    } catch (error) {
      if (hasEnded()) return;
      onError(index, thrown(index, row, "schema", error));
      run.answerFailed(index);
      return;
    }
    if (!hasEnded()) run.validated(index, true);
  },
});

/**
 * The JSON text of what `transform` has returned, whose fields Rust validates.
 * @param {any} fields
 */
function transformedText(fields) {
  const fail = (/** @type {string} */ reason, /** @type {string} */ path = "") => {
    throw new ClerkInputError(`${path && `${path}: `}${reason}`, { code: "invalid_params", path });
  };
  if (!isPlainObject(fields))
    return fail(
      `transform has returned ${kindOf(fields)}. It must return an object such as { publicMetadata: { plan: "pro" } }, or undefined to change nothing.`,
    );
  for (const [name, value] of Object.entries(fields))
    if (typeof value?.then === "function")
      fail("transform has returned a promise in this field. Await it first.", name);
  return fieldsText(fields);
}

/** @param {unknown} value */
const kindOf = (value) => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object that is not a plain object" : `a value of type ${typeof value}`;
};

/**
 * A part of the path of an issue: a key, or an object with a key.
 * @param {any} part
 */
const keyOf = (part) => {
  const key = typeof part === "object" ? part?.key : part;
  return typeof key === "number" ? key : String(key);
};

/**
 * @param {number} index
 * @param {unknown} row
 * @param {"transform" | "schema"} name
 * @param {unknown} cause
 */
const thrown = (index, row, name, cause) =>
  new ClerkBulkError(`${rowName(index, row)}: ${name} has thrown: ${errorMessage(cause)}`, {
    code: `${name}_failed`,
    cause,
  });
