// The TypeScript of the project, which parses its files.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** @typedef {any} TypeScript The module `typescript`, which is not a dependency of this package. */

const FIX = "Install one that has it next to your own, and pass its name:";
const INSTALL = "Install one that works, and pass its name:";
const ALIAS = "npm install --save-dev typescript-6@npm:typescript@6";
const RUN = "npx clerk-metadata migrate --typescript typescript-6";
/** The name of a package, with or without a scope. */
const PACKAGE = /^(?:@[\w.-]+\/)?\w[\w.-]*$/;

/**
 * Returns the function that loads the TypeScript of the folder of a file. It is loaded once for each version.
 * @param {string} name The name of the package.
 */
export function typescriptLoader(name) {
  /** @type {Map<string, TypeScript>} */
  const folders = new Map();
  /** @type {(path: string) => TypeScript} */
  return (path) => {
    if (!PACKAGE.test(name)) throw new Error(`--typescript must be the name of a package, such as typescript-6.`);
    const folder = dirname(path);
    const known = folders.get(folder) ?? load(name, folder);
    folders.set(folder, known);
    return known;
  };
}

/**
 * @param {string} name
 * @param {string} folder
 * @returns {TypeScript}
 */
function load(name, folder) {
  const require = createRequire(join(folder, "file.js"));
  let path;
  try {
    path = require.resolve(name);
  } catch {
    throw new Error(
      `The package ${name} is not installed for ${folder}. migrate parses your files with the TypeScript of your project. ${name === "typescript" ? `${INSTALL} ${ALIAS} && ${RUN}` : "Pass the name of a package that is TypeScript 5.4 to 6: --typescript typescript-6"}`,
    );
  }
  const typescript = require(path);
  if (typeof typescript.createProgram === "function") return typescript;
  if (typeof typescript.versionMajorMinor !== "string")
    throw new Error(`The package ${name} is not TypeScript. Pass one that is: --typescript typescript-6`);
  throw new Error(
    `TypeScript ${typescript.version}, which is installed for ${folder}, has no JavaScript API that parses files. ${FIX} ${ALIAS} && ${RUN}`,
  );
}
