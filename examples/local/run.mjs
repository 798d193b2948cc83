// Starts a command, such as that of an example, against a local Backend API and with a user who is
// signed in, and prints how to call it:
//
//   node ../local/run.mjs POST http://127.0.0.1:3000/updateBirthday npm run dev
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createIssuer, variables } from "./session.mjs";

const USER = "user_ada";
const SECRET_KEY = "sk_test_local";

const [method, url, command, ...args] = process.argv.slice(2);
if (command === undefined) {
  console.error(
    "Give a method, an address and a command: node run.mjs POST http://127.0.0.1:3000/updateBirthday npm run dev",
  );
  process.exit(1);
}

// The package that the example has installed.
const { createLocalBackend } = createRequire(join(process.cwd(), "package.json"))("clerk-metadata/local");
const backend = await createLocalBackend({
  secretKey: SECRET_KEY,
  users: [{ id: USER, firstName: "Ada", publicMetadata: { theme: "dark" } }],
});
const api = await backend.listen();
const issuer = createIssuer();

// As a page of the app would call it: some frameworks take nothing else.
console.log(`A local Backend API is at ${api.url}. Call the app, signed in for an hour:

  curl -X ${method} ${url} -H "Origin: ${new URL(url).origin}" -H "Authorization: Bearer ${issuer.token(USER)}"

and look at the user:

  curl ${api.url}/v1/users/${USER} -H "Authorization: Bearer ${SECRET_KEY}"
`);

const environment = { ...process.env, ...variables({ secretKey: SECRET_KEY, apiUrl: api.url, jwtKey: issuer.jwtKey }) };
const child = spawn(command, args, { stdio: "inherit", env: environment, shell: process.platform === "win32" });
// Ctrl-C reaches the child too, which ends by itself.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => signal === "SIGTERM" && child.kill(signal));
child.on("error", (error) => {
  console.error(`${command} cannot be started: ${error.message}`);
  process.exitCode = 1;
});
child.on("close", async (code) => {
  process.exitCode ??= code ?? 1;
  await api.close();
  await backend.close();
});
