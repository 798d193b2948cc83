// Each intended difference between `@clerk/backend` and this package, by name. The generated cases
// of differential.test.mjs may differ in nothing else; docs/differences.md is written from it.
//
// A row is `{ name, official, ours, reason, wrong, explains, example }`:
//   name      the case; with official, ours (what either does) and reason it is what a user reads
//   wrong     whether the official client is plainly wrong there
//   explains  whether this row is the reason of a difference (support/compare.mjs says what one is);
//             as narrow as can be, so that a mistake cannot hide behind it
//   example   a case (support/pair.mjs), what of a run it shows, and what that is for either client
import { answers } from "./answers.mjs";
import { errors } from "./errors.mjs";
import { inputs } from "./inputs.mjs";
import { lists } from "./lists.mjs";
import { options } from "./options.mjs";
import { requests } from "./requests.mjs";
import { users } from "./users.mjs";

/** The table, in parts. */
export const PARTS = [
  ["Requests", requests],
  ["Users", users],
  ["Answers", answers],
  ["Refusals of the Backend API", errors],
  ["Ids and metadata that are not sent", inputs],
  ["Parameters of `getUserList` and `getCount`", lists],
  ["Options of `createClerkClient`", options],
];

export const ROWS = PARTS.flatMap(([, rows]) => rows);

/** The rows that explain a difference: one, unless something is wrong. */
export const explaining = (difference) => ROWS.filter((row) => row.explains(difference));
