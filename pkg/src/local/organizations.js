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
  return {
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
      /** @type {LocalOrganizationMembership[]} */
      const all = allItems((from) => backend.listMemberships(from));
      return all.filter(
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
