// One writer per data file: FILE.lock names it. It is made by a hard link, so that it appears with its
// content or not at all, and holds a token that no other lock has.
//
// A lock whose owner has ended is replaced, and by one process only, however many try: to replace the
// lock with the token T, a process must hold the lock FILE.lock.T, and T must still be in FILE.lock
// when it does. It then renames FILE.lock.T to FILE.lock, which gives both up at once. If a process
// ends in between, FILE.lock.T is replaced in the same way.
import { reasonOf } from "./file-path.js";
import { currentOwner, ELSEWHERE, isRunning, NOT_ALLOWED } from "./owner.js";

const MAX_ATTEMPTS = 100;
const MAX_LOCK_BYTES = 4096;

/**
 * Locks a file; returns what unlocks it, and the path of a file that this writer alone may use until then.
 * Throws if another writer has it open.
 */
export function lock(fs, file) {
  const lockFile = `${file.target}.lock`;
  const token = newToken();
  const content = JSON.stringify({ ...currentOwner(fs), token });
  try {
    acquire(fs, { file, lockFile, token, content }, lockFile);
  } catch (error) {
    if (error instanceof LockedError) throw error;
    throw new Error(`${file.path}: its lock ${lockFile} cannot be created: ${reasonOf(error)}`, { cause: error });
  }
  const unlock = () => {
    // One that has another token is another writer's: someone deleted this one.
    if (ownerIn(fs, lockFile)?.token === token) fs.rmSync(lockFile, { force: true });
  };
  return { unlock, temporary: temporaryOf(file, token) };
}

/** With the token of a lock in its name it is nobody else's file, and can be deleted when that lock is replaced. */
const temporaryOf = (file, token) => `${file.target}.${token}.compacting`;

class LockedError extends Error {}

function acquire(fs, claim, name) {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (create(fs, claim, name)) return;
    const owner = ownerIn(fs, name);
    if (owner === undefined) continue; // gone meanwhile
    if (owner.token === undefined) {
      throw new LockedError(
        `${claim.file.path}: ${name} is needed to lock it, and is no lock of this package. Give the data file another name, or move ${name} away.`,
      );
    }
    const runs = isRunning(fs, owner);
    if (runs !== false) throw new LockedError(`${claim.file.path}: ${describe(owner, runs)} delete ${name}.`);
    const successor = `${claim.lockFile}.${owner.token}`;
    acquire(fs, claim, successor);
    try {
      if (ownerIn(fs, name)?.token === owner.token) {
        fs.renameSync(successor, name);
        fs.rmSync(temporaryOf(claim.file, owner.token), { force: true });
        return;
      }
    } catch (error) {
      fs.rmSync(successor, { force: true });
      throw error;
    }
    fs.rmSync(successor, { force: true }); // another process was faster
  }
  throw new Error(`${name} comes and goes`);
}

function describe({ pid, host }, runs) {
  if (runs === NOT_ALLOWED) {
    return `process ${pid} has it open. That is what its lock says: whether the process still runs cannot be checked, as this one may not look at others. Allow that (Node: --allow-fs-read=/proc; Deno: --allow-run, or else --allow-all), or end that process first; if it has ended,`;
  }
  if (runs === ELSEWHERE) {
    return `process ${pid}${host ? ` on ${host}` : ""} has it open, in another container or on another machine, and cannot be looked at from here. End it first; if it has ended,`;
  }
  if (pid === globalThis.process.pid) {
    return `process ${pid} has it open. That is this process: in this thread or another one, by this copy of the package or another one. Close that backend first; if there is none, as the lock is from an earlier process with the same ID (in a container),`;
  }
  return `process ${pid} has it open. End that one first; if it is something else by now,`;
}

/** Creates a file with the content of the claim, at once; returns `false` if there is a file already. */
function create(fs, { content, token, lockFile }, name) {
  const fresh = `${lockFile}.${token}.new`;
  try {
    fs.writeFileSync(fresh, content, { flag: "wx" });
    fs.linkSync(fresh, name);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    if (!NO_LINKS.includes(error.code) || error.syscall !== "link") throw error;
  } finally {
    fs.rmSync(fresh, { force: true });
  }
  // A file system without hard links, such as FAT. For a moment the file is there without its content.
  try {
    fs.writeFileSync(name, content, { flag: "wx" });
    return ownerIn(fs, name)?.token === token;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

const NO_LINKS = ["EACCES", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EPERM"];

/** What a lock says; without a token if it is no lock, and `undefined` if there is no file. */
function ownerIn(fs, name) {
  let text;
  try {
    const stats = fs.statSync(name);
    // Reading a pipe would wait for a writer.
    if (!stats.isFile() || stats.size > MAX_LOCK_BYTES) return {};
    text = fs.readFileSync(name, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
  // Written by an earlier version, or not to its end.
  if (/^-?\d*$/.test(text)) return { pid: Number(text), token: "0" };
  try {
    const owner = JSON.parse(text);
    // The token becomes a part of a file's name.
    return Number.isInteger(owner.pid) && /^[0-9a-f]{32}$/.test(owner.token) && typeof owner.platform === "string"
      ? owner
      : {};
  } catch {
    return {};
  }
}

/** Nobody else's, also where the program's clock and `Math.random` stand still. */
function newToken() {
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
