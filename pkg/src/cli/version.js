import { readFileSync } from "node:fs";

/**
 * The version of the package. The path is that of the bundle.
 * @returns {string}
 */
export const packageVersion = () =>
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
