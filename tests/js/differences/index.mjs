// Each intended difference between `@clerk/backend` and this package, by name. The generated cases
// of differential.test.mjs may differ in nothing else; docs/differences.md is written from it.
//
// A row is `{ name, official, ours, reason, isOfficialBug, explains, example }`:
//   name           the case; users read it together with official and ours (what each client does) and reason
//   isOfficialBug  whether the behavior of the official client is a bug
//   explains       whether this row is the reason for a difference (see support/find-differences.mjs);
//                  as narrow as possible, so that it cannot hide a mistake
//   example        a case (support/compare-clients.mjs), a function that extracts a part of a run, and
//                  its expected result for each client
import { responses } from "./responses.mjs";
import { errors } from "./errors.mjs";
import { ids } from "./ids.mjs";
import { lists } from "./lists.mjs";
import { metadata } from "./metadata.mjs";
import { options } from "./options.mjs";
import { organizations } from "./organizations.mjs";
import { requests } from "./requests.mjs";
import { retryAfterRows } from "./retry-after.mjs";
import { users } from "./users.mjs";

/** The sections of the table. */
export const SECTIONS = [
  ["Requests", requests],
  ["Users", users],
  ["Organizations and memberships", organizations],
  ["Responses", responses],
  ["Error responses of the Backend API", [...errors, ...retryAfterRows]],
  ["IDs and metadata that are not sent", [...metadata, ...ids]],
  ["Parameters of `getUserList` and `getCount`", lists],
  ["Options of `createClerkClient`", options],
];

export const ROWS = SECTIONS.flatMap(([, rows]) => rows);

/** The rows that explain a difference: exactly one in a passing test. */
export const rowsExplaining = (difference) => ROWS.filter((row) => row.explains(difference));
