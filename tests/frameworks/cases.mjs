// The examples, each of which is a row of the table in docs/frameworks.md.
//
//   example   its folder in examples. `variant` is a folder in variants whose files replace those of the example.
//   entry     the entry that the example imports
//   versions  the packages whose versions the table shows
//   node      the version of Node.js that it needs, if the Node.js that runs this may be too old
//   first     runs in every `cargo xtask test`, not only with --all
//   older     an older version of a framework. Runs only with --nightly.
//   checks    npm scripts that are run once, such as a type check
//   inlines   the server-side folder into which the framework writes the values of environment variables
//   runs      the ways to run the example. `build` and `start` are npm scripts, or lists of a script and its arguments.
//             `args(port)` are the arguments of `start`, and `path()` returns folders for PATH.
//             `upstream`: the app calls `dev --upstream` and has no public key; such a run is not in the table.
//   bindings  of a run: the variables that the Worker must have, and no others
//   busyPort  of a run: the code of the example listens, so it must report that the port is in use
//   oldest    the oldest version of Node.js that run.mjs is tested with too. Only --first does not.
//   silent    run.mjs writes nothing to stderr
//   listed    false: the row is not in the table, because it is not a recommended way to run the example
//   pages     of a run, instead of routes: the paths of pages that show the current theme of the only user
//   routes    the routes to test: a `path` and its `method`, or `request({ url, headers, signal })`.
//             `checkSuccess(body)` checks a success whose body is not {"success":true}, and
//             `checkSignedOut(response, name)` a response to a signed-out user that is not a 401.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { bun, folderOf } from "../runtimes/tools.mjs";
import { SECRET_KEY } from "./backend.mjs";
import { fromPage, submitForm } from "./requests.mjs";

/** The folders with the commands of Deno and Bun. Bun's own command works only if its install script has run. */
const denoFolders = () => [join(folderOf("deno"), "../.bin")];
const bunFolders = () => [dirname(bun()), join(folderOf("bun"), "../.bin")];

const wranglerArgs = (port) => [
  "--ip=127.0.0.1",
  `--port=${port}`,
  "--inspector-port=0",
  "--show-interactive-dev-session=false",
];

const WORKER_BINDINGS = ["CLERK_API_URL", "CLERK_JWT_KEY", "CLERK_PUBLISHABLE_KEY", "CLERK_SECRET_KEY"];
const wranglerDev = { label: "`wrangler dev`", start: "dev", args: wranglerArgs, bindings: WORKER_BINDINGS };

/** Next.js and Clerk's middleware replace 127.0.0.1 with localhost in rewrites, so it must listen on that name. */
const nextOptions = (...args) => ({
  args: (port) => ["--hostname=localhost", `--port=${port}`, ...args],
  env: { NODE_OPTIONS: "--dns-result-order=ipv4first" },
});

