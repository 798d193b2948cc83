import { environment } from "../environment.js";
import { backendOf } from "./admin/backend.js";
import { serve } from "./admin/server.js";
import { secretKeyProblem } from "../local/secret-key.js";
import { interrupted, listenError } from "./server-commands.js";
import { parse, wholeNumber } from "./usage.js";

export const ADMIN_USAGE = `  admin  Serves a page to see and change users' metadata, on 127.0.0.1 until Ctrl-C
       --port N          where to listen (4200; 0 takes any free port)
       --api-url URL     the Backend API (CLERK_API_URL, else https://api.clerk.com)
       --sandbox         made-up users that live in the browser; needs no key
       The key is that of CLERK_SECRET_KEY. It stays with the server.`;

/** @type {import("./usage.js").Options} */
export const ADMIN_OPTIONS = {
  port: { type: "string", default: "4200" },
  "api-url": { type: "string" },
  sandbox: { type: "boolean", default: false },
};

/** @param {string[]} args */
export async function admin(args) {
  const values = parse(args, ADMIN_OPTIONS);
  const port = wholeNumber("--port", values.port, 65535);
  const backend = values.sandbox ? undefined : await liveBackend(values["api-url"]);
  try {
    const server = await serve({ port, backend });
    console.log(`The admin page, ${backend === undefined ? SANDBOX_MODE : liveMode(backend)}

  ${server.url}

The address lets one in: keep it to yourself. Ctrl-C ends it.`);
    await interrupted();
    await server.close();
  } catch (error) {
    throw listenError(error, port);
  }
}

const SANDBOX_MODE = "sandbox: its users are made up and live in the browser.";

/** @param {import("./admin/types.js").Backend} backend */
const liveMode = ({ instance, apiUrl }) =>
  `live: the ${instance} instance of the secret key, at ${apiUrl}. What you change there is changed.`;

/** @param {string | undefined} apiUrl The option `--api-url`. */
async function liveBackend(apiUrl) {
  const { secretKey, ...variables } = environment();
  if (secretKey === undefined) {
    throw new Error(
      "CLERK_SECRET_KEY is not set. Set it to the secret key of your instance, or take --sandbox, which needs no key.",
    );
  }
  const problem = secretKeyProblem(secretKey);
  if (problem !== undefined) throw new Error(`CLERK_SECRET_KEY: ${problem}`);
  return backendOf({ ...variables, secretKey, apiUrl: apiUrl ?? variables.apiUrl });
}
