// Runs the commands of docs/command-line-users.md in their order, and compares what they print.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CLI } from "./support/command.mjs";
import { noTerminal, startCommands } from "./support/user-commands.mjs";

const page = readFileSync(new URL("../../docs/command-line-users.md", import.meta.url), "utf8");

const person = (id, name, time) => {
  const [firstName, lastName] = name.split(" ");
  return { id, emailAddress: [`${firstName.toLowerCase()}@example.com`], firstName, lastName, createdAt: time };
};
const USERS = [
  {
    ...person("user_1", "Ada Lovelace", "2026-01-01T00:00:00Z"),
    externalId: "42",
    publicMetadata: { plan: "free", seats: 1 },
    privateMetadata: { customer: "cus_1" },
  },
  person("user_2", "Alan Turing", "2026-02-02T00:00:00Z"),
  person("user_3", "Grace Hopper", "2026-03-03T00:00:00Z"),
  { id: "user_4", createdAt: "2026-04-04T00:00:00Z" },
];

const ORGANIZATION = { id: "org_1", name: "One", members: [{ userId: "user_1" }] };

/** The blocks: whether they run in a terminal, what is typed there, and the text. */
const blocks = [...page.matchAll(/(?:<!-- terminal(?:: (\w+))? -->\n)?```console\n(.*?)```/gs)].map(
  ([match, typed, text]) => ({ isTerminal: match.startsWith("<!--"), typed, text }),
);

/** Commands and what they print. */
const commandsOf = (text) =>
  [...text.matchAll(/^\$ (.*)\n((?:(?!\$ ).*\n)*)/gm)].map(([, command, output]) => ({ command, output }));

const HINT = /^CLERK_SECRET_KEY from .*\n/;
/** The URL of the test, the ID of its instance, and colors are not on the page. */
const normalize = (output) =>
  output
    .replace(/(instance), at http:\/\/127\.0\.0\.1:\d+\./, "$1.")
    .replace(/(instance) ins_\w+/g, "$1")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colors of a terminal
    .replace(/\u001b\[\d*[a-zA-Z]/g, "");

test("every command of the page prints what the page says", { skip: noTerminal }, async (t) => {
  const { backend, cwd, url, terminal } = await startCommands(t, { users: USERS, organizations: [ORGANIZATION] });
  assert.equal(blocks.length > 10, true);
  for (const { isTerminal, typed, text } of blocks) {
    for (const { command, output } of commandsOf(text)) {
      const key = text.includes("a live instance") ? "sk_live_1" : "sk_test_1";
      writeFileSync(join(cwd, ".env.local"), `CLERK_SECRET_KEY=${key}\n`);
      const npx = `npx() { shift; "${process.execPath}" "${CLI}" "$@"; };`;
      // In the order in which a terminal shows them. `cat` is none.
      const piped = isTerminal ? command : `{ ${command}; } 2>&1 | cat`;
      const prompts = typed === undefined ? [] : [["[y/N] ", `${typed}\n`]];
      const result = await terminal(`stty echo; ${npx} ${piped}`, { key: null, prompts, env: { CLERK_API_URL: url } });
      const actual = normalize(result.output);
      assert.equal(HINT.test(output) ? actual : actual.replace(HINT, ""), normalize(output), command);
    }
  }
  assert.deepEqual(backend.users.get("user_2").public_metadata, { plan: "pro" });
});

test("the page shows every command for users", () => {
  const names = new Set([...page.matchAll(/npx clerk-metadata (\w+)/g)].map(([, name]) => name));
  assert.deepEqual([...names].sort(), [
    "count",
    "diff",
    "export",
    "get",
    "list",
    "replace",
    "restore",
    "undo",
    "update",
  ]);
});
