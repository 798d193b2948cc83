// The comments by which a bundler of apps leaves an `import()` alone. esbuild drops them when it minifies.
const IN_BUNDLE = /\bimport\(\s*\/\* webpackIgnore: true \*\/\s*\/\* @vite-ignore \*\//g;
/** An import of an expression; one of a name is for bundlers to follow. */
const MINIFIED = /\bimport\((?!["'`])/g;

/** Puts the comments of a bundle back into what was minified of it. */
export function restoreImportComments(minified, bundle) {
  const expected = bundle.match(IN_BUNDLE)?.length ?? 0;
  const found = minified.match(MINIFIED)?.length ?? 0;
  if (found !== expected)
    throw new Error(
      `build/import-comments.mjs: a bundle has ${expected} imports with comments, and ${found} once it is minified`,
    );
  return minified.replace(MINIFIED, "$&/* webpackIgnore: true */ /* @vite-ignore */");
}
