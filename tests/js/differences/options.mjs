// Options that our client rejects. index.mjs describes a row of the table.
import { refusesInput } from "../support/explain.mjs";

const reading = (options) => ({
  operation: "getUser",
  args: ["user_1"],
  options,
  answer: { body: '{"object":"user","id":"user_1"}' },
});
const asked = (shows) => (run) => {
  if (run.kind === "input") return [run.error.code, run.error.path];
  return run.kind === "resolved" ? shows(run.requests[0]) : [run.error.name, run.error.message];
};

const KEY_IS_MISSING =
  "Missing Clerk Secret Key. Go to https://dashboard.clerk.com and get your key for your instance.";
const OPTIONS = [
  "secretKey",
  "apiUrl",
  "apiVersion",
  "userAgent",
  "sdkMetadata",
  "fetch",
  "audience",
  "domain",
  "isSatellite",
  "jwtKey",
  "machineSecretKey",
  "proxyUrl",
  "publishableKey",
  "requireSecretKey",
  "skipApiVersionInUrl",
  "telemetry",
  "useMachineSecretKey",
];
const given = ({ run }) => run.case.options ?? {};
const refuses = (difference, name, kinds) =>
  refusesInput(difference, "invalid_option", kinds) &&
  difference.ours.error.path === name &&
  Object.hasOwn(given(difference), name);
const isAscii = (text) => /^[ -~]*$/.test(text);

