// Sends the changes of a job by PUT: each field that a patch changes is replaced by the value that should be stored.
import { members } from "../json-text.js";

const TEXT_CALLS = Symbol.for("clerk-metadata.textCalls");
/** In the order of the input of a call. */
const FIELDS = ["publicMetadata", "privateMetadata", "unsafeMetadata"];

/**
 * A client for a run on these rows, which have the member `desired`, and the rows. Call `onFinished` with the ID of
 * each finished row.
 * @param {any} clerk
 * @param {Iterable<string>} rows
 */
export function replaceFields(clerk, rows) {
  /** The desired fields of unfinished rows. @type {Map<string, (string | undefined)[]>} */
  const unfinished = new Map();
  return {
    clerk: /** @type {any} */ ({
      /** @param {(options: any) => any} change */
      [TEXT_CALLS](change) {
        const call = clerk[TEXT_CALLS](change);
        return (/** @type {string} */ name, /** @type {any[]} */ input, /** @type {any[]} */ ...others) => {
          if (name !== "updateUserMetadata") return call(name, input, ...others);
          const [id, patch] = input;
          const desired = unfinished.get(id);
          const texts = patch.map((/** @type {unknown} */ text, /** @type {number} */ index) =>
            text === undefined ? undefined : desired?.[index],
          );
          // Without the desired value of a field, its patch has the same effect.
          const isKnown = texts.every(
            (/** @type {unknown} */ text, /** @type {number} */ index) =>
              (text === undefined) === (patch[index] === undefined),
          );
          return isKnown ? call("replaceUserMetadata", [id, texts]) : call(name, input);
        };
      },
    }),
    rows: (function* () {
      for (const row of rows) {
        const values = new Map(members(row));
        const desired = new Map(members(values.get("desired") ?? "{}"));
        unfinished.set(
          JSON.parse(values.get("id") ?? "null"),
          FIELDS.map((name) => desired.get(name)),
        );
        yield row;
      }
    })(),
    onFinished: (/** @type {string | undefined} */ id) => unfinished.delete(String(id)),
  };
}
