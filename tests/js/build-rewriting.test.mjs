// What pkg/build rewrites, and that each step fails where it does not recognize the code.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { nameFunctions, prepareFunctions } from "../../pkg/build/functions.mjs";
import { restoreImportComments } from "../../pkg/build/import-comments.mjs";
import { folder } from "./support/folder.mjs";

const MARK = "// @compileOnLoad\n";
const EVERY_CALL = "// every.js\nasync function executeCall(a, { b = c() }) {\n  return a + b;\n}\n";
const FEW_CALLS = "// few.js\nvar limit = 3;\nfunction redact() {\n}\n";

/** A folder with the sources of the bundles above. */
function sources(t, every = MARK) {
  const path = folder(t);
  writeFileSync(join(path, "every.js"), every);
  writeFileSync(join(path, "few.js"), "");
  return path;
}

test("functions become named expressions at the start, in parentheses where their file is marked", (t) => {
  const prepared = prepareFunctions(`"use strict";\n${FEW_CALLS}${EVERY_CALL}`, sources(t));
  assert.equal(
    prepared,
    '"use strict";\n' +
      'const redact = function() {\n"@redact";\n};\n' +
      'const executeCall = (async function(a, { b = c() }) {\n"@executeCall";\n  return a + b;\n});\n' +
      "// few.js\nvar limit = 3;\n\n// every.js\n\n",
  );
});

test("minified functions get their names, also where esbuild has broken a line in one", () => {
  const minified = 'const a=(async function(e,{b:t=c((1))}){"@execute\\\nCall";return e}),n=function(){"@redact"};';
  assert.equal(
    nameFunctions(minified),
    "const a=(async function executeCall(e,{b:t=c((1))}){return e}),n=function redact(){};",
  );
});

test("a function in another form is an error", (t) => {
  const path = sources(t);
  assert.throws(
    () => prepareFunctions("// few.js\nfunction f() { return 1; }\n", path),
    /does not recognize a function of few\.js: function f/,
  );
  assert.throws(() => nameFunctions('const a=()=>{"@f";return 1}'), /does not recognize the function "@f"/);
});

test("a mark in a file without functions is an error", (t) => {
  assert.throws(
    () => prepareFunctions("// every.js\nvar limit = 3;\n", sources(t)),
    /every\.js has the mark @compileOnLoad, and no function/,
  );
});

test("the comments of an import() come back; another number of imports is an error", () => {
  const bundle = 'import(\n  /* webpackIgnore: true */\n  /* @vite-ignore */\n  name\n); import("next/headers.js")';
  const minified = 'import(e),import("next/headers.js")';
  assert.equal(
    restoreImportComments(minified, bundle),
    'import(/* webpackIgnore: true */ /* @vite-ignore */e),import("next/headers.js")',
  );
  assert.throws(() => restoreImportComments("import(e),import(t)", bundle), /1 imports with comments, and 2 once/);
});
