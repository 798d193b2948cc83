// `clerk-metadata/wasm` in a Worker.
import { initSync } from "clerk-metadata/wasm";
import module from "clerk-metadata/wasm_bg.wasm";
import { wasmScenario } from "./wasm-scenario.mjs";

initSync({ module });

export default {
  async test(_controller, env) {
    console.log(JSON.stringify(await wasmScenario(env.API_URL)));
  },
};
