// A project as a user has it: the packed tarball, and BullMQ and its clients, in node_modules.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { pack, unpack } from "../../packaging/pack.mjs";

const INSTALLED = fileURLToPath(new URL("../../node_modules", import.meta.url));
const PEERS = ["bullmq", "ioredis", "pg"];
const PROGRAMS = fileURLToPath(new URL("programs", import.meta.url));

/** Creates the folder, with the programs of this folder. It is removed after the tests of the file. */
export function createProject() {
  const folder = mkdtempSync(join(tmpdir(), "clerk-metadata-bullmq-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const nodeModules = join(folder, "node_modules");
  mkdirSync(nodeModules);
  const { tarball } = pack(folder);
  for (const name of PEERS) symlinkSync(join(INSTALLED, name), join(nodeModules, name));
  unpack(tarball, nodeModules);
  for (const name of readdirSync(PROGRAMS)) copyFileSync(join(PROGRAMS, name), join(folder, name));
  return folder;
}