export const options = [
  {
    name: "No secret key",
    official: 'an `Error`, "Missing Clerk Secret Key…"',
    ours: "`ClerkInputError` `missing_secret_key`, the same text",
    reason: "One class for all that is wrong with the input, with `code` and `path`.",
    explains: (difference) =>
      refusesInput(difference, "missing_secret_key", ["thrown"]) &&
      !given(difference).secretKey &&
      difference.official.error.message === KEY_IS_MISSING &&
      difference.ours.error.message === KEY_IS_MISSING,
    example: {
      case: reading({ secretKey: undefined }),
      shows: ({ error }) => [error.name, error.message, error.code],
      official: ["Error", KEY_IS_MISSING, undefined],
      ours: ["ClerkInputError", KEY_IS_MISSING, "missing_secret_key"],
    },
  },
  {
    name: "`requireSecretKey: false` and no secret key",
    official: "sends the request without a key",
    ours: "`ClerkInputError` `missing_secret_key`",
    reason: "None of the five calls can be made without one.",
    explains: (difference) =>
      refusesInput(difference, "missing_secret_key") &&
      given(difference).requireSecretKey === false &&
      !given(difference).secretKey &&
      difference.official.requests[0].headers.authorization === undefined,
    example: {
      case: reading({ requireSecretKey: false, secretKey: undefined }),
      shows: asked(({ headers }) => headers.authorization),
      official: undefined,
      ours: ["missing_secret_key", "secretKey"],
    },
  },
  {
    name: "`useMachineSecretKey: true` and a `machineSecretKey`",
    official: "sends the machine secret key",
    ours: "sends the secret key",
    reason: "Clerk documents that the option is for machine-to-machine tokens only; its type does not have it.",
    explains: ({ where, path, official, ours, run }) =>
      where === "request" &&
      path[1] === "authorization" &&
      Boolean(run.case.options?.useMachineSecretKey && run.case.options.machineSecretKey) &&
      official === `Bearer ${run.case.options.machineSecretKey}` &&
      ours === `Bearer ${run.case.options.secretKey ?? "sk_test_differential"}`,
    example: {
      case: reading({ machineSecretKey: "ak_x", useMachineSecretKey: true }),
      shows: asked(({ headers }) => headers.authorization),
      official: "Bearer ak_x",
      ours: "Bearer sk_test_differential",
    },
  },
  {
    name: "`skipApiVersionInUrl` that is neither true nor false",
    official: "counts by its truth",
    ours: "`ClerkInputError` `invalid_option`",
    reason: '`"false"` would count as true.',
    explains: (difference) =>
      refuses(difference, "skipApiVersionInUrl") && typeof given(difference).skipApiVersionInUrl !== "boolean",
    example: {
      case: reading({ skipApiVersionInUrl: "false" }),
      shows: asked(({ url }) => url),
      official: "/users/user_1",
      ours: ["invalid_option", "skipApiVersionInUrl"],
    },
  },
  {
    name: "A secret key with a line break or a sign that no header carries",
    official: "a `TypeError` whose text shows the key; at its ends, line breaks are dropped",
    ours: "`ClerkInputError` `invalid_option`, without the key",
    reason: "A log must not show the key.",
    wrong: true,
    explains(difference) {
      const { secretKey } = given(difference);
      return (
        refuses(difference, "secretKey", ["thrown", "resolved"]) &&
        typeof secretKey === "string" &&
        /[^!-~ ]/.test(secretKey) &&
        !difference.ours.error.message.includes(secretKey.slice(3)) &&
        (difference.official.kind === "resolved" || difference.official.error instanceof TypeError)
      );
    },
    example: {
      case: reading({ secretKey: "sk_test_1\nsk_test_2" }),
      shows: ({ error }) => [error.name, error.message.includes("sk_test_2")],
      official: ["TypeError", true],
      ours: ["ClerkInputError", false],
    },
  },
  {
    name: "A secret key with a space, a publishable key in its place",
    official: "sends it: 401",
    ours: "`ClerkInputError` `invalid_option`",
    reason: "It cannot work, and the message says why.",
    explains(difference) {
      const { secretKey } = given(difference);
      return (
        refuses(difference, "secretKey") &&
        typeof secretKey === "string" &&
        isAscii(secretKey) &&
        (secretKey.includes(" ") || secretKey.startsWith("pk_")) &&
        difference.official.requests[0].headers.authorization === `Bearer ${secretKey}`
      );
    },
    example: {
      case: reading({ secretKey: "pk_test_x" }),
      shows: asked(({ headers }) => headers.authorization),
      official: "Bearer pk_test_x",
      ours: ["invalid_option", "secretKey"],
    },
  },
  {
    name: "A secret key that is no string",
    official: "`createClerkClient` throws a `TypeError` of its own code",
    ours: "the call: `ClerkInputError` `invalid_option`",
    reason: "The message says which option is wrong.",
    explains: (difference) =>
      refuses(difference, "secretKey", ["thrown"]) &&
      typeof given(difference).secretKey !== "string" &&
      Boolean(given(difference).secretKey) &&
      difference.official.error instanceof TypeError,
    example: {
      case: reading({ secretKey: 7 }),
      shows: asked(),
      official: ["TypeError", "options.secretKey.substring is not a function"],
      ours: ["invalid_option", "secretKey"],
    },
  },
  {
    name: "An `apiUrl` that is no address, holds a query, a fragment, a password or a dot segment, or sends the key in clear text beyond this machine",
    official: 'a `TypeError` "Invalid URL" or the like, or another endpoint, or sends the key',
    ours: "`ClerkInputError` `invalid_option`",
    reason: "The message says which option is wrong. The key must not leave in clear text.",
    explains: (difference) =>
      refuses(difference, "apiUrl", ["thrown", "unexpected", "resolved"]) &&
      !/^(?:\{server\}|https:\/\/[\w.-]+)(?:\/[\w.-]*)*$/.test(withoutDots(given(difference).apiUrl)),
    example: {
      case: reading({ apiUrl: "{server}/api?x=1" }),
      shows: asked(({ url }) => url),
      official: "/api?x=1/v1/users/user_1",
      ours: ["invalid_option", "apiUrl"],
    },
  },
  {
    name: "An empty `apiUrl`",
    official: 'a `TypeError` "Invalid URL"',
    ours: "is none given: `https://api.clerk.com`",
    reason: "A variable of the environment that is not set comes as an empty string.",
    wrong: true,
    explains: (difference) =>
      difference.where === "outcome" &&
      given(difference).apiUrl === "" &&
      difference.official.kind === "thrown" &&
      difference.official.error.message === "Invalid URL" &&
      difference.ours.kind === "resolved" &&
      difference.ours.requests[0].url === "/v1/users/user_1",
    example: {
      case: reading({ apiUrl: "", fetch: "{server}" }),
      shows: asked(({ url }) => url),
      official: ["TypeError", "Invalid URL"],
      ours: "/v1/users/user_1",
    },
  },
  {
    name: "An `apiVersion` with anything but letters and digits",
    official: "becomes part of the path as it is",
    ours: "`ClerkInputError` `invalid_option`",
    reason: "It would lead to another endpoint.",
    wrong: true,
    explains: (difference) =>
      refuses(difference, "apiVersion", ["resolved", "thrown"]) &&
      !(typeof given(difference).apiVersion === "string" && /^[A-Za-z0-9]+$/.test(given(difference).apiVersion)),
    example: {
      case: reading({ apiVersion: "v1?x=" }),
      shows: asked(({ url }) => url),
      official: "/v1?x=/users/user_1",
      ours: ["invalid_option", "apiVersion"],
    },
  },
  {
    name: "A `userAgent` that is no string of visible ASCII and spaces",
    official: "sends what it makes of it, or a `TypeError`",
    ours: "`ClerkInputError` `invalid_option`",
    reason: "The message says which option is wrong.",
    explains: (difference) =>
      refuses(difference, "userAgent", ["resolved", "thrown"]) &&
      !(typeof given(difference).userAgent === "string" && isAscii(given(difference).userAgent)),
    example: {
      case: reading({ userAgent: 7 }),
      shows: asked(({ headers }) => headers["user-agent"]),
      official: "7",
      ours: ["invalid_option", "userAgent"],
    },
  },
  {
    name: "`sdkMetadata` without two strings, `name` and `version`",
    official: "goes to Clerk's telemetry",
    ours: "`ClerkInputError` `invalid_option`",
    reason: "They become part of the `User-Agent`.",
    explains(difference) {
      const { name, version } = given(difference).sdkMetadata ?? {};
      return (
        refuses(difference, "sdkMetadata") &&
        !(typeof name === "string" && typeof version === "string" && isAscii(name + version))
      );
    },
    example: {
      case: reading({ sdkMetadata: { name: "x" } }),
      shows: asked(({ url }) => url),
      official: "/v1/users/user_1",
      ours: ["invalid_option", "sdkMetadata"],
    },
  },
  {
    name: "An option that the official client does not have either",
    official: "is ignored",
    ours: "`ClerkInputError` `invalid_option`, with the nearest name",
    reason: "A misspelt `apiUrl` would send the key somewhere else than was meant.",
    wrong: true,
    explains: (difference) =>
      refusesInput(difference, "invalid_option") &&
      Object.keys(given(difference)).some(
        (name) => !OPTIONS.includes(name) && [name, `[${JSON.stringify(name)}]`].includes(difference.ours.error.path),
      ),
    example: {
      case: reading({ apiURL: "https://eu.example" }),
      shows: asked(({ url }) => url),
      official: "/v1/users/user_1",
      ours: ["invalid_option", "apiURL"],
    },
  },
  {
    name: "`fetch` that is no function",
    official: "has no such option",
    ours: "`ClerkInputError` `invalid_option`",
    reason: "It is what sends the request.",
    explains: (difference) => refuses(difference, "fetch") && typeof given(difference).fetch !== "function",
    example: {
      case: reading({ fetch: 7 }),
      shows: asked(({ url }) => url),
      official: "/v1/users/user_1",
      ours: ["invalid_option", "fetch"],
    },
  },
];

/** A URL, or "?" if it has dot segments. */
const withoutDots = (url) => (/(^|\/)\.\.?(\/|$)/.test(url) ? "?" : url);
