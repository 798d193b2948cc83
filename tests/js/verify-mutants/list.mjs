// Backend APIs that list users in another way.
import { changingResponse, withBody } from "./metadata.mjs";

const LIST = /^\/v1\/users(\?|$)/;
const COUNT = /^\/v1\/users\/count(\?|$)/;

/** Changes the parameters of a list, as an array of [name, value]. `undefined` keeps them. */
const changingParameters =
  (change, path = LIST) =>
  (request, forward) => {
    const { method, url } = request;
    const [route, query = ""] = url.split("?");
    if (method !== "GET" || !path.test(url)) return forward(request);
    const parameters = [...new URLSearchParams(query)];
    const changed = change(parameters, Object.fromEntries(parameters));
    return forward(changed === undefined ? request : { ...request, url: `${route}?${new URLSearchParams(changed)}` });
  };

const without = (names, condition = () => true) =>
  changingParameters((parameters, values) =>
    condition(values) ? parameters.filter(([name]) => !names.includes(name)) : undefined,
  );

const mapping = (name, change) =>
  changingParameters((parameters) =>
    parameters.map(([other, value]) => [other, other === name ? change(value) : value]),
  );

const rejecting = (condition, code, path = LIST) => {
  const response = { status: 422, body: JSON.stringify({ errors: [{ code }] }) };
  return (request, forward) => {
    const { method, url } = request;
    const parameters = [...new URLSearchParams(url.split("?")[1] ?? "")];
    return method === "GET" && path.test(url) && condition(parameters) ? response : forward(request);
  };
};

const isList = ({ method, url }, { status }) => method === "GET" && LIST.test(url) && status === 200;

const STARTING_AFTER = [
  "list-starting-after",
  "list-starting-after-ascending",
  "list-starting-after-offset",
  "list-starting-after-order",
  "list-starting-after-unknown",
];
const ASCENDING = ["list-order-ascending", "list-order-without-sign", "list-order-first-wins"];

