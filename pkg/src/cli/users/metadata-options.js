// The options --public, --private and --unsafe: metadata as JSON, from a file, or from stdin.
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { readInputText, STDIN } from "../files/input.js";
import { JsonError, members, repeatedKey } from "../json-text.js";
import { UsageError } from "../usage-error.js";

/** The names of the options, and of the fields in the order of the client's input. */
const FIELDS = { public: "publicMetadata", private: "privateMetadata", unsafe: "unsafeMetadata" };
const FIELD_OPTIONS = /** @type {(keyof typeof FIELDS)[]} */ (Object.keys(FIELDS));

/**
 * @param {string} verb What the value does.
 * @returns {Record<string, import("../types.js").Option>}
 */
export const metadataOptions = (verb) =>
  Object.fromEntries(
    FIELD_OPTIONS.map((name) => [
      name,
      {
        type: "string",
        placeholder: "JSON",
        description: `${verb} the ${name} metadata. @FILE reads a file, - stdin.`,
      },
    ]),
  );

/**
 * The text of each field, `undefined` for those without an option.
 * @param {Record<string, any>} values
 * @param {string} command
 * @returns {Promise<(string | undefined)[]>}
 */
export async function readMetadataOptions(values, command) {
  const changed = FIELD_OPTIONS.filter((name) => values[name] !== undefined);
  if (changed.length === 0)
    throw new UsageError("Nothing to change. Add --public, --private or --unsafe.", { command, option: "public" });
  if (changed.filter((name) => values[name] === STDIN).length > 1)
    throw new UsageError("Only one option can read stdin.", { command, option: changed[0] });
  const texts = [];
  for (const name of FIELD_OPTIONS)
    texts.push(values[name] === undefined ? undefined : await readField(name, values[name]));
  return texts;
}

/**
 * @param {string} name
 * @param {string} value
 */
async function readField(name, value) {
  const isFile = value.startsWith("@") && value.length > 1;
  const path = isFile ? value.slice(1) : value;
  const isInline = !isFile && value !== STDIN;
  const text = (isInline ? value : await readInputText(path, { allowPipe: isFile })).trim();
  const place = isInline ? `--${name}` : `--${name} (${isFile ? path : "stdin"})`;
  const reject = (/** @type {string} */ reason) => new ExitError(`${place} ${reason}`, BAD_INPUT);
  if (text === "") throw reject("is empty. To change nothing, leave out the option.");
  try {
    members(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const hint =
      isInline && /^\{\s*[A-Za-z_]/.test(text)
        ? " The shell has removed the quotes: put the JSON in single quotes, or pass it as @FILE."
        : "";
    throw reject(`is not JSON: ${error.message}.${hint}`);
  }
  if (!text.startsWith("{"))
    throw reject('must be a JSON object, such as {"plan":"pro"}. To remove a key, set it to null in the object.');
  const repeated = repeatedKey(text);
  if (repeated !== undefined) throw reject(`has the key ${JSON.stringify(repeated)} twice. Remove one of them.`);
  return text;
}

/**
 * A row of these fields, as text.
 * @param {import("./stored-text.js").StoredText["ids"]} ids
 * @param {(string | undefined)[]} texts
 */
export const rowOf = (ids, texts) => {
  const fields = FIELD_OPTIONS.flatMap((name, index) =>
    texts[index] === undefined ? [] : [`"${FIELDS[name]}":${texts[index]}`],
  );
  return `{${[JSON.stringify(ids).slice(1, -1), ...fields].join(",")}}`;
};

/**
 * "publicMetadata and unsafeMetadata"
 * @param {(string | undefined)[]} texts
 */
export const fieldNames = (texts) =>
  FIELD_OPTIONS.filter((_, index) => texts[index] !== undefined)
    .map((name) => FIELDS[name])
    .join(", ")
    .replace(/, ([^,]*)$/, " and $1");
