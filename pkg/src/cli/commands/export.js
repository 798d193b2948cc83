import { connect } from "../client/connect.js";
import { instanceLabel } from "../client/instance.js";
import { CLIENT_ENVIRONMENT, CLIENT_OPTIONS, MAX_OFFLINE_OPTION, QUIET_OPTION } from "../client/options.js";
import { textCalls } from "../client/text-calls.js";
import { ExitError, FAILED_ROWS, STOPPED } from "../exit-status.js";
import { STDIN } from "../files/input.js";
import { createNewFile } from "../files/new-file.js";
import { untilInterrupted } from "../interrupt.js";
import { createOutput } from "../output.js";
import { countText, startProgress, usersText } from "../progress.js";
import { UsageError } from "../usage-error.js";
import { countUsers } from "../users/count-users.js";
import { rowsOfIds, rowsOfQueries } from "../users/export-users.js";
import { FILTER_OPTIONS, filterParams } from "../users/filters.js";
import { readIds } from "../users/id-list.js";

/** More IDs without a user are only counted. */
const MAX_LISTED = 20;

const { query, "user-id": _, ...OTHER_FILTERS } = FILTER_OPTIONS;

/** @type {import("../types.js").Command} */
export default {
  summary: "Write the metadata of users to a file",
  description: [
    "Writes a JSON object for each user, one in each line: id, externalId, publicMetadata, privateMetadata and unsafeMetadata, with every digit of numbers.",
    "The users are those of the instance (--all), those that match all filters, or those whose IDs are in FILE. The file is complete, or it does not exist: it gets its name when everything is written. Only its owner can read it, because it contains private metadata.",
    "Only one export at a time can write to a path. One that was killed leaves a hidden file *.partial, which the next export to the path removes.",
    "The exit code is 3 if FILE names users that do not exist.",
  ],
  arguments: [
    {
      type: "string",
      placeholder: "FILE",
      description: "File with a user ID, or a JSON object with the member id, in each line. - reads stdin.",
    },
  ],
  options: {
    all: { type: "boolean", description: "Export all users of the instance." },
    query: {
      ...query,
      multiple: true,
      description: `${query.description} If it is repeated, users that match any of them are exported.`,
    },
    ...OTHER_FILTERS,
    out: { type: "file", description: "Write to this new file. Default: stdout." },
    force: { type: "boolean", description: "Replace the file of --out if it exists." },
    ...MAX_OFFLINE_OPTION,
    quiet: QUIET_OPTION,
    ...CLIENT_OPTIONS,
  },
  environment: CLIENT_ENVIRONMENT,
  examples: ["npx clerk-metadata export --all --out users.ndjson", "npx clerk-metadata export ids.txt > users.ndjson"],

  async run(values, [file]) {
    const { query: queries, "max-offline": maxOffline, ...others } = values;
    const filters = filterParams(others);
    checkSelection(values.all, file, filters.length + queries.length > 0);
    const ids = file === undefined ? undefined : await readIds(file);
    const target = createTarget(values);
    try {
      const connection = await connect(values, "export", { isQuiet: values.quiet });
      await untilInterrupted(`The export was interrupted.${target.notWritten}`, (signal) =>
        exportUsers(connection, target, { filters, queries, ids, maxOffline, signal, isQuiet: values.quiet }),
      );
    } catch (error) {
      target.discard();
      if (error instanceof ExitError && error.status === STOPPED) error.message += target.notWritten;
      throw error;
    }
  },
};

/**
 * @param {import("../client/connect.js").Connection} connection
 * @param {ReturnType<typeof createTarget>} target
 * @param {{
 *   filters: unknown[],
 *   queries: string[],
 *   ids: string[] | undefined,
 *   maxOffline: number | undefined,
 *   signal: AbortSignal,
 *   isQuiet: boolean,
 * }} options
 */
async function exportUsers(connection, target, { filters, queries, ids, maxOffline, signal, isQuiet }) {
  const { createRateLimiter } = await import("clerk-metadata/bulk");
  const call = textCalls(connection.createClient({ limiter: createRateLimiter(), signal }));
  // Also finds a rejected key before the first page.
  const instance = await connection.readInstance();
  const total = ids?.length ?? (queries.length === 0 ? await countUsers(connection.clerk, filters) : undefined);
  let count = 0;
  let missing = 0;
  const ofTotal = total === undefined ? "" : `/${countText(total)}`;
  const progress = startProgress(() => [`export  ${countText(count)}${ofTotal} users`], { isQuiet });
  try {
    const onWait = (/** @type {string} */ text) => progress.print(text);
    const onMissing = (/** @type {string} */ id) => {
      if (++missing <= MAX_LISTED) progress.print(`No such user: ${id}`);
    };
    const pages =
      ids === undefined
        ? rowsOfQueries(call, { filters, queries, maxOffline, onWait, signal })
        : rowsOfIds(call, ids, { onMissing, maxOffline, onWait, signal });
    for await (const rows of pages) {
      if (rows.length > 0) await target.write(`${rows.join("\n")}\n`);
      count += rows.length;
    }
  } finally {
    progress.stop();
  }
  await target.commit();
  const notFound = missing === 0 ? "" : ` Not found: ${usersText(missing)} of the list.`;
  if (missing > 0) process.exitCode = FAILED_ROWS;
  if (!isQuiet) console.error(`Exported ${usersText(count)} of ${instanceLabel(instance)}${target.label}.${notFound}`);
}

/**
 * Where the rows go: a file, or stdout.
 * @param {Record<string, any>} values
 */
function createTarget({ out, force, quiet }) {
  if (out === undefined) {
    if (force) throw new UsageError("--force requires --out.", { command: "export", option: "force" });
    const output = createOutput();
    return { write: output.write, commit: output.end, discard() {}, label: "", notWritten: "" };
  }
  if (out === STDIN)
    throw new UsageError("--out - is not a file. Leave out --out to write to stdout.", {
      command: "export",
      option: "out",
    });
  const onIncomplete = (/** @type {string} */ path) => {
    if (!quiet) console.error(`An earlier export to ${out} was killed. Its incomplete file ${path} was removed.`);
  };
  return {
    ...createNewFile(out, { force, onIncomplete }),
    label: ` to ${out}`,
    notWritten: ` ${out} was not written.`,
  };
}

/**
 * @param {boolean} all
 * @param {string | undefined} file
 * @param {boolean} hasFilters
 */
function checkSelection(all, file, hasFilters) {
  const reject = (/** @type {string} */ message, option = "all") =>
    new UsageError(message, { command: "export", option });
  if (!all && file === undefined && !hasFilters)
    throw reject("Nothing is selected. Add --all, or filters such as --query, or pass a file with user IDs.");
  if (all && file !== undefined) throw reject("--all and FILE exclude each other.");
  if (all && hasFilters) throw reject("--all and filters exclude each other. Leave out --all.");
  if (file !== undefined && hasFilters) throw reject("FILE and filters exclude each other.", "query");
}
