// Builds the wasm and its JavaScript into the folder `build`: node build.mjs [ARGUMENT OF CARGO…]
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));
const target = "wasm32-unknown-unknown";
const run = (program, args) => execFileSync(program, args, { cwd: folder, stdio: "inherit" });

run("cargo", ["build", "--quiet", "--release", `--target=${target}`, ...process.argv.slice(2)]);
const wasm = join(process.env.CARGO_TARGET_DIR ?? "target", target, "release/rust_worker.wasm");
run("wasm-bindgen", ["--target=web", "--no-typescript", "--out-dir=build", wasm]);
