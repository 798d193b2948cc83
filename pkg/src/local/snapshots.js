/** @import { LocalSnapshot } from "../../types/local.js" */
/** @import { WasmBackend } from "./types.js" */

/**
 * The lines of a data file with all users, in chunks.
 * @param {WasmBackend} backend
 */
export function* compactedLines(backend) {
  /** @type {number | undefined} */
  let from = 0;
  while (from !== undefined) {
    /** @type {{ lines: string, next?: number }} */
    const { lines, next } = backend.compacted(from);
    yield lines;
    from = next;
  }
}

/**
 * @param {WasmBackend} backend
 * @returns {LocalSnapshot}
 */
export const takeSnapshot = (backend) => Object.freeze({ lines: [...compactedLines(backend)].join("") });

/**
 * Replaces all users with those of a snapshot.
 * @param {WasmBackend} backend
 * @param {LocalSnapshot} snapshot
 */
export function restoreSnapshot(backend, snapshot) {
  const lines = snapshot?.lines;
  if (typeof lines !== "string") throw new TypeError("restore: pass what snapshot() has returned.");
  try {
    backend.load(new TextEncoder().encode(lines));
    backend.loadEnd();
  } catch (cause) {
    throw new TypeError(`restore: not a snapshot: ${/** @type {Error} */ (cause).message}`, { cause });
  }
}
