// The types of values: the name of the value in the help, and a function that converts the text of the value, or throws
// an error whose message says what is expected. The message follows the name of the option: "--port must be …".
import { statSync } from "node:fs";
import { dirname } from "node:path";
import { hostNameOf, isLoopback } from "../local/host-header.js";
import { secretKeyProblem } from "../local/secret-key.js";
import { didYouMean, suggest } from "./suggest.js";
import { alternatives } from "./text.js";

/** @import { OptionType, Value } from "./types.js" */

/** An error does not list more choices than these. */
const MAX_LISTED_CHOICES = 12;

/** @type {Record<OptionType, { placeholder: string, convert(text: string, value: Value): unknown }>} */
export const OPTION_TYPES = {
  boolean: { placeholder: "", convert: () => true },
  string: { placeholder: "TEXT", convert: (text) => text },
  integer: { placeholder: "NUMBER", convert: integer },
  choice: { placeholder: "NAME", convert: choice },
  url: { placeholder: "URL", convert: url },
  host: { placeholder: "NAME", convert: host },
  time: { placeholder: "TIME", convert: time },
  file: { placeholder: "FILE", convert: file },
  "secret-key": { placeholder: "KEY", convert: secretKey },
  "user-id": { placeholder: "USER_ID", convert: userId },
  rate: { placeholder: "RATE", convert: rate },
  "redis-url": { placeholder: "URL", convert: redisUrl },
  "queue-name": { placeholder: "NAME", convert: queueName },
  "limiter-name": { placeholder: "NAME", convert: limiterName },
  "failure-limit": { placeholder: "LIMIT", convert: failureLimit },
  duration: { placeholder: "TIME", convert: duration },
};

/**
 * @param {string} text
 * @param {Value} value
 */
function integer(text, { min = 0, max = Number.MAX_SAFE_INTEGER }) {
  const number = Number(text);
  if (!/^-?\d+$/.test(text) || number < min || number > max)
    throw new Error(`must be a whole number from ${min} to ${max}, not ${quote(text)}.`);
  return number;
}

/**
 * @param {string} text
 * @param {Value} value
 */
function choice(text, { choices = [] }) {
  if (choices.includes(text)) return text;
  const similar = didYouMean(suggest(text, choices));
  if (choices.length > MAX_LISTED_CHOICES)
    throw new Error(`must be one of ${choices.length} names, and ${quote(text)} is none of them.${similar}`);
  throw new Error(`must be ${alternatives(choices)}, not ${quote(text)}.${similar}`);
}

/** @param {string} text */
function url(text) {
  const expected = "must be an absolute URL, such as https://api.clerk.com";
  let url;
  try {
    url = new URL(text);
  } catch {
    throw new Error(`${expected}, not ${quote(text)}.`);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new Error(`${expected}, with https: or http:, not ${quote(text)}.`);
  // The text is not quoted, because it may contain a password.
  if (url.username !== "" || url.password !== "") throw new Error(`${expected}, without a user name or password.`);
  if (url.search !== "" || url.hash !== "") throw new Error(`${expected}, without a query or fragment.`);
  if (url.protocol === "http:" && !isLoopback(url.hostname))
    throw new Error("must be an https: URL, because http: would send the secret key in clear text.");
  return url.href.replace(/\/+$/, "");
}

/** @param {string} text */
function host(text) {
  if (hostNameOf(text) === undefined)
    throw new Error(
      `must be a host name such as backend or api.example.test, without a scheme, port or wildcard, not ${quote(text)}.`,
    );
  return text;
}

/** @param {string} text */
function time(text) {
  const isNumber = /^\d{10,}$/.test(text);
  const milliseconds = isNumber ? Number(text) : /^\d{4}-\d\d/.test(text) ? Date.parse(text) : NaN;
  // Seconds since 1970 have ten digits for centuries, and milliseconds have 13.
  if (!Number.isSafeInteger(milliseconds) || (isNumber && text.length < 12))
    throw new Error(
      `must be a time such as 2026-01-31, 2026-01-31T12:00:00Z or milliseconds since 1970, not ${quote(text)}.`,
    );
  return milliseconds;
}

/** @param {string} text */
function file(text) {
  if (text.includes("\0")) throw new Error("must be a path, and a path cannot contain a NUL character.");
  const folder = dirname(text);
  const stats = statsOf(folder);
  if (stats === null) return text;
  if (stats === undefined)
    throw new Error(`must be a path in an existing folder. The folder ${folder} does not exist.`);
  if (!stats.isDirectory()) throw new Error(`must be a path in an existing folder. ${folder} is not a folder.`);
  if (statsOf(text)?.isDirectory()) throw new Error(`must be the path of a file. ${text} is a folder.`);
  return text;
}

/**
 * `undefined` if there is no such file, and `null` if it cannot be accessed, which opening it reports.
 * @param {string} path
 */
function statsOf(path) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "ENOTDIR" ? undefined : null;
  }
}

