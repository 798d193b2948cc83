// @compileOnLoad: every call runs these functions (build/functions.mjs).
// The wasm instance that all calls share. An instance that has trapped, which Rust without panics does not do, is
// discarded: the next call creates a new one.
import { compiled, instantiate } from "#wasm/client";
import { errorFrom } from "./errors.js";

/** @import { ErrorContext, ErrorParts } from "./errors.js" */
/**
 * The exports of src/wasm/mod.rs, which take the arguments as an array.
 * @typedef {{
 *   settings(...options: unknown[]): any[],
 *   request(operation: string, userId?: string, params?: unknown[], organizationId?: string):
 *     [method: string, path: string],
 *   nextStep(...outcome: unknown[]): string | [delay: number, error: ErrorParts],
 * }} WasmExports
 */

/** @type {any} */
let module;
/** @type {any} */
let instance;

/** Whether the wasm can be called without waiting for `loaded`. */
export const isLoaded = () => module !== undefined;

/** Loads the wasm, at the first call of a client. Resolves when it can be called. */
export const loaded = async () => (module ??= await compiled());

/**
 * Calls an export of src/wasm/mod.rs. The parts of an error that it throws become an error with this context.
 * @template {keyof WasmExports} Name
 * @param {Name} name
 * @param {ErrorContext} context
 * @param {Parameters<WasmExports[Name]>} args
 * @returns {ReturnType<WasmExports[Name]>}
 */
export function callWasm(name, context, ...args) {
  try {
    instance ??= instantiate(module);
    return instance[name](args);
  } catch (thrown) {
    if (Array.isArray(thrown)) throw errorFrom(/** @type {ErrorParts} */ (thrown), context);
    instance = undefined;
    throw errorFrom(["internal_error", INTERNAL_ERROR], { ...context, cause: thrown });
  }
}

const INTERNAL_ERROR =
  "Internal error of clerk-metadata. The change may have taken effect. Please report this error with its cause. Later calls are not affected.";
