// The parameters of `GET /users` and `GET /users/count`. Nearly all requests select the throwaway users, so that the
// responses contain no other users, and no row depends on the size of the instance.
import { namesOf, NotChecked, outcomeOf, listOf } from "./outcome.js";

/** @import { Fact, FactContext, Json, Source } from "./types.js" */

const ALL = ["third", "second", "first"];
const ASCENDING = ["first", "second", "third"];
const UNKNOWN_USER = "user_2clerkMetadataVerifyNoUser";
const DEFAULT_LIMIT = 10;

/** @typedef {(users: FactContext["users"]) => string[]} Query Parameters: "name=value", with the value encoded. */

/**
 * @typedef {object} ListRow
 * @property {string} id
 * @property {string} statement
 * @property {Source} source
 * @property {Json} expected
 * @property {Query} query
 * @property {boolean} [needsEmail]
 */

/** @type {Query} */
const throwaway = (users) => users.map(({ externalId }) => `external_id=${encodeURIComponent(externalId)}`);

/**
 * The throwaway users, and these parameters.
 * @param {...string} parameters
 * @returns {Query}
 */
const among =
  (...parameters) =>
  (users) => [...throwaway(users), ...parameters];

const INVALID = { status: 422, code: "form_param_value_invalid" };
const rejected = (/** @type {string} */ name) => ({ ...INVALID, param_name: name });

/** @param {string | undefined} email */
const encodedEmail = (email) => encodeURIComponent(email ?? "");

