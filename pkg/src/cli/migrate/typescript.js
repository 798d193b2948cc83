// The TypeScript of the project, which parses its files.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** @typedef {any} TypeScript The module `typescript`, which is not a dependency of this package. */

const FIX = "Install one that has it next to your own, and pass its name:";
const ALIAS = "npm install --save-dev typescript-6@npm:typescript@6";

/**
 * Returns the function that loads the TypeScript of the folder of a file. It is loaded once for each version.
 * @param {string} name The name of the package.
 */
export function typescriptLoader(name) {
  /** @type {Map<string, TypeScript>} */
  const folders = new Map();
  /** @type {(path: string) => TypeScript} */
  return (path) => {
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
      `The package ${name} is not installed for ${folder}. migrate parses your files with the TypeScript of your project. Install it: npm install --save-dev ${name === "typescript" ? "typescript@6" : name}`,
    );
  }
  const typescript = require(path);
  if (typeof typescript.createProgram === "function") return typescript;
  throw new Error(
    `TypeScript ${typescript.version}, which is installed for ${folder}, has no JavaScript API that parses files. ${FIX} ${ALIAS} && npx clerk-metadata migrate --typescript typescript-6`,
  );
}
