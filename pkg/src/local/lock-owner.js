// Identifies the owner of a lock, and checks whether it still runs. A process ID is not enough: IDs are reused (in a
// container, every start may have the ID 1), and threads and other copies of this package share one.
//
// On Linux, the owner is a thread and its start time, both from /proc. On other systems, and if /proc is not readable,
// it is the process.

/** @import { FileSystem, LockOwner, SystemError } from "./types.js" */

/**
 * The current thread as the owner of a lock.
 * @param {FileSystem} fs
 * @returns {LockOwner}
 */
export function currentOwner(fs) {
  const { pid, platform } = globalThis.process;
  if (!canReadProc()) return { pid, platform };
  const thread = tryRead(() => fs.readlinkSync("/proc/thread-self"));
  return {
    pid,
    platform,
    thread,
    started: thread && tryRead(() => startTime(fs, thread)),
    boot: tryRead(() => readText(fs, "/proc/sys/kernel/random/boot_id")),
    namespace: tryRead(() => fs.readlinkSync("/proc/self/ns/pid")),
    host: tryRead(() => readText(fs, "/proc/sys/kernel/hostname")),
  };
}

/** The owner runs on another machine or in another container, which has other process IDs. */
export const ELSEWHERE = "elsewhere";
/** This process has no permission to check other processes. */
export const NOT_ALLOWED = "not allowed";

/**
 * Whether the owner of a lock runs: `true`, `false`, or why this process cannot check it.
 * @param {FileSystem} fs
 * @param {LockOwner} owner
 */
export function isRunning(fs, owner) {
  const current = currentOwner(fs);
  // A lock of an earlier version has only a process ID. If it is the ID of this process, the owner is a previous one.
  if (owner.platform === undefined) return owner.pid > 0 && owner.pid !== current.pid && processExists(owner.pid);
  if (owner.platform !== current.platform) return ELSEWHERE;
  // Without /proc, a process ID that is unused here may belong to a process in another container.
  if (owner.boot && !current.boot) return processExists(owner.pid) === true || NOT_ALLOWED;
  if (owner.boot) {
    // This machine was restarted, or it is another machine.
    if (owner.boot !== current.boot) return owner.host === current.host ? false : ELSEWHERE;
    // Another container, whose processes have other IDs.
    if (owner.namespace !== current.namespace) return ELSEWHERE;
    return isThreadRunning(fs, owner);
  }
  return processExists(owner.pid);
}

/**
 * @param {FileSystem} fs
 * @param {LockOwner} owner
 */
function isThreadRunning(fs, { pid, thread, started }) {
  if (!thread || !started) return processExists(pid);
  try {
    return startTime(fs, thread) === started;
  } catch (error) {
    // It has ended, or it is hidden because it belongs to another user. A process of this user is never hidden.
    const signalError = sendNullSignal(pid);
    if (signalError !== NOT_ALLOWED) return signalError === "EPERM";
    // Process 1 nearly always belongs to another user. If it is visible, no process is hidden.
    return /** @type {SystemError} */ (error).code === "ENOENT" &&
      tryRead(() => readText(fs, "/proc/1/stat")) !== undefined
      ? false
      : NOT_ALLOWED;
  }
}

/**
 * The start time of a thread in clock ticks since boot; `undefined` if the thread is a zombie.
 * @param {FileSystem} fs
 * @param {string} thread Its path in /proc.
 */
function startTime(fs, thread) {
  const stat = readText(fs, `/proc/${thread}/stat`);
  // Field 2 is a name in parentheses, which may contain any character. Field 3 is the state, field 22 the start time.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return "ZX".includes(fields[0]) ? undefined : fields[19];
}

/** @param {number} pid */
function processExists(pid) {
  const signalError = sendNullSignal(pid);
  return signalError === NOT_ALLOWED ? signalError : signalError !== "ESRCH"; // EPERM: it belongs to another user
}

/**
 * Sends signal 0, which only checks whether the process exists. Returns the error code, `undefined` on success, or
 * `NOT_ALLOWED`.
 * @param {number} pid
 */
function sendNullSignal(pid) {
  // Deno asks for permission even for this process.
  if (pid === globalThis.process.pid) return undefined;
  try {
    globalThis.process.kill(pid, 0);
    return undefined;
  } catch (error) {
    const { code } = /** @type {SystemError} */ (error);
    return code === "ESRCH" || code === "EPERM" ? code : NOT_ALLOWED;
  }
}

/** Whether reading /proc does not make Deno ask the user for permission. */
const canReadProc = () => {
  const { Deno } = /** @type {{ Deno?: any }} */ (globalThis);
  return (Deno?.permissions.querySync({ name: "read", path: "/proc" }).state ?? "granted") === "granted";
};

/**
 * @param {FileSystem} fs
 * @param {string} path
 */
const readText = (fs, path) => fs.readFileSync(path, "utf8").trim();

/**
 * @template Result
 * @param {() => Result} read
 */
function tryRead(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}
