// A data file: a journal of changes, each one line, written before the change is answered. At the
// start it is rewritten without its history, so it grows with the changes of one run only.
import { appendTo, writeAll } from "./append-file.js";
import { inspect, locate, reasonOf } from "./file-path.js";
import { hostModule } from "./host.js";
import { lock } from "./lock.js";

const CHUNK_BYTES = 1024 * 1024;

/** Private metadata is in it. */
const NEW_FILE_MODE = 0o600;

/**
 * Reads `file` into `backend`, has `addUsers` add to it, compacts it, and gives what adds a line to it.
 * `newBackend` makes an empty backend.
 */
export async function openDataFile(file, backend, newBackend, addUsers) {
  const fs = await hostModule("node:fs", "a data file");
  const place = await locate(fs, file);
  inspect(fs, place); // before a lock is put beside what cannot be a data file
  const { unlock, temporary } = lock(fs, place);
  try {
    const stats = inspect(fs, place);
    const { torn } = stats === undefined ? { torn: false } : read(fs, place, backend);
    if (torn) console.warn(`${place.path}: its last line was not written to its end, and is left out.`);
    addUsers(); // before the file is touched: it gets all of them, or stays as it is
    const output = compact(fs, place, temporary, stats, backend);
    const { append, mark, close } = appendTo(fs, place, output, () => holdsUsers(fs, place, backend, newBackend()));
    // Once: the lock that is there after that may be another one's.
    return { append, mark, close: () => void (close() && unlock()) };
  } catch (error) {
    unlock();
    throw error;
  }
}

function read(fs, { path, target }, backend) {
  let input;
  try {
    input = fs.openSync(target, "r");
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let length; (length = fs.readSync(input, chunk)) > 0; ) backend.load(chunk.subarray(0, length));
    return backend.loadEnd();
  } catch (error) {
    throw new Error(`${path}: ${reasonOf(error)}`, { cause: error });
  } finally {
    if (input !== undefined) fs.closeSync(input);
  }
}

/**
 * Writes a new file and renames it over the old file, so a crash leaves one of the two intact. Returns
 * the new file, open for appending.
 */
function compact(fs, { path, target }, fresh, stats, backend) {
  let output;
  try {
    output = fs.openSync(fresh, "ax", NEW_FILE_MODE);
    for (const lines of linesOf(backend)) writeAll(fs, output, new TextEncoder().encode(lines));
    sync(fs, output);
    if (stats !== undefined) keepAccess(fs, fresh, stats, fs.fstatSync(output));
    const found = fs.statSync(target, { throwIfNoEntry: false });
    if (["dev", "ino", "size", "mtimeMs", "ctimeMs"].some((name) => found?.[name] !== stats?.[name]))
      throw new Error("another program changed it meanwhile");
    fs.renameSync(fresh, target);
    return output;
  } catch (error) {
    if (output !== undefined) {
      fs.closeSync(output);
      fs.rmSync(fresh, { force: true });
    }
    throw new Error(
      `${path}: the file could not be ${stats === undefined ? "created" : "rewritten, and is left as it is"}: ${reasonOf(error)}`,
      { cause: error },
    );
  }
}

function* linesOf(backend) {
  for (let from = 0; from !== undefined; ) {
    const piece = backend.compacted(from);
    yield piece.lines;
    from = piece.next;
  }
}

function sync(fs, output) {
  try {
    fs.fsyncSync(output);
  } catch (error) {
    // Node's permission model allows it for no file. Without it, only a power cut can do harm.
    if (error.code !== "ERR_ACCESS_DENIED") throw error;
  }
}

/** Gives the new file the mode of the old one, and its owner and group as far as this user may. */
function keepAccess(fs, fresh, { uid, gid, mode }, own) {
  let kept = mode & 0o7777;
  if (uid !== own.uid || gid !== own.gid) {
    try {
      fs.chownSync(fresh, uid, gid);
    } catch {
      try {
        fs.chownSync(fresh, own.uid, gid);
      } catch {
        kept &= ~0o070; // what the old group may do is not for another group
      }
    }
  }
  fs.chmodSync(fresh, kept);
}

/** Whether the file holds the users of the backend, in the same order. */
function holdsUsers(fs, place, backend, copy) {
  try {
    if (read(fs, place, copy).torn) return false;
    const [there, here] = [linesOf(copy), linesOf(backend)];
    for (;;) {
      const [one, other] = [there.next(), here.next()];
      if (one.value !== other.value) return false;
      if (one.done || other.done) return one.done === other.done;
    }
  } catch {
    return false;
  } finally {
    copy.free();
  }
}
