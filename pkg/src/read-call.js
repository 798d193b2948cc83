// Reads the arguments of a call that must wait for a part of this package, such as the first one. Later changes of the
// caller's objects do not matter then.
import { isPlainObject } from "./plain-metadata.js";

/** @import { CallOptions } from "../types/options.js" */
/** @import { Client, Method } from "./call.js" */

/**
 * Returns the method and the options with which to execute the call. An error of reading is thrown when the call is
 * executed, because errors of options come first.
 * @param {Client} client
 * @param {Method} method
 * @param {CallOptions | undefined} callOptions
 * @param {unknown[]} args
 * @returns {[method: Method, callOptions: CallOptions | undefined]}
 */
export function readCall({ options }, method, callOptions, args) {
  /** @type {Method["readInput"]} */
  let readInput;
  try {
    const input = method.readInput({ secretKey: options.secretKey }, ...args);
    readInput = () => input;
  } catch (error) {
    readInput = () => {
      throw error;
    };
  }
  return [{ ...method, readInput }, copyOptions(callOptions)];
}

/**
 * Copies the options of a call. If that is impossible, the call reads them, and rejects.
 * @param {any} options
 */
function copyOptions(options) {
  try {
    return isPlainObject(options) ? Object.assign(Object.create(null), options) : options;
  } catch {
    return options;
  }
}
