// A program that is written for the official client prints the same when only its import is changed.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { KEY, serve } from "./support/backend.mjs";

const ORIGINAL_PROGRAM = readFileSync(new URL("./drop-in/program.mjs", import.meta.url), "utf8");
const PROGRAM_WITH_NEW_IMPORT = ORIGINAL_PROGRAM.replace('from "@clerk/backend";', 'from "clerk-metadata";');

const USERS = [
  {
    id: "user_ada",
    firstName: "Ada",
    lastName: "Lovelace",
    externalId: "customer-1",
    emailAddress: ["ada@example.com", "ada@work.example"],
    phoneNumber: ["+15555550101"],
    publicMetadata: { plan: { name: "basic", seats: 5 }, legacy: { id: 7 } },
    privateMetadata: { stripe: "cus_1" },
    createdAt: 1000,
  },
  {
    id: "user_grace",
    firstName: "Grace",
    emailAddress: ["grace@example.com"],
    publicMetadata: { a: 1 },
    unsafeMetadata: { b: 2 },
    createdAt: 2000,
  },
  { id: "user_anonymous", publicMetadata: { legacy: true }, createdAt: 3000 },
];

const EXPECTED = `customers: 2
page: {"offset":0,"length":2,"totalCount":3}
Ada Lovelace: {"email":"ada@example.com","plan":{"name":"basic","seats":5}}
moved: {"id":"user_ada","publicMetadata":{"plan":{"name":"pro","seats":5,"since":"1970-01-01T00:00:00.000Z"}},"privateMetadata":{"stripe":"cus_1","Migrated-By":["script",null,{"retry":false}]},"unsafeMetadata":{}}
Grace: {"email":"grace@example.com","plan":null}
page: {"offset":2,"length":1,"totalCount":3}
user_anonymous: {"email":null,"plan":null}
moved: {"id":"user_anonymous","publicMetadata":{"plan":{"name":"pro","since":"1970-01-01T00:00:00.000Z"}},"privateMetadata":{"Migrated-By":["script",null,{"retry":false}]},"unsafeMetadata":{}}
replaced: [{"plan":{"name":"free"}},{},{}]
user: {"name":"Ada Lovelace","phone":"+15555550101","wallet":null,"verified":["ada@example.com verified","ada@work.example verified"],"created":"1970-01-01T00:00:01.000Z","external":"customer-1","accounts":0,"raw":"Ada"}
an unknown user rejected: {"status":404,"kind":"api_response_error","clerk":true,"code":"resource_not_found","longMessage":"No user was found with id user_nobody","more":[],"traced":true}
too large rejected: {"status":422,"kind":"api_response_error","clerk":true,"code":"form_param_exceeds_allowed_size","longMessage":"The given public_metadata exceeds the maximum allowed size of 8192 bytes (8 KB).","parameter":"public_metadata","more":[],"traced":true}
another key rejected: {"status":401,"kind":"api_response_error","clerk":true,"code":"clerk_key_invalid","longMessage":"The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.","more":[],"traced":true}
no id: true
no key: "Missing Clerk Secret Key. Go to https://dashboard.clerk.com and get your key for your instance."
`;

/** Runs a program in a separate process, in this folder, with a separate set of users. */
async function run(t, program) {
  const { url } = await serve(t, { users: USERS });
  const env = { ...process.env, CLERK_SECRET_KEY: KEY, CLERK_API_URL: url };
  const cwd = fileURLToPath(new URL(".", import.meta.url));
  const child = spawn(process.execPath, ["--input-type=module", "-"], { cwd, env, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(program);
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
  return stdout;
}

test("the programs differ in one import", () => {
  assert.equal(ORIGINAL_PROGRAM.split("@clerk/backend").length, 2);
  assert.equal(PROGRAM_WITH_NEW_IMPORT.split("@clerk/backend").length, 1);
});

test("the program as written", async (t) => {
  assert.equal(await run(t, ORIGINAL_PROGRAM), EXPECTED);
});

test("the program with its import changed", async (t) => {
  assert.equal(await run(t, PROGRAM_WITH_NEW_IMPORT), EXPECTED);
});
