// Runs a program in workerd, bundled in the way wrangler does it.
import { createRequire } from "node:module";
import { copyFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const packagingFolder = dirname(fileURLToPath(import.meta.url));
const require = createRequire(resolve(packagingFolder, "../../pkg/package.json"));
export const WORKERD = resolve(packagingFolder, "../node_modules/.bin/workerd");

/**
 * As in wrangler, `x.wasm` and `x.wasm?module` become modules of the Worker. The files are copied next to it and
 * imported by their file name.
 */
const wasmModules = (out, modules) => ({
  name: "wasm-modules",
  setup(build) {
    build.onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path, resolveDir }) => {
      const name = path.replace(/\?module$/, "");
      // As in wrangler, a package can export a wasm file.
      const file = name.startsWith(".")
        ? resolve(resolveDir, name)
        : createRequire(join(resolveDir, "importer.js")).resolve(name);
      const copy = basename(file);
      copyFileSync(file, join(out, copy));
      modules.add(copy);
      return { path: `./${copy}`, external: true };
    });
  },
});

/**
 * Bundles `entry` into `out` with workerd's conditions: returns the files of the package in the bundle (`loaded`), and
 * the wasm modules.
 */
export async function bundleWorker(entry, out) {
  const { build } = require("esbuild");
  const modules = new Set();
  const { metafile } = await build({
    entryPoints: [entry],
    outfile: join(out, "worker.js"),
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    external: ["node:*", "cloudflare:*"],
    target: "es2022",
    metafile: true,
    logLevel: "warning",
    plugins: [wasmModules(out, modules)],
  });
  const loaded = Object.keys(metafile.inputs).filter((file) => file.includes("node_modules/clerk-metadata/"));
  return { loaded, modules: [...modules] };
}

/**
 * Writes workerd's configuration of the bundle. `workerd test` runs its `test` handler and exits; `workerd serve`
 * serves its `fetch` handler. `scripts` are the JavaScript modules, the Worker first. `variables` are bindings to
 * environment variables. `trusted` is the certificate of a trusted CA. `flags` are compatibility flags.
 */
export function writeConfig(
  out,
  modules,
  { scripts = ["worker.js"], variables = ["API_URL"], trusted, flags = [] } = {},
) {
  const module = (type) => (name) => `    (name = "${name}", ${type} = embed "${name}"),\n`;
  const embedded = [...scripts.map(module("esModule")), ...modules.map(module("wasm"))].join("");
  const bindings = variables.map((name) => `(name = "${name}", fromEnvironment = "${name}")`).join(", ");
  const tls =
    trusted === undefined
      ? ""
      : `, tlsOptions = (trustBrowserCas = false, trustedCertificates = [${JSON.stringify(trusted)}])`;
  const config = join(out, "config.capnp");
  writeFileSync(
    config,
    `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  sockets = [(name = "http", address = "127.0.0.1:0", service = "main")],
  services = [
    (name = "main", worker = .main),
    # The default network rejects local addresses.
    (name = "network", network = (allow = ["public", "private", "local"]${tls})),
  ],
);

const main :Workerd.Worker = (
  modules = [
${embedded}  ],
  compatibilityDate = "2025-01-01",
  compatibilityFlags = ${JSON.stringify(flags)},
  globalOutbound = "network",
  bindings = [${bindings}],
);
`,
  );
  return config;
}
