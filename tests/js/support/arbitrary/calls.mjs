// The input of calls: options, IDs, metadata and list parameters, valid and invalid.
import fc from "fast-check";
import { jsonObject, jsonValue, objectOf, text } from "./json.mjs";

export const id = fc.constantFrom(
  "user_1",
  "user_2abcDEF0123456789ghiJKL3",
  "user_29w83sxmDNGwOuEthce5gg56FcC",
  "a.b-c_d~e",
);
/** Unusual IDs: long ones, and ones of characters that a URL encodes. */
export const unusualId = fc.oneof(
  fc.constantFrom(
    "count",
    "user_1#",
    "user_1?x=1",
    "user%5F1",
    "100%",
    "a%zz",
    "user_1 ",
    "\tuser_1",
    "user\n_1",
    "user_1/metadata",
    "a/../b",
    "..",
    ".",
    "%2e%2E",
    "%252e",
    "a\\b",
    "user_1%2fmetadata",
    "",
    "größe",
    "🦀",
    "\ud800",
    "a;b,c",
    "a@b:c&d=e+f$!*'()",
    '"<>`{}|^',
    "x".repeat(256),
    "x".repeat(257),
    "user_1/.\t.",
    "...",
  ),
  text,
  fc.constantFrom(undefined, null, 5, 0, true, {}, ["user_1"], { toString: () => "user_1" }),
);

const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"];
const wrappedValue = fc.oneof(
  fc.date({ noInvalidDate: true }),
  fc.constantFrom(new Number(1.5), new String("boxed"), new Boolean(false), undefined),
  jsonValue.map((value) => ({ toJSON: () => value ?? 0 })),
);
/** Values that are not JSON values but can be sent as JSON. */
const jsonCompatible = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    { weight: 3, arbitrary: jsonValue },
    { weight: 3, arbitrary: wrappedValue },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.oneof(
          jsonValue,
          wrappedValue.filter((value) => value !== undefined),
        ),
        { maxLength: 3 },
      ),
    },
    { weight: 2, arbitrary: fc.dictionary(fc.constantFrom("a", "b", "toJSON", "c"), tie("value"), { maxKeys: 3 }) },
  ),
})).value;
const metadata = fc.oneof(jsonObject, fc.dictionary(fc.constantFrom("a", "b", "c"), jsonCompatible, { maxKeys: 3 }));

/** Parameters of a metadata call, with at least one field. */
export const metadataParams = fc
  .tuple(
    fc.shuffledSubarray(FIELDS, { minLength: 1 }),
    fc.array(fc.oneof({ weight: 9, arbitrary: metadata }, { weight: 1, arbitrary: fc.constant(undefined) }), {
      minLength: 3,
      maxLength: 3,
    }),
  )
  .map(([names, values]) => Object.fromEntries(names.map((name, index) => [name, values[index]])))
  .filter((params) => Object.values(params).some((value) => value !== undefined));

class Plan {
  name = "pro";
}
const circular = {};
circular.self = circular;
const nested = (depth) => Array.from({ length: depth }).reduce((nestedValue) => ({ a: nestedValue }), {});
/** Values that JSON would change or cannot represent. */
const INVALID_VALUES = [
  NaN,
  Infinity,
  -Infinity,
  new Number(NaN),
  new Date(NaN),
  1n,
  Object(1n),
  () => 1,
  Symbol("s"),
  new Map([["a", 1]]),
  new Set([1]),
  new Uint8Array(2),
  /x/,
  new Error("x"),
  Promise.resolve(1),
  new Plan(),
  circular,
  nested(100),
  [undefined],
  [[{ a: [undefined] }]],
  { toJSON: () => null },
  { toJSON: () => NaN },
  { toJSON: () => new Map() },
];
const valuePath = fc.array(fc.oneof(fc.constantFrom("a", "", "x y", "__proto__", 'say "hi"'), fc.constantFrom(0, 1)), {
  minLength: 1,
  maxLength: 3,
});
const nestAt = (value, path) =>
  path.reduceRight(
    (nestedValue, key) =>
      typeof key === "number"
        ? [...Array(key).fill(1), nestedValue]
        : objectOf([
            ["first", 1],
            [key, nestedValue],
          ]),
    value,
  );

