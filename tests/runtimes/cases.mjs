// The runtimes, one for each row of the table in the README; each with the ways into the package
// that it has, and the entry that it must find there.
//
// `always`: `cargo xtask test` runs it, not only `--all`; `serves`: it can listen on a port.
import { inModuleWorker, inPage, inServiceWorker, pages, underPolicy, underPolicyWithoutWasm } from "./browser.mjs";
import { builtByBun, inBun, inDeno, inNode } from "./servers.mjs";
import { inEdgeVm, inVitestPool, inWorkerd, inWranglerDev } from "./workers.mjs";

const IMPORT = { way: "`import`", type: "module", entry: "index.js" };
const REQUIRE = { way: "`require`", type: "commonjs", entry: "index.js" };

const node = (version, always, ...more) => ({
  name: `Node.js ${version}`,
  always,
  serves: true,
  ways: [{ ...IMPORT, run: inNode(version, "import.mjs") }, { ...REQUIRE, run: inNode(version, "require.cjs") }, ...more],
});

const workers = (name, run, always) => ({ name, always, ways: [{ way: "`import`", type: "module", entry: "edge.js", run }] });

const browser = (name, run, outcome) => ({
  name,
  always: true,
  ownUserAgent: true,
  page: pages,
  ...outcome,
  ways: [{ ...IMPORT, run }],
});

export const CASES = [
  {
    name: "Node.js 20.0",
    serves: true,
    ways: [
      { ...IMPORT, run: inNode("20.0", "import.mjs") },
      { ...REQUIRE, entry: "index.cjs", run: inNode("20.0", "require.cjs") },
    ],
  },
  // Where `require` takes ES modules, both ways share one instance by the condition module-sync.
  node("20", true, {
    ...REQUIRE,
    way: "`require` without ES modules",
    entry: "index.cjs",
    run: inNode("20", "require.cjs", "--no-experimental-require-module"),
  }),
  node("22"),
  node("24"),
  node("26", true),
  { name: "Deno", always: true, serves: true, ways: [{ ...IMPORT, run: inDeno }] },
  {
    name: "Bun",
    always: true,
    serves: true,
    ways: [
      { ...IMPORT, run: inBun("import.mjs") },
      { ...REQUIRE, entry: "index.cjs", run: inBun("require.cjs") },
      { ...IMPORT, way: "`bun build`", run: builtByBun("import.mjs", "bun", inBun) },
      { ...REQUIRE, entry: "index.cjs", way: "`bun build` of `require`", run: builtByBun("require.cjs", "bun", inBun) },
      { ...IMPORT, way: "`bun build --target=node`", run: builtByBun("import.mjs", "node", (program) => inNode("20", program)) },
    ],
  },
  workers("workerd", inWorkerd, true),
  workers("`wrangler dev`", inWranglerDev),
  workers("`@cloudflare/vitest-pool-workers`", inVitestPool),
  workers("`@edge-runtime/vm`", inEdgeVm),
  browser("Chromium, page", inPage, { judge: "page" }),
  browser("Chromium, page with `script-src 'self' 'wasm-unsafe-eval'`", underPolicy),
  browser("Chromium, page with `script-src 'self'`", underPolicyWithoutWasm, { judge: "refused" }),
  browser("Chromium, module worker", inModuleWorker),
  browser("Chromium, service worker", inServiceWorker),
];
