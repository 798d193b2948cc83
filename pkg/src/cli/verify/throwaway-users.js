// The users that the facts are checked with. They are removed whatever happens, also if the response to their creation
// was lost. All of them have an external ID that starts with `clerk-metadata-verify`, and an email address at
// example.com that does, which the search of the Clerk Dashboard finds.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { usersOf } from "./outcome.js";
import { ConnectionError, failureText } from "./send.js";
import { wrap } from "../text.js";

/** @import { Leftover, Send, ThrowawayUser } from "./types.js" */
/** @typedef {{ externalId: string, id?: string }} RequestedUser */

const MARK = "clerk-metadata-verify";
const MAX_ATTEMPTS = 3;
const RETRY_MS = 500;

/**
 * @param {Send} send It must not be aborted by an interruption, because it also removes the users.
 */
export function createThrowawayUsers(send) {
  const run = randomBytes(6).toString("hex");
  /** The users that exist, or may exist. @type {RequestedUser[]} */
  let requested = [];
  let count = 0;
  let acceptsEmail = true;

  /**
   * @param {RequestedUser} user
   * @param {object} body
   */
  async function request(user, body) {
    const forget = () => {
      requested = requested.filter((other) => other !== user);
    };
    requested.push(user);
    try {
      const response = await send("POST", "/users", { body });
      if (typeof response.json?.id === "string") user.id = response.json.id;
      else if (response.status >= 400 && response.status < 500) forget();
      return response;
    } catch (error) {
      if (error instanceof ConnectionError && !error.wasSent) forget();
      throw error;
    }
  }

  /** @returns {Promise<ThrowawayUser>} */
  async function create() {
    count++;
    const externalId = `${MARK}-${run}-${count}`;
    // The suffix marks a test address: nothing is sent to it (documented by Clerk).
    const email = `${externalId}+clerk_test@example.com`;
    const body = {
      external_id: externalId,
      skip_password_requirement: true,
      skip_legal_checks: true,
      skip_user_requirement: true,
    };
    let response = await request({ externalId }, acceptsEmail ? { ...body, email_address: [email] } : body);
    if (acceptsEmail && response.status === 422) {
      acceptsEmail = false;
      response = await request({ externalId }, body);
    }
    if (response.status !== 200 || typeof response.json?.id !== "string")
      throw new Error(`A throwaway user could not be created: ${failureText(response)}.`);
    const { id, created_at: createdAt } = response.json;
    return { externalId, id, createdAt: Number(createdAt), email: acceptsEmail ? email : undefined };
  }

  /**
   * The ID of a user whose creation has no response.
   * @param {string} externalId
   * @returns {Promise<string | undefined>}
   */
  async function find(externalId) {
    const response = await send("GET", `/users?external_id=${encodeURIComponent(externalId)}`);
    if (response.status !== 200) throw new Error(`it could not be found: ${failureText(response)}`);
    return usersOf(response.json)?.find((user) => user?.external_id === externalId)?.id;
  }

  /**
   * Removes a user. Throws if that fails.
   * @param {RequestedUser} entry
   */
  async function removeOnce(entry) {
    entry.id ??= await find(entry.externalId);
    if (entry.id === undefined) return;
    const response = await send("DELETE", `/users/${entry.id}`);
    if (response.status !== 200 && response.status !== 404) throw new Error(failureText(response));
  }

  /**
   * @param {RequestedUser} entry
   * @returns {Promise<Leftover | undefined>}
   */
  async function remove(entry) {
    for (let attempt = 1; ; attempt++) {
      try {
        return void (await removeOnce(entry));
      } catch (error) {
        const { message } = /** @type {Error} */ (error);
        if (attempt === MAX_ATTEMPTS) return { ...entry, id: entry.id, reason: message };
        await sleep(RETRY_MS);
      }
    }
  }

  return {
    create,
    pending: () => requested,
    /** Removes all users. Resolves with the ones that could not be removed. Never rejects. */
    async removeAll() {
      const leftovers = await Promise.all(requested.map(remove));
      requested = [];
      return leftovers.filter((leftover) => leftover !== undefined);
    },
  };
}

/**
 * What to do about users that could not be removed.
 * @param {{ id?: string | undefined, externalId: string, reason?: string }[]} users
 * @param {number} width
 */
export function leftoverText(users, width) {
  const head = `These throwaway users ${users.every(({ id }) => id) ? "were not removed" : "may still exist"}. Delete them in the Clerk Dashboard: search the users for ${MARK}, or for the ID.`;
  const lines = users.map(
    ({ id = "unknown ID", externalId, reason }) =>
      `  ${id}, external ID ${externalId}${reason === undefined ? "" : `: ${reason}`}`,
  );
  return `${wrap(head, width).join("\n")}\n\n${lines.join("\n")}`;
}
