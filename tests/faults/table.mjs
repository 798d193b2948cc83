// What may go wrong between a call and its answer: one row a fault. Both sides read it: the server
// (server.mjs) what to do, the client's part (suite.mjs) what the calls must give.
//
// {
//   name      what is wrong
//   answer    ({ attempt, connection, path, good, elsewhere }) => what the server sends:
//             { status, reason, headers, lines, body, pack, length, chunked, unended, before } by
//             parts or { bytes } as they are; cut off after `cut` bytes (`{ body: n }`: of the
//             body); `slowly` one by one; `then` "end"s or "reset"s the connection.
//             `attempt` and `connection` count the requests of the call and of the connection;
//             `good(user)` is the body of a success that fits the call; `elsewhere` is a URL at
//             another origin.
//   expect    what the call gives: the `user` or some of its fields, or the `error` with its fields.
//   calls     the names of the calls that make sense; all of them unless told
//   call      another call than those: (users, suite) => promise
//   early     the answer is sent before the body of the request has come
//   options   of the client
//   server    "http" unless told, "https" or "dead"
//   repeat    how often the call is made, one after the other
//   requests  how many requests the server must see of each call; as many as attempts unless told,
//             "any" where runtimes may try again by themselves
//   except    { runtime: { why, … } }: what is otherwise there, and the reason it cannot be the same
// }
//
// No import of a host's own: it also runs in a Worker.
import { BODIES } from "./rows/bodies.mjs";
import { CONNECTIONS } from "./rows/connections.mjs";
import { CONTENT_TYPES } from "./rows/content-types.mjs";
import { HEADERS } from "./rows/headers.mjs";
import { INPUTS } from "./rows/inputs.mjs";
import { METADATA } from "./rows/metadata.mjs";
import { REDIRECTS } from "./rows/redirects.mjs";
import { REFUSALS } from "./rows/refusals.mjs";
import { RETRIES } from "./rows/retries.mjs";
import { SIZES } from "./rows/sizes.mjs";
import { TIMES } from "./rows/times.mjs";

export const ROWS = [
  ...CONTENT_TYPES,
  ...REFUSALS,
  ...BODIES,
  ...METADATA,
  ...HEADERS,
  ...REDIRECTS,
  ...RETRIES,
  ...CONNECTIONS,
  ...SIZES,
  ...TIMES,
  ...INPUTS,
];

const repeated = ROWS.map(({ name }) => name).filter((name, index, names) => names.indexOf(name) !== index);
if (repeated.length > 0) throw new Error(`rows of one name: ${repeated}`);

/** Where a call of a row goes, one of several turns. */
export const pathOf = (row, call, turn) => `/${ROWS.indexOf(row)}/${call}/${turn}`;

/** What a URL asks for: `{ row, path }`, and `place`, which is that of one call; no row where a redirect leads. */
export function asked(url) {
  const [, place, index, path] = /^(\/(\d+)\/\w+\/\d+)\/v1\/([^?]+)/.exec(url) ?? [];
  return { row: ROWS[index], place, path };
}

const USER = '{"object":"user","id":"user_1","first_name":"Ada"}';

/** The body of a success: a user, a list of it, or a count. */
export function goodBody(path, user = USER) {
  if (path === "users/count") return '{"object":"total_count","total_count":1}';
  return path === "users" ? `[${user}]` : user;
}
