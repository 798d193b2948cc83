// @compileOnLoad: every call runs these functions (build/functions.mjs).
// The instance of the wasm that calls are made with. Rust without panics does not trap; if it does
// all the same, what is left of the instance is not used again: what enters next gets a fresh one.
import { compiled, instantiate } from "#wasm/client";
import { errorFrom, internalError } from "./errors.js";

let module;
let current;

/** Whether the wasm can be entered at once. */
export const isLoaded = () => module !== undefined;

/** Resolves when the wasm can be entered; it is loaded at the first call. */
export const loaded = async () => (module ??= await compiled());

/** Calls an export of src/wasm/mod.rs. What it rejects is thrown as an error without the key, with its cause and how many attempts were made. */
export function enter(name, given, secretKey, cause, attempts) {
  try {
    current ??= instantiate(module);
    return current[name](...given);
  } catch (thrown) {
    if (Array.isArray(thrown)) throw errorFrom(thrown, secretKey, cause, attempts);
    current = undefined;
    throw internalError(thrown, attempts);
  }
}
