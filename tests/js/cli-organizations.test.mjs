// The commands for one user, with an organization or a membership.
import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";
import { afterAll, LIVE_KEY, noTerminal, startCommands } from "./support/user-commands.mjs";

const { backend, run, terminal, url } = await startCommands(afterAll(after), {
  users: [{ id: "user_1", emailAddress: ["ada@example.com"], externalId: "org_7" }, { id: "user_2" }],
});
const HINT = `CLERK_SECRET_KEY from the environment: a test instance, at ${url}.\n`;
/** A number that a double cannot hold. */
const DIGITS = "12345678901234567890.10";
const MEMBER = ["user_1", "--organization-id", "org_1"];
const MEMBER_NAME = "the membership of user_1 in org_1";

beforeEach(async () => {
  backend.organizations.clear();
  backend.organizations.create({
    id: "org_1",
    name: "One",
    publicMetadata: { tier: 1, old: true },
    privateMetadata: { note: "x" },
  });
  backend.memberships.create({ organizationId: "org_1", userId: "user_1", publicMetadata: { desk: 1, old: true } });
  // A number with its digits.
  for (const path of ["org_1", "org_1/memberships/user_1"])
    await fetch(`${url}/v1/organizations/${path}/metadata`, {
      method: "PATCH",
      headers: { authorization: "Bearer sk_test_1", "content-type": "application/json" },
      body: `{"public_metadata":{"n":${DIGITS}}}`,
    });
  backend.requests.clear();
});

const ORGANIZATION = `{"organizationId":"org_1","publicMetadata":{"tier":1,"old":true,"n":${DIGITS}},"privateMetadata":{"note":"x"}}\n`;
const MEMBERSHIP = `{"organizationId":"org_1","userId":"user_1","publicMetadata":{"desk":1,"old":true,"n":${DIGITS}},"privateMetadata":{}}\n`;
const changes = () =>
  backend.requests.filter(({ method }) => method !== "GET").map(({ method, path, body }) => [method, path, body]);

for (const [title, args, row] of [
  ["an organization", ["org_1"], ORGANIZATION],
  ["a membership", MEMBER, MEMBERSHIP],
  ["a membership by email address", ["ada@example.com", ...MEMBER.slice(1)], MEMBERSHIP],
  ["a membership by external ID", ["org_7", "--external-id", ...MEMBER.slice(1)], MEMBERSHIP],
]) {
  test(`get prints ${title} as a row`, async () => {
    const { stdout, stderr, code } = await run(["get", ...args, "--json"]);
    assert.deepEqual([stdout, stderr, code], [row, HINT, 0]);
  });
}

