// Assertions for rejected calls.
import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as clerkMetadata from "clerk-metadata";

const { ClerkAPIResponseError, ClerkConnectionError, ClerkInputError } = clerkMetadata;
/** Each class of errors, with its guard: `isClerkInputError` for `ClerkInputError`. */
const GUARDS = [ClerkAPIResponseError, ClerkConnectionError, ClerkInputError].map((ErrorClass) => [
  ErrorClass,
  clerkMetadata[`is${ErrorClass.name}`],
]);

/** No representation of a value may contain a secret key of these tests. */
export function assertNoKey(value) {
  const representations = [
    inspect(value, { depth: Infinity, showHidden: true, getters: true }),
    String(value),
    String(value?.stack),
    toJson(value),
  ];
  for (const text of representations) assert.doesNotMatch(text, /sk_(test|live)_\w|hidden/);
}

function toJson(value) {
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    return ""; // a cycle in a cause that the caller created
  }
}

/**
 * Asserts that the call rejects with an error of the class and these fields; returns the error. A `message` that is a
 * string is the text before the request, with which the message of an error with a request ends.
 */
async function rejectsWith(promise, ErrorClass, fields) {
  let thrown;
  await assert.rejects(promise, (error) => {
    thrown = error;
    assert.ok(error instanceof Error, `no Error: ${error}`);
    assert.equal(error.name, ErrorClass.name, error.stack);
    assert.ok(error instanceof ErrorClass);
    for (const [OtherClass, guard] of GUARDS) assert.equal(guard(error), OtherClass === ErrorClass, guard.name);
    assertNoKey(error);
    assert.equal(typeof error.message, "string");
    assert.notEqual(error.message, "");
    for (const [name, expected] of Object.entries(fields)) {
      if (expected instanceof RegExp) assert.match(error[name], expected, name);
      else if (name === "message" && error.request)
        assert.equal(error.message, `${expected} (${error.request.method} ${error.request.path})`);
      else assert.deepEqual(error[name], expected, name);
    }
    return true;
  });
  return thrown;
}

export const rejectsWithInputError = (promise, fields) => rejectsWith(promise, ClerkInputError, fields);
export const rejectsWithConnectionError = (promise, fields) => rejectsWith(promise, ClerkConnectionError, fields);
export const rejectsWithApiError = (promise, fields) => rejectsWith(promise, ClerkAPIResponseError, fields);
