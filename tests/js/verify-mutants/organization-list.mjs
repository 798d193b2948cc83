// Backend APIs that list organizations and memberships, or describe the instance, in another way.
import { changingResponse, withBody } from "./metadata.mjs";

/** Changes the response to `GET` requests whose path and query match. */
const changing = (pattern, change) =>
  changingResponse(
    ({ method, url }, { status }) => method === "GET" && status === 200 && pattern.test(url),
    (json) => withBody(change(json)),
  );

/** The same for a list without its items. */
const emptied = (pattern) => changing(pattern, () => ({ data: [], total_count: 0 }));

/** The same for a list to which a parameter would have had no effect. */
const unfiltered = (pattern, parameter) => (request, forward) => {
  const { method, url } = request;
  if (method !== "GET" || !pattern.test(url)) return forward(request);
  const [path, query] = url.split("?");
  const parameters = [...new URLSearchParams(query)].filter(([name]) => name !== parameter);
  return forward({ ...request, url: `${path}?${new URLSearchParams(parameters)}` });
};

const ORGANIZATIONS = String.raw`^/v1/organizations\?`;
const MEMBERS = `^/v1/organizations/[^/]+/memberships`;

export const ORGANIZATION_LIST_MUTANTS = [
  {
    name: "the instance has no ID",
    intercept: changing(/^\/v1\/instance$/, (json) => ({ ...json, id: null })),
    differs: ["instance"],
  },
  {
    name: "the instance of a test key is in production",
    intercept: changing(/^\/v1\/instance$/, (json) => ({ ...json, environment_type: "production" })),
    differs: ["instance-environment-type"],
  },
  {
    name: "organizations are not found by their IDs",
    intercept: emptied(new RegExp(`${ORGANIZATIONS}organization_id=[^-&]+$`)),
    differs: ["organization-list-id"],
  },
  {
    name: "a list of organizations has no total_count",
    intercept: changing(new RegExp(`${ORGANIZATIONS}organization_id=[^-&]+$`), ({ data }) => ({ data })),
    differs: ["organization-list-id"],
  },
  {
    name: "an organization is not excluded",
    intercept: unfiltered(new RegExp(`${ORGANIZATIONS}.*organization_id=-`), "organization_id"),
    differs: ["organization-list-id-excluded"],
  },
  {
    name: "organizations are not found by their members",
    intercept: emptied(new RegExp(`${ORGANIZATIONS}user_id=[^&]+$`)),
    differs: ["organization-list-user-id"],
  },
  {
    name: "user_id has no effect on organizations",
    intercept: unfiltered(new RegExp(`${ORGANIZATIONS}user_id=[^&]+$`), "user_id"),
    differs: ["organization-list-user-id-of-others"],
  },
  {
    name: "query does not find names of organizations",
    intercept: emptied(new RegExp(`${ORGANIZATIONS}query=`)),
    differs: ["organization-list-query"],
  },
  {
    name: "include_members_count has no effect",
    intercept: unfiltered(new RegExp(`${ORGANIZATIONS}.*include_members_count`), "include_members_count"),
    differs: ["organization-list-members-count"],
  },
  {
    name: "an organization is not found by its slug",
    intercept: (request, forward) =>
      request.method === "GET" && /^\/v1\/organizations\/(?!org_)[^/?]+$/.test(request.url)
        ? { status: 404, body: '{"errors":[{"code":"resource_not_found"}]}' }
        : forward(request),
    differs: ["organization-slug"],
  },
  {
    name: "the creator is no member of the list",
    intercept: emptied(new RegExp(`${MEMBERS}$`)),
    differs: ["membership-list"],
  },
  {
    name: "members are not found by the ID of the user",
    intercept: changingResponse(
      ({ method, url }) => method === "GET" && new RegExp(`${MEMBERS}\\?user_id=`).test(url),
      () => withBody({ data: [], total_count: 0 }),
    ),
    differs: ["membership-list-user-id"],
  },
  {
    name: "user_id has no effect on members",
    intercept: unfiltered(new RegExp(`${MEMBERS}\\?user_id=`), "user_id"),
    differs: ["membership-list-user-id-of-others"],
  },
  {
    name: "the creator has another role",
    intercept: emptied(new RegExp(`${MEMBERS}\\?role=`)),
    differs: ["membership-list-role"],
  },
  {
    name: "the total_count of members is that of the page",
    intercept: changing(new RegExp(`${MEMBERS}\\?limit=`), ({ data }) => ({ data, total_count: data.length })),
    differs: ["membership-list-limit"],
  },
  {
    name: "a user has no memberships",
    intercept: emptied(/^\/v1\/users\/[^/]+\/organization_memberships$/),
    differs: ["membership-list-of-user"],
  },
  {
    name: "users are not found by their organization",
    intercept: changing(/^\/v1\/users\?organization_id=[^-]/, () => []),
    differs: ["organization-users"],
  },
  {
    name: "the members of an organization are not excluded",
    intercept: unfiltered(/^\/v1\/users\?organization_id=-/, "organization_id"),
    differs: ["organization-users-excluded"],
  },
];
