// Requests that fail on purpose, for tests of error handling.

/** @import { LocalFailure, LocalRecordedRequest, LocalRequestMatch } from "../../types/local.js" */
/** @import { BackendRequest, BackendResponse, WasmBackend, WasmBackendClass } from "./types.js" */

const KINDS = ["status", "error", "timeout"];
const ERROR_FIELDS = ["code", "message", "long_message", "meta"];
const OPTIONS = [...KINDS, "retryAfter", "errors", "times", "match"];
const MATCH_OPTIONS = ["method", "path", "userId", "organizationId"];
const METHODS = ["GET", "POST", "PATCH", "PUT", "DELETE"];

/** The errors with which the `fetch` of Node.js fails: the code, and the message of the error's cause. */
const NETWORK_ERRORS = /** @type {const} */ ({
  ECONNREFUSED: "connect ECONNREFUSED",
  ECONNRESET: "read ECONNRESET",
  ENOTFOUND: "getaddrinfo ENOTFOUND api.clerk.com",
  ETIMEDOUT: "connect ETIMEDOUT",
  UND_ERR_SOCKET: "other side closed",
});

/** @type {WeakSet<object>} */
const networkErrors = new WeakSet();

/**
 * Whether `failNext` caused an error: the connection of the request must then break.
 * @param {unknown} error
 */
export const isNetworkFailure = (error) => networkErrors.has(Object(error));

/** @param {WasmBackend} backend */
export function createFailures(backend) {
  /** @type {{ failure: LocalFailure, remaining: number, matches: (request: LocalRecordedRequest) => boolean }[]} */
  let pending = [];
  return {
    /** @param {LocalFailure} failure */
    failNext(failure) {
      validate(failure, backend);
      const { errors } = failure;
      // Copies, so that later changes of the argument have no effect.
      const copy = { ...failure, errors: errors && JSON.parse(JSON.stringify(errors)) };
      pending.push({ failure: copy, remaining: failure.times ?? 1, matches: matcher(failure.match) });
    },
    clear() {
      pending = [];
    },
    /**
     * The outcome of a request that must fail; `undefined` for any other request.
     * @param {LocalRecordedRequest} recorded
     * @param {BackendRequest} request
     * @returns {BackendResponse | Promise<BackendResponse> | undefined}
     */
    outcomeOf(recorded, request) {
      // A copy: `match` must not change the recorded request. A promise is not `true`.
      const next = pending.find(({ matches }) => matches({ ...recorded }) === true);
      if (next === undefined) return undefined;
      next.remaining--;
      if (next.remaining === 0) pending = pending.filter((other) => other !== next);
      const { failure } = next;
      if (failure.timeout) return new Promise(() => {});
      if (failure.error !== undefined) return Promise.reject(networkError(failure.error));
      const response = /** @type {BackendResponse} */ (backend.failure(request, failure.status, failure.retryAfter));
      if (failure.errors === undefined) return response;
      return { ...response, body: JSON.stringify({ ...JSON.parse(response.body), errors: failure.errors }) };
    },
  };
}

/**
 * The error that `fetch` rejects with.
 * @param {true | keyof typeof NETWORK_ERRORS} option
 */
function networkError(option) {
  const code = option === true ? "ECONNRESET" : option;
  const cause = Object.assign(new Error(NETWORK_ERRORS[code]), { code });
  const error = new TypeError("fetch failed", { cause });
  networkErrors.add(error);
  return error;
}

/**
 * @param {LocalFailure["match"]} match
 * @returns {(request: LocalRecordedRequest) => boolean}
 */
function matcher(match) {
  if (match === undefined) return () => true;
  if (typeof match === "function") return match;
  const { method, path, userId, organizationId } = match;
  return (request) =>
    (method === undefined || request.method === method) &&
    (userId === undefined || request.userId === userId) &&
    (organizationId === undefined || request.organizationId === organizationId) &&
    (path === undefined || (typeof path === "string" ? request.path === path : request.path.search(path) >= 0));
}

/**
 * Throws if `failNext` cannot use its argument.
 * @param {any} failure
 * @param {WasmBackend} backend
 */
