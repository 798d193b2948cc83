// Every option that the official `createClerkClient` takes or passes on to its requests is accepted.
// The names come from its declarations, so a new one fails here.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createClerkClient } from "clerk-metadata";
import { members, program } from "./support/declarations.mjs";
import { compareClients } from "./support/compare-clients.mjs";
import { userBody } from "./support/server.mjs";

const officialFile = (file) => new URL(`./${file}`, import.meta.resolve("@clerk/backend"));

/** The member names of the first parameter of a declared function; `member` selects a nested object. */
function parameterOf(file, name, member) {
  const { checker, sources } = program([officialFile(file)], { lib: ["lib.es2022.d.ts", "lib.dom.d.ts"] });
  const exported = checker
    .getExportsOfModule(checker.getSymbolAtLocation(sources[0]))
    .find((symbol) => symbol.name === name);
  assert.ok(exported, `${file} does not export ${name}`);
  const [signature] = checker.getTypeOfSymbol(exported).getCallSignatures();
  let type = checker.getTypeOfSymbol(signature.parameters[0]);
  if (member) type = checker.getNonNullableType(checker.getTypeOfSymbol(type.getProperty(member)));
  const names = checker.getPropertiesOfType(type).map((symbol) => symbol.name);
  assert.ok(names.length > 3, `${file}: ${name} has no members`);
  return names;
}

const SOURCES = [
  ["index.d.ts", "createClerkClient"],
  ["api/request.d.ts", "buildRequest"],
  ["api/factory.d.ts", "createBackendApiClient"],
  ["tokens/factory.d.ts", "createAuthenticateRequest", "options"],
];
const OFFICIAL_OPTIONS = [...new Set(SOURCES.flatMap((source) => parameterOf(...source)))].sort();

test("the declarations contain the options that are known to be passed on", () => {
  for (const name of [
    "secretKey",
    "apiUrl",
    "skipApiVersionInUrl",
    "useMachineSecretKey",
    "requireSecretKey",
    "telemetry",
    "audience",
  ])
    assert.ok(OFFICIAL_OPTIONS.includes(name), name);
});

test("our types declare each official option", () => {
  const declared = ["ClerkClientOptions", "IgnoredClerkOptions"].flatMap((name) =>
    Object.keys(members(new URL("../../pkg/types/options.d.ts", import.meta.url), name)),
  );
  assert.deepEqual(
    OFFICIAL_OPTIONS.filter((name) => !declared.includes(name)),
    [],
  );
});

/** Values of the options that affect these calls; any other option accepts any value. */
const RELEVANT_VALUES = {
  secretKey: ["sk_test_x"],
  apiUrl: ["{server}", "{server}/proxy/"],
  apiVersion: ["v1", "v2"],
  userAgent: ["agent/1"],
  sdkMetadata: [{ name: "sdk", version: "1.0.0", environment: "test" }],
  skipApiVersionInUrl: [true, false, undefined],
};
const ANY_VALUES = ["x", "", 0, 1, true, false, null, undefined, ["x"], { disabled: true }, () => {}];
const USER = userBody();

for (const name of OFFICIAL_OPTIONS) {
  test(`${name} is accepted`, async (t) => {
    const run = await compareClients(t);
    for (const value of RELEVANT_VALUES[name] ?? ANY_VALUES) {
      const testCase = { operation: "getUser", args: ["user_1"], response: { body: USER } };
      const { ours } = await run({ ...testCase, options: { [name]: value } });
      const { official } = await run({
        ...testCase,
        options: name in RELEVANT_VALUES ? { [name]: value } : {},
      });
      assert.equal(ours.kind, "resolved", `${JSON.stringify(value)}: ${ours.error?.stack}`);
      assert.equal(official.kind, "resolved", official.error?.stack);
      assert.deepEqual([ours.requests.length, ours.requests[0].url], [1, official.requests[0].url]);
      assert.equal(ours.requests[0].headers.authorization, official.requests[0].headers.authorization);
    }
  });
}

test("skipApiVersionInUrl leaves the version out of the URL of every call", async (t) => {
  const run = await compareClients(t);
  const countResponse = { body: '{"object":"total_count","total_count":0}' };
  for (const options of [
    { skipApiVersionInUrl: true },
    { skipApiVersionInUrl: true, apiVersion: "v2", apiUrl: "{server}/api/" },
  ]) {
    for (const [operation, args, response] of [
      ["getUser", ["user_1"], { body: USER }],
      ["updateUserMetadata", ["user_1", { publicMetadata: { a: 1 } }], { body: USER }],
      ["replaceUserMetadata", ["user_1", { publicMetadata: { a: 1 } }], { body: USER }],
      ["getUserList", [{ limit: 1 }], { body: "[]" }],
      ["getCount", [{ query: "a" }], countResponse],
    ]) {
      const { official, ours } = await run({ operation, args, options, response, countResponse });
      assert.equal(ours.kind, "resolved", ours.error?.stack);
      assert.deepEqual(
        ours.requests.map(({ url }) => url),
        official.requests.map(({ url }) => url),
      );
      assert.ok(ours.requests.every(({ url }) => /^(\/api)?\/users/.test(url)));
    }
  }
});

test("a misspelled option is still rejected, with the nearest name", async () => {
  for (const [name, nearest] of [
    ["useMachineSecretkey", "useMachineSecretKey"],
    ["skipApiVersion", "skipApiVersionInUrl"],
  ]) {
    const clerk = createClerkClient({ secretKey: "sk_test_x", [name]: true, fetch: () => assert.fail("sent") });
    await assert.rejects(clerk.users.getUser("user_1"), {
      name: "ClerkInputError",
      path: name,
      message: new RegExp(`Did you mean ${nearest}\\?`),
    });
  }
});
