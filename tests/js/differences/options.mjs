// Options that our client rejects. index.mjs describes a row of the table.
import { rejectsInput } from "../support/difference-helpers.mjs";

const getUserCase = (options) => ({
  operation: "getUser",
  args: ["user_1"],
  options,
  response: { body: '{"object":"user","id":"user_1"}' },
});
const requestOrError = (extract) => (run) => {
  if (run.kind === "input") return [run.error.code, run.error.path];
  return run.kind === "resolved" ? extract(run.requests[0]) : [run.error.name, run.error.message];
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
const optionsOf = ({ run }) => run.case.options ?? {};
const rejectsOption = (difference, name, kinds) =>
  rejectsInput(difference, "invalid_option", kinds) &&
  difference.ours.error.path === name &&
  Object.hasOwn(optionsOf(difference), name);
const isAscii = (text) => /^[ -~]*$/.test(text);

export const options = [
  {
    name: "No secret key",
    official: 'an `Error`, "Missing Clerk Secret Key…"',
    ours: "`ClerkInputError` `missing_secret_key` with the same message",
    reason: "All input errors have one class, with `code` and `path`.",
    explains: (difference) =>
      rejectsInput(difference, "missing_secret_key", ["thrown"]) &&
      !optionsOf(difference).secretKey &&
      difference.official.error.message === KEY_IS_MISSING &&
      difference.ours.error.message === KEY_IS_MISSING,
    example: {
      case: getUserCase({ secretKey: undefined }),
      extract: ({ error }) => [error.name, error.message, error.code],
      official: ["Error", KEY_IS_MISSING, undefined],
      ours: ["ClerkInputError", KEY_IS_MISSING, "missing_secret_key"],
    },
  },
  {
    name: "`requireSecretKey: false` and no secret key",
    official: "sends the request without a key",
    ours: "`ClerkInputError` `missing_secret_key`",
    reason: "All five methods require a key.",
    explains: (difference) =>
      rejectsInput(difference, "missing_secret_key") &&
      optionsOf(difference).requireSecretKey === false &&
      !optionsOf(difference).secretKey &&
      difference.official.requests[0].headers.authorization === undefined,
    example: {
      case: getUserCase({ requireSecretKey: false, secretKey: undefined }),
      extract: requestOrError(({ headers }) => headers.authorization),
      official: undefined,
      ours: ["missing_secret_key", "secretKey"],
    },
  },
  {
    name: "`useMachineSecretKey: true` and a `machineSecretKey`",
    official: "sends the machine secret key",
    ours: "sends the secret key",
    reason: "Clerk documents that the option is for machine-to-machine tokens only; its type does not declare it.",
    explains: ({ category, path, official, ours, run }) =>
      category === "request" &&
      path[1] === "authorization" &&
      Boolean(run.case.options?.useMachineSecretKey && run.case.options.machineSecretKey) &&
      official === `Bearer ${run.case.options.machineSecretKey}` &&
      ours === `Bearer ${run.case.options.secretKey ?? "sk_test_differential"}`,
    example: {
      case: getUserCase({ machineSecretKey: "ak_x", useMachineSecretKey: true }),
      extract: requestOrError(({ headers }) => headers.authorization),
      official: "Bearer ak_x",
      ours: "Bearer sk_test_differential",
    },
  },
  {
    name: "`skipApiVersionInUrl` that is neither true nor false",
    official: "converts it to a boolean",
    ours: "`ClerkInputError` `invalid_option`",
    reason: '`"false"` would be converted to true.',
    explains: (difference) =>
      rejectsOption(difference, "skipApiVersionInUrl") &&
      typeof optionsOf(difference).skipApiVersionInUrl !== "boolean",
    example: {
      case: getUserCase({ skipApiVersionInUrl: "false" }),
      extract: requestOrError(({ url }) => url),
      official: "/users/user_1",
      ours: ["invalid_option", "skipApiVersionInUrl"],
    },
  },
  {
    name: "A secret key with a line break or a character that is not allowed in a header",
    official: "a `TypeError` whose message contains the key; removes line breaks at the ends",
    ours: "`ClerkInputError` `invalid_option`, without the key",
    reason: "Logs must not contain the key.",
    isOfficialBug: true,
    explains(difference) {
      const { secretKey } = optionsOf(difference);
      return (
        rejectsOption(difference, "secretKey", ["thrown", "resolved"]) &&
        typeof secretKey === "string" &&
        /[^!-~ ]/.test(secretKey) &&
        !difference.ours.error.message.includes(secretKey.slice(3)) &&
        (difference.official.kind === "resolved" || difference.official.error instanceof TypeError)
      );
    },
    example: {
      case: getUserCase({ secretKey: "sk_test_1\nsk_test_2" }),
      extract: ({ error }) => [error.name, error.message.includes("sk_test_2")],
      official: ["TypeError", true],
      ours: ["ClerkInputError", false],
    },
  },
  {
    name: "A secret key with a space, or a publishable key",
    official: "sends it: 401",
    ours: "`ClerkInputError` `invalid_option`",
    reason: "The key cannot work, and the message says why.",
    explains(difference) {
      const { secretKey } = optionsOf(difference);
      return (
        rejectsOption(difference, "secretKey") &&
        typeof secretKey === "string" &&
        isAscii(secretKey) &&
        (secretKey.includes(" ") || secretKey.startsWith("pk_")) &&
        difference.official.requests[0].headers.authorization === `Bearer ${secretKey}`
      );
    },
    example: {
      case: getUserCase({ secretKey: "pk_test_x" }),
      extract: requestOrError(({ headers }) => headers.authorization),
      official: "Bearer pk_test_x",
      ours: ["invalid_option", "secretKey"],
    },
  },
  {
    name: "A secret key that is not a string",
    official: "`createClerkClient` throws an internal `TypeError`",
    ours: "each call rejects with `ClerkInputError` `invalid_option`",
    reason: "The message names the invalid option.",
    explains: (difference) =>
      rejectsOption(difference, "secretKey", ["thrown"]) &&
      typeof optionsOf(difference).secretKey !== "string" &&
      Boolean(optionsOf(difference).secretKey) &&
      difference.official.error instanceof TypeError,
    example: {
      case: getUserCase({ secretKey: 7 }),
      extract: requestOrError(),
      official: ["TypeError", "options.secretKey.substring is not a function"],
      ours: ["invalid_option", "secretKey"],
    },
  },
  {
    name: "An `apiUrl` that is not a URL, that has a query, a fragment, a password or a dot segment, or that would send the key unencrypted to another machine",
    official: 'a `TypeError` such as "Invalid URL", or reaches another endpoint, or sends the key',
    ours: "`ClerkInputError` `invalid_option`",
    reason: "The message names the invalid option. The key must not be sent unencrypted.",
    explains: (difference) =>
      rejectsOption(difference, "apiUrl", ["thrown", "unexpected", "resolved"]) &&
      !/^(?:\{server\}|https:\/\/[\w.-]+)(?:\/[\w.-]*)*$/.test(withoutDotSegments(optionsOf(difference).apiUrl)),
    example: {
      case: getUserCase({ apiUrl: "{server}/api?x=1" }),
      extract: requestOrError(({ url }) => url),
      official: "/api?x=1/v1/users/user_1",
      ours: ["invalid_option", "apiUrl"],
    },
  },
  {
    name: "An empty `apiUrl`",
    official: 'a `TypeError` "Invalid URL"',
    ours: "uses the default, `https://api.clerk.com`",
    reason: "An unset environment variable often becomes an empty string.",
    isOfficialBug: true,
    explains: (difference) =>
      difference.category === "outcome" &&
      optionsOf(difference).apiUrl === "" &&
      difference.official.kind === "thrown" &&
      difference.official.error.message === "Invalid URL" &&
      difference.ours.kind === "resolved" &&
      difference.ours.requests[0].url === "/v1/users/user_1",
    example: {
      case: getUserCase({ apiUrl: "", fetch: "{server}" }),
      extract: requestOrError(({ url }) => url),
      official: ["TypeError", "Invalid URL"],
      ours: "/v1/users/user_1",
    },
  },
  {
    name: "An `apiVersion` with characters other than letters and digits",
    official: "inserts it into the path unchanged",
    ours: "`ClerkInputError` `invalid_option`",
    reason: "The request would reach another endpoint.",
    isOfficialBug: true,
    explains: (difference) =>
      rejectsOption(difference, "apiVersion", ["resolved", "thrown"]) &&
      !(
        typeof optionsOf(difference).apiVersion === "string" && /^[A-Za-z0-9]+$/.test(optionsOf(difference).apiVersion)
      ),
    example: {
      case: getUserCase({ apiVersion: "v1?x=" }),
      extract: requestOrError(({ url }) => url),
      official: "/v1?x=/users/user_1",
      ours: ["invalid_option", "apiVersion"],
    },
  },
  {
    name: "A `userAgent` that is not a string of visible ASCII characters and spaces",
    official: "sends it as a string, or throws a `TypeError`",
    ours: "`ClerkInputError` `invalid_option`",
    reason: "The message names the invalid option.",
    explains: (difference) =>
      rejectsOption(difference, "userAgent", ["resolved", "thrown"]) &&
      !(typeof optionsOf(difference).userAgent === "string" && isAscii(optionsOf(difference).userAgent)),
    example: {
      case: getUserCase({ userAgent: 7 }),
      extract: requestOrError(({ headers }) => headers["user-agent"]),
      official: "7",
      ours: ["invalid_option", "userAgent"],
    },
  },
  {
    name: "`sdkMetadata` without two strings, `name` and `version`",
    official: "is sent to Clerk's telemetry",
    ours: "`ClerkInputError` `invalid_option`",
    reason: "They become part of the `User-Agent`.",
    explains(difference) {
      const { name, version } = optionsOf(difference).sdkMetadata ?? {};
      return (
        rejectsOption(difference, "sdkMetadata") &&
        !(typeof name === "string" && typeof version === "string" && isAscii(name + version))
      );
    },
    example: {
      case: getUserCase({ sdkMetadata: { name: "x" } }),
      extract: requestOrError(({ url }) => url),
      official: "/v1/users/user_1",
      ours: ["invalid_option", "sdkMetadata"],
    },
  },
  {
    name: "An option that the official client does not have either",
    official: "is ignored",
    ours: "`ClerkInputError` `invalid_option`, with the nearest name",
    reason: "With a misspelled `apiUrl`, the key would be sent to an unintended server.",
    isOfficialBug: true,
    explains: (difference) =>
      rejectsInput(difference, "invalid_option") &&
      Object.keys(optionsOf(difference)).some(
        (name) => !OPTIONS.includes(name) && [name, `[${JSON.stringify(name)}]`].includes(difference.ours.error.path),
      ),
    example: {
      case: getUserCase({ apiURL: "https://eu.example" }),
      extract: requestOrError(({ url }) => url),
      official: "/v1/users/user_1",
      ours: ["invalid_option", "apiURL"],
    },
  },
  {
    name: "A `fetch` that is not a function",
    official: "has no such option",
    ours: "`ClerkInputError` `invalid_option`",
    reason: "The function sends the requests.",
    explains: (difference) => rejectsOption(difference, "fetch") && typeof optionsOf(difference).fetch !== "function",
    example: {
      case: getUserCase({ fetch: 7 }),
      extract: requestOrError(({ url }) => url),
      official: "/v1/users/user_1",
      ours: ["invalid_option", "fetch"],
    },
  },
];

/** A URL, or "?" if it has dot segments. */
const withoutDotSegments = (url) => (/(^|\/)\.\.?(\/|$)/.test(url) ? "?" : url);
