import { createInsert } from "./insert.js";
import { allItems, checkSeedCount, classOf, commitInMemory, convertErrors, createBody } from "./resource-body.js";

/**
 * @import {
 *   LocalMemberInput,
 *   LocalMemberships,
 *   LocalOrganization,
 *   LocalOrganizationInput,
 *   LocalOrganizationMembership,
 *   LocalOrganizations,
 * } from "../../types/local.js"
 */
/** @import { AddedResources, ChangeQueue, CreatedResource, WasmBackend } from "./types.js" */

const ORGANIZATION = 'An organization must be an object such as { id: "org_1", name: "Acme" }';
const MEMBERSHIP = 'A membership must be an object such as { organizationId: "org_1", userId: "user_1" }';
const MEMBER = 'A member must be an object such as { userId: "user_1" }';

/** The field `object` of a membership. */
const MEMBERSHIP_OBJECT = "organization_membership";

/** @type {(text: string | undefined) => any} */
const parse = (text) => (text === undefined ? undefined : JSON.parse(text));

/**
 * The organizations of a backend without HTTP.
 * @param {WasmBackend} backend
 * @param {ChangeQueue} changes
 * @param {() => number} now The clock.
 * @returns {LocalOrganizations}
 */
export function organizationsApi(backend, changes, now) {
  const body = (/** @type {object | undefined} */ input) => createBody(input, classOf(backend), ORGANIZATION);
  /** @type {(prepare: () => unknown) => string | undefined} */
  const change = (prepare) => convertErrors(() => changes.changeNow(prepare));
  /** @type {() => LocalOrganization[]} */
  const list = () => allItems((from) => backend.listOrganizations(from));
  /** @type {AddedResources} */
  const added = {
    noun: "organizations",
    countAll: () => backend.organizationCount(),
    // New organizations are at the end of the list.
    newestIds: (count) =>
      list()
        .slice(-count)
        .map(({ id }) => id),
  };
  return {
    create: (input) => parse(change(() => backend.createOrganization(body(input), now()))),
    update: (id, input) => parse(change(() => backend.updateOrganization(String(id), body(input), now()))),
    insert: createInsert(backend, changes, {
      method: "organizations.insert",
      noun: "organization",
      prepare: (text) => backend.insertOrganization(text),
      isKnown(resource) {
        const { id } = Object(resource.object === MEMBERSHIP_OBJECT ? resource.organization : resource);
        return backend.getOrganization(String(id)) !== undefined || backend.wasDeleted(String(id));
      },
      added,
    }),
    wasDeleted: (id) => backend.wasDeleted(String(id)),
    get: (id) => parse(backend.getOrganization(String(id))),
    list,
    delete: (id) => change(() => backend.removeOrganization(String(id))) !== undefined,
    clear: () => void change(() => backend.clearOrganizations()),
    count: () => backend.organizationCount(),
    seed(count) {
      checkSeedCount("organizations", count);
      /** @type {number | undefined} */
      let index = -1;
      const prepareNext = () => {
        index = backend.seedOrganizations(/** @type {number} */ (index) + 1, count, now());
        return index !== undefined;
      };
      return convertErrors(() => changes.addAllNow(prepareNext, added));
    },
  };
}

/**
 * The memberships of a backend without HTTP.
 * @param {WasmBackend} backend
 * @param {ChangeQueue} changes
 * @param {() => number} now The clock.
 * @returns {LocalMemberships}
 */
export function membershipsApi(backend, changes, now) {
  /** @type {(prepare: () => unknown) => string | undefined} */
  const change = (prepare) => convertErrors(() => changes.changeNow(prepare));
  /** @type {() => LocalOrganizationMembership[]} */
  const listAll = () => allItems((from) => backend.listMemberships(from));
  return {
    insert: createInsert(backend, changes, {
      method: "memberships.insert",
      noun: "membership",
      prepare: (text) => backend.insertMembership(text),
      isKnown({ id, organization, public_user_data: user }) {
        const ids = [String(organization?.id), String(user?.user_id)];
        const isMember = backend.getMembership(ids[0], ids[1]) !== undefined;
        return isMember || [String(id), ...ids].some((deleted) => backend.wasDeleted(deleted));
      },
      added: {
        noun: "memberships",
        countAll: () => backend.membershipCount(),
        newestIds: (count) =>
          listAll()
            .slice(-count)
            .map(({ id }) => id),
      },
    }),
    wasDeleted: (id) => backend.wasDeleted(String(id)),
    create(input) {
      const { organizationId, ...member } = membership(input);
      const body = createBody(member, classOf(backend), MEMBERSHIP);
      return parse(change(() => backend.createMembership(String(organizationId), body, now())));
    },
    update(input) {
      const { organizationId, userId, ...fields } = membership(input);
      const body = createBody({ userId, ...fields }, classOf(backend), MEMBERSHIP);
      return parse(change(() => backend.updateMembership(String(organizationId), String(userId), body, now())));
    },
    get(ids) {
      const { organizationId, userId } = membership(ids);
      return parse(backend.getMembership(String(organizationId), String(userId)));
    },
    list(filter = {}) {
      const unknown = Object.keys(Object(filter)).find((name) => !["organizationId", "userId"].includes(name));
      if (unknown !== undefined)
        throw new TypeError(`memberships.list: unknown filter ${unknown}. The filters are organizationId and userId.`);
      const { organizationId, userId } = filter;
      return listAll().filter(
        ({ organization, public_user_data: user }) =>
          (organizationId === undefined || organization.id === organizationId) &&
          (userId === undefined || user.user_id === userId),
      );
    },
    delete(ids) {
      const { organizationId, userId } = membership(ids);
      return change(() => backend.removeMembership(String(organizationId), String(userId))) !== undefined;
    },
  };
}

/**
 * @template Input
 * @param {Input} input
 * @returns {Input}
 */
function membership(input) {
  const { organizationId, userId } = /** @type {any} */ (Object(input));
  if (typeof organizationId !== "string" || typeof userId !== "string")
    throw new TypeError(`${MEMBERSHIP}, with both IDs as strings.`);
  return input;
}

/**
 * Creates the organizations of the option `organizations`, and their members, in memory. Their lines are not written
 * yet.
 * @param {WasmBackend} backend
 * @param {Iterable<LocalOrganizationInput & { members?: readonly LocalMemberInput[] | undefined }>} organizations
 * @param {() => number} now The clock.
 * @returns {CreatedResource[]}
 */
export function createOrganizations(backend, organizations, now) {
  return Array.from(organizations, (input) => {
    const { members = [], ...organization } = Object(input);
    if (!Array.isArray(members)) throw new TypeError('members must be an array such as [{ userId: "user_1" }].');
    return convertErrors(() => {
      const isObject = typeof input === "object" && input !== null && !Array.isArray(input);
      backend.createOrganization(createBody(isObject ? organization : input, classOf(backend), ORGANIZATION), now());
      const created = commitInMemory(backend);
      for (const member of members) {
        backend.createMembership(created[0].id, createBody(member, classOf(backend), MEMBER), now());
        created.push(...commitInMemory(backend));
      }
      return created;
    });
  }).flat();
}
