// Appends lines to a data file that nobody else may change meanwhile. Before and after each line the
// file must still be the one that was opened, as this process left it: else the change would be
// lost at the next start although its response confirmed it.

/**
 * `output` is open for appending, and all that it holds was written by this process. `holdsUsers`
 * tells whether the file still holds what is in memory.
 */
export function appendTo(fs, file, output, holdsUsers) {
  const encoder = new TextEncoder();
  const opened = stateOf(fs.fstatSync(output, EXACT));
  let { size, times } = opened;
  let broken;
  let isClosed = false;

  /** Throws unless the file is there, and as it was left. */
  function check() {
    let found;
    try {
      found = stateOf(fs.statSync(file.path, EXACT));
    } catch (error) {
      throw changed(error.code === "ENOENT" ? "deleted or moved" : `made inaccessible (${error.message})`, error);
    }
    if (found.dev !== opened.dev || found.ino !== opened.ino) throw changed("replaced by another file");
    if (found.size !== size) throw changed(found.size < size ? "truncated" : "appended to by another program");
    return found;
  }

  /** Throws unless the file can be written, and holds what this process wrote. */
  function checkUnchanged() {
    // The number of a closed file may be that of another one by now.
    if (isClosed) throw new Error("the data file is closed");
    if (broken) throw broken;
    // Another time with the same size: touched, or written over.
    if (check().times !== times && !holdsUsers()) throw changed("changed by another program");
  }

  const changed = (how, cause) =>
    new Error(
      `${file.path} was ${how} while it was open. Put the file back as it was, or restart with the file that is there now.`,
      { cause },
    );

  return {
    append(line) {
      checkUnchanged();
      const bytes = encoder.encode(`${line}\n`);
      try {
        writeAll(fs, output, bytes);
      } catch (error) {
        // Half a line would spoil the next one. Where it cannot be taken back, nothing may follow.
        try {
          fs.ftruncateSync(output, size);
          ({ times } = stateOf(fs.fstatSync(output, EXACT)));
        } catch {
          broken = error;
        }
        throw error;
      }
      size += bytes.length;
      try {
        ({ times } = check());
      } catch (error) {
        broken = error; // the line may be in the file, or may not
        throw error;
      }
    },
    /** Returns what takes back all that is appended after this, and throws where it cannot. */
    mark() {
      const marked = size;
      return () => {
        checkUnchanged();
        try {
          fs.ftruncateSync(output, marked);
          size = marked;
          ({ times } = stateOf(fs.fstatSync(output, EXACT)));
        } catch (error) {
          broken = error;
          throw error;
        }
      };
    },
    /** Tells whether it was open. */
    close() {
      if (isClosed) return false;
      isClosed = true;
      fs.closeSync(output);
      return true;
    },
  };
}

const EXACT = { bigint: true };

/** The time of the last change of the content can be set to any; that of the last change of either cannot. */
const stateOf = ({ dev, ino, size, mtimeNs, ctimeNs }) => ({
  dev,
  ino,
  size: Number(size),
  times: `${mtimeNs} ${ctimeNs}`,
});

export function writeAll(fs, output, bytes) {
  for (let done = 0; done < bytes.length; ) done += fs.writeSync(output, bytes, done);
}
