// How `PUT /users/{id}/metadata` replaces, and which values are stored unchanged.
import { outcomeOf } from "./outcome.js";

/** @import { Fact, FactContext } from "./types.js" */

/** @param {FactContext["users"][0]} user */
const pathOf = ({ id }) => `/users/${id}/metadata`;

/**
 * Replaces two of the three fields of a user that has all of them.
 * @param {FactContext} context
 */
const replaceFields = (context) =>
  context.once("replace", async () => {
    const { send, users } = context;
    const stored = {
      public_metadata: { old: { a: 1 }, removed: 1 },
      private_metadata: { old: 1 },
      unsafe_metadata: { old: 1 },
    };
    const response = await send("PUT", pathOf(users[0]), { body: stored });
    if (response.status !== 200) return response;
    return send("PUT", pathOf(users[0]), {
      body: {
        public_metadata: { old: { b: 2 }, new: 3, null: null, array: [{ null: null }] },
        private_metadata: {},
      },
    });
  });

/**
 * @param {"public_metadata" | "private_metadata" | "unsafe_metadata"} field
 * @param {(metadata: any) => any} [select]
 * @returns {Fact["check"]}
 */
const replaced =
  (field, select = (metadata) => metadata) =>
  async (context) => {
    const response = await replaceFields(context);
    return response.status === 200 ? select(response.json?.[field] ?? {}) : outcomeOf(response);
  };

const NUMBERS = ["12345678901234567890", "1.50"];
const DEPTH = 100;

/**
 * The text of a number of `NUMBERS` after it was stored.
 * @param {string} number
 * @returns {Fact["check"]}
 */
const storedText = (number) => async (context) => {
  const { send, users } = context;
  const response = await context.once("numbers", () => {
    const members = NUMBERS.map((text, index) => `"number_${index}":${text}`);
    return send("PUT", pathOf(users[0]), { body: `{"unsafe_metadata":{${members}}}` });
  });
  if (response.status !== 200) return outcomeOf(response);
  const text = new RegExp(`"number_${NUMBERS.indexOf(number)}"\\s*:\\s*([^\\s,}]*)`).exec(response.text)?.[1];
  return text ?? "missing";
};

/** @type {Fact[]} */
export const REPLACE_FACTS = [
  {
    id: "replace-field",
    statement:
      "PUT replaces a field entirely: keys that it does not contain are removed, also those of nested objects.",
    source: "documented",
    expected: { old: { b: 2 }, new: 3 },
    check: replaced("public_metadata", ({ null: _, array, ...metadata }) => metadata),
  },
  {
    id: "replace-clears",
    statement: "PUT with {} clears a field.",
    source: "documented",
    expected: {},
    check: replaced("private_metadata"),
  },
  {
    id: "replace-omitted",
    statement: "PUT does not change a field that it omits.",
    source: "documented",
    expected: { old: 1 },
    check: replaced("unsafe_metadata"),
  },
  {
    id: "replace-null-stored",
    statement: "PUT stores null as the value of a key.",
    source: "inferred",
    expected: { null: null },
    check: replaced("public_metadata", (metadata) => ("null" in metadata ? { null: metadata.null } : {})),
  },
  {
    id: "replace-null-in-array",
    statement: "PUT stores null in an object inside an array.",
    source: "inferred",
    expected: [{ null: null }],
    check: replaced("public_metadata", ({ array = null }) => array),
  },
  {
    id: "number-large-integer",
    statement: "An integer beyond 2^53 is stored and returned with all its digits.",
    source: "inferred",
    expected: NUMBERS[0],
    check: storedText(NUMBERS[0]),
  },
  {
    id: "number-decimal",
    statement: "A number is stored and returned as it was written: 1.50 stays 1.50.",
    source: "inferred",
    expected: NUMBERS[1],
    check: storedText(NUMBERS[1]),
  },
  {
    id: "nesting-depth",
    statement: `Metadata that is nested ${DEPTH} levels deep is accepted.`,
    source: "inferred",
    expected: { status: 200 },
    async check({ send, users }) {
      const metadata = `${'{"a":'.repeat(DEPTH)}1${"}".repeat(DEPTH)}`;
      return outcomeOf(await send("PUT", pathOf(users[0]), { body: `{"unsafe_metadata":${metadata}}` }));
    },
  },
];
