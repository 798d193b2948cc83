// A command is one file: its parsing, validation, help, errors and completion follow from the declaration.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { complete, completionScript, missingShell } from "./support/completion.mjs";
import { commandLineWith, runProgram } from "./support/command-line-with.mjs";
import { folder } from "./support/folder.mjs";

const SOURCE = `
  export default {
    summary: "Print a user",
    description: ["Reads one user."],
    options: {
      field: { type: "choice", choices: ["public", "private", "unsafe"], default: "public", description: "Field to print." },
      limit: { type: "integer", min: 1, max: 500, env: "GET_LIMIT", default: 10, description: "Number of users." },
      only: { type: "user-id", multiple: true, description: "Select this user." },
      out: { type: "file", description: "File to write." },
      json: { type: "boolean", description: "Print JSON." },
    },
    arguments: [
      { type: "user-id", placeholder: "USER_ID", required: true, description: "ID of the user." },
      { type: "string", placeholder: "KEY", description: "Key to print." },
    ],
    environment: { GET_TOKEN: "A token." },
    examples: ["npx clerk-metadata show user_1"],
    async run(values, args) {
      if (args[1] === "fail") throw new Error("the user could not be read: sk_test_secret");
      console.log(JSON.stringify({ values, args }));
    },
  };
`;

const HELP = `Print a user.

Usage: clerk-metadata show USER_ID [KEY] [options]

Reads one user.

Arguments:
  USER_ID  ID of the user.
  KEY      Key to print.

Options:
  --field NAME    Field to print. Default: public.
  --limit NUMBER  Number of users. Default: the variable GET_LIMIT, or 10.
  --only USER_ID  Select this user. May be repeated.
  --out FILE      File to write.
  --json          Print JSON.
  -h, --help      Print this help.

Environment variables:
  GET_LIMIT  Used if --limit is missing.
  GET_TOKEN  A token.

Examples:
  npx clerk-metadata show user_1
`;

const DEFAULTS = { field: "public", limit: 10, only: [], out: undefined, json: false };

test("a command in one more file", async (t) => {
  const path = folder(t);
  const program = await commandLineWith(path, "show", SOURCE);

  await t.test("help", () => {
    assert.deepEqual(runProgram(program, ["show", "--help"]), { stdout: HELP, stderr: "", code: 0 });
    assert.match(runProgram(program, ["--help"]).stdout, /\n {2}r.*\n {2}show {8}Print a user\n {2}status .*\n/);
  });

  for (const [title, args, env, values, positionals] of [
    ["defaults", ["user_1"], {}, {}, ["user_1", null]],
    [
      "all options",
      ["--json", "user_1", "--limit=7", "plan", "--field", "unsafe", "--only", "user_2", "--only=user_3"],
      {},
      { json: true, limit: 7, field: "unsafe", only: ["user_2", "user_3"] },
      ["user_1", "plan"],
    ],
    ["a variable", ["user_1"], { GET_LIMIT: "3" }, { limit: 3 }, ["user_1", null]],
    [
      "an option wins over its variable",
      ["user_1", "--limit", "5"],
      { GET_LIMIT: "3" },
      { limit: 5 },
      ["user_1", null],
    ],
    ["an empty variable is a missing one", ["user_1"], { GET_LIMIT: "" }, {}, ["user_1", null]],
    ["an argument after --", ["--", "user_1", "--json"], {}, {}, ["user_1", "--json"]],
    ["an argument that is the name of a built-in command", ["user_1", "help"], {}, {}, ["user_1", "help"]],
  ]) {
    await t.test(title, () => {
      const { stdout, stderr, code } = runProgram(program, ["show", ...args], env);
      assert.deepEqual([stderr, code], ["", 0]);
      const expected = { values: { ...DEFAULTS, ...values }, args: positionals };
      assert.deepEqual(JSON.parse(stdout), JSON.parse(JSON.stringify(expected)));
    });
  }

  for (const [args, env, message, code] of [
    [[], {}, "USER_ID is missing.", 2],
    [["ada"], {}, 'USER_ID must be a user ID such as user_2abc, not "ada".', 2],
    [["user_1", "a", "b"], {}, 'Unexpected argument "b".', 2],
    [["user_1", "--limit", "0"], {}, '--limit must be a whole number from 1 to 500, not "0".', 2],
    [
      ["user_1", "--field", "pubic"],
      {},
      '--field must be public, private or unsafe, not "pubic". Did you mean public?',
      2,
    ],
    [["user_1", "--only", "x"], {}, '--only must be a user ID such as user_2abc, not "x".', 2],
    [["user_1"], { GET_LIMIT: "many" }, 'GET_LIMIT must be a whole number from 1 to 500, not "many".', 1],
    [["user_1", "fail"], {}, "the user could not be read: sk_…", 1],
  ]) {
    await t.test(`error: show ${args.join(" ")}`, () => {
      const result = runProgram(program, ["show", ...args], env);
      const [text] = result.stderr.split("\n\n");
      assert.equal(text.replaceAll("\n", " ").trim(), `clerk-metadata: ${message}`);
      assert.deepEqual([result.stdout, result.code], ["", code]);
    });
  }

  for (const shell of ["bash", "zsh", "fish"]) {
    await t.test(`completion in ${shell}`, { skip: missingShell(shell) }, () => {
      const script = completionScript(path, shell, program);
      const found = (line) => complete(shell, script, line, join(path, "commands"));
      assert.deepEqual(found("clerk-metadata sho"), ["show"]);
      assert.deepEqual(found("clerk-metadata show --field "), ["private", "public", "unsafe"]);
      assert.deepEqual(found("clerk-metadata show --out s"), ["show.js"]);
      assert.deepEqual(found("clerk-metadata show user_1 --js"), ["--json"]);
    });
  }
});
