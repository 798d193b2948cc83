// `mergeMetadata` and `diffMetadata`, which need no backend.
import { ClerkInputError } from "../errors.js";
import { readMetadata } from "../input.js";
import { load } from "#wasm/local";

/** @import { WasmBackendClass, WasmInputError } from "./types.js" */

/**
 * @param {object | string} current
 * @param {object | string} patch
 */
export async function mergeMetadata(current, patch) {
  const { LocalBackend, mergeMetadata } = await load();
  return runOnTexts(LocalBackend, mergeMetadata, { current, patch });
}

/**
 * @param {object | string} current
 * @param {object | string} desired
 */
export async function diffMetadata(current, desired) {
  const { LocalBackend, diffMetadata } = await load();
  return runOnTexts(LocalBackend, diffMetadata, { current, desired });
}

/**
 * Takes two values and returns a value, or takes two JSON texts and returns a JSON text. Text keeps numbers that
 * JavaScript cannot represent.
 * @param {WasmBackendClass} LocalBackend
 * @param {(current: string, other: string) => string} operation
 * @param {Record<string, object | string>} values By the names of the arguments.
 */
function runOnTexts(LocalBackend, operation, values) {
  const isText = Object.values(values).every((value) => typeof value === "string");
  const [current, other] = Object.entries(values).map(([name, value]) =>
    isText ? String(value) : argumentText(LocalBackend, name, value),
  );
  try {
    const result = operation(current, other);
    return isText ? result : JSON.parse(result);
  } catch (thrown) {
    const { message, code, path } = /** @type {WasmInputError} */ (thrown ?? {});
    if (thrown instanceof Error || !message) throw thrown;
    throw new ClerkInputError(message, { code, path });
  }
}

/**
 * The JSON text of an argument. An error has the path inside the metadata, and a message that begins with the
 * argument's name.
 * @param {WasmBackendClass} LocalBackend
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
function argumentText(LocalBackend, name, value) {
  try {
    return metadataText(LocalBackend, name, value);
  } catch (thrown) {
    const error = /** @type {{ path: string }} */ (thrown);
    if (error.path !== name) error.path = error.path.slice(name.length).replace(/^\./, "");
    throw error;
  }
}

/**
 * The JSON text of metadata. Validates as the client does: throws a `ClerkInputError` whose `path` begins with `name`.
 * @param {WasmBackendClass} LocalBackend
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
export const metadataText = (LocalBackend, name, value) => readMetadata(name, value, LocalBackend.maxDepth());
