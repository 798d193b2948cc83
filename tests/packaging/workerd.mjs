// A program in the real workerd, bundled the way wrangler does it.
import { createRequire } from "node:module";
import { copyFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(resolve(here, "../../pkg/package.json"));
export const WORKERD = resolve(here, "../node_modules/.bin/workerd");

/**
 * As wrangler does: `x.wasm` and `x.wasm?module` become modules of the Worker, put beside it and
 * imported by their plain name.
 */
const wasmModules = (out, found) => ({
  name: "wasm-modules",
  setup(build) {
    build.onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path, resolveDir }) => {
      const file = resolve(resolveDir, path.replace(/\?module$/, ""));
      const name = basename(file);
      copyFileSync(file, join(out, name));
      found.add(name);
      return { path: `./${name}`, external: true };
    });
  },
});

/**
 * Bundles `entry` into `out` with workerd's conditions: the files of the package that went in, and the wasm modules.
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
 * workerd's configuration of the bundle: `workerd test` runs its `test` handler and ends, `workerd
 * serve` serves its `fetch`. `scripts` are the modules of JavaScript, the Worker itself first; `variables` are
 * bindings taken from the environment; `trusted` is the certificate of an authority; `flags` are compatibility flags.
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
    # The one of its own refuses addresses of this machine.
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
