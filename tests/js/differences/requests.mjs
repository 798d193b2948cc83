// Differences in requests. index.mjs describes a row of the table.
import { idsOf, pathTexts } from "../support/calls.mjs";
import { lastKey } from "../support/difference-helpers.mjs";
import { version } from "../support/fixtures.mjs";
import { isSameData } from "../support/find-differences.mjs";

const USER = { body: '{"object":"user","id":"user_1"}' };
const GET = { operation: "getUser", args: ["user_1"], response: USER };
const header =
  (name) =>
  ({ requests: [{ headers }] }) =>
    headers[name];
const isHeaderDifference = (difference, name) =>
  difference.category === "request" && difference.path[0] === "headers" && lastKey(difference) === name;
const isUrlDifference = ({ category, path }) => category === "request" && path[0] === "url";

const OUR_USER_AGENT = `clerk-metadata/${version}`;
const OFFICIAL_USER_AGENT = "@clerk/backend@3.25.0";

const WIRE_FIELDS = ["public_metadata", "private_metadata", "unsafe_metadata"];

/** The IDs in the path of our request, or undefined if the path contains anything else. */
function idsInPath({ ours, run }) {
  const ids = idsOf(run.case).map(([, id]) => id);
  if (!ids.every((id) => typeof id === "string")) return undefined;
  const [first, ...texts] = pathTexts(run.case.operation);
  const at = ours.indexOf(first);
  if (at < 0) return undefined;
  const withIds = (convert) => ours.slice(0, at) + first + ids.map((id, index) => convert(id) + texts[index]).join("");
  return ours === withIds(encodeId) ? { text: ids.join(""), path: withIds((id) => id) } : undefined;
}

/** Every character with a meaning in URLs is encoded. */
const encodeId = (id) =>
  encodeURIComponent(id).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const decodeOrUndefined = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

