// The instance of the wasm that calls are made with. Rust without panics does not trap; if it does
// all the same, what is left of the instance is not used again: the next call gets a fresh one.
import { compiled, makeGlue } from "#wasm/client";
import { internalError } from "./errors.js";
import { instantiate } from "./wasm/instantiate.js";

let current;

/** Makes a call in the wasm: resolves and rejects as `call` of src/wasm/mod.rs does. */
export async function run(...given) {
  const module = await compiled();
  try {
    current ??= start(module);
  } catch (cause) {
    throw internalError(cause);
  }
  return current(given);
}

function start(module) {
  const calls = new Set(); // what rejects those that are under way
  let depth = 0; // of JavaScript and wasm calling each other

  function end(cause) {
    if (current === make) current = undefined;
    glue.__wbg_set_wasm(ENDED);
    for (const reject of calls) reject(internalError(cause));
  }

  /** Ends the instance where a function of it throws; what called it first hears nothing. */
  const guarded = (work) => (...given) => {
    depth += 1;
    try {
      return work(...given);
    } catch (cause) {
      end(cause);
      if (depth > 1) throw cause;
      return NOTHING;
    } finally {
      depth -= 1;
    }
  };

  const make = (given) =>
    new Promise((resolve, reject) => {
      const forget = () => calls.delete(reject);
      calls.add(reject);
      enter(...given).then?.(resolve, reject).then(forget);
    });

  const glue = instantiate(makeGlue, module, guarded);
  const enter = guarded(glue.call);
  return make;
}

/** What a function gives that has trapped: the glue looks for the parts of a result in it. */
const NOTHING = [];

/** In the place of the exports of an instance that has trapped: whatever still calls one, nothing happens. */
const ENDED = new Proxy({}, { get: () => () => NOTHING });
