// The users that dev starts with: --user, and a JSON array in --data.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { request } from "./support/backend.mjs";
import { dev, run } from "./support/command.mjs";
import { folder } from "./support/folder.mjs";
import { userText } from "./support/upstream.mjs";

const arrayFile = (t, text) => {
  const file = join(folder(t), "users.json");
  writeFileSync(file, text);
  return file;
};

test("--user creates users, and may be repeated", async (t) => {
  const { url, stdout } = await dev(t, ["--user", "user_1", "--user=user_2", "--seed", "1"]);
  assert.match(stdout(), /\n3 users, in memory only\. /);
  for (const id of ["user_1", "user_2"]) {
    const { json } = await request(url, "GET", `/users/${id}`);
    assert.deepEqual([json.id, json.public_metadata, json.email_addresses], [id, {}, []]);
  }
});

test("the start text has the number of organizations, if there are some", async (t) => {
  const { stdout } = await dev(t, ["--seed", "2", "--seed-organizations", "1"]);
  assert.match(stdout(), /\n2 users and 1 organization, in memory only\. /);
});

for (const args of [
  ["--rate-limit-requests", "5"],
  ["--rate-limit-ms", "5"],
  ["--rate-limit-window", "fixed"],
  ["--rate-limit-others", "5"],
])
  test(`--no-rate-limit with ${args[0]} is a usage error`, async (t) => {
    const { code, stderr } = await run(t, ["dev", "--no-rate-limit", ...args]);
    assert.equal(code, 2);
    assert.ok(stderr.startsWith(`clerk-metadata: --no-rate-limit and ${args[0]} cannot be combined.\n`), stderr);
  });

test("--user does not change a user that is in the data file", async (t) => {
  const file = join(folder(t), "users.ndjson");
  const first = await dev(t, ["--data", file, "--user", "user_1"]);
  await request(first.url, "PATCH", "/users/user_1/metadata", { public_metadata: { plan: "pro" } });
  first.child.kill("SIGINT");
  await first.exit;
  const second = await dev(t, ["--data", file, "--user", "user_1"]);
  assert.match(second.stdout(), /\n1 user, kept in /);
  assert.deepEqual((await request(second.url, "GET", "/users/user_1")).json.public_metadata, { plan: "pro" });
});

test("--data with a JSON array of users of all forms: the file is read, and never written", async (t) => {
  const returned = userText("user_returned", { metadata: '{"id":9007199254740993}' });
  const text = `\uFEFF
  [
    ${returned.replace("{", "{\n\n")},
    { "id": "user_camel", "emailAddress": ["ada@example.com"], "firstName": "Ada", "publicMetadata": { "aKey": 12345678901234567890 } },
    { "id": "user_snake", "external_id": "7", "private_metadata": { "a": 1 } }
  ]\n`;
  const file = arrayFile(t, text);
  const server = await dev(t, ["--data", file]);
  assert.ok(
    server.stdout().includes(`\n3 users, read from ${file}, which is not written: changes are kept in memory only. `),
    server.stdout(),
  );
  const textOf = async (id) => (await request(server.url, "GET", `/users/${id}`)).text;
  assert.deepEqual(JSON.parse(await textOf("user_returned")), JSON.parse(returned));
  assert.ok((await textOf("user_returned")).includes('"id":9007199254740993'));
  assert.ok((await textOf("user_camel")).includes('"public_metadata":{"aKey":12345678901234567890}'));
  const camel = JSON.parse(await textOf("user_camel"));
  assert.deepEqual([camel.first_name, camel.email_addresses[0].email_address], ["Ada", "ada@example.com"]);
  assert.deepEqual(JSON.parse(await textOf("user_snake")).private_metadata, { a: 1 });
  assert.equal((await request(server.url, "DELETE", "/users/user_snake")).status, 200);
  server.child.kill("SIGINT");
  await server.exit;
  assert.equal(readFileSync(file, "utf8"), text);
  assert.equal(existsSync(`${file}.lock`), false);
});

for (const [title, text, message] of [
  ["broken JSON", '[{"id": "user_1"}, ', /^this is not a valid JSON array of users: /],
  ["an element that is not an object", "[1]", /^user 1: The request body is invalid\./],
  ["an unknown field", '[{"id": "user_1"}, {"id": "user_2", "emial": "x"}]', /^user 2: emial is not a valid parameter/],
  [
    "the same name twice",
    '[{"publicMetadata": {}, "public_metadata": {}}]',
    /^user 1: public_metadata must be given only once\./,
  ],
  ["the same ID twice", '[{"id": "user_1"}, {"id": "user_1"}]', /^user 2: That id is taken\./],
  [
    "metadata that is not an object",
    '[{"id": "user_1", "publicMetadata": []}]',
    /^user 1: public_metadata must be a JSON object/,
  ],
  [
    "a user without an ID",
    '[{"object": "user"}]',
    /^user 1: user must be the JSON of a user as the Backend API returns it\./,
  ],
]) {
  test(`--data with ${title} is rejected, and the file is not modified`, async (t) => {
    const file = arrayFile(t, text);
    const { stdout, stderr, code } = await run(t, ["dev", "--port", "0", "--data", file]);
    assert.deepEqual([stdout, code], ["", 1]);
    assert.ok(stderr.startsWith(`clerk-metadata: ${file}: `), stderr);
    assert.match(stderr.slice(`clerk-metadata: ${file}: `.length), message);
    assert.equal(readFileSync(file, "utf8"), text);
  });
}

test("--data with an empty array", async (t) => {
  const { stdout } = await dev(t, ["--data", arrayFile(t, " [ ] ")]);
  assert.match(stdout(), /\n0 users, read from /);
});

test("--data with a folder or a missing folder is a usage error", async (t) => {
  const path = folder(t);
  mkdirSync(join(path, "users"));
  for (const file of [join(path, "users"), join(path, "none/users.json")]) {
    const { stderr, code } = await run(t, ["dev", "--data", file]);
    assert.equal(code, 2);
    assert.match(stderr, /^clerk-metadata: --data must be /);
  }
});