test("an external ID that looks like the ID of an organization names a user", async () => {
  const { stdout } = await run(["get", "org_7", "--external-id", "--json"]);
  assert.match(stdout, /^\{"id":"user_1","externalId":"org_7",/);
});

test("--all-fields prints what the Backend API sends", async () => {
  const fields = async (args) => JSON.parse((await run(["get", ...args, "--all-fields"])).stdout);
  assert.equal((await fields(["org_1"])).name, "One");
  const { object, public_user_data: user } = await fields(MEMBER);
  assert.deepEqual([object, user.user_id], ["organization_membership", "user_1"]);
});

test("update changes an organization", async () => {
  const { stdout, code } = await run(["update", "org_1", "--public", '{"old":null,"tier":2}', "--json"]);
  assert.equal(
    stdout,
    `{"organizationId":"org_1","publicMetadata":{"tier":2,"n":${DIGITS}},"privateMetadata":{"note":"x"}}\n`,
  );
  assert.equal(code, 0);
  const body = { public_metadata: { old: null, tier: 2 } };
  assert.deepEqual(changes(), [["PATCH", "/v1/organizations/org_1/metadata", body]]);
});

test("update changes a membership", async () => {
  const { stdout, code } = await run([
    "update",
    ...MEMBER,
    "--public",
    '{"old":null}',
    "--private",
    '{"a":1}',
    "--json",
  ]);
  assert.equal(
    stdout,
    `{"organizationId":"org_1","userId":"user_1","publicMetadata":{"desk":1,"n":${DIGITS}},"privateMetadata":{"a":1}}\n`,
  );
  assert.equal(code, 0);
  const body = { public_metadata: { old: null }, private_metadata: { a: 1 } };
  assert.deepEqual(changes(), [["PATCH", "/v1/organizations/org_1/memberships/user_1/metadata", body]]);
});

test("replace stores the metadata of an organization", async () => {
  const { stdout, code } = await run(["replace", "org_1", "--public", '{"a":null}', "--json"]);
  assert.equal(stdout, '{"organizationId":"org_1","publicMetadata":{"a":null},"privateMetadata":{"note":"x"}}\n');
  assert.equal(code, 0);
  assert.deepEqual(changes(), [["PUT", "/v1/organizations/org_1/metadata", { public_metadata: { a: null } }]]);
});

test("diff prints a row that apply takes", async () => {
  const organization = await run(["diff", "org_1", "--public", '{"tier":2,"old":true}', "--exit-code"]);
  assert.deepEqual(
    [organization.stdout, organization.code],
    ['{"organizationId":"org_1","publicMetadata":{"tier":2}}\n', 4],
  );
  const replaced = await run(["diff", "org_1", "--replace", "--private", "{}"]);
  assert.equal(replaced.stdout, '{"organizationId":"org_1","privateMetadata":{"note":null}}\n');
  const membership = await run(["diff", ...MEMBER, "--public", '{"desk":2}']);
  const row = '{"organizationId":"org_1","userId":"user_1","publicMetadata":{"desk":2}}\n';
  assert.equal(membership.stdout, row);
  const unchanged = await run(["diff", ...MEMBER, "--public", '{"desk":1}']);
  assert.deepEqual([unchanged.stdout, unchanged.stderr], ["", `${HINT}No change.\n`]);
  assert.deepEqual(changes(), []);
  assert.match((await run(["apply", "-", "--quiet"], { input: row })).stdout, /\ndone 1 · failed 0\n/);
});

test("texts name the organization and the membership", { skip: noTerminal }, async () => {
  const live = { columns: 200, key: LIVE_KEY };
  const diff = await terminal(`clerk-metadata diff ${MEMBER.join(" ")} --public '{"desk":2}'`, { columns: 200 });
  assert.match(diff.output, new RegExp(`\n${MEMBER_NAME}\npublicMetadata\n`));
  for (const [args, name] of [
    ["org_1", "org_1"],
    [MEMBER.join(" "), MEMBER_NAME],
  ]) {
    const prompts = [["[y/N]", "n\n"]];
    const { output, code } = await terminal(`clerk-metadata update ${args} --public '{"a":1}'`, { ...live, prompts });
    assert.match(output, new RegExp(`Update publicMetadata of ${name} of the live instance`));
    assert.equal(code, 1);
  }
  assert.deepEqual(changes(), []);
});

const NO_UNSAFE = "Organizations and memberships have no unsafe metadata. Leave out --unsafe.";
const NOT_REPLACED = "The metadata of a membership cannot be replaced. Use update.";
for (const [args, message] of [
  [["update", "org_1", "--unsafe", "{}"], NO_UNSAFE],
  [["diff", ...MEMBER, "--unsafe", "{}"], NO_UNSAFE],
  [["replace", ...MEMBER, "--public", "{}"], NOT_REPLACED],
  [["diff", ...MEMBER, "--replace", "--public", "{}"], NOT_REPLACED],
  [["get", "org_1", "--organization-id", "org_1"], "--organization-id needs a user, not the organization org_1."],
  [
    ["get", "user_1", "--organization-id", "acme"],
    '--organization-id must be the ID of an organization such as org_2abc, not "acme".',
  ],
  [["get", "user_1", "--organization", "org_1"], "Unknown option --organization. Did you mean --organization-id?"],
]) {
  test(`usage error: ${args.join(" ")}`, async () => {
    const { stdout, stderr, code } = await run(args);
    const [text] = stderr.split("\n\n");
    assert.deepEqual([stdout, text.replaceAll("\n", " "), code], ["", `clerk-metadata: ${message}`, 2]);
    assert.equal(backend.requests.length, 0);
  });
}

for (const [args, message] of [
  [["get", "org_9"], /\(GET \/v1\/organizations\/org_9\)\n$/],
  [["get", "user_1", "--organization-id", "org_9"], /\(GET \/v1\/organizations\/org_9\/memberships\)\n$/],
  [["get", "user_2", "--organization-id", "org_1"], /clerk-metadata: user_2 is not a member of org_1\.\n$/],
]) {
  test(`error: ${args.join(" ")}`, async () => {
    const { stdout, stderr, code } = await run(args);
    assert.match(stderr, message);
    assert.deepEqual([stdout, code], ["", 1]);
  });
}
