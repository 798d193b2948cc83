// The entries of the package, one row each. A new entry is a row here, its source in `src`, its types in `types`,
// and its tests; `node build/package-json.mjs --write` then writes `exports`, and the packaging check names what is
// missing. Everything else that depends on the entries reads this table.

/**
 * `name`: the import is `clerk-metadata/NAME`; "index" is the package itself.
 * `source`: in `src`.  `types`: in `types`, without the ending.
 * `files`: what the build makes of the source. They differ in where the wasm is:
 *   `inline`      in the file, as text: hosts that compile wasm at run time
 *   `commonjs`    the same as CommonJS
 *   `edge`        beside the file, as `NAME.wasm?module`: workerd, edge-light
 *   `javascript`  nowhere: the core is JavaScript, for hosts without WebAssembly
 *   `javascriptCommonjs`  the same as CommonJS
 * `framework`: the entry imports the client's entry for the same host instead of containing it.
 * `imports`: what it imports besides, of the app's framework.
 * `unknownHosts`: the file for hosts that no condition names; default: `inline`.
 */
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
  framework("astro"),
  // A Worker that was bundled without the condition "workerd" may not compile wasm.
  framework("cloudflare", { unknownHosts: "javascript" }),
  framework("express"),
  // Imported when clerkClient() is called.
  framework("nextjs", { imports: ["next/headers.js"] }),
  framework("react-router"),
  framework("tanstack-react-start"),
];

function framework(name, options) {
  const files = { inline: `${name}.js`, commonjs: `${name}.cjs`, edge: `${name}-edge.js`, javascript: `${name}-js.js` };
  return { name, source: `frameworks/${name}.js`, types: name, files, framework: true, ...options };
}

/** The key of an entry in `exports`. */
export const subpathOf = ({ name }) => (name === "index" ? "." : `./${name}`);

/** What an app imports. */
export const specifierOf = ({ name }) => (name === "index" ? "clerk-metadata" : `clerk-metadata/${name}`);

const commonjsOf = ({ commonjs, javascriptCommonjs }) => commonjs ?? javascriptCommonjs;

/** The conditions of an entry in `exports`; the first that the host sets counts. */
export function conditionsOf({ types, files, unknownHosts = "inline" }) {
  const { inline, edge, javascript = inline } = files;
  const path = (file) => `./dist/${file}`;
  const withTypes = (targets, ending = "d.ts") => ({ types: path(`${types}.${ending}`), ...targets });
  const to = (file) => withTypes({ default: path(file) });
  const edgeConditions = {
    wintercg: to(javascript),
    // Wrangler sets "worker" or "node" too. Bundlers that set "workerd" only cannot load `?module`.
    workerd: withTypes({ worker: path(edge), node: path(edge), default: path(javascript) }),
    "edge-light": to(edge),
  };
  const runtimes = { node: to(inline), deno: to(inline), bun: to(inline) };
  return {
    ...(edge !== undefined && edgeConditions),
    require: withTypes({ default: path(commonjsOf(files)) }, "d.cts"),
    ...(inline !== undefined && unknownHosts !== "inline" && runtimes),
    default: to(files[unknownHosts]),
  };
}

/**
 * The entries that tools which do not read `exports` (Parcel, `moduleResolution: "node10"`) find by a folder: all but
 * the package itself.
 */
export const ENTRIES_WITH_FOLDER = ENTRIES.filter(({ name }) => name !== "index");

/** The `package.json` in the folder of an entry. */
export const folderPackageJson = ({ types, files }) => ({
  main: `../dist/${commonjsOf(files)}`,
  module: `../dist/${files.inline ?? files.javascript}`,
  types: `../dist/${types}.d.ts`,
  sideEffects: false,
});
