// The commands for single users, and those that list users.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { afterAll, LIVE_KEY, noTerminal, startCommands } from "./support/user-commands.mjs";

const { backend, run, terminal, cwd, url } = await startCommands(afterAll(after));
const HINT = `CLERK_SECRET_KEY from the environment: a test instance, at ${url}.\n`;
const LIVE_HINT = HINT.replace("a test", "a live");

/** A number that a double cannot hold. */
const DIGITS = "12345678901234567890.10";

const USERS = [
  {
    id: "user_1",
    emailAddress: ["ada@example.com"],
    firstName: "Ada",
    lastName: "Lovelace",
    externalId: "42",
    publicMetadata: { plan: "free", seats: 1, flags: { beta: true } },
    privateMetadata: { customer: "cus_1" },
    createdAt: 1_700_000_000_000,
  },
  { id: "user_2", externalId: "-7", createdAt: 1_710_000_000_000, banned: true },
  { id: "user_3", emailAddress: ["grace@example.com"], createdAt: 1_720_000_000_000 },
];

beforeEach(() => {
  backend.users.clear();
  for (const user of USERS) backend.users.create(user);
  backend.requests.clear();
});

const rowOf = (id, fields) => ({
  id,
  externalId: null,
  publicMetadata: {},
  privateMetadata: {},
  unsafeMetadata: {},
  ...fields,
});
const ADA = rowOf("user_1", {
  externalId: "42",
  publicMetadata: USERS[0].publicMetadata,
  privateMetadata: USERS[0].privateMetadata,
});
const changes = () => backend.requests.filter(({ method }) => method !== "GET");

for (const [title, args, expected] of [
  ["an ID", ["user_1"], ADA],
  ["an email address", ["ada@example.com"], ADA],
  ["an external ID", ["42", "--external-id"], ADA],
  ["an external ID with a sign", ["--external-id", "--", "-7"], rowOf("user_2", { externalId: "-7" })],
]) {
  test(`get prints a user by ${title}`, async () => {
    const { stdout, stderr, code } = await run(["get", ...args]);
    assert.deepEqual([stdout, stderr, code], [`${JSON.stringify(expected, null, 2)}\n`, HINT, 0]);
    assert.equal((await run(["get", "--json", ...args])).stdout, `${JSON.stringify(expected)}\n`);
  });
}