/** @type {ListRow[]} */
const ROWS = [
  {
    id: "list-order-default",
    statement: "Users are listed by creation time, the newest first.",
    source: "documented",
    expected: ALL,
    query: among(),
  },
  {
    id: "list-order-ascending",
    statement: "order_by=+created_at lists the oldest first.",
    source: "documented",
    expected: ASCENDING,
    query: among("order_by=%2Bcreated_at"),
  },
  {
    id: "list-order-without-sign",
    statement: "order_by=created_at, without a sign, is ascending.",
    source: "documented",
    expected: ASCENDING,
    query: among("order_by=created_at"),
  },
  {
    id: "list-order-first-wins",
    statement: "If order_by is repeated, the first one counts.",
    source: "documented",
    expected: ASCENDING,
    query: among("order_by=%2Bcreated_at", "order_by=-created_at"),
  },
  {
    id: "list-order-unknown",
    statement: "An unknown order_by is rejected with 422 form_param_value_invalid.",
    source: "inferred",
    expected: rejected("order_by"),
    query: among("order_by=verify"),
  },
  {
    id: "list-limit",
    statement: "limit=2 returns two users.",
    source: "documented",
    expected: ALL.slice(0, 2),
    query: among("limit=2"),
  },
  {
    id: "list-offset",
    statement: "offset=1 omits the first user of the list.",
    source: "documented",
    expected: ALL.slice(1),
    query: among("offset=1"),
  },
  {
    id: "list-limit-500",
    statement: "limit=500 is accepted.",
    source: "documented",
    expected: ALL,
    query: among("limit=500"),
  },
  {
    id: "list-limit-501",
    statement: "limit=501 is rejected with 422 form_param_value_invalid.",
    source: "inferred",
    expected: rejected("limit"),
    query: among("limit=501"),
  },
  {
    id: "list-limit-0",
    statement: "limit=0 is rejected with 422 form_param_value_invalid.",
    source: "inferred",
    expected: rejected("limit"),
    query: among("limit=0"),
  },
  {
    id: "list-offset-negative",
    statement: "offset=-1 is rejected with 422 form_param_value_invalid.",
    source: "inferred",
    expected: rejected("offset"),
    query: among("offset=-1"),
  },
  {
    id: "list-starting-after",
    statement: "starting_after returns the users after the one with this ID.",
    source: "documented",
    expected: ["second", "first"],
    query: (users) => [...throwaway(users), `starting_after=${users[2].id}`],
  },
  {
    id: "list-starting-after-ascending",
    statement: "starting_after with order_by=+created_at returns newer users.",
    source: "documented",
    expected: ["second", "third"],
    query: (users) => [...throwaway(users), `starting_after=${users[0].id}`, "order_by=%2Bcreated_at"],
  },
  {
    id: "list-starting-after-offset",
    statement: "starting_after with a non-zero offset is rejected with 422.",
    source: "documented",
    expected: rejected("starting_after"),
    query: (users) => [...throwaway(users), `starting_after=${users[2].id}`, "offset=1"],
  },
  {
    id: "list-starting-after-order",
    statement: "starting_after with another order than created_at is rejected with 422.",
    source: "documented",
    expected: rejected("starting_after"),
    query: (users) => [...throwaway(users), `starting_after=${users[2].id}`, "order_by=updated_at"],
  },
  {
    id: "list-starting-after-unknown",
    statement: "starting_after with an unknown user is rejected with 422.",
    source: "inferred",
    expected: rejected("starting_after"),
    query: among(`starting_after=${UNKNOWN_USER}`),
  },
  {
    id: "list-user-id",
    statement: "user_id selects users by ID, and IDs of no user are ignored.",
    source: "documented",
    expected: ["third", "first"],
    query: (users) => [`user_id=${users[0].id}`, `user_id=${users[2].id}`, `user_id=${UNKNOWN_USER}`],
  },
  {
    id: "list-user-id-plus",
    statement: "An ID in user_id that begins with + is included.",
    source: "documented",
    expected: ["first"],
    query: (users) => [`user_id=%2B${users[0].id}`],
  },
  {
    id: "list-user-id-minus",
    statement: "An ID in user_id that begins with - is excluded.",
    source: "documented",
    expected: ["third", "first"],
    query: (users) => [...throwaway(users), `user_id=-${users[1].id}`],
  },
  {
    id: "list-external-id",
    statement: "external_id selects users by external ID.",
    source: "documented",
    expected: ["second"],
    query: (users) => throwaway(users).slice(1, 2),
  },
  {
    id: "list-email-address",
    statement: "email_address selects users by email address.",
    source: "documented",
    expected: ["second"],
    query: (users) => [`email_address=${encodedEmail(users[1].email)}`],
    needsEmail: true,
  },
  {
    id: "list-email-address-case",
    statement: "email_address ignores the case.",
    source: "inferred",
    expected: ["second"],
    query: (users) => [`email_address=${encodedEmail(users[1].email?.toUpperCase())}`],
    needsEmail: true,
  },
  {
    id: "list-email-address-query",
    statement: "email_address_query matches a part of an email address, and ignores the case.",
    source: "documented",
    expected: ["second"],
    query: (users) => [
      ...throwaway(users),
      `email_address_query=${encodedEmail(partOf(users[1].email).toUpperCase())}`,
    ],
    needsEmail: true,
  },
  {
    id: "list-query-email",
    statement: "query matches a part of an email address.",
    source: "documented",
    expected: ["second"],
    query: (users) => [...throwaway(users), `query=${encodedEmail(partOf(users[1].email))}`],
    needsEmail: true,
  },
  {
    id: "list-query-user-id",
    statement: "query matches the ID of a user.",
    source: "documented",
    expected: ["second"],
    query: (users) => [...throwaway(users), `query=${users[1].id}`],
  },
  {
    id: "list-banned-false",
    statement: "banned=false lists the users who are not banned.",
    source: "documented",
    expected: ALL,
    query: among("banned=false"),
  },
  {
    id: "list-banned-true",
    statement: "banned=true lists only banned users.",
    source: "documented",
    expected: [],
    query: among("banned=true"),
  },
  {
    id: "list-created-after",
    statement: "created_at_after lists the users created after that time.",
    source: "documented",
    expected: ALL,
    query: (users) => [...throwaway(users), `created_at_after=${users[0].createdAt - 1}`],
  },
  {
    id: "list-created-after-exclusive",
    statement: "created_at_after does not list a user created at that time.",
    source: "inferred",
    expected: [],
    query: (users) => [...throwaway(users), `created_at_after=${users[2].createdAt}`],
  },
  {
    id: "list-created-before",
    statement: "created_at_before lists the users created before that time.",
    source: "documented",
    expected: ALL,
    query: (users) => [...throwaway(users), `created_at_before=${users[2].createdAt + 1}`],
  },
  {
    id: "list-created-before-exclusive",
    statement: "created_at_before does not list a user created at that time.",
    source: "inferred",
    expected: [],
    query: (users) => [...throwaway(users), `created_at_before=${users[0].createdAt}`],
  },
  {
    id: "list-100-values",
    statement: "A filter accepts 100 values.",
    source: "documented",
    expected: ["first"],
    query: (users) => [`user_id=${users[0].id}`, ...unknownIds(99)],
  },
  {
    id: "list-101-values",
    statement: "A filter with 101 values is rejected with 422 form_param_array_size_exceeded.",
    source: "inferred",
    expected: { status: 422, code: "form_param_array_size_exceeded", param_name: "user_id" },
    query: (users) => [`user_id=${users[0].id}`, ...unknownIds(100)],
  },
  {
    id: "list-provider-alone",
    statement: "provider without provider_user_id is rejected with 422.",
    source: "inferred",
    expected: { status: 422, code: "form_conditional_param_missing", param_name: "provider_user_id" },
    query: among("provider=oauth_google"),
  },
  {
    id: "list-provider",
    statement: "provider with provider_user_id lists only users with this external account.",
    source: "documented",
    expected: [],
    query: among("provider=oauth_google", "provider_user_id=verify"),
  },
  {
    id: "list-unknown-parameter",
    statement: "An unknown parameter of a list is rejected with 422 form_param_unknown.",
    source: "inferred",
    expected: { status: 422, code: "form_param_unknown", param_name: "public_metadata" },
    query: among("public_metadata=verify"),
  },
];

