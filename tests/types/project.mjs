// A project of a user of the package, with the types of the packed tarball.
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { unpack } from "../packaging/pack.mjs";

/** Where the compilers, Clerk's packages and the declarations of the runtimes are installed. */
export const nodeModules = resolve(dirname(fileURLToPath(import.meta.url)), "../node_modules");

/**
 * Creates a project with the package as npm installs it and the declarations of the runtimes, with or without Clerk's
 * packages and BullMQ.
 */
export function createProject(folder, tarball, clerk) {
  const projectModules = join(folder, "node_modules");
  mkdirSync(join(projectModules, "@types"), { recursive: true });
  unpack(tarball, projectModules);
  const packages = [
    "@cloudflare",
    "bun-types",
    "undici-types",
    "@types/node",
    ...(clerk ? ["@clerk", "bullmq", "ioredis"] : []),
  ];
  for (const name of packages) symlinkSync(join(nodeModules, name), join(projectModules, name));
  symlinkSync(join(nodeModules, "@types/node-20"), join(projectModules, "@types/node-20"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
}
