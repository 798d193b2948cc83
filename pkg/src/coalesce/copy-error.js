// Copies an error of this package, so that each caller has its own.

/**
 * @param {any} error Created by pkg/src/errors.js.
 * @returns {Error}
 */
export function copyError(error) {
  const { message, cause, errors, request, ...fields } = { ...error, message: error.message, cause: error.cause };
  return new error.constructor(message, {
    ...fields,
    cause,
    errors: errors?.map(copyApiError),
    request: request && { ...request },
  });
}

/** @param {import("../../types/errors.js").ClerkAPIError} error */
function copyApiError(error) {
  try {
    return { ...error, meta: JSON.parse(JSON.stringify(error.meta)) };
  } catch {
    return { ...error }; // `meta` is nested too deeply, or missing
  }
}
