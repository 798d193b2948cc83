// The examples, a row of the table in the README each.
//
//   example   its folder in examples; `variant`, a folder in variants that is laid over it
//   entry     what the example imports
//   versions  the packages whose versions the table tells
//   node      the Node.js it needs, where the one that runs this may be too old
//   first     cargo xtask test runs it, not only --all
//   checks    npm scripts that are run once, such as a type check
//   inlines   the folder, read by the server alone, into which the framework itself writes what the environment holds
//   ways      each started and judged: `build` and `start` are npm scripts (a list: with its arguments), `args`
//             tell `start` its port, `path` gives folders of programs that it needs
//   listed    false for a row that the table does not show: what it tries is no way to run the example
//   pages     of a way, in the place of routes: the paths of pages that show the theme of the only user, as it is then
// routes    what is called: `path` by `method`, or `call({ url, headers, signal })` in a way of its own; `answer(body)`
//             judges a success that does not read {"success":true}, `signedOut(answer)` what is no 401
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { bun, folderOf } from "../runtimes/tools.mjs";
import { SECRET_KEY } from "./backend.mjs";
import { fromPage, submitForm } from "./calls.mjs";

/** Where npm has put the commands of Deno and Bun; that of Bun works where its install script has run. */
const denoPath = () => [join(folderOf("deno"), "../.bin")];
const bunPath = () => [dirname(bun()), join(folderOf("bun"), "../.bin")];

const wranglerAt = (port) => [
  "--ip=127.0.0.1",
  `--port=${port}`,
  "--inspector-port=0",
  "--show-interactive-dev-session=false",
];

/** Next.js takes 127.0.0.1 for localhost when it rewrites, as Clerk's middleware does: it must listen by that name. */
const nextAt = (...args) => ({
  args: (port) => ["--hostname=localhost", `--port=${port}`, ...args],
  env: { NODE_OPTIONS: "--dns-result-order=ipv4first" },
});

/** `flag` is what asks for the bundler that is not the default. */
const next = (flag, first, second) => ({
  example: "nextjs",
  entry: "clerk-metadata/nextjs",
  versions: ["next", "@clerk/nextjs"],
  ways: [
    { way: `\`next start\` with ${first}`, build: "build", start: "start", ...nextAt() },
    { way: `\`next dev\` with ${first}`, start: "dev", ...nextAt() },
    { way: `\`next start\` with ${second}`, build: ["build", "--", flag], start: "start", ...nextAt() },
    { way: `\`next dev\` with ${second}`, start: "dev", ...nextAt(flag) },
  ],
  routes: [
    { path: "/api/example" },
    { path: "/api/edge" },
    {
      call: submitForm("/"),
      answer: (body) => assert.match(body, /<form /),
      signedOut({ status, headers }, what) {
        assert.equal(status, 303, what);
        assert.match(headers, /\["location","https:\/\/accounts\.example\.test\/sign-in\?/, what);
      },
    },
  ],
});

/** The app of the pages: it gets its key under another name, which only its middleware and its own clients know. */
function pages(way, variables) {
  const { args, env } = nextAt();
  const keys = {
    TENANT_SECRET_KEY: SECRET_KEY,
    CLERK_SECRET_KEY: "sk_test_of_no_instance",
    CLERK_ENCRYPTION_KEY: "of the tests",
  };
  return { ...way, start: "start", args, env: { ...env, ...keys, ...variables } };
}

const hostAt = (port) => ["--host=127.0.0.1", `--port=${port}`];
const viteAt = (port) => [...hostAt(port), "--strictPort"];

export const CASES = [
  {
    name: "Express",
    example: "express",
    entry: "clerk-metadata/express",
    versions: ["express", "@clerk/express"],
    node: "26",
    first: true,
    checks: ["typecheck"],
    ways: [
      { way: "ES modules", start: "start" },
      { way: "CommonJS", start: "start:commonjs" },
      { way: "CommonJS without ES modules", start: "start:commonjs", env: { NODE_OPTIONS: "--no-require-module" } },
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
    ways: [{ way: "`wrangler dev`", start: "dev", args: wranglerAt }],
    routes: [{ path: "/api/example" }],
  },
  {
    name: "Hono",
    example: "hono",
    entry: "clerk-metadata/cloudflare",
    versions: ["hono", "@clerk/hono"],
    node: "26",
    checks: ["typecheck"],
    ways: [
      { way: "`wrangler dev`", start: "dev", args: wranglerAt },
      { way: "Deno", start: "start:deno", path: denoPath },
      { way: "Bun", start: "start:bun", path: bunPath },
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
    ways: [
      { way: "`build` and `start`", build: "build", start: "start" },
      { way: "`dev`", start: "dev", args: viteAt },
    ],
    // The loader, with `clerkClient.users`; the action, with `clerkClient(args)`.
    routes: [{ method: "GET", path: "/example" }, { path: "/example" }],
  },
  { name: "Next.js 16", ...next("--webpack", "Turbopack", "webpack") },
  {
    // What is rendered in the build, and what for each request.
    name: "Next.js 16, pages",
    variant: "nextjs-pages",
    example: "nextjs",
    listed: false,
    ways: [
      pages({ way: "`next start`", build: "build", pages: ["/client", "/no-store"] }),
      pages(
        { way: "`next start` with cacheComponents", build: "build", pages: ["/client", "/main", "/no-store"] },
        { CACHE_COMPONENTS: "1" },
      ),
      pages(
        {
          way: "`next start` with cacheComponents, webpack",
          build: ["build", "--", "--webpack"],
          pages: ["/client", "/main", "/no-store"],
        },
        { CACHE_COMPONENTS: "1" },
      ),
    ],
  },
  { name: "Next.js 15", variant: "nextjs-15", ...next("--turbopack", "webpack", "Turbopack") },
  {
    name: "Astro",
    example: "astro",
    entry: "clerk-metadata/astro",
    versions: ["astro", "@clerk/astro"],
    node: "26",
    checks: ["typecheck"],
    // Of the variables that import.meta.env is asked for, by Clerk's package as by this one, Astro writes the values
    // there.
    inlines: "dist/server",
    ways: [
      { way: "the Node.js adapter", build: "build", start: "start" },
      { way: "`astro dev`", start: "dev", args: hostAt },
    ],
    routes: [{ call: fromPage("/api/example") }],
  },
  {
    name: "TanStack Start",
    example: "tanstack-start",
    entry: "clerk-metadata/tanstack-react-start",
    versions: ["@tanstack/react-start", "@clerk/tanstack-react-start"],
    node: "26",
    checks: ["typecheck"],
    ways: [
      { way: "`vite build` and srvx", build: "build", start: "start", args: hostAt },
      { way: "`vite dev`", start: "dev", args: viteAt },
    ],
    routes: [{ path: "/api/example" }],
  },
];
