// withMetadata with the client that Clerk's package for a framework constructs. Next.js and Vite bundle these packages,
// so the program is bundled too.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "./app-process.mjs";

const pkg = join(dirname(fileURLToPath(import.meta.url)), "../../pkg");
const PUBLISHABLE_KEY = `pk_test_${btoa("clerk.example.com$")}`;

/** What a loader or an endpoint passes to `clerkClient`. */
const ARGUMENT = "{ request: new Request('http://app.test'), context: {}, locals: {} }";

/** For each entry: the module of Clerk, and the wrapped client. */
const FRAMEWORKS = {
  "clerk-metadata/astro": ["@clerk/astro/server", `withMetadata(clerkClient(${ARGUMENT}), { context: ${ARGUMENT} })`],
  "clerk-metadata/express": ["@clerk/express", "withMetadata(clerkClient)"],
  "clerk-metadata/nextjs": ["@clerk/nextjs/server", "await withMetadata(clerkClient())"],
  "clerk-metadata/react-router": [
    "@clerk/react-router/server",
    `withMetadata(clerkClient(${ARGUMENT}), { args: ${ARGUMENT} })`,
  ],
  "clerk-metadata/tanstack-react-start": ["@clerk/tanstack-react-start/server", "withMetadata(clerkClient())"],
};

export const hasOfficialClient = ({ entry }) => entry in FRAMEWORKS;

/** Calls a method of Clerk and one of this package, and then one with the key of another instance. */
const program = (entry, [clerkModule, client]) => `
  import { clerkClient } from "${clerkModule}";
  import { withMetadata } from "${entry}";
  const clerk = ${client};
  const { id } = await clerk.users.createUser({ emailAddress: ["ada@example.com"], skipPasswordRequirement: true });
  const call = clerk.users.updateUserMetadata(id, { publicMetadata: { plan: "pro" } });
  const { data, response } = await call.withResponse();
  const other = ${client};
  process.env.CLERK_SECRET_KEY = "sk_live_other";
  const error = await other.users.getUser(id).then(() => undefined, (reason) => reason);
  console.log(JSON.stringify({
    sameId: data.id === id,
    publicMetadata: data.publicMetadata,
    attempts: response.attempts,
    hasBanUser: typeof clerk.users.banUser,
    error: error && [error.name, error.path, error.message.includes("live")],
  }));
`;

const EXPECTED = {
  sameId: true,
  publicMetadata: { plan: "pro" },
  attempts: 1,
  hasBanUser: "function",
  error: ["ClerkInputError", "secretKey", true],
};

/** The CommonJS modules in the bundle need them. */
const COMMONJS_VARIABLES = `import { createRequire } from "node:module";
const require = createRequire(import.meta.url), __dirname = import.meta.dirname;`;

/** Runs the program in the folder of an installed example. */
export async function checkWithMetadata({ entry }, folder, backend, secretKey, env) {
  const { build } = createRequire(join(pkg, "package.json"))("esbuild");
  const file = join(folder, "node_modules/.with-metadata.mjs");
  await build({
    stdin: { contents: program(entry, FRAMEWORKS[entry]), resolveDir: folder },
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    define: { "import.meta.env": "process.env" },
    banner: { js: COMMONJS_VARIABLES },
    logLevel: "error",
  });
  const keys = ["", "NEXT_PUBLIC_", "PUBLIC_"].map((prefix) => [`${prefix}CLERK_PUBLISHABLE_KEY`, PUBLISHABLE_KEY]);
  const output = await runCommand("node", [file], {
    cwd: folder,
    env: { ...env, ...Object.fromEntries(keys), CLERK_SECRET_KEY: secretKey, CLERK_API_URL: backend.url },
  });
  assert.deepEqual(JSON.parse(output.trim().split("\n").at(-1)), EXPECTED);
  return true;
}
