// Lists of organizations and of memberships. The throwaway organization has one member, the first throwaway user.
import { listOf, namesOf, outcomeOf, USER_NAMES } from "./outcome.js";

/** @import { ApiResponse, Fact, FactContext, Json, Source } from "./types.js" */

/**
 * What a list has of the throwaway organization or of the throwaway users, and the number of all items.
 * @param {ApiResponse} response
 * @param {(item: any) => string | undefined} nameOf `undefined` for other items.
 * @returns {Json}
 */
function listed(response, nameOf) {
  if (response.status !== 200) return outcomeOf(response);
  const list = listOf(response.json);
  if (list === undefined) return "not a list";
  const names = list.map(nameOf).filter((name) => name !== undefined);
  return { data: /** @type {string[]} */ (names), total_count: Number(response.json.total_count) };
}

/** @typedef {{ id: string, name: string, slug: string }} Organization */

/**
 * The throwaway organization as the Backend API returns it.
 * @param {FactContext} context
 * @returns {Promise<Organization>}
 */
async function readOrganization(context) {
  const { id } = await context.organization();
  const { json } = await context.once("organization-read", () => context.send("GET", `/organizations/${id}`));
  return { id, name: String(json?.name), slug: String(json?.slug) };
}

/**
 * @typedef {object} Row
 * @property {string} id
 * @property {string} statement
 * @property {Source} source
 * @property {Json} expected
 * @property {(organization: Organization, users: FactContext["users"]) => string} target Path and query.
 * @property {(response: ApiResponse, organization: Organization, context: FactContext) => Json} read
 */

/** @type {Row["read"]} */
const organizations = (response, { id }) => listed(response, (item) => (item?.id === id ? "organization" : undefined));

/** @type {Row["read"]} */
const members = (response, _organization, { users }) =>
  listed(response, (item) => {
    const index = users.findIndex(({ id }) => id === item?.public_user_data?.user_id);
    return index < 0 ? undefined : USER_NAMES[index];
  });

const ONE = { data: ["organization"], total_count: 1 };
const NONE = { data: [], total_count: 0 };
const FIRST = { data: ["first"], total_count: 1 };

/** @type {Row[]} */
const ROWS = [
  {
    id: "organization-list-id",
    statement: "organization_id selects an organization of the list, which has data and total_count.",
    source: "documented",
    expected: ONE,
    target: ({ id }) => `/organizations?organization_id=${id}`,
    read: organizations,
  },
  {
    id: "organization-list-id-excluded",
    statement: "organization_id with a dash excludes an organization.",
    source: "documented",
    expected: NONE,
    target: ({ id }, users) => `/organizations?user_id=${users[0].id}&organization_id=-${id}`,
    read: organizations,
  },
  {
    id: "organization-list-user-id",
    statement: "user_id selects the organizations of a member.",
    source: "documented",
    expected: ONE,
    target: (_, users) => `/organizations?user_id=${users[0].id}`,
    read: organizations,
  },
  {
    id: "organization-list-user-id-of-others",
    statement: "user_id of a user without memberships selects no organization.",
    source: "documented",
    expected: NONE,
    target: (_, users) => `/organizations?user_id=${users[1].id}`,
    read: organizations,
  },
  {
    id: "organization-list-query",
    statement: "query finds an organization by its name.",
    source: "documented",
    expected: ONE,
    target: ({ name }) => `/organizations?query=${encodeURIComponent(name)}`,
    read: organizations,
  },
  {
    id: "organization-list-members-count",
    statement: "include_members_count=true returns the number of members.",
    source: "documented",
    expected: 1,
    target: ({ id }) => `/organizations?organization_id=${id}&include_members_count=true`,
    read: (response) => listOf(response.json)?.[0]?.members_count ?? outcomeOf(response),
  },
  {
    id: "organization-slug",
    statement: "An organization can be read by its slug.",
    source: "documented",
    expected: "organization",
    target: ({ slug }) => `/organizations/${encodeURIComponent(slug)}`,
    read: (response, { id }) => (response.json?.id === id ? "organization" : outcomeOf(response)),
  },
  {
    id: "membership-list",
    statement: "The list of members has data and total_count. The creator of an organization is its first member.",
    source: "documented",
    expected: FIRST,
    target: ({ id }) => `/organizations/${id}/memberships`,
    read: members,
  },
  {
    id: "membership-list-user-id",
    statement: "user_id selects a member.",
    source: "documented",
    expected: FIRST,
    target: ({ id }, users) => `/organizations/${id}/memberships?user_id=${users[0].id}`,
    read: members,
  },
  {
    id: "membership-list-user-id-of-others",
    statement: "user_id of a user who is not a member selects none.",
    source: "documented",
    expected: NONE,
    target: ({ id }, users) => `/organizations/${id}/memberships?user_id=${users[1].id}`,
    read: members,
  },
  {
    id: "membership-list-role",
    statement: "role selects the members with a role; the creator is org:admin.",
    source: "inferred",
    expected: FIRST,
    target: ({ id }) => `/organizations/${id}/memberships?role=org:admin`,
    read: members,
  },
  {
    id: "membership-list-limit",
    statement: "The members after offset=1 are none, and total_count is that of all.",
    source: "documented",
    expected: { data: [], total_count: 1 },
    target: ({ id }) => `/organizations/${id}/memberships?limit=1&offset=1`,
    read: members,
  },
  {
    id: "membership-list-of-user",
    statement: "The memberships of a user contain their organization.",
    source: "documented",
    expected: ONE,
    target: (_, users) => `/users/${users[0].id}/organization_memberships`,
    read: (response, { id }) =>
      listed(response, (item) => (item?.organization?.id === id ? "organization" : undefined)),
  },
  {
    id: "organization-users",
    statement: "organization_id selects the users who are members.",
    source: "documented",
    expected: ["first"],
    target: ({ id }) => `/users?organization_id=${id}`,
    read: (response, _, context) => namesOf(context, response),
  },
  {
    id: "organization-users-excluded",
    statement: "organization_id with a dash excludes the users who are members.",
    source: "documented",
    expected: ["third", "second"],
    target: ({ id }, users) =>
      `/users?organization_id=-${id}&${users.map((user) => `external_id=${encodeURIComponent(user.externalId)}`).join("&")}`,
    read: (response, _, context) => namesOf(context, response),
  },
];

/** @type {Fact[]} */
export const ORGANIZATION_LIST_FACTS = ROWS.map(({ id, statement, source, expected, target, read }) => ({
  id,
  statement,
  source,
  expected,
  async check(context) {
    const organization = await readOrganization(context);
    const response = await context.send("GET", target(organization, context.users));
    return read(response, organization, context);
  },
}));