/** @param {string} text */
function secretKey(text) {
  const problem = secretKeyProblem(text);
  if (problem !== undefined) throw new Error(`is not a secret key: ${problem}`);
  return text;
}

/** @param {string} text */
function userId(text) {
  if (!/^user_\w+$/.test(text)) throw new Error(`must be a user ID such as user_2abc, not ${quote(text)}.`);
  return text;
}

/**
 * The option `rate` of `createRateLimiter`, which has the same limits.
 * @param {string} text
 */
function rate(text) {
  const expected = "must be a share of the limit such as 60%, or a number of requests in a period such as 800/10s";
  const [, share] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? [];
  if (share !== undefined && Number(share) > 0 && Number(share) <= 100) return `${Number(share)}%`;
  const [, requests, seconds] = /^(\d{1,7})\/(\d+(?:\.\d+)?)s$/.exec(text) ?? [];
  const isInRange = Number(requests) >= 1 && Number(requests) <= 1_000_000;
  if (isInRange && Number(seconds) >= 0.001 && Number(seconds) <= 3600)
    return { requests: Number(requests), seconds: Number(seconds) };
  throw new Error(`${expected}, not ${quote(text)}.`);
}

/**
 * A number of rows, or a share of them from 0 to 1.
 * @param {string} text
 */
function failureLimit(text) {
  const [, number, sign] = /^(\d{1,9}(?:\.\d+)?)(%?)$/.exec(text) ?? [];
  if (sign === "%" && Number(number) <= 100) return { share: Number(number) / 100 };
  if (sign === "" && Number.isInteger(Number(number))) return { rows: Number(number) };
  throw new Error(`must be a number of rows such as 100, or a share of the rows such as 1%, not ${quote(text)}.`);
}

/** @type {Record<string, number>} */
const UNITS = { s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * In milliseconds.
 * @param {string} text
 */
function duration(text) {
  const [, number, unit] = /^(\d{1,6}(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  if (unit === undefined) throw new Error(`must be a time such as 90s, 15m or 2h, not ${quote(text)}.`);
  if (Number(number) === 0) throw new Error(`must be longer than 0, not ${quote(text)}.`);
  return Number(number) * UNITS[unit];
}

/** @param {string} text */
function redisUrl(text) {
  // The text is not quoted, because it may contain a password.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^rediss?:$/.test(url.protocol) || url.hostname === "")
    throw new Error("must be the URL of a Redis server, such as redis://localhost:6379.");
  return text;
}

/**
 * BullMQ separates the parts of its keys with colons.
 * @param {string} text
 */
function queueName(text) {
  if (text === "" || text.includes(":"))
    throw new Error(`must be a name without colons, such as clerk-metadata, not ${quote(text)}.`);
  return text;
}

/**
 * The option `name` of `createRedisLimiter`, which has the same limits.
 * @param {string} text
 */
function limiterName(text) {
  if (text === "" || /[{}]/.test(text))
    throw new Error(`must be a name without braces, such as the name of the Clerk instance, not ${quote(text)}.`);
  return text;
}

/** @param {string} text */
const quote = (text) => JSON.stringify(text);
