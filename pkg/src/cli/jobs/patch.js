import { BAD_INPUT, ExitError } from "../exit-status.js";
import { readInputText } from "../files/input.js";
import { members } from "../json-text.js";

/** A row whose user is not known yet. */
const ANY_USER = '"id":"user_0"';

/**
 * The JSON text of `--patch`: an object with a patch for each field. Numbers keep their digits.
 * @param {string} value JSON, or `@` and the path of a file with JSON.
 */
export async function readPatch(value) {
  const text = (value.startsWith("@") ? await readPatchFile(value.slice(1)) : value).trim();
  const fail = (/** @type {string} */ problem) => new ExitError(`--patch ${problem}`, BAD_INPUT);
  let patch;
  try {
    patch = JSON.parse(text);
  } catch (error) {
    throw fail(`is not JSON: ${/** @type {Error} */ (error).message}`);
  }
  if (typeof patch !== "object" || patch === null || Array.isArray(patch))
    throw fail('must be an object with fields, such as {"publicMetadata":{"trial":null}}.');
  const userName = ["id", "externalId", "organizationId", "userId"].find((name) => name in patch);
  if (userName !== undefined) throw fail(`must not have ${userName}: it is the change of every user.`);
  const fields = members(text)
    .map(([name, member]) => `${JSON.stringify(name)}:${member}`)
    .join(",");
  const { checkRows } = await import("clerk-metadata/bulk");
  try {
    await checkRows([`{${ANY_USER},${fields}}`.replace(",}", "}")], { format: "ndjson" });
  } catch (error) {
    const [problem] = /** @type {any} */ (error).problems ?? [];
    throw fail(problem ? `${problem.path ? `${problem.path}: ` : ""}${problem.reason}` : String(error));
  }
  return `{${fields}}`;
}

/** @param {string} path */
async function readPatchFile(path) {
  try {
    return await readInputText(path, { allowPipe: true });
  } catch (error) {
    throw new ExitError(`--patch: ${/** @type {Error} */ (error).message}`, BAD_INPUT, error);
  }
}
