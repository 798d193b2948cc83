// Who holds a lock, and whether it still runs. A process ID alone does not tell: IDs are used again
// (in a container every start may have the ID 1), and threads and other copies of this package have
// the same one.
//
// On Linux the owner is a thread and the time when it started, which /proc has. Elsewhere, and where
// /proc may not be read, it is the process.

/** What a lock says of the thread that calls this. */
export function currentOwner(fs) {
  const { pid, platform } = globalThis.process;
  if (!mayReadProc()) return { pid, platform };
  const thread = readOr(() => fs.readlinkSync("/proc/thread-self"));
  return {
    pid,
    platform,
    thread,
    started: thread && readOr(() => startOf(fs, thread)),
    boot: readOr(() => textOf(fs, "/proc/sys/kernel/random/boot_id")),
    namespace: readOr(() => fs.readlinkSync("/proc/self/ns/pid")),
    host: readOr(() => textOf(fs, "/proc/sys/kernel/hostname")),
  };
}

/** It has other process IDs, or another /proc. */
export const ELSEWHERE = "elsewhere";
/** This process may not look at others. */
export const NOT_ALLOWED = "not allowed";

/** Whether the owner of a lock runs: `true`, `false`, or why that cannot be told from here. */
export function isRunning(fs, owner) {
  const here = currentOwner(fs);
  // A lock of only a process ID, from a version that is gone: one with the ID of this process is of before.
  if (owner.platform === undefined) return owner.pid > 0 && owner.pid !== here.pid && processExists(owner.pid);
  if (owner.platform !== here.platform) return ELSEWHERE;
  // Without /proc a process ID that is free here may be that of a process in another container.
  if (owner.boot && !here.boot) return processExists(owner.pid) === true || NOT_ALLOWED;
  if (owner.boot) {
    // The machine was started again, or it is another one.
    if (owner.boot !== here.boot) return owner.host === here.host ? false : ELSEWHERE;
    // Another container: its processes have other IDs there.
    if (owner.namespace !== here.namespace) return ELSEWHERE;
    return threadRuns(fs, owner);
  }
  return processExists(owner.pid);
}

function threadRuns(fs, { pid, thread, started }) {
  if (!thread || !started) return processExists(pid);
  try {
    return startOf(fs, thread) === started;
  } catch (error) {
    // Gone, or hidden because it is another user's. Of a process of this user it is certain that it is gone.
    const exists = signalTo(pid);
    if (exists !== NOT_ALLOWED) return exists === "EPERM";
    // The first process is another user's, nearly always: where it can be seen, none is hidden.
    return error.code === "ENOENT" && readOr(() => textOf(fs, "/proc/1/stat")) !== undefined ? false : NOT_ALLOWED;
  }
}

/** When a thread started, in ticks since the machine did. One that has ended and was not waited for does not count. */
function startOf(fs, thread) {
  const stat = textOf(fs, `/proc/${thread}/stat`);
  // The second field is a name in parentheses, which may hold anything. The 3rd is the state, the 22nd the start.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return "ZX".includes(fields[0]) ? undefined : fields[19];
}

function processExists(pid) {
  const result = signalTo(pid);
  return result === NOT_ALLOWED ? result : result !== "ESRCH"; // it may belong to someone else
}

/** The code of the error of a signal that does nothing, `undefined` if there was none, or `NOT_ALLOWED`. */
function signalTo(pid) {
  // Deno asks for leave even for that.
  if (pid === globalThis.process.pid) return undefined;
  try {
    globalThis.process.kill(pid, 0);
    return undefined;
  } catch ({ code }) {
    return code === "ESRCH" || code === "EPERM" ? code : NOT_ALLOWED;
  }
}

/** Whether /proc can be tried: Deno would ask the person at the terminal for leave. */
const mayReadProc = () =>
  (globalThis.Deno?.permissions.querySync({ name: "read", path: "/proc" }).state ?? "granted") === "granted";

const textOf = (fs, path) => fs.readFileSync(path, "utf8").trim();

function readOr(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}
