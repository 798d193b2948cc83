// The instance of the key, which `checkInstance` of `withMetadata` and bulk changes compare.
import { outcomeOf } from "./outcome.js";

/** @import { Fact, FactContext, Json } from "./types.js" */

/** @param {FactContext} context */
const instance = (context) => context.once("instance", () => context.send("GET", "/instance"));

/**
 * A fact about the response. Its values do not get into a report.
 * @param {string} id
 * @param {string} statement
 * @param {{ [key: string]: Json }} expected
 * @param {(json: any) => { [key: string]: Json }} read
 * @returns {Fact}
 */
const fact = (id, statement, expected, read) => ({
  id,
  statement,
  source: "documented",
  expected,
  async check(context) {
    const response = await instance(context);
    return response.status === 200 ? read(Object(response.json)) : outcomeOf(response);
  },
});

/** @type {Fact[]} */
export const INSTANCE_FACTS = [
  fact(
    "instance",
    "GET /instance returns an instance with an ID.",
    { object: "instance", id: "ins_…" },
    ({ object, id }) => ({
      object,
      id: /^ins_\w+$/.test(id) ? "ins_…" : typeof id,
    }),
  ),
  fact(
    "instance-environment-type",
    "The environment_type of the instance of a key sk_test_… is development.",
    { environment_type: "development" },
    ({ environment_type: type }) => ({ environment_type: type ?? null }),
  ),
];
