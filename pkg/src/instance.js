// @compileOnLoad: every call runs these functions (build/functions.mjs).
// The instance of the wasm that calls are made with. If it traps, which Rust without panics does not, it is not used
// again: the next call of an export gets a fresh one.
import { compiled, instantiate } from "#wasm/client";
import { errorFrom, internalError } from "./errors.js";

let module;
let current;

/** Whether the wasm can be called at once. */
export const isLoaded = () => module !== undefined;

/** Resolves when the wasm can be called; it is loaded at the first call of a client. */
export const loaded = async () => (module ??= await compiled());

/**
 * Calls an export of src/wasm/mod.rs. Its rejection is thrown as an error without the key, with its cause and the
 * number of attempts.
 */
export function callWasm(name, args, secretKey, cause, attempts) {
  try {
    current ??= instantiate(module);
    return current[name](...args);
  } catch (thrown) {
    if (Array.isArray(thrown)) throw errorFrom(thrown, secretKey, cause, attempts);
    current = undefined;
    throw internalError(thrown, attempts);
  }
}