export const requests = [
  {
    name: "The default `User-Agent`",
    official: "`@clerk/backend@3.25.0`",
    ours: "`clerk-metadata/VERSION`",
    reason: "Each client identifies itself.",
    explains: (difference) =>
      isHeaderDifference(difference, "user-agent") &&
      difference.official === OFFICIAL_USER_AGENT &&
      difference.ours === OUR_USER_AGENT &&
      !difference.run.case.options?.userAgent &&
      !difference.run.case.options?.sdkMetadata,
    example: { case: GET, extract: header("user-agent"), official: OFFICIAL_USER_AGENT, ours: OUR_USER_AGENT },
  },
  {
    name: "`sdkMetadata`",
    official: "is sent to Clerk's telemetry only",
    ours: "is added to the default `User-Agent`: `clerk-metadata/VERSION NAME@VERSION`",
    reason: "This package has no telemetry, and the Backend API can still identify the SDK.",
    explains(difference) {
      const { userAgent, sdkMetadata } = difference.run.case.options ?? {};
      return (
        isHeaderDifference(difference, "user-agent") &&
        !userAgent &&
        Boolean(sdkMetadata) &&
        difference.ours === `${OUR_USER_AGENT} ${sdkMetadata.name}@${sdkMetadata.version}` &&
        difference.official === (userAgent ?? OFFICIAL_USER_AGENT)
      );
    },
    example: {
      case: { ...GET, options: { sdkMetadata: { name: "@clerk/nextjs", version: "7.0.0" } } },
      extract: header("user-agent"),
      official: OFFICIAL_USER_AGENT,
      ours: `${OUR_USER_AGENT} @clerk/nextjs@7.0.0`,
    },
  },
  {
    name: "An empty `userAgent`",
    official: "sends the header without a value",
    ours: "uses the default",
    reason: "An unset environment variable often becomes an empty string.",
    explains: (difference) =>
      isHeaderDifference(difference, "user-agent") &&
      difference.run.case.options?.userAgent === "" &&
      !difference.run.case.options.sdkMetadata &&
      difference.official === "" &&
      difference.ours === OUR_USER_AGENT,
    example: {
      case: { ...GET, options: { userAgent: "" } },
      extract: header("user-agent"),
      official: "",
      ours: OUR_USER_AGENT,
    },
  },
  {
    name: "The header `Accept`",
    official: "`*/*`, the default of `fetch`",
    ours: "`application/json`",
    reason: "The client reads only JSON.",
    explains: (difference) =>
      isHeaderDifference(difference, "accept") &&
      difference.official === "*/*" &&
      difference.ours === "application/json",
    example: { case: GET, extract: header("accept"), official: "*/*", ours: "application/json" },
  },
  {
    name: "The header `Content-Type` of a `GET`",
    official: "`application/json`",
    ours: "none",
    reason: "A `GET` has no body.",
    isOfficialBug: true,
    explains: (difference) =>
      isHeaderDifference(difference, "content-type") &&
      difference.request.method === "GET" &&
      difference.official === "application/json" &&
      difference.ours === undefined,
    example: { case: GET, extract: header("content-type"), official: "application/json", ours: undefined },
  },
  {
    name: "The order of the three fields in the body",
    official: "the order of the parameters",
    ours: "`public_metadata`, `private_metadata`, `unsafe_metadata`",
    reason: "With a fixed order, equal calls send equal requests. The order has no meaning.",
    explains({ category, path, official, ours }) {
      if (category !== "request" || path[0] !== "body") return false;
      const fields = JSON.parse(official);
      const presentFields = WIRE_FIELDS.filter((name) => Object.hasOwn(fields, name));
      return (
        Object.keys(fields).length === presentFields.length &&
        !isSameData(Object.keys(fields), presentFields) &&
        JSON.stringify(Object.fromEntries(presentFields.map((name) => [name, fields[name]]))) === ours
      );
    },
    example: {
      case: {
        operation: "updateUserMetadata",
        args: ["user_1", { unsafeMetadata: { b: 1 }, publicMetadata: { a: null } }],
        response: USER,
      },
      extract: ({ requests: [{ body }] }) => body,
      official: '{"unsafe_metadata":{"b":1},"public_metadata":{"a":null}}',
      ours: '{"public_metadata":{"a":null},"unsafe_metadata":{"b":1}}',
    },
  },
  {
    name: "An ID with characters that have a meaning in URLs, such as `&`, `@`, `'`",
    official: "does not encode them",
    ours: "percent-encodes them",
    reason: "The ID is data. Both paths identify the same resource; Clerk's IDs have no such characters.",
    explains(difference) {
      const ids = isUrlDifference(difference) ? idsInPath(difference) : undefined;
      return ids !== undefined && !/[?#%]/.test(ids.text) && decodeOrUndefined(difference.official) === ids.path;
    },
    example: {
      case: { operation: "getUser", args: ["a@b&c"], response: USER },
      extract: ({ requests: [{ url }] }) => url,
      official: "/v1/users/a@b&c",
      ours: "/v1/users/a%40b%26c",
    },
  },
  {
    name: "An ID with `?`, `#` or `%`",
    official: "ends the path at the character, or decodes `%` sequences: reaches another endpoint or another resource",
    ours: "percent-encodes it: the resource is not found",
    reason: "External input must not select the endpoint.",
    isOfficialBug: true,
    explains(difference) {
      const ids = isUrlDifference(difference) ? idsInPath(difference) : undefined;
      return ids !== undefined && /[?#%]/.test(ids.text);
    },
    example: {
      case: { operation: "updateUserMetadata", args: ["user_1#", { publicMetadata: { a: 1 } }], response: USER },
      extract: ({ requests: [{ method, url }] }) => `${method} ${url}`,
      official: "PATCH /v1/users/user_1",
      ours: "PATCH /v1/users/user_1%23/metadata",
    },
  },
  {
    name: "An empty `apiVersion`",
    official: "omits the version from the path",
    ours: "uses the default, `v1`",
    reason: "An unset environment variable often becomes an empty string.",
    explains: (difference) =>
      isUrlDifference(difference) &&
      difference.run.case.options?.apiVersion === "" &&
      difference.ours.replace("/v1/", "/").replaceAll("//", "/") === difference.official,
    example: {
      case: { ...GET, options: { apiVersion: "" } },
      extract: ({ requests: [{ url }] }) => url,
      official: "/users/user_1",
      ours: "/v1/users/user_1",
    },
  },
  {
    name: "`//` within the path of `apiUrl`",
    official: "replaces it with `/`",
    ours: "keeps it",
    reason: "The caller chose the URL. Both clients remove a `/` at its end.",
    explains: (difference) =>
      isUrlDifference(difference) &&
      difference.run.case.options?.apiVersion !== "" &&
      /[^/:]\/\/+[^/]/.test(difference.run.case.options?.apiUrl ?? "") &&
      difference.ours.replace(/\/{2,}/g, "/") === difference.official,
    example: {
      case: { ...GET, options: { apiUrl: "{server}/a//b/" } },
      extract: ({ requests: [{ url }] }) => url,
      official: "/a/b/v1/users/user_1",
      ours: "/a//b/v1/users/user_1",
    },
  },
  {
    name: "`getCount` with `limit`, `offset` or `orderBy`",
    official: "sends them",
    ours: "omits them",
    reason:
      "A count has no pages, and this way one object works for `getUserList` and `getCount`. In both clients, `getUserList` omits them from its count request.",
    explains: ({ category, path, official, ours, run }) =>
      category === "request" &&
      path[0] === "query" &&
      ["limit", "offset", "order_by"].includes(path[1]) &&
      run.case.operation === "getCount" &&
      official !== "" &&
      ours === "",
    example: {
      case: {
        operation: "getCount",
        args: [{ limit: 5, username: ["ada"] }],
        response: { body: '{"object":"total_count","total_count":1}' },
      },
      extract: ({ requests: [{ url }] }) => url,
      official: "/v1/users/count?limit=5&username=ada",
      ours: "/v1/users/count?username=ada",
    },
  },
];
