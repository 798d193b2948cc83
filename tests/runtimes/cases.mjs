// The runtimes, one for each row of the table in docs/runtimes.md. `variants` are the ways in which the runtime can
// load the package, each with the entry file that it must resolve to.
//
// `always`: runs in every `cargo xtask test`, not only with `--all`. `canListen`: it can listen on a port.
// `setsUserAgent`: the runtime always sends its own User-Agent. `expectation`: see assertions.mjs.
import {
  inModuleWorker,
  inPage,
  inServiceWorker,
  serveFiles,
  underPolicy,
  underPolicyThatForbidsWasm,
  withoutWasmUnderPolicy,
} from "./browser.mjs";
import { builtWithBun, inBun, inDeno, inNode } from "./node-deno-bun.mjs";
import { inEdgeVm, inVitestPool, inWorkerd, inWorkerdWithoutWasm, inWranglerDev } from "./workers.mjs";

const IMPORT = { label: "`import`", type: "module", entry: "index.js" };
const REQUIRE = { label: "`require`", type: "commonjs", entry: "index.cjs" };

const node = (version, always) => ({
  name: `Node.js ${version}`,
  always,
  canListen: true,
  variants: [
    { ...IMPORT, run: inNode(version, "import.mjs") },
    { ...REQUIRE, run: inNode(version, "require.cjs") },
  ],
});

const workers = (name, run, always) => ({
  name,
  always,
  variants: [{ label: "`import`", type: "module", entry: "edge.js", run }],
});

const browser = (name, run, options) => ({
  name,
  always: true,
  setsUserAgent: true,
  serveFile: serveFiles,
  ...options,
  variants: [{ ...IMPORT, run }],
});

/** `clerk-metadata/js`, where WebAssembly is missing or forbidden. */
const withoutWasm = (name, variants) => ({
  name,
  always: true,
  expectation: "without-wasm",
  variants: variants.map((variant) => ({ ...variant, entry: variant.entry === "js.cjs" ? "js.cjs" : "js.js" })),
});

export const CASES = [
  node("20.0"),
  node("20", true),
  node("22"),
  node("24"),
  node("26", true),
  withoutWasm("Node.js 20 with `--jitless`", [
    { ...IMPORT, run: inNode("20", "without-wasm.mjs", "--jitless") },
    { ...REQUIRE, entry: "js.cjs", run: inNode("20", "without-wasm.cjs", "--jitless") },
  ]),
  { name: "Deno", always: true, canListen: true, variants: [{ ...IMPORT, run: inDeno }] },
  {
    name: "Bun",
    always: true,
    canListen: true,
    variants: [
      { ...IMPORT, run: inBun("import.mjs") },
      { ...REQUIRE, run: inBun("require.cjs") },
      { ...IMPORT, label: "`bun build`", run: builtWithBun("import.mjs", "bun", inBun) },
      { ...REQUIRE, label: "`bun build` of `require`", run: builtWithBun("require.cjs", "bun", inBun) },
      {
        ...IMPORT,
        label: "`bun build --target=node`",
        run: builtWithBun("import.mjs", "node", (program) => inNode("20", program)),
      },
    ],
  },
  workers("workerd", inWorkerd, true),
  withoutWasm("workerd, core in JavaScript", [{ ...IMPORT, run: inWorkerdWithoutWasm }]),
  workers("`wrangler dev`", inWranglerDev),
  workers("`@cloudflare/vitest-pool-workers`", inVitestPool),
  workers("`@edge-runtime/vm`", inEdgeVm),
  browser("Chromium, page", inPage, { expectation: "page" }),
  browser("Chromium, page with `script-src 'self' 'wasm-unsafe-eval'`", underPolicy),
  browser("Chromium, page with `script-src 'self'`", underPolicyThatForbidsWasm, { expectation: "wasm-forbidden" }),
  {
    ...withoutWasm("Chromium, page with `script-src 'self'`, core in JavaScript", [
      { ...IMPORT, run: withoutWasmUnderPolicy },
    ]),
    setsUserAgent: true,
    serveFile: serveFiles,
  },
  browser("Chromium, module worker", inModuleWorker),
  browser("Chromium, service worker", inServiceWorker),
];
