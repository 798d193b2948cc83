// Copies organizations and memberships from upstream.
import { idsOf, MAX_LIMIT } from "./routes.js";

/** @import { IncomingHttpHeaders } from "node:http" */
/** @import { LocalBackend } from "../../../types/local.js" */
/** @import { CopyRequest, Reader } from "./copy.js" */
/** @import { createUserCopies } from "./copy-users.js" */

/** The parameters with which the response of an organization depends on all its members. */
const COUNTS = ["include_members_count", "include_missing_member_with_elevated_permissions"];

/**
 * @param {LocalBackend} backend
 * @param {Reader} reader
 * @param {ReturnType<typeof createUserCopies>} userCopies
 */
export function createOrganizationCopies({ organizations, memberships }, { read, store, once }, userCopies) {
  /** The organizations whose members, and the users whose memberships, were copied by this process. */
  const complete = new Set();

  /** @param {string} idOrSlug */
  const isKnown = (idOrSlug) =>
    organizations.get(idOrSlug) !== undefined ||
    organizations.wasDeleted(idOrSlug) ||
    organizations.list().some(({ slug }) => slug === idOrSlug);

  /**
   * @param {string} target
   * @param {IncomingHttpHeaders} headers
   */
  const copyOrganizations = (target, headers) =>
    once(target, headers, async () => {
      const body = await read(target, headers);
      return body === undefined ? 0 : store(() => organizations.insert(body, { keepExisting: true }));
    });

  /**
   * Copies a page of memberships, their users and their organizations.
   * @param {string} page
   * @param {IncomingHttpHeaders} headers
   */
  async function storeMemberships(page, headers) {
    const userIds = store(() => membershipsOf(page)).map(({ public_user_data: user }) => String(user?.user_id));
    const users = await userCopies.usersWithIds([...new Set(userIds)], headers);
    return (
      users +
      store(() => organizations.insert(page, { keepExisting: true })) +
      store(() => memberships.insert(page, { keepExisting: true }))
    );
  }

  /**
   * Copies all pages of a list of memberships, once.
   * @param {string} id Of the organization or the user.
   * @param {string} target
   * @param {IncomingHttpHeaders} headers
   */
  async function copyAllMemberships(id, target, headers) {
    if (complete.has(id)) return 0;
    return once(target, headers, async () => {
      let copied = 0;
      let total = 1;
      for (let offset = 0; offset < total; offset += MAX_LIMIT) {
        const page = await read(`${target}?limit=${MAX_LIMIT}&offset=${offset}`, headers);
        if (page === undefined) break; // It was created here.
        copied += await storeMemberships(page, headers);
        // The number of the first page bounds the loop.
        if (offset === 0) total = Number(JSON.parse(page).total_count) || 0;
      }
      complete.add(id);
      return copied;
    });
  }

  /** @param {Pick<CopyRequest, "id" | "headers">} request */
  const organization = async ({ id, headers }) =>
    isKnown(id) ? 0 : copyOrganizations(`/v1/organizations/${id}`, headers);

  /** @param {Pick<CopyRequest, "id" | "headers">} request */
  async function members({ id, headers }) {
    const copied = await organization({ id, headers });
    // An organization can be read by its slug. Its members are listed by its ID.
    const organizationId = organizations.get(id)?.id ?? organizations.list().find(({ slug }) => slug === id)?.id;
    if (organizationId === undefined) return copied;
    const target = `/v1/organizations/${organizationId}/memberships`;
    return copied + (await copyAllMemberships(organizationId, target, headers));
  }

  /** @param {Pick<CopyRequest, "id" | "userId" | "headers">} request */
  async function member({ id, userId, headers }) {
    const copied = (await organization({ id, headers })) + (await userCopies.user({ id: userId, headers }));
    const isMember = memberships.get({ organizationId: id, userId }) !== undefined;
    if (isMember || complete.has(id) || organizations.get(id) === undefined) return copied;
    const target = `/v1/organizations/${id}/memberships?user_id=${userId}&limit=1`;
    const copyMembership = async () => {
      const page = await read(target, headers);
      return page === undefined ? 0 : storeMemberships(page, headers);
    };
    return copied + (await once(target, headers, copyMembership));
  }

  /** @param {Pick<CopyRequest, "id" | "headers">} request */
  async function membershipsOfUser({ id, headers }) {
    const copied = await userCopies.user({ id, headers });
    return copied + (await copyAllMemberships(id, `/v1/users/${id}/organization_memberships`, headers));
  }

  /**
   * The members of the organizations of which a list of users has those with a membership.
   * @param {Pick<CopyRequest, "query" | "headers">} request
   */
  async function users({ query, headers }) {
    let copied = await userCopies.users({ query, headers });
    for (const id of idsOf(query, "organization_id")) copied += await members({ id, headers });
    return copied;
  }

  return {
    organization,
    members,
    member,
    membershipsOfUser,
    users,

    /** @param {CopyRequest} request */
    organizationWithCount: async ({ id, query, headers }) =>
      hasCount(query) ? members({ id, headers }) : organization({ id, headers }),

    /**
     * The organizations that a list names, by their IDs or those of members.
     * @param {CopyRequest} request
     */
    async organizations({ query, headers }) {
      let copied = 0;
      const unknown = idsOf(query, "organization_id").filter((id) => !isKnown(id));
      if (unknown.length > 0) {
        const named = new URLSearchParams(unknown.map((id) => ["organization_id", id]));
        copied += await copyOrganizations(`/v1/organizations?${named}&limit=${MAX_LIMIT}`, headers);
      }
      for (const id of idsOf(query, "user_id")) copied += await membershipsOfUser({ id, headers });
      if (hasCount(query)) for (const { id } of organizations.list()) copied += await members({ id, headers });
      return copied;
    },

    /**
     * The creator, who becomes a member.
     * @param {CopyRequest} request
     */
    newOrganization: async ({ body, headers }) => copyUserOf(body?.created_by, headers),

    /** @param {CopyRequest} request */
    async newMember({ id, body, headers }) {
      const copied = (await organization({ id, headers })) + (await copyUserOf(body?.user_id, headers));
      const limit = organizations.get(id)?.max_allowed_memberships ?? 0;
      // The limit counts all of them.
      if (limit > 0) return copied + (await members({ id, headers }));
      return copied + (isId(body?.user_id) ? await member({ id, userId: body.user_id, headers }) : 0);
    },
  };

  /**
   * @param {unknown} id
   * @param {IncomingHttpHeaders} headers
   */
  async function copyUserOf(id, headers) {
    return isId(id) ? userCopies.user({ id, headers }) : 0;
  }
}

/**
 * @param {unknown} id
 * @returns {id is string}
 */
const isId = (id) => typeof id === "string" && /^[\w-]{1,255}$/.test(id);

/** @param {URLSearchParams} query */
const hasCount = (query) => COUNTS.some((name) => query.get(name) === "true");

/**
 * The memberships of a page. Upstream may send anything: what is no membership is reported when it is stored.
 * @param {string} page
 * @returns {any[]}
 */
function membershipsOf(page) {
  const { data } = Object(JSON.parse(page));
  return Array.isArray(data) ? data.map(Object) : [];
}
