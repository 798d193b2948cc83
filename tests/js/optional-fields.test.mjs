// The fields that the official classes declare as optional or as possibly undefined: both clients return the
// same value whether the field is missing, null, empty or present.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { User } from "clerk-metadata";
import { compareClients } from "./support/compare-clients.mjs";

const FOLDER = fileURLToPath(new URL("./api/resources/", import.meta.resolve("@clerk/backend")));

/** For each class, builds a user that contains an instance of it with the given fields. */
const USER_WITH = {
  User: (fields) => fields,
  EmailAddress: (fields) => ({ email_addresses: [{ id: "idn_1", linked_to: [], ...fields }] }),
  PhoneNumber: (fields) => ({ phone_numbers: [{ id: "idn_1", linked_to: [], ...fields }] }),
  Web3Wallet: (fields) => ({ web3_wallets: [{ id: "idn_1", ...fields }] }),
  ExternalAccount: (fields) => ({ external_accounts: [{ id: "idn_1", ...fields }] }),
  EnterpriseAccount: (fields) => ({ enterprise_accounts: [{ id: "idn_1", ...fields }] }),
  EnterpriseAccountConnection: (fields) =>
    USER_WITH.EnterpriseAccount({ enterprise_connection: { id: "idn_2", ...fields } }),
  Verification: (fields) => USER_WITH.Web3Wallet({ verification: { status: "verified", ...fields } }),
  IdentificationLink: (fields) => USER_WITH.EmailAddress({ linked_to: [{ id: "idn_2", ...fields }] }),
};
const instanceIn = {
  User: (user) => user,
  EmailAddress: (user) => user.emailAddresses[0],
  PhoneNumber: (user) => user.phoneNumbers[0],
  Web3Wallet: (user) => user.web3Wallets[0],
  ExternalAccount: (user) => user.externalAccounts[0],
  EnterpriseAccount: (user) => user.enterpriseAccounts[0],
  EnterpriseAccountConnection: (user) => user.enterpriseAccounts[0].enterpriseConnection,
  Verification: (user) => user.web3Wallets[0].verification,
  IdentificationLink: (user) => user.emailAddresses[0].linkedTo[0],
};

const declaresFields = (statement) =>
  ts.isClassDeclaration(statement) || (ts.isInterfaceDeclaration(statement) && statement.name.text.endsWith("Fields"));
const isProperty = (member) => (ts.isPropertyDeclaration(member) || ts.isPropertySignature(member)) && member.type;

/**
 * Every class in a folder of declarations, with its properties. Our package declares the properties of `User` and
 * `ExternalAccount` in interfaces.
 */
const declaredClasses = (folder, names = readdirSync(folder).filter((name) => name.endsWith(".d.ts"))) =>
  names.flatMap((name) =>
    ts
      .createSourceFile(name, readFileSync(folder + name, "utf8"), ts.ScriptTarget.Latest, true)
      .statements.filter(declaresFields)
      .map((statement) => [statement.name.text.replace(/Fields$/, ""), statement.members.filter(isProperty)]),
  );

/** The names of the properties that may be undefined. */
const optionalNames = (fields) =>
  fields
    .filter(
      ({ questionToken, type }) =>
        questionToken ||
        (ts.isUnionTypeNode(type) && type.types.some(({ kind }) => kind === ts.SyntaxKind.UndefinedKeyword)),
    )
    .map(({ name }) => name.text);

const OFFICIAL_CLASSES = Object.fromEntries(declaredClasses(FOLDER).filter(([name]) => name in USER_WITH));
const OUR_CLASSES = Object.fromEntries(
  declaredClasses(fileURLToPath(new URL("../../pkg/types/", import.meta.url)), ["resources.d.ts"]),
);

test("every class that a user can contain is tested", () => {
  assert.deepEqual(Object.keys(OFFICIAL_CLASSES).sort(), Object.keys(USER_WITH).sort());
  for (const [name, fields] of Object.entries(OFFICIAL_CLASSES)) assert.ok(fields.length >= 2, name);
});

test("our declarations have the same optional fields", () => {
  for (const [name, fields] of Object.entries(OFFICIAL_CLASSES))
    assert.deepEqual(optionalNames(OUR_CLASSES[name]), optionalNames(fields), name);
  assert.ok(Object.values(OFFICIAL_CLASSES).flatMap(optionalNames).includes("externalAccountId"));
});

const responseName = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

for (const [name, fields] of Object.entries(OFFICIAL_CLASSES)) {
  for (const field of optionalNames(fields)) {
    for (const [description, value] of [
      ["missing"],
      ["null", null],
      ["empty", ""],
      ["present", "eac_1"],
      ["a number", 7],
    ]) {
      test(`${name}.${field}, ${description} in the response`, async (t) => {
        const run = await compareClients(t);
        const user = {
          object: "user",
          id: "user_1",
          ...USER_WITH[name](description === "missing" ? {} : { [responseName(field)]: value }),
        };
        for (const [operation, args, body] of [
          ["getUser", ["user_1"], user],
          ["updateUserMetadata", ["user_1", { publicMetadata: {} }], user],
          ["getUserList", [], [user, user]],
        ]) {
          const testCase = {
            operation,
            args,
            response: { body: JSON.stringify(body) },
            countResponse: { body: '{"object":"total_count","total_count":2}' },
          };
          const { official, ours } = await run(testCase);
          const [officialInstance, ourInstance] = [official, ours].map(({ value }) =>
            instanceIn[name](value.data?.[1] ?? value),
          );
          assert.equal(ourInstance[field], officialInstance[field]);
          assert.equal(ourInstance[field], value);
          assert.deepEqual(
            [Object.hasOwn(ourInstance, field), field in ourInstance],
            [Object.hasOwn(officialInstance, field), field in officialInstance],
          );
          assert.deepEqual(Object.keys(ourInstance), Object.keys(officialInstance));
          assert.equal(JSON.stringify(ourInstance).includes(field), JSON.stringify(officialInstance).includes(field));
          assert.ok((ours.value.data?.[0] ?? ours.value) instanceof User);
        }
      });
    }
  }
}
