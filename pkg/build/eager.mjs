// What every call runs is compiled with its module instead of one function after the other in the
// first call, which is a third of what that call takes in workerd. V8 takes a function in parentheses
// for one that is called at once; esbuild leaves them, in this bundle and in a user's.
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const EVERY_CALL = ["abort.js", "body.js", "call.js", "client.js", "deadline.js", "headers.js", "instance.js", "instantiate.js", "resources.js", "strict.js", "transport.js"];
/** What is in those files all the same, and most calls do not run. */
const FEW_CALLS = ["abortReason", "bytesOf", "callHook", "canFetchWith", "concat", "isControlFlow", "listHeaders", "listMembers", "listen", "messageOf", "numberOf", "pause", "textOf", "throwsAt", "unboxed", "unusableResponse"];
/** Ends with the next brace at the beginning of a line. */
const FUNCTION = /^(export )?(async )?function (\w+)(\([^\n]*\) \{\n(?:.*\n)*?)\}$/gm;

const inParentheses = (text) =>
  text.replace(FUNCTION, (whole, exported = "", async = "", name, rest) => (FEW_CALLS.includes(name) ? whole : `${exported}const ${name} = (${async}function ${rest}});`));

/** The whole glue is one function. */
const GLUE = /^export function makeGlue\(\) \{\n([^]*)\}\s*$/;

const gluedInParentheses = (text) => text.replace(GLUE, (_, body) => `export const makeGlue = (function () {\n${body}});\n`);

export const eager = {
  name: "eager",
  setup(build) {
    const load = (filter, change) =>
      build.onLoad({ filter }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        const contents = change(text);
        if (contents === text) throw new Error(`no function was found in ${basename(path)}`);
        return { contents, loader: "js" };
      });
    load(new RegExp(`/src/(wasm/)?(${EVERY_CALL.join("|").replaceAll(".", "\\.")})$`), inParentheses);
    load(/\/bindgen\/client_bg\.js$/, gluedInParentheses);
  },
};
