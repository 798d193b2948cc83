import { makeGlue } from "#generated/client_bg.js";
import packed from "#generated/client.wasm";
import { compile, hasRoomForFetch, noAddressSpace } from "./inline.js";
import { instantiate as instantiateWith } from "./instantiate.js";

const ALTERNATIVE = " Import clerk-metadata/js, which does not use WebAssembly.";

let loading;

/** Compiles at the first call, once; a load that failed is tried again. */
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
 * The core in JavaScript, if this file is where npm installed it. Not as a literal: no bundler is to add the core to an
 * app.
 */
async function coreInJavaScript() {
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ ["#", "core"].join(""))).makeInstance;
  } catch (cause) {
    throw noAddressSpace(cause, ALTERNATIVE);
  }
}

/** An instance of what `compiled` gave. */
export const instantiate = (core) => (typeof core === "function" ? core() : instantiateWith(makeGlue, core));
