// The fields that the official classes declare as optional or as possibly undefined: both clients return the
// same value whether the field is missing, null, empty or present.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { User } from "clerk-metadata";
import { pair } from "./support/pair.mjs";

const FOLDER = fileURLToPath(new URL("./api/resources/", import.meta.resolve("@clerk/backend")));

/** For each class, builds a user that contains an instance of it with the given fields. */
const HOLDERS = {
  User: (fields) => fields,
  EmailAddress: (fields) => ({ email_addresses: [{ id: "idn_1", linked_to: [], ...fields }] }),
  PhoneNumber: (fields) => ({ phone_numbers: [{ id: "idn_1", linked_to: [], ...fields }] }),
  Web3Wallet: (fields) => ({ web3_wallets: [{ id: "idn_1", ...fields }] }),
  ExternalAccount: (fields) => ({ external_accounts: [{ id: "idn_1", ...fields }] }),
  EnterpriseAccount: (fields) => ({ enterprise_accounts: [{ id: "idn_1", ...fields }] }),
  EnterpriseAccountConnection: (fields) =>
    HOLDERS.EnterpriseAccount({ enterprise_connection: { id: "idn_2", ...fields } }),
  Verification: (fields) => HOLDERS.Web3Wallet({ verification: { status: "verified", ...fields } }),
  IdentificationLink: (fields) => HOLDERS.EmailAddress({ linked_to: [{ id: "idn_2", ...fields }] }),
};
const instance = {
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

const isFields = (statement) =>
  ts.isClassDeclaration(statement) || (ts.isInterfaceDeclaration(statement) && statement.name.text.endsWith("Fields"));
const isProperty = (member) => (ts.isPropertyDeclaration(member) || ts.isPropertySignature(member)) && member.type;

/**
 * Every class in a folder of declarations, with its properties. Our package declares those of `User` and `ExternalAccount` in
 * interfaces.
 */
const classes = (folder, names = readdirSync(folder).filter((name) => name.endsWith(".d.ts"))) =>
  names.flatMap((name) =>
    ts
      .createSourceFile(name, readFileSync(folder + name, "utf8"), ts.ScriptTarget.Latest, true)
      .statements.filter(isFields)
      .map((statement) => [statement.name.text.replace(/Fields$/, ""), statement.members.filter(isProperty)]),
  );

/** The names of the properties that may be undefined. */
const optional = (fields) =>
  fields
    .filter(
      ({ questionToken, type }) =>
        questionToken ||
        (ts.isUnionTypeNode(type) && type.types.some(({ kind }) => kind === ts.SyntaxKind.UndefinedKeyword)),
    )
    .map(({ name }) => name.text);

const OFFICIAL = Object.fromEntries(classes(FOLDER).filter(([name]) => name in HOLDERS));
const OURS = Object.fromEntries(
  classes(fileURLToPath(new URL("../../pkg/types/", import.meta.url)), ["resources.d.ts"]),
);

test("every class that a user can contain is tested", () => {
  assert.deepEqual(Object.keys(OFFICIAL).sort(), Object.keys(HOLDERS).sort());
  for (const [name, fields] of Object.entries(OFFICIAL)) assert.ok(fields.length >= 2, name);
});

test("our declarations have the same optional fields", () => {
  for (const [name, fields] of Object.entries(OFFICIAL)) assert.deepEqual(optional(OURS[name]), optional(fields), name);
  assert.ok(Object.values(OFFICIAL).flatMap(optional).includes("externalAccountId"));
});

const wireName = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

for (const [name, fields] of Object.entries(OFFICIAL)) {
  for (const field of optional(fields)) {
    for (const [what, value] of [["missing"], ["null", null], ["empty", ""], ["there", "eac_1"], ["a number", 7]]) {
      test(`${name}.${field}, ${what} in the response`, async (t) => {
        const run = await pair(t);
        const user = {
          object: "user",
          id: "user_1",
          ...HOLDERS[name](what === "missing" ? {} : { [wireName(field)]: value }),
        };
        for (const [operation, args, body] of [
          ["getUser", ["user_1"], user],
          ["updateUserMetadata", ["user_1", { publicMetadata: {} }], user],
          ["getUserList", [], [user, user]],
        ]) {
          const given = {
            operation,
            args,
            answer: { body: JSON.stringify(body) },
            count: { body: '{"object":"total_count","total_count":2}' },
          };
          const { official, ours } = await run(given);
          const [theirs, own] = [official, ours].map(({ value }) => instance[name](value.data?.[1] ?? value));
          assert.equal(own[field], theirs[field]);
          assert.equal(own[field], value);
          assert.deepEqual([Object.hasOwn(own, field), field in own], [Object.hasOwn(theirs, field), field in theirs]);
          assert.deepEqual(Object.keys(own), Object.keys(theirs));
          assert.equal(JSON.stringify(own).includes(field), JSON.stringify(theirs).includes(field));
          assert.ok((ours.value.data?.[0] ?? ours.value) instanceof User);
        }
      });
    }
  }
}
