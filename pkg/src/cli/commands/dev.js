import { interrupted, listenError, PORT_OPTION, STOP_HINT } from "../server-commands.js";

/** @type {import("../types.js").Command} */
export default {
  summary: "Run the local Backend API",
  options: {
    port: { ...PORT_OPTION, default: 4100 },
    host: { type: "host", placeholder: "ADDRESS", default: "127.0.0.1", description: "Address to listen on." },
    "allow-host": {
      type: "host",
      multiple: true,
      description: "Respond under this host name too, besides loopback names.",
    },
    data: { type: "file", description: "Keep the users in this file. Default: in memory only." },
    seed: { type: "integer", max: 1_000_000, default: 0, description: "Start with this number of generated users." },
    "secret-key": {
      type: "secret-key",
      description: "Accept only this secret key. Default: every key that starts with sk_.",
    },
    "no-rate-limit": { type: "boolean", description: "Never respond with 429." },
  },
  examples: ["npx clerk-metadata dev --data users.ndjson --seed 25"],

  async run(options) {
    const { port, host, data, seed } = options;
    const { createLocalBackend } = await import("clerk-metadata/local");
    const backend = await createLocalBackend({
      file: data,
      secretKey: options["secret-key"],
      rateLimit: !options["no-rate-limit"],
    });
    try {
      if (seed > 0) backend.users.seed(seed);
      const server = await backend.listen({ port, host, allowHosts: options["allow-host"] });
      console.log(`Local Backend API: ${server.url}

  CLERK_API_URL=${server.url}
  CLERK_SECRET_KEY=${options["secret-key"] === undefined ? "sk_test_local (any key that starts with sk_)" : "the key of --secret-key"}

${backend.users.count()} users, ${data === undefined ? "in memory only" : `kept in ${data}`}. ${STOP_HINT}`);
      await interrupted();
      await server.close();
    } catch (error) {
      throw listenError(error, port);
    } finally {
      await backend.close();
    }
  },
};
