// Gives a command its client: finds the key and the URL, and says on stderr where the key is from.
import { backendOf } from "../admin/backend.js";
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { OPTION_TYPES } from "../option-types.js";
import { redactKeys, UsageError } from "../usage-error.js";
import { secretKeyProblem } from "../../local/secret-key.js";
import { readVariables } from "./env-files.js";
import { readInstance } from "./instance.js";
import { API_URL, API_VERSION, SECRET_KEY } from "./options.js";

/** @import { ClerkClient } from "../../../types/client.js" */
/** @import { ClerkClientOptions } from "../../../types/options.js" */
/** @import { Variable } from "./env-files.js" */
/** @import { Instance } from "./instance.js" */

/**
 * @typedef {object} Connection
 * @property {ClerkClient} clerk A client without a limiter.
 * @property {(options?: ClerkClientOptions) => ClerkClient} createClient A client with more options, such as a limiter.
 * @property {boolean} isLive Whether the key is one of a live instance.
 * @property {string} apiUrl
 * @property {string} keySource Where the key is from, such as `.env.local`, or `the environment`.
 * @property {() => Promise<Instance>} readInstance Sends `GET /v1/instance`, once.
 */

/**
 * @param {Record<string, any>} values Of the options, which include `CLIENT_OPTIONS`.
 * @param {string} command Its name, for errors.
 * @param {{ isQuiet?: boolean }} [options] With `isQuiet`, nothing is printed.
 * @returns {Promise<Connection>}
 */
export async function connect(values, command, { isQuiet = false } = {}) {
  const { "env-file": file, "no-env-file": isDisabled } = values;
  if (file !== undefined && isDisabled)
    throw new UsageError("--env-file and --no-env-file exclude each other. Leave out one of them.", { command });
  const log = (/** @type {string} */ text) => {
    if (!isQuiet) console.error(redactKeys(text));
  };
  const { variables, files } = await readVariables({
    file,
    isDisabled,
    names: [SECRET_KEY, API_URL, API_VERSION],
  });
  const key = checkKey(variables[SECRET_KEY], file, files);
  const options = {
    secretKey: key.value,
    apiUrl: values["api-url"] ?? apiUrlOf(variables[API_URL]),
    apiVersion: variables[API_VERSION]?.value || undefined,
  };
  const isLive = key.value.startsWith("sk_live_");
  // Rejects what the client rejects, before the first request.
  const backend = await backendOf(options).catch((error) => {
    throw new ExitError(error.message, BAD_INPUT, error);
  });
  const keySource = key.source ?? "the environment";
  const to = options.apiUrl === undefined ? "" : `, at ${backend.apiUrl}`;
  if (key.source !== undefined || to !== "")
    log(`${SECRET_KEY} from ${keySource}: a ${isLive ? "live" : "test"} instance${to}.`);
  const { createClerkClient } = await import("clerk-metadata");
  /** @type {Promise<Instance> | undefined} */
  let instance;
  return {
    clerk: createClerkClient(options),
    createClient: (more) => createClerkClient({ ...options, ...more }),
    isLive,
    apiUrl: backend.apiUrl,
    keySource,
    readInstance: () => (instance ??= readInstance(backend, isLive, values["max-offline"])),
  };
}

/**
 * @param {Variable | undefined} key
 * @param {string | undefined} file
 * @param {string[]} files That were read.
 * @returns {Variable}
 */
function checkKey(key, file, files) {
  const reject = (/** @type {string} */ message) => new ExitError(message, BAD_INPUT);
  if (!key?.value) throw reject(missingKey(key, file, files));
  const { value, source } = key;
  const problem = secretKeyProblem(value);
  if (problem !== undefined)
    throw reject(`${SECRET_KEY} ${source === undefined ? "" : `in ${source} `}is not a secret key: ${problem}`);
  return key;
}

/**
 * @param {Variable | undefined} key
 * @param {string | undefined} file
 * @param {string[]} files
 */
function missingKey(key, file, files) {
  if (file !== undefined) return `${file} does not set ${SECRET_KEY}, and neither does the environment.`;
  if (key !== undefined) {
    const place = key.source ?? "the environment";
    return `${SECRET_KEY} is empty in ${place}. Set it to the secret key of your instance, or remove it there.`;
  }
  const searched =
    files.length === 0 ? "" : ` ${files.join(" and ")} ${files.length === 1 ? "does" : "do"} not set it.`;
  return `${SECRET_KEY} is not set.${searched} Set it in the environment or in .env.local, or name a file with --env-file.`;
}

/** @param {Variable | undefined} variable */
function apiUrlOf(variable) {
  if (!variable?.value) return undefined;
  try {
    return /** @type {string} */ (OPTION_TYPES.url.convert(variable.value, { type: "url", description: "" }));
  } catch (error) {
    const place = variable.source === undefined ? "" : ` in ${variable.source}`;
    throw new ExitError(`${API_URL}${place} ${/** @type {Error} */ (error).message}`, BAD_INPUT, error);
  }
}
