// A data file: a journal of changes, each one line, written before the change is answered. At the
// start it is rewritten without its history, so it grows with the changes of one run only.
import { hostModule } from "./host.js";

const CHUNK_BYTES = 1024 * 1024;

/** Reads `file` into `backend`, compacts it, and gives what adds a line to it. */
export async function openDataFile(file, backend) {
  const fs = await hostModule("node:fs", "a data file");
  const path = (await hostModule("node:path", "a data file")).resolve(file);
  const unlock = lock(fs, path);
  try {
    const { torn } = read(fs, path, backend);
    if (torn) console.warn(`${path}: its last line was not written to its end, and is left out.`);
    compact(fs, path, backend);
    const { append, close } = appender(fs, path);
    // Once: the lock that is there after that may be another one's.
    return { append, close: () => void (close() && unlock()) };
  } catch (error) {
    unlock();
    throw error;
  }
}

function read(fs, path, backend) {
  let input;
  try {
    input = fs.openSync(path, "r");
  } catch (error) {
    if (error.code === "ENOENT") return { torn: false };
    throw error;
  }
  try {
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let length; (length = fs.readSync(input, chunk)) > 0; ) backend.load(chunk.subarray(0, length));
    return backend.loadEnd();
  } catch (error) {
    throw new Error(`${path}: ${error.message}`, { cause: error });
  } finally {
    fs.closeSync(input);
  }
}

/** Beside the file first, then in its place at once: a crash leaves one or the other whole. */
function compact(fs, path, backend) {
  const fresh = `${path}.new`;
  const output = fs.openSync(fresh, "w");
  try {
    for (let from = 0; from !== undefined; ) {
      const piece = backend.compacted(from);
      writeAll(fs, output, new TextEncoder().encode(piece.lines));
      from = piece.next;
    }
    fs.fsyncSync(output);
  } finally {
    fs.closeSync(output);
  }
  fs.renameSync(fresh, path);
}

function appender(fs, path) {
  const output = fs.openSync(path, "a");
  const encoder = new TextEncoder();
  let size = fs.fstatSync(output).size;
  let broken;
  let closed = false;
  return {
    append(line) {
      // The number of a closed file may be that of another one by now.
      if (closed) throw new Error("the data file is closed");
      if (broken) throw broken;
      const bytes = encoder.encode(`${line}\n`);
      try {
        writeAll(fs, output, bytes);
        size += bytes.length;
      } catch (error) {
        // Half a line would spoil the next one. Where it cannot be taken back, nothing may follow.
        try {
          fs.ftruncateSync(output, size);
        } catch {
          broken = error;
        }
        throw error;
      }
    },
    close() {
      if (closed) return false;
      closed = true;
      fs.closeSync(output);
      return true;
    },
  };
}

function writeAll(fs, output, bytes) {
  for (let done = 0; done < bytes.length; ) done += fs.writeSync(output, bytes, done);
}

/** Files that this process has open: its own id in a lock is a lock of before, from another run. */
const open = new Set();

/** One writer a file: a second one would be left with a file that the first has put aside. */
function lock(fs, path) {
  const lockFile = `${path}.lock`;
  for (;;) {
    try {
      fs.writeFileSync(lockFile, String(globalThis.process.pid), { flag: "wx" });
      open.add(path);
      return () => {
        open.delete(path);
        fs.rmSync(lockFile, { force: true });
      };
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const owner = ownerOf(fs, lockFile);
    if (owner === globalThis.process.pid ? open.has(path) : isRunning(owner)) {
      throw new Error(`${path}: process ${owner} has it open. End that one first; if it is something else by now, delete ${lockFile}.`);
    }
    fs.rmSync(lockFile, { force: true }); // left behind by a process that was killed
  }
}

function ownerOf(fs, lockFile) {
  try {
    return Number(fs.readFileSync(lockFile, "utf8"));
  } catch {
    return 0; // gone meanwhile
  }
}

function isRunning(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    globalThis.process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
