// Finds exports of the wasm files whose only result has the type `externref`. V8 before version 13 (Node.js 20 and 22)
// can inline such a function into its optimized caller. If it discards the caller's code while the function runs, it
// ends the process with "unreachable code" (Deoptimizer::DoComputeBuiltinContinuation). In Rust, such functions return
// a `Result` or a `Vec` instead, which have several results in wasm.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import binaryen from "../../pkg/node_modules/binaryen/index.js";

/** The problems of the wasm files in a folder. */
export function wasmResultProblems(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".wasm"));
  return files.flatMap((file) => {
    const module = binaryen.readBinary(readFileSync(join(folder, file)));
    const exports = Array.from({ length: module.getNumExports() }, (_, index) =>
      binaryen.getExportInfo(module.getExportByIndex(index)),
    );
    const names = exports
      .filter(({ kind }) => kind === binaryen.ExternalFunction)
      .filter(({ value }) => binaryen.getFunctionInfo(module.getFunction(value)).results === binaryen.externref)
      .map(({ name }) => `${file} exports ${name}, which returns externref`);
    module.dispose();
    return names;
  });
}
