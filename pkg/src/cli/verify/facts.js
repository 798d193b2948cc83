// The table of facts: what this project assumes of the Backend API, in the order in which it is checked. Each resource
// or subject has a file.
import { ERROR_FACTS } from "./error-facts.js";
import { INSTANCE_FACTS } from "./instance-facts.js";
import { LIST_FACTS } from "./list-facts.js";
import { MERGE_FACTS } from "./merge-facts.js";
import { ORGANIZATION_FACTS } from "./organization-facts.js";
import { ORGANIZATION_LIST_FACTS } from "./organization-list-facts.js";
import { RATE_LIMIT_FACTS } from "./rate-limit-facts.js";
import { REPLACE_FACTS } from "./replace-facts.js";
import { SIZE_FACTS } from "./size-facts.js";

/** @type {import("./types.js").Fact[]} */
export const FACTS = [
  ...MERGE_FACTS,
  ...REPLACE_FACTS,
  ...SIZE_FACTS,
  ...ERROR_FACTS,
  ...LIST_FACTS,
  ...INSTANCE_FACTS,
  ...ORGANIZATION_FACTS,
  ...ORGANIZATION_LIST_FACTS,
  ...RATE_LIMIT_FACTS,
];
