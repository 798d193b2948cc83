// Comments that tell the bundlers of apps to ignore an `import()`. esbuild drops them when it minifies.
const IN_BUNDLE = /\bimport\(\s*\/\* webpackIgnore: true \*\/\s*\/\* @vite-ignore \*\//g;
/** An import of an expression. Bundlers may resolve an import of a literal. */
const MINIFIED = /\bimport\((?!["'`])/g;

/**
 * Restores the comments of a bundle after it was minified.
 * @param {string} minified
 * @param {string} bundle
 */
export function restoreImportComments(minified, bundle) {
  const expected = bundle.match(IN_BUNDLE)?.length ?? 0;
  const found = minified.match(MINIFIED)?.length ?? 0;
  if (found !== expected)
    throw new Error(
      `build/import-comments.mjs: a bundle has ${expected} imports with comments, and ${found} once it is minified`,
    );
  return minified.replace(MINIFIED, "$&/* webpackIgnore: true */ /* @vite-ignore */");
}
