// Each intended difference between `@clerk/backend` and this package, by name. The generated cases
// of differential.test.mjs may differ in nothing else; docs/differences.md is written from it.
//
// A row is `{ name, official, ours, reason, wrong, explains, example }`:
//   name      the case; users read it together with official and ours (what each client does) and reason
//   wrong     whether the behavior of the official client is a bug
//   explains  whether this row is the reason of a difference (support/compare.mjs says what one is);
//             as narrow as possible, so that it cannot hide a mistake
//   example   a case (support/pair.mjs), the part of a run that it shows, and its value for each client
import { answers } from "./answers.mjs";
import { errors } from "./errors.mjs";
import { inputs } from "./inputs.mjs";
import { lists } from "./lists.mjs";
import { options } from "./options.mjs";
import { requests } from "./requests.mjs";
import { users } from "./users.mjs";

/** The sections of the table. */
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

/** The rows that explain a difference: exactly one in a passing test. */
export const explaining = (difference) => ROWS.filter((row) => row.explains(difference));
