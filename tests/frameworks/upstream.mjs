// `dev --upstream` of the packed tarball, between an app and the Backend API of its instance.
import { createPublicKey } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";

/** The public key of an issuer of session tokens, as `/v1/jwks` returns it. */
export const jwksOf = ({ jwtKey }) => ({
  keys: [{ ...createPublicKey(jwtKey).export({ format: "jwk" }), kid: "ins_local", alg: "RS256", use: "sig" }],
});

/** Starts it on a free port: `{ url, stop }`. `cli` is the file of the command line. */
export async function startDev(cli, upstream, env) {
  const args = [cli, "dev", "--port", "0", "--no-rate-limit", "--upstream", upstream];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(child, "exit");
  let output = "";
  const url = await new Promise((resolve, reject) => {
    child.stdout.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
      const [, found] = /CLERK_API_URL=(\S+)\n/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    });
    exit.then(([code]) => reject(new Error(`dev exited with ${code}`)));
  });
  return {
    url,
    async stop() {
      child.kill("SIGTERM");
      await exit;
    },
  };
}
