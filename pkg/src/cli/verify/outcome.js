// What a fact compares of a response. Nothing else of a response gets into a report, because it may have data of users.

/** @import { ApiResponse, FactContext, Json } from "./types.js" */

/** A fact that this instance does not allow to check. */
export class NotChecked extends Error {}

/**
 * The status, and of an error the first code and the parameter.
 * @param {ApiResponse} response
 * @returns {Json}
 */
export function outcomeOf({ status, json }) {
  const { code, meta } = firstError(json);
  return {
    status,
    ...(code !== undefined && { code: String(code) }),
    ...(meta?.param_name !== undefined && { param_name: String(meta.param_name) }),
  };
}

/**
 * The texts of the first error. IDs of users are replaced, because they differ in each run.
 * @param {ApiResponse} response
 * @returns {Json}
 */
export function textsOf({ json }) {
  const { message, long_message: longMessage } = firstError(json);
  const text = (/** @type {unknown} */ value) =>
    typeof value === "string" ? value.replace(/\buser_\w+/g, "USER_ID") : null;
  return { message: text(message), long_message: text(longMessage) };
}

/**
 * The error, or an object without properties.
 * @param {any} json
 */
const firstError = (json) => json?.errors?.[0] ?? {};

/**
 * Which of the throwaway users a list has, in its order. Other users are left out.
 * @param {FactContext} context
 * @param {ApiResponse} response
 * @returns {Json}
 */
export function namesOf({ users }, response) {
  const { status, json } = response;
  if (status !== 200) return outcomeOf(response);
  const listed = listOf(json);
  if (listed === undefined) return "not a list";
  return listed.flatMap((user) => {
    const index = users.findIndex(({ id }) => id === user?.id);
    return index < 0 ? [] : [USER_NAMES[index]];
  });
}

/**
 * The items of a list, which may be the array or have it; `undefined` if it is no list. Only `list-is-array` is about
 * the form.
 * @param {any} json
 * @returns {any[] | undefined}
 */
export const listOf = (json) => [json, json?.data].find(Array.isArray);

/** The names of the throwaway users in expected and actual values. */
export const USER_NAMES = ["first", "second", "third"];
