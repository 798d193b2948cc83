// The entry of the Worker. Workers import wasm as a compiled module.
import { handle, initSync } from "../build/rust_worker.js";
import module from "../build/rust_worker_bg.wasm";

initSync({ module });

export default { fetch: (request, env) => handle(request, env) };
