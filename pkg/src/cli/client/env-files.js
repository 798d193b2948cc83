// The variables of the environment, and of the files .env.local and .env, as Next.js reads them: the same parser
// (@next/env), the same order, and a variable of the environment wins.
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { readInputText, STDIN } from "../files/input.js";
import { SECRET_KEY } from "./options.js";

/** @typedef {{ value: string, source: string | undefined }} Variable `source` is a file. None: the environment. */
/** @typedef {{ path: string, contents: string, env: Record<string, string | undefined> }} EnvFile */

/**
 * @param {{
 *   file?: string | undefined,
 *   isDisabled?: boolean,
 *   names: readonly string[],
 * }} options `file` is read instead of the files of the folder. `names` are those of the variables.
 * @returns {Promise<{ variables: Record<string, Variable>, files: string[] }>} `files` were read.
 */
export async function readVariables({ file, isDisabled = false, names }) {
  /** @type {Record<string, Variable>} */
  const variables = {};
  for (const name of names) {
    const value = process.env[name];
    if (value !== undefined) variables[name] = { value, source: undefined };
  }
  if (file !== undefined) {
    const envFile = await readNamedFile(file);
    await evaluate([envFile], names);
    for (const name of names) addNamed(variables, name, envFile);
    return { variables, files: [file] };
  }
  if (isDisabled) return { variables, files: [] };
  const envFiles = FILES().flatMap(readFolderFile);
  await evaluate(envFiles, []);
  for (const name of names) {
    const found = envFiles.find(({ env }) => Object.hasOwn(env, name));
    if (found !== undefined) variables[name] ??= { value: found.env[name] ?? "", source: found.path };
  }
  return { variables, files: envFiles.map(({ path }) => path) };
}

/** Next.js does not read .env.local in tests. */
const FILES = () => (process.env.NODE_ENV === "test" ? [".env"] : [".env.local", ".env"]);

/**
 * Adds a variable of the file that the command line names. The environment must not contradict it: whichever won, a
 * person could take one instance for another.
 * @param {Record<string, Variable>} variables
 * @param {string} name
 * @param {EnvFile} file
 */
function addNamed(variables, name, { path, env }) {
  const value = env[name];
  if (!value) return;
  const other = variables[name]?.value;
  if (other && other !== value)
    throw new ExitError(
      `${name} is set in the environment, and has another value in ${path}. Unset it, or leave out --env-file.`,
      BAD_INPUT,
    );
  variables[name] = { value, source: path };
}

/**
 * Sets `env` of the files. The parser expands variables with `process.env`, and assigns to it: it is restored, so that
 * a file cannot change how this process works (such as NODE_TLS_REJECT_UNAUTHORIZED).
 * @param {EnvFile[]} files
 * @param {readonly string[]} without Variables of the environment that it must not use.
 */
async function evaluate(files, without) {
  /** @type {any} A CommonJS module. */
  const { default: nextEnv } = await import("#next-env");
  const before = { ...process.env };
  for (const name of without) delete process.env[name];
  try {
    nextEnv.processEnv(files, "", { info() {}, error: rethrow }, true);
  } finally {
    for (const name of Object.keys(process.env)) if (!Object.hasOwn(before, name)) delete process.env[name];
    for (const [name, value] of Object.entries(before)) if (process.env[name] !== value) process.env[name] = value;
  }
}

/**
 * @param {string} message
 * @param {unknown} cause
 * @returns {never}
 */
function rethrow(message, cause) {
  throw new Error(message, { cause });
}

/**
 * A file that is missing is skipped, and so is a folder `.env`, such as a virtual environment of Python. Any other
 * problem is an error: without the file, the key of another instance could be used.
 * @param {string} path
 * @returns {EnvFile[]}
 */
function readFolderFile(path) {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) {
      if (path === ".env") return [];
      throw new Error("it is a folder.");
    }
    return stats.isFile() || stats.isFIFO() ? [readFile(path)] : [];
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === "ENOENT") return [];
    throw new ExitError(
      `${path} cannot be read: ${message.replace(/[^.]$/, "$&.")} Fix the file, or add --no-env-file.`,
      BAD_INPUT,
      error,
    );
  }
}

/**
 * @param {string} path
 * @returns {Promise<EnvFile>}
 */
async function readNamedFile(path) {
  try {
    // Not stdin, which may have the rows.
    const name = path === STDIN ? `./${path}` : path;
    return { path, contents: await readInputText(name, { allowPipe: true }), env: {} };
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new ExitError(
      `--env-file: ${message} Name a file with ${SECRET_KEY}=…, or leave out --env-file to read .env.local and .env.`,
      BAD_INPUT,
      error,
    );
  }
}

/**
 * @param {string} path
 * @returns {EnvFile}
 */
function readFile(path) {
  const contents = readFileSync(resolve(path), "utf8");
  if (contents.includes("\0")) throw new Error("it is not a text file in UTF-8. Save it as UTF-8.");
  return { path, contents, env: {} };
}
