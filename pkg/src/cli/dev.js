import { createLocalBackend } from "clerk-metadata/local";
import { hostNameOf } from "../local/host-header.js";
import { secretKeyProblem } from "../local/secret-key.js";
import { interrupted, listenError } from "./server-commands.js";
import { parse, UsageError, wholeNumber } from "./usage.js";

export const DEV_USAGE = `  dev  Runs the local Backend API until Ctrl-C
       --port N          where to listen (4100; 0 takes any free port)
       --host ADDRESS    on which address (127.0.0.1)
       --allow-host NAME respond under this name too, as well as loopback names; may be repeated
       --data FILE       keep the users in this file
       --seed N          begin with N made-up users
       --secret-key KEY  take this key only (any that begins with sk_)
       --no-rate-limit   never answer 429`;

/** @type {import("./usage.js").Options} */
export const DEV_OPTIONS = {
  port: { type: "string", default: "4100" },
  host: { type: "string", default: "127.0.0.1" },
  "allow-host": { type: "string", multiple: true, default: [] },
  data: { type: "string" },
  seed: { type: "string", default: "0" },
  "secret-key": { type: "string" },
  "no-rate-limit": { type: "boolean", default: false },
};

/** @param {string[]} args */
export async function dev(args) {
  const values = parse(args, DEV_OPTIONS);
  const port = wholeNumber("--port", values.port, 65535);
  const seed = wholeNumber("--seed", values.seed, 1_000_000);
  const invalidName = values["allow-host"].find((/** @type {string} */ name) => hostNameOf(name) === undefined);
  if (invalidName !== undefined)
    throw new UsageError(
      `--allow-host takes a name such as backend or api.example.test, without scheme, port or wildcard, not ${invalidName}.`,
    );
  const secretKey = values["secret-key"];
  const problem = secretKey === undefined ? undefined : secretKeyProblem(secretKey);
  if (problem !== undefined) throw new UsageError(`--secret-key: ${problem}`);
  const backend = await createLocalBackend({
    file: values.data,
    secretKey,
    rateLimit: !values["no-rate-limit"],
  });
  try {
    if (seed > 0) backend.users.seed(seed);
    const server = await backend.listen({ port, host: values.host, allowHosts: values["allow-host"] });
    console.log(`Local Backend API on ${server.url}

  CLERK_API_URL=${server.url}
  CLERK_SECRET_KEY=${secretKey === undefined ? "sk_test_local   (any key that begins with sk_)" : "the key given"}

${backend.users.count()} users, ${values.data === undefined ? "gone when it ends" : `kept in ${values.data}`}. Ctrl-C ends it.`);
    await interrupted();
    await server.close();
  } catch (error) {
    throw listenError(error, port);
  } finally {
    await backend.close();
  }
}
