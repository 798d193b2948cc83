import { connectionOptions } from "../../environment.js";
import { secretKeyProblem } from "../../local/secret-key.js";
import { backendOf } from "../admin/backend.js";
import { serve } from "../admin/server.js";
import { interrupted, listenError, PORT_OPTION, STOP_HINT } from "../server-commands.js";

/** @import { Backend } from "../admin/types.js" */

/** @type {import("../types.js").Command} */
export default {
  summary: "Serve a page to view and change users' metadata",
  description: [
    "Prints a 127.0.0.1 URL that contains an access token, and serves the page there. The secret key stays with this process; the browser never has it.",
  ],
  options: {
    port: { ...PORT_OPTION, default: 4200 },
    "api-url": {
      type: "url",
      env: "CLERK_API_URL",
      default: "https://api.clerk.com",
      description: "URL of the Backend API.",
    },
    sandbox: {
      type: "boolean",
      description: "Serve only the sandbox, whose generated users live in the browser. Needs no secret key.",
    },
  },
  environment: {
    CLERK_SECRET_KEY: "Secret key of the instance. Required without --sandbox.",
    CLERK_API_VERSION: "Version of the Backend API. Default: v1.",
  },
  examples: ["CLERK_SECRET_KEY=sk_test_… npx clerk-metadata admin", "npx clerk-metadata admin --sandbox"],

  async run({ port, "api-url": apiUrl, sandbox }) {
    const backend = sandbox ? undefined : await liveBackend(apiUrl);
    try {
      const server = await serve({ port, backend });
      console.log(`Admin page, ${backend === undefined ? SANDBOX_MODE : liveMode(backend)}

  ${server.url}

The URL contains an access token. Do not share it. ${STOP_HINT}`);
      await interrupted();
      await server.close();
    } catch (error) {
      throw listenError(error, port);
    }
  },
};

const SANDBOX_MODE = "sandbox mode: its users are generated and live in the browser.";

/** @param {Backend} backend */
const liveMode = ({ instance, apiUrl }) =>
  `live mode: the ${instance} instance of the secret key, at ${apiUrl}. Changes affect its users.`;

/** @param {string} apiUrl */
async function liveBackend(apiUrl) {
  const { secretKey, apiVersion } = connectionOptions();
  if (secretKey === undefined) {
    throw new Error(
      "CLERK_SECRET_KEY is not set. Set it to the secret key of your instance, or use --sandbox, which needs no key.",
    );
  }
  const problem = secretKeyProblem(secretKey);
  if (problem !== undefined) throw new Error(`CLERK_SECRET_KEY is not a secret key: ${problem}`);
  return backendOf({ apiVersion, secretKey, apiUrl });
}
