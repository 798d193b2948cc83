// The error of a run that has stopped.
import { nameClass } from "../name-class.js";

/** @import { RowProblem } from "../../types/bulk-rows.js" */
/** @import * as types from "../../types/bulk-update.js" */

/** A run has stopped before its end. */
export const ClerkBulkError = /* @__PURE__ */ nameClass(
  "ClerkBulkError",
  class extends Error {
    name = "ClerkBulkError";

    /**
     * @param {string} message
     * @param {{
     *   code: types.ClerkBulkErrorCode,
     *   cause?: unknown,
     *   problems?: readonly RowProblem[],
     *   count?: number,
     * }} details
     */
    constructor(message, { code, cause, problems, count }) {
      super(message, cause === undefined ? undefined : { cause });
      this.code = code;
      if (problems !== undefined) Object.assign(this, { problems, count });
    }
  },
);

/** @param {any} error */
export const isClerkBulkError = (error) => error?.name === "ClerkBulkError";
