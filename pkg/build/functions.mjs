// Every function at the top level of a bundle becomes a function expression with a name:
//
//   async function executeCall(a) { … }   →   const executeCall = (async function executeCall(a) { … });
//
// - A minifier renames the constant but not the function, so stack traces say `at executeCall`.
// - The parentheses are for the functions of source files with the mark `@compileOnLoad`. V8 compiles a function in
//   parentheses together with its module, instead of when it is first called: 12 % of the first request in workerd.
//   The bundlers of apps keep the parentheses.
//
// `prepareFunctions` runs on esbuild's bundle before it is minified, `nameFunctions` after that.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A function declaration as esbuild prints it: it ends with the next brace at the start of a line. */
const DECLARATION = /^(async )?function(\*?) ([\w$]+)(\([^\n]*\) \{\n)(.*?^\})$/gms;
const ANY_DECLARATION = /^(async )?function\b.*/m;
/** The comment that esbuild writes before the code of each file. */
const FILE_COMMENT = /^\/\/ (\S+\.js)$/m;
const NEXT_FILE = /^(?=\/\/ \S+\.js$)/m;
const USE_STRICT = '"use strict";\n';

const COMPILE_ON_LOAD = /^\/\/.*@compileOnLoad\b/m;

/** A minified function whose first statement is its name. The parentheses in its parameters nest at most twice. */
const MARKED = /\b(function\*?)(\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)\s*\{)\s*"(?:\\\n)?@((?:[\w$]|\\\n)+)";?/g;
const MARK = /"(?:\\\n)?@(?:[\w$]|\\\n)+"/;

/**
 * Turns the functions of a bundle into constants and moves them to its start, because declarations are hoisted. Each
 * begins with its name as a directive, which a minifier keeps.
 * @param {string} bundle
 * @param {string} folder The paths in the bundle are relative to it.
 */
export function prepareFunctions(bundle, folder) {
  const useStrict = bundle.startsWith(USE_STRICT) ? USE_STRICT : "";
  /** @type {string[]} */
  const functions = [];
  const rest = bundle
    .slice(useStrict.length)
    .split(NEXT_FILE)
    .map((section) => {
      const path = FILE_COMMENT.exec(section)?.[1];
      const isMarked = path !== undefined && COMPILE_ON_LOAD.test(readFileSync(join(folder, path), "utf8"));
      const countBefore = functions.length;
      const others = section.replace(DECLARATION, (_, async = "", star, name, parameters, body) => {
        const expression = `${async}function${star}${parameters}"@${name}";\n${body}`;
        functions.push(`const ${name} = ${isMarked ? `(${expression})` : expression};\n`);
        return "";
      });
      if (isMarked && functions.length === countBefore)
        throw new Error(`${path} has the mark @compileOnLoad, and no function`);
      const [missed] = ANY_DECLARATION.exec(others) ?? [];
      if (missed) throw new Error(`build/functions.mjs does not recognize a function of ${path}: ${missed}`);
      return others;
    });
  return useStrict + functions.join("") + rest.join("");
}

/**
 * Gives the functions of a minified bundle their names.
 * @param {string} minified
 */
export function nameFunctions(minified) {
  const text = minified.replace(
    MARKED,
    (_, keyword, parameters, name) => `${keyword} ${name.replaceAll("\\\n", "")}${parameters}`,
  );
  const [missed] = MARK.exec(text) ?? [];
  if (missed) throw new Error(`build/functions.mjs does not recognize the function ${missed} after it was minified`);
  return text;
}
