// The message of a value that was thrown, which may be anything.

/** @param {unknown} error */
export function errorMessage(error) {
  try {
    return String(/** @type {any} */ (error)?.message ?? error);
  } catch {
    return "unknown error";
  }
}
