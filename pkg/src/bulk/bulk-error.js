// The error of a run that has stopped.
import { nameClass } from "../name-class.js";

/** @import * as types from "../../types/bulk-update.js" */

/** A run has stopped before its end. */
export const ClerkBulkError = /* @__PURE__ */ nameClass(
  "ClerkBulkError",
  class extends Error {
    name = "ClerkBulkError";

    /**
     * @param {string} message
     * @param {{ code: types.ClerkBulkErrorCode, cause?: unknown }} details
     */
    constructor(message, { code, cause }) {
      super(message, cause === undefined ? undefined : { cause });
      this.code = code;
    }
  },
);

/** @param {any} error */
export const isClerkBulkError = (error) => error?.name === "ClerkBulkError";
