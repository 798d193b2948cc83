import { createLocalBackend } from "clerk-metadata/local";
import { interrupted, listenError } from "./serving.js";
import { parse, wholeNumber } from "./usage.js";

export const DEV_USAGE = `  dev  Runs the local Backend API until Ctrl-C
       --port N          where to listen (4100; 0 takes any free port)
       --host ADDRESS    on which address (127.0.0.1)
       --data FILE       keep the users in this file
       --seed N          begin with N made-up users
       --secret-key KEY  take this key only (any that begins with sk_)
       --no-rate-limit   never answer 429`;

const OPTIONS = {
  port: { type: "string", default: "4100" },
  host: { type: "string", default: "127.0.0.1" },
  data: { type: "string" },
  seed: { type: "string", default: "0" },
  "secret-key": { type: "string" },
  "no-rate-limit": { type: "boolean", default: false },
};

export async function dev(args) {
  const values = parse(args, OPTIONS);
  const port = wholeNumber("--port", values.port, 65535);
  const seed = wholeNumber("--seed", values.seed, 1_000_000);
  const backend = await createLocalBackend({
    file: values.data,
    secretKey: values["secret-key"],
    rateLimit: !values["no-rate-limit"],
  });
  try {
    if (seed > 0) backend.users.seed(seed);
    const server = await backend.listen({ port, host: values.host });
    console.log(`Local Backend API on ${server.url}

  CLERK_API_URL=${server.url}
  CLERK_SECRET_KEY=${values["secret-key"] === undefined ? "sk_test_local   (any key that begins with sk_)" : "the key given"}

${backend.users.count()} users, ${values.data === undefined ? "gone when it ends" : `kept in ${values.data}`}. Ctrl-C ends it.`);
    await interrupted();
    await server.close();
  } catch (error) {
    throw listenError(error, port);
  } finally {
    await backend.close();
  }
}
