// Differences in `retryAfter` of an error. index.mjs describes a row of the table.
import { errorCase, isErrorField } from "../support/difference-helpers.mjs";

/** The three date formats of HTTP. */
const DATES = [
  /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/,
  /^[A-Z][a-z]+day, \d\d-[A-Z][a-z]{2}-\d\d \d\d:\d\d:\d\d GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/,
];
/** The date of a `Retry-After`, in milliseconds, or undefined if it is not a date. */
function parseHttpDate(header = "") {
  return DATES.some((format) => format.test(header)) ? Date.parse(header) : undefined;
}
const retryAfter = (response) => response.headers?.["retry-after"];

export const retryAfterRows = [
  {
    name: "`Retry-After` as a date, in any of the three formats of HTTP",
    official: "`undefined`",
    ours: "seconds from the `Date` of the response, or from now if it has none",
    reason: "HTTP allows both forms.",
    isOfficialBug: true,
    explains: (difference) =>
      isErrorField(difference, "retryAfter") &&
      difference.official === undefined &&
      difference.ours === 0 &&
      parseHttpDate(retryAfter(difference.response)) < Date.now(),
    example: {
      case: errorCase({ errors: [] }, { status: 429, headers: { "retry-after": "Sun, 06 Nov 1994 08:49:37 GMT" } }),
      extract: ({ error }) => error.retryAfter,
      official: undefined,
      ours: 0,
    },
  },
  {
    name: "`Retry-After` that is neither a whole number nor a date, such as `-1`, `1.5`, `10s`",
    official: "the result of `parseInt`, which may be negative",
    ours: "`undefined`",
    reason: "The value is invalid.",
    isOfficialBug: true,
    explains(difference) {
      if (!isErrorField(difference, "retryAfter")) return false;
      const header = retryAfter(difference.response);
      return (
        header !== undefined &&
        !/^\d+$/.test(header) &&
        parseHttpDate(header) === undefined &&
        difference.official === parseInt(header, 10) &&
        difference.ours === undefined
      );
    },
    example: {
      case: errorCase({ errors: [] }, { status: 429, headers: { "retry-after": "-1" } }),
      extract: ({ error }) => error.retryAfter,
      official: -1,
      ours: undefined,
    },
  },
  {
    name: "`Retry-After` of more than 4294967295 seconds",
    official: "the number",
    ours: "4294967295",
    reason: "136 years is long enough.",
    explains: (difference) =>
      isErrorField(difference, "retryAfter") &&
      /^\d+$/.test(retryAfter(difference.response)) &&
      difference.official === Number(retryAfter(difference.response)) &&
      difference.official > 4294967295 &&
      difference.ours === 4294967295,
    example: {
      case: errorCase({ errors: [] }, { status: 429, headers: { "retry-after": "4294967296" } }),
      extract: ({ error }) => error.retryAfter,
      official: 4294967296,
      ours: 4294967295,
    },
  },
];