/** Parameters of a metadata call that are rejected. */
export const invalidMetadataParams = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...FIELDS), fc.constantFrom(...INVALID_VALUES), valuePath)
      .map(([name, value, path]) => ({
        [name]: typeof path[0] === "number" ? { a: nestAt(value, path) } : nestAt(value, path),
      })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...FIELDS),
        fc.oneof(
          fc.constantFrom(null, [], "{}", 7, true, new Map(), new Date(0), new Plan(), () => 1, Symbol("s"), 1n, {
            toJSON: () => [],
          }),
          fc.array(jsonValue, { maxLength: 2 }),
        ),
      )
      .map(([name, value]) => ({ [name]: value })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      undefined,
      null,
      {},
      { publicMetadata: undefined },
      [],
      [{ publicMetadata: {} }],
      "publicMetadata",
      7,
      true,
      new Map(),
      new (class Params {
        publicMetadata = {};
      })(),
      () => 1,
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom("publicMetdata", "public_metadata", "firstName", "", "__proto__", "constructor"),
        jsonValue,
        fc.boolean(),
      )
      .map(([name, value, withValidField]) =>
        objectOf([...(withValidField ? [["publicMetadata", {}]] : []), [name, value]]),
      ),
  },
);

const STRING_LISTS = [
  "userId",
  "externalId",
  "emailAddress",
  "phoneNumber",
  "username",
  "web3Wallet",
  "organizationId",
  "providerUserId",
];
const STRINGS = [
  "query",
  "emailAddressQuery",
  "phoneNumberQuery",
  "usernameQuery",
  "nameQuery",
  "startingAfter",
  "provider",
];
const TIMES = [
  "last_active_at_since",
  "lastActiveAtBefore",
  "lastActiveAtAfter",
  "createdAtBefore",
  "createdAtAfter",
  "lastSignInAtBefore",
  "lastSignInAtAfter",
];
const ORDERS = [
  "created_at",
  "updated_at",
  "email_address",
  "web3wallet",
  "first_name",
  "last_name",
  "phone_number",
  "username",
  "last_active_at",
  "last_sign_in_at",
];
const queryText = fc.oneof(
  text,
  fc.constantFrom("ada@example.com", "+15555550100", "a b&c=d/é+%", "0x1", "~!*'()-._", ""),
);
const noValue = fc.constantFrom(undefined, null, "");
const number = fc.oneof(
  fc.nat(500),
  fc.constantFrom(0, -0, 1764000000000, 2 ** 53 - 1, "10", "007", undefined, null, ""),
);
const members = (names, arbitrary) => Object.fromEntries(names.map((name) => [name, arbitrary]));

/** Parameters of a list, in any order. */
export const listParams = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  {
    weight: 12,
    arbitrary: fc
      .record(
        {
          ...members(["limit", "offset", ...TIMES], number),
          ...members(
            STRING_LISTS,
            fc.oneof(
              { weight: 4, arbitrary: fc.array(queryText, { maxLength: 3 }) },
              { weight: 1, arbitrary: queryText },
              { weight: 1, arbitrary: noValue },
            ),
          ),
          ...members(STRINGS, fc.oneof(queryText, noValue)),
          banned: fc.constantFrom(true, false, "true", "false", undefined, null, ""),
          orderBy: fc
            .tuple(fc.constantFrom("", "+", "-"), fc.constantFrom(...ORDERS))
            .map(([sign, name]) => sign + name),
        },
        { requiredKeys: [] },
      )
      .chain((params) =>
        fc
          .shuffledSubarray(Object.keys(params), { minLength: 0 })
          .map((names) => Object.fromEntries(names.map((name) => [name, params[name]]))),
      ),
  },
);

