// The argument of the commands for one user, organization or membership.
import { readMembershipList, textCalls } from "../client/text-calls.js";
import { BAD_INPUT, ExitError } from "../exit-status.js";
import { redactKeys, UsageError } from "../usage-error.js";
import { readMembershipTexts, readOrganizationText, readUserList, readUserText } from "./stored-text.js";

/** @import { Connection } from "../client/connect.js" */
/** @import { StoredText, UserText } from "./stored-text.js" */

const USER_ID = /^user_\w+$/;
const ORGANIZATION_ID = /^org_\w+$/;

/** @type {import("../types.js").Argument} */
export const TARGET_ARGUMENT = {
  type: "string",
  placeholder: "USER|ORG",
  required: true,
  description:
    "ID of the user, such as user_2abc, or an email address of the user. Or the ID of an organization, such as org_2abc.",
};

/** @satisfies {Record<string, import("../types.js").Option>} */
export const TARGET_OPTIONS = {
  "external-id": { type: "boolean", description: "USER is an external ID: the ID of the user in your own system." },
  "organization-id": {
    type: "string",
    placeholder: "ORG",
    description: "The membership of USER in this organization, instead of the user.",
  },
};

/**
 * Rejects what the command line cannot mean, before anything is read.
 * @param {string} command
 * @param {string} name
 * @param {Record<string, any>} values Of the options.
 * @param {{ replaces?: boolean }} [options]
 */
export function checkTarget(command, name, values, { replaces = false } = {}) {
  const organizationId = values["organization-id"];
  const reject = (/** @type {string} */ message, /** @type {string} */ option) => {
    throw new UsageError(redactKeys(message), { command, option });
  };
  if (organizationId !== undefined && !ORGANIZATION_ID.test(organizationId))
    reject(
      `--organization-id must be the ID of an organization such as org_2abc, not ${JSON.stringify(organizationId)}.`,
      "organization-id",
    );
  if (organizationId !== undefined && isOrganization(name, values))
    reject(`--organization-id needs a user, not the organization ${name}.`, "organization-id");
  if (organizationId !== undefined && replaces)
    reject("The metadata of a membership cannot be replaced. Use update.", "organization-id");
  const isUser = organizationId === undefined && !isOrganization(name, values);
  if (!isUser && values.unsafe !== undefined)
    reject("Organizations and memberships have no unsafe metadata. Leave out --unsafe.", "unsafe");
  if (isId(name, values) && !USER_ID.test(name) && !ORGANIZATION_ID.test(name))
    throw new ExitError(
      `USER must be a user ID such as user_2abc, or an email address, and ORG an ID such as org_2abc, not ${redactKeys(JSON.stringify(name))}. Add --external-id if it is an external ID.`,
      BAD_INPUT,
    );
}

/**
 * @param {string} name
 * @param {Record<string, any>} values
 */
const isOrganization = (name, values) => isId(name, values) && ORGANIZATION_ID.test(name);

/**
 * @param {string} name
 * @param {Record<string, any>} values
 */
const isId = (name, { "external-id": isExternalId }) => !isExternalId && !name.includes("@");

/**
 * Reads what the argument and the options name, after `checkTarget`.
 * @param {Connection} connection
 * @param {string} name
 * @param {Record<string, any>} values Of the options.
 * @returns {Promise<StoredText>}
 */
export async function readTarget(connection, name, values) {
  const organizationId = values["organization-id"];
  if (isOrganization(name, values))
    return readOrganizationText(
      await textCalls(connection.clerk)("getOrganization", undefined, ["organizationId", name]),
    );
  if (organizationId === undefined) return readUser(connection, name, values);
  const userId = isId(name, values) ? name : (await readUser(connection, name, values)).id;
  const [membership] = readMembershipTexts(await readMembershipList(connection.clerk, organizationId, userId));
  if (membership === undefined) throw new Error(`${userId} is not a member of ${organizationId}.`);
  return membership;
}

/**
 * @param {Connection} connection
 * @param {string} name
 * @param {Record<string, any>} values
 * @returns {Promise<UserText>}
 */
async function readUser({ clerk }, name, values) {
  const call = textCalls(clerk);
  if (isId(name, values)) return readUserText(await call("getUser", name, []));
  const isEmail = !values["external-id"];
  const parameter = isEmail ? "emailAddress" : "externalId";
  const users = readUserList(await call("getUserList", undefined, [parameter, [withSign(name, isEmail)], "limit", 10]));
  const label = `the ${isEmail ? "email address" : "external ID"} ${JSON.stringify(name)}`;
  if (users.length === 0) throw new Error(`No user has ${label}.`);
  if (users.length > 1)
    throw new Error(`${users.length} users have ${label}: ${users.map(({ id }) => id).join(", ")}. Pass an ID.`);
  return users[0];
}

/**
 * In a list, an external ID that begins with `+` or `-` includes or excludes a user.
 * @param {string} text
 * @param {boolean} isEmail
 */
const withSign = (text, isEmail) => (!isEmail && /^[-+\s]/.test(text) ? `+${text}` : text);
