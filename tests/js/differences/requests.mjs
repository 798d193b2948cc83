// Differences in requests. index.mjs describes a row of the table.
import { last } from "../support/explain.mjs";
import { version } from "../support/fixtures.mjs";
import { same } from "../support/compare.mjs";

const USER = { body: '{"object":"user","id":"user_1"}' };
const GET = { operation: "getUser", args: ["user_1"], answer: USER };
const header =
  (name) =>
  ({ requests: [{ headers }] }) =>
    headers[name];
const isHeader = (difference, name) =>
  difference.where === "request" && difference.path[0] === "headers" && last(difference) === name;
const isUrl = ({ where, path }) => where === "request" && path[0] === "url";

const OURS = `clerk-metadata/${version}`;
const OFFICIAL = "@clerk/backend@3.25.0";

const WIRE_FIELDS = ["public_metadata", "private_metadata", "unsafe_metadata"];

/** The ID in the path of each client, or undefined if the path contains no ID. */
function idsInPath({ official, ours, run }) {
  const id = run.case.args[0];
  if (typeof id !== "string") return undefined;
  const at = ours.indexOf("/users/");
  const end = run.case.operation === "getUser" ? "" : "/metadata";
  if (at < 0 || !ours.endsWith(end)) return undefined;
  const before = ours.slice(0, at + "/users/".length);
  // Our path contains only the ID, and every character with a meaning in URLs is encoded.
  const encoded = encodeURIComponent(id).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return ours === `${before}${encoded}${end}` ? { id, before, end, official } : undefined;
}

const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

const idsAgree = (ids) =>
  ids.official.startsWith(ids.before) &&
  ids.official.endsWith(ids.end) &&
  decoded(ids.official.slice(ids.before.length, ids.official.length - ids.end.length)) === ids.id;

