// The entries of the package, one row each. A new entry is a row here, its source in `src`, its types in `types`,
// and its tests; `node build/package-json.mjs --write` then writes `exports`, and the packaging check names what is
// missing. Everything else that depends on the entries reads this table.

/**
 * How a file contains the wasm:
 *   `inline`      in the file, as text: for hosts that compile wasm at run time
 *   `commonjs`    the same as CommonJS
 *   `edge`        in a separate file, imported as `NAME.wasm?module`: for workerd and edge-light
 *   `javascript`  not at all, because the core is JavaScript: for hosts without WebAssembly
 *   `javascriptCommonjs`  the same as CommonJS
 *   `generated`   in a separate file, which `init()` loads: the module as wasm-bindgen generates it, not a bundle
 * @typedef {"inline" | "commonjs" | "edge" | "javascript" | "javascriptCommonjs" | "generated"} FileKind
 */

/**
 * @typedef {object} Entry
 * @property {string} name The import is `clerk-metadata/NAME`; "index" is the package itself.
 * @property {string} [source] In `src`. None for a file that is generated.
 * @property {string} types In `types`, without the ending.
 * @property {Partial<Record<FileKind, string>>} files The bundles of the source.
 * @property {boolean} [framework] The entry imports the client's entry for the same host instead of containing it.
 * @property {boolean} [usesClient] As for a framework, without a `clerkClient`.
 * @property {boolean} [usesLocal] The entry imports the entry `local` for the same host instead of containing it.
 * @property {string[]} [imports] Other imports, from the framework of the app.
 * @property {FileKind} [unknownHosts] The file for hosts that no condition names. Default: `inline`.
 */

/** @type {Entry[]} */
export const ENTRIES = [
  {
    name: "index",
    source: "index.js",
    types: "index",
    files: { inline: "index.js", commonjs: "index.cjs", edge: "edge.js", javascript: "js.js" },
  },
  {
    name: "js",
    source: "index.js",
    types: "index",
    files: { javascript: "js.js", javascriptCommonjs: "js.cjs" },
    unknownHosts: "javascript",
  },
  {
    name: "local",
    source: "local.js",
    types: "local",
    files: { inline: "local.js", commonjs: "local.cjs", edge: "local-edge.js" },
  },
  {
    name: "bulk",
    source: "bulk.js",
    types: "bulk",
    files: { inline: "bulk.js", commonjs: "bulk.cjs", edge: "bulk-edge.js" },
  },
  // Redis and PostgreSQL need Node.js, Deno or Bun.
  {
    name: "bullmq",
    source: "bullmq.js",
    types: "bullmq",
    files: { inline: "bullmq.js", commonjs: "bullmq.cjs" },
    imports: ["bullmq", "ioredis"],
  },
  {
    name: "testing",
    source: "testing.js",
    types: "testing",
    files: { inline: "testing.js", commonjs: "testing.cjs", edge: "testing-edge.js" },
    usesLocal: true,
  },
  // An ES module only: wasm-bindgen generates no other that works in browsers.
  { name: "wasm", types: "wasm", files: { generated: "wasm.js" }, unknownHosts: "generated" },
  { ...framework("with-metadata", { source: "with-metadata.js" }), framework: false, usesClient: true },
  framework("astro"),
  // A Worker that was bundled without the condition "workerd" cannot compile wasm.
  framework("cloudflare", { unknownHosts: "javascript" }),
  framework("express"),
  // Imported when clerkClient() is called.
  framework("nextjs", { imports: ["next/headers.js"] }),
  framework("react-router"),
  framework("tanstack-react-start"),
];

/**
 * @param {string} name
 * @param {Partial<Entry>} [options]
 * @returns {Entry}
 */
function framework(name, options) {
  const files = { inline: `${name}.js`, commonjs: `${name}.cjs`, edge: `${name}-edge.js`, javascript: `${name}-js.js` };
  return { name, source: `frameworks/${name}.js`, types: name, files, framework: true, ...options };
}

/**
 * The entry that an entry imports instead of containing it, and the name of that import in `src`.
 * @param {Entry} entry
 * @returns {{ specifier: string, files: Entry["files"] } | undefined}
 */
export function importedEntryOf({ framework, usesClient, usesLocal }) {
  if (!framework && !usesClient && !usesLocal) return undefined;
  const name = usesLocal ? "local" : "index";
  const { files } = /** @type {Entry} */ (ENTRIES.find((entry) => entry.name === name));
  return { specifier: usesLocal ? "#local" : "#client", files };
}

/**
 * The key of an entry in `exports`.
 * @param {Pick<Entry, "name">} entry
 */
export const subpathOf = ({ name }) => (name === "index" ? "." : `./${name}`);

/**
 * The import specifier of an entry.
 * @param {Pick<Entry, "name">} entry
 */
export const specifierOf = ({ name }) => (name === "index" ? "clerk-metadata" : `clerk-metadata/${name}`);

/** @param {Entry["files"]} files */
const commonjsOf = ({ commonjs, javascriptCommonjs }) => commonjs ?? javascriptCommonjs;

/**
 * Whether an entry can be loaded with `require` in every version of Node.js.
 * @param {Pick<Entry, "files">} entry
 */
export const hasCommonJs = ({ files }) => commonjsOf(files) !== undefined;

/** The wasm that the generated module loads, next to it in `dist`. Workers import it by this name. */
export const GENERATED_WASM = "wasm_bg.wasm";

/**
 * The conditions of an entry in `exports`. The first one that the host sets applies.
 * @param {Entry} entry
 */
export function conditionsOf({ types, files, unknownHosts = "inline" }) {
  const { inline, edge, javascript = inline } = files;
  const path = (/** @type {string | undefined} */ file) => `./dist/${file}`;
  /** @type {(targets: Record<string, string>, ending?: string) => Record<string, string>} */
  const withTypes = (targets, ending = "d.ts") => ({ types: path(`${types}.${ending}`), ...targets });
  const to = (/** @type {string | undefined} */ file) => withTypes({ default: path(file) });
  const edgeConditions = {
    wintercg: to(javascript),
    // Wrangler sets "worker" or "node" too. Bundlers that set "workerd" only cannot load `?module`.
    workerd: withTypes({ worker: path(edge), node: path(edge), default: path(javascript) }),
    "edge-light": to(edge),
  };
  const runtimes = { node: to(inline), deno: to(inline), bun: to(inline) };
  return {
    ...(edge !== undefined && edgeConditions),
    ...(hasCommonJs({ files }) && { require: withTypes({ default: path(commonjsOf(files)) }, "d.cts") }),
    ...(inline !== undefined && unknownHosts !== "inline" && runtimes),
    default: to(files[unknownHosts]),
  };
}

/**
 * The entries with a folder, for tools that do not read `exports` (Parcel, `moduleResolution: "node10"`): all but the
 * package itself.
 */
export const ENTRIES_WITH_FOLDER = ENTRIES.filter(({ name }) => name !== "index");

/**
 * The `package.json` in the folder of an entry.
 * @param {Entry} entry
 */
export const folderPackageJson = ({ types, files }) => ({
  main: `../dist/${commonjsOf(files) ?? files.generated}`,
  module: `../dist/${files.inline ?? files.javascript ?? files.generated}`,
  types: `../dist/${types}.d.ts`,
  sideEffects: false,
});
