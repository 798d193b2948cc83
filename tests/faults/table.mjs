// Everything that can go wrong between a call and its response: one row per fault. The server
// (server.mjs) reads how to respond, and the client's part (suite.mjs) what the calls must return.
//
// {
//   name               the fault
//   respond            ({ attempt, connection, path, success, otherOrigin }) => the response, either as
//                      { status, reasonPhrase, headers, rawHeaders, body, encoding, contentLength,
//                      chunked, unterminated, informational } or as a whole in { rawResponse }.
//                      Only the first `cutAfter` bytes are sent (`{ body: n }`: n bytes of the body),
//                      with `byteByByte` one at a time. `closeWith` closes the connection after it:
//                      "end" or "reset".
//                      `attempt` and `connection` count the requests of the call and of the connection,
//                      `success(user)` is the body of a success that fits the call, and `otherOrigin`
//                      is a URL at another origin.
//   expect             the result of the call: some fields of the `user`, or the `error` with its fields.
//   calls              the names of the calls to make. Default: all of them.
//   call               a different call: (users, { reason, abortSoon }) => promise
//   respondBeforeBody  the response is sent before the body of the request has arrived
//   options            of the client
//   server             "http", "https" or "closed". Default: "http".
//   repeat             how often the call is made, one after another. Default: once.
//   requestsPerCall    how many requests of each call the server must receive, or "any" where a runtime
//                      may send one again. Default: the number of attempts.
//   exceptions         { runtime: { reason, … } }: the properties that differ in a runtime, and why
// }
//
// No import of a runtime's modules: this also runs in a Worker.
import { API_ERRORS } from "./rows/api-errors.mjs";
import { BODIES } from "./rows/bodies.mjs";
import { CONNECTIONS } from "./rows/connections.mjs";
import { CONTENT_TYPES } from "./rows/content-types.mjs";
import { HEADERS } from "./rows/headers.mjs";
import { INPUTS } from "./rows/inputs.mjs";
import { METADATA } from "./rows/metadata.mjs";
import { REDIRECTS } from "./rows/redirects.mjs";
import { RETRIES } from "./rows/retries.mjs";
import { RUST } from "./rows/rust.mjs";
import { SIZES } from "./rows/sizes.mjs";
import { TIMEOUTS_AND_ABORTS } from "./rows/timeouts-and-aborts.mjs";
import { WASM } from "./rows/wasm.mjs";

const ALL_RUNTIMES = [
  ...CONTENT_TYPES,
  ...API_ERRORS,
  ...BODIES,
  ...METADATA,
  ...HEADERS,
  ...REDIRECTS,
  ...RETRIES,
  ...CONNECTIONS,
  ...SIZES,
  ...TIMEOUTS_AND_ABORTS,
  ...INPUTS,
];

/** The exceptions of the clients that are not the npm package's own, by the names of the rows. */
const OTHER_CLIENTS = { rust: RUST, wasm: WASM };

function withOtherClients(row) {
  const { node } = row.exceptions ?? {};
  const exceptions = { ...row.exceptions, ...(node && { wasm: node }) };
  for (const [name, rows] of Object.entries(OTHER_CLIENTS))
    if (Object.hasOwn(rows, row.name)) exceptions[name] = rows[row.name];
  return { ...row, exceptions };
}

export const ROWS = ALL_RUNTIMES.map(withOtherClients);

const duplicates = ROWS.map(({ name }) => name).filter((name, index, names) => names.indexOf(name) !== index);
const missing = Object.values(OTHER_CLIENTS)
  .flatMap((rows) => Object.keys(rows))
  .filter((name) => !ROWS.some((row) => row.name === name));
if (missing.length > 0) throw new Error(`exceptions of rows that do not exist: ${missing}`);
if (duplicates.length > 0) throw new Error(`rows with the same name: ${duplicates}`);

/** The base path of the Backend API for one iteration of a call of a row. */
export const callPathOf = (row, call, iteration) => `/${ROWS.indexOf(row)}/${call}/${iteration}`;

/** Parses the URL of a request. Without a call path, as in the target of a redirect, `row` is undefined. */
export function parseUrl(url) {
  const [, callPath, index, path] = /^(\/(\d+)\/\w+\/\d+)\/v1\/([^?]+)/.exec(url) ?? [];
  return { row: ROWS[index], callPath, path };
}

const USER = '{"object":"user","id":"user_1","first_name":"Ada"}';

/** The body of a success: a user, a list with one user, or a count. */
export function successBody(path, user = USER) {
  if (path === "users/count") return '{"object":"total_count","total_count":1}';
  return path === "users" ? `[${user}]` : user;
}
