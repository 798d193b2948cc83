// What a bundle of a part of the package holds: nothing of what the part does not need.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pack } from "../../pkg/build/pack-wasm.mjs";
import { startStandIn } from "../packaging/stand-in.mjs";
import { environment, output } from "../runtimes/process.mjs";
import { node } from "../runtimes/tools.mjs";

/** A part of each wasm as it stands in a bundle, without characters that a bundler may write in another way. */
const WASMS = ["client", "local"].map((name) => {
  const packed = pack(readFileSync(new URL(`../../pkg/dist/${name}.wasm`, import.meta.url)));
  return packed.split(/[\\"'`$<]/).find((part) => part.length > 60);
});
/** A text that only the local Backend API has. */
const LOCAL = "createLocalBackend";

/** The programs, what each prints, and how many wasms it needs. `both` shows that they would be found. */
const PROGRAMS = {
  "guard.mjs": { prints: [true, false], wasms: 0, local: false, atMost: 8_000 },
  "client.mjs": { prints: "user_1", wasms: 1, local: false },
  "both.mjs": { prints: "user_1", wasms: 2, local: true },
};

function textOf(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => /\.[cm]?js$/.test(name));
  assert.ok(files.length > 0, "there is a bundle");
  return files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
}

async function bundleOf(build, program, project) {
  const script = await build(project, program);
  const text = textOf(join(project, "dist"));
  const server = await startStandIn();
  try {
    const printed = await output(node("20"), [script], join(project, "dist"), environment(server.url));
    return { text, prints: JSON.parse(printed) };
  } finally {
    await server.close();
    rmSync(join(project, "dist"), { recursive: true });
  }
}

/** Bundles each program, runs it, and looks at the bytes. */
export const contents = (name, { server: build }, always) => ({
  name: `${name}, what a bundle holds`,
  always,
  async run(project) {
    for (const [program, expected] of Object.entries(PROGRAMS)) {
      const { text, prints } = await bundleOf(build, program, project);
      assert.deepEqual(prints, expected.prints, `what ${program} prints`);
      assert.equal(
        WASMS.filter((part) => text.includes(part)).length,
        expected.wasms,
        `wasms in the bundle of ${program}`,
      );
      assert.equal(text.includes(LOCAL), expected.local, `the local Backend API in the bundle of ${program}`);
      assert.ok(text.length < (expected.atMost ?? Infinity), `the bundle of ${program} has ${text.length} bytes`);
    }
  },
});
