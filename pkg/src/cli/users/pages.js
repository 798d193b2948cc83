// Reads all users page by page, in the order of their creation.
import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_MAX_OFFLINE } from "../client/options.js";
import { ExitError, STOPPED } from "../exit-status.js";
import { readUserList } from "./stored-text.js";

/** @import { TextCall } from "../client/text-calls.js" */
/** @import { ListParams } from "./filters.js" */
/** @import { UserText } from "./stored-text.js" */

const MAX_PAGE = 500;
/** The metadata of one user may have 24 KB, and a response at most 10 MB. */
const FIRST_PAGE = 100;
const MIN_PAGE = 10;
const TARGET_CHARS = 5_000_000;
const WAIT = 5_000;
/** `GET /users` accepts so many IDs. */
export const MAX_IDS = 100;

/**
 * @typedef {object} PageOptions
 * @property {ListParams} filters
 * @property {boolean} [isNewestFirst]
 * @property {number} [limit] The number of users at most.
 * @property {number} [maxOffline] Without a response for so long, in milliseconds, reading stops.
 * @property {(text: string) => void} onWait Called before it waits for the network.
 * @property {AbortSignal} [signal]
 */

/**
 * The users of each page. Users that are created meanwhile are read too if the oldest are first.
 * @param {TextCall} call
 * @param {PageOptions} options
 * @returns {AsyncGenerator<UserText[]>}
 */
export async function* readPages(call, { filters, isNewestFirst = false, limit = Infinity, ...waiting }) {
  let size = Math.min(FIRST_PAGE, limit);
  let rest = limit;
  /** The last page, whose last user is the cursor. @type {UserText[]} */
  let page = [];
  for (;;) {
    const cursor = page.at(-1);
    const read = (/** @type {number} */ count) =>
      call("getUserList", undefined, [
        ...filters,
        "limit",
        count,
        "orderBy",
        isNewestFirst ? "-created_at" : "+created_at",
        ...(cursor ? ["startingAfter", cursor.id] : []),
      ]);
    const result = await readPage(read, size, { hasCursor: cursor !== undefined, ...waiting });
    /** @type {UserText[] | undefined} */
    const users = result.text === undefined ? undefined : readUserList(result.text);
    if (users === undefined || (cursor && users[0] && isBefore(users[0], cursor, isNewestFirst))) {
      // The user of the cursor may have been deleted.
      page = await existingPart(call, page, result.error);
      continue;
    }
    yield users;
    rest -= users.length;
    if (users.length < result.size || rest <= 0) return;
    page = users;
    size = Math.min(nextSize(users, result.size), rest);
  }
}

/**
 * Whether a user comes before the cursor: the API has started again.
 * @param {UserText} user
 * @param {UserText} cursor
 * @param {boolean} isNewestFirst
 */
const isBefore = (user, cursor, isNewestFirst) =>
  isNewestFirst ? user.createdAt > cursor.createdAt : user.createdAt < cursor.createdAt;

/**
 * Twice the size at most, so that a page of larger users fits too.
 * @param {UserText[]} users
 * @param {number} size
 */
function nextSize(users, size) {
  const largest = Math.max(1, ...users.map(({ text }) => text.length));
  return Math.max(MIN_PAGE, Math.min(MAX_PAGE, size * 2, Math.floor(TARGET_CHARS / largest)));
}

/**
 * The text of a page, or the error if the cursor may be the reason. Waits for the network, and reads smaller pages if
 * one fails, because it may be too large.
 * @param {(size: number) => Promise<string>} read
 * @param {number} size
 * @param {{ hasCursor: boolean } & Pick<PageOptions, "maxOffline" | "onWait" | "signal">} options
 * @returns {Promise<{ text?: string, error?: unknown, size: number }>}
 */
async function readPage(read, size, { hasCursor, maxOffline = DEFAULT_MAX_OFFLINE, onWait, signal }) {
  const end = performance.now() + maxOffline;
  for (;;) {
    try {
      return { text: await read(size), size };
    } catch (error) {
      const { status, message } = /** @type {any} */ (error);
      if (hasCursor && [400, 404, 422].includes(status)) return { error, size };
      const isTransient = status === undefined || status >= 500 || status === 413 || status === 429;
      if (!isTransient || !isRequestError(error)) throw error;
      const left = end - performance.now();
      if (left <= 0) throw status === undefined ? offlineError(maxOffline, error) : error;
      if (size > MIN_PAGE) {
        size = Math.max(MIN_PAGE, Math.floor(size / 4));
        continue;
      }
      onWait(`Waiting: ${message}`);
      // Rejects with an error of its own.
      await sleep(Math.min(WAIT, left), undefined, { ...(signal && { signal }) }).catch(() => {});
      signal?.throwIfAborted();
    }
  }
}

/**
 * As a run of a job that stops for this reason.
 * @param {number} maxOffline
 * @param {unknown} cause
 */
const offlineError = (maxOffline, cause) =>
  new ExitError(`Stopped: there was no response for ${maxOffline / 1000} seconds.`, STOPPED, cause);

/**
 * Whether a request has failed, rather than the input or this program.
 * @param {any} error
 */
const isRequestError = (error) => error?.name === "ClerkAPIResponseError" || error?.name === "ClerkConnectionError";

/**
 * The page up to its last user that still exists.
 * @param {TextCall} call
 * @param {UserText[]} page
 * @param {unknown} error Of the request with the cursor.
 */
async function existingPart(call, page, error) {
  const reject = () => error ?? new Error("The Backend API returned users out of order.");
  for (let end = page.length; end > 0; end -= MAX_IDS) {
    const ids = page.slice(Math.max(0, end - MAX_IDS), end).map(({ id }) => id);
    const existing = new Set(readUserList(await readByIds(call, ids)).map(({ id }) => id));
    const last = page.findLastIndex(({ id }) => existing.has(id));
    // It exists, so it is not the reason.
    if (last === page.length - 1) throw reject();
    if (last !== -1) return page.slice(0, last + 1);
  }
  throw reject();
}

/**
 * @param {TextCall} call
 * @param {string[]} ids At most `MAX_IDS`.
 */
const readByIds = (call, ids) => call("getUserList", undefined, ["userId", ids, "limit", ids.length]);

/**
 * The users with these IDs. Waits for the network, as `readPages` does.
 * @param {TextCall} call
 * @param {string[]} ids At most `MAX_IDS`.
 * @param {Pick<PageOptions, "maxOffline" | "onWait" | "signal">} waiting
 */
export async function readUsersByIds(call, ids, waiting) {
  const { text = "[]" } = await readPage(() => readByIds(call, ids), MIN_PAGE, { hasCursor: false, ...waiting });
  return readUserList(text);
}
