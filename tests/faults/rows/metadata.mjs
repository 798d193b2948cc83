// Unusual but valid JSON in a user.
import { succeeds, LISTS, USERS } from "./expected.mjs";

const user = (name, jsonMembers, fields) => ({
  name: `a user: ${name}`,
  respond: ({ success }) => ({ body: success(`{"object":"user","id":"user_1",${jsonMembers}}`) }),
  expect: succeeds(fields),
  calls: [...USERS, ...LISTS],
});

const DEPTH = 100_000;
/** The nesting depth of arrays, computed without recursion. */
function depthOf(value) {
  let depth = 0;
  for (let inner = value; Array.isArray(inner); inner = inner[0]) depth += 1;
  return depth;
}

export const METADATA = [
  user("null metadata", '"public_metadata":null,"private_metadata":null,"unsafe_metadata":null', {
    publicMetadata: {},
    privateMetadata: {},
    unsafeMetadata: {},
  }),
  user("no metadata", '"username":null', { publicMetadata: {}, privateMetadata: {}, unsafeMetadata: {} }),
  user(
    "keys in metadata are not renamed",
    '"public_metadata":{"snake_key":{"inner_key":1},"camelKey":null,"":[],"a.b":0}',
    { publicMetadata: { snake_key: { inner_key: 1 }, camelKey: null, "": [], "a.b": 0 } },
  ),
  user("a duplicate ID: the last one wins", '"id":"user_2"', { id: "user_2" }),
  user(
    "duplicate metadata: the last one wins and nothing is merged",
    '"public_metadata":{"a":1,"b":2},"public_metadata":{"a":3}',
    {
      publicMetadata: { a: 3 },
    },
  ),
  user("a duplicate key in metadata", '"public_metadata":{"a":1,"a":{"b":2}}', { publicMetadata: { a: { b: 2 } } }),
  user("duplicate metadata, the last one null", '"public_metadata":{"a":1},"public_metadata":null', {
    publicMetadata: {},
  }),
  user("names written with escapes", '"first_na\\u006de":"A\\u0064a","\\u0070ublic_metadata":{"\\u0061":1}', {
    firstName: "Ada",
    publicMetadata: { a: 1 },
  }),
  user("unpaired surrogates", '"public_metadata":{"\\ud83d":"\\udcb6\\ud83d","pair":"\\ud83d\\udcb6"}', {
    publicMetadata: { "\ud83d": "\udcb6\ud83d", pair: "💶" },
  }),
  user("line separators, NUL and delete", '"public_metadata":{"\u2028":"\u2029","\\u0000":"\u007f\ufffe"}', {
    publicMetadata: { "\u2028": "\u2029", "\0": "\u007f\ufffe" },
  }),
  user(
    "numbers that a double cannot represent",
    '"public_metadata":{"a":1e999,"b":-1e999,"c":12345678901234567890,"d":1e-999,"e":-0,"f":0.1000000000000000055511151231257827}',
    {
      publicMetadata: { a: Infinity, b: -Infinity, c: 12345678901234567890, d: 0, e: -0, f: 0.1 },
    },
  ),
  user(
    "__proto__, constructor and toString in metadata",
    '"public_metadata":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1}',
    {
      publicMetadata: JSON.parse(
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1}',
      ),
    },
  ),
  user(
    "__proto__ among its fields",
    '"__proto__":{"polluted":1,"first_name":"Eve"},"constructor":1,"first_name":"Ada"',
    { firstName: "Ada" },
  ),
  user("unknown fields", '"never_heard_of":1,"hasOwnProperty":2', { neverHeardOf: undefined }),
  user(
    "fields of wrong types",
    '"email_addresses":{"a":1},"phone_numbers":"no","web3_wallets":[null,1,{"id":"w"}],"external_accounts":null',
    { emailAddresses: [], phoneNumbers: [], externalAccounts: [] },
  ),
  {
    name: `a user: metadata ${DEPTH} levels deep`,
    respond: ({ success }) => ({
      body: success(`{"object":"user","id":"user_1","public_metadata":{"a":${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}}}`),
    }),
    expect: succeeds({ publicMetadata: ({ a }) => depthOf(a) === DEPTH }),
    calls: USERS,
  },
  {
    name: `${DEPTH} nested arrays instead of a user`,
    respond: () => ({ body: `${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}` }),
    expect: { error: "ClerkConnectionError", code: "unexpected_response", status: 200, attempts: 1 },
  },
  {
    name: `an error ${DEPTH} levels deep`,
    respond: () => ({
      status: 422,
      body: `{"errors":[{"code":"a","message":"m","meta":{"x_y":${'{"a":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}}}]}`,
    }),
    expect: {
      error: "ClerkAPIResponseError",
      status: 422,
      message: "m",
      attempts: 1,
      errors: ([{ code }]) => code === "a",
    },
    calls: ["updateUserMetadata"],
  },
];
