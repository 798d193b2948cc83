// docs/options.md names every option of createClerkClient that the types declare, and no other.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const types = readFileSync(join(root, "pkg/types/options.d.ts"), "utf8");
const [page] = readFileSync(join(root, "docs/options.md"), "utf8").split("\n## ");

/** The members of an interface, which `tests/rust/options.rs` compares with the tables of options. */
function membersOf(name) {
  const [, body] = new RegExp(`^export interface ${name} .*?\\{\\n(.*?)^\\}`, "ms").exec(types);
  return [...body.matchAll(/^ {2}(\w+)\?:/gm)].map(([, member]) => member);
}

const namesIn = (text) => [...text.matchAll(/`(\w+)`/g)].map(([, name]) => name);

test("the table has a row for each option", () => {
  const options = [...membersOf("CallOptions"), ...membersOf("ClerkClientOptions")];
  const rows = [...page.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell]) => namesIn(cell));
  assert.ok(options.includes("onSuccess") && options.includes("logLevel"), "the members are read");
  assert.deepEqual(rows.sort(), options.sort());
});

test("the text names the options of a call", () => {
  const [, names] = /^(`.*?) are also options of each call\.$/m.exec(page);
  assert.deepEqual(namesIn(names).sort(), membersOf("CallOptions").sort());
});

test("the text names each option that has no effect", () => {
  const [, names] = /have no effect, [^:]*:(.*?)\.\n\n/s.exec(page);
  assert.deepEqual(namesIn(names), membersOf("IgnoredClerkOptions"));
});
