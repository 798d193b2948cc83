// Parameters of `getUserList` and `getCount`, valid and invalid.
import fc from "fast-check";
import { STRING_LISTS, STRINGS, TIMES } from "../list-params.mjs";
import { members, objectOf, text } from "./json.mjs";

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
