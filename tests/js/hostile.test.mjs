// Values that throw when they are read, or change between two reads. A call with them must end, and must
// send only what was validated.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { createClerkClient } from "clerk-metadata";
import { rejectsWithInputError } from "./support/errors.mjs";
import { recording } from "./support/recording.mjs";
import { userBody } from "./support/server.mjs";

async function assertRejected(params, expected) {
  const { users, bodies } = recording();
  await rejectsWithInputError(users.updateUserMetadata("user_1", params), { code: "invalid_params", ...expected });
  assert.deepEqual(bodies, []);
}

// An uncaught throw in the wasm would end the process, so each case runs in a separate process.
const programWith = (params) => `
  import { createClerkClient } from "clerk-metadata";
  const clerk = createClerkClient({ secretKey: "sk_test_fake", fetch: () => { throw new Error("sent"); } });
  const trap = { get: () => { throw new Error("trapped"); } };
  const revoked = () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; };
  const throwing = (name) => new Proxy({}, { [name]() { throw new Error("trapped"); } });
  process.once("uncaughtException", (error) => { console.log("uncaught: " + error.message); process.exit(1); });
  const error = await clerk.users.updateUserMetadata("user_1", ${params}).then(() => "resolved", (error) => error);
  console.log([error.name, error.code, error.path].join(" "));
`;
for (const [params, path] of [
  ["throwing('ownKeys')", "params"],
  ["throwing('getPrototypeOf')", "params"],
  ["revoked()", "params"],
  ["{ publicMetadata: throwing('getPrototypeOf') }", "publicMetadata"],
  ["{ publicMetadata: throwing('ownKeys') }", "publicMetadata"],
  ["{ publicMetadata: revoked() }", "publicMetadata"],
  ["{ publicMetadata: { a: revoked() } }", "publicMetadata.a"],
  ["{ get publicMetadata() { throw new Error('trapped'); } }", "publicMetadata"],
]) {
  test(`a value that throws when it is read: ${params}`, async () => {
    const args = ["--input-type=module", "--eval", programWith(params)];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      cwd: import.meta.dirname ?? new URL(".", import.meta.url).pathname,
    }).catch((error) => error);
    assert.equal(stdout.trim(), `ClerkInputError invalid_params ${path}`);
  });
}

test("a getter of a whole field that throws: its error is the cause", async () => {
  const cause = new RangeError("no metadata");
  await assertRejected(
    {
      get privateMetadata() {
        throw cause;
      },
    },
    { path: "privateMetadata", cause },
  );
});

test("a value that changes on the second read is not sent without validation", async () => {
  for (const secondValue of [NaN, undefined, new Map(), () => {}]) {
    let reads = 0;
    const { users, bodies } = recording();
    const publicMetadata = {
      get seats() {
        return reads++ === 0 ? 5 : secondValue;
      },
    };
    await users.updateUserMetadata("user_1", { publicMetadata }).catch(() => {}); // a rejection is also correct
    for (const body of bodies) assert.equal(body, '{"public_metadata":{"seats":5}}');
  }
});

test("a whole field whose toJSON does not return an object", async () => {
  for (const result of [undefined, "text", 1, [1], true, null]) {
    await assertRejected({ publicMetadata: { toJSON: () => result } }, { path: "publicMetadata" });
  }
});

test("a whole field whose toJSON returns an object", async () => {
  const { users, bodies } = recording();
  await users.updateUserMetadata("user_1", { publicMetadata: { toJSON: () => ({ a: 1 }) } });
  assert.deepEqual(bodies, ['{"public_metadata":{"a":1}}']);
});

test("toJSON that returns the object itself", async () => {
  const { users, bodies } = recording();
  // Not enumerable, like a method of a class: a function that is a member is rejected.
  const a = Object.defineProperty({ b: 1 }, "toJSON", {
    value() {
      return this;
    },
  });
  await users.updateUserMetadata("user_1", { publicMetadata: { a } });
  assert.deepEqual(bodies, ['{"public_metadata":{"a":{"b":1}}}']);
});

function nested(depth, innermost) {
  let value = innermost;
  for (let level = 0; level < depth; level++) value = { a: value };
  return value;
}
test("a date and a boxed number add no level", async () => {
  for (const innermost of [new Date(0), new Number(1)]) {
    const { users, bodies } = recording();
    const publicMetadata = nested(100, innermost);
    await users.updateUserMetadata("user_1", { publicMetadata });
    assert.deepEqual(bodies, [`{"public_metadata":${JSON.stringify(publicMetadata)}}`]);
  }
});

test("the error code for a value that is nested too deep", () =>
  assertRejected({ publicMetadata: nested(101, 1) }, { code: "too_deep", path: `publicMetadata${".a".repeat(100)}` }));

const POLLUTED_PROPERTIES = {
  publicMetadata: { admin: true },
  apiUrl: "https://evil.example",
  verification: true,
  anything: 1,
};
for (const [name, value] of Object.entries(POLLUTED_PROPERTIES)) {
  for (const enumerable of [false, true]) {
    test(`an ${enumerable ? "enumerable " : ""}Object.prototype.${name} does not change a call or its response`, async () => {
      const requests = [];
      const fetch = async (url, { body }) => {
        requests.push({ url, body });
        return new Response(userBody({ email_addresses: [{ id: "idn_1", email_address: "ada@example.com" }] }));
      };
      Object.defineProperty(Object.prototype, name, { value, enumerable, configurable: true, writable: true });
      let user;
      try {
        user = await createClerkClient({ secretKey: "sk_test_fake", fetch }).users.updateUserMetadata("user_1", {
          privateMetadata: { a: 1 },
        });
      } finally {
        delete Object.prototype[name];
      }
      assert.deepEqual(requests, [
        { url: "https://api.clerk.com/v1/users/user_1/metadata", body: '{"private_metadata":{"a":1}}' },
      ]);
      assert.equal(user.emailAddresses[0].emailAddress, "ada@example.com");
    });
  }
}
