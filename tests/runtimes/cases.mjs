// The runtimes, one for each row of the table in the README; each with the ways into the package
// that it has, and the entry that it must find there.
//
// `always`: `cargo xtask test` runs it, not only `--all`; `serves`: it can listen on a port.
import {
  inJavaScriptUnderPolicy,
  inModuleWorker,
  inPage,
  inServiceWorker,
  pages,
  underPolicy,
  underPolicyWithoutWasm,
} from "./browser.mjs";
import { builtByBun, inBun, inDeno, inNode } from "./servers.mjs";
import { inEdgeVm, inVitestPool, inWorkerd, inWorkerdAsJavaScript, inWranglerDev } from "./workers.mjs";

const IMPORT = { way: "`import`", type: "module", entry: "index.js" };
const REQUIRE = { way: "`require`", type: "commonjs", entry: "index.cjs" };

const node = (version, always) => ({
  name: `Node.js ${version}`,
  always,
  serves: true,
  ways: [
    { ...IMPORT, run: inNode(version, "import.mjs") },
    { ...REQUIRE, run: inNode(version, "require.cjs") },
  ],
});

const workers = (name, run, always) => ({
  name,
  always,
  ways: [{ way: "`import`", type: "module", entry: "edge.js", run }],
});

const browser = (name, run, outcome) => ({
  name,
  always: true,
  ownUserAgent: true,
  page: pages,
  ...outcome,
  ways: [{ ...IMPORT, run }],
});

/** `clerk-metadata/js`, where WebAssembly is missing or forbidden. */
const javascript = (name, ways) => ({
  name,
  always: true,
  judge: "javascript",
  ways: ways.map((way) => ({ ...way, entry: way.entry === "js.cjs" ? "js.cjs" : "js.js" })),
});

export const CASES = [
  node("20.0"),
  node("20", true),
  node("22"),
  node("24"),
  node("26", true),
  javascript("Node.js 20 with `--jitless`", [
    { ...IMPORT, run: inNode("20", "javascript.mjs", "--jitless") },
    { ...REQUIRE, entry: "js.cjs", run: inNode("20", "javascript.cjs", "--jitless") },
  ]),
  { name: "Deno", always: true, serves: true, ways: [{ ...IMPORT, run: inDeno }] },
  {
    name: "Bun",
    always: true,
    serves: true,
    ways: [
      { ...IMPORT, run: inBun("import.mjs") },
      { ...REQUIRE, run: inBun("require.cjs") },
      { ...IMPORT, way: "`bun build`", run: builtByBun("import.mjs", "bun", inBun) },
      { ...REQUIRE, way: "`bun build` of `require`", run: builtByBun("require.cjs", "bun", inBun) },
      {
        ...IMPORT,
        way: "`bun build --target=node`",
        run: builtByBun("import.mjs", "node", (program) => inNode("20", program)),
      },
    ],
  },
  workers("workerd", inWorkerd, true),
  javascript("workerd, core in JavaScript", [{ ...IMPORT, run: inWorkerdAsJavaScript }]),
  workers("`wrangler dev`", inWranglerDev),
  workers("`@cloudflare/vitest-pool-workers`", inVitestPool),
  workers("`@edge-runtime/vm`", inEdgeVm),
  browser("Chromium, page", inPage, { judge: "page" }),
  browser("Chromium, page with `script-src 'self' 'wasm-unsafe-eval'`", underPolicy),
  browser("Chromium, page with `script-src 'self'`", underPolicyWithoutWasm, { judge: "refused" }),
  {
    ...javascript("Chromium, page with `script-src 'self'`, core in JavaScript", [
      { ...IMPORT, run: inJavaScriptUnderPolicy },
    ]),
    ownUserAgent: true,
    page: pages,
  },
  browser("Chromium, module worker", inModuleWorker),
  browser("Chromium, service worker", inServiceWorker),
];
