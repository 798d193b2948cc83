// The options of the commands of jobs, and what they mean.
import { DEFAULT_QUEUE, QUEUE_OPTIONS } from "../bullmq/options.js";
import { checkRedis } from "../bullmq/first-connection.js";
import { DEFAULT_MAX_OFFLINE, MAX_OFFLINE_OPTION, QUIET_OPTION, YES_OPTION } from "../client/options.js";
import { UsageError } from "../usage-error.js";

/** @import { Option } from "../types.js" */

/** @type {Record<string, Option>} */
export const RATE_OPTION = {
  rate: {
    type: "rate",
    description:
      "Share of the rate limit to use, such as 60%, or a number of requests in a period, such as 800/10s. Default: 60% of a live instance, 100% of a test instance.",
  },
};

/** Of the commands that read rows. @type {Record<string, Option>} */
export const INPUT_OPTIONS = {
  format: {
    type: "choice",
    choices: ["ndjson", "csv"],
    placeholder: "FORMAT",
    description: "Format of the rows: ndjson or csv. Default: csv for a file *.csv, ndjson otherwise.",
  },
  "csv-types": {
    type: "choice",
    choices: ["text", "json"],
    default: "text",
    placeholder: "TYPE",
    description: 'text: each cell is a string. json: each cell is JSON, such as 12, true or "12".',
  },
  duplicates: {
    type: "choice",
    choices: ["reject", "in-order"],
    default: "reject",
    placeholder: "NAME",
    description: "in-order: several rows for one user are applied one after the other.",
  },
  limit: { type: "integer", min: 1, placeholder: "N", description: "Use only the first N rows, for a trial." },
  job: { type: "string", placeholder: "DIR", description: "Name of the job folder. Default: clerk-job- and 4 digits." },
};

/** Of the commands that send changes. @type {Record<string, Option>} */
export const RUN_OPTIONS = {
  yes: YES_OPTION,
  ...RATE_OPTION,
  "max-failed": {
    type: "failure-limit",
    description: "Stop if more rows fail: a number such as 100, or a share of the rows such as 1%. Default: no limit.",
  },
  ...MAX_OFFLINE_OPTION,
  "on-drift": {
    type: "choice",
    choices: ["skip", "recompute", "force"],
    placeholder: "NAME",
    description:
      "What to do with a computed change whose stored values differ from those of the plan. skip: report a conflict. recompute: compute it again. force: send it. Default: skip.",
  },
  json: { type: "boolean", description: "Print one JSON object per line." },
  quiet: QUIET_OPTION,
};

/** Of the commands whose changes workers can send. @type {Record<string, Option>} */
export const ENGINE_OPTIONS = {
  engine: {
    type: "choice",
    choices: ["process", "bullmq"],
    placeholder: "NAME",
    description:
      "What sends the rows. process: this process. bullmq: the workers of a queue in Redis, which run the command worker; their --rate decides how fast rows are sent. Default: process, or the engine that the job was started with.",
  },
  ...QUEUE_OPTIONS,
  queue: {
    ...QUEUE_OPTIONS.queue,
    description: `Name of the queue. Each Clerk instance needs a queue of its own. Default: ${DEFAULT_QUEUE}, or the queue that the job was started with.`,
  },
};

/** What a finished command reports, for the description of commands. */
export const EXIT_STATUSES =
  "The exit status is 0 if all rows are done, 1 if the run has stopped and can be resumed, 2 if the command line or the input is invalid and nothing was sent, 3 if rows have failed or conflict, and 130 after Ctrl-C.";

/**
 * The options of a run, with those of the previous run of the job as defaults.
 * @param {Record<string, any>} values
 * @param {Record<string, any>} [previous]
 */
export const runOptionsOf = (values, previous = {}) => ({
  rate: values.rate ?? previous.rate,
  maxFailed: values["max-failed"] ?? previous.maxFailed,
  maxOffline: values["max-offline"] ?? previous.maxOffline,
  onDrift: values["on-drift"] ?? previous.onDrift,
  engine: values.engine ?? previous.engine,
  queue: values.queue ?? previous.queue,
});

/**
 * Rejects options that have no meaning for the engine, and an engine that cannot be used. Called before anything is
 * read or sent.
 * @param {string} command
 * @param {Record<string, any>} values
 * @param {Record<string, any>} options Of `runOptionsOf`.
 */
export async function checkEngine(command, values, { engine = "process", onDrift }) {
  const reject = (/** @type {string} */ message, /** @type {string} */ option) => {
    throw new UsageError(message, { command, option });
  };
  if (engine === "process") {
    if (values.queue !== undefined) reject("--queue needs --engine bullmq.", "queue");
    return;
  }
  if (values.redis === undefined) reject("--engine bullmq needs --redis, or the variable REDIS_URL.", "redis");
  if (values.rate !== undefined) reject("--rate is an option of the command worker if --engine is bullmq.", "rate");
  if (onDrift === "recompute")
    reject("--on-drift recompute needs --engine process, because workers do not compute changes.", "on-drift");
  await checkRedis(values.redis);
}

/**
 * The limits of a run for the engine.
 * @param {Record<string, any>} options Of `runOptionsOf`.
 * @param {number} rows
 */
export function limitsOf({ maxFailed, maxOffline, onDrift }, rows) {
  const failed = maxFailed === undefined ? Infinity : (maxFailed.rows ?? Math.floor(maxFailed.share * rows));
  return { maxFailed: failed, maxOffline: maxOffline ?? DEFAULT_MAX_OFFLINE, onDrift: onDrift ?? "skip" };
}

/**
 * Rejects options that have no meaning together.
 * @param {string} command
 * @param {Record<string, any>} values
 * @param {readonly (readonly [string, string])[]} pairs
 */
export function rejectTogether(command, values, pairs) {
  for (const [one, other] of pairs)
    if (isGiven(values[one]) && isGiven(values[other]))
      throw new UsageError(`--${one} and --${other} cannot be combined.`, { command, option: other });
}

/** @param {unknown} value */
export const isGiven = (value) => value !== undefined && value !== false;
