// What only the caller knows about a row: the result of `transform`, and whether a schema accepts its values.
import { ClerkInputError } from "../errors.js";
import { pathOf } from "../input.js";
import { isPlainObject } from "../plain-metadata.js";
import { ClerkBulkError } from "./bulk-error.js";
import { errorMessage } from "./error-message.js";
import { withStoredDigits } from "./stored-digits.js";
import { rowError } from "./row-errors.js";
import { fieldsText } from "./row-text.js";

/** @import { RunContext } from "./types.js" */

const FIELDS = /** @type {const} */ (["publicMetadata", "privateMetadata", "unsafeMetadata"]);

/**
 * The questions by the name of their action. Each calls the caller, passes the answer to Rust, and resolves to the
 * error of the row, if there is one.
 * @param {Pick<RunContext, "run" | "transform" | "schema">} context
 * @returns {Record<string, (index: number, row: unknown, details: any[]) => Promise<unknown>>}
 */
export const createQuestions = ({ run, transform, schema }) => ({
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
      run.answerFailed(index);
      if (error instanceof ClerkInputError) {
        const { path = "", message } = error;
        return rowError(index, row, path, message.slice(path === "" ? 0 : `${path}: `.length), error);
      }
      return thrown(index, "transform", error);
    }
    const invalid = run.transformed(index, text);
    return invalid && rowError(index, row, ...invalid);
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
        if (issue !== undefined) {
          run.validated(index, false);
          return rowError(index, row, pathOf([FIELDS[at], ...(issue.path ?? []).map(keyOf)]), issue.message);
        }
      }
    } catch (error) {
      run.answerFailed(index);
      return thrown(index, "schema", error);
    }
    run.validated(index, true);
    return undefined;
  },
});

/** @param {unknown} fields */
function transformedText(fields) {
  if (isPlainObject(fields)) return fieldsText(/** @type {object} */ (fields));
  throw new ClerkInputError(
    'transform must return an object such as { publicMetadata: { plan: "pro" } }, or undefined to change nothing.',
    { code: "invalid_params" },
  );
}

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
 * @param {"transform" | "schema"} name
 * @param {unknown} cause
 */
const thrown = (index, name, cause) =>
  new ClerkBulkError(`rows[${index}]: ${name} has thrown: ${errorMessage(cause)}`, { code: `${name}_failed`, cause });