/** `flag` selects the bundler that is not the default. */
const next = (flag, defaultBundler, otherBundler) => ({
  example: "nextjs",
  entry: "clerk-metadata/nextjs",
  versions: ["next", "@clerk/nextjs"],
  runs: [
    { label: `\`next start\` with ${defaultBundler}`, build: "build", start: "start", ...nextOptions() },
    { label: `\`next dev\` with ${defaultBundler}`, start: "dev", ...nextOptions() },
    { label: `\`next start\` with ${otherBundler}`, build: ["build", "--", flag], start: "start", ...nextOptions() },
    { label: `\`next dev\` with ${otherBundler}`, start: "dev", ...nextOptions(flag) },
  ],
  routes: [
    { path: "/api/example" },
    { path: "/api/edge" },
    {
      request: submitForm("/"),
      checkSuccess: (body) => assert.match(body, /<form /),
      checkSignedOut({ status, headers }, name) {
        assert.equal(status, 303, name);
        assert.match(headers, /\["location","https:\/\/accounts\.example\.test\/sign-in\?/, name);
      },
    },
  ],
});

/** A run of the app with pages. Only its middleware and its own clients know the variable that contains the key. */
function runWithPages(run, variables) {
  const { args, env } = nextOptions();
  const keys = {
    TENANT_SECRET_KEY: SECRET_KEY,
    CLERK_SECRET_KEY: "sk_test_unknown_instance",
    CLERK_ENCRYPTION_KEY: "test encryption key",
  };
  return { ...run, start: "start", args, env: { ...env, ...keys, ...variables } };
}

const hostArgs = (port) => ["--host=127.0.0.1", `--port=${port}`];
const viteArgs = (port) => [...hostArgs(port), "--strictPort"];

export const CASES = [
  {
    name: "Express",
    example: "express",
    entry: "clerk-metadata/express",
    versions: ["express", "@clerk/express"],
    node: "26",
    oldest: "22",
    silent: true,
    first: true,
    checks: ["typecheck"],
    runs: [
      { label: "ES modules", start: "start", busyPort: true },
      { label: "dev --upstream", start: "start", upstream: true },
      { label: "CommonJS", start: "start:commonjs", busyPort: true },
      {
        label: "CommonJS with `--no-require-module`",
        start: "start:commonjs",
        env: { NODE_OPTIONS: "--no-require-module" },
      },
    ],
    routes: [{ path: "/updateBirthday" }],
  },
  {
    name: "Cloudflare Workers",
    example: "cloudflare",
    entry: "clerk-metadata/cloudflare",
    versions: ["wrangler", "@clerk/backend"],
    node: "26",
    first: true,
    checks: ["typecheck"],
    runs: [wranglerDev],
    routes: [{ path: "/api/example" }],
  },
  {
    name: "Hono",
    example: "hono",
    entry: "clerk-metadata/cloudflare",
    versions: ["hono", "@clerk/hono"],
    node: "26",
    checks: ["typecheck"],
    runs: [
      wranglerDev,
      { label: "Deno", start: "start:deno", path: denoFolders, busyPort: true },
      { label: "Bun", start: "start:bun", path: bunFolders, busyPort: true },
    ],
    routes: [{ path: "/api/example" }],
  },
  {
    name: "React Router",
    example: "react-router",
    entry: "clerk-metadata/react-router",
    versions: ["react-router", "@clerk/react-router"],
    node: "26",
    checks: ["typecheck"],
    runs: [
      { label: "`build` and `start`", build: "build", start: "start" },
      { label: "`dev`", start: "dev", args: viteArgs },
    ],
    // The loader uses `clerkClient.users`, and the action uses `clerkClient(args)`.
    routes: [{ method: "GET", path: "/example" }, { path: "/example" }],
  },
  { name: "Next.js 16", ...next("--webpack", "Turbopack", "webpack") },
  {
    // Tests which pages are rendered in the build, and which for each request.
    name: "Next.js 16, pages",
    variant: "nextjs-pages",
    example: "nextjs",
    listed: false,
    runs: [
      runWithPages({ label: "`next start`", build: "build", pages: ["/client", "/no-store"] }),
      runWithPages(
        { label: "`next start` with cacheComponents", build: "build", pages: ["/client", "/main", "/no-store"] },
        { CACHE_COMPONENTS: "1" },
      ),
      runWithPages(
        {
          label: "`next start` with cacheComponents, webpack",
          build: ["build", "--", "--webpack"],
          pages: ["/client", "/main", "/no-store"],
        },
        { CACHE_COMPONENTS: "1" },
      ),
    ],
  },
  { name: "Next.js 15", variant: "nextjs-15", older: true, ...next("--turbopack", "webpack", "Turbopack") },
  {
    name: "Astro",
    example: "astro",
    entry: "clerk-metadata/astro",
    versions: ["astro", "@clerk/astro"],
    node: "26",
    checks: ["typecheck"],
    // Clerk's package and this one read variables from import.meta.env, and Astro writes their values there.
    inlines: "dist/server",
    runs: [
      { label: "the Node.js adapter", build: "build", start: "start" },
      { label: "`astro dev`", start: "dev", args: hostArgs },
    ],
    routes: [{ request: fromPage("/api/example") }],
  },
  {
    name: "TanStack Start",
    example: "tanstack-start",
    entry: "clerk-metadata/tanstack-react-start",
    versions: ["@tanstack/react-start", "@clerk/tanstack-react-start"],
    node: "26",
    checks: ["typecheck"],
    runs: [
      { label: "`vite build` and srvx", build: "build", start: "start", args: hostArgs },
      { label: "`vite dev`", start: "dev", args: viteArgs },
    ],
    routes: [{ path: "/api/example" }],
  },
];
