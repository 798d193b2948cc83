// What may be in the JSON of a user.
import { found, LISTS, USERS } from "./expected.mjs";

const user = (name, members, fields) => ({
  name: `a user: ${name}`,
  answer: ({ good }) => ({ body: good(`{"object":"user","id":"user_1",${members}}`) }),
  expect: found(fields),
  calls: [...USERS, ...LISTS],
});

const DEEP = 100_000;
/** How deep arrays nest; without recursion. */
function depthOf(value) {
  let depth = 0;
  for (let inner = value; Array.isArray(inner); inner = inner[0]) depth += 1;
  return depth;
}

export const METADATA = [
  user("its metadata null", '"public_metadata":null,"private_metadata":null,"unsafe_metadata":null', {
    publicMetadata: {},
    privateMetadata: {},
    unsafeMetadata: {},
  }),
  user("without metadata", '"username":null', { publicMetadata: {}, privateMetadata: {}, unsafeMetadata: {} }),
  user(
    "keys in metadata stay as they are",
    '"public_metadata":{"snake_key":{"inner_key":1},"camelKey":null,"":[],"a.b":0}',
    { publicMetadata: { snake_key: { inner_key: 1 }, camelKey: null, "": [], "a.b": 0 } },
  ),
  user("an id twice: the later one counts", '"id":"user_2"', { id: "user_2" }),
  user("metadata twice: the later one counts whole", '"public_metadata":{"a":1,"b":2},"public_metadata":{"a":3}', {
    publicMetadata: { a: 3 },
  }),
  user("a key twice in metadata", '"public_metadata":{"a":1,"a":{"b":2}}', { publicMetadata: { a: { b: 2 } } }),
  user("metadata twice, the later one null", '"public_metadata":{"a":1},"public_metadata":null', {
    publicMetadata: {},
  }),
  user("names written with escapes", '"first_na\\u006de":"A\\u0064a","\\u0070ublic_metadata":{"\\u0061":1}', {
    firstName: "Ada",
    publicMetadata: { a: 1 },
  }),
  user("halves of surrogate pairs", '"public_metadata":{"\\ud83d":"\\udcb6\\ud83d","pair":"\\ud83d\\udcb6"}', {
    publicMetadata: { "\ud83d": "\udcb6\ud83d", pair: "💶" },
  }),
  user("line separators, NUL and delete", '"public_metadata":{"\u2028":"\u2029","\\u0000":"\u007f\ufffe"}', {
    publicMetadata: { "\u2028": "\u2029", "\0": "\u007f\ufffe" },
  }),
  user(
    "numbers beyond a double",
    '"public_metadata":{"a":1e999,"b":-1e999,"c":12345678901234567890,"d":1e-999,"e":-0,"f":0.1000000000000000055511151231257827}',
    {
      publicMetadata: { a: Infinity, b: -Infinity, c: 12345678901234567890, d: 0, e: -0, f: 0.1 },
    },
  ),
  user(
    "__proto__ and the like in metadata",
    '"public_metadata":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1}',
    {
      publicMetadata: JSON.parse(
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":1}',
      ),
    },
  ),
  user(
    "__proto__ beside its fields",
    '"__proto__":{"polluted":1,"first_name":"Eve"},"constructor":1,"first_name":"Ada"',
    { firstName: "Ada" },
  ),
  user("fields that no one knows", '"never_heard_of":1,"hasOwnProperty":2', { neverHeardOf: undefined }),
  user(
    "parts of wrong types",
    '"email_addresses":{"a":1},"phone_numbers":"no","web3_wallets":[null,1,{"id":"w"}],"external_accounts":null',
    { emailAddresses: [], phoneNumbers: [], externalAccounts: [] },
  ),
  {
    name: `a user: metadata ${DEEP} levels deep`,
    answer: ({ good }) => ({
      body: good(`{"object":"user","id":"user_1","public_metadata":{"a":${"[".repeat(DEEP)}${"]".repeat(DEEP)}}}`),
    }),
    expect: found({ publicMetadata: ({ a }) => depthOf(a) === DEEP }),
    calls: USERS,
  },
  {
    name: `${DEEP} levels that are no user`,
    answer: () => ({ body: `${"[".repeat(DEEP)}${"]".repeat(DEEP)}` }),
    expect: { error: "ClerkConnectionError", code: "unexpected_response", status: 200, attempts: 1 },
  },
  {
    name: `a refusal ${DEEP} levels deep`,
    answer: () => ({
      status: 422,
      body: `{"errors":[{"code":"a","message":"m","meta":{"x_y":${'{"a":'.repeat(DEEP)}1${"}".repeat(DEEP)}}}]}`,
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
