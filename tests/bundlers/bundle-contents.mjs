// Checks that a bundle of a part of the package contains nothing that the part does not need.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pack } from "../../pkg/build/pack-wasm.mjs";
import { startFakeBackend } from "../packaging/fake-backend.mjs";
import { environment, output } from "../runtimes/process.mjs";
import { node } from "../runtimes/tools.mjs";

/** A part of each packed wasm, without characters that a bundler may escape differently. */
const WASM_PARTS = ["client", "local"].map((name) => {
  const packed = pack(readFileSync(new URL(`../../pkg/dist/${name}.wasm`, import.meta.url)));
  return packed.split(/[\\"'`$<]/).find((part) => part.length > 60);
});
/** The wasm of `clerk-metadata/wasm`. */
const WASM_ENTRY = new URL("../../pkg/dist/wasm_bg.wasm", import.meta.url);
/** A text that only the local Backend API contains. */
const LOCAL_MARKER = "createLocalBackend";

/** The programs, their output, and the contents of their bundles. `client-and-local` shows that the markers work. */
const PROGRAMS = {
  "guard-only.mjs": { output: [true, false], wasmCount: 0, local: false, maxLength: 20_000 },
  "client-only.mjs": { output: "user_1", wasmCount: 1, local: false },
  "client-and-local.mjs": { output: "user_1", wasmCount: 2, local: true },
};

function textOf(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => /\.[cm]?js$/.test(name));
  assert.ok(files.length > 0, "the bundler has written a bundle");
  return files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
}

async function bundleAndRun(build, program, project) {
  const script = await build(project, program);
  const text = textOf(join(project, "dist"));
  const server = await startFakeBackend();
  try {
    const variables = { ...environment(server.url), WASM_FILE: fileURLToPath(WASM_ENTRY) };
    const printed = await output(node("20"), [script], join(project, "dist"), variables);
    return { text, output: JSON.parse(printed) };
  } finally {
    await server.close();
    rmSync(join(project, "dist"), { recursive: true });
  }
}

/** Bundles a program with `clerk-metadata/wasm`, which contains the client of Rust and none of the other entries. */
export const wasmEntry = (name, { server: build }, always) => ({
  name: `${name}, clerk-metadata/wasm`,
  always,
  async run(project) {
    const { text, output: printed } = await bundleAndRun(build, "wasm-entry.mjs", project);
    assert.equal(printed, "user_1");
    assert.deepEqual(
      [...WASM_PARTS, LOCAL_MARKER].filter((part) => text.includes(part)),
      [],
    );
  },
});

/** Bundles each program, runs it, and searches the bundle for the markers. */
export const bundleContents = (name, { server: build }, always) => ({
  name: `${name}, contents of a bundle`,
  always,
  async run(project) {
    for (const [program, expected] of Object.entries(PROGRAMS)) {
      const { text, output: printed } = await bundleAndRun(build, program, project);
      assert.deepEqual(printed, expected.output, `the output of ${program}`);
      assert.equal(
        WASM_PARTS.filter((part) => text.includes(part)).length,
        expected.wasmCount,
        `wasm modules in the bundle of ${program}`,
      );
      assert.equal(text.includes(LOCAL_MARKER), expected.local, `the local Backend API in the bundle of ${program}`);
      assert.ok(text.length < (expected.maxLength ?? Infinity), `the bundle of ${program} has ${text.length} bytes`);
    }
  },
});