/** Parameters of a list that are rejected, or are rejected depending on the others. */
export const invalidListParams = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("limit", ...TIMES),
      fc.constantFrom(NaN, -1, 1.5, Infinity, 2 ** 53, true, false, "ten", "1 ", "-1", [], [1], {}, new Date(5), 1n),
    )
    .map(([name, value]) => ({ [name]: value })),
  fc
    .tuple(
      fc.constantFrom(...STRING_LISTS),
      fc.constantFrom(
        7,
        0,
        false,
        true,
        NaN,
        {},
        [1],
        ["a", null],
        [undefined],
        [["a"]],
        ["a", ["b"]],
        new Set(["a"]),
        new String("a"),
      ),
    )
    .map(([name, value]) => ({ [name]: value })),
  fc
    .tuple(fc.constant("banned"), fc.constantFrom(1, 0, NaN, "yes", "TRUE", [], ["true"], {}, new Boolean(true)))
    .map(([name, value]) => ({ [name]: value })),
  fc.constantFrom(
    { startingAfter: "user_1", offset: 1 },
    { startingAfter: "user_1", orderBy: "username" },
    { provider: "oauth_x" },
    { providerUserId: ["1"] },
    { provider: "oauth_x", providerUserId: [] },
  ),
  fc
    .tuple(fc.constantFrom(...STRINGS, "orderBy"), fc.constantFrom(7, 0, false, true, ["a"], [], {}, ["a", "b"]))
    .map(([name, value]) => ({ [name]: value })),
  fc
    .tuple(
      fc.constantFrom("emailAdress", "order_by", "provider", "toString", "__proto__"),
      fc.constantFrom("x", ["x"], 1, undefined, ""),
    )
    .map((member) => objectOf([["limit", 1], member])),
  fc.constantFrom(
    null,
    [],
    [1],
    "limit=1",
    7,
    new Map(),
    new URLSearchParams("limit=1"),
    Object.assign(Object.create(null), { limit: 1 }),
    new (class Params {
      limit = 1;
    })(),
  ),
);

const IGNORED_OPTIONS = {
  audience: "a",
  domain: "example.com",
  isSatellite: false,
  jwtKey: "k",
  machineSecretKey: "ak_x",
  proxyUrl: "https://example.com/__clerk",
  useMachineSecretKey: true,
  publishableKey: "pk_test_Y2xlcmsuZXhhbXBsZS5jb20k",
  requireSecretKey: true,
  telemetry: { disabled: true },
};
/** Options that both clients accept. */
export const options = fc
  .record(
    {
      secretKey: fc.constantFrom("sk_test_1", "sk_live_abcDEF0123456789", "no_known_prefix", '!"#$~'),
      apiUrl: fc.constantFrom(
        "{server}",
        "{server}/",
        "{server}///",
        "{server}/api",
        "{server}/api/",
        "{server}/a/b-c_d.e/",
        "{server}/a//b",
      ),
      apiVersion: fc.constantFrom("v1", "v2", "2026", undefined, ""),
      userAgent: fc.constantFrom("my-app/1.0", "my app (x; y)", " padded ", undefined, ""),
      sdkMetadata: fc.constantFrom({ name: "@clerk/nextjs", version: "7.0.0" }, undefined),
      skipApiVersionInUrl: fc.constantFrom(true, false, undefined),
      ...members(Object.keys(IGNORED_OPTIONS), fc.boolean()),
    },
    { requiredKeys: [] },
  )
  .map((options) =>
    Object.fromEntries(
      Object.entries(options).flatMap(([name, value]) =>
        !(name in IGNORED_OPTIONS) ? [[name, value]] : value ? [[name, IGNORED_OPTIONS[name]]] : [],
      ),
    ),
  );

/** Options that are rejected. */
export const invalidOptions = fc.oneof(
  fc
    .constantFrom(
      undefined,
      null,
      "",
      "pk_test_x",
      "sk test",
      "sk_test_1\n",
      "sk_\r\ntest",
      '"sk_test_1"\t',
      "sk_tést",
      "sk_t\u20ac",
      7,
      {},
    )
    .map((secretKey) => ({ secretKey })),
  fc
    .constantFrom(
      "api.clerk.com",
      "ftp://127.0.0.1",
      "{server}/a?b=1",
      "{server}/#a",
      "{server}/../x",
      "http://user:pw@127.0.0.1:1",
      7,
      "http://[bad",
      "{server}/a b",
    )
    .map((apiUrl) => ({ apiUrl })),
  fc.constantFrom("v1/beta", "..", "v1?x", " ", 7).map((apiVersion) => ({ apiVersion })),
  fc.constantFrom("a\nb", "grö", "\u20ac", 7).map((userAgent) => ({ userAgent })),
  fc
    .constantFrom({}, { name: 1, version: "1" }, "x", { name: "é", version: "1" })
    .map((sdkMetadata) => ({ sdkMetadata })),
  fc.constantFrom(
    { secretkey: "sk_test_1" },
    { apiURL: "https://api.clerk.com" },
    { timeouts: 5 },
    { skipApiVersionInUrl: "yes" },
    { "": 1 },
    { fetch: 7 },
    { requireSecretKey: false, secretKey: undefined },
  ),
);
