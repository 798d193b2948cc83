// The examples, a row of the table in the README each.
//
//   example   its folder in examples; `variant`, a folder in variants that is laid over it
//   entry     what the example imports
//   versions  the packages whose versions the table tells
//   node      the Node.js it needs, where the one that runs this may be too old
//   first     cargo xtask test runs it, not only --all
//   checks    npm scripts that are run once, such as a type check
//   ways      each started and judged: `build` and `start` are npm scripts, `args` tell `start` its port,
//             `path` gives folders of programs that it needs
//   routes    what is called: `path` by `method`, or `call({ url, headers, signal })` in a way of its own; `answer(body)`
//             judges a success that does not read {"success":true}
import { dirname, join } from "node:path";
import { bun, folderOf } from "../runtimes/tools.mjs";

/** Where npm has put the commands of Deno and Bun; that of Bun works where its install script has run. */
const denoPath = () => [join(folderOf("deno"), "../.bin")];
const bunPath = () => [dirname(bun()), join(folderOf("bun"), "../.bin")];

const wranglerAt = (port) => ["--ip=127.0.0.1", `--port=${port}`, "--inspector-port=0", "--show-interactive-dev-session=false"];

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
      { way: "`dev`", start: "dev", args: (port) => ["--host=127.0.0.1", `--port=${port}`, "--strictPort"] },
    ],
    // The loader, with `clerkClient.users`; the action, with `clerkClient(args)`.
    routes: [{ method: "GET", path: "/example" }, { path: "/example" }],
  },
];