export const requests = [
  {
    name: "The `User-Agent` of a client that was given none",
    official: "`@clerk/backend@3.25.0`",
    ours: "`clerk-metadata/VERSION`",
    reason: "Each says what it is.",
    explains: (difference) =>
      isHeader(difference, "user-agent") &&
      difference.official === OFFICIAL &&
      difference.ours === OURS &&
      !difference.run.case.options?.userAgent &&
      !difference.run.case.options?.sdkMetadata,
    example: { case: GET, shows: header("user-agent"), official: OFFICIAL, ours: OURS },
  },
  {
    name: "`sdkMetadata`",
    official: "goes to Clerk's telemetry only",
    ours: "is added to the default `User-Agent`: `clerk-metadata/VERSION NAME@VERSION`",
    reason: "There is no telemetry here, and the Backend API can still tell which SDK calls.",
    explains(difference) {
      const { userAgent, sdkMetadata } = difference.run.case.options ?? {};
      return (
        isHeader(difference, "user-agent") &&
        !userAgent &&
        Boolean(sdkMetadata) &&
        difference.ours === `${OURS} ${sdkMetadata.name}@${sdkMetadata.version}` &&
        difference.official === (userAgent ?? OFFICIAL)
      );
    },
    example: {
      case: { ...GET, options: { sdkMetadata: { name: "@clerk/nextjs", version: "7.0.0" } } },
      shows: header("user-agent"),
      official: OFFICIAL,
      ours: `${OURS} @clerk/nextjs@7.0.0`,
    },
  },
  {
    name: "An empty `userAgent`",
    official: "sends the header without a value",
    ours: "is none given: the default",
    reason: "A variable of the environment that is not set comes as an empty string.",
    explains: (difference) =>
      isHeader(difference, "user-agent") &&
      difference.run.case.options?.userAgent === "" &&
      !difference.run.case.options.sdkMetadata &&
      difference.official === "" &&
      difference.ours === OURS,
    example: { case: { ...GET, options: { userAgent: "" } }, shows: header("user-agent"), official: "", ours: OURS },
  },
  {
    name: "The header `Accept`",
    official: "`*/*`, that of `fetch`",
    ours: "`application/json`",
    reason: "It is what is read.",
    explains: (difference) =>
      isHeader(difference, "accept") && difference.official === "*/*" && difference.ours === "application/json",
    example: { case: GET, shows: header("accept"), official: "*/*", ours: "application/json" },
  },
  {
    name: "The header `Content-Type` of a `GET`",
    official: "`application/json`",
    ours: "none",
    reason: "There is no body whose type it could be.",
    wrong: true,
    explains: (difference) =>
      isHeader(difference, "content-type") &&
      difference.request.method === "GET" &&
      difference.official === "application/json" &&
      difference.ours === undefined,
    example: { case: GET, shows: header("content-type"), official: "application/json", ours: undefined },
  },
  {
    name: "The order of the three fields in the body",
    official: "that of the parameters",
    ours: "`public_metadata`, `private_metadata`, `unsafe_metadata`",
    reason: "One order, so that equal calls are equal requests. It means the same.",
    explains({ where, path, official, ours }) {
      if (where !== "request" || path[0] !== "body") return false;
      const fields = JSON.parse(official);
      const given = WIRE_FIELDS.filter((name) => Object.hasOwn(fields, name));
      return (
        Object.keys(fields).length === given.length &&
        !same(Object.keys(fields), given) &&
        JSON.stringify(Object.fromEntries(given.map((name) => [name, fields[name]]))) === ours
      );
    },
    example: {
      case: {
        operation: "updateUserMetadata",
        args: ["user_1", { unsafeMetadata: { b: 1 }, publicMetadata: { a: null } }],
        answer: USER,
      },
      shows: ({ requests: [{ body }] }) => body,
      official: '{"unsafe_metadata":{"b":1},"public_metadata":{"a":null}}',
      ours: '{"public_metadata":{"a":null},"unsafe_metadata":{"b":1}}',
    },
  },
  {
    name: "A user id with signs that mean something in a URL, such as `&`, `@`, `'`",
    official: "leaves them as they are",
    ours: "percent-encodes them",
    reason: "The id is data. Both name the same user; no id of Clerk's has such signs.",
    explains(difference) {
      const ids = isUrl(difference) ? idsInPath(difference) : undefined;
      return ids !== undefined && !/[?#%]/.test(ids.id) && idsAgree(ids);
    },
    example: {
      case: { operation: "getUser", args: ["a@b&c"], answer: USER },
      shows: ({ requests: [{ url }] }) => url,
      official: "/v1/users/a@b&c",
      ours: "/v1/users/a%40b%26c",
    },
  },
  {
    name: "A user id with `?`, `#` or `%`",
    official: "ends the path there, or takes an encoded sign for the sign: another endpoint, or another user",
    ours: "percent-encodes it: no such user",
    reason: "What comes from outside must not choose the endpoint.",
    wrong: true,
    explains(difference) {
      const ids = isUrl(difference) ? idsInPath(difference) : undefined;
      return ids !== undefined && /[?#%]/.test(ids.id);
    },
    example: {
      case: { operation: "updateUserMetadata", args: ["user_1#", { publicMetadata: { a: 1 } }], answer: USER },
      shows: ({ requests: [{ method, url }] }) => `${method} ${url}`,
      official: "PATCH /v1/users/user_1",
      ours: "PATCH /v1/users/user_1%23/metadata",
    },
  },
  {
    name: "An empty `apiVersion`",
    official: "leaves it out of the path",
    ours: "is none given: `v1`",
    reason: "A variable of the environment that is not set comes as an empty string.",
    explains: (difference) =>
      isUrl(difference) &&
      difference.run.case.options?.apiVersion === "" &&
      difference.ours.replace("/v1/", "/").replaceAll("//", "/") === difference.official,
    example: {
      case: { ...GET, options: { apiVersion: "" } },
      shows: ({ requests: [{ url }] }) => url,
      official: "/users/user_1",
      ours: "/v1/users/user_1",
    },
  },
  {
    name: "`//` within the path of `apiUrl`",
    official: "becomes `/`",
    ours: "stays",
    reason: "The address is the caller's. A `/` at its end is left out by both.",
    explains: (difference) =>
      isUrl(difference) &&
      difference.run.case.options?.apiVersion !== "" &&
      /[^/:]\/\/+[^/]/.test(difference.run.case.options?.apiUrl ?? "") &&
      difference.ours.replace(/\/{2,}/g, "/") === difference.official,
    example: {
      case: { ...GET, options: { apiUrl: "{server}/a//b/" } },
      shows: ({ requests: [{ url }] }) => url,
      official: "/a/b/v1/users/user_1",
      ours: "/a//b/v1/users/user_1",
    },
  },
  {
    name: "`getCount` with `limit`, `offset` or `orderBy`",
    official: "sends them",
    ours: "leaves them out",
    reason:
      "A count has no pages; so one object serves `getUserList` and `getCount`. `getUserList` of both leaves them out of its count.",
    explains: ({ where, path, official, ours, run }) =>
      where === "request" &&
      path[0] === "query" &&
      ["limit", "offset", "order_by"].includes(path[1]) &&
      run.case.operation === "getCount" &&
      official !== "" &&
      ours === "",
    example: {
      case: {
        operation: "getCount",
        args: [{ limit: 5, username: ["ada"] }],
        answer: { body: '{"object":"total_count","total_count":1}' },
      },
      shows: ({ requests: [{ url }] }) => url,
      official: "/v1/users/count?limit=5&username=ada",
      ours: "/v1/users/count?username=ada",
    },
  },
];