export const LIST_MUTANTS = [
  {
    name: "the default order is ascending",
    intercept: changingParameters((parameters, values) =>
      values.order_by || values.starting_after ? undefined : [...parameters, ["order_by", "+created_at"]],
    ),
    differs: [
      "list-order-default",
      "list-limit",
      "list-offset",
      "list-limit-500",
      "list-user-id",
      "list-user-id-minus",
      "list-banned-false",
      "list-created-after",
      "list-created-before",
      "organization-users-excluded",
    ],
  },
  {
    name: "order_by is ignored",
    intercept: without(["order_by"]),
    differs: [...ASCENDING, "list-order-unknown", "list-starting-after-ascending", "list-starting-after-order"],
  },
  {
    name: "+ is descending",
    intercept: mapping("order_by", (value) => (value.startsWith("+") ? `-${value.slice(1)}` : value)),
    differs: ["list-order-ascending", "list-order-first-wins", "list-starting-after-ascending"],
  },
  {
    name: "an order without a sign is descending",
    intercept: mapping("order_by", (value) => (value === "created_at" ? "-created_at" : value)),
    differs: ["list-order-without-sign"],
  },
  {
    name: "the last order_by counts",
    intercept: changingParameters((parameters) => parameters.reverse()),
    differs: ["list-order-first-wins"],
  },
  {
    name: "an unknown order is ignored",
    intercept: without(["order_by"], ({ order_by: order }) => order === "verify"),
    differs: ["list-order-unknown"],
  },
  {
    name: "limit is ignored",
    intercept: without(["limit"]),
    differs: ["list-limit", "list-limit-501", "list-limit-0"],
  },
  {
    name: "limits of more than 100 are rejected",
    intercept: rejecting(
      (parameters) => parameters.some(([name, value]) => name === "limit" && Number(value) > 100),
      "form_param_value_invalid",
    ),
    differs: ["list-limit-500", "list-limit-501"],
  },
  {
    name: "larger limits are reduced to 500",
    intercept: mapping("limit", (value) => String(Math.min(Number(value), 500))),
    differs: ["list-limit-501"],
  },
  {
    name: "limit=0 is the default",
    intercept: mapping("limit", (value) => (value === "0" ? "10" : value)),
    differs: ["list-limit-0"],
  },
  {
    name: "the default limit is 20",
    intercept: changingParameters((parameters, { limit }) => (limit ? undefined : [...parameters, ["limit", "20"]])),
    differs: ["list-limit-default"],
  },
  {
    name: "offset is ignored",
    intercept: without(["offset"]),
    differs: ["list-offset", "list-offset-negative", "list-starting-after-offset"],
  },
  {
    name: "a negative offset is 0",
    intercept: mapping("offset", (value) => String(Math.max(Number(value), 0))),
    differs: ["list-offset-negative"],
  },
  { name: "starting_after is ignored", intercept: without(["starting_after"]), differs: STARTING_AFTER },
  {
    name: "starting_after is always descending",
    intercept: without(["order_by"], (values) => values.starting_after && values.order_by === "+created_at"),
    differs: ["list-starting-after-ascending"],
  },
  {
    name: "starting_after ignores offset",
    intercept: without(["offset"], (values) => values.starting_after),
    differs: ["list-starting-after-offset"],
  },
  {
    name: "starting_after ignores another order",
    intercept: without(["order_by"], (values) => values.order_by === "updated_at"),
    differs: ["list-starting-after-order"],
  },
  {
    name: "starting_after ignores an unknown user",
    intercept: without(["starting_after"], (values) => values.starting_after?.includes("NoUser")),
    differs: ["list-starting-after-unknown"],
  },
  {
    name: "user_id is ignored",
    intercept: without(["user_id"]),
    differs: ["list-user-id", "list-user-id-plus", "list-user-id-minus", "list-100-values", "list-101-values"],
  },
  {
    name: "+ is a part of the ID",
    intercept: mapping("user_id", (value) => value.replace("+", "%2B")),
    differs: ["list-user-id-plus"],
  },
  {
    name: "- is ignored",
    intercept: mapping("user_id", (value) => value.replace(/^-/, "")),
    differs: ["list-user-id-minus"],
  },
  {
    name: "external_id ignores the number at the end",
    intercept: changingParameters((parameters, values) => {
      const prefix = values.external_id?.replace(/\d$/, "");
      return prefix && [...parameters, ...["1", "2", "3"].map((number) => ["external_id", prefix + number])];
    }),
    differs: ["list-external-id"],
  },
  {
    name: "email_address is ignored",
    intercept: without(["email_address"]),
    differs: ["list-email-address", "list-email-address-case"],
  },
  {
    name: "email_address is case-sensitive",
    intercept: mapping("email_address", (value) => (value === value.toLowerCase() ? value : `other-${value}`)),
    differs: ["list-email-address-case"],
  },
  {
    name: "email_address_query is ignored",
    intercept: without(["email_address_query"]),
    differs: ["list-email-address-query"],
  },
  {
    name: "query matches only IDs",
    intercept: mapping("query", (value) => (value.startsWith("user_") ? value : `other-${value}`)),
    differs: ["list-query-email"],
  },
  {
    name: "query does not match IDs",
    intercept: mapping("query", (value) => (value.startsWith("user_") ? "nobody" : value)),
    differs: ["list-query-user-id"],
  },
  {
    name: "banned=false is banned=true",
    intercept: mapping("banned", () => "true"),
    differs: ["list-banned-false"],
  },
  { name: "banned is ignored", intercept: without(["banned"]), differs: ["list-banned-true"] },
  {
    name: "created_at_after is in seconds",
    intercept: mapping("created_at_after", (value) => `${value}000`),
    differs: ["list-created-after"],
  },
  {
    name: "created_at_after is inclusive",
    intercept: mapping("created_at_after", (value) => String(Number(value) - 1)),
    differs: ["list-created-after-exclusive"],
  },
  {
    name: "created_at_before is in seconds",
    intercept: mapping("created_at_before", (value) => String(Math.floor(Number(value) / 1000))),
    differs: ["list-created-before"],
  },
  {
    name: "created_at_before is inclusive",
    intercept: mapping("created_at_before", (value) => String(Number(value) + 1)),
    differs: ["list-created-before-exclusive"],
  },
  {
    name: "a filter accepts 50 values",
    intercept: rejecting((parameters) => parameters.length === 100, "form_param_array_size_exceeded"),
    differs: ["list-100-values"],
  },
  {
    name: "values after the 100th are ignored",
    intercept: changingParameters((parameters) => parameters.slice(0, 100)),
    differs: ["list-101-values"],
  },
  {
    name: "provider needs no provider_user_id",
    intercept: without(["provider"], (values) => values.provider_user_id === undefined),
    differs: ["list-provider-alone"],
  },
  {
    name: "provider is ignored if it has a provider_user_id",
    intercept: without(["provider", "provider_user_id"], (values) => values.provider_user_id),
    differs: ["list-provider"],
  },
  {
    name: "unknown parameters are ignored",
    intercept: without(["public_metadata"]),
    differs: ["list-unknown-parameter"],
  },
  {
    name: "a list is a page with a total",
    intercept: changingResponse(isList, (data) => withBody({ data, total_count: data.length })),
    differs: ["list-is-array"],
  },
  {
    name: "the count has no filters",
    intercept: changingParameters(() => [], COUNT),
    differs: ["count-filter", "count-paging"],
  },
  {
    name: "the count rejects paging",
    intercept: rejecting((parameters) => parameters.some(([name]) => name === "limit"), "form_param_unknown", COUNT),
    differs: ["count-paging"],
  },
];