/**
 * The part of an email address that no other user has.
 * @param {string | undefined} email
 */
const partOf = (email) => email?.split(/[+@]/)[0].slice(1) ?? "";

/** @param {number} count */
const unknownIds = (count) => Array.from({ length: count }, (_, index) => `user_id=${UNKNOWN_USER}${index}`);

/**
 * @param {string} path
 * @param {string[]} parameters
 */
const url = (path, parameters) => `${path}?${parameters.join("&")}`;

/**
 * The count of a response; otherwise what it has instead.
 * @param {FactContext} context
 * @param {string[]} parameters
 * @returns {Promise<Json>}
 */
async function count({ send, users }, parameters = []) {
  const response = await send("GET", url("/users/count", [...throwaway(users), ...parameters]));
  return response.status === 200 ? (response.json?.total_count ?? null) : outcomeOf(response);
}

/** @type {Fact[]} */
export const LIST_FACTS = [
  ...ROWS.map(({ id, statement, source, expected, query, needsEmail }) => {
    /** @type {Fact} */
    const fact = {
      id,
      statement,
      source,
      expected,
      async check(context) {
        const { send, users } = context;
        if (needsEmail && users[1].email === undefined)
          throw new NotChecked("the instance does not accept email addresses");
        return namesOf(context, await send("GET", url("/users", query(users))));
      },
    };
    return fact;
  }),
  {
    id: "list-limit-default",
    statement: "A list without limit has 10 users.",
    source: "documented",
    expected: DEFAULT_LIMIT,
    async check({ send }) {
      const counted = await send("GET", "/users/count");
      if (counted.json?.total_count < DEFAULT_LIMIT + 1)
        throw new NotChecked(`the instance has no more than ${DEFAULT_LIMIT} users`);
      const response = await send("GET", "/users");
      if (response.status !== 200) return outcomeOf(response);
      return listOf(response.json)?.length ?? "not a list";
    },
  },
  {
    id: "list-is-array",
    statement: "The response to a list is an array, without a total.",
    source: "SDK source",
    expected: true,
    check: async ({ send, users }) => Array.isArray((await send("GET", url("/users", throwaway(users)))).json),
  },
  {
    id: "count-filter",
    statement: "GET /users/count has the filters of the list, and its total_count is the number of users.",
    source: "documented",
    expected: 3,
    check: (context) => count(context),
  },
  {
    id: "count-paging",
    statement: "GET /users/count ignores limit, offset and order_by.",
    source: "inferred",
    expected: 3,
    check: (context) => count(context, ["limit=1", "offset=1", "order_by=-created_at"]),
  },
];