function validate(failure, backend) {
  if (!isObject(failure)) throw new TypeError("failNext: pass an object such as { status: 429, retryAfter: 30 }.");
  rejectUnknown("", failure, OPTIONS);
  const kinds = KINDS.filter((kind) => failure[kind] !== undefined);
  if (kinds.length !== 1)
    throw new TypeError(
      `failNext: pass exactly one of status, error and timeout, not ${kinds.join(" and ") || "none of them"}.`,
    );
  const { status, error, timeout, retryAfter, errors, times = 1, match } = failure;
  if (status !== undefined && !isKnownStatus(status, backend)) {
    const { failureStatuses } = /** @type {WasmBackendClass} */ (backend.constructor);
    throw new RangeError(`failNext: status must be one of ${failureStatuses()}, not ${format(status)}.`);
  }
  if (error !== undefined && error !== true && !Object.hasOwn(NETWORK_ERRORS, error))
    throw new TypeError(
      `failNext: error must be true or one of ${Object.keys(NETWORK_ERRORS).join(", ")}, not ${format(error)}.`,
    );
  if (timeout !== undefined && timeout !== true)
    throw new TypeError(
      `failNext: timeout must be true, not ${format(timeout)}. The request gets no response until it is aborted.`,
    );
  for (const [name, value] of Object.entries({ retryAfter, errors }))
    if (value !== undefined && status === undefined)
      throw new TypeError(`failNext: ${name} needs a status, because only a response can have it.`);
  if (retryAfter !== undefined && !isWholeNumber(retryAfter, 0))
    throw new RangeError(
      `failNext: retryAfter must be a whole number of seconds, 0 or more, not ${format(retryAfter)}.`,
    );
  if (errors !== undefined && !isErrorList(errors))
    throw new TypeError(
      'failNext: errors must be an array of objects such as { code: "resource_locked", message: "Please try again." }, which may also have long_message and meta, as JSON.',
    );
  if (times !== Infinity && !isWholeNumber(times, 1))
    throw new RangeError(`failNext: times must be a whole number, 1 or more, or Infinity, not ${format(times)}.`);
  if (match !== undefined) validateMatch(match);
}

/** @param {any} match */
function validateMatch(match) {
  if (typeof match === "function") return;
  if (!isObject(match) || Array.isArray(match) || isRegExp(match))
    throw new TypeError('failNext: match must be a function or an object such as { method: "PATCH" }.');
  rejectUnknown("match.", match, MATCH_OPTIONS);
  const { method, path, userId, organizationId } = /** @type {LocalRequestMatch} */ (match);
  if (method !== undefined && !METHODS.includes(method))
    throw new TypeError(`failNext: match.method must be one of ${METHODS.join(", ")}, not ${format(method)}.`);
  if (
    path !== undefined &&
    !isRegExp(path) &&
    !(typeof path === "string" && path.startsWith("/") && !/[?#]/.test(path))
  )
    throw new TypeError(
      `failNext: match.path must be a regular expression or a path without a query such as "/v1/users/count", not ${format(path)}.`,
    );
  if (userId !== undefined && (typeof userId !== "string" || userId === ""))
    throw new TypeError(`failNext: match.userId must be a user ID such as "user_1", not ${format(userId)}.`);
  if (organizationId !== undefined && (typeof organizationId !== "string" || organizationId === ""))
    throw new TypeError(
      `failNext: match.organizationId must be an organization ID such as "org_1", not ${format(organizationId)}.`,
    );
}

/**
 * @param {string} prefix
 * @param {object} object
 * @param {string[]} known
 */
function rejectUnknown(prefix, object, known) {
  const unknown = Object.keys(object).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`failNext: unknown option ${prefix}${unknown}. The options are ${known.join(", ")}.`);
}

/**
 * @param {unknown} status
 * @param {WasmBackend} backend
 */
const isKnownStatus = (status, backend) =>
  typeof status === "number" &&
  isWholeNumber(status, 100) &&
  status <= 599 &&
  backend.failure({ method: "GET", url: "/" }, status) !== undefined;

/** @param {unknown} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * @param {unknown} value
 * @param {number} least
 */
const isWholeNumber = (value, least) => Number.isSafeInteger(value) && /** @type {number} */ (value) >= least;

/** @param {unknown} errors */
const isErrorList = (errors) => Array.isArray(errors) && errors.every(isErrorItem);

/** @param {any} error */
function isErrorItem(error) {
  if (!isObject(error) || Object.keys(error).some((name) => !ERROR_FIELDS.includes(name))) return false;
  try {
    return (
      typeof JSON.stringify(error) === "string" && typeof error.code === "string" && typeof error.message === "string"
    );
  } catch {
    return false; // a BigInt, or a circular value
  }
}

/** @param {unknown} value */
const isRegExp = (value) => Object.prototype.toString.call(value) === "[object RegExp]";

/** @param {unknown} value */
const format = (value) => (typeof value === "string" ? JSON.stringify(value) : String(value));
