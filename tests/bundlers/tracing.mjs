// `@vercel/nft` finds the files that a program needs. Vercel, Netlify, Nitro and Next's `standalone` output copy
// only those. The copy must run in every version of Node.js, whichever version traced it.
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { output } from "../runtimes/process.mjs";
import { node } from "../runtimes/tools.mjs";
import * as tools from "./tools.mjs";

const VERSIONS = ["20", "22", "24", "26"];

const TRACE_PROGRAM = `import { nodeFileTrace } from "@vercel/nft";
const { fileList, warnings } = await nodeFileTrace([process.argv[2]]);
console.log(JSON.stringify({ files: [...fileList], warnings: [...warnings].map(String) }));
`;

/** Every entry of the package that is a module of a format ("require" or "import"), from package.json. */
function entriesOf(project, format) {
  const { exports } = JSON.parse(readFileSync(join(project, "node_modules/clerk-metadata/package.json"), "utf8"));
  return Object.entries(exports)
    .filter(([name, conditions]) => !/\.(json|wasm)$/.test(name) && (format === "import" || format in conditions))
    .map(([name]) => name.replace(/^\./, "clerk-metadata"));
}

const CALL_CODE = `
for (const { createClerkClient } of clients) {
  const fetch = async () => Response.json({ object: "user", id: "user_1" });
  createClerkClient({ secretKey: "sk_test_tracing", fetch }).users.getUser("user_1").then(({ id }) => console.log(id));
}
`;

const PROGRAMS = {
  "traced.cjs": (entries) => `${entries.map((name) => `require(${JSON.stringify(name)});`).join("\n")}
require("clerk-metadata/package.json");
const clients = [require("clerk-metadata"), require("clerk-metadata/js")];${CALL_CODE}`,
  "traced.mjs": (entries) => `${entries.map((name) => `import ${JSON.stringify(name)};`).join("\n")}
import * as client from "clerk-metadata";
import * as clientWithoutWasm from "clerk-metadata/js";
const clients = [client, clientWithoutWasm];${CALL_CODE}`,
};

export const TRACING = {
  name: "`@vercel/nft`, a copy of the traced files",
  async run(project) {
    tools.link(project, "@vercel/nft");
    writeFileSync(join(project, "trace.mjs"), TRACE_PROGRAM);
    for (const [program, textOf] of Object.entries(PROGRAMS)) {
      const entries = entriesOf(project, program.endsWith(".cjs") ? "require" : "import");
      assert.ok(entries.length > 8, `${entries.length} entries`);
      writeFileSync(join(project, program), textOf(entries));
      for (const tracer of VERSIONS) {
        const { files, warnings } = JSON.parse(await output(node(tracer), ["trace.mjs", program], project));
        // The entry for Next.js imports this module only in an app that has Next.js.
        assert.deepEqual(
          warnings.filter((text) => !/"(next\/headers.js|bullmq|ioredis)"/.test(text)),
          [],
        );
        const copy = join(project, `copy-${tracer}-${program}`);
        for (const file of files) cpSync(join(project, file), join(copy, file), { dereference: true });
        for (const version of VERSIONS) {
          const printed = await output(node(version), [program], copy).catch((error) => error.stderr);
          assert.equal(printed, "user_1\nuser_1\n", `${program}, traced by Node.js ${tracer}, in Node.js ${version}`);
        }
      }
    }
  },
};
