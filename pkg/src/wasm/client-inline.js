import { makeGlue } from "#generated/client_bg.js";
import packed from "#generated/client.wasm";
import { compile, hasRoomForFetch, noAddressSpace } from "./inline.js";
import { instantiate as instantiateWith } from "./instantiate.js";

const ALTERNATIVE = " Import clerk-metadata/js, which does not use WebAssembly.";

/** @typedef {typeof import("./core-js.js").makeInstance} MakeInstance */

/** @type {Promise<WebAssembly.Module | MakeInstance> | undefined} */
let loading;

/** Compiles once, at the first call. A failed load is retried at the next call. */
export const compiled = () =>
  (loading ??= load().catch((error) => {
    loading = undefined;
    throw error;
  }));

async function load() {
  const { module, bytes } = await compile(packed, ALTERNATIVE);
  return hasRoomForFetch(bytes) ? module : coreInJavaScript();
}

/**
 * Imports the core in JavaScript, if npm installed this file. The import is not a literal, so bundlers do not add the
 * core to an app.
 * @returns {Promise<MakeInstance>}
 */
async function coreInJavaScript() {
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ ["#", "core"].join(""))).makeInstance;
  } catch (cause) {
    throw noAddressSpace(cause, ALTERNATIVE);
  }
}

/**
 * Makes an instance of the result of `compiled`.
 * @param {WebAssembly.Module | MakeInstance} core
 */
export const instantiate = (core) => (typeof core === "function" ? core() : instantiateWith(makeGlue, core));
