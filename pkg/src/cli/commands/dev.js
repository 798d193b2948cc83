import { startText } from "../dev/start-text.js";
import { startDevServer } from "../dev/server.js";
import { createUpstream } from "../dev/upstream.js";
import { addUsers, readUserArray } from "../dev/users.js";
import { interrupted, listenError, PORT_OPTION } from "../server-commands.js";
import { redactKeys, UsageError } from "../usage-error.js";

const CLERK_URL = "https://api.clerk.com";

/** The key that the start text suggests. No instance has it. */
const LOCAL_KEY = "sk_test_local";

/** @type {import("../types.js").Command} */
const command = {
  summary: "Run the local Backend API",
  description: [
    "Set CLERK_API_URL of your app to the printed URL. Users, organizations and their metadata are then read and changed locally.",
    "With --upstream, a user or an organization that is requested and does not exist locally is copied from there, and requests that dev does not serve, such as /v1/jwks, are forwarded with the key of your app. Changes stay local.",
  ],
  options: {
    port: { ...PORT_OPTION, default: 4100 },
    host: { type: "host", placeholder: "ADDRESS", default: "127.0.0.1", description: "Address to listen on." },
    "allow-host": {
      type: "host",
      multiple: true,
      description: "Respond under this host name too, besides loopback names.",
    },
    upstream: {
      type: "url",
      description: `Backend API to copy users from and to forward to. Default: ${CLERK_URL} if CLERK_SECRET_KEY is set.`,
    },
    "no-upstream": { type: "boolean", description: "Use no upstream, even if CLERK_SECRET_KEY is set." },
    data: {
      type: "file",
      description:
        "Keep the users in this file. A JSON array of users is read, and never written. Default: in memory only.",
    },
    user: { type: "user-id", multiple: true, description: "Create a user with this ID, unless it exists." },
    seed: { type: "integer", max: 1_000_000, default: 0, description: "Start with this number of generated users." },
    "seed-organizations": {
      type: "integer",
      max: 1_000_000,
      default: 0,
      description: "Start with this number of generated organizations. Generated users are their members.",
    },
    "secret-key": {
      type: "secret-key",
      description: "Accept only this secret key. Default: every key that starts with sk_.",
    },
    "no-rate-limit": { type: "boolean", description: "Never respond with 429." },
    "rate-limit-requests": {
      type: "integer",
      min: 1,
      max: 1_000_000_000,
      description: "Requests in a window of the rate limit. Default: 100, or 1000 with a live key.",
    },
    "rate-limit-ms": {
      type: "integer",
      min: 1,
      max: 86_400_000,
      default: 10_000,
      description: "Length of a window of the rate limit in milliseconds.",
    },
    "rate-limit-window": {
      type: "choice",
      choices: ["first-request", "fixed", "sliding"],
      default: "first-request",
      description: "When a window of the rate limit starts.",
    },
    "rate-limit-others": {
      type: "integer",
      max: 100,
      default: 0,
      description: "Percentage of the rate limit that other clients use.",
    },
    latency: { type: "integer", max: 60_000, default: 0, description: "Round trip of each request in milliseconds." },
    quiet: { type: "boolean", description: "Do not log requests." },
  },
  environment: { CLERK_SECRET_KEY: `Any value except ${LOCAL_KEY} turns on --upstream ${CLERK_URL}.` },
  examples: [
    "npx clerk-metadata dev --data users.ndjson --seed 25",
    "npx clerk-metadata dev --user user_1 --user user_2",
    `npx clerk-metadata dev --upstream ${CLERK_URL}`,
  ],

  async run(options) {
    const { port, host, data, seed, quiet, user: ids, "secret-key": secretKey } = options;
    const upstreamUrl = upstreamOf(options, process.env.CLERK_SECRET_KEY);
    if (upstreamUrl !== undefined && options["seed-organizations"] > 0)
      throw new UsageError(
        "--seed-organizations cannot be combined with an upstream, from which organizations are read. Add --no-upstream.",
        { command: "dev", option: "seed-organizations" },
      );
    rejectUnusedRateLimit(options);
    const array = readUserArray(data);
    // Imported here, so that no other command loads it.
    const { createLocalBackend } = await import("clerk-metadata/local");
    const backend = await createLocalBackend({
      file: array === undefined ? data : undefined,
      secretKey,
      rateLimit: !options["no-rate-limit"] && {
        window: options["rate-limit-window"],
        requests: options["rate-limit-requests"],
        seconds: options["rate-limit-ms"] / 1000,
        usedByOthers: options["rate-limit-others"] / 100,
      },
      latency: options.latency || undefined,
    });
    try {
      addUsers(backend, { file: data, array, seed, ids });
      if (options["seed-organizations"] > 0) backend.organizations.seed(options["seed-organizations"]);
      const server = await startDevServer(backend, {
        port,
        host,
        allowHosts: options["allow-host"],
        secretKey,
        upstream: upstreamUrl === undefined ? undefined : createUpstream(upstreamUrl),
        log: (line) => quiet || console.log(redactKeys(line)),
      });
      const count = backend.users.count();
      console.log(
        startText({
          url: server.url,
          upstream: upstreamUrl,
          count,
          organizationCount: backend.organizations.count(),
          data,
          isArray: array !== undefined,
          secretKey,
        }),
      );
      await interrupted();
      await server.close();
    } catch (error) {
      throw listenError(error, port);
    } finally {
      await backend.close();
    }
  },
};
export default command;

/** @param {Record<string, any>} options */
function rejectUnusedRateLimit(options) {
  if (!options["no-rate-limit"]) return;
  const { options: definitions } = command;
  const isSet = (/** @type {string} */ name) => options[name] !== definitions[name]?.default;
  const unused = Object.keys(definitions).find((name) => name.startsWith("rate-limit-") && isSet(name));
  if (unused !== undefined)
    throw new UsageError(`--no-rate-limit and --${unused} cannot be combined.`, { command: "dev", option: unused });
}

/**
 * @param {{ upstream?: string, "no-upstream"?: boolean }} options
 * @param {string | undefined} key
 */
function upstreamOf({ upstream, "no-upstream": noUpstream }, key) {
  const error = (/** @type {string} */ message) => new UsageError(message, { command: "dev", option: "no-upstream" });
  if (noUpstream) {
    if (upstream !== undefined) throw error("--upstream and --no-upstream cannot be combined.");
    return undefined;
  }
  if (upstream !== undefined || !key || key === LOCAL_KEY) return upstream;
  if (key.startsWith("sk_")) return CLERK_URL;
  throw error(
    `CLERK_SECRET_KEY is not a secret key: it does not start with sk_, so ${CLERK_URL} would reject it. Set a secret key, or use --no-upstream.`,
  );
}