test("get --all-fields prints what the Backend API sends", async () => {
  const { stdout } = await run(["get", "user_1", "--all-fields"]);
  const response = await backend.fetch(`${url}/v1/users/user_1`, { headers: { authorization: "Bearer sk_test_1" } });
  assert.deepEqual(JSON.parse(stdout), await response.json());
  assert.match(stdout, /^\{\n {2}"id": "user_1",\n/);
});

test("numbers keep their digits", async () => {
  const text = `{"n":${DIGITS},"list":[1.0,-0,1e+400]}`;
  const update = await run(["update", "user_3", "--public", text, "--json"]);
  const line = `{"id":"user_3","externalId":null,"publicMetadata":${text},"privateMetadata":{},"unsafeMetadata":{}}\n`;
  assert.deepEqual([update.stdout, update.stderr, update.code], [line, HINT, 0]);
  assert.equal((await run(["get", "user_3", "--json"])).stdout, line);
  assert.match((await run(["get", "user_3"])).stdout, /"n": 12345678901234567890\.10,/);
  const diff = await run(["diff", "user_3", "--public", `{"n":12345678901234567890.11}`]);
  assert.equal(diff.stdout, '{"id":"user_3","publicMetadata":{"n":12345678901234567890.11}}\n');
  assert.equal((await run(["list", "--json", "--limit", "1"])).stdout, line);
});

for (const [command, expected, method] of [
  ["update", { plan: "free", flags: { beta: true }, trial: 1 }, "PATCH"],
  ["replace", { seats: null, trial: 1 }, "PUT"],
]) {
  const text = '{"seats":null,"trial":1}';
  for (const [title, value, options] of [
    ["on the command line", text, {}],
    ["in a file", "@change.json", {}],
    ["in a file with a byte order mark and CRLF", "@windows.json", {}],
    ["on stdin", "-", { input: `${text}\n` }],
  ]) {
    test(`${command} with the JSON ${title}`, async () => {
      writeFileSync(join(cwd, "change.json"), text);
      writeFileSync(join(cwd, "windows.json"), `\uFEFF${text}\r\n`);
      const { stdout, stderr, code } = await run([command, "user_1", "--public", value], options);
      assert.deepEqual([stderr, code], [HINT, 0]);
      assert.deepEqual(JSON.parse(stdout), { ...ADA, publicMetadata: expected });
      assert.deepEqual(
        changes().map(({ method, body }) => [method, body]),
        [[method, { public_metadata: { seats: null, trial: 1 } }]],
      );
    });
  }
}

test("all three fields, of a user by email address", async () => {
  const args = ["--public", '{"a":1}', "--private", '{"b":2}', "--unsafe", '{"c":3}'];
  const { stdout, code } = await run(["replace", "grace@example.com", ...args]);
  const fields = { publicMetadata: { a: 1 }, privateMetadata: { b: 2 }, unsafeMetadata: { c: 3 } };
  assert.deepEqual([JSON.parse(stdout), code], [rowOf("user_3", fields), 0]);
});

const SHELL_HINT = " The shell has removed the quotes: put the JSON in single quotes, or pass it as @FILE.";
for (const [title, args, message, options] of [
  ["not JSON", ["--public", '{"a":1'], "--public is not JSON: the text ends at line 1, column 7."],
  ["text after it", ["--public", '{"a":1} x'], "--public is not JSON: unexpected text at line 1, column 9."],
  [
    "quotes that the shell has removed",
    ["--public", "{plan:pro}"],
    `--public is not JSON: a key is expected at line 1, column 2.${SHELL_HINT}`,
  ],
  [
    "an error in a file",
    ["--private", "@bad.json"],
    '--private (bad.json) is not JSON: "," or "}" is expected at line 3, column 3.',
  ],
  ["an array", ["--public", "[1]"], "--public must be a JSON object"],
  ["null", ["--public", "null"], "--public must be a JSON object"],
  ["nothing on stdin", ["--public", "-"], "--public (stdin) is empty. To change nothing, leave out the option."],
  ["a missing file", ["--public", "@missing.json"], "missing.json does not exist."],
  ["a folder", ["--public", "@folder"], "folder is a folder. Pass a file."],
  ["UTF-16", ["--public", "@utf16.json"], "utf16.json is not UTF-8, but UTF-16 or a binary file. Save it as UTF-8."],
  ["Latin-1", ["--public", "@latin1.json"], "latin1.json is not UTF-8. Save it as UTF-8."],
]) {
  test(`update rejects ${title} before anything is sent`, async () => {
    writeFileSync(join(cwd, "bad.json"), '{\n  "secret": "cus_1"\n  "b": 1\n}');
    writeFileSync(join(cwd, "utf16.json"), Buffer.from('\uFEFF{"a":1}', "utf16le"));
    writeFileSync(join(cwd, "latin1.json"), Buffer.from('{"a":"é"}', "latin1"));
    mkdirSync(join(cwd, "folder"), { recursive: true });
    const { stdout, stderr, code } = await run(["update", "user_1", ...args], options);
    assert.deepEqual([stdout, code, backend.requests.length], ["", 2, 0]);
    assert.equal(stderr.slice(0, `clerk-metadata: ${message}`.length), `clerk-metadata: ${message}`);
    assert.doesNotMatch(stderr, /cus_1/);
  });
}

for (const [args, message] of [
  [["update", "user_1"], "Nothing to change. Add --public, --private or --unsafe."],
  [["update", "user_1", "--public", "-", "--unsafe", "-"], "Only one option can read stdin."],
  [["update", "user_1", "--publik", "{}"], "Unknown option --publik. Did you mean --public?"],
  [["get"], "USER|ORG is missing."],
  [["list", "--all", "--limit", "3"], "--all and --limit exclude each other."],
  [["list", "--all-fields"], "--all-fields requires --json."],
  [["list", "--emailaddress", "x"], "Unknown option --emailaddress. Did you mean --email-address?"],
  [
    ["count", "--created-after", "yesterday"],
    '--created-after must be a time such as 2026-01-31, 2026-01-31T12:00:00Z or milliseconds since 1970, not "yesterday".',
  ],
]) {
  test(`usage error: ${args.join(" ")}`, async () => {
    const { stdout, stderr, code } = await run(args);
    const [text] = stderr.split("\n\n");
    assert.deepEqual([stdout, text.replaceAll("\n", " "), code], ["", `clerk-metadata: ${message}`, 2]);
    assert.equal(backend.requests.length, 0);
  });
}

for (const [name, printed] of [
  ["ada", "ada"],
  ["sk_test_abcdef", "sk_…"],
]) {
  test(`error before anything is sent: get ${name}`, async () => {
    const reason = `USER must be a user ID such as user_2abc, or an email address, and ORG an ID such as org_2abc, not "${printed}".`;
    const stderr = `clerk-metadata: ${reason} Add --external-id if it is an external ID.\n`;
    assert.deepEqual(await run(["get", name]), { stdout: "", stderr, code: 2 });
    assert.equal(backend.requests.length, 0);
  });
}

for (const [args, message, code] of [
  [["get", "user_9"], "No user was found with id user_9 (GET /v1/users/user_9)", 1],
  [["get", "nobody@example.com"], 'No user has the email address "nobody@example.com".', 1],
  [["get", "43", "--external-id"], 'No user has the external ID "43".', 1],
]) {
  test(`error: ${args.join(" ")}`, async () => {
    const result = await run(args);
    assert.deepEqual(result, { stdout: "", stderr: `${HINT}clerk-metadata: ${message}\n`, code });
  });
}

test("update rejects metadata that is too large, with the path", async () => {
  const { stderr, code } = await run(["update", "user_1", "--public", `{"a":"${"x".repeat(9000)}"}`]);
  assert.match(stderr, /\nclerk-metadata: publicMetadata: has 9008 bytes of JSON; a field is limited to 8192 \(8 KB\)/);
  assert.deepEqual([code, changes().length], [2, 0]);
});

test("list prints a line for each user, the newest first", async () => {
  const { stdout, stderr, code } = await run(["list"]);
  const columns = stdout.split("\n").map((line) => line.split(/ {2,}/));
  assert.deepEqual(columns, [
    ["user_3", "grace@example.com", "-"],
    ["user_2", "-", "-", "-7"],
    ["user_1", "ada@example.com", "Ada Lovelace", "42"],
    [""],
  ]);
  assert.deepEqual([stderr, code], [HINT, 0]);
});

test("list says how many users it does not list", async () => {
  const { stdout, stderr } = await run(["list", "--limit", "2", "--json"]);
  assert.deepEqual(stdout.split("\n").filter(Boolean).map(JSON.parse), [
    rowOf("user_3"),
    rowOf("user_2", { externalId: "-7" }),
  ]);
  assert.equal(stderr, `${HINT}2 of 3 users. Use --all to list all, or --limit.\n`);
});

test("list --all reads all pages", async () => {
  for (let number = 0; number < 700; number++) backend.users.create({ id: `user_n${number}`, createdAt: number + 1 });
  const { stdout, stderr, code } = await run(["list", "--all"]);
  const ids = stdout.split("\n").map((line) => line.split(" ")[0]);
  assert.deepEqual(ids, [
    "user_3",
    "user_2",
    "user_1",
    ...Array.from({ length: 700 }, (_, n) => `user_n${699 - n}`),
    "",
  ]);
  assert.deepEqual([stderr, code], [HINT, 0]);
});

for (const [args, count] of [
  [[], 3],
  [["--query", "example.com"], 2],
  [["--user-id", "user_1", "--user-id", "user_2"], 2],
  [["--external-id", "42"], 1],
  [["--email-address", "ada@example.com"], 1],
  [["--banned", "true"], 1],
  [["--banned", "false"], 2],
  [["--created-after", "2024-03-01"], 2],
  [["--created-before", "1700000000001"], 1],
  [["--created-after", "2024-03-01", "--created-before", "2024-05-01T00:00:00Z"], 1],
  [["--name-query", "love"], 1],
]) {
  test(`count and list with ${args.join(" ") || "no filter"}`, async () => {
    assert.deepEqual(await run(["count", ...args]), { stdout: `${count}\n`, stderr: HINT, code: 0 });
    assert.equal((await run(["count", "--json", ...args])).stdout, `{"count":${count}}\n`);
    const { stdout } = await run(["list", ...args]);
    assert.equal(stdout.split("\n").length - 1, count);
  });
}

test("diff prints the smallest patch, and sends no change", async () => {
  const change = '{"plan":"pro","seats":1.0,"flags":{"beta":null,"new":{"a":[1]}},"missing":null}';
  const { stdout, stderr, code } = await run([
    "diff",
    "user_1",
    "--public",
    change,
    "--private",
    '{"customer":"cus_1"}',
  ]);
  const row = { id: "user_1", publicMetadata: { plan: "pro", flags: { beta: null, new: { a: [1] } } } };
  assert.deepEqual([JSON.parse(stdout), stderr, code], [row, HINT, 0]);
  assert.equal(changes().length, 0);
});

test("diff --replace shows the keys that replace would remove", async () => {
  const { stdout, code } = await run([
    "diff",
    "ada@example.com",
    "--replace",
    "--public",
    '{"plan":"pro"}',
    "--exit-code",
  ]);
  const row = { id: "user_1", publicMetadata: { plan: "pro", seats: null, flags: null } };
  assert.deepEqual([JSON.parse(stdout), code], [row, 4]);
});

test("diff says that nothing would change", async () => {
  const { stdout, stderr, code } = await run(["diff", "user_1", "--public", '{"plan":"free"}', "--exit-code"]);
  assert.deepEqual([stdout, stderr, code], ["", `${HINT}No change.\n`, 0]);
});

test("diff says that the metadata would be too large", async () => {
  const { stderr, code } = await run(["diff", "user_1", "--public", `{"a":"${"x".repeat(8180)}"}`]);
  assert.match(stderr, /\nclerk-metadata: publicMetadata: .*8192/);
  assert.equal(code, 2);
});

const DIFF = `clerk-metadata diff user_1 --public '{"plan":"pro","flags":{"beta":null},"a.b":[1,2]}'`;
const diffText = (red, green, end) =>
  [
    "user_1",
    "publicMetadata",
    `${red}  - plan: "free"${end}`,
    `${green}  + plan: "pro"${end}`,
    `${red}  - flags.beta: true${end}`,
    `${green}  + "a.b": [1,2]${end}`,
    "",
  ].join("\n");

test("diff is in color on a terminal", { skip: noTerminal }, async () => {
  const { output, code } = await terminal(DIFF);
  assert.deepEqual([output, code], [HINT + diffText("\u001b[31m", "\u001b[32m", "\u001b[39m"), 0]);
});

test("diff has no color with NO_COLOR", { skip: noTerminal }, async () => {
  const { output } = await terminal(DIFF, { env: { NO_COLOR: "1" } });
  assert.equal(output, HINT + diffText("", "", ""));
});

test("a value cannot control the terminal", { skip: noTerminal }, async () => {
  backend.users.create({ id: "user_4", firstName: "\u001b[2J\u202eX", publicMetadata: { a: "\u0007\u202e" } });
  const list = await terminal("clerk-metadata list --limit 1 2>/dev/null");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal obeys them
  assert.doesNotMatch(list.output, /[\u001b\u202e]/);
  const diff = await terminal(`NO_COLOR=1 clerk-metadata diff user_4 --public '{"a":1}'`);
  assert.match(diff.output, /- a: "\\u0007\ufffd"\n/);
});

test("list cuts its lines to the width of the terminal", { skip: noTerminal }, async () => {
  const { output } = await terminal("clerk-metadata list 2>/dev/null", { columns: 40 });
  assert.deepEqual(
    output.split("\n").map((line) => line.length),
    [40, 40, 40, 0],
  );
});

// ---- Confirmation -----------------------------------------------------------------------------------------------

const UPDATE = `clerk-metadata update user_3 --public '{"a":1}' --json`;
const LINE = `${JSON.stringify(rowOf("user_3", { publicMetadata: { a: 1 } }))}\n`;
/** "the live instance", with its ID if the Backend API has one. */
const QUESTION = /Update publicMetadata of user_3 of the live instance( ins_\w+)?\? \[y\/N\] /;

for (const [title, typed, isSent, expectedCode] of [
  ["y", "y\n", true, 0],
  ["YES", "YES\n", true, 0],
  ["n", "n\n", false, 1],
  ["nothing", "\n", false, 1],
  ["something else", "user_3\n", false, 1],
  ["the end of the input", "\u0004", false, 1],
  ["Ctrl-C", "\u0003", false, 130],
]) {
  test(`a live instance asks on a terminal: ${title}`, { skip: noTerminal }, async () => {
    const { output, code } = await terminal(UPDATE, { key: LIVE_KEY, prompts: [["[y/N] ", typed]] });
    assert.match(output, QUESTION);
    assert.equal(code, expectedCode);
    assert.equal(changes().length, isSent ? 1 : 0);
    if (isSent) assert.ok(output.endsWith(LINE), output);
    else assert.match(output, /\nclerk-metadata: Nothing was sent\.\n$/);
  });
}

test("the question is asked on the terminal although stdin has data", { skip: noTerminal }, async () => {
  const command = `echo '{"a":1}' | clerk-metadata update user_3 --public - --json`;
  const { output, code } = await terminal(command, { key: LIVE_KEY, prompts: [["[y/N] ", "y\n"]] });
  assert.ok(output.endsWith(LINE), output);
  assert.equal(code, 0);
});

test("--yes does not ask, and a test instance does not either", { skip: noTerminal }, async () => {
  const live = await terminal(`${UPDATE} --yes`, { key: LIVE_KEY });
  assert.deepEqual([live.output, live.code], [LIVE_HINT + LINE, 0]);
  const testInstance = await terminal(UPDATE);
  assert.deepEqual([testInstance.output, testInstance.code], [HINT + LINE, 0]);
});

for (const command of ["update", "replace"]) {
  test(`${command} of a live instance needs --yes without a terminal`, async () => {
    const args = [command, "user_3", "--public", '{"a":1}'];
    const { stdout, stderr, code } = await run(args, { key: LIVE_KEY, input: "y\n" });
    assert.match(
      stderr.replaceAll("\n", " "),
      /There is no terminal to ask on, so add --yes to confirm it\. Nothing was sent\./,
    );
    assert.deepEqual([stdout, code, changes().length], ["", 2, 0]);
    const { code: confirmed } = await run([...args, "--yes"], { key: LIVE_KEY });
    assert.deepEqual([confirmed, changes().length], [0, 1]);
  });
}

test("a reader that has read enough ends the command", { skip: noTerminal }, async () => {
  for (let number = 0; number < 1500; number++) backend.users.create({ publicMetadata: { text: "x".repeat(1000) } });
  const { output } = await terminal(
    `clerk-metadata list --all --json 2>/dev/null | head -c 1; echo " status \${PIPESTATUS[0]}"`,
  );
  assert.equal(output, "{ status 0\n");
});
