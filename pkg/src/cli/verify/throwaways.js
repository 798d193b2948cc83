// The users and the organization that the facts are checked with. They are removed whatever happens, also if the
// response to their creation was lost. Their names start with `clerk-metadata-verify`: the external ID and the email
// address of a user, and the name of an organization, so that the search of the Clerk Dashboard finds them.
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { wrap } from "../text.js";
import { NotChecked, listOf } from "./outcome.js";
import { ConnectionError, failureText } from "./send.js";

/** @import { ApiResponse, Leftover, Send, Throwaway, ThrowawayUser } from "./types.js" */
/** @typedef {ReturnType<typeof createThrowaways>} Throwaways */

const MARK = "clerk-metadata-verify";
const MAX_ATTEMPTS = 3;
const RETRY_MS = 500;

/** @type {Record<Throwaway["kind"], { path: string, query(name: string): string, nameOf(resource: any): string }>} */
const KINDS = {
  user: {
    path: "/users",
    query: (name) => `external_id=${name}`,
    nameOf: (user) => user?.external_id,
  },
  organization: {
    path: "/organizations",
    query: (name) => `query=${name}`,
    nameOf: (organization) => organization?.name,
  },
};

/**
 * @param {Send} send It must not be aborted by an interruption, because it also removes what was created.
 */
export function createThrowaways(send) {
  const run = randomBytes(6).toString("hex");
  /** @type {Throwaway[]} */
  let pending = [];
  let userCount = 0;
  let acceptsEmail = true;

  /**
   * @param {Throwaway} throwaway
   * @param {object} body
   */
  async function create(throwaway, body) {
    const forget = () => {
      pending = pending.filter((other) => other !== throwaway);
    };
    pending.push(throwaway);
    try {
      const response = await send("POST", KINDS[throwaway.kind].path, { body });
      if (typeof response.json?.id === "string") throwaway.id = response.json.id;
      else if (response.status >= 400 && response.status < 500) forget();
      return response;
    } catch (error) {
      if (error instanceof ConnectionError && !error.wasSent) forget();
      throw error;
    }
  }

  /** @returns {Promise<ThrowawayUser>} */
  async function createUser() {
    userCount++;
    const externalId = `${MARK}-${run}-${userCount}`;
    const throwaway = /** @type {Throwaway} */ ({ kind: "user", name: externalId });
    // The suffix marks a test address: nothing is sent to it (documented by Clerk).
    const email = `${externalId}+clerk_test@example.com`;
    const body = {
      external_id: externalId,
      skip_password_requirement: true,
      skip_legal_checks: true,
      skip_user_requirement: true,
    };
    let response = await create(throwaway, acceptsEmail ? { ...body, email_address: [email] } : body);
    if (acceptsEmail && response.status === 422) {
      acceptsEmail = false;
      response = await create(throwaway, body);
    }
    const id = createdId(response);
    if (id === undefined) throw new Error(`A throwaway user could not be created: ${failureText(response)}.`);
    return { externalId, id, createdAt: Number(response.json.created_at), email: acceptsEmail ? email : undefined };
  }

  /** @param {string} creatorId */
  async function createOrganization(creatorId) {
    const name = `${MARK}-${run}`;
    const response = await create({ kind: "organization", name }, { name, created_by: creatorId });
    const id = createdId(response);
    if (id !== undefined) return { id };
    const text = failureText(response);
    if (response.status >= 400 && response.status < 500)
      throw new NotChecked(`the instance does not allow to create an organization: ${text}`);
    throw new Error(`The throwaway organization could not be created: ${text}.`);
  }

  /**
   * The ID of something whose creation has no response.
   * @param {Throwaway} throwaway
   * @returns {Promise<string | undefined>}
   */
  async function find({ kind, name }) {
    const { path, query, nameOf } = KINDS[kind];
    const response = await send("GET", `${path}?${query(name)}`);
    const list = response.status === 200 ? listOf(response.json) : undefined;
    if (list === undefined) throw new Error(`it could not be found: ${failureText(response)}`);
    return list.find((found) => nameOf(found) === name)?.id;
  }

  /**
   * Throws if that fails.
   * @param {Throwaway} throwaway
   */
  async function removeOnce(throwaway) {
    const id = throwaway.id ?? (await find(throwaway));
    if (id === undefined) return;
    throwaway.id = id;
    const path = `${KINDS[throwaway.kind].path}/${id}`;
    const response = await send("DELETE", path);
    const { status, json } = response;
    if (isMissing(response) || (status === 200 && json?.id === id && json.deleted === true)) return;
    // The response of a proxy, for example.
    if (status !== 200 || !isMissing(await send("GET", path))) throw new Error(failureText(response));
  }

  /**
   * @param {Throwaway} throwaway
   * @returns {Promise<Leftover | undefined>}
   */
  async function remove(throwaway) {
    for (let attempt = 1; ; attempt++) {
      try {
        await removeOnce(throwaway);
        return undefined;
      } catch (error) {
        const { message } = /** @type {Error} */ (error);
        if (attempt === MAX_ATTEMPTS) return { ...throwaway, reason: message };
        await sleep(RETRY_MS);
      }
    }
  }

  return {
    createUser,
    createOrganization,
    pending: () => pending,
    /** Removes everything. Resolves with what could not be removed. Never rejects. */
    async removeAll() {
      // First the organization: its creator can then be removed, whatever the instance requires of organizations.
      const leftovers = [];
      for (const kind of ["organization", "user"])
        leftovers.push(...(await Promise.all(pending.filter((throwaway) => throwaway.kind === kind).map(remove))));
      pending = [];
      return leftovers.filter((leftover) => leftover !== undefined);
    },
  };
}

/**
 * @param {ApiResponse} response
 * @returns {string | undefined}
 */
const createdId = ({ status, json }) => (status === 200 && typeof json?.id === "string" ? json.id : undefined);

/**
 * Whether the Backend API responded that the user or organization does not exist. A 404 of a proxy has no errors.
 * @param {ApiResponse} response
 */
const isMissing = ({ status, json }) => status === 404 && Array.isArray(json?.errors);

/**
 * What to do about what could not be removed.
 * @param {(Throwaway & { reason?: string })[]} throwaways
 * @param {number} width
 */
export function leftoverText(throwaways, width) {
  const state = throwaways.every(({ id }) => id) ? "were not removed" : "may still exist";
  const head = `The following ${state}. Delete them in the Clerk Dashboard: search for ${MARK}, or for the ID.`;
  const lines = throwaways.map(
    ({ kind, id = "unknown ID", name, reason }) =>
      `  ${kind} ${id} (${name})${reason === undefined ? "" : `: ${reason}`}`,
  );
  return `${wrap(head, width).join("\n")}\n\n${lines.join("\n")}`;
}
