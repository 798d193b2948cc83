// Inserts users, organizations and memberships from the JSON text that the Backend API returns.
import { classOf, convertErrors, errorFromWasm } from "./resource-body.js";

/** @import { AddedResources, ChangeQueue, WasmBackend } from "./types.js" */

/**
 * @typedef {object} InsertedKind
 * @property {string} method For an error, such as `users.insert`.
 * @property {string} noun Such as `user`.
 * @property {(text: string) => void} prepare
 * @property {(resource: any) => boolean} isKnown Whether it exists, or was deleted, given its JSON.
 * @property {AddedResources} added
 */

/**
 * The method `insert`.
 * @param {WasmBackend} backend
 * @param {ChangeQueue} changes
 * @param {InsertedKind} kind
 * @returns {(text: string, options?: { keepExisting?: boolean | undefined }) => number}
 */
export function createInsert(backend, changes, { method, noun, prepare, isKnown, added }) {
  return (text, { keepExisting = false } = {}) => {
    if (typeof text !== "string")
      throw new TypeError(
        `${method} takes the JSON text of one ${noun} or of a list of them, not a value of type ${typeof text}.`,
      );
    const elements = classOf(backend).listElements(text);
    const texts = elements ?? [text];
    let index = 0;
    const prepareNext = () => {
      // A list may contain a resource twice, such as the organization of two memberships.
      while (keepExisting && index < texts.length && isKnown(Object(JSON.parse(texts[index])))) index++;
      if (index === texts.length) return false;
      try {
        prepare(texts[index]);
      } catch (thrown) {
        const error = errorFromWasm(thrown);
        if (elements !== undefined && error.errors !== undefined)
          error.message = `${noun} ${index + 1}: ${error.message}`;
        throw error;
      }
      index++;
      return true;
    };
    return convertErrors(() => changes.addAllNow(prepareNext, added));
  };
}
