// What the suites of the data file share.
import assert from "node:assert/strict";
import { appendFileSync, readFileSync } from "node:fs";
import { createLocalBackend } from "clerk-metadata/local";
import { openInProcess } from "./open-process.mjs";

/** The first line of a data file. */
export const HEADER = '{"format":"clerk-metadata-local","version":2}\n';
/** The message of the error when another process or backend has the file open. */
export const HAS_OPEN = /: process \d+ has it open\./;

export const onLinux = { skip: process.platform !== "linux" && "needs /proc" };
export const needsBuiltin = {
  skip: typeof process.getBuiltinModule !== "function" && "node:fs cannot be replaced here",
};

/** The users in a file that is not open. */
export async function storedIds(file) {
  const backend = await createLocalBackend({ file });
  const ids = backend.users.list().map(({ id }) => id);
  await backend.close();
  return ids;
}

/** Lets a process open the file and kills it, so that its lock is stale. `start` starts another process. */
export async function leaveStaleLock(t, file, start = () => openInProcess(t, file)) {
  const killed = start();
  const { id } = await killed.next();
  await killed.kill();
  return { id, lockBytes: readFileSync(`${file}.lock`) };
}

/**
 * Each synchronous method that changes users must throw an `Error` with the fields of `expected`. `afterEach` is called
 * after each of them.
 */
export async function assertUserMethodsThrow(users, expected, afterEach = () => {}) {
  for (const action of [
    () => users.create({}),
    () => users.delete("user_1"),
    () => users.clear(),
    () => users.seed(2),
  ]) {
    const error = errorOf(action);
    assert.ok(error instanceof Error);
    assert.throws(() => {
      throw error;
    }, expected);
    await afterEach();
  }
}

function errorOf(action) {
  try {
    action();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

/** Opening the file must fail with a message that names it; returns the error. */
export async function assertOpenRejected(file, message, expectedPath = file) {
  let thrown;
  await assert.rejects(createLocalBackend({ file }), (error) => {
    thrown = error;
    assert.ok(error instanceof Error);
    assert.ok(error.message.includes(expectedPath), error.message);
    assert.match(error.message, message);
    return true;
  });
  return thrown;
}

/** Adds a line that is dropped when the file is compacted, so that the next start writes the file again. */
export const addHistory = (file) =>
  appendFileSync(file, '{"put":{"id":"user_gone","created_at":1,"updated_at":1}}\n{"delete":"user_gone"}\n');
